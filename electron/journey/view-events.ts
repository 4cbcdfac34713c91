import type {
  CaseView,
  JourneyEventName,
  MaterialWay,
  Overlay,
  PrintState,
  ScreenContent,
  ScreenData,
} from '../contract/index.ts';
import { isOpen } from './machine-correct.ts';
import { hasNotice } from './machine-paper.ts';
import { mayGoToPhone } from './machine-result-phone.ts';
import { batchEvents } from './view-batch.ts';
import { helpEventsOf, mayCallHelp, printEventsOf } from './view-doors.ts';
import { lockerEventsOf } from './view-locker.ts';
import type { JourneySnapshot } from './view-snapshot.ts';

const hasSomeNotice = (one: CaseView) => hasNotice(one, 'acceptance') || hasNotice(one, 'correction');

/** A paper is on its way, or somebody is asked what came of it. */
const isUnderWay = (state: PrintState) => state === 'printing' || state === 'asking';

const PASSPORT = {
  consent: ['consent'],
  watching: [],
  refused: ['retry'],
  check: ['confirmPassport', 'retry'],
} as const satisfies Record<ScreenData<'passport'>['phase'], readonly JourneyEventName[]>;

/** What a screen may say; while an overlay lies over it, only what the overlay asks. */
export function eventsOf(
  content: ScreenContent,
  overlay: Overlay | null,
  snapshot: JourneySnapshot,
): JourneyEventName[] {
  if (overlay?.kind === 'idle' || overlay?.kind === 'leave')
    return ['stay', ...(overlay.keep ? (['keepDraft'] as const) : []), 'leaveNow', 'setLanguage'];
  if (overlay?.kind === 'help')
    return helpEventsOf(overlay, content.screen === 'home', eventsUnder(content, null, snapshot));
  const events = eventsUnder(content, overlay, snapshot);
  return mayCallHelp(snapshot, content.screen) ? [...events, 'help'] : events;
}

/** What the screen itself takes. */
function eventsUnder(
  content: ScreenContent,
  overlay: Extract<Overlay, { kind: 'device' }> | null,
  snapshot: JourneySnapshot,
): JourneyEventName[] {
  const c = snapshot.context;
  const always: JourneyEventName[] = ['leave', 'setLanguage'];
  if (overlay?.kind === 'device')
    return [
      ...(content.screen === 'identify' && content.data.withoutCard ? (['withoutCard'] as const) : []),
      'back',
      ...always,
    ];
  switch (content.screen) {
    case 'home':
      return [
        'apply',
        'track',
        ...(c.facts.locker ? (['collect'] as const) : []),
        ...(c.facts.prints ? (['print'] as const) : []),
        'report',
        'setLanguage',
      ];
    case 'matters':
      return ['chooseRegion', 'chooseMatter', 'openSearch', 'back', ...always];
    case 'search':
      return ['search', 'chooseRegion', 'chooseMatter', 'report', 'back', ...always];
    case 'guide':
      return [
        ...(content.data.canStart ? (['start'] as const) : []),
        ...(content.data.canCompare ? (['compare'] as const) : []),
        'report',
        'back',
        ...always,
      ];
    case 'compare':
      return ['back', ...always];
    case 'identify':
      return [
        ...(content.data.phase === 'consent' ? (['consent'] as const) : []),
        'withoutCard',
        'back',
        ...always,
      ];
    case 'noCard':
      return [c.purpose === 'track' ? 'giveReceipt' : 'giveIdentity', 'back', ...always];
    case 'checking':
      return ['back', ...always];
    case 'otherProof':
      return [
        ...(content.data.number ? (['withoutCard'] as const) : []),
        ...(content.data.passport === 'here' ? (['showPassport'] as const) : []),
        'report',
        'back',
        ...always,
      ];
    case 'passport':
      return [...PASSPORT[content.data.phase], 'back', ...always];
    case 'prints':
    case 'archive':
    case 'printOne':
      return [...printEventsOf(content), ...always];
    case 'forWhom':
      return ['actFor', 'back', ...always];
    case 'company':
      return ['giveOrganisation', 'back', ...always];
    case 'ward':
      return ['giveWard', 'back', ...always];
    case 'principal':
      return [...(content.data.phase === 'consent' ? (['consent'] as const) : []), 'back', ...always];
    case 'resume':
      return ['resumeDraft', 'dropDraft', 'back', ...always];
    case 'batch':
    case 'batchRow':
    case 'batchPhone':
    case 'batchCommon':
    case 'batchProgress':
      return [
        ...batchEvents(
          content,
          snapshot.matches({ flow: { batch: { phone: 'over' } } }) ||
            snapshot.matches({ flow: { batch: { template: 'over' } } }),
        ),
        ...always,
      ];
    case 'cardNeeded':
      return ['report', 'back', ...always];
    case 'details':
      return [
        'confirmDetails',
        ...(content.data.pages.length > 1 ? (['answerPage', 'goToPage'] as const) : []),
        'back',
        ...always,
      ];
    case 'materials': {
      const { materials } = content.data;
      const some = (way: MaterialWay) => materials.some(({ given, ways }) => !given && ways.includes(way));
      return [
        ...(some('window') ? (['bringToWindow'] as const) : []),
        ...(some('later') ? (['handInLater'] as const) : []),
        ...(some('licence') ? (['fromLicence'] as const) : []),
        ...(some('camera') ? (['fromCamera'] as const) : []),
        ...(some('phone') ? (['fromPhone'] as const) : []),
        ...(some('locker') ? (['toLocker'] as const) : []),
        ...(materials.some(({ given }) => given) ? (['chooseAgain'] as const) : []),
        ...(content.data.settled ? (['materialsDone'] as const) : []),
        'back',
        ...always,
      ];
    }
    case 'licence': {
      const { phase, problem } = content.data;
      return [
        ...(phase === 'consent' && problem?.retryable !== false ? (['consentLicence'] as const) : []),
        ...(phase === 'came' ? (['acceptFile'] as const) : []),
        'back',
        ...always,
      ];
    }
    case 'camera':
      return [
        ...(content.data.phase === 'taking' ? (['keepPage'] as const) : []),
        ...(content.data.phase === 'taking' && content.data.pages.length > 0
          ? (['removePage', 'earlierPage', 'pagesDone'] as const)
          : []),
        'back',
        ...always,
      ];
    case 'phone':
      return [
        ...(content.data.file ? (['acceptFile', 'throwAway'] as const) : []),
        ...(snapshot.matches({ flow: { phone: 'over' } }) ? (['retry'] as const) : []),
        'back',
        ...always,
      ];
    case 'resultPhone':
      return [
        ...(snapshot.matches({ flow: { resultPhone: 'waiting' } }) ? [] : (['retry'] as const)),
        ...(content.data.taken ? (['done'] as const) : []),
        'back',
        ...always,
      ];
    case 'delivery':
      return ['chooseDelivery', 'back', ...always];
    case 'mailAddress':
      return ['giveAddress', 'back', ...always];
    case 'fee':
      return [
        ...(snapshot.matches({ flow: { fee: 'paid' } }) ? (['feePaid'] as const) : (['report'] as const)),
        ...(snapshot.matches({ flow: { fee: 'over' } }) ? (['retry'] as const) : []),
        'back',
        ...always,
      ];
    case 'character':
      return [
        ...(content.data.drawable ? (['drew'] as const) : []),
        ...(content.data.typed ? (['correct'] as const) : []),
        'toStaff',
        'back',
        ...always,
      ];
    case 'review':
      return ['toSign', 'back', ...always];
    case 'sign':
      return [
        'signed',
        ...(content.data.pad ? (['signOnScreen'] as const) : []),
        ...(content.data.pad && content.data.pad !== 'opening' ? (['clearPad'] as const) : []),
        ...(content.data.pad === 'written' ? (['signedOnPad'] as const) : []),
        ...(!content.data.pad && c.facts.signing?.().pad ? (['signOnPad'] as const) : []),
        ...(c.facts.signing?.().fingerprint ? (['useFingerprint'] as const) : []),
        'back',
        ...always,
      ];
    case 'signers':
      return [
        ...(content.data.people.some(({ signed }) => !signed) ? (['nextSigner'] as const) : []),
        'submitSigned',
        'back',
        ...always,
      ];
    case 'signerCard':
      return [...(content.data.phase === 'consent' ? (['consent'] as const) : []), 'back', ...always];
    case 'commitment':
      return ['promise', 'refusePromise', 'back', ...always];
    case 'fingerprint':
      return [
        ...(content.data.phase === 'consent' && content.data.ready ? (['consent'] as const) : []),
        ...(content.data.phase === 'failed' || content.data.phase === 'taken' ? (['retry'] as const) : []),
        ...(content.data.phase === 'taken' ? (['giveFingerprint'] as const) : []),
        'back',
        ...always,
      ];
    case 'preparing':
      return always;
    case 'submitting':
      return snapshot.matches({ flow: { correct: 'sending' } }) ? always : ['setLanguage'];
    case 'submitted':
      return [
        ...(content.data.receipt === 'printing' || content.data.receipt === 'asking'
          ? []
          : (['printReceipt'] as const)),
        ...(content.data.result === 'failed' ? (['printResult'] as const) : []),
        ...(content.data.receipt === 'asking' || content.data.result === 'asking'
          ? (['paperCame'] as const)
          : []),
        ...(content.data.case.rating && ![content.data.receipt, content.data.result].some(isUnderWay)
          ? (['rate'] as const)
          : []),
        'done',
        ...always,
      ];
    case 'cases':
      if (content.data.withdrawing)
        return [
          ...(content.data.withdrawing.step === 'confirm'
            ? ([content.data.withdrawing.to ? 'changeWay' : 'withdraw', 'keep'] as const)
            : []),
          'done',
          ...always,
        ];
      return [
        ...(content.data.result === 'printing' ? [] : (['printResult', 'report', 'back'] as const)),
        ...(content.data.result === 'asking' ? (['paperCame'] as const) : []),
        ...(content.data.result !== 'printing' && content.data.cases.some((one) => one.canWithdraw)
          ? (['askWithdraw'] as const)
          : []),
        ...(content.data.result !== 'printing' && content.data.cases.some((one) => one.otherWay)
          ? (['askChangeWay'] as const)
          : []),
        ...(content.data.result !== 'printing' && content.data.cases.some((one) => mayGoToPhone(c, one))
          ? (['resultToPhone'] as const)
          : []),
        ...(content.data.result !== 'printing' && content.data.cases.some(isOpen)
          ? (['openCorrection'] as const)
          : []),
        ...(content.data.result !== 'printing' && content.data.cases.some(hasSomeNotice)
          ? (['printNotice'] as const)
          : []),
        ...(!isUnderWay(content.data.result) && content.data.cases.some((one) => one.rating)
          ? (['rate'] as const)
          : []),
        ...(content.data.result !== 'printing' && (content.data.drafts ?? []).length > 0
          ? (['openDraft'] as const)
          : []),
        'done',
        ...always,
      ];
    case 'rate':
      if (snapshot.matches({ flow: { rate: 'giving' } })) return always;
      return [
        ...(content.data.given || content.data.problem?.retryable === false ? [] : (['giveRating'] as const)),
        ...(content.data.toCases ? (['back'] as const) : []),
        'done',
        ...always,
      ];
    case 'correct':
      return [...(content.data.canAnswer ? (['giveCorrection'] as const) : []), 'report', 'back', ...always];
    case 'corrected':
      return ['back', 'done', ...always];
    case 'report':
      return snapshot.matches({ flow: { report: 'filing' } })
        ? always
        : ['fileReport', 'chooseRegion', 'back', ...always];
    case 'reported':
      return ['done', 'back', ...always];
    case 'stuck':
      return [...(content.data.problem.retryable ? (['retry'] as const) : []), 'report', 'back', ...always];
    case 'recovered':
      return [
        ...(content.data.receiptNumber !== null &&
        content.data.receipt !== 'printing' &&
        content.data.receipt !== 'asking'
          ? (['printReceipt'] as const)
          : []),
        ...(content.data.receipt === 'asking' ? (['paperCame'] as const) : []),
        'done',
        ...always,
      ];
    case 'collect':
    case 'collectCard':
    case 'collectCode':
    case 'collectList':
    case 'cell':
      return [...lockerEventsOf(content, snapshot), ...always];
    case 'farewell':
      return ['done', 'setLanguage'];
  }
}
