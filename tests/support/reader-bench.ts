import { VirtualClock } from '../../electron/core/index.ts';
import type { IdCardReaderDeps } from '../../native-bridge/devices/id-card-reader/driver.ts';
import {
  createIdCardReaderEmulator,
  type EmulatorOptions,
} from '../../native-bridge/devices/id-card-reader/emulator.ts';
import { createIdCardReader, type OpenTransport } from '../../native-bridge/index.ts';

/** The real driver over an emulated reader, in virtual time; `through` may put something into the line. */
export function readerBench(
  options: Omit<EmulatorOptions, 'clock'> & {
    address?: string;
    driver?: Partial<IdCardReaderDeps>;
    through?: (open: OpenTransport, clock: VirtualClock) => OpenTransport;
  } = {},
) {
  const clock = new VirtualClock();
  const emulator = createIdCardReaderEmulator({ ...options, clock });
  const open = options.through ? options.through(emulator.open, clock) : emulator.open;
  const reader = createIdCardReader({
    address: options.address ?? 'memory:reader',
    open,
    clock,
    ...options.driver,
  });
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
    /** Begins a read of a resident card; what came of it stands in the object as soon as it has ended. */
    read(signal: AbortSignal = abort.signal) {
      const run = { reading: 0, result: null as Awaited<ReturnType<typeof readResident>> | null };
      const readResident = () => reader.read(signal, () => run.reading++);
      void readResident().then((result) => {
        run.result = result;
      });
      return run;
    },
    /** What came of a question to the reader, as soon as it is answered. */
    outcome<T>(asked: Promise<T>) {
      const run = { result: null as T | null };
      void asked.then((result) => {
        run.result = result;
      });
      return run;
    },
  };
}
