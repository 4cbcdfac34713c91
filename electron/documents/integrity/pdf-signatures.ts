/** What a PDF says of one signature in it (ISO 32000-1 §12.8.1), read from its bytes as they stand. */
export interface PdfSignature {
  /** `ETSI.CAdES.detached`, `adbe.pkcs7.detached`, …; null where it is not said. */
  readonly subFilter: string | null;
  readonly range: readonly [number, number, number, number];
  /** `range` begins at 0, ends in the file, and leaves out nothing but the signature's own text. */
  readonly shape: 'sound' | 'range' | 'cut-off';
  /** The signature's bytes without the zeros that fill its place. Empty unless the shape is sound. */
  readonly contents: Uint8Array;
  /** Milliseconds since 1970, of `/M`; null where there is none. */
  readonly claimedAt: number | null;
}

/** Signatures that are looked at in one file; more is no document. */
const MOST_SIGNATURES = 64;
/** Bytes of a signature dictionary beside its contents. */
const DICTIONARY_BYTES = 4096;

const BYTE_RANGE = /\/ByteRange\s*\[\s*(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s+(\d{1,10})\s*\]/g;
/** `<` hexadecimal `>`, and nothing else, is what a seal may leave out. */
const HOLE = /^<([0-9A-Fa-f\s]*)>$/;

/**
 * Every signature of a PDF, in the order of the file. A signature's text cannot stand in a compressed object, since its
 * range is told in bytes of the file; so the bytes are searched, and no writer's idea of the objects is believed.
 */
export function pdfSignatures(pdf: Uint8Array): PdfSignature[] {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const text = bytes.toString('latin1');
  const found: PdfSignature[] = [];
  for (const match of text.matchAll(BYTE_RANGE)) {
    if (found.length === MOST_SIGNATURES) break;
    const range = match.slice(1, 5).map(Number) as unknown as PdfSignature['range'];
    found.push({ range, ...shapeOf(text, range), ...wordsOf(text, match.index, range) });
  }
  return found;
}

function shapeOf(
  text: string,
  [start, before, from, after]: PdfSignature['range'],
): Pick<PdfSignature, 'shape' | 'contents'> {
  const nothing = new Uint8Array();
  if (start !== 0 || before >= from || after === 0) return { shape: 'range', contents: nothing };
  if (from + after > text.length) return { shape: 'cut-off', contents: nothing };
  const hex = HOLE.exec(text.slice(before, from))?.[1];
  if (hex === undefined || !/\/Contents\s*$/.test(text.slice(Math.max(0, before - 64), before)))
    return { shape: 'range', contents: nothing };
  return { shape: 'sound', contents: derIn(Buffer.from(hex.replace(/\s/g, ''), 'hex')) };
}

/** One DER value, of what the place for it holds. The bytes as they are when they do not begin with one. */
function derIn(place: Buffer): Uint8Array {
  const first = place[1] ?? 0;
  if (place[0] !== 0x30 || first === 0x80) return place;
  if (first < 0x80) return place.subarray(0, 2 + first);
  const sized = first & 0x7f;
  if (sized > 4 || place.length < 2 + sized) return place;
  return place.subarray(0, 2 + sized + place.readUIntBE(2, sized));
}

/** What stands beside the range, in the dictionary round it. */
function wordsOf(
  text: string,
  at: number,
  [, before, from]: PdfSignature['range'],
): Pick<PdfSignature, 'subFilter' | 'claimedAt'> {
  const begin = Math.max(text.lastIndexOf(' obj', at), at - DICTIONARY_BYTES, 0);
  // The contents may stand before or after the range; what they hold is not read as words.
  const upTo = (index: number) => {
    const end = text.indexOf('endobj', index);
    return end < 0 ? index + DICTIONARY_BYTES : Math.min(end, index + DICTIONARY_BYTES);
  };
  const around =
    before > at
      ? text.slice(begin, before) + text.slice(from, upTo(from))
      : text.slice(Math.max(begin, from), upTo(at));
  return {
    subFilter: /\/SubFilter\s*\/([^\s/<>[\]()]+)/.exec(around)?.[1] ?? null,
    claimedAt: dateOf(/\/M\s*\(\s*(D:[^)]{4,30})\)/.exec(around)?.[1] ?? ''),
  };
}

/** A date of ISO 32000-1 §7.9.4: `D:20261121100000+08'00'`. */
export function dateOf(text: string): number | null {
  const match = /^D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:Z|([+-])(\d{2})'?(\d{2})?'?)?/.exec(
    text,
  );
  if (!match) return null;
  const [
    ,
    year,
    month = '01',
    day = '01',
    hour = '00',
    minute = '00',
    second = '00',
    sign,
    offH,
    offM = '00',
  ] = match;
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  if (Number.isNaN(at)) return null;
  const offset = sign === undefined ? 0 : (Number(offH) * 60 + Number(offM)) * 60_000;
  return sign === '-' ? at + offset : at - offset;
}
