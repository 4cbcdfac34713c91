import type { Text } from '../../contract/index.ts';
import { code128 } from '../kit/barcode.ts';
import { drawBars, drawQr } from '../kit/canvas.ts';
import type { FontSet } from '../kit/fonts.ts';
import { Sheet } from '../kit/sheet.ts';
import { BOTTOM, bilingual, COLOUR, type Field, PAGE, type Para, STYLE, style } from '../kit/style.ts';
import { graphemes, missingFrom, printable } from '../kit/text.ts';
import { momentEn, momentZh } from '../kit/words.ts';
import type { DeviceState, DiagnosticPage, Fact } from '../service-types.ts';
import type { Brand } from '../types.ts';
import { field, pair, plain } from './application-form.ts';

/** Points in a millimetre. */
const MM = 72 / 25.4;
/** Distances from the paper's edges at which the corners are marked, mm; clear of the margins, as the arms are. */
const CORNERS = [4, 6, 8, 10, 12] as const;
/** Shares of black in the wedge, per cent. */
const WEDGE = [0, 10, 20, 30, 40, 50, 60, 70, 80, 90, 100] as const;
/** Thin lines, points. */
const LINES = [0.1, 0.25, 0.5, 1, 2] as const;
/** Sizes of type that papers use, and one larger, points. */
const SIZES = [6.8, 8, 10.5, 14, 20] as const;

const KIOSK: Brand = {
  name: { 'zh-CN': '通办自助服务终端', en: 'Tongban self-service kiosk' },
  mark: '通',
};

/**
 * The diagnostic page (诊断页): what the machine is and what its devices say; then a page that shows how its printer
 * prints. Nothing personal.
 */
export function diagnosticPage(fonts: FontSet, page: DiagnosticPage): Promise<Uint8Array> {
  const sheet = new Sheet({
    fonts,
    title: '诊断页 Diagnostic page',
    brand: page.brand ?? KIOSK,
    site: page.site,
    machineCode: page.machineCode,
    madeAt: page.madeAt,
  });
  sheet.title({ 'zh-CN': '诊断页', en: 'Diagnostic page' });
  sheet.gap(10);
  sheet.table([
    [
      field('机器编号', 'Machine', plain(page.machineCode, true)),
      field('打印时间', 'Printed', pair({ 'zh-CN': momentZh(page.madeAt), en: momentEn(page.madeAt) })),
    ],
    ...facts(page.versions),
  ]);
  if (page.devices.length > 0) {
    sheet.gap(14);
    sheet.grid(COLUMNS, page.devices.map(row), { 'zh-CN': '设备', en: 'Devices' });
  }
  if (page.counters.length > 0) {
    sheet.gap(14);
    sheet.heading({ 'zh-CN': '计数', en: 'Counters' });
    sheet.table(facts(page.counters));
  }
  // The second part looks at the printer: always a page of its own.
  sheet.need(BOTTOM - PAGE.top - 60);
  corners(sheet);
  sheet.heading({ 'zh-CN': '打印质量', en: 'Print quality' });
  sheet.gap(2);
  sheet.paragraphs(bilingual(EDGES, STYLE.note, STYLE.noteSmall));
  sheet.gap(12);
  rulers(sheet);
  sheet.gap(14);
  wedge(sheet);
  sheet.gap(14);
  codes(sheet, page);
  sheet.gap(14);
  sheet.heading({ 'zh-CN': '字体', en: 'Type' });
  sheet.paragraphs(
    SIZES.flatMap((size): Para[] => {
      const leading = size * 1.4;
      return [
        { text: `${size} 政务服务跨省通办 0123456789 Tongban`, style: style(size, leading, COLOUR.ink) },
        {
          text: `${size} 政务服务跨省通办 0123456789 Tongban`,
          style: style(size, leading, COLOUR.ink, 'strong'),
        },
      ];
    }),
  );
  sheet.gap(14);
  rare(sheet, fonts, page.rare);
  return sheet.finish();
}

const EDGES: Text = {
  'zh-CN': `四角的折线离纸边 ${CORNERS.join('、')} 毫米：能看见的最外一条，就是打印机够得着的边。`,
  en: `The angles in the corners are ${CORNERS.join(', ')} mm from the edges: the outermost that can be seen is as far as the printer reaches.`,
};

const STATE: Record<DeviceState['state'], Text> = {
  ready: { 'zh-CN': '就绪', en: 'Ready' },
  trouble: { 'zh-CN': '故障', en: 'Trouble' },
  absent: { 'zh-CN': '无应答', en: 'No answer' },
  off: { 'zh-CN': '未启用', en: 'Not in use' },
};

const COLUMNS = [
  { label: { 'zh-CN': '设备', en: 'Device' }, share: 22 },
  { label: { 'zh-CN': '接口与驱动', en: 'Port and driver' }, share: 30 },
  { label: { 'zh-CN': '状态', en: 'State' }, share: 14 },
  { label: { 'zh-CN': '详情', en: 'Details' }, share: 34 },
] as const;

function row(device: DeviceState): readonly Para[][] {
  return [
    pair(device.name),
    [...plain(device.port), { text: device.driver, style: STYLE.valueSmall }],
    bilingual(STATE[device.state], STYLE.strong, STYLE.valueSmall),
    device.detail ? pair(device.detail) : [],
  ];
}

function facts(list: readonly Fact[]): Field[][] {
  const rows: Field[][] = [];
  for (let i = 0; i < list.length; i += 2)
    rows.push(list.slice(i, i + 2).map(({ label, value }) => ({ label, value: plain(value) })));
  return rows;
}

/** Angles in the four corners of the page, beyond the margins. */
function corners(sheet: Sheet): void {
  const arm = 5.5 * MM;
  sheet.canvas(0, ({ ornament }) => {
    ornament((doc) => {
      doc.lineWidth(0.5).strokeColor('#000000');
      for (const mm of CORNERS) {
        const [near, right, foot] = [mm * MM, PAGE.width - mm * MM, PAGE.height - mm * MM];
        for (const [x, y, dx, dy] of [
          [near, near, 1, 1],
          [right, near, -1, 1],
          [near, foot, 1, -1],
          [right, foot, -1, -1],
        ] as const)
          doc
            .moveTo(x + dx * arm, y)
            .lineTo(x, y)
            .lineTo(x, y + dy * arm);
      }
      doc.stroke();
    });
  });
}

/** 150 mm across, 50 mm down, and thin lines: does the driver scale the page, does the fuser lose a hair? */
function rulers(sheet: Sheet): void {
  const down = 50;
  sheet.canvas(down * MM + 4, ({ box, figure, text }) => {
    const across = { x: box.x, y: box.y, width: 150 * MM, height: 5 * MM };
    figure('刻度尺：横向 150 毫米', across, (doc) => {
      doc.lineWidth(0.5).strokeColor('#000000');
      doc.moveTo(across.x, across.y).lineTo(across.x + across.width, across.y);
      for (let mm = 0; mm <= 150; mm += 5)
        doc
          .moveTo(across.x + mm * MM, across.y)
          .lineTo(across.x + mm * MM, across.y + (mm % 10 === 0 ? 4 : 2) * MM);
      doc.stroke();
    });
    const long = { x: box.x, y: box.y, width: 5 * MM, height: down * MM };
    figure('刻度尺：纵向 50 毫米', long, (doc) => {
      doc.lineWidth(0.5).strokeColor('#000000');
      doc.moveTo(long.x, long.y).lineTo(long.x, long.y + long.height);
      for (let mm = 0; mm <= down; mm += 5)
        doc.moveTo(long.x, long.y + mm * MM).lineTo(long.x + (mm % 10 === 0 ? 4 : 2) * MM, long.y + mm * MM);
      doc.stroke();
    });
    const x = box.x + 8 * MM;
    text(
      bilingual(
        { 'zh-CN': '横向 150 毫米，纵向 50 毫米', en: '150 mm across, 50 mm down' },
        STYLE.note,
        STYLE.noteSmall,
      ),
      x,
      box.y + 6.5 * MM,
      200,
    );
    LINES.forEach((width, i) => {
      const y = box.y + (21 + i * 6) * MM;
      text([{ text: `${width} pt`, style: STYLE.valueSmall }], x, y - 6, 40);
      figure(`细线 ${width} pt`, { x: x + 44, y: y - 1, width: 300, height: 2 }, (doc) => {
        doc
          .lineWidth(width)
          .strokeColor('#000000')
          .moveTo(x + 44, y)
          .lineTo(x + 344, y)
          .stroke();
      });
    });
  });
}

function wedge(sheet: Sheet): void {
  const tall = 34;
  sheet.canvas(tall + 14, ({ box, figure, text }) => {
    const step = box.width / WEDGE.length;
    const strip = { x: box.x, y: box.y, width: box.width, height: tall };
    figure('灰阶：从白到黑，每级百分之十', strip, (doc) => {
      WEDGE.forEach((black, i) => {
        const grey = Math.round(255 * (1 - black / 100))
          .toString(16)
          .padStart(2, '0');
        doc.rect(box.x + i * step, box.y, step, tall).fill(`#${grey.repeat(3)}`);
      });
      doc.lineWidth(0.4).strokeColor(COLOUR.second).rect(box.x, box.y, box.width, tall).stroke();
    });
    WEDGE.forEach((black, i) => {
      text(
        [{ text: `${black}%`, style: STYLE.valueSmall }],
        box.x + i * step,
        box.y + tall + 2,
        step,
        'centre',
      );
    });
  });
}

/** Codes as other papers have them, to be tried with the hall's scanner. */
function codes(sheet: Sheet, page: DiagnosticPage): void {
  const says = `TBX1 ${page.machineCode.replace(/[^\x20-\x7e]/g, '')}`;
  sheet.canvas(96, ({ box, figure, text }) => {
    const qr = { x: box.x, y: box.y, width: 96, height: 96 };
    figure(`二维码：${says}`, qr, (doc) => drawQr(doc, says, qr.x, qr.y, qr.width));
    const code = code128(says);
    const bars = { x: box.x + 130, y: box.y + 8, width: code.modules, height: 36 };
    figure(`条形码（Code 128）：${says}`, bars, (doc) => drawBars(doc, code, bars));
    text(
      [
        { text: says, style: STYLE.value },
        { text: '用扫码枪扫两个码，读出的都应是上面这行。', style: STYLE.note },
        { text: 'Scan both: each must read as the line above.', style: STYLE.noteSmall, lang: 'en' },
      ],
      bars.x,
      bars.y + bars.height + 4,
      box.width - 130,
    );
  });
}

function rare(sheet: Sheet, fonts: FontSet, given: string): void {
  const missing = missingFrom(fonts, given);
  const there = graphemes(printable(given)).filter((part) => part.trim() !== '' && !missing.includes(part));
  if (there.length + missing.length === 0) return;
  sheet.need(80);
  sheet.heading({ 'zh-CN': '生僻字', en: 'Rare characters' });
  const paras: Para[] = [];
  if (there.length > 0) paras.push({ text: there.join(' '), style: style(16, 24, COLOUR.ink) });
  if (missing.length > 0) {
    const names = missing.map(codePoints).join(' ');
    paras.push(
      { text: `本机字体没有的字：${names}`, style: STYLE.note },
      { text: `In no font of this machine: ${names}`, style: STYLE.noteSmall, lang: 'en' },
    );
  }
  sheet.paragraphs(paras);
}

function codePoints(grapheme: string): string {
  return [...grapheme]
    .map((ch) => `U+${(ch.codePointAt(0) as number).toString(16).toUpperCase().padStart(4, '0')}`)
    .join('+');
}
