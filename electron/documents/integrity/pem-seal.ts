import { createPrivateKey, createPublicKey } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { fromBER, ObjectIdentifier, OctetString, Sequence } from 'asn1js';
import { sm2PublicKeyOf, sm2Signer } from '../../ciphers/index.ts';
import { err, ok, type RandomBytes, type Result } from '../../core/index.ts';
import { OID } from './algorithms.ts';
import { certificateOf, certificatesOfPem, describeCertificate, loadPki } from './certificates.ts';
import type { SealKeyFailure, SealOutcome } from './seal.ts';
import { sealPdf } from './seal-pdf.ts';
import type { SealingKey } from './sign-cms.ts';

/**
 * A seal whose key stands in PEM (PKCS #8, or `EC PRIVATE KEY`; RSA of 2048 bits or more, ECDSA on P-256, SM2) without a
 * passphrase. `certificates`: the signer's first, then those that lead to the root. An error says which file is wrong and why.
 */
export async function sealOfPem(
  { key, certificates }: { readonly key: string; readonly certificates: string },
  { random, now }: { readonly random: RandomBytes; readonly now: number },
): Promise<SealOutcome> {
  const seal = await sealOfTexts({ key, certificates }, random);
  return seal.ok && seal.value.validTo < now
    ? err({ message: `the seal's certificate of ${seal.value.signer} has run out: get a new one` })
    : seal;
}

async function sealOfTexts(
  { key, certificates }: { readonly key: string; readonly certificates: string },
  random: RandomBytes,
): Promise<SealOutcome> {
  const ders = await certificatesOfPem(certificates);
  if (!ders.ok) return err({ message: `the seal's certificates: ${ders.error.message}` });
  const pkijs = await loadPki();
  const [certificate, ...chain] = ders.value.flatMap((der) => certificateOf(pkijs, der) ?? []);
  if (!certificate) return err({ message: "the seal's certificates: there is none" });
  const spki = Buffer.from(certificate.subjectPublicKeyInfo.toSchema().toBER());
  const sealing = keyOf(key, spki, random);
  if (!sealing.ok) return sealing;
  const { subject: name, validTo } = describeCertificate(certificate);
  return ok({
    signer: name,
    validTo,
    seal: (pdf, why) => sealPdf(pdf, { key: sealing.value, certificate, chain, name }, why),
  });
}

/**
 * The same from files. The key's is refused when others than its owner may read it. A certificate that has run out is the
 * caller's to notice (`validTo`).
 */
export async function loadSeal(
  files: { readonly key: string; readonly certificates: string },
  random: RandomBytes,
): Promise<SealOutcome> {
  const key = readText(files.key);
  if (!key.ok) return key;
  // Windows tells no such rights apart.
  if (process.platform !== 'win32' && (key.value.mode & 0o077) !== 0)
    return err({ message: `the seal's key ${files.key} is open to others: run chmod 600 on it` });
  const certificates = readText(files.certificates);
  if (!certificates.ok) return certificates;
  return sealOfTexts({ key: key.value.text, certificates: certificates.value.text }, random);
}

function readText(path: string): Result<{ readonly text: string; readonly mode: number }, SealKeyFailure> {
  try {
    return ok({ text: readFileSync(path, 'utf8'), mode: statSync(path).mode });
  } catch (error) {
    return err({
      message: `the seal's file ${path} cannot be read (${(error as NodeJS.ErrnoException).code})`,
    });
  }
}

function keyOf(pem: string, spki: Buffer, random: RandomBytes): Result<SealingKey, SealKeyFailure> {
  const sm2 = sm2ScalarOf(pem);
  if (sm2) {
    return Buffer.from(sm2PublicKeyOf(sm2)).equals(spki.subarray(-65))
      ? ok({ kind: 'sm2', sign: sm2Signer(sm2, random, { form: 'der' }) })
      : err(OTHER_KEY);
  }
  try {
    const key = createPrivateKey(pem);
    if (!createPublicKey(key).export({ format: 'der', type: 'spki' }).equals(spki)) return err(OTHER_KEY);
    const { modulusLength = 0, namedCurve } = key.asymmetricKeyDetails ?? {};
    if (key.asymmetricKeyType === 'rsa' && modulusLength >= 2048) return ok({ kind: 'rsa', key });
    if (key.asymmetricKeyType === 'ec' && namedCurve === 'prime256v1') return ok({ kind: 'ecdsa', key });
    return err({ message: "the seal's key is of a kind that does not seal: RSA of 2048 bits, P-256 or SM2" });
  } catch {
    return err({ message: "the seal's key: there is no private key in PEM without a passphrase in it" });
  }
}

const OTHER_KEY: SealKeyFailure = {
  message: "the seal's key does not belong to its certificate: take the pair that was made together",
};

/** The 32 bytes of an SM2 key in PEM: not every runtime's OpenSSL knows the curve. Null for any other key. */
function sm2ScalarOf(pem: string): Uint8Array | null {
  const base64 = /-----BEGIN (?:EC )?PRIVATE KEY-----([A-Za-z0-9+/=\s]+)-----END/.exec(pem)?.[1];
  if (base64 === undefined) return null;
  const der = Buffer.from(base64, 'base64');
  const { result } = fromBER(Uint8Array.from(der));
  if (!(result instanceof Sequence)) return null;
  const parts = result.valueBlock.value;
  const wrapped = parts[2];
  // PKCS #8: version, algorithm with its curve, and the SEC 1 key inside.
  if (wrapped instanceof OctetString) {
    const algorithm = parts[1];
    const curve = algorithm instanceof Sequence ? algorithm.valueBlock.value[1] : undefined;
    if (!(curve instanceof ObjectIdentifier) || curve.valueBlock.toString() !== OID.sm2Curve) return null;
    const inner = fromBER(Uint8Array.from(wrapped.valueBlock.valueHexView)).result;
    return inner instanceof Sequence ? scalarIn(inner) : null;
  }
  return der.includes(SM2_CURVE_DER) ? scalarIn(result) : null;
}

/** The curve's object identifier in DER, 1.2.156.10197.1.301. */
const SM2_CURVE_DER = Buffer.from('06082a811ccf5501822d', 'hex');

function scalarIn(sec1: Sequence): Uint8Array | null {
  const scalar = sec1.valueBlock.value[1];
  return scalar instanceof OctetString ? Uint8Array.from(scalar.valueBlock.valueHexView) : null;
}
