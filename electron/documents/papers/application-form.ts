import type { Text } from '../../contract/index.ts';
import type { IdentityDocument } from '../../core/index.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onFewestPages, Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, type Field, type Para, STYLE } from '../kit/style.ts';
import { birthDate, momentEn, momentZh } from '../kit/words.ts';
import type { Answer, ApplicationForm, Brand } from '../types.ts';

const TYPED: Text = { 'zh-CN': '本人填写', en: 'Typed by the applicant' };
const READ: Record<IdentityDocument, Text> = {
  'resident-card': { 'zh-CN': '读取居民身份证', en: 'Read from the ID card' },
  'hmt-residence-permit': { 'zh-CN': '读取港澳台居民居住证', en: 'Read from the residence permit' },
  'foreign-pr-card': { 'zh-CN': '读取外国人永久居留身份证', en: 'Read from the permanent resident card' },
  passport: {
    'zh-CN': '读取护照机读区，本人核对',
    en: "Read from the passport's machine-readable zone, checked by the applicant",
  },
};
/** Who stands at the machine, by whom it is for. */
const ROLE: Record<'self' | 'person' | 'guardian' | 'organisation', Text> = {
  self: { 'zh-CN': '申请人', en: 'Applicant' },
  person: { 'zh-CN': '代办人', en: 'Agent' },
  guardian: { 'zh-CN': '监护人', en: 'Guardian' },
  organisation: { 'zh-CN': '法定代表人', en: 'Legal representative' },
};
const SIGNATURE: Record<keyof typeof ROLE, Text> = {
  self: { 'zh-CN': '申请人签名', en: "Applicant's signature" },
  person: { 'zh-CN': '代办人签名', en: "Agent's signature" },
  guardian: { 'zh-CN': '监护人签名', en: "Guardian's signature" },
  organisation: { 'zh-CN': '法定代表人签名', en: "Legal representative's signature" },
};
/** The number of a residence permit is a citizen number, too. */
const NUMBER: Record<IdentityDocument, string> = {
  'resident-card': '公民身份号码',
  'hmt-residence-permit': '公民身份号码',
  'foreign-pr-card': '永久居留证号码',
  passport: '护照号码',
};

/** Characters of an answer that shares its row; of the Chinese text, those of ASCII count half. */
const SHORT = { han: 12, latin: 28 } as const;

/** The application form (申请表): what the applicant reads, signs and sends. */
export function applicationForm(fonts: FontSet, form: ApplicationForm): Promise<Uint8Array> {
  // Where the page count stays, the airy setting is easier to read.
  return onFewestPages(DENSITIES.slice(0, 2), (density) => write(fonts, form, density)).finish();
}

function write(fonts: FontSet, form: ApplicationForm, density: Density): Sheet {
  const sheet = new Sheet({
    fonts,
    title: '申请表 Application form',
    brand: form.brand ?? brandOf(form.region),
    site: form.site,
    machineCode: form.machineCode,
    madeAt: form.preparedAt,
    density,
  });
  const hint: Para[] = form.receiptHint === '' ? [] : [{ text: form.receiptHint, style: STYLE.valueSmall }];
  sheet.title(form.title, hint);
  sheet.gap(14);
  if (form.caution) {
    sheet.notice(bilingual(form.caution, STYLE.strong, STYLE.valueSmall), 'frame');
    sheet.gap(12);
  }
  const { applicant } = form;
  const { document = 'resident-card', chineseName } = applicant;
  const { onBehalfOf } = form;
  const role = onBehalfOf?.guardian ? 'guardian' : (onBehalfOf?.holder ?? 'self');
  if (onBehalfOf) {
    sheet.heading({ 'zh-CN': '申请人', en: 'Applicant' });
    sheet.table(principal(onBehalfOf));
    sheet.gap(16);
  }
  sheet.heading(ROLE[role]);
  sheet.table([
    [field('姓名', 'Name', [{ text: applicant.name, style: STYLE.name }])],
    ...(chineseName
      ? [[field('中文姓名', 'Name in Chinese', [{ text: chineseName, style: STYLE.name }])]]
      : []),
    [
      field('性别', 'Sex', plain(applicant.sex)),
      document === 'foreign-pr-card' || document === 'passport'
        ? field('国籍', 'Nationality', plain(applicant.nationality || '—'))
        : field('民族', 'Ethnic group', plain(applicant.ethnicGroup ?? '—')),
    ],
    [
      field('出生日期', 'Date of birth', plain(birthDate(applicant.birthDate))),
      field(
        '信息来源',
        'Source',
        pair(applicant.source === 'card' || document === 'passport' ? READ[document] : TYPED),
      ),
    ],
    [field(NUMBER[document], 'Document number', plain(applicant.number))],
    [field('住址', 'Address', plain(applicant.address ?? '—'))],
  ]);
  sheet.gap(16);
  sheet.heading({ 'zh-CN': '申请内容', en: 'Application' });
  sheet.table([
    [field('办理地区', 'Region', pair(form.region)), field('办理机关', 'Authority', pair(form.authority))],
    ...rowsOf(form.answers),
    [field('送达方式', 'Delivery', pair(form.delivery))],
    ...(form.fee ? [[field('缴费', 'Fee', pair(form.fee))]] : []),
    [
      field('填表时间', 'Prepared at', [
        { text: momentZh(form.preparedAt), style: STYLE.value },
        { text: momentEn(form.preparedAt), style: STYLE.valueSmall, lang: 'en' },
      ]),
    ],
  ]);
  for (const { title, answers } of form.sections ?? []) {
    sheet.gap(16);
    sheet.heading(title);
    sheet.table(rowsOf(answers));
  }
  sheet.gap(16);
  // Statement and signature belong together: nobody signs an otherwise empty page.
  sheet.need(150);
  sheet.heading({ 'zh-CN': '申请人声明', en: 'Statement' });
  sheet.paragraphs(bilingual(form.statement, STYLE.note, STYLE.noteSmall));
  sheet.gap(12);
  sheet.area(
    SIGNATURE[role],
    [
      { text: '电子签名：签名与本文件的 SHA-256 摘要绑定，随申请一并保存。', style: STYLE.note },
      {
        text: "Signed electronically: signature bound to this file's SHA-256.",
        style: STYLE.noteSmall,
        lang: 'en',
      },
    ],
    12,
  );
  sheet.gap(10);
  sheet.paragraphs([
    { text: '本表以中文内容为准，英文仅供参考。', style: STYLE.note },
    {
      text: 'The Chinese text prevails; the English is for reference only.',
      style: STYLE.noteSmall,
      lang: 'en',
    },
  ]);
  if (form.commitment) commitmentPage(sheet, form, form.commitment);
  return sheet;
}

/** 告知承诺书: read, and signed by itself. */
function commitmentPage(
  sheet: Sheet,
  { title, authority, applicant }: ApplicationForm,
  { promises, untrue, ordinary, sample }: NonNullable<ApplicationForm['commitment']>,
): void {
  sheet.page();
  sheet.title(
    { 'zh-CN': '告知承诺书', en: 'Commitment' },
    sample
      ? [
          { text: '示例文本，以办理机关公布的为准。', style: STYLE.note },
          { text: "Sample wording; the authority's own prevails.", style: STYLE.noteSmall, lang: 'en' },
        ]
      : [],
  );
  sheet.gap(14);
  sheet.table([
    [field('事项', 'Matter', pair(title)), field('办理机关', 'Authority', pair(authority))],
    [
      field('承诺人', 'Promised by', [{ text: applicant.name, style: STYLE.name }]),
      field('证件号码', 'Document number', plain(applicant.number)),
    ],
  ]);
  sheet.gap(16);
  sheet.heading({ 'zh-CN': '本人承诺', en: 'I promise' });
  promises.forEach((promise, at) => {
    const numbered = { 'zh-CN': `${at + 1}. ${promise['zh-CN']}`, en: `${at + 1}. ${promise.en}` };
    sheet.paragraphs(bilingual(numbered, STYLE.note, STYLE.noteSmall));
    sheet.gap(6);
  });
  sheet.gap(10);
  sheet.heading({ 'zh-CN': '不实承诺的后果', en: 'If a promise is untrue' });
  sheet.paragraphs(bilingual(untrue, STYLE.note, STYLE.noteSmall));
  sheet.gap(16);
  sheet.heading({ 'zh-CN': '不承诺的', en: 'Without a promise' });
  sheet.paragraphs(bilingual(ordinary, STYLE.note, STYLE.noteSmall));
  sheet.gap(16);
  sheet.area(
    { 'zh-CN': '承诺人签名', en: 'Signature to the commitment' },
    [
      { text: '单独签名：与申请签名分开，同样与本文件的 SHA-256 摘要绑定。', style: STYLE.note },
      {
        text: "Signed apart from the application, bound to this file's SHA-256.",
        style: STYLE.noteSmall,
        lang: 'en',
      },
    ],
    12,
  );
}

/** On whose behalf the form is handed in. */
function principal({
  holder,
  name,
  number,
  document = 'resident-card',
  authorisation,
}: NonNullable<ApplicationForm['onBehalfOf']>): Field[][] {
  const label = holder === 'person' ? NUMBER[document] : '统一社会信用代码';
  const kind = holder === 'person' ? 'Document number' : 'Credit code';
  return [
    [field('姓名或名称', 'Name', [{ text: name, style: STYLE.name }])],
    [
      field(label, kind, plain(number)),
      ...(authorisation ? [field('委托书编号', 'Authorisation', plain(authorisation))] : []),
    ],
  ];
}

/** One answer a row, or two where both are short. */
function rowsOf(answers: readonly Answer[]): Field[][] {
  const rows: Field[][] = [];
  let half: Field | null = null;
  for (const { label, value } of answers) {
    const cell: Field = { label, value: pair(value) };
    if (!isShort(value)) {
      if (half) rows.push([half]);
      rows.push([cell]);
      half = null;
    } else if (half) {
      rows.push([half, cell]);
      half = null;
    } else half = cell;
  }
  return half ? [...rows, [half]] : rows;
}

/** Fits into half a row on one line. */
function isShort({ 'zh-CN': zh, en }: Text): boolean {
  const wide = zh.replace(/[\u0020-\u007e]/g, '').length;
  return wide + (zh.length - wide) / 2 <= SHORT.han && en.length <= SHORT.latin;
}

/** The brand of a sheet that names none: its region. */
export function brandOf(region: Text): Brand {
  return { name: region, mark: [...region['zh-CN']][0] ?? '通' };
}

export function field(zh: string, en: string, value: readonly Para[]): Field {
  return { label: { 'zh-CN': zh, en }, value };
}

export function plain(text: string, strong = false): Para[] {
  return [{ text, style: strong ? STYLE.strong : STYLE.value }];
}

export function pair(text: Text): Para[] {
  return bilingual(text, STYLE.value, STYLE.valueSmall);
}
