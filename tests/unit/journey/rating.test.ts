import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { caseView, type Harness, journeyHarness, RATING, TICKET } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const RECEIPT = caseView().receiptNumber;
const RATE = { type: 'rate', receiptNumber: RECEIPT } as const;
const FIRST = { rating: { stage: 'accepted', round: 1 } } as const satisfies Partial<CaseView>;
const AGAIN = { state: 'finished', rating: { stage: 'finished', round: 2 } } as const;
const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};
async function found(over: Partial<CaseView>): Promise<Harness> {
  const h = await at('finding');
  h.held.find.answer(ok([caseView(over)]));
  await h.settle();
  return h;
}
const rateOf = (h: Harness) => {
  const view = h.view();
  if (view.screen !== 'rate') throw new Error(`on ${view.screen}`);
  return view.data;
};

describe('a rating on the way out', () => {
  it('is offered once the receipt is out, and never stands between the citizen and the door', async () => {
    const h = await at('submitting');
    h.held.submit.answer(ok(caseView(FIRST)));
    await h.settle();
    expect(h.view().events).not.toContain('rate');
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view().events).toEqual(expect.arrayContaining(['rate', 'done']));
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
  });

  it('is not offered where none would be taken', async () => {
    const h = await at('submitted');
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view().events).not.toContain('rate');
  });

  it('is given, thanked for, and then the citizen leaves', async () => {
    const h = await at('rate');
    expect(rateOf(h)).toMatchObject({ next: { round: 1 }, given: null, toCases: false });
    expect(h.view().events).not.toContain('back');
    await h.say({ ...RATING, satisfaction: 'satisfied' });
    expect(h.view().events).toEqual(['leave', 'setLanguage', 'help']);
    // A call back is for who is not satisfied.
    expect(h.ratings).toMatchObject([
      { receiptNumber: RECEIPT, words: { satisfaction: 'satisfied', phone: null, words: '等了很久' } },
    ]);
    h.held.rate.answer(ok({ view: caseView(), ticket: null }));
    await h.settle();
    expect(rateOf(h).given).toEqual({ satisfaction: 'satisfied', ticket: null });
    expect(h.view().events).not.toContain('giveRating');
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
  });

  it('can be left without one', async () => {
    const h = await at('rate');
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
    expect(h.ratings).toEqual([]);
  });

  it('with a low level and a number becomes a ticket, one however often it is handed in', async () => {
    const h = await at('rating');
    h.held.rate.answer(err(failure('diskFull')));
    await h.settle();
    expect(rateOf(h)).toMatchObject({ problem: { kind: 'diskFull' }, given: null });
    await h.say(RATING);
    expect(h.ratings.map(({ ticketId }) => ticketId)).toEqual([
      h.ratings[0]?.ticketId,
      h.ratings[0]?.ticketId,
    ]);
    expect(h.ratings[1]?.words.phone).toBe('13900000000');
    h.held.rate.answer(ok({ view: caseView(), ticket: TICKET }));
    await h.settle();
    expect(rateOf(h).given?.ticket).toEqual(TICKET);
  });

  it('a bug is said, and the rating can be given again', async () => {
    const h = await at('rating');
    h.held.rate.fail();
    await h.settle();
    expect(rateOf(h).problem?.kind).toBe('internal');
    expect(h.view().events).toEqual(expect.arrayContaining(['giveRating', 'done']));
  });

  it('that is not taken any more is not asked for again', async () => {
    const h = await at('rating');
    h.held.rate.answer(err(failure('ratingOver')));
    await h.settle();
    expect(h.view().events).not.toContain('giveRating');
    expect(h.view().events).toContain('done');
  });
});

describe('a rating from the list of cases', () => {
  it('may be an afterthought, and comes back to the list as it stands then', async () => {
    const h = await found(AGAIN);
    await h.say(RATE);
    expect(rateOf(h)).toMatchObject({ next: { stage: 'finished', round: 2 }, toCases: true });
    await h.say({ ...RATING, satisfaction: 'satisfied' });
    h.held.rate.answer(ok({ view: caseView({ state: 'finished' }), ticket: null }));
    await h.settle();
    // Nothing is left to rate; what stands there is the thanks.
    expect(rateOf(h)).toMatchObject({ given: { satisfaction: 'satisfied' } });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('cases');
    expect(h.view().events).not.toContain('rate');
  });

  it('is not opened for a case that takes none, or of nobody here', async () => {
    const h = await found(AGAIN);
    await h.say({ ...RATE, receiptNumber: 'B017-000000-0000-0' });
    expect(h.screen()).toBe('cases');
    const none = await found({ state: 'finished' });
    expect(none.view().events).not.toContain('rate');
  });

  it('is left for the list, with nothing of it kept', async () => {
    const h = await found(AGAIN);
    await h.say(RATE);
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'cases', data: { problem: null } });
    expect(h.ratings).toEqual([]);
  });
});
