import { err, ok, type Result } from '../../../core/index.ts';
import { ENVELOPE, type SoapVersion, WSSE, WSU } from './names.ts';
import {
  attributeOf,
  childrenNamed,
  elementsOf,
  holdsElementsOnly,
  isNamed,
  onlyChild,
  readXml,
  textOf,
  type XmlElement,
  type XmlProblem,
} from './xml/index.ts';

/** An envelope as it was read. `body` is the one Body that the envelope has, `content` the one element in it. */
export interface Envelope {
  /** The Security block that is meant for us. */
  readonly security: XmlElement | null;
  readonly body: XmlElement;
  readonly content: XmlElement;
}

/**
 * `xml-…`: no document that is read here. `envelope`: not SOAP of this version, or not of its form. `must-understand`: a
 * header that we would have to understand and do not.
 */
export type EnvelopeProblem = `xml-${XmlProblem}` | 'xml-utf8' | 'envelope' | 'must-understand';

/** Reads an envelope: Header and Body, each at most once, and nothing beside them. */
export function openEnvelope(bytes: Uint8Array, version: SoapVersion): Result<Envelope, EnvelopeProblem> {
  const text = utf8(bytes);
  if (text === null) return err('xml-utf8');
  const read = readXml(text);
  if (!read.ok) return err(`xml-${read.error}` as const);
  const root = read.value;
  const soap = ENVELOPE[version];
  const [first, second, ...more] = elementsOf(root);
  const header = first && second ? first : null;
  const body = second ?? first;
  if (!isNamed(root, soap, 'Envelope') || !holdsElementsOnly(root) || more.length > 0) return err('envelope');
  if (!body || !isNamed(body, soap, 'Body') || !holdsElementsOnly(body)) return err('envelope');
  if (header && !isNamed(header, soap, 'Header')) return err('envelope');
  const [content, further] = elementsOf(body);
  if (!content || further) return err('envelope');
  const forUs = header ? elementsOf(header).filter((one) => isForUs(one, version)) : [];
  const securities = forUs.filter((one) => isNamed(one, WSSE, 'Security'));
  if (securities.length > 1) return err('envelope');
  if (forUs.some((one) => !securities.includes(one) && mustBeUnderstood(one, soap)))
    return err('must-understand');
  return ok({ security: securities[0] ?? null, body, content });
}

/** Without an actor (1.1) or role (1.2) a header is for whoever receives the message at last. */
function isForUs(header: XmlElement, version: SoapVersion): boolean {
  const role = attributeOf(header, version === '1.1' ? 'actor' : 'role', ENVELOPE[version]) ?? '';
  return role === '' || role === `${ENVELOPE['1.2']}/role/ultimateReceiver`;
}

function mustBeUnderstood(header: XmlElement, soap: string): boolean {
  return ['1', 'true'].includes(attributeOf(header, 'mustUnderstand', soap)?.trim() ?? '');
}

/** When the sender says that it wrote this, in milliseconds since 1970; NaN when it does not say. */
export function createdAt({ security }: Envelope): number {
  const [timestamp] = security ? childrenNamed(security, WSU, 'Timestamp') : [];
  const created = timestamp && onlyChild(timestamp, WSU, 'Created');
  return created ? Date.parse(textOf(created)?.trim() ?? '') : Number.NaN;
}

function utf8(bytes: Uint8Array): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
}
