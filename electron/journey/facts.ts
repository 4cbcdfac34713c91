import type { DocumentPrinter, IdCardReader } from '../../native-bridge/index.ts';
import {
  askedMaterials,
  batchRegions,
  type Catalogue,
  cityFor,
  compareMatter,
  type Implementation,
  type MatterFinder,
} from '../catalogue/index.ts';
import type { AskedMaterial, PaperName, PrintState, RatingRemark } from '../contract/index.ts';
import {
  type Clock,
  citizenNumberProblem,
  type FormValues,
  localDate,
  parseReceiptNumber,
  serviceAt,
  serviceHoursOf,
  type WorkingCalendar,
} from '../core/index.ts';
import type { PaperState } from '../printing/index.ts';
import type { Profile } from '../profile/index.ts';
import type { deliveryFacts } from './effects-delivery.ts';
import { type FailureKind, failure } from './failures.ts';
import type { LockerFacts } from './locker-types.ts';
import type { TicketDesk } from './ticket-desk.ts';
import type { JourneyFacts } from './types.ts';

export interface FactDeps {
  readonly profile: Profile;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly calendar: WorkingCalendar;
  readonly finder: MatterFinder;
  readonly reader: IdCardReader | null;
  readonly printer: DocumentPrinter | null;
  readonly lineDown: (region: string) => boolean;
  /** Whether this machine has a document camera, and whether a region checks who has a passport. */
  readonly readsPassports?: () => boolean;
  readonly checksPassports?: (region: string) => boolean;
  readonly checksGuardians?: (region: string) => boolean;
  /** The answers of this person's newest case that is still kept here, or null. */
  readonly earlierAnswers?: (number: string) => FormValues | null;
  /** Regions that did not answer when they were asked for this citizen's cases. */
  readonly unheard?: () => readonly string[];
  /** How a paper of a case stands at this machine. */
  readonly paper?: (what: PaperName, receiptNumber: string) => PaperState | null;
  readonly paperWaiting?: () => boolean | null;
  /** What a case's region asks for (补正), see `correctionAsked`. */
  readonly correction: JourneyFacts['correction'];
  /** Drafts by the citizens' wish, see `draftFacts`. */
  readonly drafts?: Pick<JourneyFacts, 'keepsDrafts' | 'drafts' | 'draftAnswers'>;
  /** Ready remarks of a rating (好差评). */
  readonly remarks?: readonly RatingRemark[];
  readonly tickets: Pick<TicketDesk, 'deskOf' | 'shown'>;
  readonly newId: () => string;
  /** Lockers, divisions, fees: see `deliveryFacts`. */
  readonly delivery?: ReturnType<typeof deliveryFacts>;
  /** Whether files can go over a region's line, and whether phones can send any here. */
  readonly takesFiles?: (region: string) => boolean;
  readonly phoneUploads?: () => boolean;
  /** Whether a region gives out electronic licences to their holders. */
  readonly givesLicences?: (region: string) => boolean;
  /** Whether the document camera stands. */
  readonly cameraReady?: () => boolean;
  /** Whether a region takes an application that several people sign. */
  readonly takesSigners?: (region: string) => boolean;
  /** With what people sign besides the screen. */
  readonly signing?: Pick<JourneyFacts, 'signing' | 'padStrokes'>;
  /** The smart locker; absent where there is none. */
  readonly locker?: LockerFacts;
  /** Whether the disk takes one more application. */
  readonly hasRoom: () => boolean;
}

/** What the journey's machine may ask without waiting, over the real rooms. */
export function createFacts(deps: FactDeps): JourneyFacts {
  const { catalogue, clock, profile } = deps;
  const ready = (device: { presence: { value: string } } | null) => device?.presence.value === 'ready';
  const licenceOf = (kind: string | null, region: string) =>
    deps.givesLicences?.(region) === true
      ? catalogue.region(region)?.licences?.find((one) => one.kind === kind)
      : undefined;
  const asked = (implementation: Implementation, region: string): AskedMaterial[] =>
    askedMaterials(implementation).map(
      ({ id, text: name, required, gapAllowed, gapDays, pagesAtMost, licence }) => {
        // Reckoned from today, though the time runs from acceptance: whoever keeps it is in time.
        const laterBy =
          gapAllowed && gapDays !== undefined
            ? deps.calendar.addWorkingDays(localDate(clock.now()), gapDays)
            : null;
        const taken = deps.takesFiles?.(region) ?? true;
        const electronic = taken ? licenceOf(licence, region) : undefined;
        const files = deps.phoneUploads?.() === true && taken;
        return {
          id,
          name,
          required,
          ways: [
            ...(electronic ? (['licence'] as const) : []),
            ...(taken && deps.cameraReady?.() === true ? (['camera'] as const) : []),
            ...(files ? (['phone'] as const) : []),
            ...((deps.locker?.free().small ?? 0) > 0 ? (['locker'] as const) : []),
            ...(laterBy ? (['later'] as const) : []),
            'window',
          ],
          laterBy,
          ...(pagesAtMost !== undefined && { pagesAtMost }),
          ...(electronic && { licence: electronic.name }),
        };
      },
    );
  return {
    ...deps.signing,
    takesSigners: (region) => deps.takesSigners?.(region) === true,
    regions: () => catalogue.regions().map(({ code, short }) => ({ code, short })),
    brandRegion: () => profile.brand.region,
    matters: (region) => catalogue.matters(region),
    search: (region, query) => {
      const finding = deps.finder.find(region, query);
      if (!finding) return null;
      const { hits, total, elsewhere } = finding;
      return {
        region: finding.region,
        found: {
          hits: hits.map(({ matter, marks }) => ({ matter, marks: [...marks] })),
          total,
          elsewhere: elsewhere.flatMap(({ region: code, count }) => {
            const other = catalogue.region(code);
            return other ? [{ code, short: other.short, count }] : [];
          }),
        },
      };
    },
    guide: (region, matter) => catalogue.guide(region, matter),
    service: (region, matter) => {
      const office = catalogue.region(region)?.officeHours;
      const hours = catalogue.implementation(region, matter)?.hours;
      if (!office || hours === undefined) return { open: false, movesAt: null };
      const { open, movesAt } = serviceAt(serviceHoursOf(hours, office), deps.calendar, clock.now());
      return { open, movesAt };
    },
    comparison: (region, matter) => compareMatter(catalogue, region, matter),
    materials: (region, matter) => {
      const implementation = catalogue.implementation(region, matter);
      return implementation ? asked(implementation, region) : [];
    },
    batchCity: (word, matter, like) => cityFor(catalogue, word, matter, like),
    batchRegions: (matter, like) =>
      batchRegions(catalogue, matter, like).map(({ code, short }) => ({ code, short })),
    ...(deps.locker && { locker: deps.locker }),
    ...deps.drafts,
    phoneReady: () => deps.phoneUploads?.() === true,
    takesFiles: (region) => deps.takesFiles?.(region) ?? true,
    ...deps.delivery,
    form: (region, matter) => catalogue.form(region, matter),
    sources: ({ source, ...values }) => ({
      card: { values, by: source },
      site: {
        region: profile.site.region,
        name: profile.site.name['zh-CN'],
        address: profile.site.address['zh-CN'],
      },
      // Name and number alone are known to others too: only who holds the card sees what was said earlier.
      case: source === 'card' ? (deps.earlierAnswers?.(values.number) ?? null) : null,
    }),
    checksGuardians: (region) => deps.checksGuardians?.(region) === true,
    hasRoom: deps.hasRoom,
    obstacles: (region) => [
      ...(deps.hasRoom() ? [] : [failure('noRoom')]),
      ...(ready(deps.reader) ? [] : [failure('readerAbsent')]),
      ...(ready(deps.printer) ? [] : [failure(printerTrouble(deps.printer))]),
      ...(deps.lineDown(region) ? [failure('regionDownCanGoOn')] : []),
    ],
    readerReady: () => ready(deps.reader),
    passport: (region) =>
      deps.readsPassports?.() !== true
        ? 'no-camera'
        : deps.checksPassports?.(region) === true
          ? 'here'
          : 'unchecked',
    printerReady: () => ready(deps.printer),
    cardOnReader: () => deps.reader?.cardPresent.value === true,
    paper: (what, receiptNumber) => {
      const paper = deps.paper?.(what, receiptNumber);
      return paper ? { ...paper, state: PRINT_STATE[paper.state] } : null;
    },
    paperWaiting: () => deps.paperWaiting?.() ?? null,
    numberProblem: (number) => {
      const problem = citizenNumberProblem(number, localDate(clock.now()).replaceAll('-', ''));
      return problem === null ? null : failure('identityNumberWrong', problem);
    },
    receiptProblem: (receipt) => (parseReceiptNumber(receipt) === null ? failure('receiptUnknown') : null),
    correction: deps.correction,
    ratingRemarks: () => deps.remarks ?? [],
    unheard: () =>
      catalogue
        .regions()
        .filter(({ code }) => deps.unheard?.().includes(code))
        .map(({ code, short }) => ({ code, short })),
    ticketDesk: deps.tickets.deskOf,
    tickets: deps.tickets.shown,
    newId: deps.newId,
    now: () => clock.now(),
    sitePhone: () => profile.site.phone,
    retentionDays: () => profile.retentionDays,
    timing: () => profile.timing,
  };
}

const PRINT_STATE = {
  printing: 'printing',
  done: 'printed',
  failed: 'failed',
  unknown: 'asking',
} as const satisfies Record<PaperState['state'], PrintState>;

/** What a printer that cannot print lacks, as far as it says so: said before anybody begins. */
function printerTrouble(printer: DocumentPrinter | null): FailureKind {
  const condition = printer?.presence.value === 'trouble' ? printer.condition.value : null;
  if (!condition) return 'printerAbsent';
  if (condition.jammed) return 'printerJam';
  if (condition.coverOpen) return 'printerCover';
  if (condition.output === 'full') return 'printerFull';
  if (condition.supplies.some(({ state }) => state === 'empty')) return 'printerToner';
  const empty = ({ reason }: { reason: string }) => /^media-(empty|needed)$/.test(reason);
  return condition.reasons.some(empty) ? 'printerNoPaper' : 'printerAbsent';
}
