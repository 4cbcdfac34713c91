import type { Text } from '../../contract/index.ts';
import type { MachineSigner } from '../integrity/machine-key.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onFewestPages, type Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, type Para, STYLE } from '../kit/style.ts';
import { dateEn, dateZh, momentEn, momentZh } from '../kit/words.ts';
import type { AcceptanceNotice } from '../notice-types.ts';
import { field, pair, plain } from './application-form.ts';
import { openNotice, SCAN_NUMBER } from './notice.ts';

/** What the notice's QR code holds, to be read without a network: the case, when it was accepted, the file. */
export function acceptanceVerificationText(notice: AcceptanceNotice, signer?: MachineSigner): string {
  return verificationText(
    {
      paper: { 'zh-CN': '通办受理通知', en: 'Tongban notice of acceptance' },
      site: notice.site,
      machineCode: notice.machineCode,
      number: notice.receiptNumber,
      at: notice.acceptedAt,
      sha256: notice.documentSha256,
      sm3: null,
      more: [['办件编号 Case', notice.regionNumber]],
    },
    signer,
  );
}

/** The notice of acceptance (受理通知书): printed from what the region sent, and it says so. */
export function acceptanceNotice(
  fonts: FontSet,
  notice: AcceptanceNotice,
  signer?: MachineSigner,
): Promise<Uint8Array> {
  return onFewestPages(DENSITIES, (density) => write(fonts, notice, density, signer)).finish();
}

function write(fonts: FontSet, notice: AcceptanceNotice, density: Density, signer?: MachineSigner): Sheet {
  const sheet = openNotice(fonts, notice, {
    title: '受理通知书 Notice of acceptance',
    heading: { 'zh-CN': '受理通知书', en: 'Notice of acceptance' },
    density,
  });
  const { 'zh-CN': zh, en } = notice.region;
  const accepted = { 'zh-CN': momentZh(notice.acceptedAt), en: momentEn(notice.acceptedAt) };
  sheet.plate(
    numbersOf(notice),
    {
      text: acceptanceVerificationText(notice, signer),
      alt: `二维码：办件编号 ${notice.regionNumber} 与受理时间`,
      caption: SCAN_NUMBER,
    },
    { text: notice.regionNumber, alt: `条形码（Code 128）：${notice.regionNumber}` },
  );
  sheet.gap(12);
  sheet.notice(
    note({
      'zh-CN': `${zh}已于 ${accepted['zh-CN']} 受理此申请。`,
      en: `${en} accepted this application on ${accepted.en}.`,
    }),
    'bar',
  );
  sheet.gap(14);
  sheet.table([
    [field('事项', 'Matter', bilingual(notice.matter, STYLE.strong, STYLE.valueSmall))],
    [field('受理机关', 'Authority', pair(notice.authority))],
    [
      field('申请人', 'Applicant', plain(notice.applicantName)),
      field('证件号码', 'Document number', plain(notice.applicantNumber)),
    ],
    [
      field(
        '提交时间',
        'Submitted',
        pair({ 'zh-CN': momentZh(notice.submittedAt), en: momentEn(notice.submittedAt) }),
      ),
      field('受理时间', 'Accepted', pair(accepted)),
    ],
    [field('承诺时限', 'Promised time', pair(promiseOf(notice)))],
    [field('送达方式', 'Delivery', pair(notice.delivery))],
    ...(notice.documentSha256 === null
      ? []
      : [
          [
            field('申请文件摘要', 'SHA-256 of the file', [
              { text: notice.documentSha256, style: { ...STYLE.valueSmall, leading: 12 } },
            ]),
          ],
        ]),
  ]);
  if (notice.materials.length > 0) {
    sheet.gap(16);
    sheet.grid(
      [
        { label: { 'zh-CN': '序号', en: 'No.' }, share: 1 },
        { label: { 'zh-CN': '材料', en: 'Material' }, share: 8 },
        { label: { 'zh-CN': '份数', en: 'Copies' }, share: 1.4 },
      ],
      notice.materials.map(({ name, copies }, i) => [plain(`${i + 1}`), pair(name), plain(`${copies}`)]),
      { 'zh-CN': '已收到的材料', en: 'Materials received' },
    );
  }
  sheet.gap(14);
  sheet.paragraphs(
    closingOf({
      'zh-CN': `本单于 ${momentZh(notice.printedAt)} 按${zh}发来的受理消息打印，不是机关盖章的文书；两者不一致的，以机关文书为准。`,
      en: `Printed on ${momentEn(notice.printedAt)} from the message of ${en}. It is not the authority's sealed document; where the two differ, that document prevails.`,
    }).concat(
      note({
        'zh-CN': `凭收件号或办件编号查询进度。咨询电话 ${notice.phone}`,
        en: `Either number finds the case. Enquiries ${notice.phone}`,
      }),
    ),
  );
  return sheet;
}

function numbersOf({ regionNumber, receiptNumber }: AcceptanceNotice): Para[] {
  const long = regionNumber.length > 18;
  return [
    { text: '办件编号', style: STYLE.label },
    { text: 'Case number of the region', style: STYLE.labelSmall, lang: 'en' },
    { text: regionNumber, style: long ? { ...STYLE.number, size: 17, leading: 23 } : STYLE.number },
    { text: '收件号', style: STYLE.label },
    { text: 'Receipt number', style: STYLE.labelSmall, lang: 'en' },
    { text: receiptNumber, style: { ...STYLE.strong, size: 13, leading: 18 } },
  ];
}

/** An instant matter (即办件) has a limit of no days. */
function promiseOf(notice: AcceptanceNotice): Text {
  const { promisedWorkingDays: days, promisedBy, promiseIsEstimate } = notice;
  const [estimateZh, estimateEn] = promiseIsEstimate
    ? [
        '（期间的节假日安排尚未公布，日期为估算）',
        ' (an estimate: the holidays of that time are not announced yet)',
      ]
    : ['', ''];
  return days === 0
    ? {
        'zh-CN': `受理当日办结，即 ${dateZh(promisedBy)}${estimateZh}`,
        en: `On the day of acceptance, ${dateEn(promisedBy)}${estimateEn}`,
      }
    : {
        'zh-CN': `受理后 ${days} 个工作日内办结，不晚于 ${dateZh(promisedBy)}${estimateZh}`,
        en: `Within ${days} working ${days === 1 ? 'day' : 'days'} of acceptance, by ${dateEn(promisedBy)}${estimateEn}`,
      };
}

/** What a notice says of itself, and which of its languages counts. */
export function closingOf(origin: Text): Para[] {
  return note(origin).concat(
    note({
      'zh-CN': '以中文内容为准，英文仅供参考。',
      en: 'The Chinese text prevails; the English is for reference only.',
    }),
  );
}

export function note(text: Text): Para[] {
  return bilingual(text, STYLE.note, STYLE.noteSmall);
}
