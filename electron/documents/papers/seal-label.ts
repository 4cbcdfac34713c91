import type { Text } from '../../contract/index.ts';
import { verificationText } from '../integrity/verification-text.ts';
import { code128, hasBarcode, MODULE_MIN, QUIET_MODULES } from '../kit/barcode.ts';
import { drawBars, drawQr } from '../kit/canvas.ts';
import type { FontSet } from '../kit/fonts.ts';
import { Sheet } from '../kit/sheet.ts';
import { bilingual, COLOUR, type Para, STYLE } from '../kit/style.ts';
import { momentEn, momentZh } from '../kit/words.ts';
import type { SealLabel } from '../service-types.ts';
import { brandOf } from './application-form.ts';

/** What the QR code of a seal holds. Not signed: its code stays small, and the slip of the package proves more. */
export function sealVerificationText(label: SealLabel): string {
  return verificationText({
    paper: { 'zh-CN': '通办封签', en: 'Tongban seal' },
    site: label.site,
    machineCode: label.machineCode,
    number: label.packageNumber,
    at: label.sealedAt,
    sha256: null,
    sm3: null,
    more: [
      ['去向 To', label.regionCode],
      ...(label.seal === null ? [] : [['封签号 Seal', label.seal] as const]),
    ],
  });
}

/** The seal labels (封签) of a package: two strips to be cut out, one for each side of it. One page. */
export function sealLabel(fonts: FontSet, label: SealLabel): Promise<Uint8Array> {
  const sheet = new Sheet({
    fonts,
    title: '封签 Seal label',
    brand: label.brand ?? brandOf(label.region),
    site: label.site,
    machineCode: label.machineCode,
    madeAt: label.sealedAt,
  });
  sheet.title({ 'zh-CN': '封签', en: 'Seal labels' });
  sheet.gap(10);
  sheet.notice(bilingual(HOW_TO_SEAL[label.kind], STYLE.note, STYLE.noteSmall), 'bar');
  for (let side = 0; side < 2; side++) {
    sheet.gap(26);
    sealStrip(sheet, label);
  }
  return sheet.finish();
}

/** How the strip is stuck on, by what it seals. */
export const HOW_TO_SEAL: Record<SealLabel['kind'], Text> = {
  locker: {
    'zh-CN': '沿虚线剪下，贴在袋口上，一半在封盖、一半在袋身。写上日期，字迹压住接缝。',
    en: 'Cut along the broken line and stick it over the flap, half on either side of the edge. Write the date across the edge.',
  },
  courier: {
    'zh-CN': '沿虚线剪下，包裹两端的开口各贴一条，一半在上、一半在下。写上工号和日期，字迹压住接缝。',
    en: 'Cut along the broken line and stick one over either opening of the package, half on either side of the edge. Write staff number and date across the edge.',
  },
};

const CARRIED: Record<SealLabel['kind'], Text> = {
  locker: { 'zh-CN': '流转柜材料袋', en: 'Locker bag' },
  courier: { 'zh-CN': '代收代办包裹', en: 'Courier package' },
};

/** What is written across the edge: whoever fills a locker bag has no staff number. */
const ACROSS: Record<SealLabel['kind'], Text> = {
  locker: { 'zh-CN': '日期', en: 'Date' },
  courier: { 'zh-CN': '工号与日期', en: 'Staff number, date' },
};

/** QR code; bar code with the number; where it goes. Nothing personal: it is on the outside. */
export function sealStrip(sheet: Sheet, label: SealLabel): void {
  const qr = 84;
  const [inset, gap] = [14, 14];
  const rightWidth = 108;
  const right: Para[] = [
    { text: '去向', style: STYLE.label },
    { text: 'To', style: STYLE.labelSmall, lang: 'en' },
    ...bilingual(label.region, STYLE.strong, STYLE.valueSmall),
    { text: '封签号', style: STYLE.label },
    { text: 'Seal number', style: STYLE.labelSmall, lang: 'en' },
    { text: label.seal ?? '＿＿＿＿＿＿', style: STYLE.strong },
  ];
  const foot = bilingual(BROKEN, STYLE.note, STYLE.noteSmall);
  const kind = CARRIED[label.kind];
  const head: Para[] = [
    { text: `封 签　${kind['zh-CN']}`, style: { ...STYLE.strong, size: 13, leading: 19 } },
    { text: `Seal · ${kind.en}`, style: STYLE.labelSmall, lang: 'en' },
  ];
  const number: Para[] = [{ text: label.packageNumber, style: { ...STYLE.strong, size: 13, leading: 18 } }];
  const when: Para[] = bilingual(
    { 'zh-CN': `封装 ${momentZh(label.sealedAt)}`, en: `Sealed ${momentEn(label.sealedAt)}` },
    { ...STYLE.valueSmall, leading: 12 },
    STYLE.labelSmall,
  );
  // Measured on a canvas without height, as a page can only be asked when it is there.
  let upper = 0;
  let lower = 0;
  let middle = 0;
  sheet.canvas(0, ({ box, height }) => {
    middle = box.width - 2 * inset - qr - rightWidth - 2 * gap;
    upper = Math.max(
      qr,
      height(right, rightWidth),
      height(head, middle) + 44 + height(number, middle) + height(when, middle),
    );
    lower = height(foot, box.width - 2 * inset - 150);
  });
  sheet.canvas(upper + Math.max(lower, 30) + 34, ({ box, ornament, figure, text }) => {
    const top = box.y + inset;
    ornament((doc) => {
      doc.lineWidth(0.8).strokeColor(COLOUR.second).dash(4, { space: 3 });
      doc.rect(box.x, box.y, box.width, box.height).stroke().undash();
      doc.rect(box.x + inset, top + upper + 7, box.width - 2 * inset, 0.7).fill(COLOUR.line);
      doc.rect(box.x + box.width - inset - 132, top + upper + 36, 132, 0.7).fill(COLOUR.second);
    });
    const codeAt = { x: box.x + inset, y: top, width: qr, height: qr };
    figure(`二维码：封签，包裹号 ${label.packageNumber}`, codeAt, (doc) =>
      drawQr(doc, sealVerificationText(label), codeAt.x, codeAt.y, qr),
    );
    const x = box.x + inset + qr + gap;
    let y = top + text(head, x, top, middle) + 4;
    if (hasBarcode(label.packageNumber)) {
      const code = code128(label.packageNumber);
      const module = Math.min(1, middle / (code.modules + 2 * QUIET_MODULES));
      const bars = { x: x + QUIET_MODULES * module, y, width: code.modules * module, height: 36 };
      // Thinner bars than readers get right are worse than none.
      if (module >= MODULE_MIN)
        figure(`条形码（Code 128）：包裹号 ${label.packageNumber}`, bars, (doc) => drawBars(doc, code, bars));
    }
    y += 40;
    y += text(number, x, y, middle);
    text(when, x, y, middle);
    text(right, box.x + box.width - inset - rightWidth, top, rightWidth);
    text(foot, box.x + inset, top + upper + 12, box.width - 2 * inset - 150);
    text(
      bilingual(ACROSS[label.kind], { ...STYLE.label, leading: 11 }, { ...STYLE.labelSmall, leading: 8 }),
      box.x + box.width - inset - 132,
      top + upper + 11,
      132,
    );
  });
}

const BROKEN: Text = {
  'zh-CN': '封签断开或破损，请勿开启，拒收并登记。',
  en: 'If this seal is broken, do not open the package; refuse it and write it down.',
};
