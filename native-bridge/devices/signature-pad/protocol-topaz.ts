import type { Framing } from '../../codec/framer.ts';
import type { PadSize } from './types.ts';

/**
 * Bytes of the Topaz pads ("format 0"), as two open readings of them agree. 8 data bits and odd parity, whatever the
 * leaflets say. They stream by themselves while the pen is near, in packets of five bytes with bit 7 set in the first
 * only, and cannot be asked anything.
 */
export const TOPAZ_PACKET_BYTES = 5;

const LEAD = 0x80;
const NEAR = 0x40;
const DOWN = 0x01;

export const TOPAZ_TYPE = { position: 0, deviceInfo: 2, answer: 3, pressure: 7 } as const;
/** Three of the eight types carry a position. */
const POSITIONS: readonly number[] = [0, 1, 4];
/** Pressure has 10 bits. */
export const TOPAZ_MAX_PRESSURE = 1_023;
/** Both coordinates all ones: said by a pad that has lost the pen. */
const NOWHERE = 0xfff;

export type TopazFrame =
  | {
      readonly kind: 'position';
      readonly near: boolean;
      readonly down: boolean;
      /** Raw units of the pad, 12 bits. */
      readonly x: number;
      readonly y: number;
    }
  | { readonly kind: 'pressure'; readonly pressure: number }
  | { readonly kind: 'deviceInfo'; readonly model: number; readonly serial: number }
  /** Answers to commands that are never sent, types without a meaning, and positions that are none. */
  | { readonly kind: 'other' };

export const topazFraming: Framing<TopazFrame> = {
  maxBytes: TOPAZ_PACKET_BYTES,
  look(bytes, at) {
    if (!((bytes[at] as number) & LEAD)) return 'noise';
    for (let i = 1; i < TOPAZ_PACKET_BYTES; i++) {
      if (at + i === bytes.length) return 'more';
      if ((bytes[at + i] as number) & LEAD) return 'bad-length';
    }
    const frame = decode(bytes.subarray(at, at + TOPAZ_PACKET_BYTES));
    return { kind: 'frame', frame, bytes: TOPAZ_PACKET_BYTES };
  },
};

function decode(bytes: Uint8Array): TopazFrame {
  const [status = 0, b1 = 0, b2 = 0, b3 = 0, b4 = 0] = bytes;
  const type = (status >> 2) & 7;
  if (POSITIONS.includes(type)) {
    if ((b2 | b4) & 0x60) return { kind: 'other' };
    const x = (b2 << 7) | b1;
    const y = (b4 << 7) | b3;
    if (x === NOWHERE && y === NOWHERE) return { kind: 'other' };
    return { kind: 'position', near: (status & NEAR) !== 0, down: (status & DOWN) !== 0, x, y };
  }
  if (type === TOPAZ_TYPE.pressure) return { kind: 'pressure', pressure: ((b4 & 7) << 7) | b3 };
  if (type === TOPAZ_TYPE.deviceInfo) {
    const d0 = (b2 << 7) | b1;
    const d1 = (b4 << 7) | b3;
    return { kind: 'deviceInfo', model: (d0 & 0xfc) >> 2, serial: ((d0 & 3) << 16) | d1 };
  }
  return { kind: 'other' };
}

function encode(type: number, low: number, first: number, second: number): Uint8Array {
  return Uint8Array.of(
    LEAD | (type << 2) | low,
    first & 0x7f,
    (first >> 7) & 0x7f,
    second & 0x7f,
    (second >> 7) & 0x7f,
  );
}

/** As a pad sends it; coordinates in its raw units. */
export function encodeTopazPosition(x: number, y: number, near: boolean, down: boolean): Uint8Array {
  return encode(TOPAZ_TYPE.position, (near ? NEAR : 0) | (down ? DOWN : 0), x & 0xfff, y & 0xfff);
}

export function encodeTopazPressure(pressure: number): Uint8Array {
  return encode(TOPAZ_TYPE.pressure, NEAR, 0, pressure & TOPAZ_MAX_PRESSURE);
}

export function encodeTopazInfo(model: number, serial: number): Uint8Array {
  return encode(TOPAZ_TYPE.deviceInfo, 0, ((model & 0x3f) << 2) | ((serial >> 16) & 3), serial & 0x3fff);
}

/** A pad model: speed of its line, raw units an inch, and the window of raw coordinates that takes ink. */
export interface TopazModel {
  readonly baud: number;
  readonly dpi: number;
  readonly x: readonly [number, number];
  readonly y: readonly [number, number];
}

/** One open source only; windows are approximate. */
export const TOPAZ_MODELS = {
  'siglite-1x5': { baud: 19_200, dpi: 410, x: [500, 2_650], y: [700, 2_100] },
  'siglite-lcd-1x5': { baud: 19_200, dpi: 410, x: [400, 2_400], y: [350, 1_050] },
  'siglite-lcd-4x5': { baud: 38_400, dpi: 410, x: [500, 2_600], y: [500, 2_100] },
  'signaturegem-1x5': { baud: 19_200, dpi: 410, x: [400, 2_400], y: [350, 950] },
  'signaturegem-4x5': { baud: 19_200, dpi: 410, x: [500, 2_650], y: [700, 2_100] },
  clipgem: { baud: 9_600, dpi: 275, x: [485, 2_800], y: [170, 3_200] },
} as const satisfies Readonly<Record<string, TopazModel>>;

export type TopazModelName = keyof typeof TOPAZ_MODELS;

const UNITS_AN_INCH = 2_540;

export function topazSize({ x, y, dpi }: TopazModel): PadSize {
  const length = ([from, to]: readonly [number, number]) => Math.round(((to - from) * UNITS_AN_INCH) / dpi);
  return { width: length(x), height: length(y) };
}

/** Raw coordinates as 0.01 mm from the upper left corner of the window; outside of it they are negative or too great. */
export function fromTopaz(model: TopazModel, x: number, y: number): { x: number; y: number } {
  const place = (raw: number, from: number) => Math.round(((raw - from) * UNITS_AN_INCH) / model.dpi);
  return { x: place(x, model.x[0]), y: place(y, model.y[0]) };
}

/** The other way round, to the nearest raw unit. */
export function toTopaz(model: TopazModel, x: number, y: number): { x: number; y: number } {
  const raw = (place: number, from: number) => Math.round((place * model.dpi) / UNITS_AN_INCH) + from;
  return { x: raw(x, model.x[0]), y: raw(y, model.y[0]) };
}
