import { describe, expect, it } from 'vitest';
import { journeyViewSchema } from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { caseView, type Harness, journeyHarness } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  expect(journeyViewSchema.safeParse(h.view()).error).toBeUndefined();
  return h;
};
const { receiptNumber } = caseView();

describe('handing in on paper instead', () => {
  it('is asked first, and may be left', async () => {
    const h = await at('consenting');
    expect(h.view()).toMatchObject({
      screen: 'cases',
      data: { withdrawing: { receiptNumber, step: 'confirm', to: 'courier' } },
    });
    expect(h.view().events).toContain('changeWay');
    expect(h.view().events).not.toContain('withdraw');
    await h.say({ type: 'keep' });
    expect(h.view()).toMatchObject({ data: { withdrawing: null } });
    expect(h.marks).not.toContain(`change ${receiptNumber}`);
  });

  it('shows the new case, and what became of the one before', async () => {
    const h = await at('changing');
    expect(h.view()).toMatchObject({ data: { withdrawing: { step: 'working' } } });
    expect(h.marks).toContain(`change ${receiptNumber}`);
    const before = caseView({ state: 'withdrawn' });
    const now = caseView({ receiptNumber: 'B017-261121-0009-D', way: 'courier' });
    h.held.change.answer(ok({ before, now }));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { withdrawing: null, cases: [now, before] } });
  });

  it('says why not, and leaves the case as it is', async () => {
    for (const end of ['answer', 'fail'] as const) {
      const h = await at('changing');
      if (end === 'answer') h.held.change.answer(err(failure('changeNotHere')));
      else h.held.change.fail();
      await h.settle();
      const kind = end === 'answer' ? 'changeNotHere' : 'internal';
      expect(h.view()).toMatchObject({ data: { problem: { kind }, cases: [{ receiptNumber }] } });
    }
  });

  it('is offered of no case that has no other way', async () => {
    const h = await at('cases');
    expect(h.view().events).not.toContain('askChangeWay');
  });
});
