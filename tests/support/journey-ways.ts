import { err, ok } from '../../electron/core/index.ts';
import { failure } from '../../electron/journey/index.ts';
import { COMMON, companyOf, listOf } from './batch-samples.ts';
import { DOOR_WAYS } from './door-ways.ts';
import { richAnswers } from './forms.ts';
import {
  AUTHORISATION,
  askedCase,
  COMPANY,
  caseView,
  correctionAsked,
  DOCUMENT,
  foreigner,
  type Harness,
  materialFile,
  missingCharacter,
  PAYMENT,
  PRINT,
  personOf,
  RATING,
  REPORT,
  readPassport,
  SIGNATURE,
  TICKET,
} from './journey-harness.ts';
import { CAMERA_WAYS } from './journey-ways-camera.ts';
import { LICENCE_WAYS } from './journey-ways-licence.ts';
import { LOCKER_WAYS } from './journey-ways-locker.ts';
import { makeChild, makePerson } from './people.ts';

/** Ways to each screen, for tests that need to stand on one. */
export const WAYS: Record<string, (h: Harness) => Promise<void>> = {
  home: async () => {},
  ...LOCKER_WAYS,
  ...CAMERA_WAYS,
  ...LICENCE_WAYS,
  matters: async (h) => h.say({ type: 'apply' }),
  search: async (h) => {
    await WAYS.matters?.(h);
    await h.say({ type: 'openSearch' });
  },
  guide: async (h) => {
    await WAYS.matters?.(h);
    await h.say({ type: 'chooseMatter', matter: 'full' });
  },
  compare: async (h) => {
    await WAYS.guide?.(h);
    await h.say({ type: 'compare' });
  },
  identify: async (h) => {
    await WAYS.guide?.(h);
    await h.say({ type: 'start' });
  },
  waiting: async (h) => {
    await WAYS.identify?.(h);
    await h.say({ type: 'consent' });
  },
  noCard: async (h) => {
    await WAYS.identify?.(h);
    await h.say({ type: 'withoutCard' });
  },
  cardNeeded: async (h) => {
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'card-only' });
    await h.say({ type: 'start' });
    await h.say({ type: 'withoutCard' });
  },
  otherProof: async (h) => {
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'with-passport' });
    await h.say({ type: 'start' });
    await h.say({ type: 'withoutCard' });
  },
  passport: async (h) => {
    await WAYS.otherProof?.(h);
    await h.say({ type: 'showPassport' });
  },
  passportWatching: async (h) => {
    await WAYS.passport?.(h);
    await h.say({ type: 'consent' });
  },
  passportRefused: async (h) => {
    await WAYS.passportWatching?.(h);
    await h.picture(err(failure('passportExpired')));
  },
  passportCheck: async (h) => {
    await WAYS.passportWatching?.(h);
    await h.picture(ok(readPassport()));
  },
  passportChecking: async (h) => {
    await WAYS.passportCheck?.(h);
    await h.say({ type: 'confirmPassport', name: 'SAMPLE, ANNA MARIA' });
  },
  cardRefused: async (h) => {
    await WAYS.waiting?.(h);
    h.held.read.answer(ok(foreigner()));
    await h.settle();
  },
  checking: async (h) => {
    await WAYS.noCard?.(h);
    const { name, number } = makePerson(1);
    await h.say({ type: 'giveIdentity', name, number });
  },
  details: async (h) => {
    await WAYS.waiting?.(h);
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
  },
  materials: async (h) => {
    await WAYS.matters?.(h);
    await h.say({ type: 'chooseMatter', matter: 'papers' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
  },
  phone: async (h) => {
    await WAYS.materials?.(h);
    await h.say({ type: 'fromPhone', material: 'licence' });
    h.page.hear({ kind: 'open', url: 'http://kiosk.example/#token', endsAt: h.clock.now() + 600_000 });
    await h.settle();
  },
  phoneCame: async (h) => {
    await WAYS.phone?.(h);
    h.page.hear({ kind: 'file', file: materialFile() });
    await h.settle();
  },
  phoneOver: async (h) => {
    await WAYS.phone?.(h);
    h.page.hear({ kind: 'closed', problem: failure('phoneOver') });
    await h.settle();
  },
  forWhom: async (h) => {
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'for-others' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
  },
  company: async (h) => {
    await WAYS.forWhom?.(h);
    await h.say({ type: 'actFor', as: 'legal-representative' });
  },
  checkingCompany: async (h) => {
    await WAYS.company?.(h);
    await h.say({ type: 'giveOrganisation', ...COMPANY });
  },
  ward: async (h) => {
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'for-children' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    await h.say({ type: 'actFor', as: 'guardian' });
  },
  checkingWard: async (h) => {
    await WAYS.ward?.(h);
    await h.say({ type: 'giveWard', ...makeChild() });
  },
  principal: async (h) => {
    await WAYS.forWhom?.(h);
    await h.say({ type: 'actFor', as: 'authorised' });
  },
  principalLift: async (h) => {
    await WAYS.principal?.(h);
    h.devices.card = true;
    await h.say({ type: 'consent' });
  },
  principalWaiting: async (h) => {
    await WAYS.principal?.(h);
    await h.say({ type: 'consent' });
  },
  authorising: async (h) => {
    await WAYS.principalWaiting?.(h);
    h.held.read.answer(ok(personOf(2)));
    await h.settle();
  },
  readAuthorisation: async (h) => {
    await WAYS.authorising?.(h);
    h.held.authorisation.answer(ok(AUTHORISATION));
    await h.settle();
  },
  signAuthorisation: async (h) => {
    await WAYS.readAuthorisation?.(h);
    await h.say({ type: 'toSign' });
  },
  consenting: async (h) => {
    await WAYS.finding?.(h);
    h.held.find.answer(ok([caseView({ otherWay: 'courier', canWithdraw: true })]));
    await h.settle();
    await h.say({ type: 'askChangeWay', receiptNumber: caseView().receiptNumber });
  },
  changing: async (h) => {
    await WAYS.consenting?.(h);
    await h.say({ type: 'changeWay' });
  },
  typed: async (h) => {
    await WAYS.details?.(h);
    const view = h.view();
    h.journey.typed(view.boot, view.screen === 'details' ? view.data.page : '', { purpose: 'train' });
    await h.settle();
  },
  keeping: async (h) => {
    await WAYS.typed?.(h);
    await h.say({ type: 'leave' });
    await h.say({ type: 'keepDraft' });
  },
  resume: async (h) => {
    h.shelf.kept.push({
      number: personOf(1).number,
      region: '120000',
      matter: 'full',
      answers: { values: { purpose: 'exam' }, page: '@all', organisation: null, batch: null },
    });
    await WAYS.details?.(h);
  },
  batch: async (h) => {
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'for-many' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    await h.say({ type: 'actFor', as: 'batch' });
  },
  batchRow: async (h) => {
    await WAYS.batch?.(h);
    await h.say({ type: 'openRow', row: null });
  },
  batchPhone: async (h) => {
    await WAYS.batch?.(h);
    await h.say({ type: 'listFromPhone' });
    h.page.hear({ kind: 'open', url: 'http://kiosk.example/#token', endsAt: h.clock.now() + 600_000 });
    await h.settle();
  },
  batchPhoneOver: async (h) => {
    await WAYS.batchPhone?.(h);
    h.page.hear({ kind: 'closed', problem: failure('phoneOver') });
    await h.settle();
  },
  batchTemplate: async (h) => {
    await WAYS.batch?.(h);
    await h.say({ type: 'templateToPhone' });
    h.page.hear({ kind: 'open', url: 'http://kiosk.example/#token', endsAt: h.clock.now() + 600_000 });
    await h.settle();
  },
  batchTemplateTaken: async (h) => {
    await WAYS.batchTemplate?.(h);
    h.page.hear({ kind: 'taken' });
    await h.settle();
  },
  batchFilled: async (h) => {
    await WAYS.batchPhone?.(h);
    const rows = [1, 2].map((seed) => ({ ...companyOf(seed), city: seed === 1 ? '天津' : '广州' }));
    h.page.hear({ kind: 'list', bytes: listOf(rows) });
    await h.settle();
  },
  batchCommon: async (h) => {
    await WAYS.batchFilled?.(h);
    await h.say({ type: 'rowsDone' });
  },
  batchDelivery: async (h) => {
    await WAYS.batchCommon?.(h);
    await h.say({ type: 'giveCommon', values: COMMON });
  },
  batchPreparing: async (h) => {
    await WAYS.batchDelivery?.(h);
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
  },
  batchReview: async (h) => {
    await WAYS.batchPreparing?.(h);
    h.held.prepareBatch.answer(ok(DOCUMENT));
    await h.settle();
  },
  batchSign: async (h) => {
    await WAYS.batchReview?.(h);
    await h.say({ type: 'toSign' });
  },
  batchSending: async (h) => {
    await WAYS.batchSign?.(h);
    await h.say({ type: 'signed', strokes: SIGNATURE });
  },
  batchProgress: async (h) => {
    await WAYS.batchSending?.(h);
    h.held.submitBatch.answer(
      ok([
        caseView(),
        caseView({ receiptNumber: 'B017-261121-0003-J', state: 'stopped', canWithdraw: true }),
      ]),
    );
    await h.settle();
  },
  delivery: async (h) => {
    await WAYS.details?.(h);
    await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
  },
  feeDelivery: async (h) => {
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'with-fee' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    await h.say({ type: 'confirmDetails', values: { purpose: 'train', phone: '13900000000' } });
  },
  mailAddress: async (h) => {
    await WAYS.feeDelivery?.(h);
    await h.say({ type: 'chooseDelivery', delivery: 'ems' });
  },
  fee: async (h) => {
    await WAYS.feeDelivery?.(h);
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
  },
  feeOpen: async (h) => {
    await WAYS.fee?.(h);
    h.money.hear({ kind: 'open', payment: PAYMENT });
    await h.settle();
  },
  feeUnsure: async (h) => {
    await WAYS.feeOpen?.(h);
    h.money.hear({ kind: 'unsure' });
    await h.settle();
  },
  feeExpired: async (h) => {
    await WAYS.feeOpen?.(h);
    h.money.hear({ kind: 'expired' });
    await h.settle();
  },
  feePaid: async (h) => {
    await WAYS.feeOpen?.(h);
    h.money.hear({ kind: 'paid', payment: { ...PAYMENT, url: null } });
    await h.settle();
  },
  preparing: async (h) => {
    await WAYS.delivery?.(h);
    await h.say({ type: 'chooseDelivery', delivery: 'print-here' });
  },
  character: async (h) => {
    await WAYS.preparing?.(h);
    h.held.prepare.answer(ok({ missing: [missingCharacter(), missingCharacter({ typed: true })] }));
    await h.settle();
  },
  review: async (h) => {
    await WAYS.preparing?.(h);
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
  },
  sign: async (h) => {
    await WAYS.review?.(h);
    await h.say({ type: 'toSign' });
  },
  sharedSign: async (h) => {
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'shared' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(4)));
    await h.settle();
    const holder = (seed: number) => ({
      name: makePerson(seed).name,
      kind: 'person',
      number: makePerson(seed).number,
      share: 50,
    });
    await h.say({ type: 'confirmDetails', values: richAnswers({ shareholders: [holder(5), holder(6)] }) });
    await h.say({ type: 'chooseDelivery', delivery: 'print-here' });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    await h.say({ type: 'toSign' });
  },
  signers: async (h) => {
    await WAYS.sharedSign?.(h);
    await h.say({ type: 'signed', strokes: SIGNATURE });
  },
  signerConsent: async (h) => {
    await WAYS.signers?.(h);
    await h.say({ type: 'nextSigner' });
  },
  signerLift: async (h) => {
    await WAYS.signerConsent?.(h);
    h.devices.card = true;
    await h.say({ type: 'consent' });
  },
  signerWaiting: async (h) => {
    await WAYS.signerConsent?.(h);
    await h.say({ type: 'consent' });
  },
  readAsSigner: async (h) => {
    await WAYS.signerWaiting?.(h);
    h.held.read.answer(ok(personOf(5)));
    await h.settle();
  },
  signAsSigner: async (h) => {
    await WAYS.readAsSigner?.(h);
    await h.say({ type: 'toSign' });
  },
  promisedReview: async (h) => {
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'promised' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
    await h.say({ type: 'chooseDelivery', delivery: 'print-here' });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
  },
  commitment: async (h) => {
    await WAYS.promisedReview?.(h);
    await h.say({ type: 'toSign' });
  },
  signCommitment: async (h) => {
    await WAYS.commitment?.(h);
    await h.say({ type: 'promise' });
  },
  signPad: async (h) => {
    h.devices.pad = true;
    await WAYS.sign?.(h);
    h.pad.hear('empty');
    await h.settle();
  },
  signWritten: async (h) => {
    await WAYS.signPad?.(h);
    h.pad.strokes = SIGNATURE;
    h.pad.hear('written');
    await h.settle();
  },
  fingerConsent: async (h) => {
    h.devices.finger = true;
    await WAYS.sign?.(h);
    await h.say({ type: 'useFingerprint' });
  },
  fingerReading: async (h) => {
    await WAYS.fingerConsent?.(h);
    await h.say({ type: 'consent' });
  },
  fingerFailed: async (h) => {
    await WAYS.fingerReading?.(h);
    h.finger.hear({ kind: 'failed', problem: failure('fingerNone') });
    await h.settle();
  },
  fingerTaken: async (h) => {
    await WAYS.fingerReading?.(h);
    h.finger.hear({ kind: 'taken', print: PRINT });
    await h.settle();
  },
  submitting: async (h) => {
    await WAYS.sign?.(h);
    await h.say({ type: 'signed', strokes: SIGNATURE });
  },
  submitted: async (h) => {
    await WAYS.submitting?.(h);
    h.held.submit.answer(ok(caseView()));
    await h.settle();
  },
  asking: async (h) => {
    await WAYS.submitted?.(h);
    h.held.print.answer(err(failure('printUnknown')));
    await h.settle();
  },
  trackIdentify: async (h) => h.say({ type: 'track' }),
  trackNoCard: async (h) => {
    await h.say({ type: 'track' });
    await h.say({ type: 'withoutCard' });
  },
  finding: async (h) => {
    await WAYS.trackNoCard?.(h);
    await h.say({ type: 'giveReceipt', receiptNumber: 'B017-261121-0001-N', number: makePerson(1).number });
  },
  cases: async (h) => {
    await WAYS.finding?.(h);
    h.held.find.answer(ok([caseView({ state: 'finished', resultReady: true })]));
    await h.settle();
  },
  askedCases: async (h) => {
    await WAYS.finding?.(h);
    h.held.find.answer(ok([askedCase()]));
    await h.settle();
  },
  correct: async (h) => {
    await WAYS.askedCases?.(h);
    await h.say({ type: 'openCorrection', receiptNumber: askedCase().receiptNumber });
  },
  correctElsewhere: async (h) => {
    h.correction.ask = () =>
      correctionAsked({
        items: [{ kind: 'material', name: 'photo', note: '照片不清楚', label: null, here: false }],
        form: null,
      });
    await WAYS.correct?.(h);
  },
  correctPreparing: async (h) => {
    await WAYS.correct?.(h);
    await h.say({ type: 'giveCorrection', values: { purpose: 'exam' } });
  },
  correctReview: async (h) => {
    await WAYS.correctPreparing?.(h);
    h.held.prepareCorrection.answer(ok(DOCUMENT));
    await h.settle();
  },
  correctSign: async (h) => {
    await WAYS.correctReview?.(h);
    await h.say({ type: 'toSign' });
  },
  correctSending: async (h) => {
    await WAYS.correctSign?.(h);
    await h.say({ type: 'signed', strokes: SIGNATURE });
  },
  corrected: async (h) => {
    await WAYS.correctSending?.(h);
    h.held.sendCorrection.answer(ok(askedCase()));
    await h.settle();
  },
  rate: async (h) => {
    await WAYS.submitting?.(h);
    h.held.submit.answer(ok(caseView({ rating: { stage: 'accepted', round: 1 } })));
    await h.settle();
    h.held.print.answer(ok());
    await h.settle();
    await h.say({ type: 'rate', receiptNumber: caseView().receiptNumber });
  },
  rating: async (h) => {
    await WAYS.rate?.(h);
    await h.say(RATING);
  },
  rated: async (h) => {
    await WAYS.rating?.(h);
    h.held.rate.answer(ok({ view: caseView(), ticket: TICKET }));
    await h.settle();
  },
  resultPhone: async (h) => {
    await WAYS.finding?.(h);
    const result = {
      kind: 'ofd' as const,
      pages: 1,
      verdict: 'verified' as const,
      sealedBy: null,
      rendition: false,
      use: 'phone' as const,
    };
    h.held.find.answer(ok([caseView({ state: 'finished', result })]));
    await h.settle();
    await h.say({ type: 'resultToPhone', receiptNumber: 'B017-261121-0001-N' });
    h.page.hear({ kind: 'open', url: 'http://kiosk.example/#token', endsAt: h.clock.now() + 600_000 });
    await h.settle();
  },
  resultTaken: async (h) => {
    await WAYS.resultPhone?.(h);
    h.page.hear({ kind: 'taken' });
    await h.settle();
  },
  report: async (h) => h.say({ type: 'report' }),
  filing: async (h) => {
    await WAYS.report?.(h);
    await h.say(REPORT);
  },
  reported: async (h) => {
    await WAYS.filing?.(h);
    h.held.file.answer(ok(TICKET));
    await h.settle();
  },
  stuck: async (h) => {
    await WAYS.checking?.(h);
    h.held.check.answer(err(failure('regionDown')));
    await h.settle();
  },
  ...DOOR_WAYS,
  farewell: async (h) => {
    await WAYS.submitted?.(h);
    await h.say({ type: 'done' });
  },
};
