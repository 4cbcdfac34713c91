import { createHash } from 'node:crypto';
import type { Application, CaseRecord, Cases } from '../cases/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { hexOf, sm3 } from '../ciphers/index.ts';
import type { CaseView, Delivery, Guide, Language, Text } from '../contract/index.ts';
import {
  type Clock,
  compileForm,
  err,
  type FormValue,
  formWithout,
  localDate,
  maskCitizenNumber,
  ok,
  readableValue,
} from '../core/index.ts';
import type { ApplicationForm, DocumentPress, PackageReceipt } from '../documents/index.ts';
import type { PhoneService } from '../phone/index.ts';
import type { Profile } from '../profile/index.ts';
import { licenceFields } from './batch-list.ts';
import type { BatchDraft } from './batch-types.ts';
import { missingIn } from './characters.ts';
import { materialSections, materialsOf, newsOf } from './effects-materials.ts';
import { signatureOf } from './effects-sign.ts';
import { failure } from './failures.ts';
import { maskName, pageCount, SEX } from './persons.ts';
import type { SessionMarker } from './service.ts';
import { DELIVERY_TEXT, STATEMENT } from './texts.ts';
import type { JourneyEffects, PreparedDocument } from './types.ts';

/** 批量办理: one document that names every company, one signature, and a case for each company. */

export interface BatchDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly cases: Cases;
  readonly press: () => Promise<DocumentPress>;
  readonly marker: SessionMarker;
  readonly phone?: Pick<PhoneService, 'open' | 'offer'> | null;
}

const LIST_NAME: Text = { 'zh-CN': '企业名单', en: 'List of companies' };
const TITLE: Text = { 'zh-CN': '（批量）', en: ' – several companies' };
const AUTHORITIES: Text = { 'zh-CN': '名单中各地的办理机关', en: 'The authority of each city on the list' };

export function batchEffects(
  deps: BatchDeps,
): Pick<JourneyEffects, 'prepareBatch' | 'submitBatch' | 'giveTemplate'> {
  const { cases, clock } = deps;
  return {
    async prepareBatch(draft) {
      const press = await deps.press();
      const form = formOf(deps, draft);
      const missing = await missingIn(form, press);
      if (missing.length > 0) return ok({ missing: missing.map(({ character }) => character).join('') });
      const bytes = await press.applicationForm(form);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return ok<PreparedDocument>({ bytes, sha256, pages: pageCount(bytes), title: form.title });
    },

    async submitBatch(draft) {
      const { bytes, sha256 } = draft.document as PreparedDocument;
      const document = { base64: Buffer.from(bytes).toString('base64'), sha256, sm3: hexOf(sm3(bytes)) };
      const signature = signatureOf(sha256, draft, clock.now());
      const { name, number, source, address } = draft.person;
      try {
        const taken = cases.submitMany(
          draft.rows.map((row): Application => {
            const organisation = { name: row.name, creditCode: row.creditCode };
            const proof = row.authority
              ? ({ kind: 'registered', number: row.authority, sha256: null } as const)
              : ({ kind: 'legal-representative', number: null, sha256: null } as const);
            return {
              region: row.region,
              matterCode: draft.matter,
              delivery: draft.delivery,
              applicant: { name, number, source, address, phone: phoneOf(deps, draft) },
              form: row.answers,
              organisation,
              agency: { principal: { holder: 'organisation', organisation }, proof },
              ...materialsOf(draft),
              document,
              signature,
            };
          }),
          {
            instead: draft.rows.map(({ instead }) => insteadOf(cases, instead)),
            alongside: ([first]) => deps.marker.received(first as string),
          },
        );
        return ok(taken.cases.map((record) => cases.view(record)));
      } catch (error) {
        // Nothing was taken in: the citizen still stands before the signature and can try again.
        const code = String((error as { code?: unknown }).code ?? 'unknown');
        return err(failure(code === 'SQLITE_FULL' ? 'diskFull' : 'internal', code));
      }
    },

    ...(deps.phone && { giveTemplate: templateTo(deps.phone) }),
  };
}

const insteadOf = (cases: Cases, receiptNumber: string | null): string | null =>
  receiptNumber === null ? null : (cases.byReceipt(receiptNumber)?.id ?? null);

function templateTo(phone: Pick<PhoneService, 'offer'>): NonNullable<JourneyEffects['giveTemplate']> {
  return ({ csv, language }, heard) =>
    phone.offer(
      {
        name: LIST_NAME,
        language,
        bytes: Buffer.from(csv, 'utf8'),
        mediaType: 'text/csv; charset=utf-8',
        fileName: 'companies.csv',
      },
      (one) => heard(newsOf(one)),
    );
}

/** What is signed: who applies, for which companies and where, and the answers that all of them share. */
function formOf(deps: BatchDeps, draft: BatchDraft): ApplicationForm {
  const { catalogue, clock, profile } = deps;
  const guide = catalogue.guide(draft.region, draft.matter) as Guide;
  const whole = catalogue.form(draft.region, draft.matter);
  const today = localDate(clock.now());
  const file = whole && formWithout(whole.file, licenceFields(whole));
  const groups = file ? compileForm(file).readable(draft.common, { today }) : [];
  const shorts = [...new Set(draft.rows.map(({ region }) => region))].flatMap(
    (code) => catalogue.region(code)?.short ?? [],
  );
  const { name } = guide.matter;
  return {
    title: { 'zh-CN': name['zh-CN'] + TITLE['zh-CN'], en: name.en + TITLE.en },
    region: {
      'zh-CN': shorts.map((short) => short['zh-CN']).join('、'),
      en: shorts.map((short) => short.en).join(', '),
    },
    authority: AUTHORITIES,
    receiptHint: STATEMENT.batchHint['zh-CN'],
    preparedAt: clock.now(),
    site: profile.site.name,
    machineCode: profile.machineCode,
    applicant: { ...draft.person, sex: SEX[draft.person.sex] },
    answers: [],
    sections: [
      {
        title: {
          'zh-CN': `企业名单，共 ${draft.rows.length} 家`,
          en: `${draft.rows.length} companies`,
        },
        answers: draft.rows.map((row, at) => ({
          label: same(`${at + 1}. ${row.city}`),
          value: same([row.name, row.creditCode, ...ownWords(deps, row, draft.matter)].join('；')),
        })),
      },
      ...groups,
      ...materialSections(draft),
    ],
    delivery: DELIVERY_TEXT[draft.delivery as Delivery],
    statement: STATEMENT.batch,
    caution: guide.caution,
    brand: profile.brand,
  };
}

/** What a row answers by itself, and by which right who stands here acts for it. */
function ownWords({ catalogue }: BatchDeps, row: BatchDraft['rows'][number], matter: string): string[] {
  const form = catalogue.form(row.region, matter);
  const own = (form?.fields ?? []).filter(({ name }) => row.values[name] !== undefined);
  return [
    row.authority ? `授权书 ${row.authority}` : '本人为法定代表人',
    ...own.map(
      (field) =>
        `${field.label['zh-CN']} ${readableValue(field, row.values[field.name] as FormValue)['zh-CN']}`,
    ),
  ];
}

function phoneOf({ catalogue }: BatchDeps, draft: BatchDraft): string | null {
  for (const { kind, name } of catalogue.form(draft.region, draft.matter)?.fields ?? []) {
    const value = kind === 'phone' ? draft.common[name] : undefined;
    if (typeof value === 'string') return value;
  }
  return null;
}

const same = (word: string): Text => ({ 'zh-CN': word, en: word });

/** The paper of a case that was handed in with others: one receipt for all of them. */
export function packageReceiptOf(
  deps: Pick<BatchDeps, 'cases' | 'catalogue' | 'profile'>,
  record: CaseRecord,
  language: Language,
): PackageReceipt {
  const { cases, catalogue, profile } = deps;
  const all = cases.packageOf(record.id);
  const views = all.map((one) => cases.view(one));
  const submission = cases.submission(record.id);
  return {
    language,
    matter: (views[0] as CaseView).matter,
    site: profile.site.name,
    machineCode: profile.machineCode,
    brand: profile.brand,
    applicantName: maskName(submission?.applicant.name ?? ''),
    applicantNumber: maskCitizenNumber(submission?.applicant.number ?? ''),
    submittedAt: record.submittedAt,
    documentSha256: record.documentSha256,
    ...(submission?.document.sm3 ? { documentSm3: submission.document.sm3 } : {}),
    rows: all.map((one, at) => {
      const view = views[at] as CaseView;
      return {
        receiptNumber: one.receiptNumber,
        name: cases.submission(one.id)?.organisation?.name ?? '',
        region: view.region.short,
        state: stateOnReceipt(one),
        phone: view.region.phone,
      };
    }),
    delivery: DELIVERY_TEXT[record.delivery],
    retentionDays: Math.max(...views.map((view) => view.retentionDays)),
    phone: profile.site.phone,
    caution: catalogue.guide(record.region, record.matter)?.caution ?? null,
    statement: STATEMENT.receipt,
  };
}

/** What was taken back before it was sent waits no more: its region never gets it. */
function stateOnReceipt({ sentAt, state }: CaseRecord): PackageReceipt['rows'][number]['state'] {
  if (sentAt !== null) return 'sent';
  return state === 'stopped' || state === 'withdrawn' ? 'stopped' : 'waiting';
}
