/** The text without its last character, as a person counts: a character outside the basic plane is one. */
export function dropLast(text: string): string {
  return [...text].slice(0, -1).join('');
}

/** Ranges of Han characters, Unicode 17: basic, extensions A–J, compatibility, private use of none. */
const HAN: readonly (readonly [number, number])[] = [
  [0x3007, 0x3007],
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xf900, 0xfaff],
  [0x20000, 0x2a6df],
  [0x2a700, 0x2ebe0],
  [0x2ebf0, 0x2ee5d],
  [0x2f800, 0x2fa1f],
  [0x30000, 0x3347f],
];

/** The Han character of a code point (`20BB7`, `U+20BB7`, `&#x20BB7;`), or null when it is none. */
export function characterOf(code: string): string | null {
  const hex = /^(?:u\+|&#x|\\u\{?|0x)?([0-9a-f]{4,6})[;}]?$/i.exec(code.trim())?.[1];
  if (!hex) return null;
  const point = Number.parseInt(hex, 16);
  return HAN.some(([from, to]) => point >= from && point <= to) ? String.fromCodePoint(point) : null;
}
