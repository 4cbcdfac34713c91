import iconv from 'iconv-lite';
import type { PrinterProfile } from './types.ts';

/** Bytes of a character on the line: one for ASCII, two in GB 2312 and GBK, four for the rest of GB 18030. */
export function encodeText(text: string): Uint8Array {
  return iconv.encode(text, 'gb18030');
}

/** Columns of font A that a printer gives a character: whatever has more than one byte is as wide as a Han character. */
export function columnsOf(text: string): number {
  let columns = 0;
  for (const char of text) columns += isAscii(char) ? 1 : 2;
  return columns;
}

/** The characters of this text that are not in the printer's set, each once, in order. A line feed is none. */
export function unprintable(text: string, charset: PrinterProfile['charset']): string[] {
  const lacking = new Set<string>();
  for (const char of text) if (char !== '\n' && !has(charset, char)) lacking.add(char);
  return [...lacking];
}

function has(charset: PrinterProfile['charset'], char: string): boolean {
  if (isAscii(char)) return char >= ' ' && char <= '~';
  // What the encoder does not know it makes into a question mark; private characters are somebody's own, on no ROM.
  if (/[\p{Co}\p{Cs}\p{Cc}]/u.test(char)) return false;
  const bytes = encodeText(char);
  // Of the four-byte characters a ROM has Han at best: no emoji, no joining scripts, no combining marks.
  if (bytes.length === 4) return charset === 'gb18030' && /\p{Script=Han}/u.test(char);
  if (bytes.length !== 2) return false;
  const [lead, trail] = bytes as unknown as [number, number];
  if (charset === 'gb2312') return inGb2312(lead, trail);
  return charset === 'gb18030' || !isNewerThanGbk((lead << 8) | trail);
}

/** Two-byte characters that came with GB 18030: the euro, two Latin letters, strokes and radicals. */
function isNewerThanGbk(code: number): boolean {
  return (
    code === 0xa2e3 ||
    code === 0xa8bc ||
    code === 0xa8bf ||
    (code >= 0xa989 && code <= 0xa995) ||
    code >= 0xfe50
  );
}

/** Rows of GB 2312 that are not full: lead byte, then first and last trail byte of each run. Rows AA to AF are empty. */
const GB2312_RUNS: Record<number, readonly number[]> = {
  162: [0xb1, 0xe2, 0xe5, 0xee, 0xf1, 0xfc],
  164: [0xa1, 0xf3],
  165: [0xa1, 0xf6],
  166: [0xa1, 0xb8, 0xc1, 0xd8],
  167: [0xa1, 0xc1, 0xd1, 0xf1],
  168: [0xa1, 0xba, 0xc5, 0xe9],
  169: [0xa4, 0xef],
  215: [0xa1, 0xf9],
};

function inGb2312(lead: number, trail: number): boolean {
  if (lead < 0xa1 || lead > 0xf7 || (lead > 0xa9 && lead < 0xb0)) return false;
  const runs = GB2312_RUNS[lead] ?? [0xa1, 0xfe];
  return runs.some((first, i) => i % 2 === 0 && trail >= first && trail <= (runs[i + 1] as number));
}

function isAscii(char: string): boolean {
  return char <= '\x7f';
}

/** Must not begin a line; goes over the edge together with what it closes. */
const CLOSING = '，。、；：？！）》」』】〉”’％·…,.;:?!)]}%';
/** Must not end a line. */
const OPENING = '（《「『【〈“‘([{';

/**
 * Wraps at `columns`: between Han characters, at spaces, inside a word only when it is longer than a line. The spaces at
 * a break are left out. An empty text is one empty line.
 */
export function wrap(text: string, columns: number): string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, columns));
}

function wrapLine(text: string, columns: number): string[] {
  const lines: string[] = [];
  let line = '';
  let used = 0;
  const feed = () => {
    lines.push(line.trimEnd());
    line = '';
    used = 0;
  };
  for (const piece of pieces(text)) {
    const width = columnsOf(piece);
    if (used + width <= columns) {
      line += piece;
      used += width;
      continue;
    }
    if (used > 0) feed();
    // A space at a break is the break.
    if (piece === ' ') continue;
    for (const char of piece) {
      if (used + columnsOf(char) > columns) feed();
      line += char;
      used += columnsOf(char);
    }
  }
  lines.push(line);
  return lines;
}

/** What may not be broken: a word, a Han character, either with the marks that cling to it. A space stands alone. */
function pieces(text: string): string[] {
  const out: string[] = [];
  let joins = false;
  for (const char of text) {
    const last = out.at(-1);
    const clings =
      last !== undefined &&
      last !== ' ' &&
      char !== ' ' &&
      (joins || CLOSING.includes(char) || (isAscii(char) && isAscii(last.at(-1) as string)));
    if (clings) out[out.length - 1] = last + char;
    else out.push(char);
    joins = OPENING.includes(char);
  }
  return out;
}
