import type { Text } from '../../contract/index.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onOnePage, Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, type Para, STYLE } from '../kit/style.ts';
import { dateEn, dateZh, momentEn, momentZh } from '../kit/words.ts';
import type { RatingSlip } from '../record-types.ts';
import { brandOf, field, pair, plain } from './application-form.ts';

/** The five levels, best first. As words: systems number them in opposite directions. */
export const RATING_LEVELS: readonly Text[] = [
  { 'zh-CN': '非常满意', en: 'Very satisfied' },
  { 'zh-CN': '满意', en: 'Satisfied' },
  { 'zh-CN': '基本满意', en: 'Mostly satisfied' },
  { 'zh-CN': '不满意', en: 'Dissatisfied' },
  { 'zh-CN': '非常不满意', en: 'Very dissatisfied' },
];

/** What the QR code holds: the region's page, or what stands on the slip. Nothing personal. */
export function ratingText(slip: RatingSlip): string {
  if (slip.link !== null) return slip.link;
  return verificationText({
    paper: { 'zh-CN': '通办评价单', en: 'Tongban rating slip' },
    site: slip.site,
    machineCode: slip.machineCode,
    number: slip.code,
    at: slip.madeAt,
    sha256: null,
    sm3: null,
    more: slip.until === null ? [] : [['截止 Until', slip.until]],
  });
}

/** The rating slip (好差评): how to rate later. One page. */
export function ratingSlip(fonts: FontSet, slip: RatingSlip): Promise<Uint8Array> {
  return onOnePage(DENSITIES, (density) => write(fonts, slip, density)).finish();
}

function write(fonts: FontSet, slip: RatingSlip, density: Density): Sheet {
  const sheet = new Sheet({
    fonts,
    title: '政务服务评价单 Rating slip',
    brand: slip.brand ?? brandOf(slip.region),
    site: slip.site,
    machineCode: slip.machineCode,
    madeAt: slip.madeAt,
    density,
  });
  sheet.title({ 'zh-CN': '政务服务评价单', en: 'Rate this service' });
  sheet.gap(12);
  if (slip.caution) {
    sheet.notice(bilingual(slip.caution, STYLE.strong, STYLE.valueSmall), 'frame');
    sheet.gap(10);
  }
  sheet.plate(
    [
      { text: '评价码', style: STYLE.label },
      { text: 'Rating code', style: STYLE.labelSmall, lang: 'en' },
      { text: slip.code, style: STYLE.number },
      ...until(slip.until),
    ],
    {
      text: ratingText(slip),
      alt: slip.link === null ? `二维码：评价码 ${slip.code}` : '二维码：打开办理地区的评价页面',
      caption:
        slip.link === null
          ? [
              { text: '扫码读取评价码', style: { ...STYLE.furniture, leading: 10 } },
              { text: 'Scan to read the code', style: STYLE.labelSmall, lang: 'en' },
            ]
          : [
              { text: '扫码评价', style: { ...STYLE.furniture, leading: 10 } },
              { text: 'Scan to rate', style: STYLE.labelSmall, lang: 'en' },
            ],
    },
  );
  sheet.gap(12);
  sheet.notice(bilingual(VOLUNTARY, STYLE.note, STYLE.noteSmall), 'bar');
  sheet.gap(14);
  sheet.table([
    [field('事项', 'Matter', bilingual(slip.matter, STYLE.strong, STYLE.valueSmall))],
    [field('办理地区', 'Region', pair(slip.region))],
    [field('制作时间', 'Made', pair({ 'zh-CN': momentZh(slip.madeAt), en: momentEn(slip.madeAt) }))],
  ]);
  sheet.gap(14);
  sheet.grid(
    RATING_LEVELS.map((label) => ({ label, share: 1 })),
    [RATING_LEVELS.map((_, i) => plain('★'.repeat(RATING_LEVELS.length - i)))],
    { 'zh-CN': '五个等级', en: 'Five levels' },
  );
  sheet.gap(14);
  sheet.heading({ 'zh-CN': '怎样评价', en: 'How to rate' });
  sheet.paragraphs([...slip.ways, ...rules(slip)].flatMap(note));
  return sheet;
}

const VOLUNTARY: Text = {
  'zh-CN': '评价自愿，不评价不影响办件。本单没有您的姓名和证件号码，持单人都可以评价，请收好。',
  en: 'Rating is voluntary; not rating changes nothing about the case. The slip holds neither your name nor your number: whoever has it can rate, so keep it.',
};

function until(day: string | null): Para[] {
  return day === null
    ? []
    : [
        { text: '评价截止', style: STYLE.label },
        { text: 'Last day', style: STYLE.labelSmall, lang: 'en' },
        { text: dateZh(day), style: { ...STYLE.strong, size: 13, leading: 18 } },
        { text: dateEn(day), style: STYLE.valueSmall, lang: 'en' },
      ];
}

function rules({ again, callBackDays: days, phone }: RatingSlip): Text[] {
  return [
    again
      ? {
          'zh-CN': '每件可评价一次；评价后可再评价一次，以第二次为准。',
          en: 'A case can be rated once, and once more; the second rating counts.',
        }
      : { 'zh-CN': '每件可评价一次。', en: 'A case can be rated once.' },
    ...(days === null
      ? []
      : [
          {
            'zh-CN': `评为不满意、非常不满意的，办理地区承诺 ${days} 个工作日内回访。`,
            en: `After a rating of dissatisfied or very dissatisfied the region has promised to get in touch within ${days} working ${days === 1 ? 'day' : 'days'}.`,
          },
        ]),
    { 'zh-CN': `咨询电话 ${phone}`, en: `Enquiries ${phone}` },
  ];
}

function note(text: Text): Para[] {
  return bilingual(text, STYLE.note, STYLE.noteSmall);
}
