import { crc16Modbus, sum, xor } from '../../native-bridge/codec/checksum.ts';
import type { Framing } from '../../native-bridge/codec/framer.ts';
import { encodeSamFrame, samFraming } from '../../native-bridge/codec/sam-frame.ts';
import { ef01Framing, encodePacket } from '../../native-bridge/devices/fingerprint/protocol.ts';
import { krFrame } from '../../native-bridge/devices/locker/kr-frames.ts';
import { rtuAnswers, rtuFrame } from '../../native-bridge/devices/locker/modbus-rtu.ts';
import { eightAnswers, eightFrame } from '../../native-bridge/devices/locker/protocol-8a80.ts';
import { cu16Framing } from '../../native-bridge/devices/locker/protocol-kr-cu16.ts';
import { cu48Framing } from '../../native-bridge/devices/locker/protocol-kr-cu48.ts';
import { printerFraming } from '../../native-bridge/devices/receipt-printer/protocol.ts';
import { encodePenPacket, isdv4Framing } from '../../native-bridge/devices/signature-pad/protocol-isdv4.ts';
import {
  encodeTopazPosition,
  topazFraming,
} from '../../native-bridge/devices/signature-pad/protocol-topaz.ts';
import type { Random } from './random.ts';

/** One codec and how to make good input for it. */
export interface CodecUnderTest {
  readonly name: string;
  readonly framing: Framing<unknown>;
  /** A byte that can be no part of a frame's beginning. */
  readonly filler: number;
  goodFrame(random: Random): Uint8Array;
  /** False when the frame should never have come out of the framer. */
  consider(frame: unknown): boolean;
}

function codec<Frame>(
  name: string,
  framing: Framing<Frame>,
  filler: number,
  goodFrame: (random: Random) => Uint8Array,
  consider: (frame: Frame) => boolean,
): CodecUnderTest {
  return { name, framing, filler, goodFrame, consider: (frame) => consider(frame as Frame) };
}

const UNIT = 1;
const within = (value: number, most: number) => Number.isInteger(value) && value >= 0 && value <= most;

/** Every protocol of native-bridge. */
export const CODECS: readonly CodecUnderTest[] = [
  codec(
    'sam-v',
    samFraming,
    0x00,
    (random) => encodeSamFrame(random.bytes(random.pick([2, 3, 11, 19, 73, 260, 1_288]))),
    (body) => body.length >= 2 && body.length <= 2_313,
  ),
  codec(
    'ef01',
    ef01Framing,
    0x00,
    (random) =>
      encodePacket({
        address: 0xffffffff,
        id: random.pick([1, 2, 7, 8]),
        payload: random.bytes(1 + random.below(128)),
      }),
    ({ id, payload }) => [1, 2, 7, 8].includes(id) && payload.length <= 256,
  ),
  codec(
    'isdv4',
    isdv4Framing,
    0x00,
    (random) =>
      encodePenPacket({
        near: true,
        tip: random.below(2) === 1,
        sideSwitch: false,
        secondSwitch: false,
        x: random.below(65_536),
        y: random.below(65_536),
        pressure: random.below(1_024),
        tiltX: random.below(128),
        tiltY: random.below(128),
      }),
    (frame) =>
      frame.kind !== 'pen' ||
      (within(frame.packet.x, 65_535) &&
        within(frame.packet.y, 65_535) &&
        within(frame.packet.pressure, 1_023)),
  ),
  codec(
    'topaz',
    topazFraming,
    0x00,
    (random) => encodeTopazPosition(random.below(4_095), random.below(4_096), true, random.below(2) === 1),
    (frame) => frame.kind !== 'position' || (within(frame.x, 4_095) && within(frame.y, 4_095)),
  ),
  codec(
    'esc-pos-status',
    printerFraming,
    0xff,
    (random) =>
      random.pick([
        Uint8Array.of(0x12 | (random.below(2) << 5)),
        Uint8Array.of(0x10 | (random.below(2) << 3), random.below(16), random.below(16), 0),
        Uint8Array.of(0x5f, ...random.bytes(random.below(20)).map((byte) => 0x20 + (byte % 0x5e)), 0x00),
      ]),
    (frame) => frame.kind !== 'text' || (frame.text.length < 96 && /^[\x20-\x7e]*$/.test(frame.text)),
  ),
  codec(
    'kr-cu16',
    cu16Framing,
    0x00,
    (random) => krFrame(Uint8Array.of(random.below(16) << 4, 0x35, ...random.bytes(4))),
    (frame) => (sum(frame, 0, frame.length - 1) & 0xff) === frame.at(-1),
  ),
  codec(
    'kr-cu48',
    cu48Framing,
    0x00,
    (random) => krFrame(Uint8Array.of(random.below(256), 0x00, 0x65, ...random.bytes(6))),
    (frame) => (sum(frame, 0, frame.length - 1) & 0xff) === frame.at(-1),
  ),
  codec(
    '8a80',
    eightAnswers([{ board: UNIT, channels: 32 }]),
    0x00,
    (random) =>
      random.pick([
        eightFrame(Uint8Array.of(0x80, UNIT, ...random.bytes(4), 0x33)),
        eightFrame(Uint8Array.of(0x8a, UNIT, 1 + random.below(32), random.pick([0x00, 0x11]))),
      ]),
    (frame) => xor(frame) === 0 && frame[1] === UNIT,
  ),
  codec(
    'modbus-rtu',
    rtuAnswers(new Map([[UNIT, 16]])),
    0x00,
    (random) =>
      random.pick([
        rtuFrame(Uint8Array.of(UNIT, 0x02, 2, ...random.bytes(2))),
        rtuFrame(Uint8Array.of(UNIT, 0x05, 0, random.below(16), 0xff, 0x00)),
        rtuFrame(Uint8Array.of(UNIT, 0x82, 0x02)),
      ]),
    (frame) => crc16Modbus(frame) === 0 && frame[0] === UNIT,
  ),
];
