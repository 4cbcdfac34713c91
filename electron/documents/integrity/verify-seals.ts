import { createHash, timingSafeEqual } from 'node:crypto';
import type * as Pki from 'pkijs';
import { checkSignature, digestName, methodName, OID, sm3 } from './algorithms.ts';
import { derOf, describeCertificate, faultOfSigner, loadPki } from './certificates.ts';
import { type PdfSignature, pdfSignatures } from './pdf-signatures.ts';
import type { SealFault, SealState, SealVerdict, Trust } from './seal.ts';

/** Forms of signature that are checked: CMS over the bytes (ISO 32000-1 table 257, ETSI EN 319 142-1). */
const DETACHED: ReadonlySet<string | null> = new Set(['adbe.pkcs7.detached', 'ETSI.CAdES.detached']);

/** What each fault makes of a seal. */
const STATE: Readonly<Record<SealFault, SealState>> = {
  range: 'broken',
  'cut-off': 'broken',
  altered: 'broken',
  forged: 'broken',
  appended: 'broken',
  malformed: 'broken',
  weak: 'unproven',
  unsupported: 'unknown',
  untrusted: 'unproven',
  expired: 'unproven',
  'not-yet-valid': 'unproven',
  'not-for-signing': 'unproven',
};

/**
 * Looks at every electronic seal (电子签章) inside a PDF: whether its range covers the file, the bytes are those that were
 * sealed, the signature is its certificate's, the certificate is vouched for at `trust.at`, and what was added later. No
 * network is asked: revocation is not looked at, nor are time stamps of third parties. Never rejects for what stands in the file.
 */
export async function verifySeals(pdf: Uint8Array, trust: Trust): Promise<readonly SealVerdict[]> {
  const signatures = pdfSignatures(pdf);
  if (signatures.length === 0) return [];
  const pkijs = await loadPki();
  const looked = await Promise.all(signatures.map((signature) => look(pkijs, pdf, signature, trust)));
  // What a later seal of one who is trusted covers was not slipped in.
  const whole = looked.some(({ fault }, at) => fault === null && endOf(signatures[at]) === pdf.length);
  return looked.map(({ fault: found, ...seen }, at) => {
    const rest = endOf(signatures[at]) === pdf.length ? 'nothing' : whole ? 'sealed' : 'other';
    const mild = found === null || STATE[found] === 'unproven';
    const fault = mild && rest === 'other' ? 'appended' : found;
    return { number: at + 1, state: fault === null ? 'good' : STATE[fault], fault, ...seen, later: rest };
  });
}

function endOf(signature: PdfSignature | undefined): number {
  return signature ? signature.range[2] + signature.range[3] : 0;
}

type Seen = Pick<SealVerdict, 'fault' | 'certificate' | 'claimedAt' | 'method'>;

async function look(
  pkijs: typeof Pki,
  pdf: Uint8Array,
  signature: PdfSignature,
  trust: Trust,
): Promise<Seen> {
  const { claimedAt } = signature;
  const seen: Seen = { fault: null, certificate: null, claimedAt, method: null };
  if (signature.shape !== 'sound') return { ...seen, fault: signature.shape };
  if (!DETACHED.has(signature.subFilter)) return { ...seen, fault: 'unsupported' };
  const parsed = parse(pkijs, signature.contents);
  if (!parsed) return { ...seen, fault: 'malformed' };
  const { signer, certificate, others } = parsed;
  const said: Seen = {
    ...seen,
    certificate: describeCertificate(certificate),
    claimedAt: claimedAt ?? signingTime(signer),
    method: methodName(signer.signatureAlgorithm, signer.digestAlgorithm.algorithmId),
  };
  const fault =
    faultOfContent(pdf, signature, signer, certificate) ??
    (await faultOfSigner(pkijs, certificate, others, trust));
  return { ...said, fault };
}

interface Parsed {
  readonly signer: Pki.SignerInfo;
  readonly certificate: Pki.Certificate;
  readonly others: readonly Pki.Certificate[];
}

/** The one signer of a CMS (RFC 5652 §5) and its certificate; null when it cannot be read so. */
function parse(pkijs: typeof Pki, contents: Uint8Array): Parsed | null {
  try {
    const info = pkijs.ContentInfo.fromBER(Uint8Array.from(contents));
    if (info.contentType !== OID.signedData && info.contentType !== OID.smSignedData) return null;
    const signed = new pkijs.SignedData({ schema: info.content });
    const [signer, ...more] = signed.signerInfos;
    if (!signer || more.length > 0) return null;
    const all = (signed.certificates ?? []).filter((one) => one instanceof pkijs.Certificate);
    const certificate = all.find((one) => isOf(pkijs, one, signer.sid));
    return certificate ? { signer, certificate, others: all } : null;
  } catch {
    return null;
  }
}

function isOf(pkijs: typeof Pki, certificate: Pki.Certificate, sid: unknown): boolean {
  if (sid instanceof pkijs.IssuerAndSerialNumber)
    return certificate.serialNumber.isEqual(sid.serialNumber) && certificate.issuer.isEqual(sid.issuer);
  const identifier = certificate.extensions?.find(({ extnID }) => extnID === '2.5.29.14')?.parsedValue as
    | { valueBlock: { valueHexView: Uint8Array } }
    | undefined;
  const named = (sid as { valueBlock?: { valueHexView?: Uint8Array } }).valueBlock?.valueHexView;
  return !!identifier && !!named && Buffer.from(named).equals(identifier.valueBlock.valueHexView);
}

function faultOfContent(
  pdf: Uint8Array,
  { range: [, before, from, after] }: PdfSignature,
  signer: Pki.SignerInfo,
  certificate: Pki.Certificate,
): SealFault | null {
  const digest = digestName(signer.digestAlgorithm.algorithmId);
  if (typeof digest === 'string') return digest;
  const parts = [pdf.subarray(0, before), pdf.subarray(from, from + after)];
  const attributes = signer.signedAttrs;
  // Without attributes the signature would be over the bytes themselves; nobody makes such seals today.
  if (!attributes) return 'unsupported';
  const named = attribute(signer, OID.messageDigest)?.valueBlock?.valueHexView;
  const own = hashOf(digest.name, parts);
  if (!named || named.length !== own.length || !timingSafeEqual(named, own)) return 'altered';
  const checked = checkSignature({
    key: new Uint8Array(certificate.subjectPublicKeyInfo.toSchema().toBER()),
    method: signer.signatureAlgorithm,
    digest: signer.digestAlgorithm.algorithmId,
    data: new Uint8Array(attributes.encodedValue),
    signature: signer.signature.valueBlock.valueHexView,
  });
  if (checked === 'wrong') return 'forged';
  if (checked !== 'good') return checked;
  return isNamed(signer, certificate) ? null : 'forged';
}

/** Whether the signer meant this certificate, where it says so (RFC 5035). */
function isNamed(signer: Pki.SignerInfo, certificate: Pki.Certificate): boolean {
  const value = attribute(signer, OID.signingCertificateV2);
  if (!value) return true;
  const fields = (value as Nested).valueBlock.value[0]?.valueBlock.value[0]?.valueBlock.value ?? [];
  // The digest's algorithm comes first unless it is SHA-256.
  const [first, second] = fields as unknown as {
    readonly valueBlock: {
      readonly valueHexView?: Uint8Array;
      readonly value?: readonly { valueBlock: object }[];
    };
  }[];
  const algorithm = first?.valueBlock.value?.[0]?.valueBlock?.toString();
  const digest = algorithm === undefined ? { name: 'sha256' } : digestName(algorithm);
  const named = (algorithm === undefined ? first : second)?.valueBlock.valueHexView;
  if (typeof digest === 'string' || !named) return false;
  return Buffer.from(named).equals(hashOf(digest.name, [derOf(certificate)]));
}

interface Nested {
  readonly valueBlock: { readonly value: readonly Nested[] };
}

function attribute(signer: Pki.SignerInfo, oid: string) {
  const found = signer.signedAttrs?.attributes.find(({ type }) => type === oid);
  return found?.values[0] as { valueBlock?: { valueHexView?: Uint8Array } } | undefined;
}

function signingTime(signer: Pki.SignerInfo): number | null {
  const value = attribute(signer, OID.signingTime) as { toDate?(): Date } | undefined;
  return value?.toDate?.().getTime() ?? null;
}

function hashOf(name: string, parts: readonly Uint8Array[]): Uint8Array {
  if (name === 'sm3') return sm3(Buffer.concat(parts));
  const hash = createHash(name);
  for (const part of parts) hash.update(part);
  return hash.digest();
}
