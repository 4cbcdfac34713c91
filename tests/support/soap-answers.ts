import { createHash, type KeyObject, sign } from 'node:crypto';
import {
  canonical,
  elementsOf,
  readXml,
  type XmlElement,
} from '../../electron/regions/adapters/soap/xml/index.ts';

/** Envelopes as a region writes them, for tests that change one thing about them. */

export const SOAP = {
  '1.1': 'http://schemas.xmlsoap.org/soap/envelope/',
  '1.2': 'http://www.w3.org/2003/05/soap-envelope',
} as const;
const WSS = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity';
export const WSSE = `${WSS}-secext-1.0.xsd`;
export const WSU = `${WSS}-utility-1.0.xsd`;
export const DS = 'http://www.w3.org/2000/09/xmldsig#';
export const C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export interface AnswerParts {
  readonly version?: '1.1' | '1.2';
  readonly key: KeyObject;
  readonly content: string;
  readonly created?: string;
  /** Ids of what the signature refers to; both unless told. */
  readonly signs?: readonly ('Body-1' | 'TS-1')[];
  readonly signatureMethod?: string;
  readonly digestMethod?: string;
  readonly transforms?: string;
  /** Beside the Security header. */
  readonly headers?: string;
}

const TRANSFORM = `<ds:Transform Algorithm="${C14N}"/>`;

/** A signed envelope with the namespaces declared at the top. */
export function signedAnswer(parts: AnswerParts): string {
  const { version = '1.1', key, content, signs = ['TS-1', 'Body-1'], headers = '' } = parts;
  const created = parts.created ?? '2026-11-20T02:00:00Z';
  const head = `<s:Envelope xmlns:s="${SOAP[version]}" xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}" xmlns:tb="urn:tongban:region:1"><s:Header>${headers}<wsse:Security>`;
  const timestamp = `<wsu:Timestamp wsu:Id="TS-1"><wsu:Created>${created}</wsu:Created></wsu:Timestamp>`;
  const tail = `</wsse:Security></s:Header><s:Body wsu:Id="Body-1">${content}</s:Body></s:Envelope>`;
  const root = read(`${head}${timestamp}${tail}`);
  const [header, body] = elementsOf(root) as [XmlElement, XmlElement];
  const security = elementsOf(header).at(-1) as XmlElement;
  const named = { 'Body-1': body, 'TS-1': elementsOf(security)[0] as XmlElement };
  const references = signs.map((id) => {
    const digest = createHash('sha256').update(canonical(named[id])).digest('base64');
    return `<ds:Reference URI="#${id}"><ds:Transforms>${parts.transforms ?? TRANSFORM}</ds:Transforms><ds:DigestMethod Algorithm="${parts.digestMethod ?? SHA256}"/><ds:DigestValue>${digest}</ds:DigestValue></ds:Reference>`;
  });
  const rsa = key.asymmetricKeyType === 'rsa';
  const method =
    parts.signatureMethod ?? `http://www.w3.org/2001/04/xmldsig-more#${rsa ? 'rsa' : 'ecdsa'}-sha256`;
  const info = `<ds:SignedInfo xmlns:ds="${DS}"><ds:CanonicalizationMethod Algorithm="${C14N}"/><ds:SignatureMethod Algorithm="${method}"/>${references.join('')}</ds:SignedInfo>`;
  const text = Buffer.from(canonical(read(info)));
  const value = sign('sha256', text, { key, dsaEncoding: 'ieee-p1363' }).toString('base64');
  const signature = `<ds:Signature xmlns:ds="${DS}">${info}<ds:SignatureValue>${value}</ds:SignatureValue></ds:Signature>`;
  return `${head}${timestamp}${signature}${tail}`;
}

function read(text: string): XmlElement {
  const result = readXml(text);
  if (!result.ok) throw new Error(`${result.error}: ${text}`);
  return result.value;
}
