import type { CaseRecord, Cases, FoundCases } from '../cases/index.ts';
import type { Catalogue, RegionPrint } from '../catalogue/index.ts';
import type { CopiesLeft, Failure, PrintItem } from '../contract/index.ts';
import { type Clock, err, localDate, ok, type Result } from '../core/index.ts';
import type { DocumentPress } from '../documents/index.ts';
import { joined, type PrintService, pageCount } from '../printing/index.ts';
import type { Profile } from '../profile/index.ts';
import type { Licence, LicenceRequest, RegionAdapter, Roaming, RoamingRefusal } from '../regions/index.ts';
import type { FailureKind } from './failures.ts';
import { failure } from './failures.ts';
import { maskName } from './persons.ts';
import { printFailure } from './print-failure.ts';
import type { ArchiveClaim, PrintEffects, PrintOpened, PrintRun, PrintWish } from './print-types.ts';
import type { Person } from './types.ts';

export interface PrintDoorDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly cases: Cases;
  readonly printing: PrintService;
  readonly press: () => Promise<DocumentPress>;
  readonly adapter: (region: string) => RegionAdapter | undefined;
  readonly roaming: Roaming;
  /** Cases that this machine and the regions know of a person. */
  readonly everywhere: (number: string) => Promise<FoundCases>;
  /** Keyed HMAC: who somebody is, without a name. */
  readonly hmac: (text: string) => Uint8Array;
  readonly newId: () => string;
}

const RESULT = 'result:';
const NAME_BYTES = 16;

/** What a region gives out under an item of the list. */
export function printOf(catalogue: Catalogue, { id, region }: PrintItem): RegionPrint | null {
  const name = id.slice(region.code.length + 1);
  return catalogue.region(region.code)?.prints?.find((one) => one.id === name) ?? null;
}

/** Of an item that is a case's result, its case. */
function caseOf(cases: Cases, { receiptNumber }: PrintItem): CaseRecord | null {
  return receiptNumber === null ? null : cases.byReceipt(receiptNumber);
}

/** Under which name the print service keeps it, and of which case it is. */
export function paperOf(cases: Cases, opened: PrintOpened, item: PrintItem) {
  const record = caseOf(cases, item);
  return record ? { what: 'result', caseId: record.id } : { what: opened.id, caseId: null };
}

/** The print door over the real rooms: cases, regions, documents, the printer. */
export function printEffects(deps: PrintDoorDeps): PrintEffects {
  const { cases, catalogue, clock, printing, profile } = deps;

  /** Counted by this machine's own books, and by the region where it says. The name tells neither holder nor paper. */
  const copiesOf = (print: RegionPrint, holder: string, region: string, perCopy: number, said?: number) => {
    const { most, period } = print.copies;
    const span = period === 'year' ? localDate(clock.now()).slice(0, 4) : 'ever';
    const hmac = deps.hmac(`${holder} ${region} ${print.id} ${span}`);
    const name = `door-${Buffer.from(hmac.subarray(0, NAME_BYTES)).toString('hex')}-`;
    const used = printing.copiesOf(name, null, perCopy);
    const left = Math.max(0, Math.min(most - used, said ?? most));
    return { name, copies: { used, left, period } satisfies CopiesLeft };
  };

  const resultCopies = (record: CaseRecord): CopiesLeft => {
    const used = printing.copiesOf('result', record.id);
    return { used, left: Math.max(0, profile.printing.resultCopies - used), period: 'ever' };
  };

  const order = (print: RegionPrint, purpose: string): LicenceRequest => ({
    type: print.type,
    purpose,
    consentedAt: clock.now(),
    machineCode: profile.machineCode,
  });

  async function opened(
    wish: PrintWish,
    print: RegionPrint,
    holder: string,
    licence: Licence | null,
  ): Promise<Result<PrintOpened, Failure>> {
    if (!licence) return err(failure('printNone'));
    if (licence.validUntil !== null && licence.validUntil < clock.now())
      return err(failure('printRefused', 'over'));
    const pages = licence.mediaType === 'application/pdf' ? await pageCount(licence.bytes) : null;
    if (pages === null) return err(failure('printUnreadable'));
    const { name, copies } = copiesOf(print, holder, wish.item.region.code, pages, licence.copiesLeft);
    return ok({
      id: `${name}${deps.newId()}`,
      pdf: licence.bytes,
      pages,
      copies,
      price: print.price ?? null,
      marked: print.kind === 'archive',
    });
  }

  async function certificate(wish: PrintWish, print: RegionPrint, signal: AbortSignal) {
    const { item, person } = wish;
    const purpose = print.purposes[0]?.text['zh-CN'] ?? '';
    // Who came in by this door has consented to it before the card was read.
    deps.roaming.allow([item.region.code]);
    const got = await deps.roaming.use(
      item.region.code,
      (adapter, session, until) => adapter.fetchLicence(session, order(print, purpose), until),
      signal,
    );
    return got.ok ? opened(wish, print, person.number, got.value) : err(refusal(got.error));
  }

  async function archive(wish: PrintWish, print: RegionPrint, claim: ArchiveClaim, signal: AbortSignal) {
    const { item, person } = wish;
    const adapter = deps.adapter(item.region.code);
    const can = adapter?.capabilities;
    if (!adapter || !can?.sessions || !can.licences || !can.checkOrganisation || !can.checkAuthority)
      return err(failure('printByPhone'));
    const may = await mayHave(adapter, person, claim, print.matter ?? '', signal);
    if (!may.ok) return may;
    const { organisation } = claim;
    const operator = { name: person.name, number: person.number };
    const login = { holder: 'organisation', organisation, operator, by: person.source } as const;
    const session = await adapter.authenticate(login, signal);
    if (!session.ok) return err(refusal(session.error));
    const purpose = print.purposes.find(({ id }) => id === claim.purpose)?.text['zh-CN'] ?? claim.purpose;
    const got = await adapter.fetchLicence(session.value, order(print, purpose), signal);
    // Whether the region heard that it is over changes nothing here: it ends by itself.
    await adapter.endSession(session.value, signal).catch(() => null);
    return got.ok ? opened(wish, print, organisation.creditCode, got.value) : err(refusal(got.error));
  }

  /** The paper as it goes to the printer: of an archive each copy in its own frame. */
  async function pdfOf(run: PrintRun): Promise<Result<Uint8Array, Failure>> {
    const { opened: file, item, claim, person, copies, duplex } = run;
    if (!file.marked) return ok(file.pdf);
    const press = await deps.press();
    const print = printOf(catalogue, item);
    const made: Uint8Array[] = [];
    for (let copy = 1; copy <= copies; copy++) {
      const one = await press.archivePrint({
        bytes: file.pdf,
        brand: profile.brand,
        title: item.title,
        region: item.region.short,
        regionNumber: null,
        machineCode: profile.machineCode,
        requestedBy: maskName(person.name),
        purpose: print?.purposes.find(({ id }) => id === claim?.purpose)?.text['zh-CN'] ?? '',
        printedAt: clock.now(),
        copy,
        copies,
      });
      if (!one.ok) return err(failure('printUnreadable', one.error.kind));
      made.push(one.value.pdf);
    }
    return ok(made.length === 1 ? (made[0] as Uint8Array) : await joined(made, duplex));
  }

  const left = (run: PrintRun): CopiesLeft => {
    const { item, opened: file } = run;
    const record = caseOf(cases, item);
    if (record) return resultCopies(record);
    const used = printing.copiesOf(
      file.id.slice(0, file.id.indexOf('-', 'door-'.length) + 1),
      null,
      file.pages,
    );
    const now = used - file.copies.used;
    return { ...file.copies, used, left: Math.max(0, file.copies.left - now) };
  };

  return {
    async findPrints(person) {
      const found = await deps.everywhere(person.number);
      const results = found.cases.flatMap((record): PrintItem[] => {
        const { matter, region, resultReady, receiptNumber } = cases.view(record);
        if (!resultReady) return [];
        const { code, short } = region;
        return [
          {
            id: RESULT + receiptNumber,
            kind: 'result',
            title: matter,
            region: { code, short },
            receiptNumber,
          },
        ];
      });
      const offered = catalogue.regions().flatMap(({ code, short, prints }) => {
        const can = deps.adapter(code)?.capabilities;
        if (!can?.sessions || !can.licences) return [];
        return (prints ?? []).map(
          ({ id, kind, name }): PrintItem => ({
            id: `${code}:${id}`,
            kind,
            title: name,
            region: { code, short },
            receiptNumber: null,
          }),
        );
      });
      return ok({ items: [...results, ...offered], unheard: found.unheard });
    },

    async openPrint(wish, signal) {
      const { item, claim } = wish;
      if (item.kind === 'result') {
        const record = caseOf(cases, item);
        const paper = record && cases.result(record.id);
        if (!record || !paper?.ok) return err(failure('resultUnavailable'));
        const pages = (await pageCount(paper.value)) ?? 1;
        return ok({
          id: item.id,
          pdf: paper.value,
          pages,
          copies: resultCopies(record),
          price: null,
          marked: false,
        });
      }
      const print = printOf(catalogue, item);
      if (!print) return err(failure('printByPhone'));
      if (print.kind === 'certificate') return certificate(wish, print, signal);
      return claim ? archive(wish, print, claim, signal) : err(failure('archiveNotAuthorised'));
    },

    async printOut(run) {
      const { opened: file, item, came, copies, duplex, person } = run;
      const { what, caseId } = paperOf(cases, file, item);
      if (came && printing.answer(what, caseId, came.word, came.lastPage)?.state === 'done')
        return ok(left(run));
      const begun = printing.paper(what, caseId) !== null && caseId === null;
      if (!begun && left(run).left < copies) return err(failure('copiesOver'));
      const held = printing.held(what, caseId);
      const pdf = held ? ok(held.pdf) : await pdfOf(run);
      if (!pdf.ok) return pdf;
      const printed = await printing.print({
        what,
        caseId,
        by: deps.hmac(person.number),
        label: `${item.kind}-${item.region.code}`,
        pdf: pdf.value,
        copies: file.marked ? 1 : copies,
        sides: duplex ? 'two-sided-long-edge' : 'one-sided',
        ...(caseId !== null && { copiesAtMost: profile.printing.resultCopies }),
      });
      return printed.ok ? ok(left(run)) : err(printFailure(printed.error));
    },
  };
}

/** Whether the region lets this person have the company's archive. */
async function mayHave(
  adapter: RegionAdapter,
  person: Person,
  { organisation, as, authority }: ArchiveClaim,
  matterCode: string,
  signal: AbortSignal,
): Promise<Result<void, Failure>> {
  const lives = await adapter.checkOrganisation(organisation, signal);
  if (!lives.ok) return err(refusal(lives.error));
  if (!lives.value.match) return err(failure('archiveUnknown'));
  const may = await adapter.checkAuthority(
    {
      agent: { name: person.name, number: person.number },
      principal: { holder: 'organisation', organisation },
      matterCode,
      proof:
        as === 'agent'
          ? { kind: 'registered', number: authority, sha256: null }
          : { kind: 'legal-representative', number: null, sha256: null },
    },
    signal,
  );
  if (!may.ok) return err(refusal(may.error));
  return may.value.valid ? ok() : err(failure('archiveNotAuthorised'));
}

/** What a region's word, or its silence, means at the print door. */
function refusal(error: RoamingRefusal): Failure {
  const kind = (known: FailureKind, code?: string) => failure(known, code);
  if (typeof error === 'string') return kind(error === 'not-served' ? 'printByPhone' : 'printRefused', error);
  return kind(error.retryable ? 'printRegionDown' : 'printRefused', error.technicianCode);
}
