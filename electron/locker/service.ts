import type { LockerFailure, CellState as Sensing } from '../../native-bridge/devices/locker/types.ts';
import { err, ok, type Result, Signal, sleep, type Watchable } from '../core/index.ts';
import { CellBooks, type Content } from './books.ts';
import { ACT_FROM, type CellAct, isEmpty } from './cell.ts';
import { codeIn, PickUpCodes } from './codes.ts';
import {
  type By,
  CELL_SIZES,
  type CellNews,
  type CellPlan,
  type CellRecord,
  type CellSize,
  type CodeProblem,
  type LedgerEvent,
  type LockerAlarm,
  type LockerDeps,
  type LockerProblem,
} from './types.ts';

/** Milliseconds. */
export const LOCKER_LIMITS = {
  /** How often an open door is looked at. A closed one is believed when it was seen so twice. */
  lookEvery: 500,
  /** A door that was opened a moment ago is opened again after this: its coil has to rest. */
  rest: 1_000,
  /** The same while the line is broken. */
  lostEvery: 2_000,
  /** How long the citizen's word is waited for where nothing feels what lies inside. */
  askFor: 120_000,
  /** A reservation that nobody comes with is given up after this. */
  reservedFor: 30 * 60_000,
} as const;

const DAY_MS = 86_400_000;
const MACHINE: By = { role: 'machine' };

/** What a cell is wanted for. */
export interface Reservation {
  readonly what: 'originals' | 'result';
  readonly receiptNumber: string;
  /** Keyed HMAC of whose it is (see `hashOf`). */
  readonly person: Uint8Array;
  /** Codes of materials. */
  readonly items?: readonly string[];
  /** At least this size; default the smallest. */
  readonly size?: CellSize;
  /** A cell that can be reached from a wheelchair, where one is free. */
  readonly low?: boolean;
}

/**
 * The locker's cells: who may open which door, what lies where, and the ledger of it. Doors are commanded by the driver;
 * what came of it the sensors say, also after a power cut.
 */
export class LockerService {
  readonly #deps: LockerDeps;
  readonly #codes: PickUpCodes;
  readonly #books: CellBooks;
  readonly #news = new Signal<CellNews | null>(null);
  readonly #changes = new Signal(0);
  /** Cells that somebody stands at in this run, with what was seen last. */
  readonly #live = new Map<string, CellNews>();
  /** What the citizen said, where nothing feels. */
  readonly #said = new Map<string, 'inside' | 'empty'>();
  readonly #stopping = new AbortController();
  readonly #stops: (() => void)[] = [];

  constructor(deps: LockerDeps) {
    this.#deps = deps;
    this.#codes = new PickUpCodes(deps);
    this.#books = new CellBooks({
      db: deps.db,
      clock: deps.clock,
      codes: this.#codes,
      waits: deps.collectDays * DAY_MS,
      onEvent: (event) => this.#heard(event),
    });
  }

  /** The doors as one sees them from the front. */
  get plan(): readonly CellPlan[] {
    return this.#deps.cells;
  }

  /** The newest thing seen at an open door. */
  get news(): Watchable<CellNews | null> {
    return this.#news;
  }

  /** Counts on with every line of the ledger and whenever the locker comes or goes. */
  get changes(): Watchable<number> {
    return this.#changes;
  }

  /** Whether doors can be opened now. */
  ready(): boolean {
    return this.#deps.device?.presence.value === 'ready';
  }

  start(): void {
    const { device } = this.#deps;
    if (!device) return;
    this.sweep();
    const seen = (presence: string) => {
      this.#changed();
      if (presence === 'ready') this.#behind(this.#lookAll());
    };
    this.#stops.push(
      device.presence.subscribe(seen),
      device.doorEvents.subscribe((event) => {
        const cell = event && this.#planAt(event.board, event.cell)?.name;
        if (!event || cell === undefined || cell === null) return;
        if (event.kind === 'forced' && !this.#live.has(cell)) this.#force(cell);
        if (event.kind === 'left-open') this.#leftOpen(cell);
      }),
    );
    seen(device.presence.value);
  }

  stop(): void {
    this.#stopping.abort();
    for (const stop of this.#stops) stop();
  }

  /** The keyed hash under which a person's things lie here. */
  hashOf(number: string): Uint8Array {
    return this.#deps.sealer.personHmac(number);
  }

  cell(name: string): CellRecord | null {
    return this.#planOf(name) ? this.#books.get(name) : null;
  }

  cells(): CellRecord[] {
    return this.#deps.cells.map(({ name }) => this.#books.get(name));
  }

  /** Free cells that are at least of a size. None while no door can be opened. */
  free(): Record<CellSize, number> {
    const free = this.ready() ? this.#deps.cells.filter(({ name }) => this.#isFree(name)) : [];
    const from = (size: CellSize) => free.filter((plan) => fits(plan, size)).length;
    return { small: from('small'), medium: from('medium'), large: from('large') };
  }

  /** What lies here for a person and can be, or could once be, taken out. */
  lying(person: Uint8Array): CellRecord[] {
    return this.#known(this.#books.ofPerson(person)).filter(({ state }) => state !== 'reserved');
  }

  /** Originals of a case that lie here or that a clerk took from here. */
  handedIn(receiptNumber: string): CellRecord[] {
    return this.#known(this.#books.ofReceipt(receiptNumber)).filter(
      ({ what, state }) => what === 'originals' && (state === 'deposited' || state === 'taken'),
    );
  }

  /** A cell for one case; the one it has already, if there is one. The smallest that does. */
  reserve(wanted: Reservation, by: By): Result<CellRecord, LockerProblem> {
    if (!this.ready()) return err(NO_LOCKER);
    const { what, receiptNumber, person, items = [] } = wanted;
    const had = this.#known(this.#books.ofReceipt(receiptNumber)).find(
      (one) => one.state === 'reserved' && one.act === null && one.what === what,
    );
    if (had) return ok(had);
    const content: Content = { what, receiptNumber, person, items };
    for (const { name } of this.#choice(wanted)) {
      const reserved = this.#books.apply(name, { kind: 'reserve' }, by, { content });
      if (reserved) return ok(reserved);
    }
    return err({ kind: 'no-cell', code: wanted.size ?? 'any' });
  }

  release(cell: string, by: By): void {
    this.#books.apply(cell, { kind: 'release' }, by);
  }

  /**
   * Opens a door. Ok when it was seen open; the rest comes by `news`, whether or not anybody still stands there. Of an
   * `unknown` end the sensors are asked until they answer.
   */
  async open(cell: string, act: CellAct, by: By): Promise<Result<void, LockerProblem>> {
    const { device } = this.#deps;
    const plan = this.#planOf(cell);
    if (!device || !plan || !this.ready()) return err(NO_LOCKER);
    // Written down before anything moves.
    if (this.#live.has(cell) || !this.#books.apply(cell, { kind: 'intend', act }, by))
      return err({ kind: 'refused', code: this.#books.get(cell).state });
    this.#said.delete(cell);
    this.#tell(cell, act, 'opening');
    let opened = await device.open(plan);
    if (!opened.ok && opened.error.kind === 'refused' && opened.error.code === 'too-soon') {
      await sleep(this.#deps.clock, LOCKER_LIMITS.rest, this.#stopping.signal);
      opened = await device.open(plan);
    }
    if (this.#stopping.signal.aborted) return err({ kind: 'unknown', code: 'stopping' });
    if (opened.ok) {
      this.#books.apply(cell, { kind: 'opened' }, by, { detail: opened.value.proof });
      this.#tell(cell, act, 'open');
      this.#behind(this.#follow(plan, act, by));
      return ok();
    }
    const problem = problemOf(opened.error);
    if (problem.kind === 'unknown') {
      this.#behind(this.#follow(plan, act, by));
      return err(problem);
    }
    const kind = problem.kind === 'stuck' ? 'stuck' : 'not-opened';
    this.#books.apply(cell, { kind }, by, { detail: problem.code });
    this.#over(cell, act, problem);
    return err(problem);
  }

  /** The citizen's word where no sensor feels what lies inside. */
  say(cell: string, said: 'inside' | 'empty'): void {
    if (this.#live.has(cell)) this.#said.set(cell, said);
  }

  /** What was typed or scanned: the cell that it opens. */
  byCode(text: string): Result<CellRecord, CodeProblem> {
    const found = this.#codes.find(codeIn(text, this.#deps.machineCode));
    if (found.ok) {
      const record = this.#books.get(found.value);
      return ACT_FROM.collect.includes(record.state) ? ok(record) : err({ kind: 'expired' });
    }
    this.#books.note(NO_CELL, found.error.kind === 'locked' ? 'locked-out' : 'code-wrong', {
      role: 'citizen',
    });
    if (found.error.kind === 'locked') this.#alarm('locked-out', NO_CELL);
    return found;
  }

  /** Tries that are left; null before the first wrong one. */
  triesLeft(): number | null {
    return this.#codes.left();
  }

  /** Instant (ms) until which no code is taken, or null. */
  codesLockedUntil(): number | null {
    return this.#codes.lockedUntil();
  }

  /**
   * Staff put a result into a cell. The code is given away here and never again; it opens the cell once the door is closed
   * and the result felt inside.
   */
  async place(
    wanted: Omit<Reservation, 'what'>,
    by: By,
  ): Promise<Result<{ readonly cell: string; readonly code: string }, LockerProblem>> {
    const { db, clock, collectDays } = this.#deps;
    const reserved = this.reserve({ ...wanted, what: 'result' }, by);
    if (!reserved.ok) return reserved;
    const { cell } = reserved.value;
    const code = db.transaction(() => this.#codes.issue(cell, clock.now() + collectDays * DAY_MS));
    const opened = await this.open(cell, 'place', by);
    if (opened.ok || opened.error.kind === 'unknown') return ok({ cell, code });
    this.release(cell, by);
    return opened;
  }

  /** Staff take out what lies in a cell: a citizen's originals, or a result whose time is over. */
  take(cell: string, by: By): Promise<Result<void, LockerProblem>> {
    return this.open(cell, 'take', by);
  }

  /** A supervisor has looked inside a cell in fault. `reason`: a code, nothing personal. */
  clear(cell: string, found: 'empty' | 'originals' | 'result', by: By, reason: string): boolean {
    const { what } = this.#books.get(cell);
    // Whose it is nobody knows: it is taken out first.
    if (found !== 'empty' && found !== what) return false;
    return this.#books.apply(cell, { kind: 'cleared', found }, by, { detail: reason }) !== null;
  }

  /** What time alone does: results that nobody collected, reservations that nobody came with. */
  sweep(): void {
    const now = this.#deps.clock.now();
    for (const { cell, state, act, since, dueAt } of this.cells()) {
      if (act !== null) continue;
      if (state === 'placed' && dueAt !== null && dueAt <= now) {
        this.#books.apply(cell, { kind: 'due' }, MACHINE);
        this.#alarm('overdue', cell);
      }
      if (state === 'reserved' && since + LOCKER_LIMITS.reservedFor <= now) this.release(cell, MACHINE);
    }
  }

  /** Lines after `after`, oldest first. */
  ledger(after = 0, most?: number): LedgerEvent[] {
    return this.#books.ledger(after, most);
  }

  /** The first line that was altered, or null. */
  firstBroken(): number | null {
    return this.#books.firstBroken();
  }

  /** Nobody waits for it. */
  #behind(work: Promise<void>): void {
    work.catch((error: unknown) => {
      if (!this.#stopping.signal.aborted) this.#deps.onFailure?.(error);
    });
  }

  /** Every door is looked at: what was cut short is ended by what the sensors say. */
  async #lookAll(): Promise<void> {
    const { cells } = this.#deps;
    for (const board of new Set(cells.map((one) => one.board))) {
      const seen = await this.#look(board);
      if (!seen || this.#stopping.signal.aborted) continue;
      for (const plan of cells.filter((one) => one.board === board)) {
        const sensing = seen.find(({ cell }) => cell === plan.cell);
        if (sensing && !this.#live.has(plan.name)) this.#believe(plan, sensing);
      }
    }
  }

  #believe(plan: CellPlan, sensed: Sensing): void {
    const { name } = plan;
    const before = this.#books.get(name);
    const after = this.#books.apply(name, { kind: 'sensed', sensed }, MACHINE) ?? before;
    if (after.fault !== before.fault && after.fault !== null)
      this.#alarm(after.fault === 'FORCED' ? 'forced' : 'fault', name);
    // The door still stands open, or nothing can tell: it is looked at until it is closed.
    if (after.act !== null) this.#behind(this.#follow(plan, after.act, MACHINE));
  }

  async #look(board: number): Promise<readonly Sensing[] | null> {
    const read = await this.#deps.device?.status(board, this.#stopping.signal);
    return read?.ok ? read.value : null;
  }

  /** Looks at a door until it is closed, and writes down what lies behind it then. */
  async #follow(plan: CellPlan, act: CellAct, by: By): Promise<void> {
    const { clock } = this.#deps;
    const { name } = plan;
    const { signal } = this.#stopping;
    if (!this.#live.has(name)) this.#tell(name, act, 'open');
    let closed = 0;
    let askedSince: number | null = null;
    for (;;) {
      const seen = await this.#look(plan.board);
      if (signal.aborted) return;
      const sensed = seen?.find(({ cell }) => cell === plan.cell);
      if (sensed) {
        const { door, item } = sensed;
        const record = this.#books.get(name);
        if (door === 'open' && record.door === 'intent') this.#books.apply(name, { kind: 'opened' }, by);
        closed = door === 'open' ? 0 : closed + 1;
        if (closed === 0) askedSince = null;
        if (closed >= 2 || door === 'unknown') {
          const said = this.#said.get(name);
          // Of a door that nobody saw open nothing is asked.
          const asks =
            item === 'unknown' && said === undefined && record.door === 'open' && act !== 'inspect';
          if (asks) askedSince ??= clock.now();
          if (!asks || clock.now() - (askedSince as number) >= LOCKER_LIMITS.askFor) {
            this.#end(name, act, item, said, by);
            return;
          }
        }
        this.#tell(name, act, askedSince === null ? 'open' : 'asking', item);
      }
      await sleep(clock, sensed ? LOCKER_LIMITS.lookEvery : LOCKER_LIMITS.lostEvery, signal);
      if (signal.aborted) return;
    }
  }

  #end(
    name: string,
    act: CellAct,
    item: Sensing['item'],
    said: 'inside' | 'empty' | undefined,
    by: By,
  ): void {
    const event = { kind: 'closed', item, ...(said !== undefined && { said }) } as const;
    const after = this.#books.apply(name, event, by);
    this.#said.delete(name);
    if (after?.fault) this.#alarm('fault', name);
    this.#over(name, act, null);
  }

  #force(cell: string): void {
    if (this.#books.apply(cell, { kind: 'forced' }, MACHINE)) this.#alarm('forced', cell);
  }

  #leftOpen(cell: string): void {
    const live = this.#live.get(cell);
    if (!live) return;
    this.#books.note(cell, 'left-open', MACHINE);
    this.#alarm('left-open', cell);
    this.#set({ ...live, leftOpen: true });
  }

  #tell(cell: string, act: CellAct, phase: CellNews['phase'], item: Sensing['item'] = 'unknown'): void {
    const before = this.#live.get(cell);
    const { state } = this.#books.get(cell);
    const next: CellNews = {
      cell,
      act,
      phase,
      item,
      leftOpen: before?.leftOpen === true,
      state,
      problem: null,
    };
    if (before && before.phase === phase && before.item === item) return;
    this.#set(next);
  }

  #over(cell: string, act: CellAct, problem: LockerProblem | null): void {
    this.#live.delete(cell);
    const { state } = this.#books.get(cell);
    this.#news.set({ cell, act, phase: 'over', item: 'unknown', leftOpen: false, state, problem });
    this.#changed();
  }

  #set(news: CellNews): void {
    this.#live.set(news.cell, news);
    this.#news.set(news);
  }

  #heard(event: LedgerEvent): void {
    this.#deps.onEvent?.(event);
    this.#changed();
  }

  #changed(): void {
    this.#changes.set(this.#changes.value + 1);
  }

  #alarm(kind: LockerAlarm['kind'], cell: string): void {
    const code = cell === NO_CELL ? null : this.#books.get(cell).fault;
    this.#deps.onAlarm?.({ kind, cell, code });
  }

  #choice({ size = 'small', low = false }: Reservation): CellPlan[] {
    const rank = (plan: CellPlan) => CELL_SIZES.indexOf(plan.size) + (plan.low === low ? 0 : LOW_COUNTS);
    // A low cell is kept for whoever needs one.
    return this.#deps.cells
      .filter((plan) => fits(plan, size) && this.#isFree(plan.name))
      .toSorted((a, b) => rank(a) - rank(b));
  }

  #isFree(name: string): boolean {
    const { state, act } = this.#books.get(name);
    return act === null && isEmpty(state);
  }

  /** Cells that the profile still has. */
  #known(records: readonly CellRecord[]): CellRecord[] {
    return records.filter(({ cell }) => this.#planOf(cell));
  }

  #planOf(name: string): CellPlan | undefined {
    return this.#deps.cells.find((one) => one.name === name);
  }

  #planAt(board: number, cell: number): CellPlan | undefined {
    return this.#deps.cells.find((one) => one.board === board && one.cell === cell);
  }
}

/** In the ledger where no cell is meant. */
const NO_CELL = '-';
const NO_LOCKER: LockerProblem = { kind: 'no-locker', code: 'absent' };
/** The right height counts more than a size too large. */
const LOW_COUNTS = CELL_SIZES.length;

const fits = (plan: CellPlan, size: CellSize) => CELL_SIZES.indexOf(plan.size) >= CELL_SIZES.indexOf(size);

function problemOf({ kind, code }: LockerFailure): LockerProblem {
  switch (kind) {
    case 'stuck':
      return { kind: 'stuck', code };
    case 'unknown-outcome':
      return { kind: 'unknown', code };
    case 'device-lost':
    case 'cancelled':
    case 'no-such-cell':
    case 'refused':
    case 'timeout':
    case 'answer-garbled':
      return { kind: 'not-opened', code: `${kind}:${code}` };
  }
}
