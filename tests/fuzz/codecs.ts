import type { Framing } from '../../native-bridge/codec/framer.ts';
import { encodeSamFrame, samFraming } from '../../native-bridge/codec/sam-frame.ts';
import type { Random } from './random.ts';

/** One codec and how to make good input for it. */
export interface CodecUnderTest {
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: frames of all codecs go through one loop
  readonly framing: Framing<any>;
  /** A byte that can be no part of a frame's beginning. */
  readonly filler: number;
  goodFrame(random: Random): Uint8Array;
  /** Decodes a frame as the driver does. False when the frame should never have come out of the framer. */
  // biome-ignore lint/suspicious/noExplicitAny: as above
  consider(frame: any): boolean;
}

export const CODECS: readonly CodecUnderTest[] = [
  {
    name: 'sam-v',
    framing: samFraming,
    filler: 0x00,
    goodFrame: (random) => encodeSamFrame(random.bytes(random.pick([2, 3, 11, 19, 73, 1288, 2313]))),
    consider: (body: Uint8Array) => body.length >= 2 && body.length <= 2313,
  },
];
