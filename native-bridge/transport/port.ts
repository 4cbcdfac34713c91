import type { Result } from '../../electron/core/index.ts';

/** Why bytes cannot be sent or will not come any more. */
export interface TransportFailure {
  readonly kind: 'busy' | 'not-found' | 'not-permitted' | 'closed' | 'write-timeout' | 'bad-address';
  /** For the technician; holds no bytes of the conversation. */
  readonly detail: string;
}

/** An open line to a device: bytes out, bytes in, in any chunking. A reader is always attached, so an unplug is seen. */
export interface Transport {
  readonly address: string;
  /** Resolves when the operating system has taken the bytes, or after `writeDeadlineMs`. */
  write(bytes: Uint8Array): Promise<Result<void, TransportFailure>>;
  /** At most one receiver; chunks that arrive before it is set are thrown away. */
  onData(receive: (chunk: Uint8Array) => void): void;
  /** Called once, when the line is closed by either side. */
  onClose(closed: (failure: TransportFailure) => void): void;
  close(): Promise<void>;
}

/** Opens an address such as `serial:///dev/ttyUSB0?baud=115200`. Each open is an exclusive lease. */
export type OpenTransport = (address: string) => Promise<Result<Transport, TransportFailure>>;
