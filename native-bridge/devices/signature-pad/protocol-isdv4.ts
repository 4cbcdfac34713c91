import type { Framing } from '../../codec/framer.ts';

/**
 * Bytes of Wacom's ISDV4 serial pens, as three open implementations read them (Linux `wacom_w8001`, the X.Org driver's
 * `isdv4.h`, a firmware that plays such a pen). 8N1; 19200 bits a second, touch-capable models 38400. Commands are single
 * ASCII bytes. In everything the pad sends, bit 7 is set in the first byte only.
 */
export const ISDV4_COMMANDS = {
  stop: 0x30,
  start: 0x31,
  query: 0x2a,
  touchQuery: 0x25,
  resetTouch: 0x26,
} as const;

export type Isdv4Command = keyof typeof ISDV4_COMMANDS;

export const ISDV4_BAUDS = [19_200, 38_400] as const;
export const PEN_PACKET_BYTES = 9;
export const ANSWER_BYTES = 11;

const LEAD = 0x80;
const CONTROL = 0x40;
const NEAR = 0x20;
const TOUCH = 0x10;
const SECOND_SWITCH = 0x04;
const SIDE_SWITCH = 0x02;
const TIP = 0x01;
const PEN_QUERY = 0xc0;
const TOUCH_QUERY = 0xc1;

/** Coordinates in 0.01 mm. */
export interface PenPacket {
  readonly near: boolean;
  readonly tip: boolean;
  readonly sideSwitch: boolean;
  /** The second side switch or the eraser end: which of them shows as the pen comes into range. */
  readonly secondSwitch: boolean;
  readonly x: number;
  readonly y: number;
  readonly pressure: number;
  readonly tiltX: number;
  readonly tiltY: number;
}

/** Greatest values; those of the two tilts may stand the other way round, for sources differ. */
export interface PenQuery {
  readonly maxX: number;
  readonly maxY: number;
  readonly maxPressure: number;
  readonly maxTiltX: number;
  readonly maxTiltY: number;
  readonly version: number;
}

export interface TouchQuery {
  /** 0 from a pad that answers the question but feels no fingers. */
  readonly panelResolution: number;
  readonly sensorId: number;
  readonly maxX: number;
  readonly maxY: number;
  readonly capacityResolution: number;
  readonly version: number;
}

export type Isdv4Frame =
  | { readonly kind: 'pen'; readonly packet: PenPacket }
  | { readonly kind: 'penQuery'; readonly query: PenQuery }
  | { readonly kind: 'touchQuery'; readonly query: TouchQuery }
  /** The first byte of a finger's packet. Its 4, 6 or 12 other bytes follow as noise: where it was is nobody's matter. */
  | { readonly kind: 'touch' };

export const isdv4Framing: Framing<Isdv4Frame> = {
  maxBytes: ANSWER_BYTES,
  look(bytes, at) {
    const lead = bytes[at] as number;
    if (!(lead & LEAD)) return 'noise';
    if (!(lead & CONTROL) && lead & TOUCH) return { kind: 'frame', frame: { kind: 'touch' }, bytes: 1 };
    if (lead & CONTROL && lead !== PEN_QUERY && lead !== TOUCH_QUERY) return 'bad-length';
    const size = lead & CONTROL ? ANSWER_BYTES : PEN_PACKET_BYTES;
    for (let i = 1; i < size; i++) {
      if (at + i === bytes.length) return 'more';
      if ((bytes[at + i] as number) & LEAD) return 'bad-length';
    }
    return { kind: 'frame', frame: decode(bytes.subarray(at, at + size)), bytes: size };
  },
};

function decode(bytes: Uint8Array): Isdv4Frame {
  const b = (i: number) => bytes[i] as number;
  if (b(0) === TOUCH_QUERY) {
    const query: TouchQuery = {
      panelResolution: b(1),
      sensorId: b(2) & 7,
      maxX: (b(3) << 9) | (b(4) << 2) | ((b(2) >> 5) & 3),
      maxY: (b(5) << 9) | (b(6) << 2) | ((b(2) >> 3) & 3),
      capacityResolution: b(7),
      version: (b(9) << 7) | b(10),
    };
    return { kind: 'touchQuery', query };
  }
  const x = (b(1) << 9) | (b(2) << 2) | ((b(6) >> 5) & 3);
  const y = (b(3) << 9) | (b(4) << 2) | ((b(6) >> 3) & 3);
  const pressure = ((b(6) & 7) << 7) | b(5);
  if (b(0) === PEN_QUERY) {
    const query: PenQuery = {
      maxX: x,
      maxY: y,
      maxPressure: pressure,
      maxTiltX: b(7),
      maxTiltY: b(8),
      version: (b(9) << 7) | b(10),
    };
    return { kind: 'penQuery', query };
  }
  const packet: PenPacket = {
    near: (b(0) & NEAR) !== 0,
    tip: (b(0) & TIP) !== 0,
    sideSwitch: (b(0) & SIDE_SWITCH) !== 0,
    secondSwitch: (b(0) & SECOND_SWITCH) !== 0,
    x,
    y,
    pressure,
    tiltX: b(7),
    tiltY: b(8),
  };
  return { kind: 'pen', packet };
}

/** X and Y have 16 bits, pressure 10, tilts 7: what stands above is cut off. */
function positionBytes(x: number, y: number, pressure: number): number[] {
  const low = ((x & 3) << 5) | ((y & 3) << 3) | ((pressure >> 7) & 7);
  return [(x >> 9) & 0x7f, (x >> 2) & 0x7f, (y >> 9) & 0x7f, (y >> 2) & 0x7f, pressure & 0x7f, low];
}

/** As a pad sends it. */
export function encodePenPacket(packet: PenPacket): Uint8Array {
  const { near, tip, sideSwitch, secondSwitch, x, y, pressure, tiltX, tiltY } = packet;
  const bits =
    (near ? NEAR : 0) | (tip ? TIP : 0) | (sideSwitch ? SIDE_SWITCH : 0) | (secondSwitch ? SECOND_SWITCH : 0);
  return Uint8Array.of(LEAD | bits, ...positionBytes(x, y, pressure), tiltX & 0x7f, tiltY & 0x7f);
}

export function encodePenQuery(query: PenQuery): Uint8Array {
  const { maxX, maxY, maxPressure, maxTiltX, maxTiltY, version } = query;
  return Uint8Array.of(
    PEN_QUERY,
    ...positionBytes(maxX, maxY, maxPressure),
    maxTiltX & 0x7f,
    maxTiltY & 0x7f,
    (version >> 7) & 0x7f,
    version & 0x7f,
  );
}

export function encodeTouchQuery(query: TouchQuery): Uint8Array {
  const { panelResolution, sensorId, maxX, maxY, capacityResolution, version } = query;
  return Uint8Array.of(
    TOUCH_QUERY,
    panelResolution & 0x7f,
    ((maxX & 3) << 5) | ((maxY & 3) << 3) | (sensorId & 7),
    (maxX >> 9) & 0x7f,
    (maxX >> 2) & 0x7f,
    (maxY >> 9) & 0x7f,
    (maxY >> 2) & 0x7f,
    capacityResolution & 0x7f,
    0,
    (version >> 7) & 0x7f,
    version & 0x7f,
  );
}

/** Bytes of a finger's packet, by sensor id; null for sensors that are not known. */
export function touchPacketBytes(sensorId: number): 5 | 7 | 13 | null {
  switch (sensorId) {
    case 0:
    case 2:
      return 5;
    case 1:
    case 3:
    case 4:
      return 7;
    case 5:
      return 13;
    default:
      return null;
  }
}

/** One finger or palm at `x`, `y` in the sensor's own units (14 bits), as a sensor with packets of `size` bytes sends it. */
export function encodeTouchPacket(size: 5 | 7 | 13, x: number, y: number, down: boolean): Uint8Array {
  const bytes = new Uint8Array(size);
  bytes.set([LEAD | TOUCH | (down ? 1 : 0), (x >> 7) & 0x7f, x & 0x7f, (y >> 7) & 0x7f, y & 0x7f]);
  return bytes;
}
