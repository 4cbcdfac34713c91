import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { caseView, type Harness, journeyHarness } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const RECEIPT = 'B017-261121-0001-N';
const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

describe('a result for the phone', () => {
  it('is offered by a page of its own to whoever has the case on the screen', async () => {
    const h = await at('resultPhone');
    expect(h.page.given).toEqual([RECEIPT]);
    expect(h.view()).toMatchObject({
      screen: 'resultPhone',
      step: null,
      data: { url: 'http://kiosk.example/#token', taken: false, problem: null },
    });
    expect(h.view().events).toEqual(['back', 'leave', 'setLanguage', 'help']);
    await h.say({ type: 'back' });
    expect(h.page.closed).toBe(1);
    expect(h.view()).toMatchObject({ screen: 'cases', data: { cases: [{ receiptNumber: RECEIPT }] } });
  });

  it('that has arrived can be sent once more, and the citizen can go', async () => {
    const h = await at('resultTaken');
    expect(h.page.closed).toBe(1);
    expect(h.view()).toMatchObject({ data: { url: null, taken: true } });
    expect(h.view().events).toEqual(['retry', 'done', 'back', 'leave', 'setLanguage', 'help']);
    await h.say({ type: 'retry' });
    expect(h.page.given).toEqual([RECEIPT, RECEIPT]);
    h.page.hear({ kind: 'taken' });
    await h.settle();
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
  });

  it('that cannot be given, or not in time, leaves two ways on', async () => {
    const h = await at('resultPhone');
    h.page.hear({ kind: 'closed', problem: failure('resultUnavailable') });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { url: null, problem: { kind: 'resultUnavailable' } } });
    expect(h.view().events).toEqual(['retry', 'back', 'leave', 'setLanguage', 'help']);
    await h.say({ type: 'retry' });
    expect(h.view()).toMatchObject({ data: { taken: false, problem: null } });
  });

  it('is not offered without a file, for another case, or where no phone reaches the machine', async () => {
    const plain = await at('cases');
    expect(plain.view().events).not.toContain('resultToPhone');
    const h = await at('resultPhone');
    await h.say({ type: 'back' });
    await h.say({ type: 'resultToPhone', receiptNumber: 'B017-000000-0000-0' });
    expect(h.screen()).toBe('cases');
    h.line.phoneReady = false;
    h.caseChanges(caseView());
    await h.say({ type: 'resultToPhone', receiptNumber: RECEIPT }).catch(() => undefined);
    expect(h.screen()).toBe('cases');
    const contradicted = journeyHarness();
    await WAYS.finding?.(contradicted);
    const result = {
      kind: 'pdf' as const,
      pages: 1,
      verdict: 'contradicted' as const,
      sealedBy: null,
      rendition: false,
      use: 'none' as const,
    };
    contradicted.held.find.answer(ok([caseView({ state: 'finished', result })]));
    await contradicted.settle();
    expect(contradicted.view().events).not.toContain('resultToPhone');
  });

  it('is closed when the citizen walks away', async () => {
    const h = await at('resultPhone');
    await h.clock.advance(170_000);
    expect(h.view()).toMatchObject({ screen: 'resultPhone', overlay: null });
    await h.clock.advance(230_000);
    expect(h.screen()).toBe('home');
    expect(h.page.closed).toBe(1);
  });
});
