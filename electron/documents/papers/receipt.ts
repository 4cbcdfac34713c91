import type { Text } from '../../contract/index.ts';
import type { MachineSigner } from '../integrity/machine-key.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onOnePage, Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, type Para, STYLE } from '../kit/style.ts';
import { dateEn, dateZh, momentEn, momentZh } from '../kit/words.ts';
import type { Receipt } from '../types.ts';
import { brandOf, field, plain } from './application-form.ts';

/**
 * What the receipt's QR code holds. It needs no network to be read: with it, anyone can hold the receipt against the
 * application file and the region's record.
 */
export function receiptVerificationText(receipt: Receipt, signer?: MachineSigner): string {
  return verificationText(
    {
      paper: { 'zh-CN': '通办回执', en: 'Tongban receipt' },
      site: receipt.site,
      machineCode: receipt.machineCode,
      number: receipt.receiptNumber,
      at: receipt.submittedAt,
      sha256: receipt.documentSha256,
      sm3: receipt.documentSm3 ?? null,
    },
    signer,
  );
}

/** The sentences of a receipt, in both languages. Each is true at the moment of printing, and later as far as it says. */
export function receiptSentences(receipt: Receipt): {
  state: Text;
  submitted: Text;
  promise: Text;
  retention: Text;
  /** A line a material that is still to be handed in. */
  owed: readonly Text[];
} {
  const zh = receipt.region['zh-CN'];
  const en = receipt.region.en;
  const days = receipt.promisedWorkingDays;
  const call = { 'zh-CN': momentZh(receipt.callAfter), en: momentEn(receipt.callAfter) };
  return {
    state: receipt.sent
      ? {
          'zh-CN': `已提交，待${zh}受理。凭收件号可在任一通办自助机查询进度。`,
          en: `Submitted; ${en} has yet to accept it. Follow it at any Tongban kiosk with the receipt number.`,
        }
      : {
          'zh-CN': `尚未送出：已加密保存在本机，线路恢复后自动送出；送出前仅本机可查；${call['zh-CN']} 前仍未送出请拨 ${receipt.phone}。`,
          en: `Not sent yet: stored encrypted on this machine and sent by itself when the line is back; until then only this machine can find it. If it is not sent by ${call.en}, please call ${receipt.phone}.`,
        },
    submitted: {
      'zh-CN': `提交时间 ${momentZh(receipt.submittedAt)}；受理时间以${zh}通知为准`,
      en: `Submitted ${momentEn(receipt.submittedAt)}; the time of acceptance is the one that ${en} notifies`,
    },
    promise: {
      'zh-CN':
        (days === 0
          ? `受理当日办结，预计 ${dateZh(receipt.promisedBy)}`
          : `受理后 ${days} 个工作日内办结，预计不晚于 ${dateZh(receipt.promisedBy)}`) +
        (receipt.promiseIsEstimate ? '（期间的节假日安排尚未公布，日期为估算）' : ''),
      en:
        (days === 0
          ? `On the day of acceptance, expected on ${dateEn(receipt.promisedBy)}`
          : `Within ${days} working ${days === 1 ? 'day' : 'days'} of acceptance, expected by ${dateEn(receipt.promisedBy)}`) +
        (receipt.promiseIsEstimate ? ' (an estimate: the holidays of that time are not announced yet)' : ''),
    },
    owed: (receipt.owed ?? []).map(({ name, dueBy }) =>
      dueBy === null
        ? { 'zh-CN': `${name['zh-CN']}原件交到窗口`, en: `${name.en} Bring the original to a window.` }
        : {
            'zh-CN': `${name['zh-CN']}最晚 ${dateZh(dueBy)} 补交`,
            en: `${name.en} Hand in by ${dateEn(dueBy)}.`,
          },
    ),
    retention: {
      'zh-CN': `申请已加密保存，${zh}确认后 ${receipt.retentionDays} 天内从本机删除。`,
      en: `The application is stored encrypted and deleted from this machine within ${receipt.retentionDays} ${receipt.retentionDays === 1 ? 'day' : 'days'} of ${en}'s confirmation.`,
    },
  };
}

/**
 * The receipt (回执): one A4 page, Chinese with small English labels; a receipt in English carries every sentence in
 * both languages.
 */
export function receipt(fonts: FontSet, data: Receipt, signer?: MachineSigner): Promise<Uint8Array> {
  const code = receiptVerificationText(data, signer);
  const densities = data.language === 'en' ? DENSITIES.slice(1) : DENSITIES;
  return onOnePage(densities, (density) => write(fonts, data, density, code)).finish();
}

function write(fonts: FontSet, data: Receipt, density: Density, code: string): Sheet {
  const both = data.language === 'en';
  const value = (text: Text): Para[] =>
    both ? bilingual(text, STYLE.value, STYLE.valueSmall) : plain(text['zh-CN']);
  const note = (text: Text): Para[] =>
    both ? bilingual(text, STYLE.note, STYLE.noteSmall) : [{ text: text['zh-CN'], style: STYLE.note }];
  const say = receiptSentences(data);
  const sheet = new Sheet({
    fonts,
    title: '办件提交回执 Submission receipt',
    brand: data.brand ?? brandOf(data.region),
    site: data.site,
    machineCode: data.machineCode,
    madeAt: data.submittedAt,
    density,
  });
  sheet.title({ 'zh-CN': '办件提交回执', en: 'Submission receipt' });
  sheet.gap(12);
  if (data.caution) {
    sheet.notice(bilingual(data.caution, STYLE.strong, STYLE.valueSmall), 'frame');
    sheet.gap(10);
  }
  sheet.plate(
    [
      { text: '收件号', style: STYLE.label },
      { text: 'Receipt number', style: STYLE.labelSmall, lang: 'en' },
      { text: data.receiptNumber, style: STYLE.number },
      ...regionNumber(data.regionNumber),
    ],
    {
      text: code,
      alt: `二维码：收件号 ${data.receiptNumber}、提交时间和申请文件的摘要`,
      caption: [
        { text: '扫码核对申请文件', style: { ...STYLE.furniture, leading: 10 } },
        { text: 'Scan to check the file', style: STYLE.labelSmall, lang: 'en' },
      ],
    },
  );
  sheet.gap(12);
  sheet.notice(note(say.state), 'bar');
  sheet.gap(14);
  sheet.table([
    [
      field(
        '事项',
        'Matter',
        both ? bilingual(data.matter, STYLE.strong, STYLE.valueSmall) : plain(data.matter['zh-CN'], true),
      ),
    ],
    [field('办理地区', 'Region', value(data.region))],
    [
      field('申请人', 'Applicant', plain(data.applicantName)),
      field('证件号码', 'Document number', plain(data.applicantNumber)),
    ],
    [field('时间', 'Time', value(say.submitted))],
    [field('承诺时限', 'Promised time', value(say.promise))],
    [field('送达方式', 'Delivery', value(data.delivery))],
    ...(data.fee ? [[field('缴费', 'Fee', value(data.fee))]] : []),
    ...(say.owed.length > 0 ? [[field('还要交', 'Still owed', say.owed.flatMap(value))]] : []),
    ...(data.assisted ? [[field('协助办理', 'Assistance', value(data.assisted))]] : []),
    [field('提交地点', 'Place', value(withMachine(data.site, data.machineCode)))],
    [
      field('申请文件摘要', 'SHA-256 of the file', [
        { text: data.documentSha256, style: { ...STYLE.valueSmall, leading: 12 } },
      ]),
    ],
  ]);
  sheet.gap(14);
  const closing: Text[] = [
    say.retention,
    data.statement,
    { 'zh-CN': `咨询电话 ${data.phone}`, en: `Enquiries ${data.phone}` },
  ];
  sheet.paragraphs(closing.filter((text) => text['zh-CN'] !== '').flatMap(note));
  if (both) {
    sheet.gap(4);
    sheet.paragraphs([
      { text: '以中文内容为准。', style: STYLE.note },
      { text: 'The Chinese text prevails.', style: STYLE.noteSmall, lang: 'en' },
    ]);
  }
  return sheet;
}

function regionNumber(number: string | null): Para[] {
  return number === null
    ? []
    : [
        { text: '办件编号', style: STYLE.label },
        { text: 'Case number of the region', style: STYLE.labelSmall, lang: 'en' },
        { text: number, style: { ...STYLE.strong, size: 13, leading: 18 } },
      ];
}

function withMachine(site: Text, machine: string): Text {
  return { 'zh-CN': `${site['zh-CN']}（机器 ${machine}）`, en: `${site.en} (machine ${machine})` };
}
