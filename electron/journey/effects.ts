import { createHash } from 'node:crypto';
import type { CardKind, IdCard, IdCardReader, ReceiptParts } from '../../native-bridge/index.ts';
import type { CaseRecord, Cases, FoundCases, WithdrawalRefusal } from '../cases/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import { hexOf, sm3 } from '../ciphers/index.ts';
import type { CaseView, Drawn, Failure, Guide, Language, RatingRemark, Text } from '../contract/index.ts';
import {
  err,
  localDate,
  maskCitizenNumber,
  ok,
  parseReceiptNumber,
  type Result,
  sleep,
} from '../core/index.ts';
import type { ApplicationForm, DocumentPress, MaterialScanner, Receipt } from '../documents/index.ts';
import type { LockerService } from '../locker/index.ts';
import type { Payments } from '../payments/index.ts';
import type { PhoneService } from '../phone/index.ts';
import type { PrintService } from '../printing/index.ts';
import type { Profile } from '../profile/index.ts';
import type { RegionAdapter, Roaming } from '../regions/index.ts';
import { drawnOf, missingIn } from './characters.ts';
import { batchEffects, packageReceiptOf } from './effects-batch.ts';
import { fromCamera, type PhotographJoiner } from './effects-camera.ts';
import { changeWayEffect } from './effects-change-way.ts';
import { correctionEffects } from './effects-correct.ts';
import { deliveryOf, deliveryOnForm, deliveryOnReceipt, feeEffects } from './effects-delivery.ts';
import { agencyOf, applicantOf, forWhomEffects, onBehalfOf } from './effects-for-whom.ts';
import { assistanceOf, helpedBy } from './effects-help.ts';
import { licenceEffect } from './effects-licence.ts';
import { lockerEffects } from './effects-locker.ts';
import { fromPhone, materialSections, materialsOf, owedOf, toPhone } from './effects-materials.ts';
import { noticePaper, paperKey } from './effects-notice.ts';
import { type PassportDeps, passportEffects } from './effects-passport.ts';
import { ratingEffects } from './effects-rating.ts';
import {
  commitmentOf,
  commitmentPage,
  furtherSignersOf,
  type SigningDesks,
  signatureOf,
  signEffects,
} from './effects-sign.ts';
import { type FailureKind, failure } from './failures.ts';
import { claimOf, maskName, NOT_FOREIGN, pageCount, passportOf, personOfClaim, SEX } from './persons.ts';
import { printFailure } from './print-failure.ts';
import type { SessionMarker } from './service.ts';
import { STATEMENT } from './texts.ts';
import type { TicketDesk } from './ticket-desk.ts';
import type { Draft, JourneyEffects, Person, PreparedDocument, PrintOrder } from './types.ts';

export interface EffectDeps extends PassportDeps {
  readonly profile: Profile;
  readonly catalogue: Catalogue;
  readonly cases: Cases;
  readonly printing: PrintService;
  /** Loads its fonts at the first call. */
  readonly press: () => Promise<DocumentPress>;
  readonly reader: IdCardReader | null;
  readonly adapter: (region: string) => RegionAdapter | undefined;
  readonly tickets: TicketDesk;
  /** What joins photographed pages; absent without a document camera. */
  readonly photographs?: (() => Promise<PhotographJoiner>) | null;
  /** By which electronic licences are fetched, and what looks them over. */
  readonly licences?: { readonly roaming: Roaming; readonly scanner: () => Promise<MaterialScanner> };
  /** The page that citizens' phones open; null where the profile has none. */
  readonly phone?: Pick<PhoneService, 'open' | 'offer'> | null;
  /** What people sign with besides the screen. */
  readonly signing?: SigningDesks;
  /** The smart locker; null where there is none. */
  readonly locker?: LockerService | null;
  readonly marker: SessionMarker;
  /** Fees that are paid before an application is handed in. */
  readonly payments?: Payments;
  /** Ready remarks of a rating (好差评). */
  readonly remarks?: readonly RatingRemark[];
  /** Cases that this machine and the regions know of a person; without it, this machine's own. */
  readonly everywhere?: (number: string) => Promise<FoundCases>;
}

/** Whether a matter takes a card is the matter's affair. */
const READ_HERE: readonly CardKind[] = ['resident', 'residence-permit', 'foreign-permanent-resident'];

/** How long somebody waits at the screen for the region to answer, in milliseconds. */
const WITHDRAWAL_WAIT_MS = 8_000;

const WITHDRAWAL_FAILURE = {
  'unknown-case': 'receiptUnknown',
  'too-late': 'withdrawTooLate',
  'not-supported': 'withdrawByPhone',
} as const satisfies Record<WithdrawalRefusal, FailureKind>;

/** The journey's effects over the real rooms: devices, regions, documents, cases. */
export function createEffects(deps: EffectDeps): JourneyEffects {
  const { catalogue, cases, clock, press } = deps;

  return {
    async readPerson(signal, reading) {
      if (!deps.reader) return err(failure('readerAbsent'));
      const read = await deps.reader.read(signal, reading, { accept: READ_HERE });
      if (!read.ok) return err(cardFailure(read.error));
      if (read.value.validTo !== null && read.value.validTo < ymd(clock.now()))
        return err(failure('cardExpired'));
      return ok(personOfCard(read.value));
    },

    async checkPerson(region, claim, signal) {
      const adapter = deps.adapter(region);
      const can = claim.passport ? 'checkPassport' : 'checkPersonWithoutCard';
      if (!adapter?.capabilities[can]) return err(failure('identityCannotCheck'));
      const answer = await adapter.checkPerson(claimOf(claim), signal);
      if (!answer.ok) {
        return err(
          answer.error.retryable
            ? failure('regionDown', answer.error.technicianCode)
            : failure('identityCannotCheck', answer.error.technicianCode),
        );
      }
      return answer.value.match ? ok(personOfClaim(claim)) : err(failure('identityMismatch'));
    },

    async prepare(draft) {
      const form = formOf(deps, draft);
      const missing = await missingIn(form, await press());
      if (missing.length > 0) return ok({ missing });
      const bytes = await (await press()).applicationForm(form);
      const sha256 = createHash('sha256').update(bytes).digest('hex');
      const title = catalogue.guide(draft.region, draft.matter)?.matter.name as Text;
      return ok<PreparedDocument>({ bytes, sha256, pages: pageCount(bytes), title });
    },

    async submit(draft) {
      const document = draft.document as PreparedDocument;
      try {
        const record = cases.submit(
          {
            region: draft.region,
            matterCode: draft.matter,
            delivery: draft.delivery,
            applicant: {
              name: draft.person.name,
              number: draft.person.number,
              source: draft.person.source,
              address: draft.person.address,
              phone: phoneOf(deps, draft),
              ...passportOf(draft.person),
            },
            form: draft.values,
            ...agencyOf(draft),
            ...assistanceOf(draft),
            ...materialsOf(draft),
            ...deliveryOf(draft),
            document: {
              base64: Buffer.from(document.bytes).toString('base64'),
              sha256: document.sha256,
              sm3: hexOf(sm3(document.bytes)),
            },
            signature: signatureOf(document.sha256, draft, clock.now()),
            ...commitmentOf(catalogue.guide(draft.region, draft.matter) as Guide, draft),
            ...furtherSignersOf(draft),
            ...drawnOf(draft),
          },
          (receiptNumber) => {
            deps.marker.received(receiptNumber);
            if (draft.fee) deps.payments?.settle(draft.fee.caseKey);
          },
        );
        return ok(cases.view(record));
      } catch (error) {
        // Nothing was taken in: the citizen still stands before the signature and can try again.
        const code = String((error as { code?: unknown }).code ?? 'unknown');
        return err(failure(code === 'SQLITE_FULL' ? 'diskFull' : 'internal', code));
      }
    },

    async findByPerson(person) {
      const found = (await deps.everywhere?.(person.number)) ?? {
        cases: cases.ofPerson(person.number),
        unheard: [],
      };
      deps.tickets.tell(person.number);
      if (found.cases.length > 0 || deps.tickets.shown(person.number).length > 0)
        return ok(found.cases.map((record) => cases.view(record)));
      // Who was not heard may have some: "none" would not be true.
      return err(failure(found.unheard.length > 0 ? 'casesUnheard' : 'noCases'));
    },

    async findByReceipt(receiptNumber, number) {
      const receipt = parseReceiptNumber(receiptNumber);
      const found = receipt === null ? null : cases.ofReceiptAndPerson(receipt, number);
      if (found) return ok([cases.view(found)]);
      return deps.tickets.shown(number, receipt ?? '').length > 0 ? ok([]) : err(failure('receiptUnknown'));
    },

    async print(order) {
      const { what, receiptNumber, came } = order;
      const { printing } = deps;
      const record = cases.byReceipt(receiptNumber);
      if (!record) return err(failure('receiptUnknown'));
      const key = paperKey(cases, record, what);
      if (came && printing.answer(key, record.id, came.word, came.lastPage)?.state === 'done') return ok();
      const paper = await paperOf(deps, order, record);
      if (!paper.ok) return paper;
      const printed = await printing.print({
        what: key,
        caseId: record.id,
        by: order.known ? cases.personOf(record.id) : null,
        label: `${what}-${receiptNumber}`,
        ...paper.value,
        ...(what === 'result' && { copiesAtMost: deps.profile.printing.resultCopies }),
      });
      return printed.ok ? ok() : err(printFailure(printed.error));
    },

    ...(deps.payments && feeEffects(deps.payments)),
    ...correctionEffects(deps),
    ...ratingEffects(deps),
    ...forWhomEffects(deps),
    ...passportEffects(deps),
    ...batchEffects(deps),
    ...changeWayEffect(deps),
    ...(deps.signing && signEffects(deps.signing)),

    fileTicket: async (report) => deps.tickets.file(report),

    async withdraw(receiptNumber, signal) {
      const record = cases.byReceipt(receiptNumber);
      if (!record) return err(failure('receiptUnknown'));
      const asked = cases.withdraw(record.id);
      if (!asked.ok) return err(failure(WITHDRAWAL_FAILURE[asked.error]));
      // The region usually answers within seconds: who stands there should not have to come back to learn it.
      const known = new AbortController();
      const now = () => cases.byReceipt(receiptNumber) as CaseRecord;
      const stop = cases.subscribe(() => now().withdrawal !== 'asked' && known.abort());
      if (now().withdrawal === 'asked')
        await sleep(clock, WITHDRAWAL_WAIT_MS, AbortSignal.any([known.signal, signal]));
      stop();
      return now().withdrawal === 'too-late' ? err(failure('withdrawTooLate')) : ok(cases.view(now()));
    },

    ...(deps.photographs && fromCamera(deps.photographs)),
    ...(deps.licences && licenceEffect({ ...deps, ...deps.licences })),
    ...(deps.phone && {
      receiveFromPhone: fromPhone(deps.phone),
      giveToPhone: toPhone(deps.phone, cases),
    }),

    ...(deps.locker && { locker: lockerEffects({ ...deps, locker: deps.locker }) }),

    watchCase(receiptNumber, changed) {
      const record = cases.byReceipt(receiptNumber);
      if (!record) return () => undefined;
      const look = (id: string) => {
        const now = id === record.id ? cases.byReceipt(receiptNumber) : null;
        if (now) changed(cases.view(now));
      };
      const stop = cases.subscribe(look);
      look(record.id);
      return stop;
    },
  };
}

/** The document; of a print that did not come to its end in this session, the same as then. */
async function paperOf(
  deps: EffectDeps,
  { what, language }: PrintOrder,
  record: CaseRecord,
): Promise<Result<{ readonly pdf: Uint8Array; readonly strip?: ReceiptParts }, Failure>> {
  const held = deps.printing.held(paperKey(deps.cases, record, what), record.id);
  if (held) return ok(held);
  if (what === 'receipt' && record.course.package) {
    const press = await deps.press();
    return ok({ pdf: await press.packageReceipt(packageReceiptOf(deps, record, language)) });
  }
  if (what === 'receipt') {
    const receipt = receiptOf(deps, record, language);
    const press = await deps.press();
    const { devices, printing } = deps.profile;
    const strip = devices.receiptPrinter
      ? { strip: await press.receiptStrip(receipt, printing.stripMm === 58 ? 384 : 576) }
      : {};
    return ok({ pdf: await press.receipt(receipt), ...strip });
  }
  const pdf = what === 'result' ? resultPaper(deps.cases, record) : await noticePaper(deps, what, record);
  return pdf.ok ? ok({ pdf: pdf.value }) : pdf;
}

function resultPaper(cases: Cases, record: CaseRecord): Result<Uint8Array, Failure> {
  const result = cases.result(record.id);
  if (result.ok) return result;
  return err(
    failure(result.error === 'none' && record.finishedAt === null ? 'resultNotReady' : 'resultUnavailable'),
  );
}

function receiptOf(deps: EffectDeps, record: CaseRecord, language: Language): Receipt {
  const { catalogue, cases, profile } = deps;
  const view: CaseView = cases.view(record);
  const submission = cases.submission(record.id);
  const applicant = submission && applicantOf(submission);
  const guide = catalogue.guide(record.region, record.matter);
  return {
    language,
    receiptNumber: record.receiptNumber,
    regionNumber: record.regionNumber,
    matter: view.matter,
    region: view.region.short,
    site: profile.site.name,
    machineCode: profile.machineCode,
    applicantName: maskName(applicant?.name ?? ''),
    applicantNumber: maskCitizenNumber(applicant?.number ?? ''),
    submittedAt: record.submittedAt,
    sent: record.sentAt !== null,
    promisedBy: view.promisedBy,
    promisedWorkingDays: view.promisedWorkingDays,
    promiseIsEstimate: !view.holidaysKnown,
    ...deliveryOnReceipt(record.delivery, record.course, submission),
    ...(submission && {
      ...helpedBy(submission),
      owed: owedOf(
        submission,
        catalogue.implementation(record.region, record.matter)?.materials ?? [],
        deps.locker?.handedIn(record.receiptNumber).flatMap(({ items }) => items),
      ),
    }),
    documentSha256: record.documentSha256,
    ...(submission?.document.sm3 ? { documentSm3: submission.document.sm3 } : {}),
    phone: view.region.phone,
    callAfter: view.callAfter,
    retentionDays: view.retentionDays,
    caution: guide?.caution ?? null,
    statement: STATEMENT.receipt,
    brand: profile.brand,
    // The name is masked to its first character, which may be a drawn one.
    ...(submission?.drawn ? { drawn: submission.drawn as Drawn } : {}),
  };
}

function formOf(deps: EffectDeps, draft: Draft): ApplicationForm {
  const { catalogue, clock, profile } = deps;
  const guide = catalogue.guide(draft.region, draft.matter);
  if (!guide) throw new Error(`no guide for ${draft.region}/${draft.matter}`);
  return {
    title: guide.matter.name,
    region: guide.region.name,
    authority: guide.authority,
    receiptHint: STATEMENT.receiptHint['zh-CN'],
    preparedAt: clock.now(),
    site: profile.site.name,
    machineCode: profile.machineCode,
    applicant: { ...draft.person, sex: SEX[draft.person.sex] },
    ...onBehalfOf(draft),
    ...answersOf(deps, draft),
    ...deliveryOnForm(draft),
    statement: STATEMENT.application,
    caution: guide.caution,
    ...commitmentPage(guide, draft),
    brand: profile.brand,
    ...drawnOf(draft),
  };
}

/** A short form stands with the application itself, a longer one under headings of its own. */
function answersOf(deps: EffectDeps, draft: Draft): Pick<ApplicationForm, 'answers' | 'sections'> {
  const form = deps.catalogue.form(draft.region, draft.matter);
  const groups = form?.readable(draft.values, { today: localDate(deps.clock.now()) }) ?? [];
  const [only] = groups;
  const materials = materialSections(draft);
  if (groups.length >= 2) return { answers: [], sections: [...groups, ...materials] };
  return { answers: only?.answers ?? [], ...(materials.length > 0 && { sections: materials }) };
}

/** The number at which the applicant wants to be reached: the first phone of the form. */
function phoneOf(deps: EffectDeps, draft: Draft): string | null {
  const phones = deps.catalogue.form(draft.region, draft.matter)?.fields ?? [];
  for (const { kind, name } of phones) {
    const value = kind === 'phone' ? draft.values[name] : undefined;
    if (typeof value === 'string') return value;
  }
  return null;
}

function personOfCard(card: IdCard): Person {
  const { number, sex, birthDate } = card;
  const common = { number, sex, birthDate, source: 'card' } as const;
  switch (card.kind) {
    case 'resident': {
      const { name, ethnicGroup, address } = card;
      return { ...common, ...NOT_FOREIGN, document: 'resident-card', name, ethnicGroup, address };
    }
    case 'residence-permit': {
      const { name, address } = card;
      return {
        ...common,
        ...NOT_FOREIGN,
        document: 'hmt-residence-permit',
        name,
        ethnicGroup: null,
        address,
      };
    }
    case 'foreign-permanent-resident': {
      const { englishName, chineseName, nationality } = card;
      return {
        ...common,
        document: 'foreign-pr-card',
        name: englishName,
        chineseName,
        nationality,
        ethnicGroup: null,
        address: null,
      };
    }
  }
}

function cardFailure(error: { kind: string; code: string }): Failure {
  switch (error.kind) {
    case 'device-lost':
    case 'cancelled':
      return failure('readerAbsent', error.code);
    case 'not-genuine':
      return failure('cardNotGenuine', error.code);
    case 'unknown-card':
      return failure('cardUnknown', error.code);
    case 'bad-content':
      return failure('cardBadContent', error.code);
    default:
      return failure('cardReadFailed', error.code);
  }
}

function ymd(ms: number): string {
  return localDate(ms).replaceAll('-', '');
}
