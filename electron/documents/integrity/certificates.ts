import { createHash, webcrypto } from 'node:crypto';
import type * as Pki from 'pkijs';
import { err, ok, type Result } from '../../core/index.ts';
import { checkSignature } from './algorithms.ts';
import type { SealCertificate, SealFault, Trust, TrustedCertificate } from './seal.ts';

type PkiJs = typeof Pki;

const PEM = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]+)-----END CERTIFICATE-----/g;
const KEY_USAGE = '2.5.29.15';
/** digitalSignature and contentCommitment, the first two bits (RFC 5280 §4.2.1.3). */
const SIGNING_BITS = 0xc0;
const COMMON_NAME = '2.5.4.3';
const ORGANISATION = '2.5.4.10';

/** The library that reads certificates, loaded at the first use: nothing but seals needs it. */
export const loadPki = (): Promise<PkiJs> => import('pkijs');

/** Every certificate of a PEM text, as DER. An error when there is none, or one is no certificate. */
export async function certificatesOfPem(
  text: string,
): Promise<Result<readonly TrustedCertificate[], { readonly message: string }>> {
  const pkijs = await loadPki();
  const found = [...text.matchAll(PEM)].map(([, base64 = '']) => Buffer.from(base64, 'base64'));
  if (found.length === 0) return err({ message: 'there is no certificate in PEM in it' });
  return found.every((der) => certificateOf(pkijs, der) !== null)
    ? ok(found)
    : err({ message: 'one of its certificates cannot be read' });
}

/** Null when it is no certificate. */
export function certificateOf(pkijs: PkiJs, der: Uint8Array): Pki.Certificate | null {
  try {
    return pkijs.Certificate.fromBER(Uint8Array.from(der));
  } catch {
    return null;
  }
}

export function derOf(certificate: Pki.Certificate): Uint8Array {
  return new Uint8Array(certificate.toSchema(false).toBER());
}

export function describeCertificate(certificate: Pki.Certificate): SealCertificate {
  return {
    subject: nameOf(certificate.subject),
    issuer: nameOf(certificate.issuer),
    serial: Buffer.from(certificate.serialNumber.valueBlock.valueHexView).toString('hex'),
    validFrom: certificate.notBefore.value.getTime(),
    validTo: certificate.notAfter.value.getTime(),
    sha256: createHash('sha256').update(derOf(certificate)).digest('hex'),
  };
}

function nameOf({ typesAndValues }: Pki.RelativeDistinguishedNames): string {
  const value = (oid: string) =>
    typesAndValues.find(({ type }) => type === oid)?.value.valueBlock.value as string | undefined;
  return value(COMMON_NAME) ?? value(ORGANISATION) ?? '';
}

/** Whether a signer is believed, at `trust.at`; null when it is. `others`: certificates that came with the seal. */
export async function faultOfSigner(
  pkijs: PkiJs,
  signer: Pki.Certificate,
  others: readonly Pki.Certificate[],
  trust: Trust,
): Promise<SealFault | null> {
  if (signer.notBefore.value.getTime() > trust.at) return 'not-yet-valid';
  if (signer.notAfter.value.getTime() < trust.at) return 'expired';
  if (!maySign(signer)) return 'not-for-signing';
  const own = Buffer.from(derOf(signer));
  if (trust.certificates.some((der) => own.equals(der))) return null;
  const trusted = trust.certificates.flatMap((der) => certificateOf(pkijs, der) ?? []);
  const engine = new pkijs.CertificateChainValidationEngine({
    trustedCerts: trusted,
    // The one that is asked about stands last.
    certs: [...others.filter((one) => !own.equals(derOf(one))), signer],
    checkDate: new Date(trust.at),
  });
  const { result, resultCode } = await engine.verify({ passedWhenNotRevValues: true }, cryptoOf(pkijs));
  if (result) return null;
  return resultCode === DATE_WRONG ? 'expired' : 'untrusted';
}

/** The engine's code for a certificate of the chain that is not valid at the time. */
const DATE_WRONG = 8;

function maySign(certificate: Pki.Certificate): boolean {
  const usage = certificate.extensions?.find(({ extnID }) => extnID === KEY_USAGE)?.parsedValue as
    | { valueBlock: { valueHexView: Uint8Array } }
    | undefined;
  return !usage || ((usage.valueBlock.valueHexView[0] ?? 0) & SIGNING_BITS) !== 0;
}

type EngineCrypto = ConstructorParameters<typeof Pki.CryptoEngine>[0]['crypto'];

/** The library's engine with this house's judgement of signatures: SM2 among them, weak ones not. */
function cryptoOf(pkijs: PkiJs): Pki.CryptoEngine {
  class Engine extends pkijs.CryptoEngine {
    override verifyWithPublicKey(
      data: ArrayBuffer | ArrayBufferView,
      signature: { readonly valueBlock: { readonly valueHexView: Uint8Array } },
      publicKeyInfo: Pki.PublicKeyInfo,
      signatureAlgorithm: Pki.AlgorithmIdentifier,
    ): Promise<boolean> {
      const verdict = checkSignature({
        key: new Uint8Array(publicKeyInfo.toSchema().toBER()),
        method: signatureAlgorithm,
        data: viewOf(data),
        signature: signature.valueBlock.valueHexView,
      });
      return Promise.resolve(verdict === 'good');
    }
  }
  return new Engine({ name: 'tongban', crypto: webcrypto as EngineCrypto });
}

function viewOf(data: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
