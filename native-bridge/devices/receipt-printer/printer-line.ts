import { type Clock, err, type Result, sleep } from '../../../electron/core/index.ts';
import { LINE_TIMING, lineMs, type NoAnswer, RequestLine } from '../../link/request-line.ts';
import type { Transport } from '../../transport/port.ts';
import {
  CMD,
  type PrinterFrame,
  printerFraming,
  REAL_TIME,
  type RealTimeQuestion,
  realTimeQuestion,
  realTimeStatus,
} from './protocol.ts';
import { RECEIPT_TIMING } from './timing.ts';
import type { PrinterProfile, PrinterStatus } from './types.ts';

export interface PrinterLineOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly profile: PrinterProfile;
  readonly baud: number;
  readonly onStatus: (status: PrinterStatus) => void;
  readonly onClose: () => void;
}

/** One printer on one open line: its questions, and how much of what was sent it has not confirmed yet. */
export class PrinterLine {
  readonly #options: PrinterLineOptions;
  readonly #line: RequestLine<PrinterFrame>;
  readonly #lineMs: number;
  #wake = new AbortController();
  #status: PrinterStatus | null = null;
  /** Bytes of each step that was sent and not confirmed, oldest first. */
  #underWay: number[] = [];
  #confirmed = 0;
  #progressAt = 0;
  #told = true;
  #brokenAt = Number.NEGATIVE_INFINITY;
  /** It was initialised and found to answer in turn since this line was opened. */
  prepared = false;
  recoveredAt = Number.NEGATIVE_INFINITY;

  constructor(options: PrinterLineOptions) {
    this.#options = options;
    this.#lineMs = lineMs(options.profile.windowBytes + RECEIPT_TIMING.chunkBytes, options.baud);
    this.#line = new RequestLine({
      transport: options.transport,
      clock: options.clock,
      framing: printerFraming,
      unasked: (frame) => this.#unasked(frame),
      onClose: () => {
        this.#stir();
        options.onClose();
      },
    });
  }

  get closed(): boolean {
    return this.#line.closed;
  }

  get lost(): boolean {
    return this.#line.lost;
  }

  /** What it last said, by itself or asked. */
  get status(): PrinterStatus | null {
    return this.#status;
  }

  /** Steps that were confirmed since `begin`. */
  get confirmed(): number {
    return this.#confirmed;
  }

  /** Bytes sent and not confirmed. */
  get underWay(): number {
    return this.#underWay.reduce((total, bytes) => total + bytes, 0);
  }

  /** When something last moved, milliseconds since 1970. */
  get progressAt(): number {
    return this.#progressAt;
  }

  /** The printer has said XOFF, and what it has not confirmed can be the reason. */
  get heldBack(): boolean {
    return !this.#told && this.#underWay.length > 0;
  }

  /** Asks the four real-time questions; null when one stays without an answer, also when asked again. */
  async realTime(): Promise<PrinterStatus | null> {
    const answers: Partial<Record<RealTimeQuestion, number>> = {};
    for (const question of Object.keys(REAL_TIME) as RealTimeQuestion[]) {
      let answer = await this.#askRealTime(question);
      if (!answer.ok && !this.lost) answer = await this.#askRealTime(question);
      if (!answer.ok) return null;
      answers[question] = answer.value;
    }
    this.#seen(realTimeStatus(answers as Record<RealTimeQuestion, number>));
    return this.#status;
  }

  /** Whether it answers at all. */
  async alive(): Promise<boolean> {
    return (await this.#askRealTime('printer')).ok;
  }

  /** Initialises it and asks for automatic status, which it gives at once; `zeros` zero bytes go before. */
  statusBack(zeros: number): Promise<Result<PrinterStatus, NoAnswer>> {
    const ms =
      zeros > 0 ? RECEIPT_TIMING.zerosEvery + lineMs(zeros, this.#options.baud) : RECEIPT_TIMING.statusBack;
    return this.#ask([...new Uint8Array(zeros), ...CMD.initialise, ...CMD.statusBack], ms, (frame) => {
      if (frame.kind !== 'statusBack') return undefined;
      this.#seen(frame.status);
      return frame.status;
    });
  }

  /** GS r 1, answered in turn. */
  paperStatus(): Promise<Result<PrinterStatus['paper'], NoAnswer>> {
    return this.#ask(CMD.paperStatus, RECEIPT_TIMING.inTurn, (frame) =>
      frame.kind === 'paperStatus' ? frame.paper : undefined,
    );
  }

  /** GS I, answered in turn. */
  identity(what: 'maker' | 'model'): Promise<Result<string, NoAnswer>> {
    return this.#ask(CMD[what], RECEIPT_TIMING.inTurn, (frame) =>
      frame.kind === 'text' ? frame.text : undefined,
    );
  }

  /** Nothing is under way any more, as far as counting goes. */
  begin(): void {
    this.#underWay = [];
    this.#confirmed = 0;
    this.#told = true;
    this.#progressAt = this.#options.clock.now();
  }

  /** So many bytes are on their way, with the question that confirms them at their end. */
  expect(bytes: number): void {
    this.#underWay.push(bytes);
  }

  /** An XOFF without its XON: the printer says that it is well, so the XON was lost. */
  letGo(): void {
    this.#told = true;
  }

  /** Sends a piece of a step. Where the printer says XOFF, also waits until it has arrived there, so that it is heard. */
  async send(piece: Uint8Array): Promise<Result<void, NoAnswer>> {
    const sent = await this.#line.tell(piece);
    const { clock, baud, profile } = this.#options;
    if (sent.ok && profile.flow === 'xonxoff') await sleep(clock, lineMs(piece.length, baud));
    return sent;
  }

  /** Sends bytes that have no answer of their own. */
  tell(bytes: readonly number[]): Promise<Result<void, NoAnswer>> {
    return this.closed ? Promise.resolve(err('closed')) : this.#line.tell(Uint8Array.from(bytes));
  }

  /** Waits until the printer says something or the line closes, but no longer than `ms`, nor past the signal. */
  async pause(ms: number, signal?: AbortSignal): Promise<void> {
    const wake = new AbortController();
    this.#wake = wake;
    const stop = () => wake.abort();
    signal?.addEventListener('abort', stop, { once: true });
    if (!signal?.aborted) await sleep(this.#options.clock, ms, wake.signal);
    signal?.removeEventListener('abort', stop);
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #askRealTime(question: RealTimeQuestion): Promise<Result<number, NoAnswer>> {
    return this.#ask(realTimeQuestion(question), RECEIPT_TIMING.realTime, (frame) =>
      frame.kind === 'realTime' ? frame.byte : undefined,
    );
  }

  #ask<Answer>(
    request: ArrayLike<number>,
    ms: number,
    take: (frame: PrinterFrame) => Answer | undefined,
  ): Promise<Result<Answer, NoAnswer>> {
    return this.#line.ask({
      request: Uint8Array.from(request),
      // The question stands behind what is still on the line.
      deadlineMs: ms + this.#lineMs,
      take,
      bearDamage: true,
    });
  }

  #unasked(frame: PrinterFrame): void {
    const now = this.#options.clock.now();
    switch (frame.kind) {
      case 'statusBack':
        this.#seen(frame.status);
        break;
      case 'paperStatus':
        // What follows damaged bytes closely may be the rest of them.
        if (now - this.#brokenAt < LINE_TIMING.quiet) this.#brokenAt = now;
        else if (this.#underWay.shift() !== undefined) {
          this.#confirmed++;
          this.#progressAt = now;
        }
        break;
      case 'flow':
        if (this.#options.profile.flow === 'xonxoff') this.#told = frame.go;
        break;
      case 'broken':
        this.#brokenAt = now;
        break;
      case 'realTime':
      case 'text':
      case 'block':
        // Late, or the echo of a question that stood in an image: the printer may answer that too.
        break;
    }
    this.#stir();
  }

  #seen(status: PrinterStatus): void {
    // A printer that comes back from a fault moves again.
    if (this.#status?.offline && !status.offline) this.#progressAt = this.#options.clock.now();
    this.#status = status;
    this.#options.onStatus(status);
  }

  #stir(): void {
    this.#wake.abort();
  }
}
