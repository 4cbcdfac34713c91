import { createHash } from 'node:crypto';
import { mod3736 } from '../../../core/index.ts';

/** Without I, L, O and U: it is read aloud and written by hand. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const LENGTH = 14;

/**
 * Package number (包裹号): 14 characters (70 bits) of the key's SHA-256, five bits each, and the check character of ISO 7064
 * MOD 37,36, e.g. `T7K3-9QX2-M4BB-70C`. The same idempotency key has the same number at any time and machine, and no
 * number tells a key.
 */
export function packageNumber(idempotencyKey: string): string {
  const digest = createHash('sha256').update(`tongban package 1\0${idempotencyKey}`).digest();
  let bits = 0n;
  for (const byte of digest.subarray(0, 9)) bits = (bits << 8n) | BigInt(byte);
  let body = '';
  for (let n = 0; n < LENGTH; n++) body += ALPHABET[Number((bits >> BigInt(67 - 5 * n)) & 31n)];
  return `${body.slice(0, 4)}-${body.slice(4, 8)}-${body.slice(8, 12)}-${body.slice(12)}${mod3736(body)}`;
}

/** The number in its standard form when its check character is right, otherwise null. */
export function parsePackageNumber(text: string): string | null {
  const flat = text.toUpperCase().replace(/[\s-]/g, '');
  if (!/^[0-9A-HJKMNP-TV-Z]{14}[0-9A-Z]$/.test(flat) || mod3736(flat.slice(0, LENGTH)) !== flat[LENGTH])
    return null;
  return `${flat.slice(0, 4)}-${flat.slice(4, 8)}-${flat.slice(8, 12)}-${flat.slice(12)}`;
}
