import { type Clock, err, ok, type Result, sleep } from '../../electron/core/index.ts';
import { Framer, type Framing } from '../codec/framer.ts';
import type { Transport, TransportFailure } from '../transport/port.ts';

/** Why a request has no answer. `garbled`: something came, but damaged. */
export type NoAnswer = 'timeout' | 'garbled' | 'closed';

export const LINE_TIMING = {
  /** After a time-out or a damaged answer the line must be silent this long before the next request, in milliseconds… */
  quiet: 60,
  /** …but a line that never falls silent is not waited for longer than this. */
  quietAtMost: 600,
  /** Not milliseconds: a time-out weighs 2, a damaged answer 1; at this sum, with no good answer between, the device is lost. */
  lostAt: 4,
} as const;

export interface RequestLineOptions<Frame> {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly framing: Framing<Frame>;
  /** Frames that answer nothing: what a device says by itself, and answers that come too late. */
  readonly unasked?: (frame: Frame) => void;
  readonly onClose?: () => void;
}

export interface Question<Frame, Answer> {
  readonly request: Uint8Array;
  /** Longest time from writing the request to the end of its answer, in milliseconds. */
  readonly deadlineMs: number;
  /** The answer, once it is whole; undefined while it is not, or when this frame answers something else. */
  take(frame: Frame): Answer | undefined;
  /**
   * Wait on after a damaged frame, instead of failing at once. For devices that also speak unasked: the damaged frame
   * need not have been the answer. Default false.
   */
  readonly bearDamage?: boolean;
}

interface Waiting<Frame> {
  /** True when the frame was taken as an answer or a part of it. */
  take(frame: Frame): boolean;
  damaged(): void;
  fail(reason: NoAnswer): void;
}

/** One device on one open line: one request at a time, and never an old answer taken for a new one's. */
export class RequestLine<Frame> {
  readonly #options: RequestLineOptions<Frame>;
  readonly #framer: Framer<Frame>;
  #closed: TransportFailure | null = null;
  #waiting: Waiting<Frame> | null = null;
  #dirty = false;
  #lastByteAt = Number.NEGATIVE_INFINITY;
  #trouble = 0;

  constructor(options: RequestLineOptions<Frame>) {
    this.#options = options;
    this.#framer = new Framer(options.framing);
    options.transport.onData((chunk) => this.#arrive(chunk));
    options.transport.onClose((failure) => {
      this.#closed = failure;
      this.#waiting?.fail('closed');
      options.onClose?.();
    });
  }

  /** True when the line itself is gone. */
  get closed(): boolean {
    return this.#closed !== null;
  }

  /** True when the line is closed or the device has been silent for too long: there is no use in asking on. */
  get lost(): boolean {
    return this.#closed !== null || this.#trouble >= LINE_TIMING.lostAt;
  }

  /** Sends a request and waits for its answer. Throws when another one still waits: that is the driver's mistake. */
  async ask<Answer>(question: Question<Frame, Answer>): Promise<Result<Answer, NoAnswer>> {
    if (this.#waiting) throw new Error('one request at a time');
    const { clock, transport } = this.#options;
    if (this.#dirty) await this.#flush();
    if (this.#closed) return err('closed');
    const answer = await new Promise<Result<Answer, NoAnswer>>((resolve) => {
      const settle = (result: Result<Answer, NoAnswer>) => {
        // A write may fail after its request was given up: that must not end the next one.
        if (this.#waiting !== mine) return;
        this.#waiting = null;
        clock.clearTimeout(deadline);
        resolve(result);
      };
      const deadline = clock.setTimeout(() => settle(err('timeout')), question.deadlineMs);
      const mine: Waiting<Frame> = {
        take: (frame) => {
          const taken = question.take(frame);
          if (taken === undefined) return false;
          settle(ok(taken));
          return true;
        },
        damaged: () => question.bearDamage || settle(err('garbled')),
        fail: (reason) => settle(err(reason)),
      };
      this.#waiting = mine;
      void transport.write(question.request).then((written) => {
        if (written.ok) return;
        settle(err('closed'));
        void transport.close();
      });
    });
    if (answer.ok) this.#trouble = 0;
    else {
      this.#dirty = true;
      this.#trouble += answer.error === 'timeout' ? 2 : 1;
    }
    return answer;
  }

  /** Sends bytes that have no answer. */
  async tell(bytes: Uint8Array): Promise<Result<void, NoAnswer>> {
    if (this.#dirty) await this.#flush();
    if (this.#closed) return err('closed');
    const written = await this.#options.transport.write(bytes);
    if (written.ok) return ok();
    await this.#options.transport.close();
    return err('closed');
  }

  close(): Promise<void> {
    this.#framer.reset();
    return this.#options.transport.close();
  }

  /** Waits until nothing comes any more, then forgets what came: a late answer must not meet the next request. */
  async #flush(): Promise<void> {
    const { clock } = this.#options;
    const began = clock.now();
    for (;;) {
      const now = clock.now();
      const silentFor = now - Math.max(this.#lastByteAt, began);
      if (this.#closed || silentFor >= LINE_TIMING.quiet || now - began >= LINE_TIMING.quietAtMost) break;
      await sleep(clock, LINE_TIMING.quiet - silentFor);
    }
    this.#framer.reset();
    this.#dirty = false;
  }

  #arrive(chunk: Uint8Array): void {
    this.#lastByteAt = this.#options.clock.now();
    let damaged = false;
    for (const event of this.#framer.push(chunk)) {
      if (event.kind === 'frame') {
        if (!this.#waiting?.take(event.frame)) this.#options.unasked?.(event.frame);
        // A wrong length is noise that looks like a beginning; the answer may still come.
      } else if (event.kind !== 'bad-length') damaged = true;
    }
    if (damaged) this.#waiting?.damaged();
  }
}

/** Milliseconds that `bytes` bytes take on a line of `baud` bits a second, ten bits a byte, with half as much again. */
export function lineMs(bytes: number, baud: number): number {
  return Math.ceil((bytes * 10 * 1.5 * 1_000) / baud);
}
