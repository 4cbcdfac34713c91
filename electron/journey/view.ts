import type { JourneyEventName, Language, Overlay, ScreenContent, ScreenName } from '../contract/index.ts';
import { mayKeep } from './machine-draft.ts';
import { feeAtStake } from './machine-fee.ts';
import type { SessionContext } from './machine-session.ts';
import { contentOf } from './view-content.ts';
import { helpOf } from './view-doors.ts';
import { eventsOf } from './view-events.ts';
import type { JourneySnapshot } from './view-snapshot.ts';

/** What is on the screen in a state of the machine; the service adds `boot` and `seq`. */
export type Frame = ScreenContent & {
  readonly language: Language;
  readonly events: JourneyEventName[];
  readonly overlay: Overlay | null;
  readonly step: { at: number; of: number } | null;
};

/** The steps that a citizen sees at the top of an application. */
const STEPS: readonly (readonly ScreenName[])[] = [
  ['matters', 'search', 'guide', 'compare'],
  [
    'identify',
    'otherProof',
    'passport',
    'noCard',
    'cardNeeded',
    'checking',
    'resume',
    'forWhom',
    'company',
    'ward',
    'principal',
  ],
  ['batch', 'batchRow', 'batchPhone', 'batchCommon', 'details', 'materials', 'licence', 'camera', 'phone'],
  ['delivery', 'mailAddress', 'fee'],
  ['preparing', 'character', 'review'],
  ['commitment', 'sign', 'fingerprint', 'signers', 'signerCard', 'submitting'],
  ['submitted', 'batchProgress', 'cell'],
];

export function frameOf(snapshot: JourneySnapshot): Frame {
  const context = snapshot.context;
  const content = contentOf(snapshot);
  const overlay = overlayOf(snapshot, content.screen);
  return {
    ...content,
    language: context.language,
    overlay,
    events: eventsOf(content, overlay, snapshot),
    step: stepOf(stepScreen(snapshot, content.screen), context),
  };
}

/** Reading and signing an authorisation belongs to who acts for whom. */
const isAuthorising = (snapshot: JourneySnapshot) =>
  (['authorising', 'readAuthorisation', 'signAuthorisation'] as const).some((state) =>
    snapshot.matches({ flow: state }),
  );

/** Reading as another signer belongs to signing. */
const stepScreen = (snapshot: JourneySnapshot, screen: ScreenName): ScreenName =>
  isAuthorising(snapshot) ? 'principal' : snapshot.matches({ flow: 'readAsSigner' }) ? 'sign' : screen;

function stepOf(screen: ScreenName, context: SessionContext): Frame['step'] {
  if (context.purpose !== 'apply' || (screen === 'cell' && context.current === null)) return null;
  const at = STEPS.findIndex((names) => names.includes(screen));
  return at < 0 ? null : { at: at + 1, of: STEPS.length };
}

const keepOf = (c: SessionContext) => (mayKeep(c) ? { keep: true as const } : {});

function overlayOf(snapshot: JourneySnapshot, screen: ScreenName): Overlay | null {
  const c = snapshot.context;
  const help = helpOf(snapshot);
  if (screen === 'farewell' || (screen === 'home' && !help)) return null;
  if (snapshot.matches({ attention: { here: 'warning' } }) && c.warningEndsAt !== null) {
    return { kind: 'idle', endsAt: c.warningEndsAt, ...atStake(c), ...keepOf(c) };
  }
  if (snapshot.matches({ attention: { here: 'leaving' } }))
    return { kind: 'leave', ...atStake(c), ...keepOf(c) };
  if (help) return help;
  const waits =
    snapshot.matches({ flow: { collectCard: 'reader' } }) ||
    snapshot.matches({ flow: { identify: 'reader' } }) ||
    snapshot.matches({ flow: { principal: 'reader' } }) ||
    snapshot.matches({ flow: { signerCard: 'reader' } });
  if (waits && !c.facts.readerReady()) return { kind: 'device', device: 'idReader' };
  return null;
}

function atStake(context: SessionContext) {
  const fee = feeAtStake(context);
  return fee ? { fee } : {};
}
