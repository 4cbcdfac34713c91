import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Application, CaseRecord, Cases } from '../../../electron/cases/index.ts';
import type { Catalogue } from '../../../electron/catalogue/index.ts';
import { hexOf, sm3 } from '../../../electron/ciphers/index.ts';
import { compileForm, instantOf, VirtualClock } from '../../../electron/core/index.ts';
import type { ApplicationForm, DocumentPress } from '../../../electron/documents/index.ts';
import type { BatchDraft } from '../../../electron/journey/batch-types.ts';
import { type BatchDeps, batchEffects, packageReceiptOf } from '../../../electron/journey/effects-batch.ts';
import type { PhoneNews } from '../../../electron/journey/index.ts';
import type { PhoneHeard, PhoneOffer } from '../../../electron/phone/index.ts';
import { COMMON, companyForm, companyOf } from '../../support/batch-samples.ts';
import {
  caseView,
  DOCUMENT,
  materialFile,
  PRINT,
  personOf,
  SIGNATURE,
} from '../../support/journey-harness.ts';
import { testProfile } from '../../support/profile.ts';

const MATTER = 'XT-SJ-015';
const NOW = instantOf('2026-11-21', '10:20');
const FORM = compileForm(companyForm());
/** Two pages, as far as they are counted. */
const PDF = Buffer.from('%PDF /Type /Pages /Type /Page /Type /Page ', 'latin1');
const text = (zh: string, en = zh) => ({ 'zh-CN': zh, en });
const SHORTS: Readonly<Record<string, ReturnType<typeof text>>> = {
  '120000': text('天津', 'Tianjin'),
  '110000': text('北京', 'Beijing'),
};

type Row = BatchDraft['rows'][number];

const rowOf = (seed: number, over: Partial<Row> = {}): Row => ({
  id: seed,
  ...companyOf(seed),
  city: '天津',
  region: '120000',
  authority: '',
  values: {},
  answers: { copies: seed },
  instead: null,
  unprintable: false,
  ...over,
});

const draftOf = (over: Partial<BatchDraft> = {}): BatchDraft => ({
  region: '120000',
  matter: MATTER,
  person: personOf(1),
  rows: [rowOf(1), rowOf(2, { region: '110000', city: '北京', authority: 'W-1' })],
  common: COMMON,
  materials: [],
  delivery: 'window',
  document: DOCUMENT,
  strokes: SIGNATURE,
  ...over,
});

type Also = NonNullable<Parameters<Cases['submitMany']>[1]>;

interface Bench {
  readonly catalogue?: Partial<Catalogue>;
  readonly cases?: Partial<Cases>;
  readonly phone?: BatchDeps['phone'];
  readonly full?: Error;
}

function benchOf(over: Bench = {}) {
  const forms: ApplicationForm[] = [];
  const taken: { applications: readonly Application[]; also: Also }[] = [];
  const received: string[] = [];
  const deps: BatchDeps = {
    profile: testProfile(),
    clock: new VirtualClock(NOW),
    catalogue: {
      guide: () => ({ matter: { name: text('企业档案查询', 'Company files') }, caution: text('注意') }),
      form: () => FORM,
      region: (code: string) => (SHORTS[code] ? { short: SHORTS[code] } : null),
      ...over.catalogue,
    } as unknown as Catalogue,
    cases: {
      byReceipt: (number: string) => (number === 'R-OLD' ? { id: 'case-old' } : null),
      view: (record: CaseRecord) => caseView({ receiptNumber: record.receiptNumber }),
      submitMany: (applications: readonly Application[], also: Also) => {
        if (over.full) throw over.full;
        taken.push({ applications, also });
        const cases = applications.map((_, at) => ({ receiptNumber: `R-${at + 1}` }));
        also.alongside?.(cases.map(({ receiptNumber }) => receiptNumber));
        return { packageId: 'p', cases };
      },
      ...over.cases,
    } as unknown as Cases,
    press: async () =>
      ({
        unprintable: async (said: string) => [...new Set(said.match(/\p{Co}/gu) ?? [])],
        applicationForm: async (form: ApplicationForm) => {
          forms.push(form);
          return PDF;
        },
      }) as unknown as DocumentPress,
    marker: {
      read: () => null,
      begin: () => undefined,
      received: (number) => void received.push(number),
      end: () => undefined,
    },
    ...(over.phone !== undefined && { phone: over.phone }),
  };
  return { effects: batchEffects(deps), deps, forms, taken, received };
}

async function formOf(draft: BatchDraft, over: Bench = {}): Promise<ApplicationForm> {
  const { effects, forms } = benchOf(over);
  expect(await effects.prepareBatch?.(draft)).toMatchObject({ ok: true });
  return forms[0] as ApplicationForm;
}
const zhOf = (section: NonNullable<ApplicationForm['sections']>[number] | undefined) =>
  section?.answers.map(({ label, value }) => [label['zh-CN'], value['zh-CN']]);

describe('the document of a batch', () => {
  it('is hashed as it is, with its pages counted', async () => {
    const { effects } = benchOf();
    expect(await effects.prepareBatch?.(draftOf())).toEqual({
      ok: true,
      value: {
        bytes: PDF,
        sha256: createHash('sha256').update(PDF).digest('hex'),
        pages: 2,
        title: { 'zh-CN': '企业档案查询（批量）', en: 'Company files – several companies' },
      },
    });
  });

  it('is not made with a hole in a name: each character that lacks is named once', async () => {
    const { effects, forms } = benchOf();
    const rows = [rowOf(1, { name: '某\ue863\ue863公司' }), rowOf(2, { name: '某\ue864公司' })];
    expect(await effects.prepareBatch?.(draftOf({ rows }))).toEqual({
      ok: true,
      value: { missing: '\ue863\ue864' },
    });
    expect(forms).toEqual([]);
  });

  it('names every company in the order of the list, and by which right each is acted for', async () => {
    const form = await formOf(draftOf());
    const [one, two] = [companyOf(1), companyOf(2)];
    expect(form.sections?.[0]?.title).toEqual({ 'zh-CN': '企业名单，共 2 家', en: '2 companies' });
    expect(zhOf(form.sections?.[0])).toEqual([
      ['1. 天津', `${one.name}；${one.creditCode}；本人为法定代表人`],
      ['2. 北京', `${two.name}；${two.creditCode}；授权书 W-1`],
    ]);
    expect(form.answers).toEqual([]);
  });

  it('says of a company what is its own answer, in words', async () => {
    const form = await formOf(draftOf({ rows: [rowOf(1, { values: { copies: 2, seal: true } })] }));
    expect(zhOf(form.sections?.[0])?.[0]?.[1]).toMatch(/本人为法定代表人；打印件加盖查询专用章 是；份数 2/);
  });

  it('names each place once, and a place that the catalogue lost not at all', async () => {
    const rows = [
      rowOf(1),
      rowOf(2, { region: '110000' }),
      rowOf(3),
      rowOf(4, { region: '990000', city: '别处' }),
    ];
    const form = await formOf(draftOf({ rows }));
    expect(form.region).toEqual({ 'zh-CN': '天津、北京', en: 'Tianjin, Beijing' });
    expect(form.sections?.[0]?.answers).toHaveLength(4);
  });

  it('has the common answers without those of the licence, and the materials', async () => {
    const materials: BatchDraft['materials'] = [
      { id: 'm', name: text('营业执照'), given: { way: 'phone', file: materialFile() } },
    ];
    const { sections = [] } = await formOf(draftOf({ materials }));
    const labels = sections.slice(1).flatMap((section) => zhOf(section)?.map(([label]) => label));
    expect(labels).toContain('手机号码');
    expect(labels).not.toContain('统一社会信用代码');
    expect(labels.at(-1)).toBe('营业执照');
  });

  it('has nothing but the companies for a matter that asks nothing', async () => {
    const form = await formOf(draftOf({ rows: [rowOf(1, { values: { copies: 2 } })] }), {
      catalogue: { form: () => null },
    });
    expect(form.sections).toHaveLength(1);
    expect(zhOf(form.sections?.[0])?.[0]?.[1]).not.toContain('份数');
  });

  it('has nothing but the companies where the licence answers everything', async () => {
    const { schema, ui } = companyForm();
    const fields = ui.groups
      .flatMap((group) => group.fields)
      .filter((field) => 'prefill' in field && field.prefill?.from === 'licence');
    const names = new Set<string>(fields.map(({ name }) => name));
    const properties = Object.fromEntries(
      Object.entries(schema.properties).filter(([name]) => names.has(name)),
    );
    const file = {
      ...companyForm(),
      schema: { ...schema, properties, required: [...names], allOf: undefined },
      ui: { ...ui, groups: [{ id: 'licence', title: text('执照'), fields }] },
    } as unknown as ReturnType<typeof companyForm>;
    const form = await formOf(draftOf({ common: {} }), { catalogue: { form: () => compileForm(file) } });
    expect(form.sections).toHaveLength(1);
  });

  it('says who applies, how it is handed over and what is declared', async () => {
    const form = await formOf(draftOf({ person: { ...personOf(1), sex: 'female' } }));
    const { name, number } = personOf(1);
    expect(form).toMatchObject({
      applicant: { name, number, sex: '女' },
      preparedAt: NOW,
      machineCode: 'B017',
      caution: text('注意'),
      receiptHint: expect.stringContaining('回执'),
      statement: { 'zh-CN': expect.stringContaining('名单') },
    });
  });
});

describe('handing in a batch', () => {
  it('is one package with a case a company, all under the one document and its signature', async () => {
    const { effects, taken, received } = benchOf();
    const { name, number, source, address } = personOf(1);
    const signature = { kind: 'strokes', sha256: DOCUMENT.sha256, strokes: SIGNATURE, signedAt: NOW };
    const document = {
      base64: Buffer.from(DOCUMENT.bytes).toString('base64'),
      sha256: DOCUMENT.sha256,
      sm3: hexOf(sm3(DOCUMENT.bytes)),
    };
    const application = (seed: number, region: string, proof: object) => ({
      region,
      matterCode: MATTER,
      delivery: 'window',
      applicant: { name, number, source, address, phone: COMMON.phone },
      form: { copies: seed },
      organisation: companyOf(seed),
      agency: { principal: { holder: 'organisation', organisation: companyOf(seed) }, proof },
      document,
      signature,
    });
    expect(await effects.submitBatch?.(draftOf())).toMatchObject({
      ok: true,
      value: [{ receiptNumber: 'R-1' }, { receiptNumber: 'R-2' }],
    });
    expect(taken[0]?.applications).toEqual([
      application(1, '120000', { kind: 'legal-representative', number: null, sha256: null }),
      application(2, '110000', { kind: 'registered', number: 'W-1', sha256: null }),
    ]);
    expect(received).toEqual(['R-1']);
  });

  it('carries the materials with every case, and a fingerprint in place of strokes', async () => {
    const { effects, taken } = benchOf();
    const materials: BatchDraft['materials'] = [
      { id: 'm', name: text('营业执照'), given: { way: 'window' } },
      { id: 'l', name: text('委托书'), given: { way: 'later', dueBy: '2026-12-04' } },
    ];
    await effects.submitBatch?.(draftOf({ materials, strokes: null, fingerprint: PRINT }));
    for (const application of taken[0]?.applications ?? [])
      expect(application).toMatchObject({
        materials: [{ code: 'm', from: 'original' }],
        later: [{ code: 'l', dueBy: '2026-12-04' }],
        signature: { kind: 'fingerprint', sha256: DOCUMENT.sha256 },
      });
    expect(taken[0]?.applications).toHaveLength(2);
  });

  it('takes the place of the cases that are repeated, as far as they are kept here', async () => {
    const { effects, taken } = benchOf();
    const rows = [rowOf(1), rowOf(2, { instead: 'R-OLD' }), rowOf(3, { instead: 'R-GONE' })];
    await effects.submitBatch?.(draftOf({ rows }));
    expect(taken[0]?.also.instead).toEqual([null, 'case-old', null]);
  });

  it.each<[string, Partial<BatchDraft>, Partial<Catalogue>]>([
    ['was not given', { common: { ...COMMON, phone: undefined } as unknown as BatchDraft['common'] }, {}],
    ['is not a word', { common: { ...COMMON, phone: 139 } }, {}],
    ['is not asked', {}, { form: () => null }],
  ])('has no telephone number where it %s', async (_, over, catalogue) => {
    const { effects, taken } = benchOf({ catalogue });
    await effects.submitBatch?.(draftOf(over));
    expect(taken[0]?.applications[0]?.applicant).toMatchObject({ phone: null });
  });

  it.each([
    [Object.assign(new Error('full'), { code: 'SQLITE_FULL' }), 'diskFull', /:SQLITE_FULL$/],
    [Object.assign(new Error('busy'), { code: 'SQLITE_BUSY' }), 'internal', /:SQLITE_BUSY$/],
    [new Error('a case cannot be taken back: too-late'), 'internal', /:unknown$/],
  ])('that is not taken in leaves nothing behind, and says why: %s', async (full, kind, code) => {
    const { effects, received } = benchOf({ full });
    expect(await effects.submitBatch?.(draftOf())).toMatchObject({
      ok: false,
      error: { kind, technicianCode: expect.stringMatching(code) },
    });
    expect(received).toEqual([]);
  });
});

describe('the empty list for the phone', () => {
  it('is not offered by a machine without the page', () => {
    expect(benchOf({ phone: null }).effects).not.toHaveProperty('giveTemplate');
    expect(benchOf().effects).not.toHaveProperty('giveTemplate');
  });

  it.each(['zh-CN', 'en'] as const)(
    'is given as a file in %s, and what the phone says is heard',
    (language) => {
      const offers: PhoneOffer[] = [];
      const news: PhoneNews[] = [];
      let hear: (heard: PhoneHeard) => void = () => undefined;
      let closed = 0;
      const { effects } = benchOf({
        phone: {
          open: () => () => undefined,
          offer(offer, heard) {
            offers.push(offer);
            hear = heard;
            return () => closed++;
          },
        },
      });
      const close = effects.giveTemplate?.({ csv: '企业名称,城市', language }, (one) => news.push(one));
      expect(offers).toEqual([
        {
          name: { 'zh-CN': '企业名单', en: 'List of companies' },
          language,
          bytes: Buffer.from('企业名称,城市', 'utf8'),
          mediaType: 'text/csv; charset=utf-8',
          fileName: 'companies.csv',
        },
      ]);
      hear({ kind: 'open', url: 'http://kiosk.example/#t', endsAt: 5 });
      hear({ kind: 'taken' });
      hear({ kind: 'closed', why: 'over' });
      expect(news).toMatchObject([
        { kind: 'open', endsAt: 5 },
        { kind: 'taken' },
        { kind: 'closed', problem: { kind: 'phoneOver' } },
      ]);
      close?.();
      expect(closed).toBe(1);
    },
  );
});

describe('the receipt of a batch', () => {
  const caseOf = (at: number, over: Partial<CaseRecord> = {}) =>
    ({
      id: `case-${at}`,
      receiptNumber: `R-${at}`,
      region: '120000',
      matter: MATTER,
      delivery: 'window',
      state: 'waiting',
      sentAt: null,
      submittedAt: 7,
      documentSha256: 'd'.repeat(64),
      ...over,
    }) as CaseRecord;
  const submission = (seed: number, sm3Hex?: string) => ({
    applicant: { name: '张小明', number: personOf(1).number },
    organisation: companyOf(seed),
    document: { sm3: sm3Hex },
  });

  function receiptOf(
    records: readonly CaseRecord[],
    submissions: Readonly<Record<string, object>>,
    language: 'zh-CN' | 'en' = 'zh-CN',
    catalogue: Partial<Catalogue> = {},
  ) {
    const { deps } = benchOf({
      catalogue,
      cases: {
        packageOf: () => [...records],
        submission: ((id: string) => submissions[id] ?? null) as unknown as Cases['submission'],
        view: (record) => caseView({ retentionDays: record.id === 'case-2' ? 9 : 3 }),
      },
    });
    return packageReceiptOf(deps, records[0] as CaseRecord, language);
  }

  it('names every company with its number, masks who applied, and keeps the longest time', () => {
    const receipt = receiptOf(
      [caseOf(1), caseOf(2, { state: 'sent', sentAt: 8 })],
      { 'case-1': submission(1, 'e'.repeat(64)), 'case-2': submission(2) },
      'en',
    );
    const { number } = personOf(1);
    expect(receipt).toMatchObject({
      language: 'en',
      matter: caseView().matter,
      applicantName: '张**',
      submittedAt: 7,
      documentSha256: 'd'.repeat(64),
      documentSm3: 'e'.repeat(64),
      retentionDays: 9,
      caution: text('注意'),
      rows: [
        { receiptNumber: 'R-1', name: companyOf(1).name, region: text('天津'), state: 'waiting' },
        { receiptNumber: 'R-2', name: companyOf(2).name, state: 'sent', phone: '022-0000 0000' },
      ],
    });
    expect(receipt.applicantNumber).toMatch(/^\d{6}\*+\w{4}$/);
    expect(JSON.stringify(receipt)).not.toContain(number);
  });

  it.each<[Partial<CaseRecord>, string]>([
    [{ state: 'waiting' }, 'waiting'],
    [{ state: 'sent', sentAt: 8 }, 'sent'],
    [{ state: 'accepted', sentAt: 8 }, 'sent'],
    [{ state: 'withdrawn', sentAt: 8 }, 'sent'],
    [{ state: 'stopped' }, 'stopped'],
    [{ state: 'withdrawn' }, 'stopped'],
  ])('says of a case with %o that it is %s', (over, state) => {
    expect(receiptOf([caseOf(1, over)], {}).rows).toMatchObject([{ state }]);
  });

  it('names neither who applied nor a company once the sealed copies are gone', () => {
    const receipt = receiptOf([caseOf(1)], {}, 'zh-CN', { guide: () => null });
    expect(receipt).toMatchObject({
      applicantName: '',
      applicantNumber: '',
      caution: null,
      rows: [{ name: '' }],
    });
    expect(receipt).not.toHaveProperty('documentSm3');
  });

  it('leaves a name out where a case was handed in without a company', () => {
    const { organisation: _, ...alone } = submission(1);
    expect(receiptOf([caseOf(1)], { 'case-1': alone }).rows).toMatchObject([{ name: '' }]);
  });
});
