import { ok, type Result } from '../../core/index.ts';
import { type Block, setBlock } from '../kit/block.ts';
import { framed, openPdf } from '../kit/existing-pdf.ts';
import type { FontSet } from '../kit/fonts.ts';
import { Ink } from '../kit/ink.ts';
import { PdfFile } from '../kit/pdf-file.ts';
import { bilingual, COLOUR, PAGE, type Para, STYLE, style, WIDTH } from '../kit/style.ts';
import { momentEn, momentZh } from '../kit/words.ts';
import type { ArchiveFailure, ArchiveFile, ArchivePrint } from '../notice-types.ts';
import { brandOf } from './application-form.ts';

/** Between the band and the furniture, from the page's top; the old page keeps a little air to its frame. */
const INSIDE = { top: 88, bottom: PAGE.height - 84, air: 4 } as const;
/** The words across the page: largest size, what they may fill, slope, how far to the next, and how dark they are. */
const WATERMARK = { size: 17, width: 500, slope: -32, step: 172, opacity: 0.13 } as const;

/**
 * A file of somebody else (企业档案), each page in an A4 frame that says across it who asked for it, for what, when and
 * which copy it is, with 第 x 页，共 y 页. What the file says is taken over as it is, so the print is neither PDF/A nor
 * tagged.
 */
export async function archivePrint(
  fonts: FontSet,
  file: ArchiveFile,
): Promise<Result<ArchivePrint, ArchiveFailure>> {
  const source = await openPdf(file.bytes);
  if (!source.ok) return source;
  const pages = source.value.pages.length;
  const made = await framed(
    source.value,
    await frames(fonts, file, pages),
    {
      page: PAGE,
      inside: {
        x: PAGE.left + INSIDE.air,
        y: PAGE.height - INSIDE.bottom + INSIDE.air,
        width: WIDTH - 2 * INSIDE.air,
        height: INSIDE.bottom - INSIDE.top - 2 * INSIDE.air,
      },
    },
    { title: '档案查询打印件 Print from an archive', madeAt: file.printedAt },
  );
  return made.ok ? ok({ pdf: made.value, pages, leftOut: source.value.leftOut }) : made;
}

/** The frames alone, one a page. */
function frames(fonts: FontSet, file: ArchiveFile, pages: number): Promise<Uint8Array> {
  const out = new PdfFile('档案查询打印件 Print from an archive', file.printedAt);
  const { doc } = out;
  const ink = new Ink(doc);
  const structure = doc.struct('Document');
  doc.addStructure(structure);
  const set = (paras: readonly Para[], width: number) => setBlock(fonts, paras, width, 1);

  const brand = file.brand ?? brandOf(file.region);
  const side = 24;
  const half = (WIDTH - side - 30) / 2;
  const mark = set(
    [{ text: brand.mark, style: style(brand.mark.length > 1 ? 10 : 15, side, COLOUR.paper, 'strong') }],
    side + 20,
  );
  const title = set(
    bilingual(file.title, style(12.5, 17, COLOUR.dark, 'strong'), style(7.2, 10, COLOUR.second)),
    half,
  );
  const number = file.regionNumber === null ? '' : `（${file.regionNumber}）`;
  const from = set(
    bilingual(
      { 'zh-CN': `${file.region['zh-CN']}${number}`, en: file.region.en },
      style(9, 13, COLOUR.ink),
      style(7.2, 10, COLOUR.second),
    ),
    half,
  );
  const copy = `第 ${file.copy} 份，共 ${file.copies} 份`;
  const words = rows(fonts, [
    `${file.requestedBy}　${file.purpose}`,
    `${momentZh(file.printedAt)}　${copy}　查询打印件`,
  ]);
  const foot = set(
    [
      {
        text: `查询人 ${file.requestedBy}　用途 ${file.purpose}　打印时间 ${momentZh(file.printedAt)}　${copy}`,
        style: { ...STYLE.furniture, colour: COLOUR.ink },
      },
      {
        text: `Printed ${momentEn(file.printedAt)}, copy ${file.copy} of ${file.copies}. Taken over as the region gave it; only the frame is the machine's.`,
        style: { ...STYLE.labelSmall, size: 6.4 },
        lang: 'en',
      },
    ],
    WIDTH,
  );

  for (let page = 1; page <= pages; page++) {
    doc.addPage();
    doc.markContent('Artifact', { type: 'Pagination' });
    doc.roundedRect(PAGE.left, PAGE.top, side, side, 5).fill(COLOUR.action);
    ink.draw(mark.lines, PAGE.left, PAGE.top, 'centre', side);
    ink.draw(title.lines, PAGE.left + side + 9, PAGE.top + Math.max(0, (side - title.height) / 2), 'left', 0);
    ink.draw(
      from.lines,
      PAGE.left + WIDTH - half,
      PAGE.top + Math.max(0, (side - from.height) / 2),
      'right',
      half,
    );
    doc.lineWidth(0.6).strokeColor(COLOUR.line);
    doc.rect(PAGE.left, INSIDE.top, WIDTH, INSIDE.bottom - INSIDE.top).stroke();
    watermark(doc, () =>
      ink.draw(words.lines, -WATERMARK.width / 2, -words.height / 2, 'centre', WATERMARK.width),
    );
    ink.draw(foot.lines, PAGE.left, INSIDE.bottom + 6, 'left', 0);
    const y = PAGE.height - 46;
    const count = set(
      [{ text: `第 ${page} 页，共 ${pages} 页   Page ${page} of ${pages}`, style: STYLE.furniture }],
      WIDTH,
    );
    const machine = set([{ text: `机器编号 ${file.machineCode}`, style: STYLE.furniture }], WIDTH);
    ink.draw(machine.lines, PAGE.left, y, 'left', 0);
    ink.draw(count.lines, PAGE.left, y, 'right', WIDTH);
    doc.endMarkedContent();
  }
  structure.end();
  return out.finish();
}

/** Lines as large as they fit on one row each, so that the frame cuts nothing off; very long ones break. */
function rows(fonts: FontSet, lines: readonly string[]): Block {
  for (let size: number = WATERMARK.size; ; size--) {
    const look = style(size, size * 1.4, COLOUR.dark, 'strong');
    const block = setBlock(
      fonts,
      lines.map((text) => ({ text, style: look })),
      WATERMARK.width,
      1,
    );
    if (block.lines.length === lines.length || size <= 9) return block;
  }
}

/** Slanting rows over the frame's inside, so that no part of the page can be cut out without them. */
function watermark(doc: PDFKit.PDFDocument, draw: () => void): void {
  doc.save();
  doc.rect(PAGE.left, INSIDE.top, WIDTH, INSIDE.bottom - INSIDE.top).clip();
  doc.fillOpacity(WATERMARK.opacity);
  for (let y = INSIDE.top + WATERMARK.step / 2; y < INSIDE.bottom; y += WATERMARK.step) {
    doc
      .save()
      .translate(PAGE.width / 2, y)
      .rotate(WATERMARK.slope);
    draw();
    doc.restore();
  }
  doc.restore();
}
