import { sum } from '../../codec/checksum.ts';
import { message, rest, u8, u16be, u32be } from '../../codec/message.ts';
import { IMAGE } from './protocol.ts';

/**
 * Fingers that nobody has: numbers, from which features and prints are made by formula. For the emulator only.
 * `wet` smears the ridges, `dry` leaves too few of them, `moving` spoils the image, `worn` fits only just.
 */
export type FingerCondition = 'good' | 'wet' | 'dry' | 'moving' | 'worn';

export interface Finger {
  readonly id: number;
  readonly condition: FingerCondition;
}

/** What an emulated template knows of its finger. */
export interface Features {
  readonly finger: number;
  /** Which capture of the module it was: no two are alike. */
  readonly sample: number;
  readonly merged: boolean;
  readonly worn: boolean;
}

const form = message({ mark: u16be, kind: u8, finger: u32be, sample: u16be, filler: rest });
const MARK = 0xe74d;

/** Features as a template of `size` bytes with a sum at its end, so that a damaged one is known. */
export function encodeFeatures({ finger, sample, merged, worn }: Features, size: number): Uint8Array {
  const filler = Uint8Array.from(
    { length: size - 11 },
    (_, i) => (finger * 31 + sample * 17 + i * 7 + (i >> 3)) & 0xff,
  );
  const kind = (merged ? 1 : 0) | (worn ? 2 : 0);
  const body = form.encode({ mark: MARK, kind, finger, sample: sample & 0xffff, filler });
  const total = sum(body) & 0xffff;
  return Uint8Array.of(...body, total >> 8, total & 0xff);
}

/** Null for bytes that are no features of an emulated finger. */
export function decodeFeatures(template: Uint8Array): Features | null {
  const body = template.slice(0, -2);
  const read = form.decode(body);
  if (!read || read.mark !== MARK) return null;
  const total = sum(body) & 0xffff;
  if (template.at(-2) !== total >> 8 || template.at(-1) !== (total & 0xff)) return null;
  return {
    finger: read.finger,
    sample: read.sample,
    merged: (read.kind & 1) !== 0,
    worn: (read.kind & 2) !== 0,
  };
}

/** How well two features fit: 0 for different fingers, 50 … 59 for a worn one, from 110 on for a good one. */
export function scoreOf(a: Features, b: Features): number {
  if (a.finger !== b.finger) return 0;
  if (a.worn || b.worn) return 50 + ((a.sample + b.sample) % 10);
  return 110 + ((a.sample * 13 + b.sample * 7) % 40) + (a.merged || b.merged ? 30 : 0);
}

/** Score from which a match passes at a security level of 1 to 5. */
export function threshold(securityLevel: number): number {
  return 20 * securityLevel;
}

const WHITE = 15;

/** A print as the sensor sends it, four bits a pixel: rings and swirls by formula, on white. */
export function encodePrint(finger: Finger | null): Uint8Array {
  const packed = new Uint8Array(IMAGE.bytes).fill((WHITE << 4) | WHITE);
  if (!finger) return packed;
  for (let i = 0; i < packed.length; i++) {
    const y = Math.floor((2 * i) / IMAGE.width);
    const x = (2 * i) % IMAGE.width;
    packed[i] = (shade(finger, x, y) << 4) | shade(finger, x + 1, y);
  }
  return packed;
}

/** 0 (ridge) to 15 (no skin). */
function shade({ id, condition }: Finger, x: number, y: number): number {
  const dx = x - IMAGE.width / 2;
  const dy = y - IMAGE.height / 2;
  // The tip of a finger is an ellipse.
  if ((dx / 100) ** 2 + (dy / 128) ** 2 > 1) return WHITE;
  const radius = Math.hypot(dx, dy * 0.8);
  const swirl = id % 3;
  const wave = radius * (0.55 + (id % 7) * 0.02) + swirl * Math.atan2(dy, dx) + Math.sin(x * 0.05 + id) * 1.4;
  const ridge = 0.5 + 0.5 * Math.sin(wave);
  if (condition === 'wet') return Math.round(2 + ridge * 3);
  // A dry finger touches here and there only.
  if (condition === 'dry' && (x * 7 + y * 13 + id) % 11 > 3) return WHITE;
  return Math.round(1 + ridge * 12);
}
