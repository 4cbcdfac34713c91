import {
  createHash,
  createPublicKey,
  type KeyObject,
  timingSafeEqual,
  verify,
  X509Certificate,
} from 'node:crypto';
import { soapXml } from '../../../regions/index.ts';

type XmlElement = soapXml.XmlElement;
const { attributeOf, childrenNamed, elementsOf, isNamed, onlyChild, textOf } = soapXml;

export type SoapGateSecurity = 'username-digest' | 'username-text' | 'x509';

export interface SoapGateOptions {
  readonly version: '1.1' | '1.2';
  readonly security: SoapGateSecurity;
  /** The one account. */
  readonly account: {
    readonly name: string;
    readonly password: string;
    /** PEM; with `x509`. */
    readonly certificate?: string | undefined;
  };
  /** Milliseconds that a request's time may differ; `SOAP_SKEW_MS` unless told. */
  readonly skewMs?: number | undefined;
}

export const SOAP_SKEW_MS = 300_000;
export const SOAP_NAMES = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  c14n: 'http://www.w3.org/2001/10/xml-exc-c14n#',
  sha256: 'http://www.w3.org/2001/04/xmlenc#sha256',
  rsa: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
  ec: 'http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256',
} as const;
const N = SOAP_NAMES;

/** A fault as `wsse:…` or `wsu:…`, or one of SOAP's own sides. */
export type SoapRefusal = `${'wsse' | 'wsu'}:${string}` | 'client' | 'version';

/** An element that passed every check: the operation's, in the Body that was signed. */
export interface SoapPassed {
  readonly operation: XmlElement;
}

/** The region's own checks of a request, written from the wire format's description and not shared with the adapter. */
export class SoapGate {
  readonly #options: SoapGateOptions;
  readonly #key: KeyObject | null;
  readonly #certificate: string | null;
  /** Nonces and signatures → until when (milliseconds) they cannot come again. */
  readonly #seen = new Map<string, number>();
  #swept = 0;

  constructor(options: SoapGateOptions) {
    this.#options = options;
    const { certificate } = options.account;
    const known = certificate === undefined ? null : new X509Certificate(certificate);
    this.#key = known && createPublicKey(known.publicKey.export({ type: 'spki', format: 'pem' }));
    this.#certificate = known?.raw.toString('base64') ?? null;
  }

  /** `nowMs`: by the region's clock. */
  open(body: Uint8Array, nowMs: number): { readonly refusal: SoapRefusal } | SoapPassed {
    const { version } = this.#options;
    const soap = N[version];
    const read = soapXml.readXml(Buffer.from(body).toString('utf8'));
    if (!read.ok || read.value.local !== 'Envelope') return { refusal: 'client' };
    if (read.value.namespace !== soap) return { refusal: 'version' };
    const [header, bodyElement, more] = elementsOf(read.value);
    if (!header || !bodyElement || more) return { refusal: 'client' };
    if (!isNamed(header, soap, 'Header') || !isNamed(bodyElement, soap, 'Body')) return { refusal: 'client' };
    const security = onlyChild(header, N.wsse, 'Security');
    if (!security) return { refusal: 'wsse:InvalidSecurity' };
    const refusal = this.#timeWrong(security, nowMs) ?? this.#proofWrong(security, bodyElement, nowMs);
    if (refusal !== null) return { refusal };
    const [operation, second] = elementsOf(bodyElement);
    return operation && !second ? { operation } : { refusal: 'client' };
  }

  #timeWrong(security: XmlElement, now: number): SoapRefusal | null {
    const timestamp = onlyChild(security, N.wsu, 'Timestamp');
    if (!timestamp) return 'wsse:InvalidSecurity';
    const [created, expires] = [instantIn(timestamp, 'Created'), instantIn(timestamp, 'Expires')];
    if (Number.isNaN(created) || !(expires > created)) return 'wsse:InvalidSecurity';
    const skew = this.#options.skewMs ?? SOAP_SKEW_MS;
    return created > now + skew || created < now - skew || expires < now ? 'wsu:MessageExpired' : null;
  }

  #proofWrong(security: XmlElement, body: XmlElement, now: number): SoapRefusal | null {
    return this.#options.security === 'x509'
      ? this.#signatureWrong(security, body, now)
      : this.#tokenWrong(security, now);
  }

  #tokenWrong(security: XmlElement, now: number): SoapRefusal | null {
    const { account, security: mode } = this.#options;
    const token = onlyChild(security, N.wsse, 'UsernameToken');
    const password = token && onlyChild(token, N.wsse, 'Password');
    const nonce = token && onlyChild(token, N.wsse, 'Nonce');
    const created = token && onlyChild(token, N.wsu, 'Created');
    if (!password || !nonce || !created) return 'wsse:InvalidSecurity';
    const type = mode === 'username-digest' ? '#PasswordDigest' : '#PasswordText';
    if (!attributeOf(password, 'Type')?.endsWith(type)) return 'wsse:InvalidSecurity';
    const bytes = Buffer.from(textOf(nonce) ?? '', 'base64');
    if (bytes.length < 8) return 'wsse:InvalidSecurity';
    const time = textOf(created) ?? '';
    const skew = this.#options.skewMs ?? SOAP_SKEW_MS;
    if (!(Math.abs(Date.parse(time) - now) <= skew)) return 'wsse:FailedAuthentication';
    const digest = createHash('sha1')
      .update(bytes)
      .update(time + account.password);
    const expected = mode === 'username-digest' ? digest.digest('base64') : account.password;
    const name = onlyChild(token, N.wsse, 'Username');
    if (!name || textOf(name) !== account.name || !same(textOf(password) ?? '', expected))
      return 'wsse:FailedAuthentication';
    return this.#again(bytes.toString('base64'), now) ? 'wsse:FailedAuthentication' : null;
  }

  #signatureWrong(security: XmlElement, body: XmlElement, now: number): SoapRefusal | null {
    const token = onlyChild(security, N.wsse, 'BinarySecurityToken');
    const signature = onlyChild(security, N.ds, 'Signature');
    const info = signature && onlyChild(signature, N.ds, 'SignedInfo');
    const value = signature && onlyChild(signature, N.ds, 'SignatureValue');
    if (!token || !signature || !info || !value || !this.#key) return 'wsse:InvalidSecurity';
    if (!attributeOf(token, 'ValueType')?.endsWith('#X509v3')) return 'wsse:UnsupportedSecurityToken';
    const certificate = (textOf(token) ?? '').replaceAll(/\s/g, '');
    if (certificate !== this.#certificate) return 'wsse:InvalidSecurityToken';
    const id = attributeOf(token, 'Id', N.wsu);
    if (id === undefined || keyReferenceOf(signature) !== `#${id}`) return 'wsse:InvalidSecurity';
    const algorithm = this.#key.asymmetricKeyType === 'rsa' ? N.rsa : N.ec;
    if (algorithmOf(info, 'SignatureMethod') !== algorithm) return 'wsse:UnsupportedAlgorithm';
    if (algorithmOf(info, 'CanonicalizationMethod') !== N.c14n) return 'wsse:UnsupportedAlgorithm';
    const timestamp = onlyChild(security, N.wsu, 'Timestamp') as XmlElement;
    const covered = [body, timestamp].every((element) => isDigested(element, info));
    const bytes = Buffer.from(textOf(value) ?? '', 'base64');
    const text = Buffer.from(soapXml.canonical(info));
    const key = { key: this.#key, dsaEncoding: 'ieee-p1363' as const };
    if (!covered || !verify('sha256', text, key, bytes)) return 'wsse:FailedCheck';
    return this.#again(bytes.toString('base64'), now) ? 'wsse:FailedCheck' : null;
  }

  /** Whether it came before; from now on it did. */
  #again(text: string, now: number): boolean {
    const life = 2 * (this.#options.skewMs ?? SOAP_SKEW_MS);
    if (Math.abs(now - this.#swept) > life / 10) {
      for (const [old, until] of this.#seen) if (until < now) this.#seen.delete(old);
      this.#swept = now;
    }
    if ((this.#seen.get(text) ?? Number.NEGATIVE_INFINITY) >= now) return true;
    this.#seen.set(text, now + life);
    return false;
  }
}

function instantIn(timestamp: XmlElement, name: string): number {
  const element = onlyChild(timestamp, N.wsu, name);
  const text = (element && textOf(element)) ?? '';
  return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) ? Date.parse(text) : Number.NaN;
}

function keyReferenceOf(signature: XmlElement): string | undefined {
  const info = onlyChild(signature, N.ds, 'KeyInfo');
  const holder = info && onlyChild(info, N.wsse, 'SecurityTokenReference');
  const reference = holder && onlyChild(holder, N.wsse, 'Reference');
  return reference ? attributeOf(reference, 'URI') : undefined;
}

function algorithmOf(parent: XmlElement, name: string): string | undefined {
  const element = onlyChild(parent, N.ds, name);
  return element ? attributeOf(element, 'Algorithm') : undefined;
}

function isDigested(element: XmlElement, info: XmlElement): boolean {
  const id = attributeOf(element, 'Id', N.wsu);
  const references = childrenNamed(info, N.ds, 'Reference');
  const reference = references.find((one) => id !== undefined && attributeOf(one, 'URI') === `#${id}`);
  const transforms = reference && onlyChild(reference, N.ds, 'Transforms');
  if (!transforms || algorithmOf(transforms, 'Transform') !== N.c14n) return false;
  if (algorithmOf(reference, 'DigestMethod') !== N.sha256) return false;
  const value = onlyChild(reference, N.ds, 'DigestValue');
  const digest = createHash('sha256').update(soapXml.canonical(element)).digest('base64');
  return value !== null && textOf(value) === digest;
}

function same(a: string, b: string): boolean {
  const [one, other] = [Buffer.from(a), Buffer.from(b)];
  return one.length === other.length && timingSafeEqual(one, other);
}
