import { VirtualClock } from '../../electron/core/index.ts';
import {
  createSignaturePad,
  type SignaturePadDeps,
} from '../../native-bridge/devices/signature-pad/driver.ts';
import {
  createIsdv4Emulator,
  createTopazEmulator,
  type Isdv4EmulatorOptions,
  type ScriptPoint,
  type TopazEmulatorOptions,
} from '../../native-bridge/devices/signature-pad/emulator.ts';
import type {
  PenPoint,
  SignatureCapture,
  SignatureFailure,
} from '../../native-bridge/devices/signature-pad/types.ts';
import type { OpenTransport } from '../../native-bridge/transport/port.ts';

type Through = (open: OpenTransport, clock: VirtualClock) => OpenTransport;

interface BenchOptions<Emulator> {
  readonly emulator?: Omit<Emulator, 'clock'>;
  readonly driver?: Partial<SignaturePadDeps>;
  readonly through?: Through;
}

/** The real driver over an emulated ISDV4 pad, in virtual time; `through` may put something into the line. */
export function isdv4Bench(options: BenchOptions<Isdv4EmulatorOptions> = {}) {
  const clock = new VirtualClock();
  const emulator = createIsdv4Emulator({ ...options.emulator, clock });
  return { emulator, ...bench(clock, 'isdv4', emulator.open, options) };
}

export function topazBench(options: BenchOptions<TopazEmulatorOptions> = {}) {
  const clock = new VirtualClock();
  const emulator = createTopazEmulator({ ...options.emulator, clock });
  return { emulator, ...bench(clock, 'topaz', emulator.open, options) };
}

function bench(
  clock: VirtualClock,
  protocol: SignaturePadDeps['protocol'],
  direct: OpenTransport,
  { driver, through }: Omit<BenchOptions<never>, 'emulator'>,
) {
  const open = through ? through(direct, clock) : direct;
  const pad = createSignaturePad({ address: 'memory:pad', open, clock, protocol, ...driver });
  const drawn: { point: PenPoint; stroke: number }[] = [];
  /** Moves time on in small steps until `work` has ended, at most `ms`. Throws when it has not. */
  async function finish<T>(work: Promise<T>, ms = 60_000): Promise<T> {
    let outcome: { value: T } | null = null;
    void work.then((value) => {
      outcome = { value };
    });
    const until = clock.now() + ms;
    await clock.advance(0);
    while (outcome === null && clock.now() < until) await clock.advance(5);
    const ended = outcome as { value: T } | null;
    if (ended === null) throw new Error(`not done after ${ms} ms`);
    return ended.value;
  }
  return {
    clock,
    pad,
    /** What was said live. */
    drawn,
    finish,
    /** Starts the driver and lets it find out what is there. */
    async ready(ms = 1_000) {
      pad.start();
      await clock.advance(ms);
    },
    /** Begins a capture that must succeed. */
    async capture(signal = new AbortController().signal): Promise<SignatureCapture> {
      const begun = await finish(pad.capture(signal, (point, stroke) => drawn.push({ point, stroke })));
      if (!begun.ok) throw new Error(`${begun.error.kind}: ${begun.error.code}`);
      return begun.value;
    },
    /** Begins a capture that must fail. */
    async noCapture(ms?: number): Promise<SignatureFailure> {
      const begun = await finish(pad.capture(new AbortController().signal), ms);
      if (begun.ok) throw new Error('the capture began');
      return begun.error;
    },
  };
}

/** Strokes that look like handwriting and are nobody's: loops at under 0.5 m/s when played at 133 packets a second. */
export function scribble(strokes: number, points: number, left = 1_000, top = 2_000): ScriptPoint[][] {
  return Array.from({ length: strokes }, (_, s) =>
    Array.from({ length: points }, (_, i) => ({
      x: left + s * 500 + i * 4,
      y: top + Math.round(300 * Math.sin(i / 6 + s)),
      pressure: Math.round((0.5 + 0.4 * Math.sin(i / 9)) * 1_023) / 1_023,
    })),
  );
}

/** The places of points alone. */
export function places(points: readonly { readonly x: number; readonly y: number }[]): [number, number][] {
  return points.map(({ x, y }) => [x, y]);
}
