import { joined } from './bytes.ts';

const SEQUENCE = 0x30;
const INTEGER = 0x02;

/** r ‖ s of 64 bytes as `SEQUENCE { INTEGER r, INTEGER s }`, DER. */
export function derSignature(raw: Uint8Array): Uint8Array {
  const body = joined(integer(raw.subarray(0, 32)), integer(raw.subarray(32)));
  return joined(new Uint8Array([SEQUENCE, body.length]), body);
}

/** The other way. Null for anything that is not exactly the DER of two numbers of at most 32 bytes. */
export function rawSignature(der: Uint8Array): Uint8Array | null {
  if (der[0] !== SEQUENCE || der[1] !== der.length - 2) return null;
  const raw = new Uint8Array(64);
  let at = 2;
  for (const end of [32, 64]) {
    const length = der[at + 1] ?? 0;
    const content = der.subarray(at + 2, at + 2 + length);
    if (der[at] !== INTEGER || length === 0 || content.length !== length) return null;
    const number = content[0] === 0 ? content.subarray(1) : content;
    if (number.length > 32) return null;
    raw.set(number, end - number.length);
    at += 2 + length;
  }
  // One number has one spelling: what is not written as we would write it is refused.
  return at === der.length && sameBytes(derSignature(raw), der) ? raw : null;
}

function integer(bytes: Uint8Array): Uint8Array {
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === 0) start++;
  const number = bytes.subarray(start);
  const positive = (number[0] as number) < 0x80 ? number : joined(new Uint8Array(1), number);
  return joined(new Uint8Array([INTEGER, positive.length]), positive);
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
