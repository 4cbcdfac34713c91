import { createHash } from 'node:crypto';
import type { AnswerRefusal, CaseRecord, Cases } from '../cases/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { hexOf, sm3 } from '../ciphers/index.ts';
import type { Drawn, Guide, Text } from '../contract/index.ts';
import {
  type Clock,
  type CompiledForm,
  compileForm,
  err,
  type FormValues,
  localDate,
  ok,
  partOfForm,
} from '../core/index.ts';
import type { ApplicationForm, DocumentPress } from '../documents/index.ts';
import type { Profile } from '../profile/index.ts';
import type { Submission } from '../regions/index.ts';
import { missingIn } from './characters.ts';
import { signatureOf } from './effects-sign.ts';
import { type FailureKind, failure } from './failures.ts';
import { pageCount, personOfClaim, SEX } from './persons.ts';
import { CORRECTION_TITLE, DELIVERY_TEXT, STATEMENT } from './texts.ts';
import type { CorrectionDraft, JourneyEffects, JourneyFacts, Person, PreparedDocument } from './types.ts';

export interface CorrectionDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly cases: Cases;
  readonly press: () => Promise<DocumentPress>;
}

const REFUSED = {
  'unknown-case': 'receiptUnknown',
  'nothing-asked': 'correctionClosed',
  'other-round': 'correctionClosed',
  'too-late': 'correctionClosed',
  'not-supported': 'correctionByPhone',
} as const satisfies Record<AnswerRefusal, FailureKind>;

/** What a region asks for (补正) in the words and questions of the matter's form. */
export function correctionAsked(
  deps: Pick<CorrectionDeps, 'cases' | 'catalogue'>,
): JourneyFacts['correction'] {
  const { cases, catalogue } = deps;
  return (receiptNumber, person) => {
    const record = cases.byReceipt(receiptNumber);
    const asked = record && cases.view(record).correction;
    const submission = record && cases.submission(record.id);
    const who = person ?? (submission && applicantOf(submission));
    if (!record || !asked || !who) return null;
    const whole = catalogue.form(record.region, record.matter);
    const names = asked.items.filter(({ kind }) => kind === 'field').map(({ name }) => name);
    const file = whole && partOfForm(whole.file, names);
    const form = file && compileForm(file);
    const earlier: FormValues = submission?.form ?? {};
    return {
      person: who,
      region: record.region,
      matter: record.matter,
      items: asked.items.map((item) => {
        const field = item.kind === 'field' ? form?.fields.find(({ name }) => name === item.name) : undefined;
        return { ...item, label: field?.label ?? null, here: field !== undefined };
      }),
      form,
      values: Object.fromEntries(
        Object.entries(earlier).filter(([name]) => form?.fields.some((field) => field.name === name)),
      ),
      places: catalogue.guide(record.region, record.matter)?.places ?? [],
    };
  };
}

/** Who handed the case in here; of the card only what the application keeps. */
function applicantOf({ applicant: { name, number, address, source, passport } }: Submission): Person {
  // The sex was not sent: it stands in a citizen number, not in that of a passport.
  const claim = passport
    ? { name, number, passport: { ...passport, sex: 'other' as const } }
    : { name, number };
  return { ...personOfClaim(claim), address, source };
}

/** The answer to a correction: made as a document, signed like the application, stored with its outbox row. */
export function correctionEffects(
  deps: CorrectionDeps,
): Pick<JourneyEffects, 'prepareCorrection' | 'sendCorrection'> {
  const { cases, clock } = deps;
  return {
    async prepareCorrection(draft) {
      const press = await deps.press();
      const form = formOf(deps, draft);
      const missing = await missingIn(form, press);
      if (missing.length > 0) return ok({ missing });
      const bytes = await press.applicationForm(form);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      return ok<PreparedDocument>({ bytes, sha256, pages: pageCount(bytes), title: form.title });
    },

    async sendCorrection({ receiptNumber, round, values, document, strokes, fingerprint }) {
      const record = cases.byReceipt(receiptNumber);
      if (!record) return err(failure('receiptUnknown'));
      const { bytes, sha256 } = document as PreparedDocument;
      try {
        const taken = cases.correct(record.id, {
          roundId: round,
          form: values,
          materials: [],
          document: {
            base64: Buffer.from(bytes).toString('base64'),
            sha256,
            sm3: hexOf(sm3(bytes)),
          },
          signature: signatureOf(sha256, { strokes, fingerprint: fingerprint ?? null }, clock.now()),
        });
        return taken.ok ? ok(cases.view(taken.value)) : err(failure(REFUSED[taken.error], taken.error));
      } catch (error) {
        // Nothing was taken in: the citizen still stands before the signature and can try again.
        const code = String((error as { code?: unknown }).code ?? 'unknown');
        return err(failure(code === 'SQLITE_FULL' ? 'notKept' : 'internal', code));
      }
    },
  };
}

function formOf(deps: CorrectionDeps, { receiptNumber, asked, values }: CorrectionDraft): ApplicationForm {
  const { cases, catalogue, clock, profile } = deps;
  const guide = catalogue.guide(asked.region, asked.matter) as Guide;
  const record = cases.byReceipt(receiptNumber) as CaseRecord;
  const form = asked.form as CompiledForm;
  const groups = form.readable(values, { today: localDate(clock.now()) });
  const drawn = cases.submission(record.id)?.drawn as Drawn | undefined;
  return {
    title: titleOf(guide.matter.name),
    region: guide.region.name,
    authority: guide.authority,
    receiptHint: `收件号 ${record.receiptNumber} · 办件编号 ${record.regionNumber}`,
    preparedAt: clock.now(),
    site: profile.site.name,
    machineCode: profile.machineCode,
    applicant: { ...asked.person, sex: SEX[asked.person.sex] },
    answers: groups.flatMap((group) => group.answers),
    delivery: DELIVERY_TEXT[record.delivery],
    statement: STATEMENT.correction,
    caution: null,
    brand: profile.brand,
    ...(drawn ? { drawn } : {}),
  };
}

function titleOf(matter: Text): Text {
  return {
    'zh-CN': `${matter['zh-CN']}${CORRECTION_TITLE['zh-CN']}`,
    en: `${matter.en}${CORRECTION_TITLE.en}`,
  };
}
