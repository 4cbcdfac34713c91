import type { Text } from '../../contract/index.ts';
import type { MachineSigner } from '../integrity/machine-key.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onFewestPages, type Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, type Para, STYLE } from '../kit/style.ts';
import { momentEn, momentZh } from '../kit/words.ts';
import type { CorrectionNotice } from '../notice-types.ts';
import { closingOf, note } from './acceptance-notice.ts';
import { field, pair, plain } from './application-form.ts';
import { openNotice, SCAN_NUMBER } from './notice.ts';

/** What the notice's QR code holds, to be read without a network: the case, the round, how much, and until when. */
export function correctionVerificationText(notice: CorrectionNotice, signer?: MachineSigner): string {
  return verificationText(
    {
      paper: { 'zh-CN': '通办补正告知', en: 'Tongban notice of what to correct' },
      site: notice.site,
      machineCode: notice.machineCode,
      number: notice.receiptNumber,
      at: notice.printedAt,
      sha256: null,
      sm3: null,
      more: [
        ...(notice.regionNumber === null ? [] : [['办件编号 Case', notice.regionNumber] as const]),
        ['轮次 Round', notice.round],
        ['项数 Items', `${notice.items.length}`],
        ...(notice.until === null
          ? []
          : [['期限 Until', new Date(notice.until).toISOString().replace(/\.\d+/, '')] as const]),
      ],
    },
    signer,
  );
}

const KIND: Record<CorrectionNotice['items'][number]['kind'], Text> = {
  field: { 'zh-CN': '填写内容', en: 'In the form' },
  material: { 'zh-CN': '材料', en: 'Material' },
};

/**
 * The one-time notice of what to correct (一次性告知书, 补正告知书): every item that the region named, with its words, until
 * when, how to answer and where. Nothing is added to what the region sent, and the notice says so.
 */
export function correctionNotice(
  fonts: FontSet,
  notice: CorrectionNotice,
  signer?: MachineSigner,
): Promise<Uint8Array> {
  return onFewestPages(DENSITIES, (density) => write(fonts, notice, density, signer)).finish();
}

function write(fonts: FontSet, notice: CorrectionNotice, density: Density, signer?: MachineSigner): Sheet {
  const sheet = openNotice(fonts, notice, {
    title: '补正告知书 Notice of what to correct',
    heading: { 'zh-CN': '一次性告知书（补正）', en: 'Notice of everything that is to be corrected' },
    density,
  });
  const { 'zh-CN': zh, en } = notice.region;
  const count = notice.items.length;
  const number = notice.regionNumber ?? notice.receiptNumber;
  sheet.plate(
    numbersOf(notice),
    {
      text: correctionVerificationText(notice, signer),
      alt: `二维码：收件号 ${notice.receiptNumber}、补正轮次、项数与期限`,
      caption: SCAN_NUMBER,
    },
    { text: number, alt: `条形码（Code 128）：${number}` },
  );
  sheet.gap(12);
  const deadline = deadlineOf(notice);
  sheet.notice(
    [
      ...bilingual(
        {
          'zh-CN': `${zh}要求补正以下 ${count} 项。`,
          en: `${en} asks for the following ${count === 1 ? 'item' : `${count} items`} to be corrected.`,
        },
        STYLE.strong,
        STYLE.valueSmall,
      ),
      ...note(deadline),
    ],
    'bar',
  );
  sheet.gap(14);
  sheet.table([
    [field('事项', 'Matter', bilingual(notice.matter, STYLE.strong, STYLE.valueSmall))],
    [
      field('申请人', 'Applicant', plain(notice.applicantName)),
      field('证件号码', 'Document number', plain(notice.applicantNumber)),
    ],
    [field('告知机关', 'Authority', pair(notice.authority)), field('补正轮次', 'Round', plain(notice.round))],
  ]);
  sheet.gap(16);
  sheet.grid(
    [
      { label: { 'zh-CN': '序号', en: 'No.' }, share: 1 },
      { label: { 'zh-CN': '内容', en: 'Item' }, share: 4 },
      { label: { 'zh-CN': '原因和要求', en: 'Reason, in the words of the region' }, share: 6 },
    ],
    notice.items.map(({ kind, label, reason }, i) => [
      plain(`${i + 1}`),
      pair({ 'zh-CN': `${KIND[kind]['zh-CN']}：${label['zh-CN']}`, en: `${KIND[kind].en}: ${label.en}` }),
      reason === '' ? pair({ 'zh-CN': `${zh}没有说明原因`, en: `${en} gave no reason` }) : plain(reason),
    ]),
    { 'zh-CN': '要补正的内容', en: 'What is to be corrected' },
  );
  sheet.gap(16);
  const ways = waysOf(notice).flatMap(note);
  sheet.need(20 + 14 * ways.length);
  sheet.heading({ 'zh-CN': '怎样答复', en: 'How to answer' });
  sheet.paragraphs(ways);
  if (notice.places.length > 0) {
    sheet.gap(8);
    sheet.grid(
      [
        { label: { 'zh-CN': '地点', en: 'Place' }, share: 4 },
        { label: { 'zh-CN': '地址', en: 'Address' }, share: 5 },
        { label: { 'zh-CN': '电话和时间', en: 'Telephone, hours' }, share: 3.4 },
      ],
      notice.places.map(({ name, address, phone, hours }) => [
        pair(name),
        pair(address),
        [...plain(phone), ...note(hours)],
      ]),
    );
  }
  sheet.gap(14);
  sheet.paragraphs(
    closingOf({
      'zh-CN': `本单于 ${momentZh(notice.printedAt)} 按${zh}发来的内容打印，没有增减，不是机关盖章的文书；两者不一致的，以机关文书为准。`,
      en: `Printed on ${momentEn(notice.printedAt)} from what ${en} sent, nothing added or left out. It is not the authority's sealed document; where the two differ, that document prevails.`,
    }),
  );
  return sheet;
}

function numbersOf({ receiptNumber, regionNumber }: CorrectionNotice): Para[] {
  return [
    { text: '收件号', style: STYLE.label },
    { text: 'Receipt number', style: STYLE.labelSmall, lang: 'en' },
    { text: receiptNumber, style: STYLE.number },
    ...(regionNumber === null
      ? []
      : ([
          { text: '办件编号', style: STYLE.label },
          { text: 'Case number of the region', style: STYLE.labelSmall, lang: 'en' },
          { text: regionNumber, style: { ...STYLE.strong, size: 13, leading: 18 } },
        ] satisfies Para[])),
  ];
}

function deadlineOf({ until, region }: CorrectionNotice): Text {
  const { 'zh-CN': zh, en } = region;
  return until === null
    ? {
        'zh-CN': `${zh}没有说明最晚什么时候答复，请尽快。`,
        en: `${en} has not said until when; please answer soon.`,
      }
    : {
        'zh-CN': `最晚答复时间：${momentZh(until)}（含）。`,
        en: `Answers are taken until ${momentEn(until)}.`,
      };
}

/** The ways that are open, numbered; the telephone always is. */
function waysOf({ answerAt, places, phone, region }: CorrectionNotice): Text[] {
  const ways: Text[] = [];
  if (answerAt !== 'no-kiosk') {
    const [where, machine] =
      answerAt === 'any-kiosk' ? ['任一通办自助机', 'any Tongban kiosk'] : ['本机', 'this kiosk'];
    ways.push({
      'zh-CN': `在${where}：选“查进度”，刷身份证或输入收件号，找到本办件后答复。`,
      en: `At ${machine}: follow your case with the ID card or the receipt number, and answer there.`,
    });
  }
  if (places.length > 0) {
    ways.push({
      'zh-CN': '到下列地点：带本单、身份证和要补的材料。',
      en: 'At the places below: bring this notice, your ID card and what is asked for.',
    });
  }
  ways.push({
    'zh-CN': `不清楚怎样补正：请拨 ${phone}（${region['zh-CN']}）。`,
    en: `If anything is unclear, call ${phone} (${region.en}).`,
  });
  return ways.map((way, i) => ({ 'zh-CN': `${i + 1}. ${way['zh-CN']}`, en: `${i + 1}. ${way.en}` }));
}
