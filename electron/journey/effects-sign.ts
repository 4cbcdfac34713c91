import { createHash } from 'node:crypto';
import type { Guide } from '../contract/index.ts';
import type { ApplicationForm } from '../documents/index.ts';
import type { Signature, Submission } from '../regions/index.ts';
import type { FingerDesk, FingerTrouble, PadDesk } from '../signing/index.ts';
import { type FailureKind, failure } from './failures.ts';
import type { Draft, JourneyEffects, JourneyFacts } from './types.ts';

/** What people sign with at this machine, besides the screen. */
export interface SigningDesks {
  readonly pad: PadDesk | null;
  readonly finger: FingerDesk | null;
}

const TROUBLE: Record<Exclude<FingerTrouble, 'cancelled'>, FailureKind> = {
  lost: 'fingerLost',
  none: 'fingerNone',
  poor: 'fingerPoor',
};

export function signFacts({ pad, finger }: SigningDesks): Pick<JourneyFacts, 'signing' | 'padStrokes'> {
  return {
    signing: () => ({ pad: pad?.ready === true, fingerprint: finger?.ready === true }),
    padStrokes: () => pad?.strokes() ?? null,
  };
}

export function signEffects({
  pad,
  finger,
}: SigningDesks): Pick<JourneyEffects, 'signOnPad' | 'takeFingerprint'> {
  return {
    ...(pad && { signOnPad: (heard) => pad.open(heard) }),
    ...(finger && {
      takeFingerprint(heard) {
        const stop = new AbortController();
        void finger
          .take(stop.signal, (feedback) => stop.signal.aborted || heard({ kind: 'feedback', feedback }))
          .then((taken) => {
            if (stop.signal.aborted) {
              if (taken.ok) taken.value.png.fill(0);
            } else if (taken.ok) heard({ kind: 'taken', print: taken.value });
            else if (taken.error !== 'cancelled')
              heard({ kind: 'failed', problem: failure(TROUBLE[taken.error]) });
          });
        return () => stop.abort();
      },
    }),
  };
}

/** A signature as the region gets it, bound to the file by its hash. */
export function signatureOf(
  sha256: string,
  { strokes, fingerprint }: Pick<Draft, 'strokes' | 'fingerprint'>,
  signedAt: number,
): Signature {
  if (!fingerprint) return { kind: 'strokes', sha256, strokes, signedAt };
  const image = {
    mediaType: 'image/png',
    base64: Buffer.from(fingerprint.png).toString('base64'),
    sha256: fingerprint.sha256,
  } as const;
  return { kind: 'fingerprint', sha256, image, signedAt };
}

/** What is promised, as it stands on its own page of the document; nothing where it was refused or is not asked. */
export function commitmentPage(guide: Guide, { commitment }: Draft): Pick<ApplicationForm, 'commitment'> {
  if (!guide.commitment || commitment === 'refused') return {};
  return { commitment: { ...guide.commitment, sample: guide.sample } };
}

/** The promise as the region gets it: the hash of its wording, and a signature of its own on the very document. */
export function commitmentOf(guide: Guide, { commitment, document }: Draft): Pick<Submission, 'commitment'> {
  if (!guide.commitment || !document || !commitment || commitment === 'refused') return {};
  const { promises, untrue } = guide.commitment;
  const wording = [...promises, untrue].map((text) => text['zh-CN']).join('\n');
  return {
    commitment: {
      textSha256: createHash('sha256').update(wording).digest('hex'),
      signature: signatureOf(document.sha256, commitment, commitment.signedAt),
    },
  };
}

/** Everybody else who must sign, with the signatures that were given here. */
export function furtherSignersOf({
  document,
  signers = [],
  signaturesDue,
}: Draft): Pick<Submission, 'furtherSigners' | 'signaturesDue'> {
  if (!document || signers.length === 0 || !signaturesDue) return {};
  return {
    furtherSigners: signers.map(({ name, number, given }) => ({
      name,
      number,
      ...(given && { signature: signatureOf(document.sha256, given, given.signedAt) }),
    })),
    signaturesDue,
  };
}
