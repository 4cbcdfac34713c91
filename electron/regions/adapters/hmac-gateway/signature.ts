import { createHash, createHmac } from 'node:crypto';

/** What one request's signature covers. */
export interface SignedParts {
  readonly method: 'GET' | 'POST';
  /** Path as it stands in the request line, percent-encoded. */
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly accessKey: string;
  /** RFC 1123 in GMT, as in the date header. */
  readonly date: string;
  /** Of the body, base64; null where the gateway's signature leaves it out. */
  readonly bodyDigest: string | null;
}

/**
 * The text that is signed, as the eastern provinces' gateways (浙江 IRS) describe it:
 * `METHOD\nPATH\nQUERY\nACCESS-KEY\nDATE\n`, and, where the body is signed too, its digest and a line feed more.
 */
export function signedText(parts: SignedParts): string {
  const lines = [
    parts.method,
    parts.path,
    canonicalQuery(parts.query),
    parts.accessKey,
    parts.date,
    ...(parts.bodyDigest === null ? [] : [parts.bodyDigest]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}

/** Base64(HMAC-SHA256(secret, signed text)); the secret is used as UTF-8. */
export function signatureOf(secret: string, parts: SignedParts): string {
  return createHmac('sha256', secret).update(signedText(parts), 'utf8').digest('base64');
}

/** SHA-256 of the body's bytes, base64. */
export function bodyDigestOf(body: string | Uint8Array): string {
  return createHash('sha256').update(body).digest('base64');
}

/**
 * `name=value` pairs joined by `&`, both percent-encoded (RFC 3986, space as %20), sorted by their encoded bytes: by name,
 * then by value. The same text stands in the request line, so that a gateway may sign what it reads.
 */
export function canonicalQuery(query: SignedParts['query']): string {
  return query
    .map(([name, value]) => [encode(name), encode(value)] as const)
    .toSorted(([a, x], [b, y]) => compare(a, b) || compare(x, y))
    .map(([name, value]) => `${name}=${value}`)
    .join('&');
}

/** encodeURIComponent leaves five marks that RFC 3986 reserves. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll(
    /[!'()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Encoded text is ASCII: the order of its characters is that of its bytes. */
function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** `Sat, 21 Nov 2026 08:00:00 GMT` */
export function httpDate(ms: number): string {
  return new Date(ms).toUTCString();
}
