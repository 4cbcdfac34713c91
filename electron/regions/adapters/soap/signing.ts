import { type KeyObject, sign, verify } from 'node:crypto';
import { promisify } from 'node:util';

const signAsync = promisify(sign);

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** Bytes of r and of s, by curve. */
const WIDTHS: Readonly<Record<string, number>> = { prime256v1: 32, secp384r1: 48 };

/**
 * RSA (PKCS #1 1.5) or ECDSA with SHA-256 as XML Signature writes them: ECDSA as r ‖ s (RFC 4050 §3.3). RSA takes a
 * millisecond and works in Node's thread pool; for ECDSA the way there and back is longer than the work.
 */
export async function signText(text: string, key: KeyObject): Promise<Buffer> {
  const bytes = Buffer.from(text, 'utf8');
  if (key.asymmetricKeyType === 'rsa') return signAsync('sha256', bytes, key);
  return rawOf(sign('sha256', bytes, key), widthOf(key));
}

/** Never throws: whatever the bytes are, they are a signature or they are none. */
export function isSignature(text: string, key: KeyObject, signature: Buffer): boolean {
  const bytes = Buffer.from(text, 'utf8');
  if (key.asymmetricKeyType === 'rsa') return verify('sha256', bytes, key, signature);
  const width = widthOf(key);
  return signature.length === 2 * width && verify('sha256', bytes, key, derOf(signature, width));
}

function widthOf(key: KeyObject): number {
  const width = WIDTHS[key.asymmetricKeyDetails?.namedCurve ?? ''];
  if (width === undefined) throw new TypeError('a curve that is not used here');
  return width;
}

// Node knows r ‖ s itself (`ieee-p1363`), but then takes twice as long for each signature.

function rawOf(der: Buffer, width: number): Buffer {
  const raw = Buffer.alloc(2 * width);
  let at = 2;
  for (const end of [width, 2 * width]) {
    const length = der[at + 1] as number;
    const number = der.subarray(at + 2, at + 2 + length);
    const short = number.length > width ? number.subarray(number.length - width) : number;
    short.copy(raw, end - short.length);
    at += 2 + length;
  }
  return raw;
}

function derOf(raw: Buffer, width: number): Buffer {
  const body = Buffer.concat([integer(raw.subarray(0, width)), integer(raw.subarray(width))]);
  return Buffer.concat([Buffer.from([SEQUENCE, body.length]), body]);
}

function integer(bytes: Buffer): Buffer {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const number = bytes.subarray(start);
  const sign = (number[0] as number) < 0x80 ? [] : [0];
  return Buffer.concat([Buffer.from([INTEGER, number.length + sign.length, ...sign]), number]);
}
