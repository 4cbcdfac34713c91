import type { PageRange } from '../../native-bridge/index.ts';

/** Its code is needed for printing alone. */
const library = () => import('@cantoo/pdf-lib');

/** Pages of a PDF document; null when it cannot be read. Then it is printed whole or not at all. */
export async function pageCount(pdf: Uint8Array): Promise<number | null> {
  const { PDFDocument } = await library();
  try {
    const document = await PDFDocument.load(pdf, { updateMetadata: false, ignoreEncryption: true });
    return document.getPageCount() || null;
  } catch {
    return null;
  }
}

/** A document of these pages alone, for printers that cannot leave pages out. Rejects when it cannot be read. */
export async function cut(pdf: Uint8Array, { from, to }: PageRange): Promise<Uint8Array> {
  const { PDFDocument } = await library();
  const whole = await PDFDocument.load(pdf, { updateMetadata: false });
  const part = await PDFDocument.create();
  const pages = Array.from({ length: to - from + 1 }, (_, at) => from - 1 + at);
  for (const page of await part.copyPages(whole, pages)) part.addPage(page);
  return part.save();
}

/**
 * One document of several, one after the other; with `apart`, each begins on a sheet of its own when both sides are
 * printed. Rejects when one cannot be read.
 */
export async function joined(pdfs: readonly Uint8Array[], apart: boolean): Promise<Uint8Array> {
  const { PDFDocument } = await library();
  const whole = await PDFDocument.create();
  for (const [at, pdf] of pdfs.entries()) {
    const one = await PDFDocument.load(pdf, { updateMetadata: false });
    for (const page of await whole.copyPages(one, one.getPageIndices())) whole.addPage(page);
    const last = whole.getPage(whole.getPageCount() - 1).getSize();
    if (apart && at < pdfs.length - 1 && one.getPageCount() % 2 === 1)
      whole.addPage([last.width, last.height]);
  }
  return whole.save();
}
