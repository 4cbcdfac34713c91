import { lineMs } from '../../link/request-line.ts';

/** Every delay and limit of the reader's driver, in milliseconds unless said otherwise. */
export const READER_TIMING = {
  /** Time the reader itself may take to answer; the time on the line comes on top (see `answerDeadline`). */
  answer: {
    reset: 2_000,
    status: 1_000,
    samNumber: 1_000,
    find: 1_000,
    select: 1_000,
    readBase: 3_000,
    readWithFingerprints: 3_000,
    readNewAddress: 1_500,
    readManagementNumber: 1_500,
    setSpeed: 1_000,
    setRadioFrame: 1_000,
  },
  /** Bytes that the answer may have, for the time on the line. */
  answerBytes: {
    reset: 11,
    status: 11,
    samNumber: 27,
    find: 15,
    select: 19,
    readBase: 1_295,
    readWithFingerprints: 2_321,
    readNewAddress: 81,
    readManagementNumber: 75,
    setSpeed: 11,
    setRadioFrame: 11,
  },
  /** Shortest time between two "find card": the module wants no less than 300. */
  findEvery: 300,
  /** Time between two "are you there" while nobody waits for a card and none is known to lie there. */
  statusEvery: 2_000,
  /** Not milliseconds: finds without a card, in a row, until the card counts as taken away. */
  missesUntilGone: 2,
  /** Not milliseconds: selects in a row that were refused or not answered, until the card counts as unreadable. */
  selectsUntilUnreadable: 5,
  /** How long a photo decoder may take. */
  photo: 5_000,
} as const;

/** Longest time from writing a command to the end of its answer: the reader's own, and ten bits a byte with half as much again. */
export function answerDeadline(command: keyof typeof READER_TIMING.answer, baud: number): number {
  return READER_TIMING.answer[command] + lineMs(READER_TIMING.answerBytes[command] + 10, baud);
}
