import { createHash } from 'node:crypto';
import { bytesOfBase64, hexOf, type Sm2Verify, sm3 } from '../../ciphers/index.ts';
import { err, ok, type Result } from '../../core/index.ts';
import type { RegionResult } from '../port.ts';

/** What a region states of a result beside its bytes; absent is the same as null. */
export interface StatedIntegrity {
  /** Lower-case hex. */
  readonly sha256?: string | null | undefined;
  /** Lower-case hex, GB/T 32905. */
  readonly sm3?: string | null | undefined;
  /** SM2 over SM3 of the bytes (GB/T 32918.2, user id of GM/T 0009), r ‖ s, base64. */
  readonly signature?: string | null | undefined;
}

/** A result as it came over the line. */
export interface HeardResult extends StatedIntegrity {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/** By what the region's results are known. */
export interface ResultTrust {
  /** Of its detached signatures. */
  readonly verify: Sm2Verify | null;
  /** X.509, DER: of whoever seals its results, or of the authority above. */
  readonly certificates: readonly Uint8Array[];
}

/** How a file of a media type begins; no other type is taken. */
const HEADS: Readonly<Record<string, readonly [head: string, path: string]>> = {
  'application/pdf': ['%PDF-', 'pdf'],
  'application/ofd': ['PK\u0003\u0004', 'ofd'],
};

/** What does not agree: `form` is not what the protocol says, `contradicted` not what the region says it sent. */
export interface ResultFault {
  readonly kind: 'form' | 'contradicted';
  readonly path: string;
}

/** The media type that most protocols give beside the standard's (GB/T 33190 names none). */
const ALIASES: Readonly<Record<string, string>> = { 'application/x-ofd': 'application/ofd' };

/** Checks a result against what the region states of it. What it does not state is absent and no fault. */
export function checkedResult(heard: HeardResult, trust: ResultTrust): Result<RegionResult, ResultFault> {
  const mediaType = ALIASES[heard.mediaType] ?? heard.mediaType;
  const bytes = new Uint8Array(heard.bytes);
  const form = (path: string) => err<ResultFault>({ kind: 'form', path });
  const contradicted = (path: string) => err<ResultFault>({ kind: 'contradicted', path });
  const [head, path] = HEADS[mediaType] ?? [];
  if (head === undefined || path === undefined) return form('mediaType');
  if (Buffer.from(bytes.subarray(0, head.length)).toString('latin1') !== head) return form(path);
  const { sha256, sm3: stated, signature } = heard;
  if (sha256 != null && sha256 !== createHash('sha256').update(bytes).digest('hex'))
    return contradicted('sha256');
  if (stated != null && stated !== hexOf(sm3(bytes))) return contradicted('sm3');
  const { certificates, verify } = trust;
  const said = { bytes, mediaType, digest: sha256 != null || stated != null, certificates } as const;
  if (signature == null) return ok({ ...said, signature: null });
  if (!verify) return ok({ ...said, signature: 'unchecked' });
  const value = bytesOfBase64(signature);
  return value && verify(bytes, value) ? ok({ ...said, signature: 'good' }) : contradicted('signature');
}
