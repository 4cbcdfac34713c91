import type { Barcode } from './barcode.ts';
import { qrCode } from './qr-code.ts';
import { COLOUR, type Para } from './style.ts';

/** Points on the page, from its upper left corner. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A piece of a page on which a paper places its parts itself. */
export interface Canvas {
  readonly box: Box;
  /** Lines, frames, marks: what nobody reads aloud. */
  ornament(draw: (doc: PDFKit.PDFDocument) => void): void;
  /** A picture, with the words that say what it shows. */
  figure(alt: string, box: Box, draw: (doc: PDFKit.PDFDocument) => void): void;
  /** A paragraph; returns its height. */
  text(
    paras: readonly Para[],
    x: number,
    y: number,
    width: number,
    align?: 'left' | 'centre' | 'right',
  ): number;
  /** The height that a paragraph would take. */
  height(paras: readonly Para[], width: number): number;
}

/** A QR code of a text as UTF-8 bytes; 1:1, without its quiet zone. */
export function drawQr(doc: PDFKit.PDFDocument, text: string, x: number, y: number, side: number): void {
  const { modules } = qrCode(text);
  const step = side / modules.size;
  for (let row = 0; row < modules.size; row++) {
    for (let from = 0; from < modules.size; from++) {
      let to = from;
      while (to < modules.size && modules.get(row, to)) to++;
      // A little over the edge: rows that only touch show white hairlines when a printer's driver smooths them.
      if (to > from) doc.rect(x + from * step, y + row * step, (to - from) * step, step * 1.04);
      from = to;
    }
  }
  doc.fill(COLOUR.ink);
}

/** The bars of a bar code from `box.x` on; its quiet zones are the caller's. */
export function drawBars(doc: PDFKit.PDFDocument, { bars, modules }: Barcode, box: Box): void {
  const module = box.width / modules;
  for (const { from, width } of bars) doc.rect(box.x + from * module, box.y, width * module, box.height);
  doc.fill('#000000');
}
