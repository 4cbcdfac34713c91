import { crc16Modbus } from '../../codec/checksum.ts';
import type { Framing } from '../../codec/framer.ts';
import { message, raw, u8, u16be } from '../../codec/message.ts';

/** Functions of the Modbus Application Protocol V1.1b3 that relay boards know. */
export const FC = { readCoils: 0x01, readInputs: 0x02, writeCoil: 0x05, writeCoils: 0x0f } as const;

/** Set in the function code of an answer that says why not. */
export const EXCEPTION = 0x80;

/** Values of "write coil". */
export const COIL_VALUE = { on: 0xff00, off: 0x0000 } as const;

/** Coil addresses from here are flash-on for coil `address - 0x200` on Waveshare boards; the value counts 100 ms. */
export const FLASH_ON = 0x0200;

/** A request to read, a request to write one coil, and the answer to that. */
export const rtuPlain = message({ unit: u8, fc: u8, at: u16be, value: u16be });
const rtuException = message({ unit: u8, fc: u8, code: u8 });

/** Closes a frame with its CRC, low byte first. */
export function rtuFrame(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(body.length + 2);
  frame.set(body);
  const crc = crc16Modbus(body);
  frame[body.length] = crc & 0xff;
  frame[body.length + 1] = crc >> 8;
  return frame;
}

export function rtuRequest(unit: number, fc: number, at: number, value: number): Uint8Array {
  return rtuFrame(rtuPlain.encode({ unit, fc, at, value }));
}

/** The bits of an answer to "read coils" or "read inputs"; null when the frame is something else. */
export function rtuBits(frame: Uint8Array, unit: number, fc: number, count: number): Uint8Array | null {
  const bytes = Math.ceil(count / 8);
  if (frame[0] !== unit || frame[1] !== fc || frame[2] !== bytes) return null;
  return raw(bytes).read(frame.slice(3, -2));
}

/** The exception code of an answer to `fc`; null when the frame is no exception. */
export function rtuExceptionCode(frame: Uint8Array, unit: number, fc: number): number | null {
  const exception = rtuException.decode(frame.slice(0, -2));
  return exception?.unit === unit && exception.fc === (fc | EXCEPTION) ? exception.code : null;
}

/**
 * Frames by their function code. The gap of 3.5 characters that ends a frame on the wire is not looked at: behind a USB
 * bridge or a device server it may appear inside a frame and be missing between two.
 */
export function rtuFraming(
  lengthOf: (unit: number, fc: number, third: number) => number | null,
  maxBytes: number,
): Framing<Uint8Array> {
  return {
    maxBytes,
    look(bytes, at) {
      const [unit, fc, third] = [bytes[at], bytes[at + 1], bytes[at + 2]];
      if (unit === undefined || fc === undefined || third === undefined) return 'more';
      const length = lengthOf(unit, fc, third);
      if (length === null) return 'noise';
      const end = at + length;
      if (end > bytes.length) return 'more';
      if (crc16Modbus(bytes, at, end) !== 0) return 'bad-checksum';
      return { kind: 'frame', frame: bytes.slice(at, end), bytes: length };
    },
  };
}

/** What boards answer. `bits`: how many coils or inputs each unit is asked for, which says how long its answers are. */
export function rtuAnswers(bits: ReadonlyMap<number, number>): Framing<Uint8Array> {
  const bytes = (unit: number) => Math.ceil((bits.get(unit) ?? 0) / 8);
  const longest = Math.max(8, ...[...bits.keys()].map((unit) => bytes(unit) + 5));
  return rtuFraming((unit, fc, third) => {
    if (!bits.has(unit)) return null;
    switch (fc) {
      case FC.readCoils:
      case FC.readInputs:
        return third === bytes(unit) ? third + 5 : null;
      case FC.writeCoil:
        return 8;
      case FC.readCoils | EXCEPTION:
      case FC.readInputs | EXCEPTION:
      case FC.writeCoil | EXCEPTION:
        return 5;
      default:
        return null;
    }
  }, longest);
}
