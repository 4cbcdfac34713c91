import { err, ok, type Result } from '../../../electron/core/index.ts';
import type { Receipt, ReceiptPart, TextLine } from './types.ts';

/** How a line begins that is not plain text. */
const STYLES: Record<string, Partial<TextLine>> = {
  '# ': { align: 'centre', bold: true, size: { width: 2, height: 2 } },
  '## ': { bold: true },
  '^ ': { align: 'centre' },
  '> ': { align: 'right' },
};
const FEED_AT_MOST = 255;

/**
 * A receipt from a text file. A line is a line of the receipt, in plain left-aligned text, unless it begins with
 * `# ` (a heading: centred, bold, double size), `## ` (bold), `^ ` (centred) or `> ` (right); is `---` (a rule across
 * the paper); or is one of `@qr DATA`, `@code128 DATA`, `@code39 DATA`, `@ean13 DIGITS`, `@feed LINES`, `@cut`.
 * A backslash in front makes any of these plain text. `columns` is the width of the paper. The error says which line.
 */
export function parseReceipt(file: string, columns: number): Result<Receipt, string> {
  const lines = file.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.at(-1) === '') lines.pop();
  const receipt: ReceiptPart[] = [];
  for (const [at, line] of lines.entries()) {
    const part = partOf(line, columns);
    if (typeof part === 'string') return err(`line ${at + 1}: ${part}`);
    receipt.push(part);
  }
  return ok(receipt);
}

function partOf(line: string, columns: number): ReceiptPart | string {
  if (line.startsWith('\\')) return { kind: 'text', text: line.slice(1) };
  if (line === '---') return { kind: 'text', text: '-'.repeat(columns) };
  for (const [begin, style] of Object.entries(STYLES)) {
    if (line.startsWith(begin)) return { kind: 'text', text: line.slice(begin.length), ...style };
  }
  const order = /^@(\S*) ?(.*)$/.exec(line);
  if (!order) return { kind: 'text', text: line };
  const [, name, data] = order as unknown as [string, string, string];
  switch (name) {
    case 'qr':
      return data === '' ? 'a code without data' : { kind: 'qr', data, align: 'centre' };
    case 'code128':
    case 'code39':
    case 'ean13':
      return data === '' ? 'a code without data' : { kind: 'barcode', system: name, data, align: 'centre' };
    case 'feed': {
      const feed = /^\d{1,3}$/.test(data) ? Number(data) : 0;
      return feed >= 1 && feed <= FEED_AT_MOST ? { kind: 'feed', lines: feed } : '@feed: a number, 1 to 255';
    }
    case 'cut':
      return { kind: 'cut' };
    default:
      return `@${name} is none of @qr, @code128, @code39, @ean13, @feed, @cut`;
  }
}
