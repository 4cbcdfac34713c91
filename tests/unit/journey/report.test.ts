import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import {
  caseView,
  type Harness,
  journeyHarness,
  personOf,
  REPORT,
  TICKET,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';
import { makePerson } from '../../support/people.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};
const reportOf = (h: Harness) => {
  const view = h.view();
  if (view.screen !== 'report') throw new Error(`on ${view.screen}`);
  return view.data;
};

describe('somebody says what could not be done', () => {
  it('from the first screen: nothing is filled in, and nobody is known', async () => {
    const h = await at('report');
    expect(reportOf(h)).toMatchObject({ kind: 'not-done', region: '120000', matter: null, known: false });
    await h.say({ type: 'chooseRegion', region: '440100' });
    expect(reportOf(h).region).toBe('440100');
    await h.say({ type: 'chooseRegion', region: '999999' });
    expect(reportOf(h).region).toBe('440100');
    await h.say(REPORT);
    expect(h.filed).toMatchObject([{ region: '440100', number: null, said: { text: '窗口不受理' } }]);
  });

  it('from a search in vain: it is off the list, with the words that were looked for', async () => {
    const h = journeyHarness();
    await h.say({ type: 'apply' });
    await h.say({ type: 'openSearch' });
    await h.say({ type: 'search', query: '孤儿证' });
    await h.say({ type: 'report' });
    expect(reportOf(h)).toMatchObject({ kind: 'off-list', query: '孤儿证' });
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'search', data: { query: '孤儿证' } });
  });

  it('from the guide of a matter that is only read here: off the list, about that matter', async () => {
    const h = journeyHarness();
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'read-only' });
    await h.say({ type: 'report' });
    expect(reportOf(h)).toMatchObject({ kind: 'off-list', matter: { 'zh-CN': 'read-only' } });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('guide');
  });

  it('from where something stands in the way: the matter and what went wrong are filled in, and the way back is there', async () => {
    const h = await at('stuck');
    await h.say({ type: 'report' });
    expect(reportOf(h)).toMatchObject({ kind: 'not-done', matter: { 'zh-CN': 'full' } });
    expect(reportOf(h).technicianCode).toBe(failure('regionDown').technicianCode);
    await h.say(REPORT);
    h.held.file.answer(ok(TICKET));
    await h.settle();
    expect(h.screen()).toBe('reported');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('stuck');
  });

  it('from where a card is needed, and comes back there', async () => {
    const h = journeyHarness();
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'card-only' });
    await h.say({ type: 'start' });
    await h.say({ type: 'withoutCard' });
    expect(h.screen()).toBe('cardNeeded');
    await h.say({ type: 'report' });
    expect(reportOf(h).matter).toEqual({ 'zh-CN': 'card-only', en: 'card-only' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('cardNeeded');
  });

  it('about a case: it goes with the number of who has shown to be its person', async () => {
    const h = await at('cases');
    await h.say({ type: 'report' });
    expect(reportOf(h)).toMatchObject({ receiptNumber: caseView().receiptNumber, known: true });
    await h.say(REPORT);
    expect(h.filed[0]).toMatchObject({
      receiptNumber: caseView().receiptNumber,
      number: makePerson(1).number,
      matter: null,
    });
  });

  it('who stands there with a card is known by it', async () => {
    const h = await at('trackIdentify');
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(4)));
    await h.settle();
    h.held.find.answer(ok([caseView()]));
    await h.settle();
    await h.say({ type: 'report' });
    await h.say(REPORT);
    expect(h.filed[0]?.number).toBe(personOf(4).number);
  });

  it('what is wrong with it is said, and it stays on the screen', async () => {
    const h = await at('filing');
    h.held.file.answer(err(failure('ticketPhone')));
    await h.settle();
    expect(reportOf(h).problem?.kind).toBe('ticketPhone');
    await h.say(REPORT);
    h.held.file.fail();
    await h.settle();
    expect(reportOf(h).problem?.kind).toBe('internal');
    expect(h.bugs).toHaveLength(1);
  });

  it('however often it is handed in, it is one ticket; a new report is another', async () => {
    const h = await at('filing');
    h.held.file.answer(err(failure('diskFull')));
    await h.settle();
    await h.say(REPORT);
    expect(h.filed[0]?.id).toBe(h.filed[1]?.id);
  });

  it('while it is being stored nothing else can be asked', async () => {
    const h = await at('filing');
    expect(h.view().events).toEqual(['leave', 'setLanguage', 'help']);
  });

  it('who said something is bid farewell, and it is forgotten', async () => {
    const h = await at('reported');
    expect(h.view()).toMatchObject({ screen: 'reported', data: { ticket: TICKET, known: false } });
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
    await h.say({ type: 'done' });
    await h.say({ type: 'report' });
    expect(reportOf(h)).toMatchObject({ problem: null, matter: null });
  });
});

describe('who looks for their cases', () => {
  it('sees what they reported', async () => {
    const h = await at('finding');
    h.reports.push(TICKET);
    h.held.find.answer(ok([]));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'cases', data: { cases: [], tickets: [TICKET] } });
  });
});
