import type { JourneyView } from '../../electron/contract/index.ts';
import { both, makeFailure, makeView } from './views.ts';

const WINDOW = {
  name: both('天津市政务服务中心', 'Tianjin Government Service Centre'),
  address: both('天津市河东区红星路79号', '79 Hongxing Road, Hedong District, Tianjin'),
  phone: '022-0000 0000',
  hours: both('工作日 9:00–17:00', 'Working days 9:00–17:00'),
};

/** Signing: on the pad, on the screen, with a fingerprint. */
export function signingViews(): [string, JourneyView][] {
  const finger = (phase: 'consent' | 'reading' | 'failed' | 'taken', over = {}) =>
    makeView('fingerprint', { phase, places: [WINDOW], ...over });
  const having = (view: JourneyView, ...events: JourneyView['events']): JourneyView => ({
    ...view,
    events: [...events, ...view.events],
  });
  return [
    ['commitment', makeView('commitment')],
    ['signers', makeView('signers')],
    ['signers-order', makeView('signers', { inOrder: true, quorum: 1 })],
    ['signer-card', having(makeView('signerCard'), 'consent')],
    ['signer-lift', makeView('signerCard', { phase: 'lift', problem: makeFailure('signerUnknown') })],
    ['review-co-signer', makeView('review', { signer: 'co-signer' })],
    ['sign-co-signer', makeView('sign', { signer: 'co-signer' })],
    ['sign-promiser', makeView('sign', { signer: 'promiser' })],
    ['sign', makeView('sign')],
    ['sign-problem', makeView('sign', { problem: makeFailure('diskFull') })],
    ['sign-pad', having(makeView('sign', { pad: 'empty' }), 'signOnScreen', 'clearPad', 'useFingerprint')],
    [
      'sign-pad-lost',
      having(makeView('sign', { problem: makeFailure('padLost') }), 'signOnPad', 'useFingerprint'),
    ],
    ['fingerprint', having(finger('consent'), 'consent')],
    ['fingerprint-absent', finger('consent', { ready: false })],
    ['fingerprint-reading', finger('reading', { feedback: 'too-few-features' })],
    ['fingerprint-failed', having(finger('failed', { problem: makeFailure('fingerPoor') }), 'retry')],
    ['fingerprint-taken', having(finger('taken'), 'retry', 'giveFingerprint')],
  ];
}
