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
  #strokes: PenPoint[][] = [];
  #current: PenPoint[] = [];
  /** A point too far away: noise when the next one is not near it, the beginning of a stroke when it is. */
  #suspect: PenPoint | null = null;
  #points = 0;
  #near = false;
  #eraser = false;
  #wasOutside = false;
  /** When the last packet left the pad, as far as can be told. */
  #at = Number.NEGATIVE_INFINITY;
  #firstAt: number | null = null;

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

  /** Forgets all ink. The counts stay. */
  erase(): void {
    for (const stroke of [...this.#strokes, this.#current]) erasePoints(stroke);
    this.#strokes = [];
    this.#current = [];
    this.#suspect = null;
    this.#points = 0;
    this.#firstAt = null;
  }

  /** All ink; a stroke under way ends here. The points are the caller's from now on. */
  finish(protocol: PadProtocolName): Signature {
    this.#endStroke();
    const raw: Stroke[] = this.#strokes.map((points) => ({ points }));
    this.#strokes = [];
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
    this.#firstAt ??= this.#at;
    const point: PenPoint = { x, y, pressure, t: Math.round((this.#at - this.#firstAt) * 10) / 10 };
    const last = this.#current.at(-1);
    if (!last) {
      this.#current.push(point);
      return;
    }
    const far = distance(last, point);
    if (far > LIMITS.slack && point.t - last.t > LIMITS.pause) {
      this.#endStroke();
      this.#current.push(point);
    } else if (canBe(last, point)) {
      this.#dropSuspect();
      this.#add(point);
    } else if (this.#suspect && canBe(this.#suspect, point)) {
      const first = this.#suspect;
      this.#suspect = null;
      this.#endStroke();
      this.#current.push(first);
      this.#add(point);
    } else {
      this.#dropSuspect();
      this.#suspect = point;
    }
  }

  /** The second point of a stroke and all that follow it. */
  #add(point: PenPoint): void {
    if (this.#points + this.#current.length >= LIMITS.points) {
      this.#dropped.surplus++;
      return;
    }
    this.#current.push(point);
    if (this.#current.length === 2) this.#say(this.#current[0] as PenPoint);
    this.#say(point);
  }

  #endStroke(): void {
    this.#dropSuspect();
    this.#wasOutside = false;
    const [first, second] = this.#current;
    if (!first) return;
    if (second === undefined) {
      const stayed = this.#at - (this.#firstAt as number) - first.t;
      if (stayed < LIMITS.fleck) {
        this.#dropped.fleck++;
        this.#current = [];
        // Time begins with what is ink.
        if (this.#strokes.length === 0) this.#firstAt = null;
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

  #say(point: PenPoint): void {
    this.#options.onPoint?.(point, this.#strokes.length);
  }
}

function distance(a: PenPoint, b: PenPoint): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** Whether a hand can have moved from one to the other. */
function canBe(from: PenPoint, to: PenPoint): boolean {
  return distance(from, to) <= LIMITS.slack + LIMITS.handSpeed * (to.t - from.t);
}

function erasePoints(points: readonly PenPoint[]): void {
  for (const point of points as { -readonly [K in keyof PenPoint]: PenPoint[K] }[]) {
    point.x = point.y = point.pressure = point.t = 0;
  }
}

/** True when nothing was written. */
export function isEmpty(signature: Signature): boolean {
  return signature.strokes.length === 0;
}

/** Overwrites every point. The strokes are then useless. */
export function eraseSignature(signature: Signature): void {
  for (const { points } of [...signature.strokes, ...signature.raw]) erasePoints(points);
}
