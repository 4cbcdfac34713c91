import type { Text } from '../../contract/index.ts';
import type { MachineSigner } from '../integrity/machine-key.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onFewestPages, Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, type Para, STYLE } from '../kit/style.ts';
import { dateEn, dateZh, momentEn, momentZh } from '../kit/words.ts';
import type { HandedIn, LockerSlip, SealLabel } from '../service-types.ts';
import { brandOf, field, pair, plain } from './application-form.ts';
import { HOW_TO_SEAL, sealStrip } from './seal-label.ts';

/** What the QR code of a material slip holds. Nothing personal, and not what the matter is. */
export function lockerVerificationText(slip: LockerSlip, signer?: MachineSigner): string {
  return verificationText(
    {
      paper: { 'zh-CN': '通办材料清单', en: 'Tongban material slip' },
      site: slip.site,
      machineCode: slip.machineCode,
      number: slip.packageNumber,
      at: slip.depositedAt,
      sha256: null,
      sm3: null,
      more: [
        ['收件号 Receipt', slip.receiptNumber],
        ['份数 Count', String(slip.items.reduce((sum, { count }) => sum + count, 0))],
      ],
    },
    signer,
  );
}

/**
 * The material slip (材料清单) for the bag in the locker; at its end the strip that seals the bag (封签). To be printed on
 * one side: the strip is cut out.
 */
export function lockerSlip(fonts: FontSet, slip: LockerSlip, signer?: MachineSigner): Promise<Uint8Array> {
  const code = lockerVerificationText(slip, signer);
  return onFewestPages(DENSITIES.slice(0, 2), (density) => write(fonts, slip, density, code)).finish();
}

function write(fonts: FontSet, slip: LockerSlip, density: Density, code: string): Sheet {
  const sheet = new Sheet({
    fonts,
    title: '流转柜材料清单 Locker material slip',
    brand: slip.brand ?? brandOf(slip.region),
    site: slip.site,
    machineCode: slip.machineCode,
    madeAt: slip.depositedAt,
    density,
  });
  sheet.title({ 'zh-CN': '流转柜材料清单', en: 'Papers handed in at the locker' });
  sheet.gap(10);
  if (slip.caution) {
    sheet.notice(bilingual(slip.caution, STYLE.strong, STYLE.valueSmall), 'frame');
    sheet.gap(10);
  }
  sheet.plate(
    [
      { text: '包裹号', style: STYLE.label },
      { text: 'Package number', style: STYLE.labelSmall, lang: 'en' },
      { text: slip.packageNumber, style: { ...STYLE.number, size: 22, leading: 28 } },
      { text: '收件号', style: STYLE.label },
      { text: 'Receipt number', style: STYLE.labelSmall, lang: 'en' },
      { text: slip.receiptNumber, style: { ...STYLE.strong, size: 13, leading: 18 } },
    ],
    {
      text: code,
      alt: `二维码：包裹号 ${slip.packageNumber}、收件号 ${slip.receiptNumber} 和份数`,
      caption: [
        { text: '扫码登记材料', style: { ...STYLE.furniture, leading: 10 } },
        { text: 'Scan to book the papers', style: STYLE.labelSmall, lang: 'en' },
      ],
    },
    { text: slip.packageNumber, alt: `条形码（Code 128）：包裹号 ${slip.packageNumber}` },
  );
  sheet.gap(12);
  sheet.table([
    [field('事项', 'Matter', bilingual(slip.matter, STYLE.strong, STYLE.valueSmall))],
    [field('办理地区', 'Region', pair(slip.region)), field('柜格', 'Cell', plain(slip.cell, true))],
    [
      field(
        '存入时间',
        'Handed in',
        pair({ 'zh-CN': momentZh(slip.depositedAt), en: momentEn(slip.depositedAt) }),
      ),
    ],
  ]);
  sheet.gap(14);
  sheet.grid(COLUMNS, [...slip.items.map(row), total(slip.items)], { 'zh-CN': '材料', en: 'Papers' });
  sheet.gap(12);
  sheet.paragraphs(closing(slip).flatMap((text) => bilingual(text, STYLE.note, STYLE.noteSmall)));
  sheet.gap(18);
  // Heading, how to use it, and the strip.
  sheet.need(250);
  sheet.heading({ 'zh-CN': '封签', en: 'Seal' });
  sheet.paragraphs(bilingual(HOW_TO_SEAL.locker, STYLE.note, STYLE.noteSmall));
  sheet.gap(10);
  sealStrip(sheet, sealOf(slip));
  return sheet;
}

/** The seal of the same bag. */
export function sealOf(slip: LockerSlip): SealLabel {
  const { packageNumber, seal, region, regionCode, site, machineCode } = slip;
  const sealedAt = slip.depositedAt;
  return {
    kind: 'locker',
    packageNumber,
    seal,
    region,
    regionCode,
    sealedAt,
    site,
    machineCode,
  };
}

const COLUMNS = [
  { label: { 'zh-CN': '序号', en: 'No.' }, share: 7 },
  { label: { 'zh-CN': '材料', en: 'Paper' }, share: 36 },
  { label: { 'zh-CN': '种类', en: 'Kind' }, share: 13 },
  { label: { 'zh-CN': '份数', en: 'Count' }, share: 9 },
  { label: { 'zh-CN': '退还', en: 'Returned' }, share: 17 },
  { label: { 'zh-CN': '窗口核对', en: 'Checked by staff' }, share: 17 },
] as const;

const KIND: Record<HandedIn['kind'], Text> = {
  original: { 'zh-CN': '原件', en: 'Original' },
  copy: { 'zh-CN': '复印件', en: 'Copy' },
  other: { 'zh-CN': '其他', en: 'Other' },
};

function row(item: HandedIn, i: number): readonly Para[][] {
  const { name, kind, count, returned, note } = item;
  return [
    plain(String(i + 1)),
    [...pair(name), ...(note ? bilingual(note, STYLE.valueSmall, STYLE.labelSmall) : [])],
    pair(KIND[kind]),
    plain(String(count), true),
    pair(returned ? { 'zh-CN': '办结后退还', en: 'Yes, at the end' } : { 'zh-CN': '不退还', en: 'No' }),
    // Room to tick or to write what is wrong.
    [],
  ];
}

function total(items: readonly HandedIn[]): readonly Para[][] {
  const count = items.reduce((sum, item) => sum + item.count, 0);
  const words = { 'zh-CN': `合计 ${items.length} 种`, en: `In all, ${items.length} kinds` };
  return [[], bilingual(words, STYLE.strong, STYLE.valueSmall), [], plain(String(count), true), [], []];
}

function closing({ collectedBy, phone }: LockerSlip): Text[] {
  return [
    {
      'zh-CN': '清单放入袋内，封口后贴上封签再存入柜格。存入不等于受理。',
      en: 'Put this list into the bag, close it and stick the seal on before it goes into the cell. Handing in is not acceptance.',
    },
    collectedBy === null
      ? { 'zh-CN': `咨询电话 ${phone}`, en: `Enquiries ${phone}` }
      : {
          'zh-CN': `工作人员最迟 ${dateZh(collectedBy)} 取走；届时仍未取走，请拨 ${phone}。`,
          en: `Staff take it out by ${dateEn(collectedBy)}; if it is still there then, please call ${phone}.`,
        },
  ];
}
