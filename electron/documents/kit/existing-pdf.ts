import type {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFEmbeddedPage,
  PDFName,
  PDFObject,
  PDFOperator,
  PDFPage,
  PDFRef,
} from '@cantoo/pdf-lib';
import { err, ok, type Result } from '../../core/index.ts';
import type { ArchiveFailure } from '../notice-types.ts';

/** Its code is needed for files of others alone. */
const library = () => import('@cantoo/pdf-lib');
type Library = Awaited<ReturnType<typeof library>>;

/** What is taken on at most: bytes of the file, and its pages. A page costs some 10 ms. */
export const ARCHIVE_LIMITS = { bytes: 50 * 1024 * 1024, pages: 300 } as const;

/** Bytes at the end of a file in which its end must be marked (ISO 32000-1, annex H, note 18). */
const TAIL_BYTES = 1_024;
/** Bytes at the beginning in which the header stands (annex H, note 13). */
const HEAD_BYTES = 1_024;

/** Flags of an annotation (ISO 32000-1, table 165). */
const FLAG = { hidden: 2, print: 4 } as const;

/** A matrix as PDF writes it: a b c d e f. */
type Matrix = readonly [number, number, number, number, number, number];

interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

interface SourcePage {
  /** What a viewer shows of it, before it is turned. */
  readonly box: Rect;
  /** Clockwise: 0, 90, 180 or 270. */
  readonly turn: number;
  readonly appearances: readonly { readonly ref: PDFRef; readonly matrix: Matrix }[];
}

export interface Source {
  readonly document: PDFDocument;
  readonly pages: readonly SourcePage[];
  /** Annotations that are to be printed but say nowhere how they look. */
  readonly leftOut: number;
}

/** Opens a PDF file of somebody else. A file that can be read without a password but not be changed is read. */
export async function openPdf(bytes: Uint8Array): Promise<Result<Source, ArchiveFailure>> {
  if (bytes.length > ARCHIVE_LIMITS.bytes)
    return err({ kind: 'too-large', bytes: bytes.length, limit: ARCHIVE_LIMITS.bytes });
  const text = (from: number, to?: number) => Buffer.from(bytes.subarray(from, to)).toString('latin1');
  if (!text(0, HEAD_BYTES).includes('%PDF-')) return err({ kind: 'not-a-pdf' });
  // Lenient readers would show the half of a file that was cut off.
  if (!text(Math.max(0, bytes.length - TAIL_BYTES)).includes('%%EOF')) return err({ kind: 'broken' });
  const pdf = await library();
  try {
    const document = await loaded(pdf, bytes);
    if (document === null) return err({ kind: 'encrypted' });
    const pages = document.getPages();
    if (pages.length === 0) return err({ kind: 'no-pages' });
    if (pages.length > ARCHIVE_LIMITS.pages)
      return err({ kind: 'too-many-pages', pages: pages.length, limit: ARCHIVE_LIMITS.pages });
    const read = pages.map((page) => readPage(pdf, page));
    const leftOut = read.reduce((sum, page) => sum + page.leftOut, 0);
    return ok({ document, pages: read, leftOut });
  } catch {
    // The library throws at what it cannot understand; what it says may quote the file.
    return err({ kind: 'broken' });
  }
}

/** Null when it wants a password. */
async function loaded(pdf: Library, bytes: Uint8Array): Promise<PDFDocument | null> {
  const options = { updateMetadata: false } as const;
  try {
    return await pdf.PDFDocument.load(bytes, options);
  } catch (error) {
    if (!(error instanceof pdf.EncryptedPDFError)) throw error;
  }
  try {
    return await pdf.PDFDocument.load(bytes, { ...options, password: '' });
  } catch {
    return null;
  }
}

/** Reads how a page looks, and takes off what a page does beyond that: nothing of it shall come over. */
function readPage(pdf: Library, page: PDFPage): SourcePage & { readonly leftOut: number } {
  const appearances: { ref: PDFRef; matrix: Matrix }[] = [];
  let leftOut = 0;
  const annotations = page.node.Annots();
  for (let i = 0; i < (annotations?.size() ?? 0); i++) {
    const annotation = annotations?.lookupMaybe(i, pdf.PDFDict);
    if (!annotation) continue;
    const look = appearanceOf(pdf, annotation);
    if (look === 'none') leftOut++;
    else if (look !== 'unseen') appearances.push(look);
  }
  for (const key of ['Annots', 'AA', 'Metadata', 'PieceInfo', 'Thumb', 'B', 'StructParents'])
    page.node.delete(pdf.PDFName.of(key));
  const box = page.getCropBox();
  const turn = (((Math.round(page.getRotation().angle / 90) * 90) % 360) + 360) % 360;
  if (!(box.width > 0 && box.height > 0)) throw new Error('a page without a size');
  return { box, turn, appearances, leftOut };
}

/** How an annotation or form field looks on paper, by ISO 32000-1, 12.5.5. */
function appearanceOf(
  pdf: Library,
  annotation: PDFDict,
): { ref: PDFRef; matrix: Matrix } | 'none' | 'unseen' {
  const { PDFName, PDFNumber } = pdf;
  const name = (key: string) => PDFName.of(key);
  const flags = annotation.lookupMaybe(name('F'), PDFNumber)?.asNumber() ?? 0;
  const subtype = annotation.lookupMaybe(name('Subtype'), PDFName)?.decodeText();
  if (flags & FLAG.hidden || !(flags & FLAG.print) || subtype === 'Popup' || subtype === 'Link')
    return 'unseen';
  const rect = numbers(pdf, annotation.lookupMaybe(name('Rect'), pdf.PDFArray), 4);
  const normal = annotation.lookupMaybe(name('AP'), pdf.PDFDict)?.get(name('N'));
  const states = annotation.context.lookup(normal);
  let ref: PDFObject | undefined = normal;
  if (states instanceof pdf.PDFDict) {
    const state = annotation.lookupMaybe(name('AS'), PDFName);
    // A box that is not ticked has no look for it, and rightly so.
    if (!state) return 'none';
    ref = states.get(state);
    if (ref === undefined) return 'unseen';
  }
  const stream = annotation.context.lookup(ref);
  if (!rect || !(ref instanceof pdf.PDFRef) || !(stream instanceof pdf.PDFStream)) return 'none';
  const [x1, y1, x2, y2] = numbers(pdf, stream.dict.lookupMaybe(name('BBox'), pdf.PDFArray), 4) ?? [
    0, 0, 0, 0,
  ];
  const [a, b, c, d, e, f] = (numbers(pdf, stream.dict.lookupMaybe(name('Matrix'), pdf.PDFArray), 6) ?? [
    1, 0, 0, 1, 0, 0,
  ]) as unknown as Matrix;
  const corners = [x1, x2].flatMap((x = 0) =>
    [y1, y2].map((y = 0) => ({ x: a * x + c * y + e, y: b * x + d * y + f })),
  );
  const [xs, ys] = [corners.map((corner) => corner.x), corners.map((corner) => corner.y)];
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - bottom];
  const [rx1, ry1, rx2, ry2] = rect as [number, number, number, number];
  if (!(width > 0 && height > 0)) return 'unseen';
  const [sx, sy] = [Math.abs(rx2 - rx1) / width, Math.abs(ry2 - ry1) / height];
  return {
    ref,
    matrix: [sx, 0, 0, sy, Math.min(rx1, rx2) - left * sx, Math.min(ry1, ry2) - bottom * sy],
  };
}

function numbers(pdf: Library, array: PDFArray | undefined, count: number): number[] | null {
  if (array?.size() !== count) return null;
  return array.asArray().map((_, i) => array.lookup(i, pdf.PDFNumber).asNumber());
}

/** How a page lies in its frame. */
export interface Frame {
  readonly page: { readonly width: number; readonly height: number };
  /** Where the old page goes, as large as it fits, in the middle. From the lower left corner. */
  readonly inside: Rect;
}

/**
 * Every page of `source` in a frame of its own, with the same page of `over` (a file of ours, as large as the frame) drawn
 * upon it. Wide pages are turned a quarter to the left. Only what is to be seen comes over: no links, scripts, attachments or tags.
 */
export async function framed(
  source: Source,
  over: Uint8Array,
  frame: Frame,
  about: { readonly title: string; readonly madeAt: number },
): Promise<Result<Uint8Array, ArchiveFailure>> {
  const pdf = await library();
  const out = await pdf.PDFDocument.create({ updateMetadata: false });
  try {
    const copier = pdf.PDFObjectCopier.for(source.document.context, out.context);
    const copied = await out.copyPages(source.document, source.document.getPageIndices());
    const looks: (PDFEmbeddedPage | null)[] = [];
    for (const [i, page] of copied.entries()) {
      const { box } = source.pages[i] as SourcePage;
      const edges = { left: box.x, bottom: box.y, right: box.x + box.width, top: box.y + box.height };
      // A page may have nothing on it; the library takes none such.
      looks.push(page.node.Contents() ? await out.embedPage(page, edges, [1, 0, 0, 1, 0, 0]) : null);
    }
    const covers = await out.embedPdf(
      over,
      source.pages.map((_, i) => i),
    );
    for (const [i, old] of source.pages.entries()) {
      const page = out.addPage([frame.page.width, frame.page.height]);
      const matrix = placed(old, frame.inside);
      page.pushOperators(pdf.pushGraphicsState(), pdf.concatTransformationMatrix(...matrix));
      const draw = (name: string, ref: PDFRef, at?: Matrix): void => {
        const key: PDFName = page.node.newXObject(name, ref);
        const operators: PDFOperator[] = at
          ? [
              pdf.pushGraphicsState(),
              pdf.concatTransformationMatrix(...at),
              pdf.drawObject(key),
              pdf.popGraphicsState(),
            ]
          : [pdf.drawObject(key)];
        page.pushOperators(...operators);
      };
      const look = looks[i];
      if (look) draw('Page', look.ref);
      for (const { ref, matrix: at } of old.appearances) draw('Note', copier.copy(ref), at);
      page.pushOperators(pdf.popGraphicsState());
      draw('Frame', (covers[i] as PDFEmbeddedPage).ref);
    }
    out.setTitle(about.title, { showInWindowTitleBar: true });
    out.setLanguage('zh-CN');
    out.setCreator('Tongban');
    out.setProducer('Tongban');
    out.setCreationDate(new Date(about.madeAt));
    await out.flush();
    // The pages that were copied are held by their looks now; written out, their content would stand there twice.
    for (const page of copied) forget(page);
    return ok(await out.save({ updateFieldAppearances: false }));
  } catch {
    return err({ kind: 'broken' });
  }

  function forget(page: PDFPage): void {
    const contents = page.node.get(pdf.PDFName.of('Contents'));
    if (contents instanceof pdf.PDFRef) out.context.delete(contents);
    if (contents instanceof pdf.PDFArray)
      for (const ref of contents.asArray()) if (ref instanceof pdf.PDFRef) out.context.delete(ref);
    out.context.delete(page.ref);
  }
}

/** From the old page's points to the frame's: turned upright, or a quarter to the left when wide, scaled, in the middle. */
function placed({ box, turn }: SourcePage, inside: Rect): Matrix {
  const upright = turn % 180 === 0 ? box : { width: box.height, height: box.width };
  const clockwise = (turn + (upright.width > upright.height ? 270 : 0)) % 360;
  const [width, height] = clockwise % 180 === 0 ? [box.width, box.height] : [box.height, box.width];
  const scale = Math.min(inside.width / width, inside.height / height);
  const left = inside.x + (inside.width - width * scale) / 2;
  const bottom = inside.y + (inside.height - height * scale) / 2;
  const { x, y } = box;
  const [right, top] = [x + box.width, y + box.height];
  switch (clockwise) {
    case 90:
      return [0, -scale, scale, 0, left - y * scale, bottom + right * scale];
    case 180:
      return [-scale, 0, 0, -scale, left + right * scale, bottom + top * scale];
    case 270:
      return [0, scale, -scale, 0, left + top * scale, bottom - x * scale];
    default:
      return [scale, 0, 0, scale, left - x * scale, bottom - y * scale];
  }
}
