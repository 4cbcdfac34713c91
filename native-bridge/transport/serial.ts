import { access } from 'node:fs/promises';
import type { SerialPort } from 'serialport';
import { type Clock, err, ok, type Result } from '../../electron/core/index.ts';
import { TRANSPORT_LIMITS, writeInTime } from './deadlines.ts';
import type { Transport, TransportFailure } from './port.ts';
import { parseSerialAddress } from './serial-address.ts';

/**
 * Opens a serial port for this process alone (flock on Linux, exclusive by nature on Windows). The addon is loaded at
 * the first use, so a machine that has none starts all the same and reports the device as not found.
 */
export async function openSerial(
  address: string,
  clock: Clock,
): Promise<Result<Transport, TransportFailure>> {
  const settings = parseSerialAddress(address);
  if (typeof settings === 'string') return err({ kind: 'bad-address', detail: `${address}: ${settings}` });
  let Port: typeof SerialPort;
  try {
    ({ SerialPort: Port } = await import('serialport'));
  } catch (cause) {
    return err({ kind: 'not-found', detail: `serial support cannot be loaded: ${messageOf(cause)}` });
  }
  const port = new Port({
    path: settings.path,
    baudRate: settings.baud,
    dataBits: settings.bits,
    parity: settings.parity,
    stopBits: settings.stop,
    rtscts: settings.flow === 'rtscts',
    xon: settings.flow === 'xonxoff',
    xoff: settings.flow === 'xonxoff',
    lock: true,
    autoOpen: false,
  });
  const { transport, watch } = wrap(address, port, clock);
  const problem = await new Promise<Error | null>((resolve) => port.open(resolve));
  if (problem) return err(serialFailure(problem));
  watch(settings.path);
  return ok(transport);
}

function wrap(
  address: string,
  port: SerialPort,
  clock: Clock,
): { transport: Transport; watch(path: string): void } {
  let receive: (chunk: Uint8Array) => void = () => undefined;
  let closed: TransportFailure | null = null;
  let onClose: ((failure: TransportFailure) => void) | null = null;
  let watching: unknown = null;
  const end = (failure: TransportFailure) => {
    if (closed) return;
    closed = failure;
    clock.clearTimeout(watching);
    onClose?.(failure);
  };
  const lose = (detail: string) => {
    end({ kind: 'closed', detail });
    if (port.isOpen) port.close(() => undefined);
  };
  // The listener is attached from the first moment: without one, an unplugged port raises no event at all.
  port.on('data', (chunk: Uint8Array) => receive(chunk));
  port.on('close', (cause: Error | null) => {
    end({ kind: 'closed', detail: cause ? `the line broke: ${cause.message}` : 'closed by this program' });
  });
  port.on('end', () => port.isOpen && port.close(() => undefined));
  port.on('error', (cause) => lose(cause.message));
  // An unplugged terminal may also read as endless nothing, which the addon takes for "no bytes yet": it would ask again
  // without a pause and never say that the port is gone. The name in the file system is what surely vanishes.
  const watch = (path: string) => {
    // coverage-defer: Windows only, where ports are no files and an unplug is an error of the port
    /* v8 ignore next -- @preserve */
    if (!path.startsWith('/')) return;
    const look = async () => {
      const there = await access(path).then(
        () => true,
        () => false,
      );
      if (closed) return;
      if (!there) return lose('the line broke: its device is gone');
      watching = clock.setTimeout(() => void look(), TRANSPORT_LIMITS.unplugCheckMs);
    };
    watching = clock.setTimeout(() => void look(), TRANSPORT_LIMITS.unplugCheckMs);
  };
  const transport: Transport = {
    address,
    async write(bytes) {
      if (closed) return err(closed);
      const written = await writeInTime(clock, (done) => void port.write(bytes, done));
      if (!written.ok && written.error.kind === 'closed') lose(written.error.detail);
      return written;
    },
    onData: (fn) => {
      receive = fn;
    },
    onClose: (fn) => {
      onClose = fn;
      if (closed) fn(closed);
    },
    close: () =>
      new Promise((resolve) => {
        if (port.isOpen) port.close(() => resolve());
        else resolve();
      }),
  };
  return { transport, watch };
}

/** What the addon itself knows about ports. Rejects when the addon cannot be loaded. */
export async function listSerialPorts(): Promise<Awaited<ReturnType<typeof SerialPort.list>>> {
  const { SerialPort: Port } = await import('serialport');
  return Port.list();
}

/** The addon gives texts, not codes. The texts are those of strerror (Linux, macOS) and of its own (Windows). */
export function serialFailure(cause: Error): TransportFailure {
  const detail = cause.message;
  const is = (pattern: RegExp) => pattern.test(detail);
  if (is(/cannot lock|resource busy|EBUSY|EWOULDBLOCK|temporarily unavailable/i))
    return { kind: 'busy', detail };
  // Windows says "Access denied" for a port that another program holds.
  if (is(/access denied/i)) return { kind: 'busy', detail };
  if (is(/permission denied|not permitted|EACCES|EPERM/i)) return { kind: 'not-permitted', detail };
  if (is(/no such|not found|ENOENT|ENODEV|ENXIO|unknown error code/i)) return { kind: 'not-found', detail };
  if (is(/invalid|not a typewriter|inappropriate ioctl|not supported|ENOTTY/i))
    return { kind: 'bad-address', detail };
  return { kind: 'not-found', detail };
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? (cause.message.split('\n')[0] as string) : String(cause);
}
