import type { EmulatorOptions } from '../../emulator/base.ts';
import { type EmulatedPen, PadEmulator } from './emulator-pen.ts';
import {
  encodeTopazInfo,
  encodeTopazPosition,
  encodeTopazPressure,
  TOPAZ_MAX_PRESSURE,
  TOPAZ_MODELS,
  type TopazModel,
  topazSize,
  toTopaz,
} from './protocol-topaz.ts';
import type { PadSize } from './types.ts';

export interface TopazEmulatorOptions extends EmulatorOptions {
  /** Default: SigLite 1x5. */
  readonly model?: TopazModel;
  /** Tells pressure, in packets of its own. Default true. */
  readonly pressure?: boolean;
}

/** A Topaz pad: streams while the pen is near, and understands nothing. */
export class TopazEmulator extends PadEmulator<never> {
  readonly #model: TopazModel;
  readonly #tellsPressure: boolean;
  #said = -1;

  constructor(options: TopazEmulatorOptions) {
    super(options, (options.model ?? TOPAZ_MODELS['siglite-1x5']).baud);
    this.#model = options.model ?? TOPAZ_MODELS['siglite-1x5'];
    this.#tellsPressure = options.pressure ?? true;
  }

  get size(): PadSize {
    return topazSize(this.#model);
  }

  /** Says which pad it is. */
  introduce(model: number, serial: number): void {
    this.say(encodeTopazInfo(model, serial));
  }

  protected override packet(pen: EmulatedPen): Uint8Array {
    const { x, y } = toTopaz(this.#model, pen.x, pen.y);
    const position = encodeTopazPosition(x, y, pen.near, pen.tip);
    const pressure = Math.round(pen.pressure * TOPAZ_MAX_PRESSURE);
    if (!this.#tellsPressure || pressure === this.#said) return position;
    this.#said = pressure;
    return Uint8Array.of(...encodeTopazPressure(pressure), ...position);
  }

  protected attached(): void {
    this.#said = -1;
  }

  protected override receive(): void {
    this.took('other');
  }

  protected override wrongReply(): Uint8Array {
    return new Uint8Array(0);
  }
}
