import { createHash } from 'node:crypto';
import type { Clock } from '../core/index.ts';
import type { SqlDatabase } from '../store/index.ts';
import { type CellEvent, type CellLife, type CellState, step } from './cell.ts';
import type { PickUpCodes } from './codes.ts';
import type { By, CellRecord, LedgerEvent } from './types.ts';

interface CellRow {
  cell: string;
  state: CellState;
  act: CellLife['act'];
  door: CellLife['door'];
  what: CellRecord['what'];
  receipt_number: string | null;
  person_hmac: Uint8Array | null;
  items: string | null;
  fault: CellLife['fault'];
  since: number;
  due_at: number | null;
}

interface EventRow {
  id: number;
  at: number;
  cell: string;
  kind: string;
  state: CellState;
  act: CellLife['act'];
  by_role: By['role'];
  by_hmac: Uint8Array | null;
  receipt_number: string | null;
  detail: string | null;
  hash: Uint8Array;
}

/** Whose a cell becomes with a reservation. */
export type Content = Pick<CellRecord, 'what' | 'receiptNumber' | 'person' | 'items'>;

export interface BooksDeps {
  readonly db: SqlDatabase;
  readonly clock: Clock;
  readonly codes: PickUpCodes;
  /** Milliseconds that a result waits. */
  readonly waits: number;
  readonly onEvent?: ((event: LedgerEvent) => void) | undefined;
}

/** The cells and their ledger. Each event changes the cell and adds its line in one transaction. */
export class CellBooks {
  readonly #deps: BooksDeps;

  constructor(deps: BooksDeps) {
    this.#deps = deps;
  }

  get(cell: string): CellRecord {
    const row = this.#deps.db.prepare<CellRow>('select * from locker_cells where cell = ?').get(cell);
    return row ? recordOf(row) : { ...NEW, cell };
  }

  ofPerson(person: Uint8Array): CellRecord[] {
    return this.#deps.db
      .prepare<CellRow>('select * from locker_cells where person_hmac = ? order by cell')
      .all(person)
      .map(recordOf);
  }

  ofReceipt(receiptNumber: string): CellRecord[] {
    return this.#deps.db
      .prepare<CellRow>('select * from locker_cells where receipt_number = ? order by cell')
      .all(receiptNumber)
      .map(recordOf);
  }

  /**
   * What happened to a cell: null when it cannot happen to it, and nothing is written. `content` goes with `reserve`.
   * `alongside` runs in the same transaction.
   */
  apply(
    cell: string,
    event: CellEvent,
    by: By,
    more: { readonly content?: Content; readonly detail?: string; readonly alongside?: () => void } = {},
  ): CellRecord | null {
    const { db } = this.#deps;
    const added = db.transaction(() => {
      const before = this.get(cell);
      const life = step(before, event);
      if (!life) return null;
      const after = this.#contentOf(before, life, event, more.content);
      this.#write(after);
      this.#codesOf(before, after);
      more.alongside?.();
      return this.#add(cell, event.kind, by, {
        state: after.state,
        act: after.act ?? before.act,
        receiptNumber: after.receiptNumber ?? before.receiptNumber,
        detail: more.detail ?? after.fault,
      });
    });
    if (added) this.#deps.onEvent?.(added);
    return added && this.get(cell);
  }

  /** A line that changes no cell. */
  note(cell: string, kind: string, by: By, detail: string | null = null): void {
    const { state, act, receiptNumber } = this.get(cell);
    const added = this.#deps.db.transaction(() =>
      this.#add(cell, kind, by, { state, act, receiptNumber, detail }),
    );
    this.#deps.onEvent?.(added);
  }

  /** Lines after `after`, oldest first. */
  ledger(after = 0, most = 1_000): LedgerEvent[] {
    return this.#deps.db
      .prepare<EventRow>('select * from locker_events where id > ? order by id limit ?')
      .all(after, most)
      .map(eventOf);
  }

  /** The id of the first line whose hash does not fit, or null when the whole ledger holds together. */
  firstBroken(): number | null {
    let hash: Uint8Array = START;
    for (let after = 0; ; ) {
      const lines = this.ledger(after);
      for (const line of lines) {
        if (line.id !== after + 1 || Buffer.compare(hashOf(hash, line), line.hash) !== 0) return line.id;
        hash = line.hash;
        after = line.id;
      }
      if (lines.length === 0) return null;
    }
  }

  #contentOf(before: CellRecord, life: CellLife, event: CellEvent, content?: Content): CellRecord {
    const now = Math.floor(this.#deps.clock.now());
    const since = life.state === before.state ? before.since : now;
    const kept = { ...before, ...life, since };
    if (event.kind === 'reserve') return { ...kept, ...NOTHING, ...content };
    if (life.state === 'free') return { ...kept, ...NOTHING };
    // Whose it was is nobody's business any more; the receipt number says what it was.
    if (life.state === 'taken' || life.state === 'collected') return { ...kept, person: null, dueAt: null };
    return life.state === 'placed' ? { ...kept, dueAt: before.dueAt ?? now + this.#deps.waits } : kept;
  }

  /** A code is spent while its door is open, and good again when nothing was taken out. */
  #codesOf(before: CellRecord, after: CellRecord): void {
    const { codes } = this.#deps;
    const waits = after.state === 'reserved' || after.state === 'placed';
    if (!waits && after.state !== before.state) codes.forget(after.cell);
    if (after.act === 'collect' && after.door === 'open' && before.door === 'intent') codes.use(after.cell);
    if (before.act === 'collect' && after.act === null && after.state === 'placed') codes.unuse(after.cell);
  }

  #write(record: CellRecord): void {
    const { cell, state, act, door, what, receiptNumber, person, items, fault, since, dueAt } = record;
    this.#deps.db
      .prepare(
        `insert into locker_cells (cell, state, act, door, what, receipt_number, person_hmac, items, fault, since, due_at)
         values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
         on conflict (cell) do update set state = excluded.state, act = excluded.act, door = excluded.door,
           what = excluded.what, receipt_number = excluded.receipt_number, person_hmac = excluded.person_hmac,
           items = excluded.items, fault = excluded.fault, since = excluded.since, due_at = excluded.due_at`,
      )
      .run(cell, state, act, door, what, receiptNumber, person, JSON.stringify(items), fault, since, dueAt);
  }

  /** Call it inside a transaction. */
  #add(
    cell: string,
    kind: string,
    by: By,
    rest: Pick<LedgerEvent, 'state' | 'act' | 'receiptNumber' | 'detail'>,
  ): LedgerEvent {
    const { db, clock } = this.#deps;
    const last = db.prepare<EventRow>('select * from locker_events order by id desc limit 1').get();
    const line = {
      id: (last?.id ?? 0) + 1,
      at: Math.floor(clock.now()),
      cell,
      kind,
      role: by.role,
      by: by.hmac ?? null,
      ...rest,
    };
    const hash = hashOf(last?.hash ?? START, line);
    db.prepare(
      `insert into locker_events (id, at, cell, kind, state, act, by_role, by_hmac, receipt_number, detail, hash)
       values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
    ).run(
      line.id,
      line.at,
      cell,
      kind,
      line.state,
      line.act,
      line.role,
      line.by,
      line.receiptNumber,
      line.detail,
      hash,
    );
    return { ...line, hash };
  }
}

const NOTHING = { what: null, receiptNumber: null, person: null, items: [], dueAt: null } as const;
const NEW = { state: 'free', act: null, door: null, fault: null, since: 0, ...NOTHING } as const;

/** What the first line's hash is over. */
const START = new Uint8Array(32);

/**
 * SHA-256 over the hash of the line before (32 bytes) and this line as a JSON array in UTF-8: id, at, cell, kind, state,
 * act, role, who (lower-case hex), receipt number, detail; null where there is none.
 */
export function hashOf(before: Uint8Array, line: Omit<LedgerEvent, 'hash'>): Uint8Array {
  const { id, at, cell, kind, state, act, role, by, receiptNumber, detail } = line;
  const who = by && Buffer.from(by).toString('hex');
  return createHash('sha256')
    .update(before)
    .update(JSON.stringify([id, at, cell, kind, state, act, role, who, receiptNumber, detail]))
    .digest();
}

function recordOf(row: CellRow): CellRecord {
  const { cell, state, act, door, what, fault, since } = row;
  return {
    cell,
    state,
    act,
    door,
    what,
    fault,
    since,
    receiptNumber: row.receipt_number,
    person: row.person_hmac,
    items: row.items === null ? [] : (JSON.parse(row.items) as string[]),
    dueAt: row.due_at,
  };
}

function eventOf(row: EventRow): LedgerEvent {
  const { id, at, cell, kind, state, act, detail, hash } = row;
  return {
    id,
    at,
    cell,
    kind,
    state,
    act,
    role: row.by_role,
    by: row.by_hmac,
    receiptNumber: row.receipt_number,
    detail,
    hash,
  };
}
