import type { SetLine } from './block.ts';
import { drawSpan } from './draw-span.ts';

/** Draws lines of set text into a document, each stretch in its own font. */
export class Ink {
  readonly #doc: PDFKit.PDFDocument;
  readonly #registered = new Set<string>();

  constructor(doc: PDFKit.PDFDocument) {
    this.#doc = doc;
  }

  /** `align` is within `width` points from `x` on. */
  draw(
    lines: readonly SetLine[],
    x: number,
    top: number,
    align: 'left' | 'centre' | 'right',
    width: number,
  ): void {
    for (const { line, para, baseline } of lines) {
      const free = align === 'left' ? 0 : (width - line.width) / (align === 'centre' ? 2 : 1);
      this.#doc.fillColor(para.style.colour);
      for (const span of line.spans) {
        if (!this.#registered.has(span.face.key)) {
          this.#doc.registerFont(span.face.key, span.face.source as unknown as PDFKit.Mixins.PDFFontSource);
          this.#registered.add(span.face.key);
        }
        drawSpan(this.#doc, span, { x: x + free + span.x, y: top + baseline }, para.style);
      }
    }
  }
}
