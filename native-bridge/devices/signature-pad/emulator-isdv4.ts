import type { EmulatorOptions } from '../../emulator/base.ts';
import { type EmulatedPen, PadEmulator } from './emulator-pen.ts';
import {
  encodePenPacket,
  encodePenQuery,
  encodeTouchPacket,
  encodeTouchQuery,
  ISDV4_BAUDS,
  ISDV4_COMMANDS,
  type Isdv4Command,
  type PenQuery,
  type TouchQuery,
  touchPacketBytes,
} from './protocol-isdv4.ts';
import type { PadSize } from './types.ts';

export interface Isdv4EmulatorOptions extends EmulatorOptions {
  /** Default: 96 × 60 mm, 1,024 steps of pressure, tilts of 60 steps, version 769. */
  readonly query?: Partial<PenQuery>;
  /** Feels fingers too, at 38400 bits a second; null for a pen-only pad at 19200. Default null. */
  readonly touch?: Partial<TouchQuery> | null;
  /** Answers questions also while it streams. Default true. */
  readonly answersWhileStreaming?: boolean;
  /** Streams when it is switched on, without a start command. Default true. */
  readonly streamsAtPowerUp?: boolean;
}

const PEN_QUERY: PenQuery = {
  maxX: 9_600,
  maxY: 6_000,
  maxPressure: 1_023,
  maxTiltX: 60,
  maxTiltY: 60,
  version: 769,
};

const TOUCH_QUERY: TouchQuery = {
  panelResolution: 10,
  sensorId: 5,
  maxX: 4_095,
  maxY: 4_095,
  capacityResolution: 0,
  version: 258,
};

const ISDV4_NAMES: ReadonlyMap<number, Isdv4Command> = new Map(
  (Object.keys(ISDV4_COMMANDS) as Isdv4Command[]).map((name) => [ISDV4_COMMANDS[name], name]),
);

/** A Wacom ISDV4 pad. */
export class Isdv4Emulator extends PadEmulator<Isdv4Command> {
  readonly #options: Isdv4EmulatorOptions;
  readonly #touch: TouchQuery | null;
  #query: PenQuery;
  #streaming: boolean;

  constructor(options: Isdv4EmulatorOptions) {
    super(options, ISDV4_BAUDS[options.touch ? 1 : 0]);
    this.#options = options;
    this.#query = { ...PEN_QUERY, ...options.query };
    this.#touch = options.touch ? { ...TOUCH_QUERY, ...options.touch } : null;
    this.#streaming = options.streamsAtPowerUp ?? true;
  }

  get size(): PadSize {
    return { width: this.#query.maxX, height: this.#query.maxY };
  }

  get streaming(): boolean {
    return this.#streaming;
  }

  /** Switches the pad off and on, on a line that stays open; perhaps it is another pad afterwards. */
  restart(streams: boolean, query: Partial<PenQuery> = {}): void {
    this.#streaming = streams;
    this.#query = { ...this.#query, ...query };
  }

  /** A hand on the pad: one packet of a finger, if the pad feels fingers and streams. Coordinates in 0.01 mm. */
  palm(x: number, y: number, down = true): void {
    const bytes = this.#touch && touchPacketBytes(this.#touch.sensorId);
    if (!this.#touch || !bytes || !this.#streaming) return;
    const scale = (place: number, from: number, to: number) => Math.round((place * to) / from);
    const { maxX, maxY } = this.#query;
    this.say(
      encodeTouchPacket(bytes, scale(x, maxX, this.#touch.maxX), scale(y, maxY, this.#touch.maxY), down),
    );
  }

  protected override packet(pen: EmulatedPen): Uint8Array | null {
    if (!this.#streaming) return null;
    return encodePenPacket({
      near: pen.near,
      tip: pen.tip,
      sideSwitch: pen.sideSwitch,
      secondSwitch: pen.eraser,
      x: pen.x,
      y: pen.y,
      pressure: Math.round(pen.pressure * this.#query.maxPressure),
      tiltX: pen.tiltX,
      tiltY: pen.tiltY,
    });
  }

  protected attached(): void {
    // The pad does not notice that a line was opened.
  }

  protected override receive(chunk: Uint8Array): void {
    for (const byte of chunk) this.#obey(ISDV4_NAMES.get(byte));
  }

  /** A touch answer for a pen question and the other way round. */
  protected override wrongReply(command: Isdv4Command | 'other' | 'damaged'): Uint8Array {
    return command === 'query' ? encodeTouchQuery(this.#touch ?? TOUCH_QUERY) : encodePenQuery(this.#query);
  }

  /** There is no checksum: damage shows where a byte in the middle has bit 7 set. */
  protected override damage(answer: Uint8Array): Uint8Array {
    const copy = answer.slice();
    const middle = copy.length >> 1;
    copy[middle] = (copy[middle] as number) | 0x80;
    return copy;
  }

  #obey(command: Isdv4Command | undefined): void {
    switch (command) {
      case undefined:
        this.took('other');
        break;
      case 'stop':
      case 'start':
        this.#streaming = command === 'start';
        this.took(command);
        break;
      case 'query':
        this.#answer(command, () => encodePenQuery(this.#query));
        break;
      case 'touchQuery': {
        const touch = this.#touch;
        if (touch) this.#answer(command, () => encodeTouchQuery(touch));
        else this.took(command);
        break;
      }
      case 'resetTouch':
        this.#answer(command, () => Uint8Array.of(ISDV4_COMMANDS.resetTouch));
    }
  }

  #answer(command: Isdv4Command, answer: () => Uint8Array): void {
    if (this.#streaming && !(this.#options.answersWhileStreaming ?? true)) this.took(command);
    else this.reply(command, answer);
  }
}
