import type { Strokes } from '../../contract/index.ts';
import { inSquare, type Point, penWidth } from './pen.ts';
import type { Span } from './text.ts';

/** An em square stands on the baseline with this much of it above, as Chinese glyphs do. */
const ABOVE_BASELINE = 0.88;

/**
 * Draws a span with its baseline at `y`. What is not drawn as the text says is marked with its actual text, so that
 * reading, searching and copying give the character that is meant.
 */
export function drawSpan(
  doc: PDFKit.PDFDocument,
  span: Span,
  at: Point,
  look: { readonly size: number; readonly colour: string },
): void {
  doc.font(span.face.key, look.size);
  const options = { lineBreak: false, baseline: 'alphabetic', textWidth: span.width, wordCount: 1 } as const;
  const draw = () => void doc.text(span.text, at.x, at.y, options);
  if (span.says === undefined) draw();
  else saying(doc, span.says, draw);
  if (span.strokes) pen(doc, span.strokes, at, look);
}

/**
 * Marks the text objects that `draw` writes. The mark stands directly around each, inside the turned coordinates that
 * pdfkit sets for a text: poppler looks where the marked text stands at the end of the mark.
 */
function saying(doc: PDFKit.PDFDocument, actual: string, draw: () => void): void {
  const pdf = doc as PDFKit.PDFDocument & { addContent(line: string): PDFKit.PDFDocument };
  const write = pdf.addContent;
  pdf.addContent = (line) => {
    if (line === 'BT') doc.markContent('Span', { actual });
    write.call(pdf, line);
    if (line === 'ET') doc.endMarkedContent();
    return doc;
  };
  try {
    draw();
  } finally {
    pdf.addContent = write;
  }
}

function pen(
  doc: PDFKit.PDFDocument,
  strokes: Strokes,
  at: Point,
  look: { readonly size: number; readonly colour: string },
): void {
  const { size, colour } = look;
  const top = at.y - ABOVE_BASELINE * size;
  doc.save().lineWidth(penWidth(size)).lineCap('round').lineJoin('round').strokeColor(colour);
  for (const stroke of inSquare(strokes)) {
    const [first, ...rest] = stroke.map(({ x, y }) => ({ x: at.x + x * size, y: top + y * size }));
    if (!first) continue;
    doc.moveTo(first.x, first.y);
    // A tap is a dot: a line of no length with round ends.
    for (const { x, y } of rest.length > 0 ? rest : [first]) doc.lineTo(x, y);
  }
  doc.stroke().restore();
}
