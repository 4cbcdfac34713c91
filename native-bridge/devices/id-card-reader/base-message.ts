import { message, u16be } from '../../codec/message.ts';

export const TEXT_BYTES = 256;
export const PHOTO_BYTES = 1_024;
/** Two features of 512 bytes (GA/T 1012). */
export const FINGERPRINT_BYTES = 1_024;

/** Text, photo and fingerprints of a card, as the module gives them: blocks that nothing has looked into. */
export interface BaseMessage {
  readonly text: Uint8Array;
  readonly photo: Uint8Array;
  /** Null when the card holds none, or when they were not asked for. */
  readonly fingerprints: Uint8Array | null;
}

const LENGTHS = message<{ text: number; photo: number }>({ text: u16be, photo: u16be });
const LENGTHS_WITH_FINGERPRINTS = message<{ text: number; photo: number; fingerprints: number }>({
  text: u16be,
  photo: u16be,
  fingerprints: u16be,
});
const SHORT = 4;
const LONG = 6;

/**
 * The blocks in the data of a reply: lengths (two bytes each, big-endian), then the blocks themselves, as views of
 * `data`. The reply with fingerprints has a third length, which is 0 for a card without. A reader that leaves the third
 * length out for such a card is understood as well: the size tells. Null when the lengths are not those of a card.
 */
export function splitBaseMessage(data: Uint8Array, withFingerprints: boolean): BaseMessage | null {
  const long = withFingerprints && data.length !== SHORT + TEXT_BYTES + PHOTO_BYTES;
  const head = long ? LONG : SHORT;
  const lengths = long
    ? LENGTHS_WITH_FINGERPRINTS.decode(data.subarray(0, head))
    : LENGTHS.decode(data.subarray(0, head));
  if (lengths?.text !== TEXT_BYTES || lengths.photo !== PHOTO_BYTES) return null;
  const printBytes = 'fingerprints' in lengths ? (lengths.fingerprints as number) : 0;
  if (printBytes !== 0 && printBytes !== FINGERPRINT_BYTES) return null;
  const photoAt = head + TEXT_BYTES;
  const printsAt = photoAt + PHOTO_BYTES;
  if (data.length < printsAt + printBytes) return null;
  return {
    text: data.subarray(head, photoAt),
    photo: data.subarray(photoAt, printsAt),
    fingerprints: printBytes === 0 ? null : data.subarray(printsAt, printsAt + printBytes),
  };
}

/** The data of a reply, with or without the third length. For emulators. */
export function joinBaseMessage(blocks: BaseMessage, withFingerprints: boolean): Uint8Array {
  const lengths = { text: blocks.text.length, photo: blocks.photo.length };
  const prints = withFingerprints ? blocks.fingerprints : null;
  const head = withFingerprints
    ? LENGTHS_WITH_FINGERPRINTS.encode({ ...lengths, fingerprints: prints?.length ?? 0 })
    : LENGTHS.encode(lengths);
  return Uint8Array.of(...head, ...blocks.text, ...blocks.photo, ...(prints ?? []));
}
