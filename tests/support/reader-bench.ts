import { VirtualClock } from '../../electron/core/index.ts';
import {
  createIdCardReaderEmulator,
  type EmulatorOptions,
} from '../../native-bridge/devices/id-card-reader/emulator.ts';
import { createIdCardReader, type OpenTransport } from '../../native-bridge/index.ts';

/** The real driver over an emulated reader, in virtual time; `through` may put something into the line. */
export function readerBench(
  options: Omit<EmulatorOptions, 'clock'> & {
    address?: string;
    through?: (open: OpenTransport, clock: VirtualClock) => OpenTransport;
  } = {},
) {
  const clock = new VirtualClock();
  const emulator = createIdCardReaderEmulator({ ...options, clock });
  const open = options.through ? options.through(emulator.open, clock) : emulator.open;
  const reader = createIdCardReader({ address: options.address ?? 'memory:reader', open, clock });
  const abort = new AbortController();
  return {
    clock,
    emulator,
    reader,
    abort,
    /** Starts the driver and lets it find out what is there. */
    async ready() {
      reader.start();
      await clock.advance(200);
    },
    /** Begins a read; what came of it stands in the object as soon as it has ended. */
    read(signal: AbortSignal = abort.signal) {
      const run = { reading: 0, result: null as Awaited<ReturnType<typeof reader.read>> | null };
      void reader
        .read(signal, () => run.reading++)
        .then((result) => {
          run.result = result;
        });
      return run;
    },
  };
}
