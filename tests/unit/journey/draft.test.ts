import { describe, expect, it } from 'vitest';
import { journeyViewSchema } from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { COMPANY, caseView, type Harness, journeyHarness, personOf } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  expect(journeyViewSchema.safeParse(h.view()).error).toBeUndefined();
  return h;
};
const leaving = async (h: Harness): Promise<readonly string[]> => {
  await h.say({ type: 'leave' });
  return h.view().events;
};

describe('keeping what was typed for a day', () => {
  it('is offered on leaving and before the session is wiped, once something was typed', async () => {
    const h = await at('typed');
    await h.clock.advance(61_000);
    expect(h.view()).toMatchObject({ overlay: { kind: 'idle', keep: true } });
    expect(h.view().events).toContain('keepDraft');
    expect(await leaving(await at('typed'))).toContain('keepDraft');
    const long = await at('typed');
    for (let minute = 0; minute < 20; minute++) {
      await long.clock.advance(59_999);
      if (long.view().overlay === null) long.journey.activity();
    }
    await long.clock.advance(3_000);
    expect(long.view()).toMatchObject({ overlay: { kind: 'idle', keep: true } });
  });

  it.each([
    ['nothing was typed', 'details'],
    ['nobody is known', 'guide'],
    ['the list of companies is empty', 'batch'],
    ['it is handed in', 'submitted'],
    ['somebody only looks up cases', 'cases'],
    ['a principal signed', 'readAuthorisation'],
  ])('is not offered when %s', async (_, way) => {
    expect(await leaving(await at(way))).not.toContain('keepDraft');
  });

  it('is not offered at a machine that keeps none, nor to who came without a card', async () => {
    const h = journeyHarness();
    h.shelf.on = false;
    await WAYS.typed?.(h);
    expect(await leaving(h)).not.toContain('keepDraft');
    const typed = await at('checking');
    typed.held.check.answer(ok({ ...personOf(1), source: 'typed' }));
    await typed.settle();
    await typed.say({ type: 'confirmDetails', values: { purpose: 'train' } });
    expect(await leaving(typed)).not.toContain('keepDraft');
  });

  it('keeps what was typed and where, and then forgets the citizen', async () => {
    const h = await at('keeping');
    expect(h.shelf.kept).toMatchObject([
      {
        number: personOf(1).number,
        region: '120000',
        matter: 'full',
        answers: { values: { purpose: 'train' } },
      },
    ]);
    h.held.keep.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'farewell', data: { kept: 'kept' } });
    await h.say({ type: 'done' });
    expect(JSON.stringify(h.view())).not.toContain(personOf(1).name);
    expect(h.marks.at(-1)).toBe('end');
  });

  it.each(['answer', 'fail'] as const)('says so when it could not be kept (%s)', async (how) => {
    const h = await at('keeping');
    if (how === 'answer') h.held.keep.answer(err(failure('notKept')));
    else h.held.keep.fail();
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'farewell', data: { kept: 'failed' } });
  });

  it('says so when it takes too long, and the citizen is forgotten', async () => {
    const h = await at('keeping');
    await h.clock.advance(10_000);
    expect(h.view()).toMatchObject({ screen: 'farewell', data: { kept: 'failed' } });
    await h.clock.advance(8_000);
    expect(h.screen()).toBe('home');
    expect(h.marks.at(-1)).toBe('end');
  });

  it('keeps nothing of who does not say so', async () => {
    for (const go of ['wiped', 'left'] as const) {
      const h = await at('typed');
      if (go === 'wiped') await h.clock.advance(300_000);
      else {
        await h.say({ type: 'leave' });
        await h.say({ type: 'leaveNow' });
      }
      expect(h.shelf.kept).toEqual([]);
    }
  });

  it('keeps the list of companies, too', async () => {
    const h = await at('batchFilled');
    await h.say({ type: 'leave' });
    await h.say({ type: 'keepDraft' });
    const [order] = h.shelf.kept;
    expect(order?.answers.batch?.rows).toHaveLength(2);
    const next = journeyHarness();
    next.shelf.kept.push(order as NonNullable<typeof order>);
    await next.say({ type: 'apply' });
    await next.say({ type: 'chooseMatter', matter: 'for-many' });
    await next.say({ type: 'start' });
    await next.say({ type: 'consent' });
    next.held.read.answer(ok(personOf(1)));
    await next.settle();
    await next.say({ type: 'resumeDraft' });
    expect(next.view()).toMatchObject({ screen: 'batch', data: { ready: true } });
    await next.say({ type: 'openRow', row: null });
    expect(next.screen()).toBe('batchRow');
  });
});

describe('going on with what was kept', () => {
  it('is offered once the card is read, and fills in the form where it was', async () => {
    const h = await at('resume');
    expect(h.view()).toMatchObject({ screen: 'resume', step: { at: 2 }, data: { matter: { code: 'full' } } });
    await h.say({ type: 'resumeDraft' });
    expect(h.view()).toMatchObject({ screen: 'details', data: { values: { purpose: 'exam' } } });
  });

  it('may be refused: then it is gone, and the form is new', async () => {
    const h = await at('resume');
    await h.say({ type: 'dropDraft' });
    expect(h.shelf.kept).toEqual([]);
    expect(h.view()).toMatchObject({ screen: 'details' });
    const view = h.view();
    expect(view.screen === 'details' && view.data.values.purpose).not.toBe('exam');
    const back = await at('resume');
    await back.say({ type: 'back' });
    expect(back.screen()).toBe('identify');
  });

  it('asks the region once more for a company', async () => {
    const h = journeyHarness();
    h.shelf.kept.push({
      number: personOf(1).number,
      region: '120000',
      matter: 'for-others',
      answers: { values: {}, page: '@all', organisation: COMPANY, batch: null },
    });
    await WAYS.forWhom?.(h);
    expect(h.screen()).toBe('resume');
    await h.say({ type: 'resumeDraft' });
    expect(h.screen()).toBe('checking');
    h.held.organisation.answer(ok({ known: true }));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'details', data: { principal: { ...COMPANY, known: true } } });
  });

  it('is found among one’s own cases, by the card', async () => {
    const h = journeyHarness();
    h.shelf.kept.push({
      number: personOf(1).number,
      region: '120000',
      matter: 'full',
      answers: { values: { purpose: 'exam' }, page: '@all', organisation: null, batch: null },
    });
    await h.say({ type: 'track' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    h.held.find.answer(ok([caseView()]));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'cases', data: { drafts: [{ matter: { code: 'full' } }] } });
    await h.say({ type: 'openDraft', region: '120000', matter: 'papers' });
    expect(h.screen()).toBe('cases');
    await h.say({ type: 'openDraft', region: '120000', matter: 'full' });
    expect(h.screen()).toBe('resume');
    await h.say({ type: 'resumeDraft' });
    expect(h.view()).toMatchObject({ screen: 'details', data: { values: { purpose: 'exam' } } });
    const other = await at('cases');
    expect(other.view().events).not.toContain('openDraft');
  });
});
