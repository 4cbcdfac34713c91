import { type Clock, err, ok, type Result } from '../../electron/core/index.ts';
import type { OpenTransport, Transport, TransportFailure } from './port.ts';

/** One thing that happened on a recorded line, `at` milliseconds after it was opened. */
export type RecordedStep =
  | { readonly at: number; readonly dir: 'out' | 'in'; readonly hex: string }
  | { readonly at: number; readonly closed: string };

/** A recorded conversation. It holds every byte, so perhaps a person's card: whoever makes one must keep it like one. */
export interface Recording {
  readonly address: string;
  readonly steps: readonly RecordedStep[];
}

const FORMAT = 'tongban-line-recording';

/** Passes every line of `open` on unchanged and hands its recording, as lines of text without their ends, to `write`. */
export function recordedOpen(
  open: OpenTransport,
  clock: Clock,
  write: (line: string) => void,
): OpenTransport {
  return async (address) => {
    const opened = await open(address);
    if (!opened.ok) return opened;
    const began = clock.now();
    const note = (step: { dir: 'out' | 'in'; hex: string } | { closed: string }) =>
      write(JSON.stringify({ at: clock.now() - began, ...step }));
    write(JSON.stringify({ format: FORMAT, version: 1, address }));
    const inner = opened.value;
    return ok({
      address: inner.address,
      write(bytes) {
        note({ dir: 'out', hex: hexOf(bytes) });
        return inner.write(bytes);
      },
      onData: (receive) =>
        inner.onData((chunk) => {
          note({ dir: 'in', hex: hexOf(chunk) });
          receive(chunk);
        }),
      onClose: (closed) =>
        inner.onClose((failure) => {
          note({ closed: failure.detail });
          closed(failure);
        }),
      close: () => inner.close(),
    });
  };
}

/** Reads what `recordedOpen` wrote: the last line opened in it, or what is wrong and on which line. */
export function parseRecording(text: string): Result<Recording, string> {
  let address: string | null = null;
  let steps: RecordedStep[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue;
    const parsed = parseLine(line);
    if (parsed === null) return err(`line ${index + 1} is not part of a recording`);
    if ('address' in parsed) {
      address = parsed.address;
      steps = [];
    } else if (address === null) return err('the recording has no beginning');
    else steps.push(parsed);
  }
  return address === null ? err('the recording is empty') : ok({ address, steps });
}

function parseLine(line: string): RecordedStep | { readonly address: string } | null {
  let value: Record<string, unknown>;
  try {
    value = JSON.parse(line) as Record<string, unknown>;
  } catch {
    return null;
  }
  if (typeof value !== 'object' || value === null) return null;
  if (value.format === FORMAT && value.version === 1 && typeof value.address === 'string')
    return { address: value.address };
  if (typeof value.at !== 'number') return null;
  if (typeof value.closed === 'string') return { at: value.at, closed: value.closed };
  const isHex = typeof value.hex === 'string' && /^(?:[0-9a-f]{2})*$/.test(value.hex);
  if (isHex && (value.dir === 'in' || value.dir === 'out'))
    return { at: value.at, dir: value.dir, hex: value.hex as string };
  return null;
}

/**
 * Opens a line that plays a recording: it answers with what came then, as soon as what was sent then has been sent
 * again, in whatever chunks. Something else sent closes the line and says from which byte on it differs. With `paced`
 * what came keeps its distance in time from what went before it; without, it comes at once.
 */
export function replayOpen(recording: Recording, clock: Clock, { paced = false } = {}): OpenTransport {
  return async (address) => ok(new Replay(address, recording, clock, paced));
}

class Replay implements Transport {
  readonly address: string;
  readonly #steps: readonly RecordedStep[];
  readonly #clock: Clock;
  readonly #paced: boolean;
  #next = 0;
  #sent = 0;
  /** Bytes of the present "out" step that have been sent already. */
  #matched = 0;
  #receive: (chunk: Uint8Array) => void = () => undefined;
  #onClose: (failure: TransportFailure) => void = () => undefined;
  #closed: TransportFailure | null = null;
  #timer: unknown = null;

  constructor(address: string, recording: Recording, clock: Clock, paced: boolean) {
    this.address = address;
    this.#steps = recording.steps;
    this.#clock = clock;
    this.#paced = paced;
    queueMicrotask(() => this.#play());
  }

  async write(bytes: Uint8Array): Promise<Result<void, TransportFailure>> {
    if (this.#closed) return err(this.#closed);
    for (const byte of bytes) {
      let step = this.#steps[this.#next];
      // What came meanwhile then may come later now: it does not hold up what is sent.
      while (step && !('dir' in step && step.dir === 'out')) step = this.#deliver(step);
      if (this.#closed) return err(this.#closed);
      const expected = step && Number.parseInt(step.hex.slice(2 * this.#matched, 2 * this.#matched + 2), 16);
      if (!step || byte !== expected) {
        this.#end(`byte ${this.#sent + 1} sent is not what was sent when this was recorded`);
        return err(this.#closed as unknown as TransportFailure);
      }
      this.#sent++;
      this.#matched++;
      if (2 * this.#matched === step.hex.length) {
        this.#next++;
        this.#matched = 0;
      }
    }
    queueMicrotask(() => this.#play());
    return ok();
  }

  onData(receive: (chunk: Uint8Array) => void): void {
    this.#receive = receive;
  }

  onClose(closed: (failure: TransportFailure) => void): void {
    this.#onClose = closed;
    if (this.#closed) closed(this.#closed);
  }

  async close(): Promise<void> {
    this.#end('closed by this program');
  }

  /** Plays what came then, up to the next thing that has to be sent first. */
  #play(): void {
    if (this.#timer !== null) return;
    for (;;) {
      const step = this.#steps[this.#next];
      if (this.#closed || !step || ('dir' in step && step.dir === 'out')) return;
      const before = this.#steps[this.#next - 1]?.at ?? 0;
      if (this.#paced && step.at > before) {
        this.#timer = this.#clock.setTimeout(() => {
          this.#timer = null;
          if (this.#steps[this.#next] === step) this.#deliver(step);
          this.#play();
        }, step.at - before);
        return;
      }
      this.#deliver(step);
    }
  }

  #deliver(step: RecordedStep): (RecordedStep & { dir: 'out' }) | undefined {
    this.#next++;
    if ('closed' in step) this.#end(step.closed);
    else this.#receive(Uint8Array.from(Buffer.from(step.hex, 'hex')));
    return this.#steps[this.#next] as (RecordedStep & { dir: 'out' }) | undefined;
  }

  #end(detail: string): void {
    if (this.#closed) return;
    this.#closed = { kind: 'closed', detail };
    if (this.#timer !== null) this.#clock.clearTimeout(this.#timer);
    this.#onClose(this.#closed);
  }
}

function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('hex');
}
