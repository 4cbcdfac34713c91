import { createPrivateKey, createPublicKey, type KeyObject, X509Certificate } from 'node:crypto';
import { err, ok, type Result } from '../../../core/index.ts';
import type { SecretName } from '../../adapter-kind.ts';
import type { SoapConfig } from './config.ts';

/** What we prove ourselves with. */
export type Account =
  | { readonly by: 'password'; readonly name: string; readonly password: string; readonly digest: boolean }
  | {
      readonly by: 'signature';
      readonly key: KeyObject;
      /** Base64 of the DER. */
      readonly certificate: string;
    };

/** `no-<name>`: the machine has no such secret. `bad-<name>`: it is none that can be used. */
export type KeysProblem =
  | 'no-password'
  | `${'no' | 'bad'}-${'x509-key' | 'x509-certificate'}`
  /** Key and certificate are not of one pair. */
  | 'x509-mismatch';

const SHORTEST_RSA = 2048;
const CURVES: readonly (string | undefined)[] = ['prime256v1', 'secp384r1'];

/** RSA of 2048 bits or more, or the curves P-256 and P-384. */
export function canSign(key: KeyObject): boolean {
  if (key.asymmetricKeyType === 'rsa') return (key.asymmetricKeyDetails?.modulusLength ?? 0) >= SHORTEST_RSA;
  return key.asymmetricKeyType === 'ec' && CURVES.includes(key.asymmetricKeyDetails?.namedCurve);
}

/**
 * The account's secrets: `password`, or `x509-key` and `x509-certificate` as PEM. Asked for anew each time, so that they can
 * be changed while the machine runs; worked out again only when one is another.
 */
export function accountOf(
  config: Pick<SoapConfig, 'security' | 'clientId'>,
  secret: (name: SecretName) => Promise<string | null>,
): () => Promise<Result<Account, KeysProblem>> {
  let held: { readonly text: string; readonly account: Result<Account, KeysProblem> } | null = null;
  return async () => {
    if (config.security !== 'x509') {
      const password = await secret('password');
      if (password === null) return err('no-password');
      const digest = config.security === 'username-digest';
      return ok({ by: 'password', name: config.clientId ?? '', password, digest });
    }
    const [key, certificate] = await Promise.all([secret('x509-key'), secret('x509-certificate')]);
    if (key === null) return err('no-x509-key');
    if (certificate === null) return err('no-x509-certificate');
    const text = `${key}\n${certificate}`;
    if (held?.text !== text) held = { text, account: signerOf(key, certificate) };
    return held.account;
  };
}

function signerOf(keyText: string, certificateText: string): Result<Account, KeysProblem> {
  const key = attempt(() => createPrivateKey(keyText));
  if (!key || !canSign(key)) return err('bad-x509-key');
  const certificate = attempt(() => new X509Certificate(certificateText));
  if (!certificate) return err('bad-x509-certificate');
  if (!certificate.checkPrivateKey(key)) return err('x509-mismatch');
  return ok({ by: 'signature', key, certificate: certificate.raw.toString('base64') });
}

/** The region's public key as the region file pins it, or null when it is none that can be used. */
export function regionKeyOf(
  config: Pick<SoapConfig, 'regionCertificate' | 'regionPublicKey'>,
): KeyObject | null {
  const { regionCertificate, regionPublicKey } = config;
  const key =
    regionCertificate === undefined
      ? attempt(() => createPublicKey(keyInput(regionPublicKey ?? '')))
      : attempt(() => new X509Certificate(certificateInput(regionCertificate)).publicKey);
  return key && canSign(key) ? key : null;
}

const isPem = (text: string) => text.includes('-----BEGIN');

const certificateInput = (text: string) => (isPem(text) ? text : Buffer.from(text, 'base64'));

function keyInput(text: string): Parameters<typeof createPublicKey>[0] {
  // Node would take the public half of a private key; one of those has no place in a region file.
  if (/PRIVATE/.test(text)) throw new TypeError('a private key');
  return isPem(text) ? text : { key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' };
}

function attempt<T>(make: () => T): T | null {
  try {
    return make();
  } catch {
    return null;
  }
}
