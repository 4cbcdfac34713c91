import type { EmbeddedSeal } from './types.ts';

/**
 * 核验结论. `verified`: a seal or signature of a key that the region has named, or its digest over its own line, is right.
 * `not-verified`: it is sealed, and this machine cannot say by whom or whether rightly. `absent`: the region gives nothing to
 * check. `contradicted`: something that must agree does not; such a file is neither printed nor handed out.
 */
export type ResultVerdict = 'verified' | 'not-verified' | 'absent' | 'contradicted';

export interface JudgedResult {
  readonly verdict: ResultVerdict;
  /** Who sealed it, as the certificate says; null where nobody did or it cannot be read. */
  readonly sealedBy: string | null;
}

/** What the region's line said of the file; each is right or not there, for what is wrong never comes here. */
export interface LineIntegrity {
  readonly digest: boolean;
  /** A detached signature: `good` by a key of the region, or `unchecked`. */
  readonly signature: 'good' | 'unchecked' | null;
  /** Keys of the region: SM2 public keys and SHA-256 of certificates, lower-case hex. */
  readonly keys: readonly string[];
}

/** The worst word counts: one broken seal contradicts the file, one unknown seal leaves it unverified. */
export function judgeResult(seals: readonly EmbeddedSeal[], line: LineIntegrity): JudgedResult {
  const known = ({ state, keys }: EmbeddedSeal) =>
    state === 'good' && keys.some((key) => line.keys.includes(key));
  const broken = seals.find(({ state }) => state === 'broken');
  if (broken) return { verdict: 'contradicted', sealedBy: broken.by };
  const sealedBy = seals[0]?.by ?? null;
  if (seals.length > 0) return { verdict: seals.every(known) ? 'verified' : 'not-verified', sealedBy };
  if (line.signature === 'unchecked') return { verdict: 'not-verified', sealedBy };
  return { verdict: line.signature === 'good' || line.digest ? 'verified' : 'absent', sealedBy };
}
