import type { CameraPiece } from '../contract/index.ts';
import { CAMERA_LIMITS } from '../core/index.ts';

/**
 * Where the pieces of one picture come together, in order and within bounds. One picture at a time: another one, or a piece that
 * does not fit, takes the place of what was there.
 */
export interface PictureTray {
  /** False: the piece was not the next one; nothing is left of the picture. */
  put(piece: Omit<CameraPiece, 'boot'>): boolean;
  /** The picture, once, when it is whole. */
  take(picture: string): Uint8Array | null;
  empty(): void;
}

export function createPictureTray(): PictureTray {
  let held: { readonly picture: string; readonly bytes: Uint8Array; at: number } | null = null;
  const empty = () => {
    held = null;
  };
  return {
    put({ picture, at, of, base64 }) {
      if (at === 0 && of >= 1 && of <= CAMERA_LIMITS.pageBytes)
        held = { picture, bytes: new Uint8Array(of), at: 0 };
      const piece = Buffer.from(base64, 'base64');
      const fits =
        held !== null &&
        held.picture === picture &&
        held.at === at &&
        held.bytes.length === of &&
        piece.length > 0 &&
        piece.length <= CAMERA_LIMITS.pieceBytes &&
        at + piece.length <= of;
      if (!fits || !held) {
        empty();
        return false;
      }
      held.bytes.set(piece, at);
      held.at += piece.length;
      return true;
    },
    take(picture) {
      const whole = held?.picture === picture && held.at === held.bytes.length ? held.bytes : null;
      empty();
      return whole;
    },
    empty,
  };
}
