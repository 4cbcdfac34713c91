import { err, ok } from '../../electron/core/index.ts';
import type { Transport, TransportFailure } from './port.ts';

/** How bytes are cut on their way, e.g. one by one. The pieces joined must be the bytes. */
export type Chunking = (bytes: Uint8Array) => readonly Uint8Array[];

/** Two connected ends of a line that exists in memory only. Closing either end closes both. For demo and tests. */
export function memoryPair(address: string, chunking: Chunking = (bytes) => [bytes]): [Transport, Transport] {
  const a = new MemoryEnd(address, chunking);
  const b = new MemoryEnd(address, chunking);
  a.peer = b;
  b.peer = a;
  return [a, b];
}

/** Cuts into pieces of `size` bytes. */
export function piecesOf(size: number): Chunking {
  return (bytes) => {
    const pieces: Uint8Array[] = [];
    for (let at = 0; at < bytes.length; at += size) pieces.push(bytes.slice(at, at + size));
    return pieces;
  };
}

class MemoryEnd implements Transport {
  readonly address: string;
  peer: MemoryEnd | null = null;
  readonly #chunking: Chunking;
  #receive: ((chunk: Uint8Array) => void) | null = null;
  #onClose: ((failure: TransportFailure) => void) | null = null;
  #closed: TransportFailure | null = null;

  constructor(address: string, chunking: Chunking) {
    this.address = address;
    this.#chunking = chunking;
  }

  async write(bytes: Uint8Array) {
    if (this.#closed) return err(this.#closed);
    const peer = this.peer;
    for (const piece of this.#chunking(bytes)) queueMicrotask(() => peer?.arrive(piece.slice()));
    return ok();
  }

  arrive(chunk: Uint8Array): void {
    if (!this.#closed) this.#receive?.(chunk);
  }

  onData(receive: (chunk: Uint8Array) => void): void {
    this.#receive = receive;
  }

  onClose(closed: (failure: TransportFailure) => void): void {
    this.#onClose = closed;
    if (this.#closed) closed(this.#closed);
  }

  async close(): Promise<void> {
    this.end({ kind: 'closed', detail: 'closed by this program' });
    this.peer?.end({ kind: 'closed', detail: 'closed by the other side' });
  }

  end(failure: TransportFailure): void {
    if (this.#closed) return;
    this.#closed = failure;
    this.#onClose?.(failure);
  }
}
