import { readFileSync } from 'node:fs';
import type { BatchTrouble, CaseView, JourneyEventName, ScreenData } from '../../electron/contract/index.ts';
import { formSchema } from '../../electron/contract/index.ts';
import {
  compileForm,
  type FormFile,
  type FormValues,
  formWithout,
  organisationCodeCheck,
} from '../../electron/core/index.ts';
import { licenceFields, rowForm } from '../../electron/journey/batch-list.ts';

/** Made-up companies of a group, for batches (批量办理). Their codes have an unassigned prefix and a right check character. */

const both = (zh: string, en: string) => ({ 'zh-CN': zh, en });

export function companyOf(seed: number): { name: string; creditCode: string } {
  const first17 = `91990000MA00TC${String(seed).padStart(3, '0')}`;
  return { name: `样本集团第${seed}有限公司`, creditCode: first17 + organisationCodeCheck(first17) };
}

/** 企业登记档案资料查询: name and code come from the licence, the copies may differ from row to row. */
export const companyForm = (): FormFile =>
  formSchema.parse(
    JSON.parse(
      readFileSync(new URL('../../assets/catalogue/forms/company-file-query.json', import.meta.url), 'utf8'),
    ),
  );

/** Right answers to what all companies share. */
export const COMMON: FormValues = {
  applicantRole: 'legal',
  parts: ['all'],
  seal: true,
  copies: 1,
  purpose: 'own',
  phone: '13900000000',
  promise: true,
};

/** A list as a spreadsheet saves it. */
export function listOf(
  rows: readonly { name: string; creditCode: string; city: string; authority?: string; copies?: string }[],
): Uint8Array {
  const lines = rows.map((row) =>
    [row.name, row.creditCode, row.city, row.authority ?? '', row.copies ?? ''].join(','),
  );
  return Buffer.from(`\ufeff企业名称,统一社会信用代码,城市,授权书编号,份数\r\n${lines.join('\r\n')}\r\n`);
}

const REGIONS = [
  { code: '120000', short: both('天津', 'Tianjin') },
  { code: '110000', short: both('北京', 'Beijing') },
  { code: '131000', short: both('廊坊', 'Langfang') },
];
const QUESTIONS = compileForm(companyForm());

export function batchRow(seed: number, troubles: readonly BatchTrouble[] = []) {
  const region = REGIONS[seed % REGIONS.length];
  return {
    id: seed,
    ...companyOf(seed),
    city: region?.short['zh-CN'] ?? '',
    region: region ?? null,
    troubles: [...troubles],
  };
}

/** What stands on each screen of a batch at an ordinary moment. */
export const batchData = (one: CaseView, today: string) => ({
  resume: {
    region: { code: '120000', short: both('天津', 'Tianjin') },
    matter: { code: 'XT-SJ-015', name: both('企业登记档案资料查询', 'Query of company registration files') },
    until: Date.parse('2026-11-22T02:17:00+08:00'),
  } satisfies ScreenData<'resume'>,
  batch: {
    matter: both('企业登记档案资料查询', 'Query of company registration files'),
    max: 60,
    rows: [],
    cities: REGIONS.map(({ short }) => short),
    phone: true,
    ready: false,
    places: [],
    problem: null,
  } satisfies ScreenData<'batch'>,
  batchRow: {
    form: rowForm(QUESTIONS, ['copies'], REGIONS),
    values: {},
    problems: [],
    today,
    row: 0,
    at: null,
    of: 0,
    troubles: [],
  } satisfies ScreenData<'batchRow'>,
  batchPhone: {
    errand: 'list',
    url: 'http://10.1.2.3:8090/#dG9rZW4tb2YtYS1zYW1wbGUtdGhhdC1pcy00My1sb25nLS0',
    endsAt: Date.parse('2026-11-21T02:30:00+08:00'),
    taken: false,
    problem: null,
  } satisfies ScreenData<'batchPhone'>,
  batchCommon: {
    form: formWithout(companyForm(), licenceFields(QUESTIONS)) as FormFile,
    values: { ...COMMON, phone: '' },
    problems: [],
    today,
    count: 27,
  } satisfies ScreenData<'batchCommon'>,
  batchProgress: {
    matter: both('企业登记档案资料查询', 'Query of company registration files'),
    rows: [{ name: companyOf(1).name, case: one }],
    again: 0,
    receipt: 'printed',
    paper: null,
    places: [],
    problem: null,
  } satisfies ScreenData<'batchProgress'>,
});

export const batchAnswers = {
  resume: ['resumeDraft', 'dropDraft', 'back', 'leave', 'setLanguage'],
  batch: ['listFromPhone', 'templateToPhone', 'openRow', 'back', 'leave', 'setLanguage'],
  batchRow: ['giveRow', 'back', 'leave', 'setLanguage'],
  batchPhone: ['back', 'leave', 'setLanguage'],
  batchCommon: ['giveCommon', 'back', 'leave', 'setLanguage'],
  batchProgress: ['printReceipt', 'done', 'leave', 'setLanguage'],
} as const satisfies Record<string, readonly JourneyEventName[]>;
