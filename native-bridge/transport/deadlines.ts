import { type Clock, err, ok, type Result, withDeadline } from '../../electron/core/index.ts';
import type { TransportFailure } from './port.ts';

/** Limits of every line, in milliseconds. */
export const TRANSPORT_LIMITS = {
  /** How long the operating system may take to accept the bytes of one write. */
  writeDeadlineMs: 2_000,
  /** How long a TCP connection may take. */
  connectDeadlineMs: 3_000,
  /** How often a serial port is looked at for whether its device is still there. */
  unplugCheckMs: 500,
} as const;

/** Runs one write of the operating system: its outcome, or `write-timeout` when it does not come within the limit. */
export function writeInTime(
  clock: Clock,
  write: (done: (cause?: Error | null) => void) => void,
): Promise<Result<void, TransportFailure>> {
  const written = new Promise<Result<void, TransportFailure>>((resolve) => {
    write((cause) => resolve(cause ? err({ kind: 'closed', detail: cause.message }) : ok()));
  });
  const late = err({ kind: 'write-timeout', detail: `${TRANSPORT_LIMITS.writeDeadlineMs} ms` } as const);
  return withDeadline(clock, TRANSPORT_LIMITS.writeDeadlineMs, written, late);
}
