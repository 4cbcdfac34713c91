import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync, inflateSync, constants as zlib } from 'node:zlib';
import iconv from 'iconv-lite';

/**
 * The privacy canary: looks for what belongs to a citizen in files, in every form in which a program might have written it by
 * accident. Sealed bytes look like noise and hold none of it; whatever is found was written in clear.
 */
export interface Mark {
  readonly name: string;
  readonly needles: readonly { readonly form: string; readonly bytes: Buffer }[];
  /** Null where there is nothing to read on a page. */
  readonly text: string | null;
}

/** A text: name, number, address, what was typed, words in a file. */
export function textMark(name: string, text: string): Mark {
  const utf8 = Buffer.from(text, 'utf8');
  const utf16le = Buffer.from(text, 'utf16le');
  const utf16be = Buffer.from(utf16le).swap16();
  const forms: [string, Buffer][] = [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16le],
    ['UTF-16BE', utf16be],
    ['GB 18030', iconv.encode(text, 'gb18030')],
    ['URL', Buffer.from(encodeURIComponent(text))],
    ['JSON', Buffer.from(escaped(text))],
  ];
  for (const [form, bytes] of [
    ['UTF-8', utf8],
    ['UTF-16LE', utf16le],
    ['UTF-16BE', utf16be],
  ] as const) {
    const hex = bytes.toString('hex');
    forms.push([`hex of ${form}`, Buffer.from(hex)], [`HEX of ${form}`, Buffer.from(hex.toUpperCase())]);
    for (const [at, base64] of inBase64(bytes).entries()) {
      forms.push([`base64 of ${form} at ${at}`, Buffer.from(base64)]);
      forms.push([
        `base64url of ${form} at ${at}`,
        Buffer.from(base64.replaceAll('+', '-').replaceAll('/', '_')),
      ]);
    }
  }
  return { name, needles: distinct(forms), text: text.replace(/\s/g, '') };
}

/** A number of a drawn stroke: its digits, and its eight bytes. */
export function strokeMark(name: string, value: number): Mark {
  const le = Buffer.alloc(8);
  le.writeDoubleLE(value);
  const be = Buffer.alloc(8);
  be.writeDoubleBE(value);
  // What is rounded on the way still has these digits.
  const digits = String(value).slice(0, 9);
  return { name, needles: distinct([['float LE', le], ['float BE', be], ...textForms(digits)]), text: null };
}

const textForms = (text: string) =>
  textMark('', text).needles.map(({ form, bytes }) => [form, bytes] as [string, Buffer]);

const escaped = (text: string) =>
  [...Array(text.length).keys()]
    .map((at) => `\\u${text.charCodeAt(at).toString(16).padStart(4, '0')}`)
    .join('');

/** The characters of base64 that these bytes alone decide, at each of the three places they may begin. */
function inBase64(bytes: Buffer): string[] {
  return [0, 1, 2].map((lead) => {
    const text = Buffer.concat([Buffer.alloc(lead), bytes])
      .toString('base64')
      .replace(/=+$/, '');
    const from = Math.ceil((lead * 8) / 6);
    const whole = Math.floor(((lead + bytes.length) * 8) / 6);
    return text.slice(from, whole);
  });
}

function distinct(forms: readonly [string, Buffer][]): Mark['needles'] {
  const seen = new Map<string, { form: string; bytes: Buffer }>();
  for (const [form, bytes] of forms) {
    // Three bytes of base64 would be found in any noise.
    if (bytes.length < 5) continue;
    const key = bytes.toString('latin1');
    if (!seen.has(key)) seen.set(key, { form, bytes });
  }
  return [...seen.values()];
}

export interface Hit {
  readonly file: string;
  readonly mark: string;
  readonly form: string;
}

/** Larger than any stream that a document of ours has; what claims more is noise. */
const INFLATED_BYTES = 8 * 1024 * 1024;
/** A stream inside a stream inside a stream: further down nobody writes by accident. */
const DEEPEST = 3;

/** Every mark in these bytes, also inside deflated streams and on the pages of documents. */
export function hitsIn(file: string, bytes: Buffer, marks: readonly Mark[], depth = 0): Hit[] {
  const hits: Hit[] = [];
  const way = depth === 0 ? '' : ' in a deflated stream';
  for (const { name, needles } of marks)
    for (const needle of needles)
      if (bytes.includes(needle.bytes)) hits.push({ file, mark: name, form: needle.form + way });
  hits.push(...pageHits(file, bytes, marks));
  if (depth < DEEPEST)
    for (const inner of inflatedIn(bytes)) hits.push(...hitsIn(file, inner, marks, depth + 1));
  return hits;
}

function pageHits(file: string, bytes: Buffer, marks: readonly Mark[]): Hit[] {
  return [...pagesIn(bytes)].flatMap((text) =>
    marks
      .filter((mark) => mark.text !== null && text.includes(mark.text))
      .map((mark) => ({ file, mark: mark.name, form: 'on a page' })),
  );
}

/** What stands on the documents in these bytes: their fonts are cut down, so no text of theirs is text in the file. */
function* pagesIn(bytes: Buffer): Generator<string> {
  for (let at = bytes.indexOf('%PDF-'); at >= 0; at = bytes.indexOf('%PDF-', at + 1)) {
    const end = bytes.indexOf('%%EOF', at);
    if (end < 0) return;
    try {
      const input = bytes.subarray(at, end + 5);
      yield execFileSync('pdftotext', ['-', '-'], {
        input,
        encoding: 'utf8',
        stdio: 'pipe',
      }).replace(/\s/g, '');
    } catch {
      // Not a document, only its first word.
    }
  }
}

/** The content of every stream that looks deflated: zlib, gzip, and the parts of a ZIP. */
function* inflatedIn(bytes: Buffer): Generator<Buffer> {
  const options = { finishFlush: zlib.Z_SYNC_FLUSH, maxOutputLength: INFLATED_BYTES };
  const starts: [Buffer, (from: number) => Buffer][] = [
    ...[0x01, 0x5e, 0x9c, 0xda].map(
      (second) =>
        [Buffer.from([0x78, second]), (from: number) => inflateSync(bytes.subarray(from), options)] as [
          Buffer,
          (from: number) => Buffer,
        ],
    ),
    [Buffer.from([0x1f, 0x8b, 8]), (from) => gunzipSync(bytes.subarray(from), options)],
    [
      Buffer.from('PK\x03\x04', 'latin1'),
      (from) =>
        inflateRawSync(
          bytes.subarray(from + 30 + bytes.readUInt16LE(from + 26) + bytes.readUInt16LE(from + 28)),
          options,
        ),
    ],
  ];
  for (const [start, inflate] of starts)
    for (let at = bytes.indexOf(start); at >= 0; at = bytes.indexOf(start, at + 1)) {
      let inner: Buffer;
      try {
        inner = inflate(at);
      } catch {
        continue;
      }
      // Noise can look like a stream of a few bytes.
      if (inner.length >= 5) yield inner;
    }
}

export interface Search {
  readonly hits: Hit[];
  readonly files: number;
  readonly bytes: number;
}

/** Bytes of a large file that are looked at together, and how far a look goes into the next ones. */
const BLOCK = { bytes: 64 * 1024, overlap: 16 * 1024 } as const;

/** Looks through folders. What has not changed since the last look, file or part of a file, is not looked through again. */
export class Canary {
  readonly #marks: readonly Mark[];
  readonly #clean = new Set<string>();
  readonly #known = new Map<string, { stamp: string; hits: Hit[] }>();

  constructor(marks: readonly Mark[]) {
    this.#marks = marks;
  }

  /** `skip`: paths (with a slash at both ends of a folder's name) that are not the machine's own. */
  search(folders: readonly string[], skip: RegExp | null = null): Search {
    const hits: Hit[] = [];
    let files = 0;
    let bytes = 0;
    for (const folder of folders.filter((one) => existsSync(one)))
      for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
        const file = join(entry.parentPath, entry.name);
        if (skip?.test(`${file}/`)) continue;
        hits.push(...hitsIn(`name of ${file}`, Buffer.from(entry.name), this.#marks));
        if (!entry.isFile()) continue;
        files++;
        try {
          const { size, mtimeNs } = statSync(file, { bigint: true });
          bytes += Number(size);
          const stamp = `${size} ${mtimeNs}`;
          const known = this.#known.get(file);
          const found = known?.stamp === stamp ? known.hits : this.#look(file, readFileSync(file));
          this.#known.set(file, { stamp, hits: found });
          hits.push(...found);
        } catch {
          // A file that went away between the listing and the look is nowhere.
        }
      }
    return { hits, files, bytes };
  }

  text(name: string, said: string): Hit[] {
    return this.#look(name, Buffer.from(said));
  }

  #look(file: string, bytes: Buffer): Hit[] {
    if (bytes.length <= BLOCK.bytes) return hitsIn(file, bytes, this.#marks);
    const hits = pageHits(file, bytes, this.#marks);
    for (let at = 0; at < bytes.length; at += BLOCK.bytes) {
      const block = bytes.subarray(at, at + BLOCK.bytes + BLOCK.overlap);
      const digest = createHash('sha256').update(block).digest('base64');
      if (this.#clean.has(digest)) continue;
      const found = hitsIn(file, block, this.#marks);
      if (found.length === 0) this.#clean.add(digest);
      hits.push(...found);
    }
    return hits;
  }
}
