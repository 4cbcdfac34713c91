import { type Clock, err, ok, type Result, sleep } from '../../../electron/core/index.ts';
import { SamFrameDecoder } from '../../codec/sam-frame.ts';
import type { Transport, TransportFailure } from '../../transport/port.ts';
import { answers, decodeReply, encodeCommand, type SamCommand, type SamReply, SW } from './protocol.ts';
import { answerDeadline, READER_TIMING } from './timing.ts';

/** Why a command has no answer. `garbled`: something came, but damaged. */
export type NoAnswer = 'timeout' | 'garbled' | 'closed';

interface Waiting {
  take(reply: SamReply): void;
  fail(reason: NoAnswer): void;
}

/** One reader on one open line: one command at a time, and never an old answer taken for a new one. */
export class SamLine {
  readonly #transport: Transport;
  readonly #clock: Clock;
  readonly #baud: number;
  readonly #decoder = new SamFrameDecoder();
  #closed: TransportFailure | null = null;
  #waiting: Waiting | null = null;
  #dirty = false;
  #lastByteAt = Number.NEGATIVE_INFINITY;
  #trouble = 0;

  constructor(transport: Transport, clock: Clock, baud: number, onClose: () => void) {
    this.#transport = transport;
    this.#clock = clock;
    this.#baud = baud;
    transport.onData((chunk) => this.#arrive(chunk));
    transport.onClose((failure) => {
      this.#closed = failure;
      this.#waiting?.fail('closed');
      onClose();
    });
  }

  /** True when the line itself is gone. */
  get closed(): boolean {
    return this.#closed !== null;
  }

  /** True when the line is closed or the reader has been silent for too long: there is no use in asking on. */
  get lost(): boolean {
    return this.#closed !== null || this.#trouble >= READER_TIMING.lostAt;
  }

  /** Sends a command and waits for its answer; once more when the reader says that the command came damaged. */
  async ask(command: SamCommand): Promise<Result<SamReply, NoAnswer>> {
    const first = await this.#exchange(command);
    if (first.ok && (first.value.sw === SW.badChecksum || first.value.sw === SW.badLength)) {
      return this.#exchange(command);
    }
    return first;
  }

  close(): Promise<void> {
    this.#decoder.reset();
    return this.#transport.close();
  }

  async #exchange(command: SamCommand): Promise<Result<SamReply, NoAnswer>> {
    if (this.#waiting) throw new Error('one command at a time');
    if (this.#dirty) await this.#flush();
    if (this.#closed) return err('closed');
    const answer = await new Promise<Result<SamReply, NoAnswer>>((resolve) => {
      const settle = (result: Result<SamReply, NoAnswer>) => {
        // A write may fail after its exchange was given up: that must not end the next one.
        if (this.#waiting !== mine) return;
        this.#waiting = null;
        this.#clock.clearTimeout(deadline);
        resolve(result);
      };
      const deadline = this.#clock.setTimeout(
        () => settle(err('timeout')),
        answerDeadline(command, this.#baud),
      );
      const mine: Waiting = {
        take: (reply) => answers(command, reply) && settle(ok(reply)),
        fail: (reason) => settle(err(reason)),
      };
      this.#waiting = mine;
      void this.#transport.write(encodeCommand(command)).then((written) => {
        if (written.ok) return;
        settle(err('closed'));
        void this.#transport.close();
      });
    });
    if (answer.ok) this.#trouble = 0;
    else {
      this.#dirty = true;
      this.#trouble += answer.error === 'timeout' ? 2 : 1;
    }
    return answer;
  }

  /** Waits until nothing comes any more, then forgets what came: a late answer must not meet the next command. */
  async #flush(): Promise<void> {
    const began = this.#clock.now();
    for (;;) {
      const now = this.#clock.now();
      const silentFor = now - Math.max(this.#lastByteAt, began);
      if (this.#closed || silentFor >= READER_TIMING.quiet || now - began >= READER_TIMING.quietAtMost) break;
      await sleep(this.#clock, READER_TIMING.quiet - silentFor);
    }
    this.#decoder.reset();
    this.#dirty = false;
  }

  #arrive(chunk: Uint8Array): void {
    this.#lastByteAt = this.#clock.now();
    let damaged = false;
    for (const event of this.#decoder.push(chunk)) {
      const reply = event.kind === 'frame' ? decodeReply(event.body) : null;
      if (reply) this.#waiting?.take(reply);
      // A wrong length is noise that looks like a preamble; the answer may still come.
      else if (event.kind !== 'bad-length') damaged = true;
    }
    if (damaged) this.#waiting?.fail('garbled');
  }
}
