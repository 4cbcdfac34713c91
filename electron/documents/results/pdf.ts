import { inflateSync } from 'node:zlib';
import {
  EncryptedPDFError,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  type PDFObject,
  PDFStream,
  PDFString,
} from '@cantoo/pdf-lib';
import { type ActiveContent, RESULT_LIMITS, Refused, type ResultFile } from './types.ts';

const MM_PER_POINT = 25.4 / 72;
/** Bytes at the end of a file in which its end must be marked (ISO 32000-1 annex H, note 18). */
const TAIL_BYTES = 1_024;
/** Bytes before `stream` in which the dictionary of an object stream is looked for. */
const DICTIONARY_BYTES = 4_096;
/** Direct objects inside each other; deeper is no document. */
const DEEPEST = 40;

const ACTIONS: Readonly<Record<string, ActiveContent>> = {
  JavaScript: 'javascript',
  Launch: 'launch',
  SubmitForm: 'other-action',
  ImportData: 'other-action',
  GoToR: 'other-action',
  GoToE: 'other-action',
  Rendition: 'other-action',
  RichMediaExecute: 'other-action',
  Movie: 'other-action',
  Sound: 'other-action',
};

/** Examines a PDF (ISO 32000-1). Throws `Refused`. */
export async function examinePdf(
  bytes: Uint8Array,
): Promise<Omit<ResultFile, 'kind' | 'mediaType' | 'seals'>> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  endIsMarked(raw);
  objectStreamsFit(raw);
  const document = await loaded(bytes);
  const active = new Set<ActiveContent>();
  for (const [, object] of document.context.enumerateIndirectObjects()) disarm(object, active, 0);
  const pages = document.getPageCount();
  if (pages === 0) throw new Refused('broken', 'no-pages');
  if (pages > RESULT_LIMITS.pages) throw new Refused('too-many-pages', String(RESULT_LIMITS.pages));
  return {
    pages,
    pageSizes: document.getPages().map((page) => {
      const { width, height } = page.getSize();
      return { width: width * MM_PER_POINT, height: height * MM_PER_POINT };
    }),
    title: titleOf(document),
    active: [...active],
    // What would act by itself is taken off a copy: the file itself, seals and all, stays as it came.
    paper:
      active.size === 0
        ? bytes
        : await document.save({ useObjectStreams: false, updateFieldAppearances: false }),
  };
}

async function loaded(bytes: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: false });
  } catch (error) {
    if (error instanceof EncryptedPDFError) throw new Refused('encrypted', 'Encrypt');
    throw error;
  }
}

/** A file that was cut off has no end, or one that points nowhere. Lenient readers would show half of it. */
function endIsMarked(raw: Buffer): void {
  const tail = raw.subarray(Math.max(0, raw.length - TAIL_BYTES)).toString('latin1');
  const [, offset] = /startxref\s+(\d{1,10})\s+%%EOF\s*(?:[^%]*)$/.exec(tail) ?? [];
  if (offset === undefined) throw new Refused('broken', 'startxref');
  const there = raw.subarray(Number(offset), Number(offset) + 40).toString('latin1');
  if (!/^\s*(xref\b|\d+\s+\d+\s+obj\b)/.test(there)) throw new Refused('broken', 'xref');
}

/** Unpacks every object stream and cross-reference stream with a bound, before a parser does it without one. */
function objectStreamsFit(raw: Buffer): void {
  let left: number = RESULT_LIMITS.expanded;
  for (let at = raw.indexOf('stream'); at >= 0; at = raw.indexOf('stream', at + 6)) {
    if (at >= 3 && raw.toString('latin1', at - 3, at) === 'end') continue;
    const before = raw.toString('latin1', Math.max(0, at - DICTIONARY_BYTES), at);
    const names = plainNames(before.slice(before.lastIndexOf(' obj') + 1));
    if (!/\/(ObjStm|XRef)\b/.test(names)) continue;
    const filters = names.match(
      /\/(FlateDecode|Fl|LZWDecode|LZW|ASCII85Decode|A85|ASCIIHexDecode|AHx|RunLengthDecode|RL)\b/g,
    );
    if (filters === null) continue;
    if (filters.length > 1 || !/^\/Fl/.test(filters[0] as string)) throw new Refused('bomb', 'filter');
    const begin = at + 6 + (raw[at + 6] === 13 ? 2 : 1);
    const end = raw.indexOf('endstream', begin);
    if (end < 0) throw new Refused('broken', 'endstream');
    left -= inflatedSize(raw.subarray(begin, end), left);
  }
}

function inflatedSize(data: Buffer, most: number): number {
  try {
    return inflateSync(data, { maxOutputLength: Math.max(1, most) }).length;
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_BUFFER_TOO_LARGE')
      throw new Refused('bomb', 'object-stream');
    throw new Refused('broken', 'object-stream');
  }
}

/** Names with their `#xx` read (ISO 32000-1 §7.3.5): another spelling is the same name. */
function plainNames(text: string): string {
  return text.replaceAll(/#([0-9A-Fa-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}

/** Notes what an object would do by itself, and takes it off. */
function disarm(object: PDFObject, found: Set<ActiveContent>, depth: number): void {
  if (depth > DEEPEST) throw new Refused('broken', 'depth');
  if (object instanceof PDFArray) {
    for (const one of object.asArray()) disarm(one, found, depth + 1);
    return;
  }
  const dictionary = object instanceof PDFStream ? object.dict : object;
  if (!(dictionary instanceof PDFDict)) return;
  for (const [key, value] of dictionary.entries()) {
    const what = activeOf(key.decodeText(), value);
    if (what) {
      found.add(what);
      dictionary.delete(key);
    } else disarm(value, found, depth + 1);
  }
}

function activeOf(key: string, value: PDFObject): ActiveContent | undefined {
  if (key === 'JS' || key === 'JavaScript') return 'javascript';
  if (key === 'AA') return 'other-action';
  if (key === 'XFA') return 'form-scripts';
  if (key === 'S' && value instanceof PDFName) return ACTIONS[value.decodeText()];
  return undefined;
}

function titleOf(document: PDFDocument): string | null {
  const info = document.context.trailerInfo.Info;
  const title = info && document.context.lookupMaybe(info, PDFDict)?.lookup(PDFName.of('Title'));
  return title instanceof PDFString || title instanceof PDFHexString ? title.decodeText() : null;
}
