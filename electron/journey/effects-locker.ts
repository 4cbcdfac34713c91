import type { CaseRecord, Cases } from '../cases/index.ts';
import type { Catalogue } from '../catalogue/index.ts';
import type { Failure, LockerOutcome, LockerThing, PrintState } from '../contract/index.ts';
import { err, ok, type Result } from '../core/index.ts';
import type { DocumentPress, LockerSlip } from '../documents/index.ts';
import {
  type CellNews,
  type CellRecord,
  CODE_LIMITS,
  type CodeProblem,
  isEmpty,
  type LockerProblem,
  type LockerService,
} from '../locker/index.ts';
import type { PrintService } from '../printing/index.ts';
import type { Profile } from '../profile/index.ts';
import { type FailureKind, failure } from './failures.ts';
import type { DoorOrder, DoorWork, LockerEffects, LockerFacts, LockerNews } from './locker-types.ts';

export interface LockerDeps {
  readonly profile: Profile;
  readonly catalogue: Catalogue;
  readonly cases: Cases;
  readonly printing: PrintService;
  readonly press: () => Promise<DocumentPress>;
  readonly locker: LockerService;
}

const CITIZEN = { role: 'citizen' } as const;

/** What the paper for the envelope is called in the print service's book. */
const SLIP = 'locker-slip';

export function lockerFacts({ locker, cases }: Pick<LockerDeps, 'locker' | 'cases'>): LockerFacts {
  return {
    ready: () => locker.ready(),
    free: () => locker.free(),
    cabinet: () => ({
      cells: locker.plan.map(({ name, column, row, rows, low }) => ({ name, column, row, rows, low })),
    }),
    lying: (number) => locker.lying(locker.hashOf(number)).map((record) => thingOf(cases, record)),
    codes: () => ({
      digits: CODE_LIMITS.digits,
      lockedUntil: locker.codesLockedUntil(),
      left: locker.triesLeft(),
    }),
  };
}

export function lockerEffects(deps: LockerDeps): LockerEffects {
  const { locker, cases } = deps;
  return {
    findByCode: async (code) => {
      const found = locker.byCode(code);
      return found.ok ? ok(thingOf(cases, found.value)) : err(failure(CODE_FAILURE[found.error.kind]));
    },
    openDoor: (order, heard) => new Door(deps, order, heard),
  };
}

/** One opening of one door, as far as somebody stands there. */
class Door implements DoorWork {
  readonly #deps: LockerDeps;
  readonly #order: DoorOrder;
  readonly #heard: (news: LockerNews) => void;
  #stopped = false;
  #cell: string | null = null;
  #unsubscribe: () => void = () => undefined;

  constructor(deps: LockerDeps, order: DoorOrder, heard: (news: LockerNews) => void) {
    this.#deps = deps;
    this.#order = order;
    this.#heard = (news) => {
      if (!this.#stopped) heard(news);
    };
    this.#run().catch((error: unknown) => {
      // The books could not be written: nobody is left standing before a door that is said to be opening.
      this.#unsubscribe();
      this.#failed(failure('internal', String((error as { code?: unknown }).code ?? 'unknown')));
    });
  }

  stop(): void {
    this.#stopped = true;
    this.#unsubscribe();
  }

  say(inside: boolean): void {
    if (this.#cell !== null) this.#deps.locker.say(this.#cell, inside ? 'inside' : 'empty');
  }

  async #run(): Promise<void> {
    const { locker } = this.#deps;
    const { act } = this.#order;
    const chosen = act === 'deposit' ? this.#reserve() : this.#known();
    if (!chosen.ok) return this.#failed(chosen.error);
    const { cell } = chosen.value;
    this.#cell = cell;
    this.#heard({ kind: 'cell', cell });
    const news = (one: CellNews | null) => {
      if (one?.cell === cell && one.act === act) this.#tell(one);
    };
    this.#unsubscribe = locker.news.subscribe(news);
    if (act === 'deposit') void this.#slip(chosen.value);
    const opened = await locker.open(cell, act, CITIZEN);
    if (opened.ok) return;
    this.#unsubscribe();
    if (act === 'deposit' && opened.error.kind !== 'unknown') locker.release(cell, CITIZEN);
    this.#failed(failure(DOOR_FAILURE[opened.error.kind], opened.error.code));
  }

  #reserve(): Result<CellRecord, Failure> {
    const { cases, locker } = this.#deps;
    const { receiptNumber, items, low } = this.#order;
    const record = cases.byReceipt(receiptNumber);
    const person = record && cases.personOf(record.id);
    if (!person) return err(failure('receiptUnknown'));
    const reserved = locker.reserve({ what: 'originals', receiptNumber, person, items, low }, CITIZEN);
    return reserved.ok ? reserved : err(failure(DOOR_FAILURE[reserved.error.kind], reserved.error.code));
  }

  /** What the screen showed may have changed meanwhile: a cell never opens for another case. */
  #known(): Result<CellRecord, Failure> {
    const { cell, receiptNumber } = this.#order;
    const record = cell === null ? null : this.#deps.locker.cell(cell);
    return record?.receiptNumber === receiptNumber ? ok(record) : err(failure('lockerRefused', 'changed'));
  }

  #tell({ phase, item, leftOpen, state, problem }: CellNews): void {
    if (problem) return;
    if (phase === 'over') {
      this.#unsubscribe();
      this.#heard({ kind: 'over', outcome: outcomeOf(this.#order.act, state) });
    } else this.#heard({ kind: 'door', phase, item, leftOpen });
  }

  #failed(problem: Failure): void {
    this.#heard({ kind: 'failed', problem });
  }

  /** The list for the envelope. Nobody waits for it: without it the receipt number goes on the bag. */
  async #slip(cell: CellRecord): Promise<void> {
    const { cases, press, printing } = this.#deps;
    const tell = (state: PrintState) => this.#heard({ kind: 'slip', state });
    tell('printing');
    try {
      const record = cases.byReceipt(this.#order.receiptNumber) as CaseRecord;
      const pdf = await (await press()).lockerSlip(slipOf(this.#deps, record, cell, this.#order.items));
      const printed = await printing.print({
        what: SLIP,
        caseId: record.id,
        by: cases.personOf(record.id),
        label: `${SLIP}-${record.receiptNumber}`,
        sides: 'one-sided',
        pdf,
      });
      tell(printed.ok ? 'printed' : 'failed');
    } catch {
      tell('failed');
    }
  }
}

function slipOf(
  { profile, catalogue, cases }: LockerDeps,
  record: CaseRecord,
  { cell, since }: CellRecord,
  items: readonly string[],
): LockerSlip {
  const view = cases.view(record);
  const guide = catalogue.guide(record.region, record.matter);
  const materials = catalogue.implementation(record.region, record.matter)?.materials ?? [];
  return {
    brand: profile.brand,
    packageNumber: `L-${record.receiptNumber}`,
    seal: null,
    receiptNumber: record.receiptNumber,
    cell,
    matter: view.matter,
    region: view.region.short,
    regionCode: record.region,
    items: items.map((code) => {
      const material = materials.find(({ id }) => id === code);
      return {
        name: material?.text ?? { 'zh-CN': code, en: code },
        kind: material?.kind === 'original' || material?.kind === 'copy' ? material.kind : 'other',
        count: Math.max(1, material?.copies ?? 1),
        returned: material?.kind === 'original',
        note: null,
      };
    }),
    depositedAt: since,
    collectedBy: null,
    phone: profile.site.phone,
    site: profile.site.name,
    machineCode: profile.machineCode,
    caution: guide?.caution ?? null,
  };
}

function outcomeOf(act: DoorOrder['act'], state: CellRecord['state']): LockerOutcome {
  if (state === 'fault') return 'unsure';
  if (act === 'deposit') return state === 'deposited' ? 'deposited' : 'empty';
  return isEmpty(state) ? 'taken' : 'still-inside';
}

function thingOf(cases: Cases, record: CellRecord): LockerThing {
  const { cell, what, receiptNumber, since, dueAt, state, act } = record;
  const known = receiptNumber === null ? null : cases.byReceipt(receiptNumber);
  return {
    cell,
    what: what ?? 'result',
    receiptNumber: receiptNumber ?? '',
    matter: known && cases.view(known).matter,
    since,
    until: dueAt,
    state: state === 'fault' ? 'fault' : act !== null ? 'busy' : state === 'overdue' ? 'overdue' : 'ready',
  };
}

const DOOR_FAILURE = {
  'no-locker': 'lockerAway',
  'no-cell': 'lockerFull',
  refused: 'lockerRefused',
  'not-opened': 'lockerNotOpened',
  stuck: 'lockerStuck',
  unknown: 'lockerUnknown',
} as const satisfies Record<LockerProblem['kind'], FailureKind>;

const CODE_FAILURE = {
  wrong: 'codeWrong',
  locked: 'codeLocked',
  expired: 'codeExpired',
} as const satisfies Record<CodeProblem['kind'], FailureKind>;
