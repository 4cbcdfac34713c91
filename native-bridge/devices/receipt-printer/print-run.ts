import { type Clock, err, ok, type Result } from '../../../electron/core/index.ts';
import type { PrinterLine } from './printer-line.ts';
import { CMD, type Hindrance, hindrance } from './protocol.ts';
import { RECEIPT_TIMING } from './timing.ts';
import type { PrintedProof, PrinterProfile, PrinterStatus, ReceiptFailure } from './types.ts';

/** Why a printer cannot begin, or go on. */
export interface Halt {
  readonly kind: Exclude<ReceiptFailure['kind'], 'unprintable' | 'too-wide'>;
  readonly code: string;
}

/** Asks the printer how it stands. Null when nothing hinders it. */
export async function askHalt(line: PrinterLine): Promise<Halt | null> {
  const status = await line.realTime();
  if (!status) return gone(line);
  const hindered = hindrance(status);
  return hindered && { kind: hindered, code: statusCode(hindered, status) };
}

export function gone(line: PrinterLine): Halt {
  return { kind: 'device-lost', code: line.closed ? 'line-closed' : 'no-answer' };
}

function statusCode(hindered: Hindrance, status: PrinterStatus): string {
  return hindered === 'printer-error' ? `error-${status.error}` : hindered;
}

/** Sends steps to a printer that is ready, and finds out what became of them. */
export class PrintRun {
  readonly #line: PrinterLine;
  readonly #clock: Clock;
  readonly #profile: PrinterProfile;
  readonly #endAt: number;
  #stalls = 0;
  #doneAtStall = 0;
  #askedAt = Number.NEGATIVE_INFINITY;
  #sent = 0;

  constructor(line: PrinterLine, clock: Clock, profile: PrinterProfile) {
    this.#line = line;
    this.#clock = clock;
    this.#profile = profile;
    this.#endAt = clock.now() + RECEIPT_TIMING.job;
    line.begin();
  }

  /** Steps of which at least a byte may have reached the printer. */
  get sent(): number {
    return this.#sent;
  }

  /** Steps that surely are done. */
  get done(): number {
    return this.#line.confirmed;
  }

  /** Sends all of it and waits until each step is confirmed. Stops between two steps when the signal aborts. */
  async send(steps: readonly Uint8Array[], signal?: AbortSignal): Promise<Halt | null> {
    const line = this.#line;
    for (const step of steps) {
      const room = this.#profile.windowBytes - step.length - CMD.paperStatus.length;
      const halt = await this.#until(() => !line.heldBack && line.underWay <= room, signal);
      if (halt) return halt;
      this.#sent++;
      const bytes = Uint8Array.of(...step, ...CMD.paperStatus);
      const failed = await this.#sendStep(bytes);
      bytes.fill(0);
      if (failed) return failed;
    }
    // The last bytes are with the printer: there is nothing left to take back.
    return this.settle();
  }

  async #sendStep(bytes: Uint8Array): Promise<Halt | null> {
    const line = this.#line;
    const { chunkBytes, xoffChunkBytes } = RECEIPT_TIMING;
    const most = this.#profile.flow === 'xonxoff' ? xoffChunkBytes : chunkBytes;
    line.expect(bytes.length);
    for (let at = 0; at < bytes.length; at += most) {
      // Not past the signal: half a command would swallow what comes after it.
      const halt = line.heldBack && (await this.#until(() => !line.heldBack));
      if (halt) return halt;
      if (!(await line.send(bytes.subarray(at, at + most))).ok) return gone(line);
    }
    return null;
  }

  /** Waits until everything that was sent is confirmed. */
  settle(): Promise<Halt | null> {
    return this.#until(() => this.#line.underWay === 0);
  }

  /**
   * The proof: answers that come in turn, to questions asked when nothing else is under way. One status byte could be the
   * rest of something damaged, so a printer that has a name must say that too.
   */
  async prove(hasName: boolean): Promise<Result<PrintedProof, Halt>> {
    const line = this.#line;
    for (let tries = 0; tries < RECEIPT_TIMING.proofTries; tries++) {
      const paper = await line.paperStatus();
      const named = paper.ok && (!hasName || (await line.identity('maker')).ok);
      if (paper.ok && named) {
        if (paper.value === 'out') return err({ kind: 'paper-out', code: 'paper-out' });
        return ok({
          provedAt: this.#clock.now(),
          paper: line.status?.paper === 'near-end' ? 'near-end' : paper.value,
        });
      }
      const halt = line.lost ? gone(line) : await askHalt(line);
      if (halt) return err(halt);
    }
    return err({ kind: 'no-proof', code: 'not-answering-in-turn' });
  }

  /** Waits for something to become true; ends with what makes it impossible. */
  async #until(reached: () => boolean, signal?: AbortSignal): Promise<Halt | null> {
    const line = this.#line;
    for (;;) {
      if (line.closed) return gone(line);
      if (signal?.aborted) return { kind: 'cancelled', code: 'aborted' };
      if (reached()) return null;
      const now = this.#clock.now();
      if (now >= this.#endAt) return { kind: 'no-proof', code: 'too-long' };
      const hindered = line.status && hindrance(line.status);
      const waits = hindered === 'overheated' ? RECEIPT_TIMING.cool : RECEIPT_TIMING.stall;
      const left = Math.max(line.progressAt, this.#askedAt) + waits - now;
      // These pass by themselves: a hot head cools, a button is let go.
      const passing = hindered === null || hindered === 'overheated' || hindered === 'offline';
      if (passing && left > 0) {
        await line.pause(Math.min(left, this.#endAt - now), signal);
        continue;
      }
      const halt = await this.#find();
      if (halt) return halt;
    }
  }

  /** Nothing moves, or the printer has said why: asks it. Null when it may still come right. */
  async #find(): Promise<Halt | null> {
    const line = this.#line;
    const halt = await askHalt(line);
    if (halt) return halt;
    this.#askedAt = this.#clock.now();
    if (this.#askedAt - line.progressAt < RECEIPT_TIMING.stall) return null;
    line.letGo();
    // It is well, and a confirmation is missing. Perhaps only that was lost, or it was switched off and on and has
    // forgotten the receipt: the two look the same from here, so nothing that it says later proves this receipt.
    if (this.#doneAtStall !== line.confirmed) this.#stalls = 0;
    this.#doneAtStall = line.confirmed;
    this.#stalls++;
    return this.#stalls > RECEIPT_TIMING.stallsAtMost ? { kind: 'no-proof', code: 'stalled' } : null;
  }
}
