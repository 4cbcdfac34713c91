import { execFileSync } from 'node:child_process';

/** The text of a PDF as poppler's pdftotext reads it, without spaces (layout puts them anywhere). */
export function pdfText(pdf: Uint8Array): string {
  return execFileSync('pdftotext', ['-', '-'], { input: pdf, encoding: 'utf8' }).replace(/\s/g, '');
}
