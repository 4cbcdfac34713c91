import { describe, expect, it } from 'vitest';
import {
  type JourneyEvent,
  type JourneyEventName,
  journeyEventNameSchema,
  journeyViewSchema,
} from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { DOOR_ANSWERS } from '../../support/journey-doors.ts';
import {
  COMPANY,
  caseView,
  DOCUMENT,
  type Harness,
  journeyHarness,
  personOf,
  RATING,
  REPORT,
  SIGNATURE,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';
import { LOCKER_ANSWERS } from '../../support/locker-data.ts';
import { makeChild, makePerson } from '../../support/people.ts';

const EVENTS: Record<JourneyEventName, JourneyEvent> = {
  apply: { type: 'apply' },
  track: { type: 'track' },
  ...DOOR_ANSWERS,
  ...LOCKER_ANSWERS,
  report: { type: 'report' },
  fileReport: REPORT,
  chooseRegion: { type: 'chooseRegion', region: '120000' },
  chooseMatter: { type: 'chooseMatter', matter: 'full' },
  openSearch: { type: 'openSearch' },
  search: { type: 'search', query: 'full' },
  compare: { type: 'compare' },
  start: { type: 'start' },
  consent: { type: 'consent' },
  withoutCard: { type: 'withoutCard' },
  showPassport: { type: 'showPassport' },
  confirmPassport: { type: 'confirmPassport', name: 'SAMPLE, ANNA MARIA' },
  giveIdentity: { type: 'giveIdentity', name: makePerson(2).name, number: makePerson(2).number },
  actFor: { type: 'actFor', as: 'self' },
  giveAddress: { type: 'giveAddress', values: {} },
  feePaid: { type: 'feePaid' },
  listFromPhone: { type: 'listFromPhone' },
  templateToPhone: { type: 'templateToPhone' },
  openRow: { type: 'openRow', row: null },
  giveRow: { type: 'giveRow', values: {} },
  leaveOutRow: { type: 'leaveOutRow', row: 1 },
  clearRows: { type: 'clearRows' },
  rowsDone: { type: 'rowsDone' },
  giveCommon: { type: 'giveCommon', values: {} },
  repeatRows: { type: 'repeatRows' },
  keepDraft: { type: 'keepDraft' },
  resumeDraft: { type: 'resumeDraft' },
  dropDraft: { type: 'dropDraft' },
  openDraft: { type: 'openDraft', region: '120000', matter: 'full' },
  askChangeWay: { type: 'askChangeWay', receiptNumber: 'B017-261121-0001-N' },
  changeWay: { type: 'changeWay' },
  giveOrganisation: { type: 'giveOrganisation', ...COMPANY },
  giveWard: { type: 'giveWard', ...makeChild() },
  giveReceipt: { type: 'giveReceipt', receiptNumber: 'B017-261121-0001-N', number: makePerson(2).number },
  answerPage: { type: 'answerPage', page: '@person', values: {} },
  goToPage: { type: 'goToPage', page: '@person', values: {} },
  confirmDetails: { type: 'confirmDetails', values: { purpose: 'exam' } },
  bringToWindow: { type: 'bringToWindow', material: 'licence' },
  handInLater: { type: 'handInLater', material: 'licence' },
  fromPhone: { type: 'fromPhone', material: 'licence' },
  fromLicence: { type: 'fromLicence', material: 'licence' },
  consentLicence: { type: 'consentLicence' },
  fromCamera: { type: 'fromCamera', material: 'licence' },
  keepPage: { type: 'keepPage', picture: 'b', instead: null },
  removePage: { type: 'removePage', page: 'a' },
  earlierPage: { type: 'earlierPage', page: 'a' },
  pagesDone: { type: 'pagesDone' },
  chooseAgain: { type: 'chooseAgain', material: 'licence' },
  materialsDone: { type: 'materialsDone' },
  resultToPhone: { type: 'resultToPhone', receiptNumber: 'B017-261121-0001-N' },
  acceptFile: { type: 'acceptFile' },
  throwAway: { type: 'throwAway' },
  chooseDelivery: { type: 'chooseDelivery', delivery: 'window' },
  toSign: { type: 'toSign' },
  signed: { type: 'signed', strokes: SIGNATURE },
  nextSigner: { type: 'nextSigner' },
  submitSigned: { type: 'submitSigned' },
  promise: { type: 'promise' },
  refusePromise: { type: 'refusePromise' },
  signedOnPad: { type: 'signedOnPad' },
  clearPad: { type: 'clearPad' },
  signOnScreen: { type: 'signOnScreen' },
  signOnPad: { type: 'signOnPad' },
  useFingerprint: { type: 'useFingerprint' },
  giveFingerprint: { type: 'giveFingerprint' },
  drew: { type: 'drew', strokes: SIGNATURE },
  correct: { type: 'correct' },
  toStaff: { type: 'toStaff' },
  rate: { type: 'rate', receiptNumber: 'B017-261121-0001-N' },
  giveRating: RATING,
  openCorrection: { type: 'openCorrection', receiptNumber: 'B017-261121-0001-N' },
  giveCorrection: { type: 'giveCorrection', values: { purpose: 'exam' } },
  printReceipt: { type: 'printReceipt' },
  paperCame: { type: 'paperCame', what: 'receipt', word: 'nothing' },
  printResult: { type: 'printResult', receiptNumber: 'B017-261121-0001-N' },
  printNotice: { type: 'printNotice', receiptNumber: 'B017-261121-0001-N', what: 'correction' },
  askWithdraw: { type: 'askWithdraw', receiptNumber: 'B017-261121-0001-N' },
  withdraw: { type: 'withdraw' },
  keep: { type: 'keep' },
  retry: { type: 'retry' },
  back: { type: 'back' },
  done: { type: 'done' },
  leave: { type: 'leave' },
  stay: { type: 'stay' },
  leaveNow: { type: 'leaveNow' },
  setLanguage: { type: 'setLanguage', language: 'en' },
};

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

describe('the way through a matter', () => {
  it('goes from the card to the receipt and the result, and forgets the citizen', async () => {
    const h = await at('waiting');
    expect(h.view()).toMatchObject({
      screen: 'identify',
      data: { phase: 'waiting' },
      step: { at: 2, of: 7 },
    });
    h.cardFound();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'reading' } });
    h.held.read.answer(ok(personOf(3)));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'details', data: { person: { number: makePerson(3).number } } });
    await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
    await h.say({ type: 'chooseDelivery', delivery: 'print-here' });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    expect(h.journey.document()).toEqual({ bytes: DOCUMENT.bytes, sha256: DOCUMENT.sha256 });
    await h.say({ type: 'toSign' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.screen()).toBe('submitting');
    h.held.submit.answer(ok(caseView()));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'submitted', data: { receipt: 'printing', result: 'none' } });
    expect(h.journey.document()).toBeNull();
    h.caseChanges(caseView({ state: 'finished', resultReady: true, regionNumber: 'R1' }));
    await h.settle();
    // One paper after the other.
    expect(h.marks.filter((m) => m.startsWith('print'))).toEqual(['print receipt']);
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({
      data: { receipt: 'printed', result: 'printing', case: { regionNumber: 'R1' } },
    });
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({ data: { result: 'printed' } });
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
    expect(JSON.stringify(h.view())).not.toContain(makePerson(3).number);
    await h.clock.advance(8_000);
    expect(h.screen()).toBe('home');
    expect(h.view().language).toBe('zh-CN');
    expect(h.marks).toContain('end');
  });

  it('asks again where the identity does not fit, keeping the place', async () => {
    const h = await at('checking');
    h.held.check.answer(err(failure('identityMismatch')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'noCard', data: { problem: { kind: 'identityMismatch' } } });
  });

  it('refuses a wrong number before asking the region', async () => {
    const h = await at('noCard');
    await h.say({ type: 'giveIdentity', name: '张三', number: '990000194912310020' });
    expect(h.view()).toMatchObject({ screen: 'noCard', data: { problem: { kind: 'identityNumberWrong' } } });
    expect(h.held.check.calls).toBe(0);
  });

  it('says before any form that a matter needs the card, with the nearest place', async () => {
    const h = await at('cardNeeded');
    expect(h.view()).toMatchObject({ screen: 'cardNeeded', data: { places: [{ phone: '022-0000 0000' }] } });
  });

  it('keeps wrong answers on the screen and goes on with right ones', async () => {
    const h = await at('details');
    await h.say({ type: 'confirmDetails', values: { phone: '1' } });
    expect(h.view()).toMatchObject({ screen: 'details', data: { values: { phone: '1' } } });
    await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'details', data: { values: { purpose: 'train' } } });
  });

  it('comes back to the signature with nothing sent when the case cannot be stored', async () => {
    const h = await at('submitting');
    h.held.submit.answer(err(failure('diskFull')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'sign', data: { problem: { kind: 'diskFull' } } });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    h.held.submit.answer(ok(caseView()));
    await h.settle();
    expect(h.screen()).toBe('submitted');
  });

  it('offers the receipt again when printing it failed, never by itself', async () => {
    const h = await at('submitted');
    h.held.print.answer(err(failure('printerNoPaper')));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { receipt: 'failed', problem: { kind: 'printerNoPaper' } } });
    expect(h.held.print.calls).toBe(1);
    await h.say({ type: 'printReceipt' });
    expect(h.held.print.calls).toBe(2);
  });

  it('offers no start on a full disk, before anybody has filled in anything', async () => {
    const h = await at('guide');
    h.disk.room = false;
    // Whoever stands there already is stopped by the tap itself.
    await expect(h.say({ type: 'start' })).resolves.toBeUndefined();
    expect(h.screen()).toBe('guide');
    await h.say({ type: 'back' });
    await h.say({ type: 'chooseMatter', matter: 'full' });
    expect(h.view()).toMatchObject({ screen: 'guide', data: { canStart: false } });
    expect(h.view().events).not.toContain('start');
  });

  it('reads a matter that is done elsewhere without offering to start it', async () => {
    const h = await at('matters');
    await h.say({ type: 'chooseMatter', matter: 'read-only' });
    expect(h.view()).toMatchObject({ screen: 'guide', data: { canStart: false } });
    expect(h.view().events).not.toContain('start');
  });

  it('says on the guide when the office behind the matter moves', async () => {
    const h = await at('guide');
    expect(h.view()).toMatchObject({
      screen: 'guide',
      data: { canStart: true, service: { open: false, movesAt: h.clock.now() + 3_600_000 } },
    });
  });

  it('offers no printing where there is no printer', async () => {
    const h = await at('details');
    h.devices.printer = false;
    await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
    expect(h.view()).toMatchObject({ screen: 'delivery', data: { options: ['window'] } });
  });
});

describe('tracking', () => {
  it('finds by card and prints a finished result when asked', async () => {
    const h = await at('trackIdentify');
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    h.held.find.answer(ok([caseView({ state: 'finished', resultReady: true })]));
    await h.settle();
    expect(h.screen()).toBe('cases');
    await h.say({ type: 'printResult', receiptNumber: 'B017-261121-0001-N' });
    expect(h.view()).toMatchObject({ screen: 'cases', data: { result: 'printing' } });
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({ data: { result: 'printed' } });
  });

  it('reminds of the paper at the end when one was printed, and only then', async () => {
    const none = await at('cases');
    await none.say({ type: 'done' });
    expect(none.view()).toMatchObject({ screen: 'farewell', data: { paperToTake: false } });
    const one = await at('cases');
    await one.say({ type: 'printResult', receiptNumber: 'B017-261121-0001-N' });
    one.held.print.answer(ok());
    await one.settle();
    await one.say({ type: 'done' });
    expect(one.view()).toMatchObject({ screen: 'farewell', data: { paperToTake: true } });
  });

  it('does not tell whether the receipt or the person was wrong', async () => {
    const h = await at('finding');
    h.held.find.answer(err(failure('receiptUnknown')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'noCard', data: { problem: { kind: 'receiptUnknown' } } });
  });
});

describe('devices', () => {
  it('pause the journey when the reader goes, and it goes on by itself, nothing reset', async () => {
    const h = await at('waiting');
    h.devices.reader = false;
    h.held.read.answer(err(failure('readerAbsent')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'identify', overlay: { kind: 'device', device: 'idReader' } });
    h.devices.reader = true;
    h.devices.changed();
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'identify', overlay: null, data: { phase: 'waiting' } });
    expect(h.held.read.calls).toBe(2);
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    expect(h.screen()).toBe('details');
  });

  it('offer the way without a card while the reader is away', async () => {
    const h = await at('identify');
    h.devices.reader = false;
    await h.say({ type: 'consent' });
    await h.say({ type: 'withoutCard' });
    expect(h.screen()).toBe('noCard');
  });

  it('stop reading when the citizen goes elsewhere', async () => {
    const h = await at('waiting');
    expect(h.held.read.signal?.aborted).toBe(false);
    await h.say({ type: 'back' });
    expect(h.held.read.signal?.aborted).toBe(true);
  });
});

describe('time', () => {
  it('warns after a minute, counts down twenty seconds, and wipes', async () => {
    const h = await at('details');
    await h.clock.advance(59_999);
    expect(h.view().overlay).toBeNull();
    await h.clock.advance(1);
    expect(h.view().overlay).toEqual({ kind: 'idle', endsAt: h.clock.now() + 20_000 });
    await h.clock.advance(20_000);
    expect(h.screen()).toBe('home');
    expect(h.marks.at(-1)).toBe('end');
  });

  it('starts again at each touch, and goes on where it was when asked to', async () => {
    const h = await at('details');
    await h.clock.advance(50_000);
    h.journey.activity();
    await h.clock.advance(50_000);
    expect(h.view().overlay).toBeNull();
    await h.clock.advance(10_000);
    await h.say({ type: 'stay' });
    expect(h.view()).toMatchObject({ screen: 'details', overlay: null });
  });

  it('gives three minutes to read and sign', async () => {
    const h = await at('review');
    h.journey.activity();
    await h.clock.advance(179_000);
    expect(h.view().overlay).toBeNull();
    await h.clock.advance(1_000);
    expect(h.view().overlay).toMatchObject({ kind: 'idle' });
  });

  it('asks after twenty minutes even of a busy citizen', async () => {
    const h = await at('details');
    for (let s = 0; s < 1_200; s += 30) {
      h.journey.activity();
      await h.clock.advance(30_000);
    }
    expect(h.view().overlay).toMatchObject({ kind: 'idle' });
    await h.say({ type: 'stay' });
    expect(h.view()).toMatchObject({ screen: 'details', overlay: null });
  });

  it('never wipes while a case is being stored', async () => {
    const h = await at('submitting');
    await h.clock.advance(300_000);
    expect(h.screen()).toBe('submitting');
    h.held.submit.answer(ok(caseView()));
    await h.settle();
    expect(h.screen()).toBe('submitted');
  });

  it('gives a foreigner who walks away from the first screen back to the next citizen', async () => {
    const h = await at('home');
    await h.say({ type: 'setLanguage', language: 'en' });
    expect(h.view().language).toBe('en');
    await h.clock.advance(60_000);
    expect(h.view().language).toBe('zh-CN');
  });

  it('keeps the language through the session, also back to the first screen', async () => {
    const h = await at('home');
    await h.say({ type: 'setLanguage', language: 'en' });
    await h.say({ type: 'apply' });
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'home', language: 'en' });
  });
});

describe('answers', () => {
  it('to an older question are dropped', async () => {
    const h = await at('matters');
    const { boot, seq } = h.view();
    await h.say({ type: 'chooseMatter', matter: 'full' });
    expect(h.journey.send(boot, seq, { type: 'back' })).toMatchObject({
      ok: false,
      error: { kind: 'stale' },
    });
    expect(h.screen()).toBe('guide');
  });

  it('of a screen before the host was restarted are dropped', async () => {
    const h = await at('home');
    expect(h.journey.send('boot-0', h.view().seq, { type: 'apply' }).ok).toBe(false);
  });

  it('stay good while a case moves on under them', async () => {
    const h = await at('submitted');
    const { seq } = h.view();
    h.caseChanges(caseView({ state: 'sent' }));
    await h.settle();
    expect(h.view()).toMatchObject({ seq, data: { case: { state: 'sent' } } });
  });

  it('who is done with a screen is done, though its question changed under the finger', async () => {
    const h = await at('submitted');
    const { boot, seq } = h.view();
    h.held.print.answer(err(failure('printerNoPaper')));
    await h.settle();
    expect(h.view().seq).toBeGreaterThan(seq);
    expect(h.journey.send(boot, seq, { type: 'printReceipt' }).ok).toBe(false);
    expect(h.journey.send(boot, seq, { type: 'done' }).ok).toBe(true);
    expect(h.screen()).toBe('farewell');
    // The finger that was done with that screen is not done with the next one.
    expect(h.journey.send(boot, seq, { type: 'done' }).ok).toBe(false);
    expect(h.screen()).toBe('farewell');
  });

  it('are asked for by leave, and stay or go', async () => {
    const h = await at('details');
    await h.say({ type: 'leave' });
    expect(h.view()).toMatchObject({ screen: 'details', overlay: { kind: 'leave' } });
    await h.say({ type: 'stay' });
    expect(h.view()).toMatchObject({ screen: 'details', overlay: null });
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(h.screen()).toBe('farewell');
  });
});

describe('comparing the regions', () => {
  it('leads from the guide to the matter side by side, and back', async () => {
    const h = await at('guide');
    expect(h.view()).toMatchObject({ data: { canCompare: true } });
    await h.say({ type: 'compare' });
    expect(h.view()).toMatchObject({
      screen: 'compare',
      data: { region: '120000', unified: false },
      step: { at: 1 },
    });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('guide');
  });

  it('is not offered when no other region has the matter', async () => {
    const h = await at('matters');
    await h.say({ type: 'chooseMatter', matter: 'read-only' });
    expect(h.view()).toMatchObject({ screen: 'guide', data: { canCompare: false } });
    expect(h.view().events).not.toContain('compare');
  });
});

describe('after a crash', () => {
  it('says that nothing was sent when nothing was', async () => {
    const h = journeyHarness({ receiptNumber: null });
    expect(h.view()).toMatchObject({ screen: 'recovered', data: { receiptNumber: null } });
    await h.say({ type: 'done' });
    await h.clock.advance(8_000);
    expect(h.screen()).toBe('home');
  });

  it('names the receipt number when the case was taken in, and prints it again', async () => {
    const h = journeyHarness({ receiptNumber: 'B017-261121-0001-N' });
    expect(h.view()).toMatchObject({ data: { receiptNumber: 'B017-261121-0001-N' } });
    await h.say({ type: 'printReceipt' });
    h.held.print.answer(ok());
    await h.settle();
    expect(h.view()).toMatchObject({ data: { receipt: 'printed' } });
  });

  it('does not wait for ever for someone who has gone', async () => {
    const h = journeyHarness({ receiptNumber: null });
    await h.clock.advance(80_000);
    expect(h.screen()).toBe('home');
    expect(h.view().overlay).toBeNull();
  });
});

/** One way to each screen: what lies over it hardly hangs on how one came there. */
const oneToEach = new Map<string, string>();
for (const way of Object.keys(WAYS).toReversed()) oneToEach.set((await at(way)).screen(), way);

describe('every state', () => {
  const ones = new Set(oneToEach.values());
  const overlays = (way: string) =>
    ones.has(way) ? (['none', 'idle', 'leave'] as const) : (['none'] as const);
  it.each(Object.keys(WAYS).flatMap((way) => overlays(way).map((overlay) => [way, overlay] as const)))(
    '%s (%s) shows a valid view, takes every answer it asks for, no other, and has a way out',
    async (way, overlay) => {
      const stand = async () => {
        const h = await at(way);
        if (overlay === 'idle') {
          const before = h.screen();
          for (let s = 0; s < 180 && h.view().overlay === null && h.screen() === before; s++)
            await h.clock.advance(1_000);
        }
        if (overlay === 'leave' && h.view().events.includes('leave')) await h.say({ type: 'leave' });
        return h;
      };
      const first = await stand();
      const view = first.view();
      expect(journeyViewSchema.parse(view)).toEqual(view);
      expect(
        view.screen === 'submitting' ||
          view.events.some((e) => ['back', 'helpBack', 'done', 'leave', 'leaveNow', 'apply'].includes(e)),
      ).toBe(true);
      // What is not taken changes nothing.
      const refused = journeyEventNameSchema.options.filter((name) => !view.events.includes(name));
      for (const name of refused)
        expect(first.journey.send(view.boot, view.seq, EVENTS[name]).ok, `${name} on ${view.screen}`).toBe(
          false,
        );
      await first.settle();
      expect(first.view()).toEqual(view);
      for (const name of view.events) {
        const h = await stand();
        const { boot, seq, screen } = h.view();
        expect(h.journey.send(boot, seq, EVENTS[name]).ok, `${name} on ${screen}`).toBe(true);
        await h.settle();
        journeyViewSchema.parse(h.view());
      }
    },
  );

  // What is being handed in is handed in, or not: one transaction, which nobody cuts off.
  it.each(Object.keys(WAYS).filter((way) => !['home', 'submitting', 'batchSending'].includes(way)))(
    '%s comes home by itself',
    async (way) => {
      const h = await at(way);
      await h.clock.advance(300_000);
      expect(h.screen()).toBe('home');
    },
  );
});
