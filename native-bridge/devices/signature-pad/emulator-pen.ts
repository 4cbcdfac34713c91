import { sleep } from '../../../electron/core/index.ts';
import { DeviceEmulator } from '../../emulator/base.ts';
import type { PadSize } from './types.ts';

/** The physical pen: place in 0.01 mm from the upper left corner, pressure and tilt as the pad would measure them. */
export interface EmulatedPen {
  /** In range of the pad. */
  readonly near: boolean;
  readonly tip: boolean;
  readonly x: number;
  readonly y: number;
  /** From 0 to 1. */
  readonly pressure: number;
  readonly sideSwitch: boolean;
  /** Upside down: what touches the pad is the eraser. */
  readonly eraser: boolean;
  /** Steps of the pad; signed tilts are given as the pad sends them, in 7 bits. */
  readonly tiltX: number;
  readonly tiltY: number;
}

/** A point of a script; pressure from 0 to 1, default 0.5. */
export interface ScriptPoint {
  readonly x: number;
  readonly y: number;
  readonly pressure?: number;
}

const RESTING: EmulatedPen = {
  near: false,
  tip: false,
  x: 0,
  y: 0,
  pressure: 0,
  sideSwitch: false,
  eraser: false,
  tiltX: 0,
  tiltY: 0,
};

/** A pad and the pen over it. Every change of the pen is one packet, if the pad streams. */
export abstract class PadEmulator<Command extends string> extends DeviceEmulator<Command> {
  abstract readonly size: PadSize;
  #pen = RESTING;
  /** Pen packets that were given to the line. */
  packets = 0;

  get pen(): EmulatedPen {
    return this.#pen;
  }

  /** The packet of the pen as it is now; null while the pad does not stream. */
  protected abstract packet(pen: EmulatedPen): Uint8Array | null;

  /** Changes the pen; a pen that changes is in range, unless said otherwise. */
  move(change: Partial<EmulatedPen>): void {
    this.#pen = { ...this.#pen, near: true, ...change };
    this.#send();
  }

  /** Takes the pen out of range. */
  leave(): void {
    this.#pen = RESTING;
    this.#send();
  }

  /**
   * Signs: comes into range, writes the strokes at `rate` packets a second, leaves. Resolves with the number of points
   * when all is given to the line. The pen is over the pad for one packet before and after each stroke.
   */
  async sign(strokes: readonly (readonly ScriptPoint[])[], rate: number): Promise<number> {
    const began = this.clock.now();
    let nth = 0;
    const next = async () => {
      nth++;
      const due = began + (nth * 1_000) / rate - this.clock.now();
      if (due > 0) await sleep(this.clock, due);
    };
    let points = 0;
    for (const stroke of strokes) {
      const [first] = stroke;
      if (!first) continue;
      this.move({ x: first.x, y: first.y, tip: false, pressure: 0 });
      await next();
      for (const { x, y, pressure = 0.5 } of stroke) {
        this.move({ x, y, tip: true, pressure });
        points++;
        await next();
      }
      this.move({ tip: false, pressure: 0 });
      await next();
    }
    this.leave();
    return points;
  }

  /** Bytes that no pen has sent. */
  disturb(bytes: Uint8Array): void {
    this.say(bytes);
  }

  #send(): void {
    const packet = this.packet(this.#pen);
    if (!packet) return;
    this.packets++;
    this.say(packet);
  }
}
