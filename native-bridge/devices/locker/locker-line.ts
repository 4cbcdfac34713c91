import { type Clock, type Result, sleep } from '../../../electron/core/index.ts';
import type { HeldLine } from '../../link/keep-open.ts';
import { LINE_TIMING, lineMs, type NoAnswer, RequestLine } from '../../link/request-line.ts';
import type { Transport } from '../../transport/port.ts';
import type { BoardQuestion, Bus, DoorReport, LockerProtocol } from './protocol.ts';
import { COIL, LOCKER_TIMING } from './timing.ts';

export interface LockerLineOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly protocol: LockerProtocol;
  /** Bits a second on the wire that the boards hang on. */
  readonly baud: number;
  readonly boards: readonly number[];
  reported(report: DoorReport): void;
  health(board: number, health: 'ok' | 'lost'): void;
  closed(): void;
}

/** One open line to a bus of boards. It is lost when every board on it is: one dead board must not take the others away. */
export class LockerLine implements Bus, HeldLine {
  readonly #options: LockerLineOptions;
  readonly #line: RequestLine<Uint8Array>;
  /** Weight of what went wrong with each board since its last good answer. */
  readonly #trouble: Map<number, number>;
  readonly #gone = new AbortController();
  #off: Uint8Array | null = null;
  #watchdog: unknown = null;
  #freeAt = Number.NEGATIVE_INFINITY;

  constructor(options: LockerLineOptions) {
    this.#options = options;
    this.#trouble = new Map(options.boards.map((board) => [board, 0]));
    this.#line = new RequestLine({
      transport: options.transport,
      clock: options.clock,
      framing: options.protocol.framing,
      unasked: (frame) => {
        const report = options.protocol.report(frame);
        if (report) options.reported(report);
      },
      onClose: () => {
        this.#gone.abort();
        options.closed();
      },
    });
  }

  get closed(): boolean {
    return this.#line.closed;
  }

  get lost(): boolean {
    return this.closed || [...this.#trouble.values()].every((weight) => weight >= LINE_TIMING.lostAt);
  }

  isLost(board: number): boolean {
    return (this.#trouble.get(board) as number) >= LINE_TIMING.lostAt;
  }

  /** Aborts when the line closes. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  now(): number {
    return this.#options.clock.now();
  }

  /** Ends early when the line closes. */
  sleep(ms: number): Promise<void> {
    return sleep(this.#options.clock, Math.max(0, ms), this.gone);
  }

  async ask<Answer>(board: number, question: BoardQuestion<Answer>): Promise<Result<Answer, NoAnswer>> {
    await this.#gap();
    const { request, answerBytes, answerMs, take, bearDamage = false } = question;
    const answer = await this.#line.ask({
      request,
      deadlineMs: answerMs + lineMs(request.length + answerBytes, this.#options.baud),
      take,
      bearDamage,
    });
    this.#freeAt = this.now() + LOCKER_TIMING.gap;
    if (!answer.ok && answer.error === 'closed') return answer;
    const before = this.#trouble.get(board) as number;
    const weight = answer.ok ? 0 : before + (answer.error === 'timeout' ? 2 : 1);
    this.#trouble.set(board, weight);
    if (answer.ok) this.#options.health(board, 'ok');
    else if (weight >= LINE_TIMING.lostAt) this.#options.health(board, 'lost');
    return answer;
  }

  async tell(bytes: Uint8Array): Promise<Result<void, NoAnswer>> {
    await this.#gap();
    const told = await this.#line.tell(bytes);
    this.#freeAt = this.now() + LOCKER_TIMING.gap;
    return told;
  }

  guard(off: Uint8Array): () => void {
    const { clock } = this.#options;
    this.#off = off;
    const bark = () => {
      void this.#writeOff();
      this.#watchdog = clock.setTimeout(bark, COIL.watchdogEvery);
    };
    this.#watchdog = clock.setTimeout(bark, COIL.watchdog);
    return () => {
      this.#off = null;
      clock.clearTimeout(this.#watchdog);
    };
  }

  /** A coil that still has current is switched off first: nobody could do it afterwards. */
  async close(): Promise<void> {
    if (this.#off) await this.#writeOff();
    await this.#line.close();
  }

  #writeOff(): Promise<unknown> {
    return this.#options.transport.write(this.#off as Uint8Array);
  }

  async #gap(): Promise<void> {
    const wait = this.#freeAt - this.now();
    if (wait > 0) await this.sleep(wait);
  }
}
