import type { Text } from '../../contract/index.ts';
import type { Brand } from '../types.ts';
import { type Barcode, code128, hasBarcode, MODULE_MIN, QUIET_MODULES } from './barcode.ts';
import { type Block, centring, heightOf, restOf, type SetLine, setBlock, thatFit } from './block.ts';
import { type Canvas, drawBars, drawQr } from './canvas.ts';
import type { FontSet } from './fonts.ts';
import { Ink } from './ink.ts';
import { PdfFile } from './pdf-file.ts';
import { inFrame, SIGNATURE, type SignedBy } from './signature.ts';
import {
  BOTTOM,
  bilingual,
  COLOUR,
  type Density,
  type Field,
  PAGE,
  type Para,
  STYLE,
  style,
  WIDTH,
} from './style.ts';
import { momentEn, momentZh } from './words.ts';

export interface SheetOptions {
  readonly fonts: FontSet;
  /** Goes into the file's metadata: nothing personal. */
  readonly title: string;
  readonly brand: Brand;
  readonly site: Text | null;
  readonly machineCode: string | null;
  /** Time of making, ms; the file depends on nothing else, so that the same data give the same bytes. */
  readonly madeAt: number;
  /** Large words across each page, drawn under everything else. */
  readonly mark?: string;
  readonly density?: Density;
}

/** A column of a list; its width is its share of the sum of all shares. */
export interface Column {
  readonly label: Text;
  readonly share: number;
}

interface Cell {
  readonly paras: readonly Para[];
  readonly x: number;
  readonly width: number;
  /** Free points at either side of the text. */
  readonly inset: number;
  /** What it is the head of. */
  readonly head?: 'Row' | 'Column';
  /** Columns of the table that it takes. */
  readonly span?: number;
}

const LANGUAGE = { en: 'en-GB' } as const;

/** Attributes that pdfkit has no option for. */
function attributes(element: PDFKit.PDFStructureElement, to: Record<string, unknown>): void {
  (element as unknown as { dictionary: { data: Record<string, unknown> } }).dictionary.data.A = to;
}

/** Bars of a plate, between its frame and its text's right end; null when they would be too narrow. */
function barsWithin(code: Barcode, width: number) {
  const module = Math.min(1, width / (code.modules + QUIET_MODULES));
  if (module < MODULE_MIN) return null;
  return { code, height: 24, box: { width: code.modules * module, height: 24 } };
}

/** The first of `densities` in which the document takes one page; the last of them when none does. */
export function onOnePage(densities: readonly Density[], write: (density: Density) => Sheet): Sheet {
  let sheet: Sheet | undefined;
  for (const density of densities) {
    sheet = write(density);
    if (sheet.pages === 1) break;
  }
  if (!sheet) throw new Error('no density to choose from');
  return sheet;
}

/** The first of `densities` in which the document takes the fewest pages: no signature alone on a last one. */
export function onFewestPages(densities: readonly Density[], write: (density: Density) => Sheet): Sheet {
  let best: Sheet | undefined;
  for (const density of densities) {
    if (best?.pages === 1) break;
    const sheet = write(density);
    if (!best || sheet.pages < best.pages) best = sheet;
  }
  if (!best) throw new Error('no density to choose from');
  return best;
}

/** A tagged PDF/A-2a document that is written from top to bottom, page after page. */
export class Sheet {
  readonly #file: PdfFile;
  readonly #doc: PDFKit.PDFDocument;
  readonly #options: SheetOptions;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #ink: Ink;
  readonly #density: Density;
  #y = PAGE.top;

  constructor(options: SheetOptions) {
    this.#options = options;
    this.#density = options.density ?? { space: 1, type: 1 };
    this.#file = new PdfFile(options.title, options.madeAt);
    this.#doc = this.#file.doc;
    this.#ink = new Ink(this.#doc);
    this.#root = this.#doc.struct('Document');
    this.#doc.addStructure(this.#root);
    this.#newPage();
  }

  get pages(): number {
    return this.#doc.bufferedPageRange().count;
  }

  gap(points: number): void {
    this.#y += points * this.#density.space;
  }

  /** Starts a new page. */
  page(): void {
    this.#newPage();
  }

  /** Starts a new page when less than `points` are left on this one. */
  need(points: number): void {
    if (this.#y + points > BOTTOM) this.#newPage();
  }

  /** The document's name, centred, in both languages, with sentences under it that belong to it. */
  title(title: Text, under: readonly Para[] = []): void {
    const block = this.#set(
      [
        { text: title['zh-CN'], style: STYLE.title },
        { text: title.en, style: STYLE.titleSmall, lang: 'en' },
        ...under,
      ],
      WIDTH,
    );
    this.need(block.height);
    this.#written('H1', block.lines, PAGE.left, this.#y, 'centre', WIDTH);
    this.#y += block.height;
  }

  /** A heading over a table. Stays with at least one row. */
  heading(text: Text): void {
    this.need(60);
    this.#artifact(() => this.#rect(PAGE.left, this.#y + 3, 3, 11, COLOUR.action));
    const zh = this.#set([{ text: text['zh-CN'], style: STYLE.heading }], WIDTH);
    const x = PAGE.left + 9 + (zh.lines[0]?.line.width ?? 0) + 7;
    const en = this.#set(
      [{ text: text.en, style: { ...STYLE.valueSmall, leading: 16 }, lang: 'en' }],
      PAGE.left + WIDTH - x,
    );
    // On the Chinese baseline, not at its own: the two are one line of text.
    const shift = (zh.lines[0]?.baseline ?? 0) - (en.lines[0]?.baseline ?? 0);
    const element = this.#doc.struct('H2');
    this.#write(element, 'H2', zh.lines, PAGE.left + 9, this.#y, 'left', WIDTH);
    this.#write(element, 'H2', en.lines, x, this.#y + shift, 'left', WIDTH);
    this.#root.add(element);
    element.end();
    this.#y += 20;
  }

  /**
   * A table of labels and values, one or two fields a row. A row stays on one page when it can; a value longer than
   * a page goes on upon the next. With a heading, the whole of it stays on one page when it can.
   */
  table(rows: readonly (readonly Field[])[], heading?: Text): void {
    const labelWidth = 92;
    const columns = Math.max(...rows.map((row) => row.length));
    const cells = rows.map((fields) => {
      const columnWidth = WIDTH / fields.length;
      return fields.flatMap(({ label, value }, i): Cell[] => [
        {
          head: 'Row',
          paras: [
            { text: label['zh-CN'], style: STYLE.label },
            { text: label.en, style: STYLE.labelSmall, lang: 'en' },
          ],
          x: PAGE.left + i * columnWidth,
          width: labelWidth,
          inset: 8,
        },
        {
          paras: value,
          x: PAGE.left + i * columnWidth + labelWidth,
          width: columnWidth - labelWidth,
          inset: 9,
          // Assistive software counts cells: every row has as many as the fullest.
          span: i === fields.length - 1 ? 1 + 2 * (columns - fields.length) : 1,
        },
      ]);
    });
    if (heading) {
      const whole = cells.reduce((sum, row) => sum + this.#heightOf(row), 20);
      this.need(whole <= BOTTOM - PAGE.top - 60 ? whole : 110);
      this.heading(heading);
    }
    this.#table((add) => {
      for (const row of cells) add(row);
    });
  }

  /**
   * A list under column heads, which stand again at the top of each page that it goes on to. Its heading, the heads and
   * the first row stay together.
   */
  grid(columns: readonly Column[], rows: readonly (readonly (readonly Para[])[])[], heading?: Text): void {
    const sum = columns.reduce((total, column) => total + column.share, 0);
    let x = PAGE.left;
    const places = columns.map((column) => {
      const width = (WIDTH * column.share) / sum;
      x += width;
      return { x: x - width, width, inset: 7 };
    });
    const heads = columns.map(
      ({ label }, i): Cell => ({
        ...(places[i] as (typeof places)[number]),
        head: 'Column',
        paras: bilingual(label, STYLE.label, STYLE.labelSmall),
      }),
    );
    const first = (rows[0] ?? []).map(
      (paras, i): Cell => ({ ...(places[i] as (typeof places)[number]), paras }),
    );
    const together = (heading ? 20 : 0) + this.#heightOf(heads) + this.#heightOf(first);
    // A first row of more than half a page is split anyway.
    this.need(Math.min(together, (BOTTOM - PAGE.top) / 2));
    if (heading) this.heading(heading);
    this.#table((add) => {
      add(heads);
      for (const row of rows) {
        add(
          row.map((paras, i): Cell => ({ ...(places[i] as (typeof places)[number]), paras })),
          heads,
        );
      }
    });
  }

  #table(fill: (add: (cells: readonly Cell[], heads?: readonly Cell[]) => void) => void): void {
    const table = this.#doc.struct('Table');
    this.#root.add(table);
    fill((cells, heads) => this.#row(table, cells, heads));
    table.end();
  }

  #heightOf(cells: readonly Cell[]): number {
    const blocks = cells.map((cell) => this.#set(cell.paras, cell.width - 2 * cell.inset));
    return Math.max(0, ...blocks.map((block) => block.height)) + 11 * this.#density.space;
  }

  /** `heads` are drawn again, as no content, on each page that the row begins or goes on. */
  #row(table: PDFKit.PDFStructureElement, cells: readonly Cell[], heads: readonly Cell[] = []): void {
    const blocks = cells.map((cell) => this.#set(cell.paras, cell.width - 2 * cell.inset));
    const padding = 5.5 * this.#density.space;
    const height = Math.max(...blocks.map((block) => block.height)) + 2 * padding;
    const page = BOTTOM - PAGE.top - (heads.length === 0 ? 60 : 100);
    const before = this.pages;
    this.need(height <= page ? height : 60);
    if (this.pages > before) this.#headsAgain(heads);

    const row = this.#doc.struct('TR');
    table.add(row);
    const elements = cells.map((cell) => {
      const element = cell.head
        ? this.#doc.struct('TH', { scope: cell.head } as PDFKit.Mixins.StructureElementOptions)
        : this.#doc.struct('TD');
      if (cell.span !== undefined && cell.span > 1) attributes(element, { O: 'Table', ColSpan: cell.span });
      row.add(element);
      return element;
    });
    let left = blocks.map((block) => block.lines);
    for (;;) {
      const room = BOTTOM - this.#y - 2 * padding;
      const now = left.map((lines) => thatFit(lines, room));
      const used = Math.max(...now.map(heightOf)) + 2 * padding;
      this.#stripe(cells, now, used, padding, elements);
      left = left.map((lines, i) => restOf(lines, now[i] ?? []));
      if (left.every((lines) => lines.length === 0)) break;
      this.#newPage();
      this.#headsAgain(heads);
    }
    row.end();
  }

  #headsAgain(heads: readonly Cell[]): void {
    if (heads.length === 0) return;
    const blocks = heads.map((cell) => this.#set(cell.paras, cell.width - 2 * cell.inset));
    const padding = 5.5 * this.#density.space;
    this.#stripe(
      heads,
      blocks.map((block) => block.lines),
      Math.max(...blocks.map((block) => block.height)) + 2 * padding,
      padding,
    );
  }

  /** One row, or what of it fits on this page; without elements it is a repetition, which no reader reads again. */
  #stripe(
    cells: readonly Cell[],
    lines: readonly (readonly SetLine[])[],
    height: number,
    padding: number,
    elements?: readonly PDFKit.PDFStructureElement[],
  ): void {
    const top = this.#y;
    cells.forEach(({ head, x, width, inset }, i) => {
      if (head && this.#options.mark === undefined)
        this.#artifact(() => this.#rect(x, top, width, height, COLOUR.tint));
      const of = lines[i] ?? [];
      const y = top + centring(of, height, padding);
      const element = elements?.[i];
      if (element) this.#write(element, head ? 'TH' : 'TD', of, x + inset, y, 'left', 0);
      else this.#artifact(() => this.#draw(of, x + inset, y, 'left', 0), 'Pagination');
    });
    this.#y = top + height;
    this.#hairline(top);
    this.#hairline(this.#y);
  }

  #content(
    element: PDFKit.PDFStructureElement,
    name: string,
    lines: readonly SetLine[],
    x: number,
    y: number,
  ): void {
    if (lines.length === 0) return;
    const content = this.#doc.markStructureContent(name);
    this.#draw(lines, x, y, 'left', 0);
    this.#doc.endMarkedContent();
    element.add(content);
  }

  /** Sentences under one another, each a paragraph; a long one goes on upon the next page. */
  paragraphs(paras: readonly Para[], x: number = PAGE.left, width: number = WIDTH): void {
    for (const para of paras) {
      let { lines } = this.#set([para], width);
      const element = this.#doc.struct('P', para.lang === undefined ? {} : { lang: LANGUAGE[para.lang] });
      this.#root.add(element);
      while (lines.length > 0) {
        this.need(para.style.leading * this.#density.type);
        const now = thatFit(lines, BOTTOM - this.#y);
        this.#content(element, 'P', now, x, this.#y);
        this.#y += heightOf(now);
        lines = restOf(lines, now);
      }
      element.end();
    }
  }

  /** A box that must not be overlooked: tinted, with a bar at its left, or framed. Never split. */
  notice(paras: readonly Para[], look: 'bar' | 'frame'): void {
    const inset = 12;
    const block = this.#set(paras, WIDTH - 2 * inset);
    const padding = 3 + 4 * this.#density.space;
    const height = block.height + 2 * padding;
    this.need(height);
    this.#artifact(() => {
      if (look === 'bar') {
        this.#rect(PAGE.left, this.#y, WIDTH, height, COLOUR.tint);
        this.#rect(PAGE.left, this.#y, 3, height, COLOUR.action);
      } else {
        this.#doc.lineWidth(0.9).strokeColor(COLOUR.dark).rect(PAGE.left, this.#y, WIDTH, height).stroke();
      }
    });
    this.#written(
      'P',
      block.lines,
      PAGE.left + inset,
      this.#y + padding,
      look === 'bar' ? 'left' : 'centre',
      WIDTH - 2 * inset,
    );
    this.#y += height;
  }

  /**
   * A framed area with the number people come back with at the left, and a QR code with its caption at the right.
   * `number` stands once more as a bar code (Code 128) and in figures under the text, for the hand scanners of
   * windows; one that no bar code holds, or that would be too narrow to be read, is left out.
   */
  plate(
    paras: readonly Para[],
    qr: { readonly text: string; readonly alt: string; readonly caption: readonly Para[] },
    number?: { readonly text: string; readonly alt: string },
  ): void {
    const side = 96;
    const inset = 14;
    const textWidth = WIDTH - side - 3 * inset;
    const block = this.#set(paras, textWidth);
    const caption = this.#set(qr.caption, side);
    const bars = number && hasBarcode(number.text) ? barsWithin(code128(number.text), textWidth) : null;
    const figures = this.#set(
      bars && number ? [{ text: number.text, style: STYLE.labelSmall }] : [],
      textWidth,
    );
    const under = bars ? bars.height + 6 + figures.height : 0;
    const height = Math.max(block.height + under, side + 5 + caption.height) + 2 * inset - 6;
    this.need(height);
    const top = this.#y;
    this.#artifact(() => {
      this.#doc.lineWidth(1).strokeColor(COLOUR.action).rect(PAGE.left, top, WIDTH, height).stroke();
    });
    const y = top + (height - block.height - under) / 2;
    this.#written('P', block.lines, PAGE.left + inset, y, 'left', textWidth);
    if (bars && number) {
      const box = { ...bars.box, x: PAGE.left + inset, y: y + block.height + 6 };
      this.#tagged('Figure', () => drawBars(this.#doc, bars.code, box), {
        alt: number.alt,
        bbox: [box.x, box.y, box.x + box.width, box.y + box.height],
      } as PDFKit.Mixins.StructureElementOptions);
      this.#written('P', figures.lines, box.x, box.y + box.height + 1, 'centre', box.width);
    }
    const x = PAGE.left + WIDTH - inset - side;
    this.#tagged('Figure', () => drawQr(this.#doc, qr.text, x, top + inset - 3, side), {
      alt: qr.alt,
      bbox: [x, top + inset - 3, x + side, top + inset - 3 + side],
    } as PDFKit.Mixins.StructureElementOptions);
    this.#written('P', caption.lines, x, top + inset + side + 2, 'centre', side);
    this.#y += height;
  }

  /** A signature in its frame; beside it who signed, when, and the file that it is bound to. */
  signature(signed: SignedBy): void {
    const inset = 12;
    const head = this.#set(bilingual(signed.label, STYLE.strong, STYLE.valueSmall), WIDTH - 2 * inset);
    const beside = SIGNATURE.width + 2 * inset + 14;
    const small = { ...STYLE.valueSmall, leading: 12 };
    const block = this.#set(
      [
        { text: signed.name, style: STYLE.name },
        { text: `签名时间 ${momentZh(signed.at)}`, style: STYLE.note },
        { text: `Signed ${momentEn(signed.at)}`, style: STYLE.noteSmall, lang: 'en' },
        { text: '所签文件的 SHA-256 摘要', style: STYLE.note },
        { text: signed.sha256, style: small },
        ...('fingerprint' in signed
          ? [
              { text: '指纹图像的 SHA-256 摘要', style: STYLE.note },
              { text: signed.fingerprint.sha256, style: small },
            ]
          : []),
      ],
      WIDTH - beside - inset,
    );
    const inside = Math.max(SIGNATURE.height, block.height);
    const height = 8 + head.height + 6 + inside + 10;
    this.need(height);
    const top = this.#y;
    const [x, y] = [PAGE.left + inset, top + 14 + head.height + (inside - SIGNATURE.height) / 2];
    this.#artifact(() => {
      this.#doc.lineWidth(0.8).strokeColor(COLOUR.second).rect(PAGE.left, top, WIDTH, height).stroke();
      this.#rect(x, y + SIGNATURE.height, SIGNATURE.width, 0.7, COLOUR.line);
    });
    this.#written('P', head.lines, x, top + 8, 'left', 0);
    const what = 'fingerprint' in signed ? '指纹' : '手写签名';
    const alt = { alt: `${what}：${signed.name}`, bbox: [x, y, x + SIGNATURE.width, y + SIGNATURE.height] };
    this.#tagged(
      'Figure',
      () => {
        if ('fingerprint' in signed) {
          const fit: [number, number] = [SIGNATURE.width, SIGNATURE.height];
          this.#doc.image(Buffer.from(signed.fingerprint.png), x, y, { fit, align: 'center' });
          return;
        }
        this.#doc.save().lineWidth(SIGNATURE.pen).lineCap('round').lineJoin('round').strokeColor(COLOUR.ink);
        for (const [first, ...rest] of inFrame(signed.strokes, signed.aspect)) {
          if (!first) continue;
          this.#doc.moveTo(x + first.x, y + first.y);
          for (const point of rest.length > 0 ? rest : [first]) this.#doc.lineTo(x + point.x, y + point.y);
        }
        this.#doc.stroke().restore();
      },
      alt as PDFKit.Mixins.StructureElementOptions,
    );
    this.#written('P', block.lines, PAGE.left + beside, top + 14 + head.height, 'left', 0);
    this.#y += height;
  }

  /** A piece of the page, never split, on which the caller places everything itself. */
  canvas(height: number, draw: (canvas: Canvas) => void): void {
    this.need(height);
    const box = { x: PAGE.left, y: this.#y, width: WIDTH, height };
    draw({
      box,
      ornament: (inside) => this.#artifact(() => inside(this.#doc)),
      figure: (alt, { x, y, width, height }, inside) =>
        this.#tagged('Figure', () => inside(this.#doc), {
          alt,
          bbox: [x, y, x + width, y + height],
        } as PDFKit.Mixins.StructureElementOptions),
      text: (paras, x, y, width, align = 'left') => {
        const block = this.#set(paras, width);
        this.#written('P', block.lines, x, y, align, width);
        return block.height;
      },
      height: (paras, width) => this.#set(paras, width).height,
    });
    this.#y += height;
  }

  /** An empty framed area under a label. */
  area(label: Text, inside: readonly Para[], height: number): void {
    const head = this.#set(
      [
        { text: label['zh-CN'], style: STYLE.strong },
        { text: label.en, style: STYLE.valueSmall, lang: 'en' },
      ],
      WIDTH - 24,
    );
    const block = this.#set(inside, WIDTH - 24);
    const total = head.height + block.height + height + 18;
    this.need(total);
    this.#artifact(() =>
      this.#doc.lineWidth(0.8).strokeColor(COLOUR.second).rect(PAGE.left, this.#y, WIDTH, total).stroke(),
    );
    this.#written('P', head.lines, PAGE.left + 12, this.#y + 8, 'left', 0);
    this.#written('P', block.lines, PAGE.left + 12, this.#y + total - 8 - block.height, 'left', 0);
    this.#y += total;
  }

  /** Writes the page furniture and returns the file's bytes. */
  finish(): Promise<Uint8Array> {
    const { count } = this.#doc.bufferedPageRange();
    for (let page = 0; page < count; page++) {
      this.#doc.switchToPage(page);
      this.#artifact(() => this.#furniture(page + 1, count), 'Pagination');
    }
    this.#root.end();
    return this.#file.finish();
  }

  #furniture(page: number, count: number): void {
    const y = PAGE.height - 46;
    this.#rect(PAGE.left, y - 5, WIDTH, 0.7, COLOUR.line);
    const left = this.#options.machineCode === null ? '' : `机器编号 ${this.#options.machineCode}`;
    const right = `第 ${page} 页，共 ${count} 页   Page ${page} of ${count}`;
    this.#draw(this.#set([{ text: left, style: STYLE.furniture }], WIDTH / 2).lines, PAGE.left, y, 'left', 0);
    this.#draw(
      this.#set([{ text: right, style: STYLE.furniture }], WIDTH / 2).lines,
      PAGE.left,
      y,
      'right',
      WIDTH,
    );
  }

  #newPage(): void {
    this.#doc.addPage();
    this.#y = PAGE.top;
    this.#artifact(() => {
      if (this.#options.mark !== undefined) this.#ghost(this.#options.mark);
      this.#band();
    }, 'Pagination');
  }

  /** The brand's band: its neutral mark and name at the left, the place at the right, a rule under both. */
  #band(): void {
    const { brand, site } = this.#options;
    const side = 28;
    const top = this.#y;
    this.#doc.roundedRect(PAGE.left, top, side, side, 5).fill(COLOUR.action);
    const size = brand.mark.length > 1 ? 12 : 17;
    const mark = this.#set(
      [{ text: brand.mark, style: style(size, side, COLOUR.paper, 'strong') }],
      side + 20,
    );
    this.#draw(mark.lines, PAGE.left, top, 'centre', side);
    const half = (WIDTH - side - 30) / 2;
    const name = this.#set(
      bilingual(brand.name, style(12.5, 17, COLOUR.dark, 'strong'), style(7.2, 10, COLOUR.second)),
      half,
    );
    this.#draw(name.lines, PAGE.left + side + 9, top + Math.max(0, (side - name.height) / 2), 'left', 0);
    let height = Math.max(side, name.height);
    if (site) {
      const place = this.#set(bilingual(site, style(9, 13, COLOUR.ink), style(7.2, 10, COLOUR.second)), half);
      this.#draw(
        place.lines,
        PAGE.left + WIDTH - half,
        top + Math.max(0, (side - place.height) / 2),
        'right',
        half,
      );
      height = Math.max(height, place.height);
    }
    this.#rect(PAGE.left, top + height + 8, WIDTH, 1.4, COLOUR.action);
    this.#y = top + height + 9.4 + 18;
  }

  #ghost(text: string): void {
    const size = 84;
    const block = this.#set([{ text, style: style(size, size, COLOUR.ghost, 'strong') }], PAGE.height);
    const width = block.lines[0]?.line.width ?? 0;
    const [x, y] = [PAGE.width / 2, PAGE.height / 2 + 60];
    this.#doc.save().rotate(-38, { origin: [x, y] });
    this.#draw(block.lines, x - width / 2, y - size / 2, 'left', 0);
    this.#doc.restore();
  }

  #set(paras: readonly Para[], width: number): Block {
    return setBlock(this.#options.fonts, paras, width, this.#density.type);
  }

  #draw(
    lines: readonly SetLine[],
    x: number,
    top: number,
    align: 'left' | 'centre' | 'right',
    width: number,
  ): void {
    this.#ink.draw(lines, x, top, align, width);
  }

  /** Lines as an element of their own. */
  #written(
    name: string,
    lines: readonly SetLine[],
    x: number,
    y: number,
    align: 'left' | 'centre' | 'right',
    width: number,
  ): void {
    const element = this.#doc.struct(name);
    this.#write(element, name, lines, x, y, align, width);
    this.#root.add(element);
    element.end();
  }

  /** Draws lines into `element`; what is not Chinese goes into a span that names its language. */
  #write(
    element: PDFKit.PDFStructureElement,
    name: string,
    lines: readonly SetLine[],
    x: number,
    y: number,
    align: 'left' | 'centre' | 'right',
    width: number,
  ): void {
    let rest = lines;
    while (rest.length > 0) {
      const lang = rest[0]?.para.lang;
      const end = rest.findIndex((line) => line.para.lang !== lang);
      const run = end < 0 ? rest : rest.slice(0, end);
      rest = rest.slice(run.length);
      const content = this.#doc.markStructureContent(lang === undefined ? name : 'Span');
      this.#draw(run, x, y, align, width);
      this.#doc.endMarkedContent();
      if (lang === undefined) {
        element.add(content);
      } else {
        const span = this.#doc.struct('Span', { lang: LANGUAGE[lang] });
        span.add(content);
        element.add(span);
        span.end();
      }
    }
  }

  #tagged(name: string, draw: () => void, options: PDFKit.Mixins.StructureElementOptions = {}): void {
    const content = this.#doc.markStructureContent(name);
    draw();
    this.#doc.endMarkedContent();
    const element = this.#doc.struct(name, options);
    element.add(content);
    this.#root.add(element);
    element.end();
  }

  #artifact(draw: () => void, type: 'Layout' | 'Pagination' = 'Layout'): void {
    this.#doc.markContent('Artifact', { type });
    draw();
    this.#doc.endMarkedContent();
  }

  #rect(x: number, y: number, width: number, height: number, colour: string): void {
    this.#doc.rect(x, y, width, height).fill(colour);
  }

  #hairline(y: number): void {
    this.#artifact(() => this.#rect(PAGE.left, y - 0.35, WIDTH, 0.7, COLOUR.line));
  }
}
