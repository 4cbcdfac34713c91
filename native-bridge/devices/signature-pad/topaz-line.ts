import { ok, type Result } from '../../../electron/core/index.ts';
import { type NoAnswer, RequestLine } from '../../link/request-line.ts';
import {
  noticed,
  type PadLine,
  type PadLineOptions,
  type PadProtocol,
  type PenReceiver,
  PLAIN_PRESSURE,
} from './pad-line.ts';
import {
  fromTopaz,
  TOPAZ_MAX_PRESSURE,
  TOPAZ_PACKET_BYTES,
  type TopazFrame,
  type TopazModel,
  topazFraming,
  topazSize,
} from './protocol-topaz.ts';
import type { PadInfo } from './types.ts';

export function topaz(model: TopazModel): PadProtocol {
  return {
    name: 'topaz',
    usual: [{ baud: model.baud, bits: 8, parity: 'odd' }],
    packetBytes: TOPAZ_PACKET_BYTES,
    attach: (options) => new TopazLine(model, options),
  };
}

/** A pad that is only listened to: that its line is open is all that is known of it while nobody writes. */
class TopazLine implements PadLine {
  readonly quiet = null;
  readonly #model: TopazModel;
  readonly #line: RequestLine<TopazFrame>;
  readonly #onInfo: (info: PadInfo) => void;
  #receiver: PenReceiver | null = null;
  #info: PadInfo;
  /** From 0 to 1; null before the first packet of pressure. It counts until the next one. */
  #pressure: number | null = null;

  constructor(model: TopazModel, { transport, clock, onInfo, onClose }: PadLineOptions) {
    this.#model = model;
    this.#onInfo = onInfo;
    this.#info = {
      protocol: 'topaz',
      size: topazSize(model),
      pressureSteps: null,
      version: null,
      touch: false,
      provedBy: 'open-line',
    };
    this.#line = new RequestLine({
      transport,
      clock,
      framing: noticed(topazFraming, () => this.#receiver?.damaged()),
      unasked: (frame) => this.#arrive(frame),
      onClose,
    });
  }

  get closed(): boolean {
    return this.#line.closed;
  }

  get lost(): boolean {
    return this.#line.lost;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  async identify(): Promise<'ready' | 'absent'> {
    if (this.lost) return 'absent';
    this.#onInfo(this.#info);
    return 'ready';
  }

  async check(): Promise<'ready'> {
    return 'ready';
  }

  async begin(receiver: PenReceiver): Promise<Result<PadInfo, NoAnswer>> {
    this.#receiver = receiver;
    return ok(this.#info);
  }

  async end(): Promise<void> {
    this.#receiver = null;
  }

  #arrive(frame: TopazFrame): void {
    switch (frame.kind) {
      case 'position': {
        const { near, down } = frame;
        const place = fromTopaz(this.#model, frame.x, frame.y);
        const pressure = this.#pressure ?? PLAIN_PRESSURE;
        // A pen that touches is near, whatever the other bit says.
        this.#receiver?.sample({ near: near || down, tip: down, secondSwitch: false, ...place, pressure });
        break;
      }
      case 'pressure':
        this.#pressure = frame.pressure / TOPAZ_MAX_PRESSURE;
        this.#tell({ pressureSteps: TOPAZ_MAX_PRESSURE + 1 });
        break;
      case 'deviceInfo':
        this.#tell({ version: `model ${frame.model}, serial ${frame.serial}` });
        break;
      case 'other':
    }
  }

  #tell(news: Partial<PadInfo>): void {
    const info = { ...this.#info, ...news };
    if (info.version === this.#info.version && info.pressureSteps === this.#info.pressureSteps) return;
    this.#info = info;
    this.#onInfo(info);
  }
}
