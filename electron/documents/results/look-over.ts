import { createHash } from 'node:crypto';
import { ok, type Result } from '../../core/index.ts';
import { type SealState, verifySeals } from '../integrity/index.ts';
import { examineResult } from './examine.ts';
import type { ActiveContent, EmbeddedSeal, ResultKind, ResultProblem } from './types.ts';
import { type JudgedResult, judgeResult } from './verdict.ts';

/** A result as a region's line gave it: what was stated of it and wrong never gets here. */
export interface ReceivedResult {
  readonly bytes: Uint8Array;
  readonly mediaType: string;
  /** A digest was stated, and is right. */
  readonly digest: boolean;
  readonly signature: 'good' | 'unchecked' | null;
  /** X.509 in DER, of whoever seals this region's results. */
  readonly certificates: readonly Uint8Array[];
}

export interface LookedOverResult extends JudgedResult {
  readonly kind: ResultKind;
  readonly pages: number;
  readonly active: readonly ActiveContent[];
  /** What a printer gets. Null: this machine cannot print it. */
  readonly paper: Uint8Array | null;
}

/**
 * Everything that is done with a result before it is kept: examined, its seals checked at `at` (milliseconds since 1970),
 * judged. Never rejects.
 */
export async function lookOverResult(
  result: ReceivedResult,
  at: number,
): Promise<Result<LookedOverResult, ResultProblem>> {
  const { bytes, certificates } = result;
  const examined = await examineResult(bytes, result.mediaType);
  if (!examined.ok) return examined;
  const { kind, pages, active, paper } = examined.value;
  const seals = kind === 'pdf' ? await pdfSeals(bytes, certificates, at) : examined.value.seals;
  const keys = certificates.map((der) => createHash('sha256').update(der).digest('hex'));
  const judged = judgeResult(seals, { digest: result.digest, signature: result.signature, keys });
  return ok({ ...judged, kind, pages, active, paper });
}

/** Seals of a PDF in the words that OFD has: known ones by their certificate, or by that of the authority above. */
async function pdfSeals(
  bytes: Uint8Array,
  certificates: readonly Uint8Array[],
  at: number,
): Promise<EmbeddedSeal[]> {
  const keys = certificates.map((der) => createHash('sha256').update(der).digest('hex'));
  const seals = await verifySeals(bytes, { certificates, at });
  return seals.map(
    ({ state, certificate }): EmbeddedSeal => ({
      by: certificate?.subject ?? null,
      state: STATE[state],
      keys: state === 'good' ? keys : [],
    }),
  );
}

/** An unproven seal is right and nobody's: no key stands for it. */
const STATE: Readonly<Record<SealState, EmbeddedSeal['state']>> = {
  good: 'good',
  unproven: 'good',
  broken: 'broken',
  unknown: 'unchecked',
};
