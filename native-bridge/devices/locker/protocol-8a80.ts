import { xor } from '../../codec/checksum.ts';
import type { Framing } from '../../codec/framer.ts';
import { message, u8 } from '../../codec/message.ts';
import { type BoardSetting, bitAt, cellStates, doorOf, type LockerProtocol } from './protocol.ts';
import { LOCKER_TIMING } from './timing.ts';
import type { CellState } from './types.ts';

/**
 * The common lock board whose frames begin with 8A or 80, 9600 8N1. The last byte is the XOR of all before it. Board
 * and lock stand as they are: lock 01 is cell 1. Lock 00 would open all doors and is not used.
 */
export const EIGHT = {
  /** `8A bb ll 11` opens; the board answers `8A bb ll ss` 300 to 1,000 ms later. */
  open: 0x8a,
  openMark: 0x11,
  /** `80 bb 00 33` asks for all locks of a board: `80 bb S1 S2 S3 [S4] 33`. The last S holds lock 1 in its bit 0. */
  query: 0x80,
  queryMark: 0x33,
  addressMark: 0x99,
  /** `82 bb ll ss`: a door has changed. Some boards say so by themselves. */
  report: 0x82,
} as const;

const SHORT = 5;

export const eightShort = message({ head: u8, board: u8, lock: u8, mark: u8 });

/** Closes a frame with its XOR. */
export function eightFrame(body: Uint8Array): Uint8Array {
  const frame = new Uint8Array(body.length + 1);
  frame.set(body);
  frame[body.length] = xor(body);
  return frame;
}

export function eightBytes(head: number, board: number, lock: number, mark: number): Uint8Array {
  return eightFrame(eightShort.encode({ head, board, lock, mark }));
}

/**
 * What boards send. A short and a long answer both begin with 80, and one can look like the other's beginning; only the
 * question to all locks is ever asked, so what begins with 80 is the long one, as long as that board's channels say.
 */
export function eightAnswers(
  boards: readonly Pick<BoardSetting, 'board' | 'channels'>[],
): Framing<Uint8Array> {
  const longs = new Map(boards.map(({ board, channels }) => [board, channels / 8 + 4]));
  return eightFraming((head, board) => {
    if (!longs.has(board)) return null;
    if (head === EIGHT.query) return longs.get(board) as number;
    return head === EIGHT.open || head === EIGHT.report ? SHORT : null;
  }, 8);
}

/** What a host sends: always five bytes. */
export const eightRequests: Framing<Uint8Array> = eightFraming(
  (head) => (head === EIGHT.open || head === EIGHT.query ? SHORT : null),
  SHORT,
);

function eightFraming(
  lengthOf: (head: number, board: number) => number | null,
  maxBytes: number,
): Framing<Uint8Array> {
  return {
    maxBytes,
    look(bytes, at) {
      const head = bytes[at] as number;
      if (head !== EIGHT.open && head !== EIGHT.query && head !== EIGHT.report) return 'noise';
      const board = bytes[at + 1];
      if (board === undefined) return 'more';
      const length = lengthOf(head, board);
      if (length === null) return 'noise';
      const end = at + length;
      if (end > bytes.length) return 'more';
      if (xor(bytes, at, end) !== 0) return 'bad-checksum';
      return { kind: 'frame', frame: bytes.slice(at, end), bytes: length };
    },
  };
}

export function create8a80(boards: readonly BoardSetting[]): LockerProtocol {
  return {
    baud: 9_600,
    framing: eightAnswers(boards),
    status: (bus, setting) => {
      const length = setting.channels / 8 + 4;
      return bus.ask(setting.board, {
        request: eightBytes(EIGHT.query, setting.board, 0, EIGHT.queryMark),
        answerBytes: length,
        answerMs: LOCKER_TIMING.answer,
        // Reports may come between question and answer.
        bearDamage: true,
        take: (frame) => {
          if (frame[0] !== EIGHT.query || frame[1] !== setting.board) return undefined;
          if (frame[length - 2] !== EIGHT.queryMark) return undefined;
          const bits = frame.slice(2, length - 2).reverse();
          return cellStates(setting, (i) => ({ door: doorOf(bitAt(bits, i), setting.feedback) }));
        },
      });
    },
    async release(bus, { board }, cell) {
      const answer = await bus.ask(board, {
        request: eightBytes(EIGHT.open, board, cell, EIGHT.openMark),
        answerBytes: SHORT,
        answerMs: LOCKER_TIMING.openAnswer8a80,
        bearDamage: true,
        // The state in it is not taken for proof: a late answer to an earlier command looks the same.
        take: (frame) =>
          frame[0] === EIGHT.open && frame[1] === board && frame[2] === cell ? true : undefined,
      });
      return answer.ok
        ? { command: 'taken', code: 'answered', off: false }
        : { command: 'silent', code: answer.error, off: false };
    },
    report(frame) {
      if (frame[0] !== EIGHT.report) return null;
      const [, board = 0, cell = 0, mark = 0] = frame;
      const setting = boards.find((one) => one.board === board);
      if (!setting || cell < 1 || cell > setting.cells) return null;
      return { board, cell, door: markedDoor(mark, setting.feedback) };
    },
  };
}

/** `11` and `00`; which of them means closed depends on the contact. Anything else says nothing. */
function markedDoor(mark: number, feedback: BoardSetting['feedback']): CellState['door'] {
  return mark === 0x11 || mark === 0x00 ? doorOf(mark === 0x11, feedback) : 'unknown';
}
