import { mod3736 } from './mod-37-36.ts';

/** `count` random bytes from a cryptographic source; passed in so that tests are repeatable. */
export type RandomBytes = (count: number) => Uint8Array;

/** UUID version 7 (RFC 9562 §5.7): 48 bits of milliseconds, then random. Sorts by time of making. */
export function uuidV7(nowMs: number, random: RandomBytes): string {
  const bytes = new Uint8Array(16);
  let ms = nowMs;
  for (let i = 5; i >= 0; i--) {
    bytes[i] = ms % 256;
    ms = Math.floor(ms / 256);
  }
  bytes.set(random(10), 6);
  bytes[6] = 0x70 | ((bytes[6] as number) & 0x0f);
  bytes[8] = 0x80 | ((bytes[8] as number) & 0x3f);
  const hex = [...bytes].map((b) => b.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}

/**
 * The kiosk's receipt number (收件号): machine (4), local date yymmdd (6), serial of that day (4), check character,
 * e.g. `B017-261121-0042-7`. The check character is ISO 7064 MOD 37,36 over the rest without hyphens.
 */
export function receiptNumber(machine: string, yymmdd: string, serial: number): string {
  if (!/^[0-9A-Z]{4}$/.test(machine)) throw new Error('machine code: four characters of 0-9 A-Z');
  if (!/^\d{6}$/.test(yymmdd)) throw new Error('date: yymmdd');
  if (!Number.isInteger(serial) || serial < 1 || serial > 9999) throw new Error('serial: 1 to 9999');
  const body = `${machine}${yymmdd}${String(serial).padStart(4, '0')}`;
  return `${machine}-${yymmdd}-${body.slice(10)}-${mod3736(body)}`;
}

/** The receipt number in its standard form when it is well formed and its check character is right, otherwise null. */
export function parseReceiptNumber(text: string): string | null {
  const flat = text.toUpperCase().replace(/[^0-9A-Z]/g, '');
  if (!/^[0-9A-Z]{4}\d{10}[0-9A-Z]$/.test(flat)) return null;
  if (mod3736(flat.slice(0, 14)) !== flat[14]) return null;
  return `${flat.slice(0, 4)}-${flat.slice(4, 10)}-${flat.slice(10, 14)}-${flat[14]}`;
}
