/** What stands at one place of a stream of bytes. */
export type Look<Frame> =
  /** A whole frame of `bytes` bytes begins here. `frame` must not share memory with what was looked at. */
  | { readonly kind: 'frame'; readonly frame: Frame; readonly bytes: number }
  /** This may be the beginning of a frame: more bytes are needed to tell. */
  | 'more'
  /** No frame begins at this byte. */
  | 'noise'
  /** It began like a frame, but is none: damaged on the line, or noise that looks like a beginning. */
  | Damage;

export type Damage = 'bad-checksum' | 'bad-length' | 'bad-end';

/** How the frames of a protocol are told apart in a stream of bytes: all that `Framer` has to know. */
export interface Framing<Frame> {
  /** Bytes of the longest frame: no more than that is ever held back. */
  readonly maxBytes: number;
  look(bytes: Uint8Array, at: number): Look<Frame>;
}

export type FramerEvent<Frame> =
  | { readonly kind: 'frame'; readonly frame: Frame }
  | { readonly kind: Damage };

/**
 * Takes bytes in any chunking and gives back the frames in them. After anything wrong it looks on from the next byte,
 * so a damaged frame never swallows the good one behind it. It holds at most one frame, and overwrites what it has
 * given out: the bytes may be a person's.
 */
export class Framer<Frame> {
  readonly #framing: Framing<Frame>;
  #held = new Uint8Array(0);

  constructor(framing: Framing<Frame>) {
    this.#framing = framing;
  }

  /** Bytes that wait for the rest of their frame. */
  get held(): number {
    return this.#held.length;
  }

  push(chunk: Uint8Array): FramerEvent<Frame>[] {
    const bytes = new Uint8Array(this.#held.length + chunk.length);
    bytes.set(this.#held);
    bytes.set(chunk, this.#held.length);
    this.#held.fill(0);
    const events: FramerEvent<Frame>[] = [];
    let at = 0;
    while (at < bytes.length) {
      const look = this.#framing.look(bytes, at);
      if (typeof look === 'object') {
        events.push({ kind: 'frame', frame: look.frame });
        at += look.bytes;
      } else if (look === 'more') {
        if (bytes.length - at <= this.#framing.maxBytes) break;
        at += 1;
      } else {
        if (look !== 'noise') events.push({ kind: look });
        at += 1;
      }
    }
    this.#held = bytes.slice(at);
    bytes.fill(0);
    return events;
  }

  /** Forgets an unfinished frame. */
  reset(): void {
    this.#held.fill(0);
    this.#held = new Uint8Array(0);
  }
}

/** Frames that begin with fixed bytes and say their length: `start … length (2 bytes, big-endian) … counted bytes`. */
export interface LengthFraming<Frame> {
  readonly start: readonly number[];
  /** Where the length word stands, counted from the first byte of the frame. */
  readonly lengthAt: number;
  /** Smallest and greatest length word that a frame may have. What the word counts follows it directly. */
  readonly least: number;
  readonly most: number;
  /** Whether the checksum of a whole frame is right. */
  intact(bytes: Uint8Array, from: number, to: number): boolean;
  /** The frame in its bytes; they are a copy. */
  frame(bytes: Uint8Array): Frame;
}

export function lengthFraming<Frame>(spec: LengthFraming<Frame>): Framing<Frame> {
  const headerBytes = spec.lengthAt + 2;
  return {
    maxBytes: headerBytes + spec.most,
    look(bytes, at) {
      const start = beginsWith(bytes, at, spec.start);
      if (start === 'no') return 'noise';
      if (start === 'more' || bytes.length - at < headerBytes) return 'more';
      const length = ((bytes[at + spec.lengthAt] as number) << 8) | (bytes[at + spec.lengthAt + 1] as number);
      if (length < spec.least || length > spec.most) return 'bad-length';
      const end = at + headerBytes + length;
      if (end > bytes.length) return 'more';
      if (!spec.intact(bytes, at, end)) return 'bad-checksum';
      return { kind: 'frame', frame: spec.frame(bytes.slice(at, end)), bytes: end - at };
    },
  };
}

/** Whether the bytes at `at` are `start`, are not, or end before one can tell. */
export function beginsWith(bytes: Uint8Array, at: number, start: readonly number[]): 'yes' | 'no' | 'more' {
  for (let i = 0; i < start.length; i++) {
    if (at + i === bytes.length) return 'more';
    if (bytes[at + i] !== start[i]) return 'no';
  }
  return 'yes';
}
