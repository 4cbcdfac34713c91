import type { ReceiptParts } from '../../../native-bridge/index.ts';
import type { Text } from '../../contract/index.ts';
import type { MachineSigner } from '../integrity/machine-key.ts';
import type { FontSet } from '../kit/fonts.ts';
import { graphemes } from '../kit/text.ts';
import { receiptSentences, receiptVerificationText } from '../papers/receipt.ts';
import type { Receipt } from '../types.ts';
import { drawLine } from './line.ts';

type Part = ReceiptParts[number];
type Look = Omit<Extract<Part, { kind: 'text' }>, 'kind' | 'text'>;

/** Width of the print head in dots: 58 mm and 80 mm paper at 203 dpi. */
export type StripWidth = 384 | 576;

/** A thin rule: a row of dots that every printer has. */
const RULE = '-';
/** Dots of a column of a printer's font A. */
const COLUMN = 12;

/**
 * The receipt (回执) for a strip printer, word for word what the A4 receipt says. A name with a character that was
 * drawn is an image; what else a printer lacks it has drawn by itself through `rasterise`.
 */
export function receiptStrip(
  fonts: FontSet,
  data: Receipt,
  width: StripWidth,
  signer?: MachineSigner,
): ReceiptParts {
  const both = data.language === 'en';
  const say = receiptSentences(data);
  const line = (text: string, look: Look = {}): Part =>
    graphemes(text).some((grapheme) => Object.hasOwn(data.drawn ?? {}, grapheme))
      ? { kind: 'image', bitmap: drawLine(fonts, { text, ...look, maxWidth: width }), ...alignOf(look) }
      : { kind: 'text', text, ...look };
  const words = (text: Text, look: Look = {}): Part[] =>
    [line(text['zh-CN'], look), ...(both ? [line(text.en, look)] : [])].filter(
      (part) => part.kind !== 'text' || part.text !== '',
    );
  const field = (label: Text, value: Text): Part[] => {
    if (!both) return [line(`${label['zh-CN']}：${value['zh-CN']}`)];
    if (value.en === value['zh-CN']) return [line(`${label['zh-CN']} ${label.en}：${value.en}`)];
    return [line(`${label['zh-CN']}：${value['zh-CN']}`), line(`${label.en}: ${value.en}`)];
  };
  const same = (text: string): Text => ({ 'zh-CN': text, en: text });
  const centred = { align: 'centre' } as const;
  const rule = line(RULE.repeat(width / COLUMN));
  const space: Part = { kind: 'feed', lines: 1 };
  return [
    ...words(data.brand?.name ?? data.region, centred),
    line('办件提交回执', { ...centred, bold: true, size: { width: 2, height: 2 } }),
    ...(both ? [line('Submission receipt', centred)] : []),
    ...(data.caution ? words(data.caution, { ...centred, bold: true }) : []),
    space,
    line(both ? '收件号 Receipt number' : '收件号', centred),
    // Twice as high, not as wide: it must stand on one line of the narrow paper.
    line(data.receiptNumber, { ...centred, bold: true, size: { width: 1, height: 2 } }),
    ...(data.regionNumber === null
      ? []
      : field({ 'zh-CN': '办件编号', en: 'Case number of the region' }, same(data.regionNumber))),
    { kind: 'qr', data: receiptVerificationText(data, signer), moduleDots: 4, align: 'centre' },
    line(both ? '扫码核对 Scan to check' : '扫码核对申请文件', centred),
    rule,
    ...words(say.state),
    rule,
    ...field({ 'zh-CN': '事项', en: 'Matter' }, data.matter),
    ...field({ 'zh-CN': '办理地区', en: 'Region' }, data.region),
    ...field({ 'zh-CN': '申请人', en: 'Applicant' }, same(data.applicantName)),
    ...field({ 'zh-CN': '证件号码', en: 'Document number' }, same(data.applicantNumber)),
    ...words(say.submitted),
    ...field({ 'zh-CN': '承诺时限', en: 'Promised time' }, say.promise),
    ...field({ 'zh-CN': '送达方式', en: 'Delivery' }, data.delivery),
    ...(data.fee ? field({ 'zh-CN': '缴费', en: 'Fee' }, data.fee) : []),
    ...say.owed.flatMap((owed) => field({ 'zh-CN': '还要交', en: 'Still owed' }, owed)),
    ...(data.assisted ? field({ 'zh-CN': '协助办理', en: 'Assistance' }, data.assisted) : []),
    ...field(
      { 'zh-CN': '提交地点', en: 'Place' },
      {
        'zh-CN': `${data.site['zh-CN']}（机器 ${data.machineCode}）`,
        en: `${data.site.en} (machine ${data.machineCode})`,
      },
    ),
    line('SHA-256'),
    line(data.documentSha256),
    rule,
    ...words(say.retention),
    ...words(data.statement),
    ...words({ 'zh-CN': `咨询电话 ${data.phone}`, en: `Enquiries ${data.phone}` }),
    ...(both ? [line('以中文内容为准。The Chinese text prevails.')] : []),
    { kind: 'cut' },
  ];
}

function alignOf({ align }: Look): Pick<Look, 'align'> {
  return align ? { align } : {};
}
