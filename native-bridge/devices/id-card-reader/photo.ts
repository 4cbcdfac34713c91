import { type Clock, err, type Result, sleep } from '../../../electron/core/index.ts';
import { READER_TIMING } from './timing.ts';

/** A decoded card photo. The sizes are fixed by the card. */
export interface CardPicture {
  readonly width: 102;
  readonly height: 126;
  /** Three bytes a pixel: red, green, blue; row by row from the top left, without padding: 38,556 bytes. */
  readonly rgb: Uint8Array;
}

export interface PhotoFailure {
  readonly kind:
    | 'no-decoder' /** this machine has none: the card is shown without its photo */
    | 'not-a-photo' /** the decoder says that the block is none */
    | 'not-licensed' /** the decoder refuses to work on this machine */
    | 'failed' /** anything else, also a decoder that hangs or gives a picture of another size */;
  /** For the technician; holds no byte of the photo. */
  readonly code: string;
}

/**
 * Turns the 1,024 bytes of a card's photo (WLT) into a picture. There is no open decoder: whoever has a licence for a
 * maker's library connects it here.
 */
export type PhotoDecoder = (wlt: Uint8Array) => Promise<Result<CardPicture, PhotoFailure>>;

/** Pixels of a card photo. */
export const PICTURE_SIZE = { width: 102, height: 126 } as const;

/** Asks the decoder, if there is one. What it gives is checked, for the code behind it is not ours. */
export async function decodePhoto(
  wlt: Uint8Array,
  decoder: PhotoDecoder | undefined,
  clock: Clock,
  signal?: AbortSignal,
): Promise<Result<CardPicture, PhotoFailure>> {
  if (!decoder) return err({ kind: 'no-decoder', code: 'no-decoder' });
  const done = new AbortController();
  const stop = signal ? AbortSignal.any([signal, done.signal]) : done.signal;
  const late = sleep(clock, READER_TIMING.photo, stop).then(() => tooLate);
  // Awaited inside, so that a decoder that throws at once is caught as well.
  const work = (async () => await decoder(wlt))().catch(() => threw);
  const decoded = await Promise.race([late, work]);
  done.abort();
  // A picture that comes when nobody waits any more.
  if (decoded === tooLate) void work.then((made) => made.ok && made.value.rgb.fill(0));
  if (!decoded.ok) return decoded;
  const { width, height, rgb } = decoded.value;
  const right =
    width === PICTURE_SIZE.width && height === PICTURE_SIZE.height && rgb.length === 3 * width * height;
  return right ? decoded : err({ kind: 'failed', code: 'size' });
}

type Decoded = Result<CardPicture, PhotoFailure>;
const threw: Decoded = err({ kind: 'failed', code: 'threw' });
const tooLate: Decoded = err({ kind: 'failed', code: 'timeout' });
