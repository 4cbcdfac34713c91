import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { CAMERA_LIMITS, err, ok } from '../../../../electron/core/index.ts';
import { examinePhotograph, joinPhotographs, materialScanner } from '../../../../electron/documents/index.ts';
import { smallestJpeg } from '../../../support/smallest-jpeg.ts';

async function joined(...pages: Uint8Array[]): Promise<Uint8Array> {
  const pdf = await joinPhotographs(pages);
  if (!pdf.ok) throw new Error(pdf.error);
  return pdf.value;
}

describe('a photographed page', () => {
  it.each([
    ['a page', smallestJpeg(1414, 2000), ok()],
    ['a PNG', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), err('kind')],
    ['a PDF', Uint8Array.from(Buffer.from('%PDF-1.7')), err('kind')],
    ['nothing', new Uint8Array(), err('kind')],
    ['a page that was cut off', smallestJpeg(1414, 2000).subarray(0, 20), err('broken')],
    ['a page without size', smallestJpeg(0, 2000), err('broken')],
    ['more pixels than a page has', smallestJpeg(1414, CAMERA_LIMITS.pagePixels + 1), err('too-large')],
    ['more bytes than a page has', smallestJpeg(10, 10, CAMERA_LIMITS.pageBytes), err('too-large')],
  ])('%s is judged by its content', (_what, bytes, verdict) =>
    expect(examinePhotograph(bytes)).toEqual(verdict),
  );
});

describe('photographed pages as one file', () => {
  it('are a page each, of A4, the way they lie', async () => {
    const file = await PDFDocument.load(await joined(smallestJpeg(1414, 2000), smallestJpeg(2000, 1414)), {
      updateMetadata: false,
    });
    expect(file.getPages().map((page) => page.getSize())).toEqual([
      { width: 595.28, height: 841.89 },
      { width: 841.89, height: 595.28 },
    ]);
  });
  it('hold the pictures as they came, no time and no name', async () => {
    const page = smallestJpeg(300, 400, 50);
    const bytes = Buffer.from(await joined(page));
    expect(bytes.includes(Buffer.from(page))).toBe(true);
    expect(bytes.toString('latin1')).not.toMatch(/CreationDate|ModDate|Producer|Author|\/Info/);
  });
  it('are the same bytes for the same pages, and pass the scanner', async () => {
    const page = smallestJpeg(300, 400);
    const bytes = await joined(page, page);
    expect(await joined(page, page)).toEqual(bytes);
    expect(await materialScanner.scan(bytes)).toEqual(ok({ mediaType: 'application/pdf', pages: 2 }));
  });
  it('are refused when one is no picture', async () =>
    expect(await joinPhotographs([new Uint8Array([1, 2, 3])])).toEqual(err('broken')));
});
