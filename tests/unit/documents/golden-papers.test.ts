import { beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { createPress, type DocumentPress, defaultFontFiles } from '../../../electron/documents/index.ts';
import { expectGolden } from '../../support/golden.ts';
import { structureFaults } from '../../support/pdf-check.ts';
import { pdfText } from '../../support/pdf-text.ts';
import {
  sampleAcceptance,
  sampleCorrection,
  sampleCourierSlip,
  sampleForm,
  samplePackage,
  sampleProof,
  sampleReceipt,
} from './samples.ts';

/** Every paper with usual data, long names, rare characters, empty fields and many pages: on paper, as text, and inside. */

let press: DocumentPress;
beforeAll(async () => {
  press = await createPress({ fontFiles: defaultFontFiles(), clock: new VirtualClock() });
});

const LATIN = 'MAXIMILIANALEXANDERBARTHOLOMEWSTEVENSONX';
const UYGHUR = '阿卜杜勒拉赫曼·买买提伊敏·努尔艾合麦提江·吐尔逊古丽';
/** Of Extension B, of Extension E with the new names of elements, and one of 64 strokes. */
const RARE = '𠮷𬭚𪚥䶮';
const LONG = {
  'zh-CN': '示例省样本市测试区第一人民政府路与第二滨海大道交叉口东北侧三百米幸福家园小区十二号楼（临时）',
  en: 'A rather long sentence in English, which takes more than one line in any column that it is put into here.',
};

const applicant = (over: object) => ({ ...sampleForm().applicant, ...over });
const items = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    kind: i % 3 === 0 ? ('field' as const) : ('material' as const),
    label: { 'zh-CN': `第${i + 1}项材料`, en: `Material number ${i + 1}` },
    reason: `第${i + 1}项的原因：${'请按要求重新提交清晰、完整的原件扫描件。'.repeat(1 + (i % 4))}`,
  }));

/** Keys whose values steer the paper, or stand on it in other words. */
const NOT_WORDS = [
  'language',
  'kind',
  'answerAt',
  'source',
  'birthDate',
  'promisedBy',
  'validUntil',
  'regionCode',
  // In the QR code alone.
  'documentSm3',
];

/** Every text in the data that has to stand on the paper. */
function wordsIn(data: unknown, leave: readonly string[]): string[] {
  if (typeof data === 'string') return [data];
  if (typeof data !== 'object' || data === null) return [];
  return Object.entries(data).flatMap(([key, value]) => (leave.includes(key) ? [] : wordsIn(value, leave)));
}

interface Case {
  readonly data: unknown;
  readonly make: () => Promise<Uint8Array>;
  readonly pages: number;
  /** Keys of texts that this paper leaves out. */
  readonly leave?: readonly string[];
}

function on<T>(
  data: T,
  make: (data: T) => Promise<Uint8Array>,
  pages = 1,
  leave: readonly string[] = [],
): Case {
  return { data, make: () => make(data), pages, leave };
}

const receipt = (over: Parameters<typeof sampleReceipt>[0], leave: readonly string[] = ['en']) =>
  on(sampleReceipt(over), (data) => press.receipt(data), 1, leave);
const form = (over: Parameters<typeof sampleForm>[0], pages = 1) =>
  on(sampleForm(over), (data) => press.applicationForm(data), pages);
const acceptance = (over: Parameters<typeof sampleAcceptance>[0], pages = 1) =>
  on(sampleAcceptance(over), (data) => press.acceptanceNotice(data), pages);
const correction = (over: Parameters<typeof sampleCorrection>[0], pages = 1) =>
  on(sampleCorrection(over), (data) => press.correctionNotice(data), pages);
const proof = (over: Parameters<typeof sampleProof>[0]) =>
  on(sampleProof(over), (data) => press.temporaryIdentityProof(data));
const slip = (over: Parameters<typeof sampleCourierSlip>[0]) =>
  on(sampleCourierSlip(over), (data) => press.courierSlip(data));

const CASES: Readonly<Record<string, Case>> = {
  'receipt-sent': receipt({ regionNumber: 'TJ20261121000123', applicantName: RARE }),
  'receipt-unsent-long': receipt(
    {
      language: 'en',
      sent: false,
      promiseIsEstimate: true,
      applicantName: LATIN,
      matter: LONG,
      delivery: LONG,
      caution: null,
    },
    [],
  ),
  'package-receipt-pages': on(samplePackage(), (data) => press.packageReceipt(data), 2, ['en', 'state']),
  'application-form-usual': form({}),
  'application-form-rare': form({
    applicant: applicant({ name: RARE, ethnicGroup: null, address: null, source: 'typed' }),
    receiptHint: '',
    caution: null,
    answers: [],
  }),
  'application-form-pages': form(
    {
      applicant: applicant({ name: LATIN, address: LONG['zh-CN'] }),
      sections: Array.from({ length: 5 }, (_, i) => ({
        title: { 'zh-CN': `第${i + 1}部分`, en: `Part ${i + 1}` },
        answers: items(6).map(({ label, reason }) => ({ label, value: { 'zh-CN': reason, en: '' } })),
      })),
    },
    3,
  ),
  'courier-slip-usual': slip({}),
  'courier-slip-open': slip({ seal: null, desk: LONG['zh-CN'], region: LONG }),
  'acceptance-notice-usual': acceptance({}),
  'acceptance-notice-rare': acceptance({
    applicantName: RARE,
    materials: [],
    documentSha256: null,
    caution: null,
    promisedWorkingDays: 0,
    promisedBy: '2026-11-23',
  }),
  'acceptance-notice-pages': acceptance(
    {
      applicantName: LATIN,
      regionNumber: '120116-2026-1121-000123-LONG-NUMBER-0001',
      matter: LONG,
      authority: LONG,
      promiseIsEstimate: true,
      materials: items(40).map(({ label }, i) => ({ name: i % 7 === 0 ? LONG : label, copies: 1 + (i % 3) })),
    },
    3,
  ),
  'correction-notice-usual': correction({}),
  'correction-notice-empty': correction({
    applicantName: RARE,
    regionNumber: null,
    until: null,
    caution: null,
    places: [],
    answerAt: 'no-kiosk',
    items: [{ kind: 'material', label: { 'zh-CN': '委托书', en: 'Authorisation' }, reason: '' }],
  }),
  'correction-notice-pages': correction(
    {
      applicantName: UYGHUR,
      answerAt: 'this-kiosk',
      matter: LONG,
      items: items(24),
      places: Array.from({ length: 4 }, () => ({
        name: LONG,
        address: LONG,
        phone: '022-0000-0001',
        hours: { 'zh-CN': '工作日 9:00–17:00', en: 'Working days 9:00–17:00' },
      })),
    },
    3,
  ),
  'temporary-identity-proof-usual': proof({}),
  'temporary-identity-proof-rare': proof({ name: RARE, purpose: LONG['zh-CN'] }),
  'temporary-identity-proof-long': proof({ name: LATIN, authority: LONG['zh-CN'].slice(0, 24) }),
};

describe.each(Object.entries(CASES))('%s', (name, { data, make, pages, leave = [] }) => {
  it('looks as it was found right, holds every character that was put in, and is sound', async () => {
    const pdf = await make();
    const text = pdfText(pdf);
    expect(text).toContain(`第${pages}页，共${pages}页`);
    for (const words of wordsIn(data, [...NOT_WORDS, ...leave])) {
      if (!text.includes(words.replace(/\s/g, ''))) expect.fail(`${name} does not print: ${words}`);
    }
    expect(structureFaults(pdf)).toBe('');
    expectGolden(pdf, name);
  });
});
