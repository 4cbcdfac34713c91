import { type Clock, err, localDate, type Result, Signal, sleep } from '../../../electron/core/index.ts';
import type { Presence } from '../../link/device-link.ts';
import { keepOpen } from '../../link/keep-open.ts';
import type { NoAnswer } from '../../link/request-line.ts';
import type { OpenTransport } from '../../transport/port.ts';
import { lineSpeed } from '../../transport/serial-address.ts';
import { decodeBaseMessage } from './card-text.ts';
import { formatSamNumber, SW, swCode } from './protocol.ts';
import { SamLine } from './sam-line.ts';
import { READER_TIMING } from './timing.ts';
import type { CardFailure, IdCardReader, ResidentCard } from './types.ts';

export interface IdCardReaderDeps {
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
}

/** The identity of the security module, for the technician's page: not personal. */
export interface SamIdentity {
  readonly samNumber: Signal<string | null>;
}

type ReadResult = Result<ResidentCard, CardFailure>;

interface Wanted {
  readonly reading: () => void;
  settle(result: ReadResult): void;
}

/** A card reader with a SAM_V or SAM_A module at `address`. Quirks and choices are in this folder's README. */
export function createIdCardReader(deps: IdCardReaderDeps): IdCardReader & SamIdentity {
  return new SamReader(deps);
}

class SamReader implements IdCardReader, SamIdentity {
  readonly presence = new Signal<Presence>('unknown');
  readonly cardPresent = new Signal(false);
  readonly samNumber = new Signal<string | null>(null);
  readonly #deps: IdCardReaderDeps;
  #stopping: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  #nap = new AbortController();
  #wanted: Wanted | null = null;
  /** A failed card must be lifted before it is tried again. */
  #mustLift = false;
  /** The card was read: from now on many readers answer "no card" until it is lifted. */
  #wasRead = false;
  #misses = 0;
  #selectsRefused = 0;
  #lastFindAt = Number.NEGATIVE_INFINITY;

  constructor(deps: IdCardReaderDeps) {
    this.#deps = deps;
  }

  start(): void {
    if (this.#stopping) return;
    this.#stopping = new AbortController();
    this.#running = this.#run(this.#stopping.signal);
  }

  async stop(): Promise<void> {
    this.#stopping?.abort();
    this.#wake();
    await this.#running;
    this.#stopping = null;
  }

  read(signal: AbortSignal, reading: () => void): Promise<ReadResult> {
    if (this.#wanted) throw new Error('a read is under way already: abort it first');
    if (signal.aborted) return Promise.resolve(err({ kind: 'cancelled', code: 'aborted' }));
    if (this.presence.value === 'absent' || this.presence.value === 'trouble') {
      return Promise.resolve(err({ kind: 'device-lost', code: this.presence.value }));
    }
    return new Promise((resolve) => {
      const wanted: Wanted = {
        reading,
        settle: (result) => {
          if (this.#wanted !== wanted) return;
          this.#wanted = null;
          signal.removeEventListener('abort', cancel);
          resolve(result);
        },
      };
      const cancel = () => wanted.settle(err({ kind: 'cancelled', code: 'aborted' }));
      signal.addEventListener('abort', cancel, { once: true });
      this.#wanted = wanted;
      this.#wake();
    });
  }

  async #run(stop: AbortSignal): Promise<void> {
    const { address, clock, open } = this.#deps;
    await keepOpen({
      address,
      open,
      clock,
      stop,
      attach: (transport) => new SamLine(transport, clock, lineSpeed(address), () => this.#wake()),
      identify: (line) => this.#identify(line),
      step: (line) => this.#step(line),
      gone: (code) => {
        this.#forget();
        this.presence.set('absent');
        this.#wanted?.settle(err({ kind: 'device-lost', code }));
      },
    });
    this.#forget();
    this.#wanted?.settle(err({ kind: 'cancelled', code: 'stopped' }));
    this.presence.set('unknown');
  }

  async #identify(line: SamLine): Promise<boolean> {
    let status = await line.ask('status');
    while (!status.ok && !line.lost) status = await line.ask('status');
    if (!status.ok) return false;
    if (this.#isTrouble(status.value.sw)) return true;
    let number = await line.ask('samNumber');
    if (!number.ok && !line.lost) number = await line.ask('samNumber');
    if (line.lost) return false;
    this.samNumber.set(number.ok && number.value.sw === SW.done ? formatSamNumber(number.value.data) : null);
    this.presence.set('ready');
    return true;
  }

  /** One question to the reader and the pause that belongs to it. */
  async #step(line: SamLine): Promise<void> {
    if (this.presence.value === 'trouble' || (!this.#wanted && !this.cardPresent.value)) {
      await this.#pause(READER_TIMING.statusEvery);
      if (this.#stopping?.signal.aborted || line.lost) return;
      if (this.presence.value === 'ready' && this.#wanted) return;
      await this.#askStatus(line);
      return;
    }
    const due = this.#lastFindAt + READER_TIMING.findEvery - this.#deps.clock.now();
    if (due > 0) {
      await this.#pause(due);
      return;
    }
    await this.#findAndRead(line);
  }

  async #askStatus(line: SamLine): Promise<void> {
    const status = await line.ask('status');
    if (status.ok && !this.#isTrouble(status.value.sw)) this.presence.set('ready');
  }

  async #findAndRead(line: SamLine): Promise<void> {
    this.#lastFindAt = this.#deps.clock.now();
    const found = await line.ask('find');
    if (!found.ok) return;
    if (this.#isTrouble(found.value.sw)) return;
    if (found.value.sw !== SW.cardFound) {
      await this.#missed(line);
      return;
    }
    this.#misses = 0;
    this.cardPresent.set(true);
    const wanted = this.#wanted;
    if (!wanted || this.#mustLift) return;
    const selected = await line.ask('select');
    if (!selected.ok) return;
    if (this.#isTrouble(selected.value.sw)) return;
    if (selected.value.sw !== SW.done) {
      this.#selectsRefused++;
      if (this.#selectsRefused >= READER_TIMING.selectsUntilUnreadable)
        this.#failCard(wanted, selected.value.sw);
      return;
    }
    this.#selectsRefused = 0;
    if (this.#wanted !== wanted) return;
    wanted.reading();
    await this.#readBase(line, wanted);
  }

  async #readBase(line: SamLine, wanted: Wanted): Promise<void> {
    let base = await line.ask('readBase');
    if (!base.ok && !line.lost) {
      // Reading twice does no harm. The status question first: it tells a lost answer from a lost reader.
      const status = await line.ask('status');
      if (status.ok) base = await line.ask('readBase');
    }
    if (!base.ok) {
      if (!line.lost) wanted.settle(err({ kind: 'read-failed', code: lineCode(base.error) }));
      return;
    }
    if (this.#isTrouble(base.value.sw)) return;
    if (base.value.sw !== SW.done) {
      this.#failCard(wanted, base.value.sw);
      return;
    }
    const today = localDate(this.#deps.clock.now()).replaceAll('-', '');
    const card = decodeBaseMessage(base.value.data, today);
    base.value.data.fill(0);
    this.#wasRead = card.ok;
    this.#mustLift = !card.ok;
    wanted.settle(card);
  }

  #failCard(wanted: Wanted, sw: number): void {
    this.#mustLift = true;
    this.#selectsRefused = 0;
    wanted.settle(err({ kind: failureKind(sw), code: swCode(sw) }));
  }

  /**
   * "No card". After a read this may only mean "the same card, still lying there"; the additional address can be asked
   * for as long as the card stays, so an answer to that (which is thrown away) tells the two apart.
   */
  async #missed(line: SamLine): Promise<void> {
    if (this.#wasRead && this.cardPresent.value) {
      const address = await line.ask('readNewAddress');
      if (!address.ok) return;
      const there = address.value.sw === SW.done || address.value.sw === SW.noSuchContent;
      address.value.data.fill(0);
      if (there) {
        this.#misses = 0;
        return;
      }
    }
    this.#mustLift = false;
    this.#misses++;
    if (this.#misses < READER_TIMING.missesUntilGone) return;
    this.#forget();
  }

  /** No card lies there, as far as anyone knows. */
  #forget(): void {
    this.cardPresent.set(false);
    this.#mustLift = false;
    this.#wasRead = false;
    this.#misses = 0;
    this.#selectsRefused = 0;
  }

  /** The module says that it is broken or not licensed: it answers, but no card can be read. */
  #isTrouble(sw: number): boolean {
    if (sw !== SW.selfTestFailed && sw !== SW.samNotAuthorised) return false;
    this.presence.set('trouble');
    this.#wanted?.settle(err({ kind: 'device-lost', code: swCode(sw) }));
    return true;
  }

  /** Waits, but not past a wake-up: a read that begins, a line that closes, a stop. */
  async #pause(ms: number): Promise<void> {
    const nap = new AbortController();
    this.#nap = nap;
    await sleep(this.#deps.clock, ms, nap.signal);
  }

  #wake(): void {
    this.#nap.abort();
  }
}

function failureKind(sw: number): CardFailure['kind'] {
  switch (sw) {
    case SW.cardRefusedSam:
    case SW.samRefusedCard:
    case SW.verificationError:
      return 'not-genuine';
    case SW.unknownCardType:
      return 'unknown-card';
    default:
      return 'read-failed';
  }
}

function lineCode(reason: NoAnswer): string {
  return `answer-${reason}`;
}
