import { describe, expect, it } from 'vitest';
import { encodeSamFrame, SAM_FRAME_LIMITS, SamFrameDecoder } from '../../../native-bridge/codec/sam-frame.ts';
import { hex, toHex } from '../../support/bytes.ts';

const FIND = hex('AA AA AA 96 69 00 03 20 01 22');
const body = (...bytes: number[]) => ({ kind: 'frame', frame: Uint8Array.from(bytes) });

describe('SAM frames', () => {
  it('encodes "find card" as the published worked example', () => {
    expect(toHex(encodeSamFrame(hex('20 01')))).toBe(toHex(FIND));
  });

  it('refuses bodies that no frame can hold', () => {
    expect(() => encodeSamFrame(new Uint8Array(1))).toThrow(RangeError);
    expect(() => encodeSamFrame(new Uint8Array(SAM_FRAME_LIMITS.maxLength))).toThrow(RangeError);
    expect(encodeSamFrame(new Uint8Array(SAM_FRAME_LIMITS.maxLength - 1))).toHaveLength(2321);
  });

  it('decodes a frame that comes byte by byte', () => {
    const decoder = new SamFrameDecoder();
    const events = [...FIND].flatMap((byte) => decoder.push(Uint8Array.of(byte)));
    expect(events).toEqual([body(0x20, 0x01)]);
    expect(decoder.held).toBe(0);
  });

  it('decodes two frames in one chunk', () => {
    expect(new SamFrameDecoder().push(Uint8Array.of(...FIND, ...FIND))).toHaveLength(2);
  });

  it.each([1, 2, 3, 7])('finds the preamble behind a run of %i more AA', (extra) => {
    const run = new Uint8Array(extra).fill(0xaa);
    expect(new SamFrameDecoder().push(Uint8Array.of(...run, ...FIND))).toEqual([body(0x20, 0x01)]);
  });

  it('reports a wrong check byte and goes on with the next frame', () => {
    const wrong = FIND.slice();
    wrong[9] = 0x23;
    const events = new SamFrameDecoder().push(Uint8Array.of(...wrong, ...FIND));
    expect(events).toEqual([{ kind: 'bad-checksum' }, body(0x20, 0x01)]);
  });

  it.each(['00 00', '00 02', '09 0B', 'FF FF'])('does not wait for a frame of length %s', (length) => {
    const events = new SamFrameDecoder().push(Uint8Array.of(...hex(`AA AA AA 96 69 ${length}`), ...FIND));
    expect(events).toEqual([{ kind: 'bad-length' }, body(0x20, 0x01)]);
  });

  it('finds the good frame inside what a truncated one seemed to claim', () => {
    const truncated = encodeSamFrame(new Uint8Array(40)).slice(0, 20);
    const decoder = new SamFrameDecoder();
    const events = [
      ...decoder.push(truncated),
      ...decoder.push(FIND),
      ...decoder.push(FIND),
      ...decoder.push(FIND),
    ];
    expect(events).toEqual([{ kind: 'bad-checksum' }, body(0x20, 1), body(0x20, 1), body(0x20, 1)]);
  });

  it('forgets an unfinished frame at a reset', () => {
    const decoder = new SamFrameDecoder();
    decoder.push(encodeSamFrame(new Uint8Array(40)).slice(0, 20));
    expect(decoder.held).toBe(20);
    decoder.reset();
    expect(decoder.held).toBe(0);
    expect(decoder.push(FIND)).toEqual([body(0x20, 0x01)]);
  });
});
