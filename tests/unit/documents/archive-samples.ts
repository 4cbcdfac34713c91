import { degrees, PDFDocument, PDFName, rgb, StandardFonts } from '@cantoo/pdf-lib';
import type { ArchiveFile } from '../../../electron/documents/index.ts';
import { MORNING, sampleReceipt } from './samples.ts';

/** A file of somebody else with a page of every sort: upright, wide, turned, cropped, long, empty. */
export const ODD_PAGES = [
  { width: 595, height: 842, turn: 0 },
  { width: 842, height: 595, turn: 0 },
  { width: 595, height: 842, turn: 90 },
  { width: 842, height: 595, turn: 270 },
  { width: 200, height: 1200, turn: 180 },
  { width: 1191, height: 1684, turn: 0, crop: { x: 300, y: 400, width: 500, height: 700 } },
] as const;

export async function oddFile(): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const font = await document.embedFont(StandardFonts.Helvetica);
  for (const [i, { width, height, turn, ...rest }] of ODD_PAGES.entries()) {
    const page = document.addPage([width, height]);
    page.setRotation(degrees(turn));
    const { x, y, ...size } = 'crop' in rest ? rest.crop : { x: 0, y: 0, width, height };
    if ('crop' in rest) page.setCropBox(x, y, size.width, size.height);
    page.drawText(`beyond ${i + 1}`, { x: 2, y: height - 8, size: 6, font });
    page.drawRectangle({
      x: x + 12,
      y: y + 12,
      width: size.width - 24,
      height: size.height - 24,
      borderColor: rgb(0.7, 0, 0),
      borderWidth: 4,
    });
    const top = y + size.height;
    page.drawText(`Sheet ${i + 1}`, { x: x + 30, y: top - 60, size: 26, font });
    for (let line = 0; line < 12; line++)
      page.drawText(`Line ${line + 1} of this sheet`, {
        x: x + 30,
        y: top - 100 - 18 * line,
        size: 12,
        font,
      });
  }
  document.addPage([595, 842]);
  const form = document.getForm();
  const text = form.createTextField('name');
  text.setText('Typed into a field');
  text.addToPage(document.getPage(0), { x: 150, y: 300, width: 220, height: 28 });
  const box = form.createCheckBox('agreed');
  box.addToPage(document.getPage(1), { x: 300, y: 120, width: 40, height: 40 });
  box.check();
  const { context } = document;
  const note = (subtype: string, more: object) =>
    context.register(
      context.obj({ Type: 'Annot', Subtype: subtype, Rect: [300, 400, 420, 430], F: 4, ...more } as never),
    );
  const first = document.getPage(0).node;
  // One that says nowhere how it looks, one that is not for paper, and a link with a script behind it.
  first.addAnnot(note('FreeText', {}));
  first.addAnnot(note('Text', { F: 0 }));
  first.addAnnot(note('Link', { A: { S: PDFName.of('JavaScript'), JS: PDFName.of('nothing') } }));
  return document.save({ useObjectStreams: false });
}

export function archiveFile(bytes: Uint8Array, over: Partial<ArchiveFile> = {}): ArchiveFile {
  const { applicantName, applicantNumber } = sampleReceipt();
  return {
    bytes,
    title: { 'zh-CN': '企业登记档案', en: 'Company registration file' },
    region: { 'zh-CN': '广州市黄埔区', en: 'Huangpu, Guangzhou' },
    regionNumber: 'GZ20261121000007',
    machineCode: 'B017',
    requestedBy: `${applicantName} ${applicantNumber}`,
    purpose: '银行贷款',
    printedAt: MORNING,
    copy: 1,
    copies: 2,
    ...over,
  };
}
