import { createHash } from 'node:crypto';
import PDFDocument from 'pdfkit';
import { demoSeal, type OfdFiles, ofdFiles, ofdOf, sealedFiles } from '../../electron/demo/sample-ofd.ts';

const AT = Date.UTC(2026, 10, 21, 2, 0, 0);

/** Bytes that look random, the same in every run. */
export function sameRandom(seed: string): (count: number) => Uint8Array {
  let calls = 0;
  return (count) => {
    const parts: Buffer[] = [];
    for (let have = 0; have < count; have += 32)
      parts.push(createHash('sha256').update(`${seed} ${calls++}`).digest());
    return new Uint8Array(Buffer.concat(parts).subarray(0, count));
  };
}

/** A PDF of so many pages. */
export function makePdf(
  pages = 1,
  options: PDFKit.PDFDocumentOptions = {},
  more: (document: PDFKit.PDFDocument) => void = () => {},
): Promise<Uint8Array> {
  const document = new PDFDocument({
    size: 'A4',
    autoFirstPage: false,
    info: { Title: 'Result' },
    ...options,
  });
  const parts: Buffer[] = [];
  for (let page = 1; page <= pages; page++) document.addPage().text(`page ${page}`);
  more(document);
  return new Promise((resolve) => {
    document.on('data', (part: Buffer) => parts.push(part));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(parts))));
    document.end();
  });
}

export const SEAL = demoSeal('示例市行政审批局（演示章）', AT, sameRandom('seal'));

/** The files of an OFD of two pages. */
export const makeOfdFiles = (): OfdFiles =>
  ofdFiles({ title: '结果 <样例>', pages: [['居住证', '第一页'], ['第二页']] });

/** The same, sealed with the demo's certificate. */
export const makeSealedFiles = (files: OfdFiles = makeOfdFiles()): OfdFiles =>
  sealedFiles(files, SEAL, AT, sameRandom('signature'));

export { ofdOf };
