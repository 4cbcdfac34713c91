import { type Clock, err, ok, type Result, sleep } from '../../../electron/core/index.ts';
import { type NoAnswer, RequestLine } from '../../link/request-line.ts';
import {
  noticed,
  type PadLine,
  type PadLineOptions,
  type PadProtocol,
  type PenReceiver,
  PLAIN_PRESSURE,
} from './pad-line.ts';
import {
  ISDV4_BAUDS,
  ISDV4_COMMANDS,
  type Isdv4Command,
  type Isdv4Frame,
  isdv4Framing,
  PEN_PACKET_BYTES,
  type PenPacket,
  type PenQuery,
} from './protocol-isdv4.ts';
import { PAD_TIMING } from './timing.ts';
import type { PadInfo } from './types.ts';

export const isdv4: PadProtocol = {
  name: 'isdv4',
  usual: ISDV4_BAUDS.map((baud) => ({ baud })),
  packetBytes: PEN_PACKET_BYTES,
  attach: (options) => new Isdv4Line(options),
};

/** Questions until two answers agree. */
const QUERIES = 4;

class Isdv4Line implements PadLine {
  readonly #clock: Clock;
  readonly #onInfo: (info: PadInfo) => void;
  readonly #line: RequestLine<Isdv4Frame>;
  #receiver: PenReceiver | null = null;
  #query: PenQuery | null = null;
  /** Null until asked, and when the pad is silent about it. */
  #touch: boolean | null = null;
  #touchAsked = false;
  /** The pad answers no question while it streams. */
  #deaf = false;
  #packets = 0;
  /** The pad may still be streaming until then, for it was just told to stop. */
  #settledAt = Number.NEGATIVE_INFINITY;
  readonly #gone = new AbortController();

  constructor({ transport, clock, onInfo, onClose }: PadLineOptions) {
    this.#clock = clock;
    this.#onInfo = onInfo;
    this.#line = new RequestLine({
      transport,
      clock,
      framing: noticed(isdv4Framing, () => this.#receiver?.damaged()),
      unasked: (frame) => this.#arrive(frame),
      onClose: () => {
        this.#gone.abort();
        onClose();
      },
    });
  }

  get closed(): boolean {
    return this.#line.closed;
  }

  get lost(): boolean {
    return this.#line.lost;
  }

  get quiet() {
    const afterMs = this.#deaf ? PAD_TIMING.quietAfterIfDeaf : PAD_TIMING.quietAfter;
    return { afterMs, prove: () => this.#prove() };
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async identify(): Promise<'ready' | 'trouble' | 'absent'> {
    await this.#halt();
    const query = await this.#ask();
    return query.ok ? standing(query.value) : 'absent';
  }

  async check(): Promise<'ready' | 'trouble' | 'unsure'> {
    // Not at once when the line is opened: pads without touch let one wait for nothing.
    if (!this.#touchAsked) await this.#askTouch();
    const query = await this.#ask();
    return query.ok ? standing(query.value) : 'unsure';
  }

  async begin(receiver: PenReceiver): Promise<Result<PadInfo, NoAnswer>> {
    const query = await this.#ask();
    if (!query.ok) return query;
    this.#receiver = receiver;
    const told = await this.#tell('start');
    return told.ok ? ok(this.#info(query.value)) : told;
  }

  async end(): Promise<void> {
    this.#receiver = null;
    await this.#halt();
  }

  async #prove(): Promise<void> {
    const before = this.#packets;
    if (!this.#deaf) {
      const answer = await this.#once();
      if (!answer.ok && (this.#packets > before || this.lost)) return;
      if (answer.ok) {
        // Again: a pad that lost its power for a moment does not stream any more.
        await this.#tell('start');
        return;
      }
    }
    await this.#halt();
    let answer = await this.#once();
    if (!answer.ok && !this.lost) answer = await this.#once();
    this.#deaf ||= answer.ok;
    if (!this.lost) await this.#tell('start');
  }

  /** Stops the stream. The next question waits until what is on its way has come: it belongs to nobody. */
  async #halt(): Promise<void> {
    const told = await this.#tell('stop');
    if (told.ok) this.#settledAt = this.#clock.now() + PAD_TIMING.settle;
  }

  #tell(command: Isdv4Command): Promise<Result<void, NoAnswer>> {
    return this.#line.tell(Uint8Array.of(ISDV4_COMMANDS[command]));
  }

  async #question<Answer>(
    command: Isdv4Command,
    take: (frame: Isdv4Frame) => Answer | undefined,
  ): Promise<Result<Answer, NoAnswer>> {
    const wait = this.#settledAt - this.#clock.now();
    if (wait > 0) await sleep(this.#clock, wait, this.#gone.signal);
    const request = Uint8Array.of(ISDV4_COMMANDS[command]);
    return this.#line.ask({ request, deadlineMs: PAD_TIMING.answer, take });
  }

  #once(): Promise<Result<PenQuery, NoAnswer>> {
    return this.#question('query', (frame) => (frame.kind === 'penQuery' ? frame.query : undefined));
  }

  /**
   * Asks what the pad is. There is no checksum, and a turned bit would bend every signature: what is new counts when it
   * was said twice.
   */
  async #ask(): Promise<Result<PenQuery, NoAnswer>> {
    let before = this.#query;
    for (let i = 0; i < QUERIES; i++) {
      const answer = await this.#once();
      if (answer.ok) {
        const query = answer.value;
        if (before !== null && same(before, query)) {
          if (this.#query === null || !same(this.#query, query)) {
            this.#query = query;
            this.#onInfo(this.#info(query));
          }
          return ok(query);
        }
        before = query;
      } else {
        if (this.lost) return answer;
        // It may be streaming: it was switched off and on, or the stop command was lost.
        await this.#halt();
      }
    }
    return err('garbled');
  }

  async #askTouch(): Promise<void> {
    this.#touchAsked = true;
    const answer = await this.#question('touchQuery', (frame) =>
      frame.kind === 'touchQuery' ? frame.query : undefined,
    );
    if (!answer.ok) return;
    this.#touch = answer.value.panelResolution > 0;
    if (this.#query) this.#onInfo(this.#info(this.#query));
  }

  #info(query: PenQuery): PadInfo {
    return {
      protocol: 'isdv4',
      size: { width: query.maxX, height: query.maxY },
      pressureSteps: query.maxPressure === 0 ? null : query.maxPressure + 1,
      version: String(query.version),
      touch: this.#touch,
      provedBy: 'answer',
    };
  }

  #arrive(frame: Isdv4Frame): void {
    // An answer that came too late says nothing of now.
    if (frame.kind !== 'pen' && frame.kind !== 'touch') return;
    this.#packets++;
    if (frame.kind === 'touch') this.#receiver?.touched();
    else this.#pen(frame.packet);
  }

  #pen({ near, tip, secondSwitch, x, y, pressure }: PenPacket): void {
    const steps = this.#query?.maxPressure ?? 0;
    const pressed = steps === 0 ? PLAIN_PRESSURE : Math.min(1, pressure / steps);
    this.#receiver?.sample({ near, tip, secondSwitch, x, y, pressure: pressed });
  }
}

/** A pad without a surface is none that can be signed on. */
function standing({ maxX, maxY }: PenQuery): 'ready' | 'trouble' {
  return maxX > 0 && maxY > 0 ? 'ready' : 'trouble';
}

function same(a: PenQuery, b: PenQuery): boolean {
  const names = Object.keys(a) as (keyof PenQuery)[];
  return names.every((name) => a[name] === b[name]);
}
