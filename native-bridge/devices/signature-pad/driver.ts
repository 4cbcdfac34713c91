import {
  type Clock,
  err,
  ok,
  type Result,
  Signal,
  sleep,
  type Watchable,
  withDeadline,
} from '../../../electron/core/index.ts';
import { DeviceLink, type Presence } from '../../link/device-link.ts';
import type { OpenTransport } from '../../transport/port.ts';
import { lineSpeed, withUsual } from '../../transport/serial-address.ts';
import { Ink } from './ink.ts';
import { isdv4 } from './isdv4-line.ts';
import type { PadLine, PadProtocol } from './pad-line.ts';
import { TOPAZ_MODELS, type TopazModel, type TopazModelName } from './protocol-topaz.ts';
import { PAD_TIMING as TIMING } from './timing.ts';
import { topaz } from './topaz-line.ts';
import type {
  OnPoint,
  PacketCounts,
  PadInfo,
  PadProtocolName,
  PenState,
  Signature,
  SignatureCapture,
  SignatureFailure,
  SignaturePad,
} from './types.ts';

export interface SignaturePadDeps {
  /** `serial:///dev/…`. What it does not say of the line is taken from the protocol: ISDV4 tries 19200 and 38400 in turn. */
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  readonly protocol: PadProtocolName;
  /** `topaz` only: the model by name, or its figures. Default `siglite-1x5`. */
  readonly model?: TopazModelName | TopazModel;
}

/** A signature pad at `address`. Quirks and choices are in this folder's README. */
export function createSignaturePad(deps: SignaturePadDeps): SignaturePad {
  return new SerialPad(deps);
}

function protocolOf({ protocol, model = 'siglite-1x5' }: SignaturePadDeps): PadProtocol {
  switch (protocol) {
    case 'isdv4':
      return isdv4;
    case 'topaz':
      return topaz(typeof model === 'string' ? TOPAZ_MODELS[model] : model);
  }
}

class SerialPad implements SignaturePad {
  readonly info = new Signal<PadInfo | null>(null);
  readonly #deps: SignaturePadDeps;
  readonly #protocol: PadProtocol;
  readonly #link: DeviceLink<PadLine>;
  #setting = 0;
  #capture: Capture | 'beginning' | null = null;
  #left: Promise<unknown> = Promise.resolve();
  #stopping = new AbortController();

  constructor(deps: SignaturePadDeps) {
    this.#deps = deps;
    this.#protocol = protocolOf(deps);
    this.#link = new DeviceLink({
      address: deps.address,
      open: (address) => deps.open(withUsual(address, this.#usual())),
      clock: deps.clock,
      attach: (transport, wake) =>
        this.#protocol.attach({
          transport,
          clock: deps.clock,
          onInfo: (info) => this.info.set(info),
          onClose: () => {
            wake();
            if (this.#capture !== 'beginning') this.#capture?.wake();
          },
        }),
      identify: async (line) => {
        const found = await line.identify();
        // Perhaps it is there and speaks at another speed.
        if (found === 'absent') this.#setting = (this.#setting + 1) % this.#protocol.usual.length;
        return found;
      },
      check: (line) => line.check(),
      checkEveryMs: TIMING.checkEvery,
    });
  }

  get presence(): Watchable<Presence> {
    return this.#link.presence;
  }

  start(): void {
    if (this.#stopping.signal.aborted) this.#stopping = new AbortController();
    this.#link.start();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await withDeadline(this.#deps.clock, TIMING.stopGrace, this.#left, undefined);
    await this.#link.stop();
  }

  capture(signal: AbortSignal, onPoint?: OnPoint): Promise<Result<SignatureCapture, SignatureFailure>> {
    if (this.#capture !== null) return Promise.resolve(err({ kind: 'busy', code: 'capture' }));
    this.#capture = 'beginning';
    const stopping = this.#stopping.signal;
    const ends = AbortSignal.any([signal, stopping]);
    const over = (): SignatureFailure => ({
      kind: 'cancelled',
      code: stopping.aborted ? 'stopped' : 'aborted',
    });
    return new Promise((resolve) => {
      const work = async (line: PadLine): Promise<Result<void, SignatureFailure>> => {
        const capture = await this.#begin(line, ends, over, onPoint);
        if (!capture.ok) return capture;
        this.#capture = capture.value;
        resolve(capture);
        await capture.value.run(line, ends, over);
        await line.end();
        return ok();
      };
      this.#left = this.#link.use<void, SignatureFailure>(work, ends).then((left) => {
        if (left.ok) return;
        this.#capture = null;
        resolve(left);
      });
    });
  }

  async #begin(
    line: PadLine,
    ends: AbortSignal,
    over: () => SignatureFailure,
    onPoint: OnPoint | undefined,
  ): Promise<Result<Capture, SignatureFailure>> {
    if (this.presence.value === 'trouble') return err({ kind: 'device-lost', code: 'trouble' });
    const { clock } = this.#deps;
    // What is heard before the size is known, or after the end, is nobody's ink.
    let capture: Capture | null = null;
    const begun = await line.begin({
      sample: (sample) => capture?.receive((ink) => ink.sample(sample)),
      touched: () => capture?.receive((ink) => ink.touched()),
      damaged: () => capture?.receive((ink) => ink.damaged()),
    });
    if (!begun.ok) {
      const code = line.closed ? 'line-closed' : line.lost ? 'no-answer' : `answer-${begun.error}`;
      return err(ends.aborted ? over() : { kind: 'device-lost', code });
    }
    const info = begun.value;
    const pen = new Signal<PenState>('away');
    const ink = new Ink({
      size: info.size,
      packetMs: this.#packetMs(),
      now: () => clock.now(),
      onPen: (state) => pen.set(state),
      ...(onPoint ? { onPoint } : {}),
    });
    capture = new Capture(clock, info, pen, ink, () => {
      this.#capture = null;
    });
    if (!ends.aborted) return ok(capture);
    await line.end();
    return err(over());
  }

  #usual() {
    return this.#protocol.usual[this.#setting] ?? {};
  }

  /** Ten bits a byte: with a parity bit it takes a little longer, which does no harm. */
  #packetMs(): number {
    const usual = this.#usual();
    const baud = lineSpeed(withUsual(this.#deps.address, usual), usual.baud);
    return (this.#protocol.packetBytes * 10 * 1_000) / baud;
  }
}

class Capture implements SignatureCapture {
  readonly info: PadInfo;
  readonly pen: Signal<PenState>;
  readonly failure = new Signal<SignatureFailure | null>(null);
  readonly #clock: Clock;
  readonly #ink: Ink;
  readonly #ended: () => void;
  #over = false;
  #nap = new AbortController();
  #heardAt: number;

  constructor(clock: Clock, info: PadInfo, pen: Signal<PenState>, ink: Ink, ended: () => void) {
    this.#clock = clock;
    this.info = info;
    this.pen = pen;
    this.#ink = ink;
    this.#ended = ended;
    this.#heardAt = clock.now();
  }

  isEmpty(): boolean {
    return this.#ink.isEmpty;
  }

  counts(): PacketCounts {
    return this.#ink.counts();
  }

  clear(): void {
    this.#ink.erase();
  }

  stop(): Result<Signature, SignatureFailure> {
    if (this.#over) return err(this.failure.value ?? { kind: 'cancelled', code: 'over' });
    const signature = this.#ink.finish(this.info.protocol);
    this.#end();
    return ok(signature);
  }

  /** Something came from the pad. */
  receive(take: (ink: Ink) => void): void {
    if (this.#over) return;
    this.#heardAt = this.#clock.now();
    take(this.#ink);
  }

  wake(): void {
    this.#nap.abort();
  }

  /** Watches over the line until the capture is over. */
  async run(line: PadLine, ends: AbortSignal, over: () => SignatureFailure): Promise<void> {
    const wake = () => this.wake();
    ends.addEventListener('abort', wake, { once: true });
    let provedAt = this.#clock.now();
    while (!this.#over) {
      if (ends.aborted) this.#fail(over());
      else if (line.lost) {
        this.#fail({ kind: 'device-lost', code: line.closed ? 'line-closed' : 'no-answer' });
      } else {
        const quietFor = this.#clock.now() - this.#heardAt;
        if (quietFor >= TIMING.silentIsAway) this.pen.set('away');
        const { quiet } = line;
        if (quiet && this.#clock.now() - Math.max(provedAt, this.#heardAt) >= quiet.afterMs) {
          await quiet.prove();
          provedAt = this.#clock.now();
        } else await this.#rest(TIMING.silentIsAway);
      }
    }
    ends.removeEventListener('abort', wake);
  }

  async #rest(ms: number): Promise<void> {
    this.#nap = new AbortController();
    await sleep(this.#clock, ms, this.#nap.signal);
  }

  #fail(failure: SignatureFailure): void {
    this.#ink.erase();
    this.#end();
    this.failure.set(failure);
  }

  #end(): void {
    this.#over = true;
    this.pen.set('away');
    this.#ended();
    this.wake();
  }
}
