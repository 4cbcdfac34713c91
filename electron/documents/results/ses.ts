import { createHash } from 'node:crypto';
import { BitString, fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { Certificate } from 'pkijs';
import { sm2Verifier } from '../../ciphers/index.ts';

/** SM2 with SM3 (GM/T 0006). */
const SM2_SM3 = '1.2.156.10197.1.501';
/** X.500 attributes that name a holder: organisation before person. */
const NAMES = ['2.5.4.10', '2.5.4.3'];
/** Of a point of SM2's curve: 04 ‖ x ‖ y. */
const POINT_BYTES = 65;

export interface SesSignature {
  readonly by: string | null;
  readonly keys: readonly string[];
  /** Whether the signature is right, given whether the hash in it is that of the Signature.xml. */
  stands(isHash: (hash: Uint8Array) => boolean): boolean;
}

/**
 * Reads a SES_Signature (GB/T 38540-2020 §6.2): `{ toSign, cert, signatureAlgID, signature, [0] timeStamp }`, where toSign is
 * `{ version, eseal, timeInfo, dataHash, propertyInfo, [0] extDatas }`. Null for anything else, such as GM/T 0031 of 2014 or
 * a bare PKCS #7: present, and not for this machine to judge. The seal's own maker is not checked.
 */
export function readSesSignature(der: Uint8Array): SesSignature | null {
  try {
    return read(der);
  } catch {
    return null;
  }
}

function read(der: Uint8Array): SesSignature | null {
  const [toSign, cert, algorithm, signature] = partsOf(fromBER(der).result);
  if (!(cert instanceof OctetString) || !(algorithm instanceof ObjectIdentifier)) return null;
  if (!(toSign instanceof Sequence) || !(signature instanceof BitString)) return null;
  const hash = partsOf(toSign)[3];
  if (algorithm.getValue() !== SM2_SM3 || !(hash instanceof BitString)) return null;
  const certificate = Uint8Array.from(cert.valueBlock.valueHexView);
  const { subject, subjectPublicKeyInfo } = Certificate.fromBER(certificate);
  const point = subjectPublicKeyInfo.subjectPublicKey.valueBlock.valueHexView;
  if (point.length !== POINT_BYTES) return null;
  const publicKey = Uint8Array.from(point);
  const signed = Uint8Array.from(toSign.valueBeforeDecodeView);
  const value = Uint8Array.from(signature.valueBlock.valueHexView);
  const named = NAMES.map((type) => subject.typesAndValues.find((one) => one.type === type)).find(
    (one) => one,
  );
  return {
    by: named ? String(named.value.valueBlock.value) : null,
    keys: [Buffer.from(publicKey).toString('hex'), createHash('sha256').update(certificate).digest('hex')],
    stands: (isHash) => isHash(hash.valueBlock.valueHexView) && verified(signed, value, publicKey),
  };
}

function partsOf(one: unknown): readonly unknown[] {
  return one instanceof Sequence ? one.valueBlock.value : [];
}

function verified(message: Uint8Array, signature: Uint8Array, publicKey: Uint8Array): boolean {
  try {
    return sm2Verifier(publicKey, { form: 'der' })(message, signature);
  } catch {
    // No point of the curve.
    return false;
  }
}
