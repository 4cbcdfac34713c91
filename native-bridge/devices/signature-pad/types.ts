import type { Result, Watchable } from '../../../electron/core/index.ts';
import type { Presence } from '../../link/device-link.ts';

/** `isdv4`: Wacom's serial pens. `topaz`: SigLite, SignatureGem, ClipGem. */
export const PAD_PROTOCOLS = ['isdv4', 'topaz'] as const;
export type PadProtocolName = (typeof PAD_PROTOCOLS)[number];

/** Width and height of the surface that takes ink, in 0.01 mm. */
export interface PadSize {
  readonly width: number;
  readonly height: number;
}

/** What the pad is, for the technician: nothing personal. */
export interface PadInfo {
  readonly protocol: PadProtocolName;
  readonly size: PadSize;
  /** Steps of pressure; null for a pad that has not shown any. */
  readonly pressureSteps: number | null;
  /** Firmware version (ISDV4), or model and serial number (Topaz); null as long as the pad has not said it. */
  readonly version: string | null;
  /** Fingers are felt too; null when the pad did not say. */
  readonly touch: boolean | null;
  /** What `ready` rests on: the pad has answered a question, or only its line is open. */
  readonly provedBy: 'answer' | 'open-line';
}

/**
 * One point of ink. `x` to the right and `y` down from the upper left corner of the pad, both in 0.01 mm; `pressure` from
 * 0 to 1 (0.5 on a pad that knows none); `t` in milliseconds since the first point of the signature.
 */
export interface PenPoint {
  readonly x: number;
  readonly y: number;
  readonly pressure: number;
  readonly t: number;
}

/** From pen down to pen up: one point at least. */
export interface Stroke {
  readonly points: readonly PenPoint[];
}

/** What came from the pad and what became of it, in packets. */
export interface PacketCounts {
  /** Pen packets, whole and in any state of the pen. */
  readonly pen: number;
  /** Packets of fingers and palms: skipped. */
  readonly touch: number;
  /** Beginnings of packets that came to nothing: damaged on the line. */
  readonly damaged: number;
  /** Pen packets that touched the surface but are no ink. */
  readonly dropped: {
    /** Beyond the surface. */
    readonly outside: number;
    /** Further away than a hand can move. */
    readonly jump: number;
    /** Touched down for one packet only. */
    readonly fleck: number;
    /** The eraser end of the pen. */
    readonly eraser: number;
    /** More than a signature can have. */
    readonly surplus: number;
  };
}

/** A signature as vector data. It is a person's: whoever has it calls `eraseSignature` when it is done with. */
export interface Signature {
  readonly protocol: PadProtocolName;
  readonly size: PadSize;
  /** Lightly smoothed; as many points, and the same first and last point, as in `raw`. */
  readonly strokes: readonly Stroke[];
  /** As they came. */
  readonly raw: readonly Stroke[];
  readonly counts: PacketCounts;
}

export interface SignatureFailure {
  readonly kind:
    | 'device-lost' /** the pad is away or stopped answering; what was written so far is gone */
    | 'cancelled'
    | 'busy' /** another capture is under way */;
  /** Why, for the technician: `absent`, `line-closed`, `no-answer`, `aborted`, `stopped`, `over` …; nothing of the ink. */
  readonly code: string;
}

/** `away`: out of range, or the pad has said nothing for a second. `near`: over the pad. `down`: writing. */
export type PenState = 'away' | 'near' | 'down';

/**
 * Called for each point as it becomes ink, in order; the point is the receiver's to erase. `stroke` counts from 0: a new
 * number is a new line. After `clear` it begins at 0 again.
 */
export type OnPoint = (point: PenPoint, stroke: number) => void;

/** A signature that is being written. */
export interface SignatureCapture {
  readonly info: PadInfo;
  readonly pen: Watchable<PenState>;
  /** Why it ended without `stop`; null while it goes on. What was written is then erased. */
  readonly failure: Watchable<SignatureFailure | null>;
  /** True until there is ink. */
  isEmpty(): boolean;
  counts(): PacketCounts;
  /** Erases what was written and goes on: the citizen wants to start again. */
  clear(): void;
  /** Ends it. A pen that is still down ends its stroke here. A second call fails with `cancelled`. */
  stop(): Result<Signature, SignatureFailure>;
}

export interface SignaturePad {
  /** With Topaz `ready` means no more than that the line is open: that pad cannot be asked. */
  readonly presence: Watchable<Presence>;
  /** What the pad last said of itself; null before it was there. */
  readonly info: Watchable<PadInfo | null>;
  /**
   * Begins to take ink; resolves when the pad streams. One at a time. An abort ends it and erases what was written.
   */
  capture(signal: AbortSignal, onPoint?: OnPoint): Promise<Result<SignatureCapture, SignatureFailure>>;
  start(): void;
  stop(): Promise<void>;
}
