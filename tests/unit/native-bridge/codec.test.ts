import { describe, expect, it } from 'vitest';
import { crc16Modbus, sum, xor } from '../../../native-bridge/codec/checksum.ts';
import { beginsWith, Framer, type Framing, lengthFraming } from '../../../native-bridge/codec/framer.ts';
import {
  always,
  message,
  raw,
  rest,
  u8,
  u16be,
  u16le,
  u32be,
  u32le,
  utf16le,
} from '../../../native-bridge/codec/message.ts';
import { hex } from '../../support/bytes.ts';

describe('checksums', () => {
  it('are those of the published examples', () => {
    expect(xor(hex('00 03 20 01'))).toBe(0x22);
    expect(sum(hex('01 00 03 01'))).toBe(5);
    // Modbus over serial line: coil 0 on.
    expect(crc16Modbus(hex('01 05 00 00 FF 00'))).toBe(0x3a8c);
  });

  it('take a part of the bytes', () => {
    expect(xor(hex('FF 01 02 FF'), 1, 3)).toBe(3);
    expect(sum(hex('FF 01 02 FF'), 1, 3)).toBe(3);
    expect(crc16Modbus(hex('FF 01 05 00 00 FF 00 FF'), 1, 7)).toBe(0x3a8c);
  });
});

describe('a framer', () => {
  const framing: Framing<Uint8Array> = lengthFraming({
    start: [0xef, 0x01],
    lengthAt: 2,
    least: 1,
    most: 4,
    intact: (bytes, from, to) => xor(bytes, from, to) === 0,
    frame: (bytes) => bytes.slice(4, -1),
  });
  const frameOf = (...body: number[]) => {
    const bytes = Uint8Array.of(0xef, 0x01, 0, body.length + 1, ...body, 0);
    bytes[bytes.length - 1] = xor(bytes);
    return bytes;
  };

  it('waits for the rest of a beginning and gives up on what cannot be one', () => {
    const framer = new Framer(framing);
    expect(framer.push(hex('13 EF'))).toEqual([]);
    expect(framer.held).toBe(1);
    expect(framer.push(hex('02 EF 01 00'))).toEqual([]);
    expect(framer.held).toBe(3);
    expect(framer.push(hex('05'))).toEqual([{ kind: 'bad-length' }]);
    expect(framer.held).toBe(0);
  });

  it('finds a frame that begins inside a damaged one', () => {
    const framer = new Framer(framing);
    const damaged = Uint8Array.of(0xef, 0x01, 0x00, 0x03);
    expect(framer.push(Uint8Array.of(...damaged, ...frameOf(7, 8)))).toEqual([
      { kind: 'bad-checksum' },
      { kind: 'frame', frame: Uint8Array.of(7, 8) },
    ]);
  });

  it('gives up waiting at its limit, even when the protocol would wait for ever', () => {
    const framer = new Framer<never>({ maxBytes: 8, look: () => 'more' });
    for (let i = 0; i < 100; i++) framer.push(new Uint8Array(50));
    expect(framer.held).toBe(8);
  });

  it('forgets an unfinished frame', () => {
    const framer = new Framer(framing);
    framer.push(frameOf(1, 2).slice(0, 5));
    framer.reset();
    expect(framer.held).toBe(0);
    expect(framer.push(frameOf(3))).toEqual([{ kind: 'frame', frame: Uint8Array.of(3) }]);
  });

  it('tells a beginning from what is none and from what is too short to tell', () => {
    expect(beginsWith(hex('00 AA BB'), 1, [0xaa, 0xbb])).toBe('yes');
    expect(beginsWith(hex('00 AA BB'), 0, [0xaa, 0xbb])).toBe('no');
    expect(beginsWith(hex('00 AA'), 1, [0xaa, 0xbb])).toBe('more');
  });
});

describe('a message', () => {
  const everything = message({
    mark: always(0x31),
    small: u8,
    big: u16be,
    little: u16le,
    huge: u32be,
    hugeLittle: u32le,
    key: raw(2),
    name: utf16le(8),
    tail: rest,
  });
  const value = {
    mark: 0 as const,
    small: 0x12,
    big: 0x1234,
    little: 0x1234,
    huge: 0x89abcdef,
    hugeLittle: 0x89abcdef,
    key: hex('01 02'),
    name: '王A',
    tail: hex('FE FF'),
  };
  const bytes = hex('31 12 12 34 34 12 89 AB CD EF EF CD AB 89 01 02 8B 73 41 00 20 00 20 00 FE FF');

  it('writes its fields in their order and reads them back', () => {
    expect(everything.encode(value)).toEqual(bytes);
    expect(everything.decode(bytes)).toEqual(value);
  });

  it('is not read from bytes that are too short, too long, or have another mark', () => {
    const small = message({ mark: always(1), value: u16be });
    expect(small.decode(hex('01 00'))).toBeNull();
    expect(small.decode(hex('01 00 02 03'))).toBeNull();
    expect(small.decode(hex('02 00 02'))).toBeNull();
    expect(small.decode(hex('01 00 02'))).toEqual({ mark: 0, value: 2 });
  });

  it('says which field has a value that does not fit', () => {
    expect(() => everything.encode({ ...value, small: 256 })).toThrow(/^small: 256 does not fit/);
    expect(() => everything.encode({ ...value, big: -1 })).toThrow(/^big: /);
    expect(() => everything.encode({ ...value, big: 1.5 })).toThrow(/^big: /);
    expect(() => everything.encode({ ...value, key: hex('01') })).toThrow(/^key: 1 bytes instead of 2/);
    expect(() => everything.encode({ ...value, name: '五个字太长' })).toThrow(/^name: /);
  });

  it('keeps characters of two code units, and is no message where half a one stands', () => {
    const name = message({ name: utf16le(8) });
    expect(name.decode(name.encode({ name: '𠮷' }))).toEqual({ name: '𠮷' });
    expect(name.decode(hex('42 D8 20 00 20 00 20 00'))).toBeNull();
  });

  it('takes the rest at its end only', () => {
    expect(() => message({ all: rest, more: u8 })).toThrow(/only the last/);
  });

  it('shares no memory with what it was read from', () => {
    const source = hex('01 02');
    const read = message({ key: raw(2) }).decode(source);
    source.fill(0);
    expect(read?.key).toEqual(hex('01 02'));
  });
});
