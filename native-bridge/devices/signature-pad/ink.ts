import type { PenReceiver, PenSample } from './pad-line.ts';
import { smooth } from './smooth.ts';
import { INK_LIMITS as LIMITS } from './timing.ts';
import type {
  OnPoint,
  PacketCounts,
  PadProtocolName,
  PadSize,
  PenPoint,
  PenState,
  Signature,
  Stroke,
} from './types.ts';

export interface InkOptions {
  readonly size: PadSize;
  /** Time that a packet of the pen takes on the line, in milliseconds. */
  readonly packetMs: number;
  readonly now: () => number;
  readonly onPen: (state: PenState) => void;
  readonly onPoint?: OnPoint;
}

/** A point that may become ink; `at` in milliseconds of the clock. */
interface Touch {
  x: number;
  y: number;
  pressure: number;
  at: number;
}

type Dropped = { -readonly [K in keyof PacketCounts['dropped']]: number };

/**
 * Makes strokes of samples: tip down to tip up or out of range. What cannot be ink is dropped and counted, so that
 * packets = ink + pen in the air + dropped.
 */
export class Ink implements PenReceiver {
  readonly #options: InkOptions;
  #pen = 0;
  #touch = 0;
  #damaged = 0;
  readonly #dropped: Dropped = { outside: 0, jump: 0, fleck: 0, eraser: 0, surplus: 0 };
  #strokes: Touch[][] = [];
  #current: Touch[] = [];
  /** A point too far away: noise when the next one is not near it, the beginning of a stroke when it is. */
  #suspect: Touch | null = null;
  #points = 0;
  #near = false;
  #eraser = false;
  #wasOutside = false;
  /** When the last packet left the pad, as far as can be told. */
  #at = Number.NEGATIVE_INFINITY;
  /** When the first point that is ink was written: there `t` is 0. */
  #began: number | null = null;

  constructor(options: InkOptions) {
    this.#options = options;
  }

  get isEmpty(): boolean {
    return this.#strokes.length === 0 && this.#current.length < 2;
  }

  counts(): PacketCounts {
    return {
      pen: this.#pen,
      touch: this.#touch,
      damaged: this.#damaged,
      dropped: { ...this.#dropped },
    };
  }

  touched(): void {
    this.#touch++;
  }

  damaged(): void {
    this.#damaged++;
  }

  sample(sample: PenSample): void {
    this.#pen++;
    // Packets arrive in heaps: those of one heap were sent one after another, no faster than the line can carry them.
    this.#at = Math.max(this.#options.now(), this.#at + this.#options.packetMs);
    if (!sample.near) {
      this.#near = false;
      this.#endStroke();
      this.#options.onPen('away');
      return;
    }
    // The eraser end shows as the pen comes into range; a bit that is set later is the second switch.
    this.#eraser = sample.secondSwitch && (this.#eraser || !this.#near);
    this.#near = true;
    if (!sample.tip) {
      this.#endStroke();
      this.#options.onPen('near');
      return;
    }
    this.#options.onPen('down');
    if (this.#eraser) {
      this.#dropped.eraser++;
      this.#endStroke();
    } else this.#touchDown(sample);
  }

  /** Overwrites and forgets all ink. The counts stay. */
  erase(): void {
    for (const stroke of [...this.#strokes, this.#current]) {
      for (const touch of stroke) touch.x = touch.y = touch.pressure = touch.at = 0;
    }
    this.#strokes = [];
    this.#current = [];
    this.#suspect = null;
    this.#points = 0;
    this.#began = null;
  }

  /** All ink; a stroke under way ends here. The points are the caller's, nothing of them stays here. */
  finish(protocol: PadProtocolName): Signature {
    this.#endStroke();
    const raw: Stroke[] = this.#strokes.map((touches) => ({
      points: touches.map((touch) => this.#point(touch)),
    }));
    this.erase();
    const strokes = raw.map(({ points }) => ({ points: smooth(points) }));
    return { protocol, size: this.#options.size, strokes, raw, counts: this.counts() };
  }

  #touchDown({ x, y, pressure }: PenSample): void {
    const { width, height } = this.#options.size;
    if (x < 0 || y < 0 || x > width || y > height) {
      this.#dropped.outside++;
      // Once may be noise. A pen that goes on out there comes back somewhere else.
      if (this.#wasOutside) this.#endStroke();
      this.#wasOutside = true;
      return;
    }
    this.#wasOutside = false;
    if (this.#points + this.#current.length >= LIMITS.points) {
      this.#dropped.surplus++;
      return;
    }
    const touch: Touch = { x, y, pressure, at: this.#at };
    const last = this.#current.at(-1);
    if (!last) {
      this.#current.push(touch);
      return;
    }
    const far = distance(last, touch);
    if (far > LIMITS.slack && touch.at - last.at > LIMITS.pause) {
      this.#endStroke();
      this.#current.push(touch);
    } else if (canBe(last, touch)) {
      this.#dropSuspect();
      this.#add(touch);
    } else if (this.#suspect && canBe(this.#suspect, touch)) {
      const first = this.#suspect;
      this.#suspect = null;
      this.#endStroke();
      this.#current.push(first);
      this.#add(touch);
    } else {
      this.#dropSuspect();
      this.#suspect = touch;
    }
  }

  /** The second point of a stroke and all that follow it. */
  #add(touch: Touch): void {
    this.#current.push(touch);
    if (this.#current.length === 2) this.#say(this.#current[0] as Touch);
    this.#say(touch);
  }

  #endStroke(): void {
    this.#dropSuspect();
    this.#wasOutside = false;
    const [first, second] = this.#current;
    if (!first) return;
    if (second === undefined) {
      if (this.#at - first.at < LIMITS.fleck) {
        this.#dropped.fleck++;
        this.#current = [];
        return;
      }
      this.#say(first);
    }
    this.#points += this.#current.length;
    this.#strokes.push(this.#current);
    this.#current = [];
  }

  #dropSuspect(): void {
    if (this.#suspect) this.#dropped.jump++;
    this.#suspect = null;
  }

  #say(touch: Touch): void {
    this.#began ??= touch.at;
    this.#options.onPoint?.(this.#point(touch), this.#strokes.length);
  }

  #point({ x, y, pressure, at }: Touch): PenPoint {
    return { x, y, pressure, t: Math.round((at - (this.#began ?? at)) * 10) / 10 };
  }
}

function distance(a: Touch, b: Touch): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Whether a hand can have moved from one to the other. */
function canBe(from: Touch, to: Touch): boolean {
  return distance(from, to) <= LIMITS.slack + LIMITS.handSpeed * (to.at - from.at);
}

/** True when nothing was written. */
export function isEmpty(signature: Signature): boolean {
  return signature.strokes.length === 0;
}

/** Overwrites every point. The strokes are then useless. */
export function eraseSignature(signature: Signature): void {
  for (const { points } of [...signature.strokes, ...signature.raw]) {
    for (const point of points as { -readonly [K in keyof PenPoint]: PenPoint[K] }[]) {
      point.x = point.y = point.pressure = point.t = 0;
    }
  }
}
