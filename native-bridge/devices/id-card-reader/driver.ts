import { type Clock, err, localDate, ok, type Result, Signal, sleep } from '../../../electron/core/index.ts';
import type { Presence } from '../../link/device-link.ts';
import { keepOpen } from '../../link/keep-open.ts';
import type { OpenTransport } from '../../transport/port.ts';
import { lineSpeed } from '../../transport/serial-address.ts';
import { LyingCard } from './lying-card.ts';
import { askInfo, changeSpeed, type LineJob, simpleCommand } from './maintenance.ts';
import { decodePhoto, type PhotoDecoder } from './photo.ts';
import {
  formatSamNumber,
  NEW_ADDRESS_PARA,
  type NewAddressPara,
  RADIO_FRAME,
  type SamSpeed,
  samNumber,
} from './protocol.ts';
import { type AnyCard, lineCode, readFailure, readSelected, wipeCard } from './read-card.ts';
import { SamLine } from './sam-line.ts';
import { SW, statusWord, swCode } from './status-words.ts';
import { READER_TIMING } from './timing.ts';
import type {
  CardFailure,
  ReadCard,
  ReaderFailure,
  ReaderInfo,
  ReadOptions,
  ResidentCard,
  SamReader,
} from './types.ts';

export interface IdCardReaderDeps {
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** Parameter of "read additional address". Default 03; for readers whose manual prints 30 02. */
  readonly newAddressPara?: NewAddressPara;
  /** Turns photos into pictures; without one a card is complete all the same. */
  readonly photoDecoder?: PhotoDecoder;
}

/** The identity of the security module, for the technician's page: not personal. */
export interface SamIdentity {
  readonly samNumber: Signal<string | null>;
}

type ReadResult = Result<AnyCard, CardFailure>;

interface Wanted {
  readonly options: ReadOptions;
  readonly reading: () => void;
  settle(result: ReadResult): void;
}

/** A card reader with a SAM_V or SAM_A module at `address`. Quirks and choices are in this folder's README. */
export function createIdCardReader(deps: IdCardReaderDeps): SamReader & SamIdentity {
  return new SamReaderDriver(deps);
}

class SamReaderDriver implements SamReader, SamIdentity {
  readonly presence = new Signal<Presence>('unknown');
  readonly samNumber = new Signal<string | null>(null);
  readonly #deps: IdCardReaderDeps;
  readonly #card = new LyingCard();
  readonly cardPresent = this.#card.present;
  #address: string;
  /** Where the reader is, too, perhaps: the answer to a change of speed was lost. */
  #perhapsAt: string | null = null;
  #stopping: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  #nap = new AbortController();
  #wanted: Wanted | null = null;
  #jobs: LineJob[] = [];
  #readsFingerprints: boolean | null = null;
  #lastFindAt = Number.NEGATIVE_INFINITY;

  constructor(deps: IdCardReaderDeps) {
    this.#deps = deps;
    this.#address = deps.address;
  }

  get address(): string {
    return this.#address;
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

  read(signal: AbortSignal, reading: () => void): Promise<Result<ResidentCard, CardFailure>>;
  read<const Options extends ReadOptions>(
    signal: AbortSignal,
    reading: () => void,
    options: Options,
  ): Promise<Result<ReadCard<Options>, CardFailure>>;
  read(signal: AbortSignal, reading: () => void, options: ReadOptions = {}): Promise<ReadResult> {
    const read = this.#read(signal, reading, options);
    return options.picture ? this.#withPicture(read, signal) : read;
  }

  info(): Promise<Result<ReaderInfo, ReaderFailure>> {
    return this.#job(async (line) => {
      const info = await askInfo(line, lineSpeed(this.#address), this.#readsFingerprints);
      if (info.ok) {
        this.samNumber.set(info.value.samNumber?.text ?? null);
        if (!this.#isTrouble(info.value.status)) this.presence.set('ready');
      }
      return info;
    });
  }

  reset(): Promise<Result<void, ReaderFailure>> {
    return this.#job(async (line) => {
      const done = await simpleCommand(line, 'reset');
      if (done.ok) this.#card.forget();
      return done;
    });
  }

  setRadioFrame(bytes: number): Promise<Result<void, ReaderFailure>> {
    if (!Number.isInteger(bytes) || bytes < RADIO_FRAME.least || bytes > RADIO_FRAME.most) {
      throw new RangeError(`a radio frame has ${RADIO_FRAME.least} to ${RADIO_FRAME.most} bytes`);
    }
    return this.#job((line) => simpleCommand(line, 'setRadioFrame', bytes));
  }

  setSpeed(baud: SamSpeed): Promise<Result<{ readonly address: string }, ReaderFailure>> {
    return this.#job(async (line) => {
      const { address, perhapsAt, failure } = await changeSpeed(line, this.#address, baud);
      this.#perhapsAt = perhapsAt;
      if (address !== this.#address) {
        this.#address = address;
        this.presence.set('absent');
        // To be opened anew at the other speed; should the reader not be there, `gone` looks at the first one, too.
        await line.close();
      }
      return failure ? err(failure) : ok({ address });
    });
  }

  #read(signal: AbortSignal, reading: () => void, options: ReadOptions): Promise<ReadResult> {
    if (this.#wanted) throw new Error('a read is under way already: abort it first');
    if (signal.aborted) return Promise.resolve(err({ kind: 'cancelled', code: 'aborted' }));
    if (this.presence.value === 'absent' || this.presence.value === 'trouble') {
      return Promise.resolve(err({ kind: 'device-lost', code: this.presence.value }));
    }
    return new Promise((resolve) => {
      const wanted: Wanted = {
        options,
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

  /** The photo is decoded when the line is free again: a slow decoder holds nothing up. */
  async #withPicture(reading: Promise<ReadResult>, signal: AbortSignal): Promise<ReadResult> {
    const read = await reading;
    if (!read.ok) return read;
    const { photoDecoder, clock } = this.#deps;
    const picture = await decodePhoto(read.value.photo, photoDecoder, clock, signal);
    if (!signal.aborted) return ok({ ...read.value, picture });
    wipeCard(read.value);
    if (picture.ok) picture.value.rgb.fill(0);
    return err({ kind: 'cancelled', code: 'aborted' });
  }

  /** Has the line to itself for some commands, between those of the driver. */
  #job<T>(work: (line: SamLine) => Promise<Result<T, ReaderFailure>>): Promise<Result<T, ReaderFailure>> {
    if (!this.#stopping || this.presence.value === 'absent')
      return Promise.resolve(err({ kind: 'device-lost', code: 'absent' }));
    return new Promise((resolve, reject) => {
      this.#jobs.push({
        run: (line) => work(line).then(resolve, reject),
        giveUp: (failure) => resolve(err(failure)),
      });
      this.#wake();
    });
  }

  async #run(stop: AbortSignal): Promise<void> {
    const { clock, open } = this.#deps;
    const driver = this;
    await keepOpen({
      // Read anew before each opening: `setSpeed` changes it.
      get address() {
        return driver.#address;
      },
      open,
      clock,
      stop,
      attach: (transport) => new SamLine(transport, clock, lineSpeed(this.#address), () => this.#wake()),
      identify: (line) => this.#identify(line),
      step: (line) => this.#step(line),
      gone: (code) => {
        this.#card.forget();
        if (this.#perhapsAt !== null) [this.#address, this.#perhapsAt] = [this.#perhapsAt, this.#address];
        this.presence.set('absent');
        this.#wanted?.settle(err({ kind: 'device-lost', code }));
        this.#giveUpJobs({ kind: 'device-lost', code });
      },
    });
    this.#card.forget();
    this.#wanted?.settle(err({ kind: 'cancelled', code: 'stopped' }));
    this.#giveUpJobs({ kind: 'cancelled', code: 'stopped' });
    this.presence.set('unknown');
  }

  #giveUpJobs(failure: ReaderFailure): void {
    for (const job of this.#jobs.splice(0)) job.giveUp(failure);
  }

  async #identify(line: SamLine): Promise<boolean> {
    let status = await line.ask('status');
    while (!status.ok && !line.lost) status = await line.ask('status');
    if (!status.ok) return false;
    this.#perhapsAt = null;
    if (this.#isTrouble(status.value.sw)) return true;
    const number = await line.askAgain('samNumber');
    if (line.lost) return false;
    const said = number.ok && number.value.sw === SW.done ? samNumber.decode(number.value.data) : null;
    this.samNumber.set(said && formatSamNumber(said));
    this.presence.set('ready');
    return true;
  }

  /** One question to the reader and the pause that belongs to it. */
  async #step(line: SamLine): Promise<void> {
    const job = this.#jobs.shift();
    if (job) return job.run(line);
    if (this.presence.value === 'trouble' || (!this.#wanted && !this.cardPresent.value)) {
      await this.#pause(READER_TIMING.statusEvery);
      if (this.#stopping?.signal.aborted || line.lost || this.#jobs.length > 0) return;
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
    this.#card.found();
    const wanted = this.#wanted;
    if (!wanted || this.#card.mustLift) return;
    const selected = await line.ask('select');
    if (selected.ok && this.#isTrouble(selected.value.sw)) return;
    if (!selected.ok || selected.value.sw !== SW.done) {
      if (line.lost || !this.#card.selectFailed()) return;
      // An answer that was lost is no fault of the card.
      if (selected.ok) this.#card.failed();
      wanted.settle(
        err(
          selected.ok
            ? readFailure(selected.value.sw)
            : { kind: 'read-failed', code: lineCode(selected.error) },
        ),
      );
      return;
    }
    this.#card.selected();
    if (this.#wanted !== wanted) return;
    wanted.reading();
    await this.#readCard(line, wanted);
  }

  async #readCard(line: SamLine, wanted: Wanted): Promise<void> {
    const read = await readSelected(line, {
      options: wanted.options,
      today: localDate(this.#deps.clock.now()).replaceAll('-', ''),
      newAddressPara: this.#newAddressPara,
      readsFingerprints: this.#readsFingerprints,
      stillWanted: () => this.#wanted === wanted,
    });
    if (read.readsFingerprints !== null) this.#readsFingerprints = read.readsFingerprints;
    switch (read.end) {
      case 'card':
        this.#card.read();
        if (this.#wanted !== wanted) wipeCard(read.card);
        wanted.settle(ok(read.card));
        return;
      case 'line':
        // A line that is lost is told by `gone`.
        if (!line.lost) wanted.settle(err({ kind: 'read-failed', code: lineCode(read.reason) }));
        return;
      case 'trouble':
        this.#isTrouble(read.sw);
        return;
      case 'failed':
        this.#card.failed();
        wanted.settle(err(read.failure));
        return;
      case 'unwanted':
        this.#card.read();
        return;
    }
  }

  /**
   * "No card". After a read this may only mean "the same card, still lying there"; the additional address can be asked
   * for as long as the card stays, so an answer to that (which is thrown away) tells the two apart.
   */
  async #missed(line: SamLine): Promise<void> {
    if (this.#card.perhapsHidden) {
      const address = await line.ask('readNewAddress', this.#newAddressPara);
      if (!address.ok) return;
      const there = address.value.sw === SW.done || address.value.sw === SW.noSuchContent;
      address.value.data.fill(0);
      if (there) {
        this.#card.stillThere();
        return;
      }
    }
    this.#card.missed();
  }

  get #newAddressPara(): NewAddressPara {
    return this.#deps.newAddressPara ?? NEW_ADDRESS_PARA.usual;
  }

  /** The module says that it is broken or not licensed: it answers, but no card can be read. */
  #isTrouble(sw: number): boolean {
    if (statusWord(sw).consequence !== 'trouble') return false;
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
