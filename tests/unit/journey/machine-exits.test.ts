import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import {
  caseView,
  DOCUMENT,
  type Harness,
  journeyHarness,
  personOf,
  SIGNATURE,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';
import { makePerson } from '../../support/people.ts';

const RECEIPT = 'B017-261121-0001-N';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

/** Tracking by card: consent is given and the card read, the cases are being looked for. */
async function findingByCard(): Promise<Harness> {
  const h = await at('trackIdentify');
  await h.say({ type: 'consent' });
  h.held.read.answer(ok(personOf(1)));
  await h.settle();
  return h;
}

/** Tracking by receipt number, with this one case found. */
async function tracked(found: CaseView): Promise<Harness> {
  const h = await at('finding');
  h.held.find.answer(ok([found]));
  await h.settle();
  return h;
}

/** Standing before "the form cannot be made", with everything given. */
async function stuckPreparing(): Promise<Harness> {
  const h = await at('preparing');
  h.held.prepare.answer(err(failure('internal')));
  await h.settle();
  return h;
}

describe('an effect that throws', () => {
  it.each<[string, keyof Harness['held'], string]>([
    ['waiting', 'read', 'stuck'],
    ['checking', 'check', 'stuck'],
    ['preparing', 'prepare', 'stuck'],
    ['finding', 'find', 'stuck'],
    ['submitting', 'submit', 'sign'],
  ])('while %s (%s) leads to %s with a failure that says so', async (way, effect, screen) => {
    const h = await at(way);
    h.held[effect].fail();
    await h.settle();
    expect(h.view()).toMatchObject({ screen, data: { problem: { kind: 'internal' } } });
    expect(h.held[effect].calls).toBe(1);
  });

  it('is told to the log, whatever it threw', async () => {
    const h = journeyHarness();
    await WAYS.submitting?.(h);
    h.held.submit.fail(new TypeError('planted'));
    await h.settle();
    expect(h.bugs).toEqual([new TypeError('planted')]);
  });

  it('while storing keeps the draft: signing again stores the case', async () => {
    const h = await at('submitting');
    h.held.submit.fail();
    await h.settle();
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.held.submit.calls).toBe(2);
    h.held.submit.answer(ok(caseView()));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'submitted', data: { case: { receiptNumber: RECEIPT } } });
  });

  it('while the receipt is printed leaves it to be printed again, and the case in view', async () => {
    const h = await at('submitted');
    h.held.print.fail();
    await h.settle();
    expect(h.view()).toMatchObject({
      screen: 'submitted',
      data: { receipt: 'failed', problem: { kind: 'internal' }, case: { receiptNumber: RECEIPT } },
    });
    expect(h.view().events).toContain('printReceipt');
  });

  it('while the result is printed leaves it to be printed again', async () => {
    const h = await at('submitted');
    h.held.print.answer(ok());
    h.caseChanges(caseView({ state: 'finished', resultReady: true }));
    await h.settle();
    h.held.print.fail();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { receipt: 'printed', result: 'failed' } });
    expect(h.view().events).toContain('printResult');
  });

  it('while a found result is printed comes back to the list', async () => {
    const h = await at('cases');
    await h.say({ type: 'printResult', receiptNumber: RECEIPT });
    h.held.print.fail();
    await h.settle();
    expect(h.view()).toMatchObject({
      screen: 'cases',
      data: { result: 'failed', problem: { kind: 'internal' }, cases: [{ receiptNumber: RECEIPT }] },
    });
    expect(h.view().events).toEqual(expect.arrayContaining(['printResult', 'back', 'done']));
  });

  it('while a receipt is printed after a crash leaves it to be printed again', async () => {
    const h = journeyHarness({ receiptNumber: RECEIPT });
    await h.say({ type: 'printReceipt' });
    expect(h.view().events).not.toContain('printReceipt');
    h.held.print.fail();
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'recovered', data: { receipt: 'failed' } });
    expect(h.view().events).toContain('printReceipt');
  });

  it('in watching a case costs no more than the news of it', async () => {
    const h = await at('submitting');
    h.breakWatching();
    h.held.submit.answer(ok(caseView()));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'submitted', data: { receipt: 'printing' } });
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({ data: { receipt: 'printed' } });
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
  });
});

describe('stuck', () => {
  it('checking: asks the region again with the same claim, and goes on when it answers', async () => {
    const h = await at('stuck');
    expect(h.view()).toMatchObject({ data: { problem: { kind: 'regionDown' } } });
    await h.say({ type: 'retry' });
    expect(h.screen()).toBe('checking');
    expect(h.held.check.calls).toBe(2);
    h.held.check.answer(ok(personOf(1)));
    await h.settle();
    expect(h.screen()).toBe('details');
  });

  it('checking: back asks for the card again, with nothing of the claim left', async () => {
    const h = await at('stuck');
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'identify', data: { phase: 'consent', problem: null } });
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    // Nobody is known any more, so nobody is bidden farewell.
    expect(h.screen()).toBe('home');
  });

  it('preparing: prepares again from the same draft', async () => {
    const h = await stuckPreparing();
    expect(h.view()).toMatchObject({ screen: 'stuck', data: { problem: { kind: 'internal' } } });
    await h.say({ type: 'retry' });
    expect(h.screen()).toBe('preparing');
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'review', data: { sha256: DOCUMENT.sha256 } });
  });

  it('preparing: back goes to the delivery, the answers kept', async () => {
    const h = await stuckPreparing();
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'delivery', data: { chosen: 'print-here' } });
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'details', data: { values: { purpose: 'train' } } });
  });

  it('finding by card: without cases there is nothing to try again, back goes home', async () => {
    const h = await findingByCard();
    expect(h.screen()).toBe('preparing');
    h.held.find.answer(err(failure('noCases')));
    await h.settle();
    // No matter was chosen, so no window of one is named; the hall's phone is.
    expect(h.view()).toMatchObject({
      screen: 'stuck',
      data: { problem: { kind: 'noCases' }, places: [], phone: '010-0000 0000' },
    });
    expect(h.view().events).not.toContain('retry');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('home');
  });

  it('finding by card with a bug: trying again begins with the consent', async () => {
    const h = await findingByCard();
    h.held.find.fail();
    await h.settle();
    await h.say({ type: 'retry' });
    expect(h.view()).toMatchObject({
      screen: 'identify',
      data: { purpose: 'track', phase: 'consent', problem: null },
    });
  });
});

describe('a card that cannot be read', () => {
  it.each(['cardReadFailed', 'cardNotGenuine', 'cardExpired'] as const)(
    '(%s) is named, and the next one is waited for',
    async (kind) => {
      const h = await at('waiting');
      h.held.read.answer(err(failure(kind)));
      await h.settle();
      expect(h.view()).toMatchObject({ screen: 'identify', data: { phase: 'waiting', problem: { kind } } });
      expect(h.held.read.calls).toBe(2);
      h.held.read.answer(ok(personOf(2)));
      await h.settle();
      expect(h.view()).toMatchObject({
        screen: 'details',
        data: { person: { number: makePerson(2).number } },
      });
    },
  );

  it('leaves no complaint behind for the way without a card', async () => {
    const h = await at('waiting');
    h.held.read.answer(err(failure('cardReadFailed')));
    await h.settle();
    await h.say({ type: 'withoutCard' });
    expect(h.view()).toMatchObject({ screen: 'noCard', data: { problem: null } });
  });
});

describe('paper', () => {
  it('whose printing failed is printed again when asked: the result', async () => {
    const h = await at('submitted');
    h.held.print.answer(ok());
    h.caseChanges(caseView({ state: 'finished', resultReady: true }));
    await h.settle();
    h.held.print.answer(err(failure('printerNoPaper')));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { result: 'failed', problem: { kind: 'printerNoPaper' } } });
    expect(h.held.print.calls).toBe(2);
    await h.say({ type: 'printResult', receiptNumber: RECEIPT });
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({ data: { result: 'printed', problem: null } });
    expect(h.view().events).not.toContain('printResult');
    expect(h.marks.filter((mark) => mark.startsWith('print'))).toEqual([
      'print receipt',
      'print result',
      'print result',
    ]);
  });

  it('whose printing failed is printed again when asked: a found result', async () => {
    const h = await at('cases');
    await h.say({ type: 'printResult', receiptNumber: RECEIPT });
    h.held.print.answer(err(failure('printFailed')));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { result: 'failed', problem: { kind: 'printFailed' } } });
    await h.say({ type: 'printResult', receiptNumber: RECEIPT });
    expect(h.view()).toMatchObject({ data: { result: 'printing', problem: null } });
  });

  it('whose printing failed is printed again when asked: a receipt after a crash', async () => {
    const h = journeyHarness({ receiptNumber: RECEIPT });
    await h.say({ type: 'printReceipt' });
    h.held.print.answer(err(failure('printerNoPaper')));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { receipt: 'failed' } });
    await h.say({ type: 'printReceipt' });
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({ data: { receipt: 'printed' } });
  });

  it.each([
    ['is of nobody here', 'B017-261121-0002-N'],
    ['is not ready', 'B017-261121-0003-N'],
  ])('is not printed for a case that %s', async (_, receiptNumber) => {
    const h = await at('finding');
    h.held.find.answer(
      ok([
        caseView({ state: 'finished', resultReady: true }),
        caseView({ receiptNumber: 'B017-261121-0003-N', resultReady: false }),
      ]),
    );
    await h.settle();
    await h.say({ type: 'printResult', receiptNumber });
    expect(h.held.print.calls).toBe(0);
    expect(h.view()).toMatchObject({ screen: 'cases', data: { printing: null, result: 'none' } });
  });

  it('of a result that goes to a window is not printed here', async () => {
    const h = await at('submitted');
    h.held.print.answer(ok());
    h.caseChanges(caseView({ state: 'finished', resultReady: true, delivery: 'window' }));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { receipt: 'printed', result: 'none' } });
    expect(h.held.print.calls).toBe(1);
  });
});

describe('answers that no screen offers', () => {
  it('an unknown region or matter changes nothing', async () => {
    const h = await at('matters');
    const before = h.view();
    await h.say({ type: 'chooseRegion', region: '999999' });
    await h.say({ type: 'chooseMatter', matter: 'of-another-place' });
    expect(h.view()).toMatchObject({ screen: 'matters', data: before.data });
  });

  it('a delivery whose printer went away meanwhile is not taken', async () => {
    const h = await at('delivery');
    h.devices.printer = false;
    await h.say({ type: 'chooseDelivery', delivery: 'print-here' });
    expect(h.view()).toMatchObject({ screen: 'delivery', data: { options: ['window'], chosen: null } });
    expect(h.held.prepare.calls).toBe(0);
  });

  it('a receipt number that cannot be one is refused before any search', async () => {
    const h = await at('trackNoCard');
    await h.say({ type: 'giveReceipt', receiptNumber: '12345', number: makePerson(1).number });
    expect(h.view()).toMatchObject({ screen: 'noCard', data: { problem: { kind: 'receiptUnknown' } } });
    expect(h.held.find.calls).toBe(0);
  });

  it('the way without a card is not offered by a missing reader where the matter needs the card', async () => {
    const h = await at('matters');
    await h.say({ type: 'chooseMatter', matter: 'card-only' });
    await h.say({ type: 'start' });
    h.devices.reader = false;
    await h.say({ type: 'consent' });
    expect(h.view()).toMatchObject({ overlay: { kind: 'device' }, data: { withoutCard: false } });
    expect(h.view().events).not.toContain('withoutCard');
    expect(h.view().events).toContain('back');
  });
});

describe('leaving', () => {
  it.each([
    'matters',
    'guide',
    'identify',
    'waiting',
    'cardNeeded',
    'noCard',
    'trackIdentify',
    'trackNoCard',
  ])('%s goes home at once: nobody was known', async (way) => {
    const h = await at(way);
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(h.view()).toMatchObject({ screen: 'home', language: 'zh-CN', overlay: null });
    expect(h.marks.at(-1)).toBe('end');
  });

  it.each(['checking', 'details', 'delivery', 'review', 'sign', 'finding', 'stuck'])(
    '%s forgets the citizen and says farewell',
    async (way) => {
      const h = await at(way);
      await h.say({ type: 'leave' });
      await h.say({ type: 'leaveNow' });
      expect(h.view()).toMatchObject({ screen: 'farewell', data: { stored: false } });
      expect(h.journey.document()).toBeNull();
      expect(h.marks.at(-1)).toBe('end');
    },
  );

  it('stops the work that was under way', async () => {
    const h = await at('checking');
    expect(h.held.check.signal?.aborted).toBe(false);
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'noCard', data: { problem: null } });
    expect(h.held.check.signal?.aborted).toBe(true);
    // What it answers all the same is nobody's any more.
    h.held.check.answer(ok(personOf(1)));
    await h.settle();
    expect(h.screen()).toBe('noCard');
  });
});

describe('a citizen who walks away while the case is being stored', () => {
  it.each<[string, (h: Harness) => void, string]>([
    ['is stored', (h) => h.held.submit.answer(ok(caseView())), 'submitted'],
    ['cannot be stored', (h) => h.held.submit.answer(err(failure('diskFull'))), 'sign'],
    ['meets a bug', (h) => h.held.submit.fail(), 'sign'],
  ])('is warned for and forgotten in time when it %s', async (_, end, screen) => {
    const h = await at('submitting');
    await h.clock.advance(300_000);
    end(h);
    await h.settle();
    expect(h.view()).toMatchObject({ screen, overlay: null });
    await h.clock.advance(200_000);
    expect(h.view()).toMatchObject({ screen: 'home', overlay: null });
    expect(h.marks.at(-1)).toBe('end');
  });
});

describe('taking a case back', () => {
  it('is asked once more, and can be left', async () => {
    const h = await tracked(caseView({ canWithdraw: true }));
    expect(h.view().events).toContain('askWithdraw');
    await h.say({ type: 'askWithdraw', receiptNumber: RECEIPT });
    expect(h.view()).toMatchObject({
      data: { withdrawing: { receiptNumber: RECEIPT, step: 'confirm' } },
    });
    expect(h.view().events).toEqual(expect.arrayContaining(['withdraw', 'keep', 'leave']));
    expect(h.view().events).not.toContain('printResult');
    await h.say({ type: 'keep' });
    expect(h.view()).toMatchObject({ data: { withdrawing: null } });
    expect(h.marks.some((mark) => mark.startsWith('withdraw'))).toBe(false);
  });

  it('shows the case as it stands afterwards', async () => {
    const h = await tracked(caseView({ canWithdraw: true }));
    await h.say({ type: 'askWithdraw', receiptNumber: RECEIPT });
    await h.say({ type: 'withdraw' });
    expect(h.view()).toMatchObject({ data: { withdrawing: { step: 'working' } } });
    expect(h.view().events).not.toContain('withdraw');
    h.held.withdraw.answer(ok(caseView({ state: 'withdrawn' })));
    await h.settle();
    expect(h.marks).toContain(`withdraw ${RECEIPT}`);
    expect(h.view()).toMatchObject({
      screen: 'cases',
      data: { withdrawing: null, problem: null, cases: [{ state: 'withdrawn' }] },
    });
    expect(h.view().events).not.toContain('askWithdraw');
  });

  it('that is refused or breaks leaves the case as it was, and says so', async () => {
    const h = await tracked(caseView({ canWithdraw: true }));
    for (const answer of [() => h.held.withdraw.answer(err(failure('withdrawTooLate'))), null]) {
      await h.say({ type: 'askWithdraw', receiptNumber: RECEIPT });
      expect(h.view()).toMatchObject({ data: { problem: null } });
      await h.say({ type: 'withdraw' });
      if (answer) answer();
      else h.held.withdraw.fail();
      await h.settle();
      expect(h.view()).toMatchObject({
        data: {
          withdrawing: null,
          problem: { kind: answer ? 'withdrawTooLate' : 'internal' },
          cases: [{ state: 'waiting' }],
        },
      });
    }
  });

  it('is not offered for a case that cannot be, nor for one of somebody else', async () => {
    const h = await tracked(caseView({ canWithdraw: false }));
    expect(h.view().events).not.toContain('askWithdraw');
    const other = await tracked(caseView({ canWithdraw: true }));
    await other.say({ type: 'askWithdraw', receiptNumber: 'B017-000000-0000-0' });
    expect(other.view()).toMatchObject({ data: { withdrawing: null } });
  });
});
