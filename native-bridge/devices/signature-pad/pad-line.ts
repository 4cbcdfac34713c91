import type { Clock, Result } from '../../../electron/core/index.ts';
import type { Framing } from '../../codec/framer.ts';
import type { HeldLine } from '../../link/keep-open.ts';
import type { NoAnswer } from '../../link/request-line.ts';
import type { Transport } from '../../transport/port.ts';
import type { SerialSettings } from '../../transport/serial-address.ts';
import type { PadInfo, PadProtocolName } from './types.ts';

/** Where the pen is, in whatever protocol: `x`, `y` in 0.01 mm from the upper left corner, `pressure` from 0 to 1. */
export interface PenSample {
  readonly near: boolean;
  readonly tip: boolean;
  /** The second side switch or the eraser end. */
  readonly secondSwitch: boolean;
  readonly x: number;
  readonly y: number;
  readonly pressure: number;
}

/** Who listens while a signature is written. */
export interface PenReceiver {
  sample(sample: PenSample): void;
  touched(): void;
  damaged(): void;
}

export interface PadLineOptions {
  readonly transport: Transport;
  readonly clock: Clock;
  /** The pad said something new of itself. */
  readonly onInfo: (info: PadInfo) => void;
  readonly onClose: () => void;
}

/** One pad on one open line. */
export interface PadLine extends HeldLine {
  identify(): Promise<'ready' | 'trouble' | 'absent'>;
  /** The sign of life between captures. */
  check(): Promise<'ready' | 'trouble' | 'unsure'>;
  /** Lets the pad stream; gives what it is. */
  begin(receiver: PenReceiver): Promise<Result<PadInfo, NoAnswer>>;
  /**
   * For a capture in which nothing is heard: after `afterMs` milliseconds `prove` asks whether the pad is there; a pad that
   * is gone makes the line `lost`, another one streams on. Null when the pad cannot be asked.
   */
  readonly quiet: { readonly afterMs: number; prove(): Promise<void> } | null;
  /** No more samples from now on; resolves when the pad was told to stop. */
  end(): Promise<void>;
}

/** A protocol: all that the driver has to know of it. */
export interface PadProtocol {
  readonly name: PadProtocolName;
  /** How its lines are usually set; several, when models differ and it shows only in whether they answer. */
  readonly usual: readonly Partial<Omit<SerialSettings, 'path'>>[];
  /** Of one packet of the pen. */
  readonly packetBytes: number;
  attach(options: PadLineOptions): PadLine;
}

/** Pressure of a pad that knows none. */
export const PLAIN_PRESSURE = 0.5;

/** The framing, with a look at what comes to nothing. */
export function noticed<Frame>(framing: Framing<Frame>, damaged: () => void): Framing<Frame> {
  return {
    maxBytes: framing.maxBytes,
    look(bytes, at) {
      const look = framing.look(bytes, at);
      if (typeof look === 'string' && look !== 'more' && look !== 'noise') damaged();
      return look;
    },
  };
}
