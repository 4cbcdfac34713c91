import type { MachineSigner } from '../integrity/machine-key.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onOnePage, Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, type Para, STYLE } from '../kit/style.ts';
import { momentEn, momentZh } from '../kit/words.ts';
import type { CourierSlip } from '../types.ts';
import { brandOf, field, plain } from './application-form.ts';

/**
 * What the slip's QR code holds: with it, anyone can hold the slip against the sealed file and against a custody ledger,
 * without a network.
 */
export function courierVerificationText(slip: CourierSlip, signer?: MachineSigner): string {
  return verificationText(
    {
      paper: { 'zh-CN': '通办包裹', en: 'Tongban package' },
      site: slip.site,
      machineCode: slip.machineCode,
      number: slip.packageNumber,
      at: slip.sealedAt,
      sha256: slip.sha256,
      sm3: null,
      more: [
        ['寄往 To', slip.regionCode],
        ['台账 Ledger', `${slip.ledgerRow} ${slip.ledgerHash.toUpperCase()}`],
      ],
    },
    signer,
  );
}

/** The slip on a sealed package (交接单): one A4 page with lines for the hands that it goes through. */
export function courierSlip(fonts: FontSet, slip: CourierSlip, signer?: MachineSigner): Promise<Uint8Array> {
  const code = courierVerificationText(slip, signer);
  return onOnePage(DENSITIES, (density) => write(fonts, slip, density, code)).finish();
}

function write(fonts: FontSet, slip: CourierSlip, density: Density, code: string): Sheet {
  const { counts } = slip;
  const sheet = new Sheet({
    fonts,
    title: '代收代办包裹交接单 Courier package slip',
    brand: slip.brand ?? brandOf(slip.region),
    site: slip.site,
    machineCode: slip.machineCode,
    madeAt: slip.sealedAt,
    density,
  });
  sheet.title({ 'zh-CN': '代收代办包裹交接单', en: 'Courier package: hand-over slip' });
  sheet.gap(12);
  sheet.plate(
    [
      { text: '包裹号', style: STYLE.label },
      { text: 'Package number', style: STYLE.labelSmall, lang: 'en' },
      { text: slip.packageNumber, style: STYLE.number },
      { text: '封签号', style: STYLE.label },
      { text: 'Seal number', style: STYLE.labelSmall, lang: 'en' },
      { text: slip.seal ?? '＿＿＿＿＿＿＿＿', style: { ...STYLE.strong, size: 13, leading: 18 } },
    ],
    {
      text: code,
      alt: `二维码：包裹号 ${slip.packageNumber}、密封文件的 SHA-256 摘要和台账行`,
      caption: [
        { text: '扫码核对包裹', style: { ...STYLE.furniture, leading: 10 } },
        { text: 'Scan to check the package', style: STYLE.labelSmall, lang: 'en' },
      ],
    },
    { text: slip.packageNumber, alt: `条形码（Code 128）：包裹号 ${slip.packageNumber}` },
  );
  sheet.gap(12);
  sheet.notice(
    bilingual(
      {
        'zh-CN': '密封件，收件窗口方可开启。封签破损、缺件请拒收并登记，不要拆封。',
        en: 'Sealed: to be opened by the receiving desk alone. If the seal is broken or something is missing, do not open it; refuse it and write it down.',
      },
      STYLE.note,
      STYLE.noteSmall,
    ),
    'bar',
  );
  sheet.gap(14);
  const number = (count: number): Para[] => plain(String(count), true);
  sheet.table([
    [field('寄往', 'To', bilingual(slip.region, STYLE.strong, STYLE.valueSmall))],
    [field('收件窗口', 'Receiving desk', plain(slip.desk))],
    [
      field(
        '封装时间',
        'Sealed',
        bilingual(
          { 'zh-CN': momentZh(slip.sealedAt), en: momentEn(slip.sealedAt) },
          STYLE.value,
          STYLE.valueSmall,
        ),
      ),
    ],
    [
      field('原件（袋内）', 'Originals in the bag', number(counts.original)),
      field('申请表（电子）', 'Signed forms, sealed', number(counts.form)),
    ],
    [
      field('复印件（电子）', 'Copies, sealed', number(counts.copy)),
      field('电子件', 'Electronic, sealed', number(counts.electronic)),
    ],
    [
      field('密封文件摘要', 'SHA-256 of the file', [
        { text: slip.sha256, style: { ...STYLE.valueSmall, leading: 12 } },
      ]),
    ],
    [
      field('台账', 'Custody ledger', [
        { text: `第 ${slip.ledgerRow} 行 · row ${slip.ledgerRow}`, style: STYLE.value },
        { text: slip.ledgerHash, style: { ...STYLE.valueSmall, leading: 12 } },
      ]),
    ],
  ]);
  sheet.gap(16);
  sheet.heading({ 'zh-CN': '交接记录', en: 'Hand-overs' });
  sheet.gap(4);
  const blank = (zh: string, en: string) => field(zh, en, plain('　'));
  sheet.table(HANDS.map(([zh, en]) => [blank(zh, en), blank('编号与时间', 'Staff number, time')]));
  sheet.gap(10);
  sheet.paragraphs([
    { text: '只写工号，不写姓名和证件号码。', style: STYLE.note },
    { text: 'Staff numbers only: no names, no document numbers.', style: STYLE.noteSmall, lang: 'en' },
  ]);
  return sheet;
}

/** Who signs for it, in order. */
const HANDS = [
  ['交件人', 'Handed over by'],
  ['承运人', 'Carrier'],
  ['收件人', 'Received by'],
] as const;
