import { describe, expect, it } from 'vitest';
import { Framer } from '../../../native-bridge/codec/framer.ts';
import {
  answers,
  decodeAck,
  ef01Framing,
  encodeData,
  encodePacket,
  takenIn,
} from '../../../native-bridge/devices/fingerprint/protocol.ts';
import { answerDeadline } from '../../../native-bridge/devices/fingerprint/timing.ts';
import { greyPixels } from '../../../native-bridge/devices/fingerprint/transfer.ts';
import { hex, toHex } from '../../support/bytes.ts';

const done = (bytes: number) => ({ code: 0, data: new Uint8Array(bytes) });
const error = (code: number, bytes = 0) => ({ code, data: new Uint8Array(bytes) });

describe('EF01 packets', () => {
  it('are the examples of the manual', () => {
    const packet = encodePacket({ address: 0xffff_ffff, id: 1, payload: Uint8Array.of(1) });
    expect(toHex(packet)).toBe('EF 01 FF FF FF FF 01 00 03 01 00 05');
    expect(new Framer(ef01Framing).push(hex('EF 01 FF FF FF FF 07 00 03 00 00 0A'))).toEqual([
      { kind: 'frame', frame: { address: 0xffff_ffff, id: 7, payload: Uint8Array.of(0) } },
    ]);
  });

  it('hold 256 bytes and no more', () => {
    expect(() => encodePacket({ address: 0, id: 2, payload: new Uint8Array(257) })).toThrow(RangeError);
  });

  it('carry data in pieces, the last one marked', () => {
    const data = encodeData(1, new Uint8Array(300), 128);
    const ids = new Framer(ef01Framing)
      .push(data)
      .map((event) => (event.kind === 'frame' ? [event.frame.id, event.frame.payload.length] : event.kind));
    expect(ids).toEqual([
      [2, 128],
      [2, 128],
      [8, 44],
    ]);
  });

  it('are none without a confirmation code', () => {
    expect(decodeAck(new Uint8Array(0))).toBeNull();
  });
});

describe('an acknowledgement', () => {
  it('answers an instruction only with the size that belongs to it', () => {
    expect(answers('genImg', done(0))).toBe(true);
    expect(answers('genImg', done(16))).toBe(false);
    expect(answers('readSysPara', done(16))).toBe(true);
    expect(answers('readSysPara', done(0))).toBe(false);
  });

  it('of an error comes with or without parameters', () => {
    expect(answers('search', error(9))).toBe(true);
    expect(answers('search', error(9, 4))).toBe(true);
    expect(answers('search', error(9, 2))).toBe(false);
  });

  it('with a code of another instruction answers nothing else', () => {
    expect(answers('vfyPwd', error(0x02))).toBe(false);
    expect(answers('genImg', error(0x13))).toBe(false);
    expect(answers('genImg', error(0x18))).toBe(true);
  });
});

it('reads the index table lowest bit first, page by page', () => {
  const table = new Uint8Array(32);
  table[0] = 0b0000_0011;
  table[31] = 0b1000_0000;
  expect(takenIn(table, 0)).toEqual([0, 1, 255]);
  expect(takenIn(table, 2)).toEqual([512, 513, 767]);
});

it('spreads four bits over eight, the left pixel in the high nibble', () => {
  expect([...greyPixels(Uint8Array.of(0x0f, 0x81))]).toEqual([0, 255, 136, 17]);
});

it('waits longer on a slower line, and long enough for what is sent there', () => {
  // 288 packets of 139 bytes, ten bits each: 6.95 s at 57600, 41.7 s at 9600.
  expect(answerDeadline('upImage', 57_600, 128)).toBeGreaterThan(9_000);
  expect(answerDeadline('upImage', 57_600, 128)).toBeLessThan(14_000);
  expect(answerDeadline('upImage', 9_600, 128)).toBeGreaterThan(45_000);
  expect(answerDeadline('genImg', 57_600, 128)).toBeLessThan(2_200);
});
