import { createHash, type KeyObject, sign } from 'node:crypto';
import { Null, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import type * as Pki from 'pkijs';
import { type Sm2Sign, sm3 } from '../../ciphers/index.ts';
import { OID } from './algorithms.ts';
import { derOf } from './certificates.ts';

/** A key that seals, and by which method. */
export type SealingKey =
  | { readonly kind: 'rsa' | 'ecdsa'; readonly key: KeyObject }
  | { readonly kind: 'sm2'; readonly sign: Sm2Sign };

const METHODS = {
  rsa: { digest: OID.sha256, signature: OID.rsa },
  ecdsa: { digest: OID.sha256, signature: OID.ecdsaWithSha256 },
  sm2: { digest: OID.sm3, signature: OID.sm2WithSm3 },
} as const;

/**
 * A detached CMS signature over `content` (RFC 5652), DER: content type, digest and the signer's certificate are signed
 * (ETSI EN 319 142-1 §6.3, baseline B-B; the time stands in the PDF). RSA and ECDSA over SHA-256; SM2 over SM3 with the
 * object identifiers of GM/T 0006.
 */
export function detachedCms(
  pkijs: typeof Pki,
  content: Uint8Array,
  {
    key,
    certificate,
    chain,
  }: { key: SealingKey; certificate: Pki.Certificate; chain: readonly Pki.Certificate[] },
): Uint8Array {
  const method = METHODS[key.kind];
  const hash = (bytes: Uint8Array) =>
    key.kind === 'sm2' ? sm3(bytes) : createHash('sha256').update(bytes).digest();
  const ordered = inOrder(
    [
      new pkijs.Attribute({ type: OID.contentType, values: [new ObjectIdentifier({ value: OID.data })] }),
      new pkijs.Attribute({ type: OID.messageDigest, values: [octets(hash(content))] }),
      new pkijs.Attribute({
        type: OID.signingCertificateV2,
        values: [named(method.digest, hash(derOf(certificate)))],
      }),
    ].map((attribute) => ({ attribute, der: new Uint8Array(attribute.toSchema().toBER()) })),
  );
  const attributes = new pkijs.SignedAndUnsignedAttributes({
    type: 0,
    attributes: ordered.map(({ attribute }) => attribute),
  });
  const info = new pkijs.SignerInfo({
    version: 1,
    sid: new pkijs.IssuerAndSerialNumber({
      issuer: certificate.issuer,
      serialNumber: certificate.serialNumber,
    }),
    digestAlgorithm: algorithm(pkijs, method.digest),
    signedAttrs: attributes,
    signatureAlgorithm: algorithm(pkijs, method.signature, key.kind === 'rsa'),
  });
  const set = derSet(ordered.map(({ der }) => der));
  const signature = key.kind === 'sm2' ? key.sign(set) : sign('sha256', set, key.key);
  info.signature = octets(signature);
  const signed = new pkijs.SignedData({
    version: 1,
    digestAlgorithms: [algorithm(pkijs, method.digest)],
    encapContentInfo: new pkijs.EncapsulatedContentInfo({ eContentType: OID.data }),
    certificates: [certificate, ...chain],
    signerInfos: [info],
  });
  return new Uint8Array(
    new pkijs.ContentInfo({ contentType: OID.signedData, content: signed.toSchema(true) }).toSchema().toBER(),
  );
}

function algorithm(pkijs: typeof Pki, oid: string, withNull = false): Pki.AlgorithmIdentifier {
  return new pkijs.AlgorithmIdentifier({
    algorithmId: oid,
    ...(withNull ? { algorithmParams: new Null() } : {}),
  });
}

/** SigningCertificateV2 of RFC 5035: SHA-256 is left out as the default it is. */
function named(digest: string, hash: Uint8Array): Sequence {
  const which =
    digest === OID.sha256 ? [] : [new Sequence({ value: [new ObjectIdentifier({ value: digest })] })];
  const one = new Sequence({ value: [...which, octets(hash)] });
  return new Sequence({ value: [new Sequence({ value: [one] })] });
}

function octets(bytes: Uint8Array): OctetString {
  return new OctetString({ valueHex: Uint8Array.from(bytes).buffer });
}

/** The members of a SET OF as DER orders them, by their encodings (X.690 §11.6). */
function inOrder<T extends { readonly der: Uint8Array }>(members: readonly T[]): T[] {
  return [...members].sort((a, b) => Buffer.compare(a.der, b.der));
}

/** What is signed: the attributes as a SET (RFC 5652 §5.4), though they stand in the file under another tag. */
function derSet(members: readonly Uint8Array[]): Uint8Array {
  const body = Buffer.concat(members);
  const { length } = body;
  const size =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([0x31, ...size, ...body]);
}
