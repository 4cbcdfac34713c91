import { VirtualClock } from '../../electron/core/index.ts';
import {
  createFingerprintModule,
  type FingerprintModuleDeps,
} from '../../native-bridge/devices/fingerprint/driver.ts';
import {
  createFingerprintEmulator,
  type FingerprintEmulatorOptions,
} from '../../native-bridge/devices/fingerprint/emulator.ts';
import type { CaptureFeedback } from '../../native-bridge/devices/fingerprint/types.ts';
import type { OpenTransport } from '../../native-bridge/transport/port.ts';

/** The real driver over an emulated module, in virtual time; `through` may put something into the line. */
export function fingerprintBench(
  options: {
    emulator?: Omit<FingerprintEmulatorOptions, 'clock'>;
    driver?: Partial<FingerprintModuleDeps>;
    through?: (open: OpenTransport, clock: VirtualClock) => OpenTransport;
  } = {},
) {
  const clock = new VirtualClock();
  const emulator = createFingerprintEmulator({ ...options.emulator, clock });
  const open = options.through ? options.through(emulator.open, clock) : emulator.open;
  const module = createFingerprintModule({ address: 'memory:module', open, clock, ...options.driver });
  const feedback: CaptureFeedback[] = [];
  return {
    clock,
    emulator,
    module,
    feedback,
    /** Options of a capture whose feedback is written down. */
    noted: { feedback: (one: CaptureFeedback) => void feedback.push(one) },
    /** Names of what the module was asked, from `from` on. */
    asked: (from = 0) => emulator.asked.slice(from).map(({ command }) => command),
    /** Starts the driver and lets it find out what is there. */
    async ready() {
      module.start();
      await clock.advance(3_000);
    },
    /** Moves time on in small steps until `work` has ended, at most `ms`. Throws when it has not. */
    async finish<T>(work: Promise<T>, ms = 60_000): Promise<T> {
      let outcome: { value: T } | { cause: unknown } | null = null;
      work.then(
        (value) => {
          outcome = { value };
        },
        (cause: unknown) => {
          outcome = { cause };
        },
      );
      const until = clock.now() + ms;
      await clock.advance(0);
      while (outcome === null && clock.now() < until) await clock.advance(10);
      const ended = outcome as { value: T } | { cause: unknown } | null;
      if (ended === null) throw new Error(`not done after ${ms} ms`);
      if ('cause' in ended) throw ended.cause;
      return ended.value;
    },
    /** Takes part in an enrolment: lays the finger on, takes it off when told to, lays it on again. */
    obedient(finger: number) {
      emulator.place(finger);
      return {
        feedback: (one: CaptureFeedback) => {
          feedback.push(one);
          if (one === 'lift-finger') emulator.lift();
          if (one === 'place-finger') emulator.place(finger);
        },
      };
    },
  };
}
