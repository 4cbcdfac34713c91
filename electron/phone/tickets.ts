import { createHash, timingSafeEqual } from 'node:crypto';
import type { Clock, RandomBytes, TimerHandle } from '../core/index.ts';
import type { PhoneAsk, PhoneHeard, PhoneOffer } from './types.ts';

/** How long a code works, in milliseconds. */
export const TICKET_MS = 10 * 60_000;
/** Files that one code refuses, or fetches that it begins, before it is closed: enough for honest mistakes. */
export const TRIES = 8;
const TOKEN_BYTES = 32;

/** What a ticket is good for: to send one file here, or to fetch one. */
export type Errand = ({ readonly errand: 'send' } & PhoneAsk) | ({ readonly errand: 'fetch' } & PhoneOffer);

/** One open page: one file, once. */
export interface Ticket {
  readonly ask: Errand;
  readonly endsAt: number;
  /** A file is on its way: a second one waits for its end. */
  busy: boolean;
  tries: number;
  readonly heard: (heard: PhoneHeard) => void;
}

/** The one ticket of the one citizen who stands at the machine. */
export class Tickets {
  readonly #clock: Clock;
  readonly #random: RandomBytes;
  #open: { readonly ticket: Ticket; readonly digest: Buffer; readonly timer: TimerHandle } | null = null;

  constructor(clock: Clock, random: RandomBytes) {
    this.#clock = clock;
    this.#random = random;
  }

  /** Opens a ticket; an older one is closed. Returns its token, which is kept here as a digest alone. */
  open(ask: Errand, heard: Ticket['heard']): { readonly token: string; readonly ticket: Ticket } {
    this.#forget();
    const token = Buffer.from(this.#random(TOKEN_BYTES)).toString('base64url');
    const ticket: Ticket = { ask, endsAt: this.#clock.now() + TICKET_MS, busy: false, tries: 0, heard };
    const timer = this.#clock.setTimeout(() => this.end(ticket, { kind: 'closed', why: 'over' }), TICKET_MS);
    this.#open = { ticket, digest: digestOf(token), timer };
    return { token, ticket };
  }

  /** The open ticket of a token. */
  of(token: string): Ticket | null {
    const open = this.#open;
    if (!open || this.#clock.now() >= open.ticket.endsAt) return null;
    return timingSafeEqual(digestOf(token), open.digest) ? open.ticket : null;
  }

  isOpen(ticket: Ticket): boolean {
    return this.#open?.ticket === ticket;
  }

  /** Closes a ticket with a last word. One that is closed already hears nothing. */
  end(ticket: Ticket, last: PhoneHeard | null): void {
    if (!this.isOpen(ticket)) return;
    this.#forget();
    if (last) ticket.heard(last);
  }

  #forget(): void {
    if (this.#open) this.#clock.clearTimeout(this.#open.timer);
    this.#open = null;
  }
}

const digestOf = (token: string) => createHash('sha256').update(token).digest();
