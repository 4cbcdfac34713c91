import type { Text } from '../../contract/index.ts';
import type { Brand } from '../types.ts';
import { type Block, centring, heightOf, restOf, type SetLine, setBlock, thatFit } from './block.ts';
import type { FontSet } from './fonts.ts';
import { PdfFile } from './pdf-file.ts';
import { qrCode } from './qr-code.ts';
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

/** A tagged PDF/A-2a document that is written from top to bottom, page after page. */
export class Sheet {
  readonly #file: PdfFile;
  readonly #doc: PDFKit.PDFDocument;
  readonly #options: SheetOptions;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #registered = new Set<string>();
  readonly #density: Density;
  #y = PAGE.top;

  constructor(options: SheetOptions) {
    this.#options = options;
    this.#density = options.density ?? { space: 1, type: 1 };
    this.#file = new PdfFile(options.title, options.madeAt);
    this.#doc = this.#file.doc;
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
    this.#tagged('H1', () => this.#draw(block.lines, PAGE.left, this.#y, 'centre', WIDTH));
    this.#y += block.height;
  }

  /** A heading over a table. Stays with at least one row. */
  heading(text: Text): void {
    this.need(60);
    this.#artifact(() => this.#rect(PAGE.left, this.#y + 3, 3, 11, COLOUR.action));
    this.#tagged('H2', () => {
      const zh = this.#set([{ text: text['zh-CN'], style: STYLE.heading }], WIDTH);
      this.#draw(zh.lines, PAGE.left + 9, this.#y, 'left', WIDTH);
      const x = PAGE.left + 9 + (zh.lines[0]?.line.width ?? 0) + 7;
      const en = this.#set(
        [{ text: text.en, style: { ...STYLE.valueSmall, leading: 16 }, lang: 'en' }],
        PAGE.left + WIDTH - x,
      );
      // On the Chinese baseline, not at its own: the two are one line of text.
      const shift = (zh.lines[0]?.baseline ?? 0) - (en.lines[0]?.baseline ?? 0);
      this.#draw(en.lines, x, this.#y + shift, 'left', WIDTH);
    });
    this.#y += 20;
  }

  /**
   * A table of labels and values, one or two fields a row. A row stays on one page when it can; a value longer than
   * a page goes on upon the next.
   */
  table(rows: readonly (readonly Field[])[]): void {
    const table = this.#doc.struct('Table');
    this.#root.add(table);
    for (const row of rows) this.#row(table, row);
    table.end();
  }

  #row(table: PDFKit.PDFStructureElement, fields: readonly Field[]): void {
    const labelWidth = 92;
    const columnWidth = WIDTH / fields.length;
    const cells = fields.map((field) => ({
      label: this.#set(
        [
          { text: field.label['zh-CN'], style: STYLE.label },
          { text: field.label.en, style: STYLE.labelSmall, lang: 'en' },
        ],
        labelWidth - 16,
      ),
      value: this.#set(field.value, columnWidth - labelWidth - 18),
    }));
    const padding = 5.5 * this.#density.space;
    const height = Math.max(...cells.flatMap((cell) => [cell.label.height, cell.value.height])) + 2 * padding;
    const page = BOTTOM - PAGE.top - 60;
    if (height <= page) this.need(height);
    else this.need(60);

    const row = this.#doc.struct('TR');
    table.add(row);
    const heads = cells.map(() =>
      this.#doc.struct('TH', { scope: 'Row' } as PDFKit.Mixins.StructureElementOptions),
    );
    const data = cells.map(() => this.#doc.struct('TD'));
    cells.forEach((_, i) => {
      row.add(heads[i] as PDFKit.PDFStructureElement);
      row.add(data[i] as PDFKit.PDFStructureElement);
    });
    let left = cells.map((cell) => ({ label: cell.label.lines, value: cell.value.lines }));
    while (left.some((cell) => cell.label.length + cell.value.length > 0)) {
      const room = BOTTOM - this.#y - 2 * padding;
      const now = left.map((cell) => ({
        label: thatFit(cell.label, room),
        value: thatFit(cell.value, room),
      }));
      const used =
        Math.max(...now.flatMap((cell) => [heightOf(cell.label), heightOf(cell.value)])) + 2 * padding;
      const top = this.#y;
      now.forEach((cell, i) => {
        const x = PAGE.left + i * columnWidth;
        if (this.#options.mark === undefined)
          this.#artifact(() => this.#rect(x, top, labelWidth, used, COLOUR.tint));
        this.#content(
          heads[i] as PDFKit.PDFStructureElement,
          'TH',
          cell.label,
          x + 8,
          top + centring(cell.label, used, padding),
        );
        this.#content(
          data[i] as PDFKit.PDFStructureElement,
          'TD',
          cell.value,
          x + labelWidth + 9,
          top + centring(cell.value, used, padding),
        );
      });
      this.#y = top + used;
      this.#hairline(top);
      this.#hairline(this.#y);
      left = left.map((cell, i) => ({
        label: restOf(cell.label, now[i]?.label ?? []),
        value: restOf(cell.value, now[i]?.value ?? []),
      }));
      if (left.some((cell) => cell.label.length + cell.value.length > 0)) {
        this.#newPage();
      }
    }
    row.end();
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
      const element = this.#doc.struct('P', para.lang === undefined ? {} : { lang: 'en-GB' });
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
    this.#tagged('P', () =>
      this.#draw(
        block.lines,
        PAGE.left + inset,
        this.#y + padding,
        look === 'bar' ? 'left' : 'centre',
        WIDTH - 2 * inset,
      ),
    );
    this.#y += height;
  }

  /** A framed area with the number people come back with at the left, and a QR code with its caption at the right. */
  plate(
    paras: readonly Para[],
    qr: { readonly text: string; readonly alt: string; readonly caption: readonly Para[] },
  ): void {
    const side = 96;
    const inset = 14;
    const textWidth = WIDTH - side - 3 * inset;
    const block = this.#set(paras, textWidth);
    const caption = this.#set(qr.caption, side);
    const height = Math.max(block.height, side + 5 + caption.height) + 2 * inset - 6;
    this.need(height);
    const top = this.#y;
    this.#artifact(() => {
      this.#doc.lineWidth(1).strokeColor(COLOUR.action).rect(PAGE.left, top, WIDTH, height).stroke();
    });
    this.#tagged('P', () =>
      this.#draw(block.lines, PAGE.left + inset, top + (height - block.height) / 2, 'left', textWidth),
    );
    const x = PAGE.left + WIDTH - inset - side;
    this.#tagged('Figure', () => this.#qr(qr.text, x, top + inset - 3, side), {
      alt: qr.alt,
      bbox: [x, top + inset - 3, x + side, top + inset - 3 + side],
    } as PDFKit.Mixins.StructureElementOptions);
    this.#tagged('P', () => this.#draw(caption.lines, x, top + inset + side + 2, 'centre', side));
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
    this.#tagged('P', () => this.#draw(head.lines, PAGE.left + 12, this.#y + 8, 'left', 0));
    this.#tagged('P', () =>
      this.#draw(block.lines, PAGE.left + 12, this.#y + total - 8 - block.height, 'left', 0),
    );
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
    this.#draw(name.lines, PAGE.left + side + 9, top + (side - name.height) / 2, 'left', 0);
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

  #qr(text: string, x: number, y: number, side: number): void {
    const { modules } = qrCode(text);
    const step = side / modules.size;
    for (let row = 0; row < modules.size; row++) {
      for (let from = 0; from < modules.size; from++) {
        let to = from;
        while (to < modules.size && modules.get(row, to)) to++;
        // A little over the edge: rows that only touch show white hairlines when a printer's driver smooths them.
        if (to > from) this.#doc.rect(x + from * step, y + row * step, (to - from) * step, step * 1.04);
        from = to;
      }
    }
    this.#doc.fill(COLOUR.ink);
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
    for (const { line, para, baseline } of lines) {
      const free = align === 'left' ? 0 : (width - line.width) / (align === 'centre' ? 2 : 1);
      this.#doc.fillColor(para.style.colour);
      for (const span of line.spans) {
        if (!this.#registered.has(span.face.key)) {
          this.#doc.registerFont(span.face.key, span.face.source as unknown as PDFKit.Mixins.PDFFontSource);
          this.#registered.add(span.face.key);
        }
        this.#doc.font(span.face.key, para.style.size);
        const options = {
          lineBreak: false,
          baseline: 'alphabetic',
          textWidth: span.width,
          wordCount: 1,
        } as const;
        this.#doc.text(span.text, x + free + span.x, top + baseline, options);
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
