import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { AlgorithmIdentifier } from 'pkijs';
import { sm2Verifier, sm3 } from '../../ciphers/index.ts';

/** Object identifiers: RFC 3279, 4055, 5754, 5758; GM/T 0006-2012 for SM2 and SM3. */
export const OID = {
  data: '1.2.840.113549.1.7.1',
  signedData: '1.2.840.113549.1.7.2',
  /** SM2 signed data, GM/T 0010-2012. */
  smSignedData: '1.2.156.10197.6.1.4.2.2',
  contentType: '1.2.840.113549.1.9.3',
  messageDigest: '1.2.840.113549.1.9.4',
  signingTime: '1.2.840.113549.1.9.5',
  signingCertificateV2: '1.2.840.113549.1.9.16.2.47',
  rsa: '1.2.840.113549.1.1.1',
  pss: '1.2.840.113549.1.1.10',
  sha256: '2.16.840.1.101.3.4.2.1',
  sha256WithRsa: '1.2.840.113549.1.1.11',
  ecdsaWithSha256: '1.2.840.10045.4.3.2',
  ecPublicKey: '1.2.840.10045.2.1',
  sm2Curve: '1.2.156.10197.1.301',
  sm2WithSm3: '1.2.156.10197.1.501',
  sm3: '1.2.156.10197.1.401',
} as const;

/** Digests that are believed, as Node calls them; SM3 is this house's own. */
const DIGESTS: Readonly<Record<string, string>> = {
  [OID.sha256]: 'sha256',
  '2.16.840.1.101.3.4.2.2': 'sha384',
  '2.16.840.1.101.3.4.2.3': 'sha512',
  [OID.sm3]: 'sm3',
};
/** MD5, SHA-1, and signatures that name them. */
const WEAK: ReadonlySet<string> = new Set([
  '1.2.840.113549.2.5',
  '1.3.14.3.2.26',
  '1.2.840.113549.1.1.4',
  '1.2.840.113549.1.1.5',
  '1.2.840.10045.4.1',
]);
/** Signature methods that name their digest. */
const METHODS: Readonly<Record<string, { readonly kind: 'rsa' | 'ecdsa' | 'sm2'; readonly digest: string }>> =
  {
    [OID.sha256WithRsa]: { kind: 'rsa', digest: 'sha256' },
    '1.2.840.113549.1.1.12': { kind: 'rsa', digest: 'sha384' },
    '1.2.840.113549.1.1.13': { kind: 'rsa', digest: 'sha512' },
    [OID.ecdsaWithSha256]: { kind: 'ecdsa', digest: 'sha256' },
    '1.2.840.10045.4.3.3': { kind: 'ecdsa', digest: 'sha384' },
    '1.2.840.10045.4.3.4': { kind: 'ecdsa', digest: 'sha512' },
    [OID.sm2WithSm3]: { kind: 'sm2', digest: 'sm3' },
  };
/** Methods that leave the digest to a field beside them. */
const BARE: Readonly<Record<string, 'rsa' | 'ecdsa' | 'sm2'>> = {
  [OID.rsa]: 'rsa',
  [OID.ecPublicKey]: 'ecdsa',
  '1.2.156.10197.1.301.1': 'sm2',
  [OID.sm2Curve]: 'sm2',
};

/** Bits under which an RSA key is not believed. */
const LEAST_RSA_BITS = 2048;

export type Checked = 'good' | 'wrong' | 'weak' | 'unsupported';

/** The digest's name by its object identifier, or why it is not believed. */
export function digestName(oid: string): { readonly name: string } | 'weak' | 'unsupported' {
  const name = DIGESTS[oid];
  if (name) return { name };
  return WEAK.has(oid) ? 'weak' : 'unsupported';
}

export interface SignatureToCheck {
  /** SubjectPublicKeyInfo, DER. */
  readonly key: Uint8Array;
  readonly method: AlgorithmIdentifier;
  /** Object identifier, for methods that do not name it. */
  readonly digest?: string;
  readonly data: Uint8Array;
  readonly signature: Uint8Array;
}

/** How a signature is made, in words: `sha256 with RSA`. Null for what this program does not know. */
export function methodName(method: AlgorithmIdentifier, digest?: string): string | null {
  const known = resolved(method, digest);
  return typeof known === 'string' ? null : `${known.digest} with ${known.kind.toUpperCase()}`;
}

/** Whether a signature is by a key. Never throws, whatever the bytes. */
export function checkSignature({ key, method, digest, data, signature }: SignatureToCheck): Checked {
  const known = resolved(method, digest);
  if (typeof known === 'string') return known;
  try {
    if (known.kind === 'sm2') return checkSm2(key, data, signature);
    const publicKey = createPublicKey({ key: Buffer.from(key), format: 'der', type: 'spki' });
    if (publicKey.asymmetricKeyType === 'rsa' && bitsOf(publicKey) < LEAST_RSA_BITS) return 'weak';
    if (publicKey.asymmetricKeyType !== (known.kind === 'ecdsa' ? 'ec' : 'rsa')) return 'wrong';
    const how = known.pss
      ? {
          key: publicKey,
          padding: constants.RSA_PKCS1_PSS_PADDING,
          saltLength: constants.RSA_PSS_SALTLEN_AUTO,
        }
      : publicKey;
    return verify(known.digest, data, how, signature) ? 'good' : 'wrong';
  } catch {
    return 'wrong';
  }
}

function bitsOf(key: KeyObject): number {
  return key.asymmetricKeyDetails?.modulusLength ?? 0;
}

/** SM2 by GB/T 32918.2 with the user id of GM/T 0009, which certificates use. */
function checkSm2(key: Uint8Array, data: Uint8Array, signature: Uint8Array): Checked {
  // The point stands at the end of SubjectPublicKeyInfo: 04 ‖ x ‖ y.
  const verifier = sm2Verifier(Uint8Array.from(key.subarray(-65)), { form: 'der' });
  return verifier(data, signature) ? 'good' : 'wrong';
}

type Known = { readonly kind: 'rsa' | 'ecdsa' | 'sm2'; readonly digest: string; readonly pss?: true };

function resolved(method: AlgorithmIdentifier, digestOid?: string): Known | 'weak' | 'unsupported' {
  const { algorithmId: oid } = method;
  const whole = METHODS[oid];
  if (whole) return whole;
  if (WEAK.has(oid)) return 'weak';
  if (oid === OID.pss) return pssOf(method);
  const kind = BARE[oid];
  if (!kind || digestOid === undefined) return 'unsupported';
  const digest = digestName(digestOid);
  if (typeof digest === 'string') return digest;
  return (kind === 'sm2') === (digest.name === 'sm3') ? { kind, digest: digest.name } : 'unsupported';
}

/** RSASSA-PSS names its digest in the parameters (RFC 4055 §3.1); without it, it is SHA-1. */
function pssOf(method: AlgorithmIdentifier): Known | 'weak' | 'unsupported' {
  const fields = (method.algorithmParams as { valueBlock?: { value?: unknown[] } } | undefined)?.valueBlock
    ?.value;
  const hash = (fields ?? []).find(
    (field) => (field as { idBlock: { tagNumber: number } }).idBlock.tagNumber === 0,
  ) as
    | { valueBlock: { value: { valueBlock: { value: { toString(): string; valueBlock: object }[] } }[] } }
    | undefined;
  const oid = (
    hash?.valueBlock.value[0]?.valueBlock.value[0]?.valueBlock as { toString(): string } | undefined
  )?.toString();
  if (oid === undefined) return 'weak';
  const digest = digestName(oid);
  if (typeof digest === 'string') return digest;
  return digest.name === 'sm3' ? 'unsupported' : { kind: 'rsa', digest: digest.name, pss: true };
}

export { sm3 };
