import type { CaseView, JourneyView, ScreenData } from '../../electron/contract/index.ts';
import {
  compileForm,
  type FormProblem,
  formPages,
  PAGE,
  partOfForm,
  receiptNumber,
} from '../../electron/core/index.ts';
import { richAnswers, richForm } from './forms.ts';
import { batchViews } from './sample-batch.ts';
import { cameraViews } from './sample-camera.ts';
import { deliveryViews } from './sample-delivery.ts';
import { doorViews } from './sample-doors.ts';
import { licenceViews } from './sample-licence.ts';
import { lockerViews } from './sample-locker.ts';
import { passportViews } from './sample-passport.ts';
import { signingViews } from './sample-signing.ts';

/** Saturday, when offices are closed: the hardest moment for true sentences. */
import {
  both,
  makeAskedCase,
  makeCase,
  makeComparison,
  makeFailure,
  makeForeignerView,
  makeGuide,
  makeMaterials,
  makeMatter,
  makeMatters,
  makeRegions,
  makeTicket,
  makeView,
  SATURDAY_NIGHT,
} from './views.ts';

const wrong = (over: Partial<FormProblem>): FormProblem => ({
  field: '',
  row: null,
  part: null,
  kind: 'missing',
  limit: null,
  ...over,
});

/** A long form, page by page, with right answers and with wrong ones. */
function formViews(): [string, JourneyView][] {
  const form = richForm();
  const values = richAnswers({
    industry: 'other',
    industryOther: '文创',
    hasBranch: true,
    branchRegion: '440000',
    capital: 2_000,
    reason: '自有资金',
  });
  const today = '2026-11-21';
  const pages = formPages(compileForm(form), values, { today });
  const notes = {
    applicantName: { from: 'card', locked: true },
    applicantNumber: { from: 'card', locked: true },
    phone: { from: 'case', locked: false },
    homeAddress: { from: 'card', locked: false },
  } as const;
  const page = (
    name: string,
    on: string,
    over: Partial<ScreenData<'details'>> = {},
  ): [string, JourneyView] => [
    `form-${name}`,
    makeView('details', { form, page: on, pages, values, notes, today, ...over }),
  ];
  return [
    page('person', PAGE.person),
    page('prefilled', 'applicant'),
    page('company', 'company'),
    page('wrong', 'company', {
      problems: [wrong({ field: 'foundedOn', kind: 'future' }), wrong({ field: 'capital' })],
    }),
    page('branch', 'branch', { values: { ...values, branchRegion: '' } }),
    page('rows', 'shareholders', { problems: [wrong({ field: 'shareholders', kind: 'sum', limit: 100 })] }),
    page('row', 'shareholders', {
      problems: [wrong({ field: 'shareholders', row: 1, part: 'code', kind: 'usc-code' })],
    }),
    page('long-text', 'reason'),
    page('empty', 'company', { values: {} }),
    page('check', PAGE.check),
  ];
}

/** A finished case whose result has come. */
function makeFinished(
  finished: CaseView,
  serial: number,
  over: Partial<NonNullable<CaseView['result']>>,
): CaseView {
  const result = {
    kind: 'pdf' as const,
    pages: 1,
    verdict: 'not-verified' as const,
    sealedBy: null,
    rendition: false,
    use: 'print' as const,
    ...over,
  };
  return {
    ...finished,
    receiptNumber: receiptNumber('B017', '261121', serial),
    resultReady: result.use === 'print',
    result,
  };
}

/** Every picture worth looking at: each screen, and each state in which it says something else. */
export function sampleViews(): ReadonlyMap<string, JourneyView> {
  const now = SATURDAY_NIGHT;
  const track = { step: null };
  const accepted = makeCase({
    state: 'accepted',
    regionNumber: '120000202611210042',
    acceptedAt: now,
    promiseIsEstimate: false,
    holidaysKnown: true,
  });
  const finished = makeCase({
    state: 'finished',
    regionNumber: '120000202611210042',
    acceptedAt: now,
    resultReady: true,
    receiptNumber: receiptNumber('B017', '261121', 7),
  });
  return new Map<string, JourneyView>([
    ['home', makeView('home')],
    ['matters', makeView('matters')],
    ['search', makeView('search')],
    [
      'search-found',
      makeView('search', {
        query: 'shebaoka',
        found: {
          hits: makeMatters().map((matter) => ({ matter, marks: [{ from: 0, to: 4 }] })),
          total: 5,
          elsewhere: [{ code: '440100', short: both('广州', 'Guangzhou'), count: 2 }],
        },
      }),
    ],
    [
      'search-regions',
      makeView('search', {
        query: 'gongjijin',
        regions: makeRegions(),
        found: {
          hits: [],
          total: 0,
          elsewhere: makeRegions()
            .slice(1)
            .map((region) => ({ ...region, count: 2 })),
        },
      }),
    ],
    [
      'search-none',
      makeView('search', { query: 'tianqiyubao', found: { hits: [], total: 0, elsewhere: [] } }),
    ],
    ['guide', makeView('guide')],
    [
      'guide-no-room',
      makeView(
        'guide',
        { canStart: false, obstacles: [makeFailure('noRoom')] },
        { events: ['back', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'guide-obstacles',
      makeView('guide', {
        obstacles: ['readerAbsent', 'printerAbsent', 'regionDownCanGoOn'].map((key) => makeFailure(key)),
      }),
    ],
    [
      'guide-only',
      makeView(
        'guide',
        {
          guide: makeGuide({
            matter: makeMatter({ depth: 'guide', isNew: true }),
            sample: false,
            deliveries: [],
            promisedWorkingDays: 0,
            handling: 'instant',
            modes: ['collect', 'joint'],
            identity: {
              accepts: ['resident-card', 'passport', 'hmt-permit'],
              agents: [
                {
                  who: 'family',
                  proof: both('户口簿和双方身份证。', 'Household register and both ID cards.'),
                },
                { who: 'anyone', proof: both('公证的委托书。', 'A notarised letter of authority.') },
              ],
            },
            hindrances: [
              { kind: 'no-agreement' },
              { kind: 'depth', depth: 'prefill' },
              { kind: 'no-form' },
              { kind: 'delivery' },
            ],
          }),
          canStart: false,
        },
        { events: ['back', 'leave', 'setLanguage'] },
      ),
    ],
    ['compare', makeView('compare')],
    [
      'compare-unified',
      makeView('compare', {
        unified: true,
        sample: false,
        facts: makeComparison().facts.map(({ aspect, groups: [group] }) => ({
          aspect,
          groups: [{ regions: ['120000', '110000', '440100'], value: group?.value ?? null }],
          differing: [],
          better: [],
        })),
        materials: makeComparison().materials.slice(0, 1),
      }),
    ],
    ['identify-consent', makeView('identify')],
    [
      'identify-waiting',
      makeView('identify', { phase: 'waiting' }, { events: ['withoutCard', 'back', 'leave', 'setLanguage'] }),
    ],
    [
      'identify-problem',
      makeView(
        'identify',
        { phase: 'waiting', problem: makeFailure('cardReadFailed') },
        { events: ['withoutCard', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'identify-reading',
      makeView('identify', { phase: 'reading' }, { events: ['withoutCard', 'back', 'leave', 'setLanguage'] }),
    ],
    ['identify-track', makeView('identify', { purpose: 'track' }, track)],
    ['no-card', makeView('noCard')],
    ['no-card-wrong', makeView('noCard', { problem: makeFailure('identityNumberWrong') })],
    ['no-card-track', makeView('noCard', { purpose: 'track' }, track)],
    ['card-needed', makeView('cardNeeded')],
    ['card-refused', makeView('cardNeeded', { given: 'foreign-pr-card' })],
    ['for-whom', makeView('forWhom')],
    ['ward', makeView('ward')],
    ['ward-wrong', makeView('ward', { problem: makeFailure('notGuardian') })],
    ['company', makeView('company')],
    ['company-wrong', makeView('company', { problem: makeFailure('organisationCodeWrong') })],
    ['principal', makeView('principal')],
    ['principal-lift', makeView('principal', { phase: 'lift', problem: makeFailure('principalSame') })],
    ['principal-waiting', makeView('principal', { phase: 'waiting' })],
    ['sign-principal', makeView('sign', { signer: 'principal' })],
    [
      'details-company',
      makeView('details', {
        principal: {
          holder: 'organisation',
          name: '样本科技有限公司',
          creditCode: '91990000MA00TB001',
          known: false,
        },
      }),
    ],
    ['details-foreign', makeView('details', { person: makeForeignerView() })],
    ['checking', makeView('checking')],
    ['details', makeView('details')],
    ...formViews(),
    ...cameraViews(),
    ...licenceViews(),
    ['materials', makeView('materials')],
    [
      'materials-settled',
      makeView(
        'materials',
        {
          settled: true,
          materials: makeMaterials().map((one, index) => ({
            ...one,
            given:
              index === 0
                ? { way: 'later', dueBy: '2026-12-04' }
                : index === 1
                  ? { way: 'phone', file: { mediaType: 'application/pdf', pages: 3, bytes: 734_211 } }
                  : { way: 'window' },
          })),
        },
        { events: ['chooseAgain', 'materialsDone', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'materials-paper-only',
      makeView('materials', {
        paperOnly: true,
        materials: makeMaterials().map((one) => ({
          ...one,
          ways: one.ways.filter((way) => way !== 'phone'),
        })),
      }),
    ],
    ['phone', makeView('phone')],
    ['phone-refused', makeView('phone', { problem: makeFailure('materialUnsafe') })],
    [
      'phone-over',
      makeView(
        'phone',
        { url: null, endsAt: null, problem: makeFailure('phoneOver') },
        { events: ['retry', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'phone-came',
      makeView(
        'phone',
        {
          url: null,
          endsAt: null,
          file: { mediaType: 'application/pdf', pages: 2, bytes: 734_211 },
        },
        { events: ['acceptFile', 'throwAway', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    ['result-phone', makeView('resultPhone', {}, track)],
    [
      'result-phone-taken',
      makeView(
        'resultPhone',
        { url: null, endsAt: null, taken: true },
        { ...track, events: ['retry', 'done', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    ['delivery', makeView('delivery')],
    ['preparing', makeView('preparing')],
    ['character', makeView('character')],
    [
      'character-other',
      makeView(
        'character',
        {
          character: 'م',
          codePoint: 'U+0645',
          kind: 'other',
          where: { label: both('收件人', 'Addressee'), text: '阿里（محمد）' },
          typed: true,
          drawable: false,
          of: 2,
        },
        { events: ['correct', 'toStaff', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    ['review', makeView('review')],
    ...passportViews(),
    ...signingViews(),
    ...deliveryViews(),
    ...lockerViews(),
    ...batchViews(),
    ['submitting', makeView('submitting')],
    ['submitted', makeView('submitted')],
    [
      'submitted-printing',
      makeView('submitted', { receipt: 'printing' }, { events: ['done', 'leave', 'setLanguage'] }),
    ],
    [
      'submitted-waiting',
      makeView('submitted', { case: makeCase({ state: 'waiting', officeOpensAt: now }), receipt: 'printed' }),
    ],
    ['submitted-in-line', makeView('submitted', { case: makeCase({ state: 'waiting' }) })],
    ['submitted-accepted', makeView('submitted', { case: accepted })],
    [
      'submitted-finished',
      makeView(
        'submitted',
        { case: finished, result: 'failed', problem: makeFailure('printerNoPaper') },
        { events: ['printReceipt', 'printResult', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'submitted-asking',
      makeView(
        'submitted',
        {
          case: finished,
          result: 'asking',
          papers: { receipt: null, result: { printer: 'page', pages: 4, done: 0 } },
          problem: makeFailure('printUnknown'),
        },
        { events: ['printReceipt', 'paperCame', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'submitted-jammed',
      makeView(
        'submitted',
        {
          case: finished,
          result: 'failed',
          papers: { receipt: null, result: { printer: 'page', pages: 5, done: 2 } },
          problem: makeFailure('printerJam'),
        },
        { events: ['printReceipt', 'printResult', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    ['submitted-refused', makeView('submitted', { case: makeCase({ state: 'refused' }) })],
    ['submitted-withdrawn', makeView('submitted', { case: makeCase({ state: 'withdrawn' }) })],
    [
      'submitted-stopped',
      makeView('submitted', {
        case: makeCase({ state: 'stopped' }),
        receipt: 'failed',
        problem: makeFailure('printFailed'),
      }),
    ],
    [
      'cases',
      makeView(
        'cases',
        {
          cases: [
            finished,
            accepted,
            makeCase({ state: 'waiting', receiptNumber: receiptNumber('B017', '261121', 9) }),
          ],
        },
        track,
      ),
    ],
    [
      'cases-results',
      makeView(
        'cases',
        { cases: [makeFinished(finished, 1, { sealedBy: '天津市公安局', verdict: 'verified' })] },
        track,
      ),
    ],
    [
      'cases-results-elsewhere',
      makeView(
        'cases',
        {
          cases: [
            makeFinished(finished, 2, { kind: 'ofd', sealedBy: '天津市公安局', use: 'phone' }),
            makeFinished(finished, 3, { kind: 'ofd', pages: 2, rendition: true, verdict: 'absent' }),
          ],
        },
        {
          ...track,
          events: ['printResult', 'resultToPhone', 'report', 'back', 'done', 'leave', 'setLanguage'],
        },
      ),
    ],
    [
      'cases-results-contradicted',
      makeView(
        'cases',
        {
          cases: [
            makeFinished(finished, 4, { sealedBy: '天津市公安局', verdict: 'contradicted', use: 'none' }),
          ],
        },
        track,
      ),
    ],
    [
      'submitted-result-phone',
      makeView('submitted', {
        case: makeFinished(finished, 5, { kind: 'ofd', sealedBy: '天津市公安局', use: 'phone' }),
        receipt: 'printed',
      }),
    ],
    [
      'cases-failed',
      makeView(
        'cases',
        {
          cases: [finished],
          printing: finished.receiptNumber,
          result: 'failed',
          problem: makeFailure('printerNoPaper'),
        },
        track,
      ),
    ],
    [
      'cases-withdraw',
      makeView(
        'cases',
        {
          cases: [
            makeCase({ state: 'waiting', canWithdraw: true }),
            makeCase({ canWithdraw: true, receiptNumber: receiptNumber('B017', '261121', 9) }),
            makeCase({ withdrawal: 'asked', receiptNumber: receiptNumber('B017', '261121', 10) }),
          ],
          withdrawing: { receiptNumber: receiptNumber('B017', '261121', 9), step: 'confirm' },
        },
        { ...track, events: ['withdraw', 'keep', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'cases-too-late',
      makeView(
        'cases',
        {
          cases: [
            makeCase({ state: 'accepted', withdrawal: 'too-late', acceptedAt: SATURDAY_NIGHT }),
            makeCase({ canWithdraw: true, receiptNumber: receiptNumber('B017', '261121', 9) }),
          ],
          problem: makeFailure('withdrawTooLate', { retryable: false }),
        },
        { ...track, events: ['askWithdraw', 'printResult', 'back', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'cases-correction',
      makeView(
        'cases',
        { cases: [makeAskedCase()] },
        {
          ...track,
          events: ['openCorrection', 'printNotice', 'report', 'back', 'done', 'leave', 'setLanguage'],
        },
      ),
    ],
    ['correct', makeView('correct', {}, track)],
    [
      'correct-typed',
      makeView(
        'correct',
        {
          form: partOfForm(richForm(), ['phone', 'companyName', 'shareholders']),
          items: ['phone', 'companyName', 'shareholders'].map((name) => ({
            kind: 'field' as const,
            name,
            note: '与登记信息不一致，请核对后重新填写。',
            label: both(name, name),
            here: true,
          })),
          values: richAnswers({ phone: '138' }),
          problems: [{ field: 'phone', row: null, part: null, kind: 'mobile', limit: null }],
        },
        track,
      ),
    ],
    [
      'correct-window',
      makeView(
        'correct',
        {
          items: [
            { kind: 'material', name: 'photo', note: '照片不清楚，请重新拍摄。', label: null, here: false },
          ],
          canAnswer: false,
          form: null,
        },
        { ...track, events: ['report', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'correct-closed',
      makeView(
        'correct',
        { canAnswer: false, problem: makeFailure('correctionClosed', { retryable: false }) },
        { ...track, events: ['report', 'back', 'leave', 'setLanguage'] },
      ),
    ],
    ['rate', makeView('rate')],
    [
      'rate-again',
      makeView(
        'rate',
        { next: { stage: 'finished', round: 2 }, toCases: true, problem: makeFailure('notKept') },
        { ...track, events: ['giveRating', 'back', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'rate-thanks',
      makeView(
        'rate',
        { given: { satisfaction: 'dissatisfied', ticket: makeTicket() } },
        { events: ['done', 'leave', 'setLanguage'] },
      ),
    ],
    [
      'submitted-rate',
      makeView(
        'submitted',
        { case: makeCase({ rating: { stage: 'accepted', round: 1 } }) },
        { events: ['printReceipt', 'rate', 'done', 'leave', 'setLanguage'] },
      ),
    ],
    ['corrected', makeView('corrected', {}, track)],
    [
      'corrected-sent',
      makeView('corrected', { case: makeCase({ state: 'accepted', acceptedAt: now }) }, track),
    ],
    ['corrected-failed', makeView('corrected', { case: makeAskedCase({ answer: 'failed' }) }, track)],
    ['report', makeView('report', {}, track)],
    [
      'report-off-list',
      makeView(
        'report',
        { kind: 'off-list', matter: null, query: '孤儿证', problem: makeFailure('ticketPhone') },
        track,
      ),
    ],
    ['reported', makeView('reported', {}, track)],
    [
      'cases-tickets',
      makeView(
        'cases',
        {
          cases: [],
          tickets: [
            makeTicket({
              state: 'closed',
              answers: [
                {
                  at: now - 3_600_000,
                  by: '天津市政务服务中心综合窗口',
                  text: '可以在本机办理，请带户口簿。',
                },
              ],
              closing: { class: 'guided', text: '请按指南第二步办理。' },
            }),
            makeTicket({ number: receiptNumber('B017', '261121', 44), ring: true, answerLate: true }),
          ],
        },
        track,
      ),
    ],
    ['stuck', makeView('stuck', {}, { step: { at: 2, of: 7 } })],
    [
      'stuck-track',
      makeView(
        'stuck',
        { problem: makeFailure('noCases', { retryable: false }), places: [] },
        { step: null, events: ['back', 'leave', 'setLanguage'] },
      ),
    ],
    ['recovered', makeView('recovered')],
    [
      'recovered-none',
      makeView('recovered', { receiptNumber: null }, { events: ['done', 'leave', 'setLanguage'] }),
    ],
    ...doorViews(),
    ['farewell', makeView('farewell')],
    ['farewell-plain', makeView('farewell', { cardOnReader: false, paperToTake: false, stored: false })],
    [
      'overlay-idle',
      makeView(
        'details',
        {},
        { overlay: { kind: 'idle', endsAt: now + 20_000 }, events: ['stay', 'leaveNow', 'setLanguage'] },
      ),
    ],
    [
      'overlay-leave',
      makeView('delivery', {}, { overlay: { kind: 'leave' }, events: ['stay', 'leaveNow', 'setLanguage'] }),
    ],
    [
      'overlay-device',
      makeView(
        'identify',
        { phase: 'waiting' },
        {
          overlay: { kind: 'device', device: 'idReader' },
          events: ['withoutCard', 'back', 'leave', 'setLanguage'],
        },
      ),
    ],
  ]);
}
