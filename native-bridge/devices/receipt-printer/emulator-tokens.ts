/** One whole thing that a host sent. */
export type Token =
  /** One character: one byte, or two or four in Chinese mode. */
  | { readonly kind: 'char'; readonly bytes: Uint8Array; readonly size: number }
  /** A command: its name as in Epson's reference (`GS v 0`, `LF`), the bytes after the name without counts, all bytes. */
  | { readonly kind: 'command'; readonly name: string; readonly args: Uint8Array; readonly size: number }
  /** DLE commands, which a printer obeys when they arrive and not in their turn. */
  | { readonly kind: 'realTime'; readonly name: string; readonly args: Uint8Array; readonly size: number };

const NUL = 0x00;
const DLE = 0x10;
const ESC = 0x1b;
const FS = 0x1c;
const GS = 0x1d;
const PREFIX: Record<number, string> = { [ESC]: 'ESC', [FS]: 'FS', [GS]: 'GS', [DLE]: 'DLE' };
const CONTROL: Record<number, string> = { 9: 'HT', 10: 'LF', 12: 'FF', 13: 'CR', 24: 'CAN' };

/** Bytes after the name of commands of a fixed length. Names that are not here take none. */
const FIXED: Record<string, number> = {
  ...sizes('ESC', { '!': 1, ' ': 1, $: 2, '%': 1, '-': 1, '3': 1, '=': 1, '?': 1, E: 1, G: 1, J: 1, K: 1 }),
  ...sizes('ESC', {
    M: 1,
    R: 1,
    T: 1,
    V: 1,
    W: 8,
    '\\': 2,
    a: 1,
    c: 2,
    d: 1,
    e: 1,
    r: 1,
    t: 1,
    u: 1,
    '{': 1,
  }),
  ...sizes('FS', { '!': 1, '-': 1, C: 1, S: 2, W: 1, p: 2, '2': 74, '?': 2 }),
  ...sizes('GS', { '!': 1, $: 2, '/': 1, B: 1, E: 1, H: 1, I: 1, L: 2, P: 2, T: 1, W: 2, Z: 1, '\\': 2 }),
  ...sizes('GS', { '^': 3, a: 1, b: 1, f: 1, h: 1, j: 1, r: 1, w: 1, x: 1, z: 3 }),
};

function sizes(prefix: string, table: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(table).map(([name, size]) => [`${prefix} ${name}`, size]));
}

interface Form {
  readonly name: string;
  /** Where the arguments begin and where the command ends, counted from its first byte. */
  readonly argsAt: number;
  readonly end: number;
}

/**
 * Cuts the bytes from a host into commands, in any chunking. It reads counts instead of searching for patterns: images
 * and codes may hold ESC, GS or DLE EOT as data.
 */
export class Tokenizer {
  readonly #fourByteChars: boolean;
  #held: number[] = [];
  /** Two-byte characters are on. */
  chinese: boolean;

  constructor(chinese: boolean, fourByteChars: boolean) {
    this.chinese = chinese;
    this.#fourByteChars = fourByteChars;
  }

  /** Bytes of an unfinished command. */
  get held(): number {
    return this.#held.length;
  }

  push(byte: number): Token[] {
    this.#held.push(byte);
    const tokens: Token[] = [];
    while (this.#held.length > 0) {
      const token = this.#look(this.#held);
      if (!token) break;
      // A command may turn out to have ended before the byte that showed it.
      this.#held = this.#held.slice(token.size);
      tokens.push(token);
    }
    return tokens;
  }

  reset(): void {
    this.#held = [];
  }

  #look(held: readonly number[]): Token | null {
    const first = held[0] as number;
    const prefix = PREFIX[first];
    if (prefix === undefined) return this.#char(first, held);
    if (held.length < 2) return null;
    const form = first === DLE ? realTimeForm(held) : commandForm(prefix, held);
    if (form === null || held.length < form.end) return null;
    const args = Uint8Array.from(held.slice(form.argsAt, form.end));
    if (form.name === 'FS &') this.chinese = true;
    if (form.name === 'FS .') this.chinese = false;
    return { kind: first === DLE ? 'realTime' : 'command', name: form.name, args, size: form.end };
  }

  #char(first: number, held: readonly number[]): Token | null {
    if (first < 0x20)
      return { kind: 'command', name: CONTROL[first] ?? 'ignored', args: new Uint8Array(0), size: 1 };
    let size = 1;
    if (this.chinese && first >= 0x81 && first <= 0xfe) {
      const second = held[1];
      if (second === undefined) return null;
      size = this.#fourByteChars && second >= 0x30 && second <= 0x39 ? 4 : 2;
      if (held.length < size) return null;
    }
    return { kind: 'char', bytes: Uint8Array.from(held.slice(0, size)), size };
  }
}

/** The form of a command; null while it cannot be told yet. */
function commandForm(prefix: string, held: readonly number[]): Form | null {
  const name = `${prefix} ${String.fromCharCode(held[1] as number)}`;
  const third = held[2];
  const to = (end: number): Form => ({ name, argsAt: 2, end });
  const needs = (bytes: number, form: () => Form | null): Form | null =>
    held.length < bytes ? null : form();
  const named = (argsAt: number, end: number): Form => ({
    name: `${name} ${String.fromCharCode(third as number)}`,
    argsAt,
    end,
  });
  switch (name) {
    case 'ESC \x06':
      // A Star printer's status question, which has no business here.
      return to(3);
    case 'ESC p':
      // Some hosts leave out the two times: what looks like a command is the next one.
      return needs(4, () => to([ESC, FS, GS].includes(held[3] as number) ? 3 : 5));
    case 'ESC *':
      return needs(5, () => to(5 + word(held, 3) * ((third as number) >= 32 ? 3 : 1)));
    case 'ESC D':
      return toNul(name, held, 2);
    case 'ESC &':
      return needs(5, () => userDefined(name, held));
    case 'ESC Z':
      return needs(7, () => to(7 + word(held, 5)));
    case 'FS q':
      return needs(3, () => storedImages(name, held));
    case 'GS *':
      return needs(4, () => to(4 + (third as number) * (held[3] as number) * 8));
    case 'GS V':
      return needs(3, () => to([0x41, 0x42, 0x61, 0x62, 0x67, 0x68].includes(third as number) ? 4 : 3));
    case 'GS g':
      return to(6);
    case 'GS k':
      return needs(4, () => ((third as number) < 0x20 ? toNul(name, held, 3) : to(4 + (held[3] as number))));
    case 'GS v':
    case 'GS Q':
      return needs(8, () => named(3, 8 + word(held, 4) * word(held, 6)));
    case 'GS 8':
      return needs(7, () => named(7, 7 + word(held, 3) + word(held, 5) * 0x1_0000));
    case 'ESC (':
    case 'FS (':
    case 'GS (':
      return needs(5, () => named(5, 5 + word(held, 3)));
    default:
      return to(2 + (FIXED[name] ?? 0));
  }
}

/** DLE EOT n, DLE ENQ n and DLE DC4 with its functions; any other DLE is nothing. */
function realTimeForm(held: readonly number[]): Form | null {
  const [, second, third] = held;
  if (second === 0x04) return { name: 'DLE EOT', argsAt: 2, end: 3 };
  if (second === 0x05) return { name: 'DLE ENQ', argsAt: 2, end: 3 };
  if (second !== 0x14) return { name: 'ignored', argsAt: 1, end: 1 };
  if (third === undefined) return null;
  return { name: 'DLE DC4', argsAt: 2, end: third === 0x08 ? 10 : 5 };
}

function toNul(name: string, held: readonly number[], from: number): Form {
  const end = held.indexOf(NUL, from);
  return { name, argsAt: 2, end: end < 0 ? Number.POSITIVE_INFINITY : end + 1 };
}

/** ESC & y c1 c2 [x d1 … d(x·y)] for each character. */
function userDefined(name: string, held: readonly number[]): Form | null {
  const [, , y, first, last] = held as [number, number, number, number, number];
  let end = 5;
  for (let char = first; char <= last; char++) {
    const x = held[end];
    if (x === undefined) return null;
    end += 1 + x * y;
  }
  return { name, argsAt: 2, end };
}

/** FS q n [xL xH yL yH d …] for each image; x and y count in units of eight dots. */
function storedImages(name: string, held: readonly number[]): Form | null {
  let end = 3;
  for (let image = 0; image < (held[2] as number); image++) {
    if (held.length < end + 4) return null;
    end += 4 + word(held, end) * word(held, end + 2) * 8;
  }
  return { name, argsAt: 2, end };
}

function word(bytes: readonly number[], at: number): number {
  return (bytes[at] as number) | ((bytes[at + 1] as number) << 8);
}
