import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { caseView, type Harness, journeyHarness } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const RECEIPT = 'B017-261121-0001-N';

async function at(way: string): Promise<Harness> {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
}
const printEnds = async (h: Harness, kind?: Parameters<typeof failure>[0]) => {
  h.held.print.answer(kind ? err(failure(kind)) : ok());
  await h.settle();
};
const prints = (h: Harness) => h.marks.filter((mark) => mark.startsWith('print'));

describe('a print of unknown end', () => {
  it('is asked about, and not printed again unasked', async () => {
    const h = await at('asking');
    expect(h.view()).toMatchObject({ screen: 'submitted', data: { receipt: 'asking' } });
    expect(h.view().events).toContain('paperCame');
    expect(h.view().events).not.toContain('printReceipt');
    expect(prints(h)).toEqual(['print receipt']);
  });

  it.each([
    [{ word: 'nothing' }, 'print receipt after nothing'],
    [{ word: 'part', lastPage: 2 }, 'print receipt after part 2'],
    [{ word: 'all' }, 'print receipt after all'],
  ] as const)('goes on from what the citizen saw: %j', async (saw, mark) => {
    const h = await at('asking');
    await h.say({ type: 'paperCame', what: 'receipt', ...saw });
    expect(h.view()).toMatchObject({ data: { receipt: 'printing' } });
    await printEnds(h);
    expect(h.view()).toMatchObject({ data: { receipt: 'printed', problem: null } });
    expect(prints(h)).toEqual(['print receipt', mark]);
    // The word was for that print: the next one begins without it.
    await h.say({ type: 'printReceipt' });
    expect(prints(h).at(-1)).toBe('print receipt');
  });

  it('about the result is not taken for one about the receipt', async () => {
    const h = await at('asking');
    await h.say({ type: 'paperCame', what: 'result', word: 'nothing' });
    expect(h.view()).toMatchObject({ data: { receipt: 'asking' } });
    expect(prints(h)).toHaveLength(1);
  });

  it('keeps the result back until the citizen has looked', async () => {
    const h = await at('asking');
    h.caseChanges(caseView({ state: 'finished', resultReady: true }));
    await h.settle();
    expect(prints(h)).toEqual(['print receipt']);
    await h.say({ type: 'paperCame', what: 'receipt', word: 'all' });
    await printEnds(h);
    await h.settle();
    expect(prints(h).at(-1)).toBe('print result');
    await printEnds(h, 'printUnknown');
    expect(h.view()).toMatchObject({ data: { receipt: 'printed', result: 'asking' } });
    await h.say({ type: 'paperCame', what: 'result', word: 'part', lastPage: 1 });
    await printEnds(h, 'printerJam');
    expect(h.view()).toMatchObject({ data: { result: 'failed', problem: { kind: 'printerJam' } } });
    expect(h.view().events).toEqual(expect.arrayContaining(['printResult', 'done']));
  });

  it('of a found result is asked about too', async () => {
    const h = await at('cases');
    await h.say({ type: 'printResult', receiptNumber: RECEIPT });
    h.papers.set('result', { printer: 'page', pages: 3, done: 1, state: 'printing' });
    h.devices.changed();
    expect(h.view()).toMatchObject({ data: { paper: { printer: 'page', pages: 3, done: 1 } } });
    await printEnds(h, 'printUnknown');
    expect(h.view()).toMatchObject({ screen: 'cases', data: { result: 'asking' } });
    await h.say({ type: 'paperCame', what: 'result', word: 'part', lastPage: 2 });
    await printEnds(h);
    expect(h.view()).toMatchObject({ data: { result: 'printed' } });
    expect(prints(h)).toEqual(['print result', 'print result after part 2']);
  });
});

describe('after a restart', () => {
  it('the receipt is what the printer says by and by, and is not offered before', async () => {
    const h = journeyHarness({ receiptNumber: RECEIPT });
    h.papers.set('receipt', { printer: 'page', pages: 1, done: 0, state: 'printing' });
    h.devices.changed();
    expect(h.view()).toMatchObject({ screen: 'recovered', data: { receipt: 'printing' } });
    expect(h.view().events).not.toContain('printReceipt');
    h.papers.set('receipt', { printer: 'page', pages: 1, done: 0, state: 'asking' });
    h.devices.changed();
    expect(h.view()).toMatchObject({ data: { receipt: 'asking', paper: { pages: 1 } } });
    await h.say({ type: 'paperCame', what: 'receipt', word: 'nothing' });
    expect(prints(h)).toEqual(['print receipt for nobody known after nothing']);
    h.papers.set('receipt', { printer: 'page', pages: 1, done: 1, state: 'printed' });
    await printEnds(h);
    expect(h.view()).toMatchObject({ data: { receipt: 'printed' } });
  });

  it('nothing is said of a receipt that nobody asked for', () => {
    const h = journeyHarness({ receiptNumber: RECEIPT });
    h.devices.changed();
    expect(h.view()).toMatchObject({ data: { receipt: 'none', paper: null } });
  });
});

describe('the farewell', () => {
  it('waits for paper that lies in the tray, and not for ever', async () => {
    const h = await at('submitted');
    await printEnds(h);
    h.tray.waiting = true;
    await h.say({ type: 'done' });
    expect(h.view()).toMatchObject({ screen: 'farewell', data: { paperToTake: true } });
    await h.clock.advance(8_000 * 6 - 1);
    expect(h.screen()).toBe('farewell');
    await h.clock.advance(1);
    expect(h.screen()).toBe('home');
  });

  it('ends when the paper was taken, and forgets to remind', async () => {
    const h = await at('submitted');
    await printEnds(h);
    h.tray.waiting = true;
    await h.say({ type: 'done' });
    await h.clock.advance(10_000);
    h.tray.waiting = false;
    h.devices.changed();
    expect(h.view()).toMatchObject({ screen: 'farewell', data: { paperToTake: false } });
    await h.clock.advance(8_000);
    expect(h.screen()).toBe('home');
  });

  it('reminds without a sensor of every paper that may have come', async () => {
    const h = await at('asking');
    await h.say({ type: 'done' });
    expect(h.view()).toMatchObject({ screen: 'farewell', data: { paperToTake: true } });
    await h.clock.advance(8_000);
    expect(h.screen()).toBe('home');
  });
});

describe('a notice of what the region said', () => {
  const ACCEPTED = { state: 'accepted', acceptedAt: 1, regionNumber: 'R-1' } as const;
  const receiptNumber = caseView().receiptNumber;
  async function tracked(over: Parameters<typeof caseView>[0]): Promise<Harness> {
    const h = await at('finding');
    h.held.find.answer(ok([caseView(over)]));
    await h.settle();
    return h;
  }

  it('is printed from the list of cases, and asked about when nobody knows what came out', async () => {
    const h = await tracked(ACCEPTED);
    expect(h.view().events).toContain('printNotice');
    await h.say({ type: 'printNotice', receiptNumber, what: 'acceptance' });
    expect(h.view()).toMatchObject({ data: { what: 'acceptance', result: 'printing' } });
    expect(h.view().events).not.toContain('printNotice');
    h.held.print.answer(err(failure('printUnknown')));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { what: 'acceptance', result: 'asking' } });
    // The question is about this paper and no other.
    await h.say({ type: 'paperCame', what: 'result', word: 'all' });
    expect(h.held.print.calls).toBe(1);
    await h.say({ type: 'paperCame', what: 'acceptance', word: 'all' });
    expect(h.marks.at(-1)).toBe('print acceptance after all');
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({ data: { what: 'acceptance', result: 'printed' } });
  });

  it('is not printed of what the region has not said', async () => {
    const h = await tracked(ACCEPTED);
    await h.say({ type: 'printNotice', receiptNumber, what: 'correction' });
    await h.say({ type: 'printNotice', receiptNumber: 'B017-000000-0000-0', what: 'acceptance' });
    expect(h.held.print.calls).toBe(0);
    const sent = await tracked({ state: 'sent' });
    expect(sent.view().events).not.toContain('printNotice');
    const round = { round: 'r', until: null, items: [], answer: 'open' as const };
    const asked = await tracked({ state: 'correction', correction: round });
    await asked.say({ type: 'printNotice', receiptNumber, what: 'correction' });
    expect(asked.marks.at(-1)).toBe('print correction');
  });

  it('does not stand for the result, which is printed as itself afterwards', async () => {
    const h = await tracked({ ...ACCEPTED, state: 'finished', resultReady: true });
    await h.say({ type: 'printNotice', receiptNumber, what: 'acceptance' });
    h.held.print.answer(ok());
    await h.settle();
    await h.say({ type: 'printResult', receiptNumber });
    expect(h.view()).toMatchObject({ data: { what: 'result', result: 'printing' } });
    expect(h.marks.at(-1)).toBe('print result');
  });
});
