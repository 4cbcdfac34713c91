import type {
  PenPoint,
  SignatureCapture,
  SignaturePad,
} from '../../native-bridge/devices/signature-pad/types.ts';
import { type Clock, follow, Signal, sleep } from '../core/index.ts';
import { type InkPart, type InkPoint, STROKE_LIMITS } from './types.ts';

/** Between two parts of the picture at least, in milliseconds: a screen needs no more, and a busy host has time. */
const PART_EVERY_MS = 50;
/** Whoever writes is said to be there once in so long, in milliseconds. */
const THERE_EVERY_MS = 2_000;
/** Share of the pad's width below which a line is a slip of the pen. */
const SHORTEST = 0.03;

export type PadWord = 'empty' | 'written' | 'ink' | 'lost';

export interface PadDeskDeps {
  readonly pad: SignaturePad;
  readonly clock: Clock;
  /** For the log: why a capture failed; nothing of the ink. */
  readonly onFailure: (kind: string, code: string) => void;
}

/**
 * The signature pad as the journey uses it: one signature at a time, seen as it is written, held here until it is taken
 * or thrown away. What the driver gave is kept as it came: a filter is for looks, not for what was signed.
 */
export class PadDesk {
  readonly #deps: PadDeskDeps;
  /** Counts every change, for whoever draws. */
  readonly #changes = new Signal(0);
  #strokes: InkPoint[][] = [];
  #length = 0;
  /** Counts beginnings from nothing. */
  #sheet = 0;
  #aspect = 1;
  #open: Sitting | null = null;

  constructor(deps: PadDeskDeps) {
    this.#deps = deps;
  }

  get ready(): boolean {
    return this.#deps.pad.presence.value === 'ready';
  }

  /** What is written, when it is more than a few dots; the caller's own copy. */
  strokes(): InkPoint[][] | null {
    return this.#length >= SHORTEST ? this.#strokes.map((stroke) => stroke.slice()) : null;
  }

  /** Takes ink until it is closed or the pad is lost. One at a time: an earlier one is closed. */
  open(heard: (word: PadWord) => void): { clear(): void; close(): void } {
    this.#open?.close();
    const sitting: Sitting = new Sitting(this.#deps, {
      begun: (aspect) => {
        this.#aspect = aspect;
        this.#blank();
        heard('empty');
      },
      point: (point, stroke, first) => this.#add(point, stroke, first, heard),
      cleared: () => {
        this.#blank();
        heard('empty');
      },
      lost: () => {
        this.#blank();
        heard('lost');
      },
    });
    this.#open = sitting;
    return {
      clear: () => sitting.clear(),
      close: () => {
        sitting.close();
        if (this.#open !== sitting) return;
        this.#open = null;
        this.#blank();
      },
    };
  }

  /** The picture and what is added to it, a few times a second. */
  async *live(signal?: AbortSignal): AsyncGenerator<InkPart, void> {
    let sheet = -1;
    let sent: number[] = [];
    for await (const _ of follow(this.#changes, signal)) {
      const fresh = sheet !== this.#sheet;
      if (fresh) sent = [];
      sheet = this.#sheet;
      const strokes = this.#strokes.flatMap((points, stroke) => {
        const from = sent[stroke] ?? 0;
        sent[stroke] = points.length;
        return points.length > from ? [{ stroke, points: points.slice(from) }] : [];
      });
      if (fresh || strokes.length > 0) yield { fresh, aspect: this.#aspect, strokes };
      await sleep(this.#deps.clock, PART_EVERY_MS, signal);
    }
  }

  #add(point: InkPoint, stroke: number, first: boolean, heard: (word: PadWord) => void): void {
    if (stroke >= STROKE_LIMITS.strokes) return;
    const points = this.#strokes[stroke] ?? [];
    this.#strokes[stroke] = points;
    if (points.length >= STROKE_LIMITS.points) return;
    const before = points.at(-1);
    const wasWritten = this.#length >= SHORTEST;
    if (before) this.#length += Math.hypot(point.x - before.x, point.y - before.y);
    points.push(point);
    this.#changed();
    if (!wasWritten && this.#length >= SHORTEST) heard('written');
    else if (first) heard('ink');
  }

  #blank(): void {
    for (const stroke of this.#strokes) stroke.length = 0;
    this.#strokes = [];
    this.#length = 0;
    this.#sheet++;
    this.#changed();
  }

  #changed(): void {
    this.#changes.set(this.#changes.value + 1);
  }
}

interface Listener {
  begun(aspect: number): void;
  /** `first`: nothing was said of ink for a while. */
  point(point: InkPoint, stroke: number, first: boolean): void;
  cleared(): void;
  lost(): void;
}

/** One capture from its beginning to its end. */
class Sitting {
  readonly #ends = new AbortController();
  readonly #listener: Listener;
  #capture: SignatureCapture | null = null;

  constructor({ pad, clock, onFailure }: PadDeskDeps, listener: Listener) {
    this.#listener = listener;
    let size = { width: 1, height: 1 };
    let saidAt = Number.NEGATIVE_INFINITY;
    const share = (value: number) => Math.min(1, Math.max(0, value));
    const onPoint = (point: PenPoint, stroke: number) => {
      if (this.#over || !this.#capture) return;
      const first = clock.now() - saidAt >= THERE_EVERY_MS;
      if (first) saidAt = clock.now();
      const { pressure, t } = point;
      listener.point(
        {
          x: share(point.x / size.width),
          y: share(point.y / size.height),
          t: Math.round(t),
          p: share(pressure),
        },
        stroke,
        first,
      );
    };
    const failed = ({ kind, code }: { kind: string; code: string }) => {
      if (this.#over) return;
      this.#ends.abort();
      onFailure(kind, code);
      listener.lost();
    };
    void pad.capture(this.#ends.signal, onPoint).then((begun) => {
      if (!begun.ok) return failed(begun.error);
      if (this.#over) return;
      this.#capture = begun.value;
      size = begun.value.info.size;
      begun.value.failure.subscribe((failure) => failure && failed(failure));
      listener.begun(size.width / size.height);
    });
  }

  get #over(): boolean {
    return this.#ends.signal.aborted;
  }

  clear(): void {
    if (this.#over || !this.#capture) return;
    this.#capture.clear();
    this.#listener.cleared();
  }

  /** The driver erases what it holds. */
  close(): void {
    this.#ends.abort();
  }
}
