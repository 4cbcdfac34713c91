import { join } from 'node:path';
import {
  loadTicketRoutes,
  type TicketRequest,
  Tickets,
  type TicketsDeps,
} from '../../electron/cases/index.ts';
import { type Clock, err, ok, type Result } from '../../electron/core/index.ts';
import type { Queue } from '../../electron/queue/index.ts';
import type { RegionFailure, Ticket, TicketProgress } from '../../electron/regions/index.ts';
import type { SqlDatabase } from '../../electron/store/index.ts';
import { bootCases, MemoryRegion, person } from './cases-bench.ts';
import { shippedCalendar } from './holidays.ts';
import { countingRandom, testSealer } from './memory-store.ts';

export const assetsDir = join(import.meta.dirname, '../../assets');

/** A region's desk in memory that keeps books by idempotency key, as the port asks. */
export class MemoryDesk {
  readonly capabilities = { tickets: true as boolean };
  readonly books = new Map<string, { ticket: Ticket; copies: number; progress: TicketProgress }>();
  failure: RegionFailure | null = null;
  /** What it says of a ticket that it takes in. */
  receives: Partial<TicketProgress> = {};
  /** Takes the ticket in and then loses the answer. */
  cutAfterCommit = 0;
  looks = 0;

  async sendTicket(ticket: Ticket): Promise<Result<TicketProgress, RegionFailure>> {
    if (this.failure) return err(this.failure);
    const known = this.books.get(ticket.idempotencyKey);
    const progress: TicketProgress = known?.progress ?? {
      ticketNumber: `T-${this.books.size + 1}`,
      state: 'received',
      answers: [],
      ...this.receives,
    };
    this.books.set(ticket.idempotencyKey, { ticket, copies: (known?.copies ?? 0) + 1, progress });
    if (this.cutAfterCommit-- > 0)
      return err({
        kind: 'unreachable',
        retryable: true,
        for: 'nobody',
        citizenMessageKey: 'x',
        technicianCode: 'cut',
      });
    return ok(progress);
  }

  async ticket(number: string): Promise<Result<TicketProgress | null, RegionFailure>> {
    this.looks++;
    if (this.failure) return err(this.failure);
    const entry = [...this.books.values()].find(({ progress }) => progress.ticketNumber === number);
    return ok(entry?.progress ?? null);
  }

  /** The desk writes into its book of a ticket. */
  says(id: string, what: Partial<TicketProgress>): void {
    const entry = this.books.get(id);
    if (!entry) throw new Error(`the desk has no ticket ${id}`);
    this.books.set(id, { ...entry, progress: { ...entry.progress, ...what } });
  }
}

export function shippedRoutes(samples = true): TicketsDeps['routes'] {
  const routes = loadTicketRoutes({ assetsDir, samples });
  if (!routes.ok) throw new Error(routes.error.message);
  return routes.value;
}

/** Tickets over a database, as a start of the host makes them. A second call on the same database is a restart. */
export function bootTickets(
  db: SqlDatabase,
  clock: Clock,
  lines: Readonly<Record<string, MemoryDesk>>,
  over: { readonly start?: boolean } = {},
) {
  const made: Tickets[] = [];
  const region = new MemoryRegion();
  const { cases, queue } = bootCases(db, clock, region, {
    prepare: (ready: Queue) => {
      made.push(
        new Tickets({
          db,
          sealer: testSealer(countingRandom('one key file')),
          queue: ready,
          clock,
          calendar: shippedCalendar(),
          machineCode: 'B017',
          acceptRegion: '110115-bda',
          resultDays: 30,
          routes: shippedRoutes(),
          line: (code) => lines[code],
        }),
      );
    },
    ...over,
  });
  const tickets = made[0] as Tickets;
  tickets.start();
  return { tickets, cases, queue, region };
}

export const ticketId = (n: number) => `01993b4e-8c00-7000-8000-${String(n).padStart(12, '0')}`;

export const request = (over: Partial<TicketRequest> = {}): TicketRequest => ({
  id: ticketId(1),
  kind: 'not-done',
  region: '120000',
  matter: 'XT-GA-020',
  receiptNumber: null,
  text: '窗口说系统里查不到我的户口，办不了。',
  contact: { name: person.name, phone: '138 0000 0000' },
  number: person.number,
  wishedBy: null,
  ...over,
});
