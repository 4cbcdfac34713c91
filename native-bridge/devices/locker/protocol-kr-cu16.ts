import { always, message, raw, u8 } from '../../codec/message.ts';
import { krFrame, krFraming, krInner } from './kr-frames.ts';
import { bitAt, cellStates, type LockerProtocol } from './protocol.ts';
import { LOCKER_TIMING } from './timing.ts';

/**
 * Kerong KR-CU16, 19200 8N1. `02 ADDR CMD [data] 03 SUM`; ADDR is the board (high nibble) and the lock's index (low
 * nibble): cell 1 is index 0. The commands for all locks of a board (33) and for all boards (32) are not used.
 */
export const CU16 = {
  status: 0x30,
  unlock: 0x31,
  /** Answer to 30: locks 1–8, 9–16 (bit set = hook home, closed), then sensors in the same order (set = item present). */
  state: 0x35,
} as const;

const REQUEST = 5;

/** Lengths of the frames in both directions; 37 to 40 set up a board and are not for a driver. */
const LENGTHS = { 48: REQUEST, 49: REQUEST, 50: REQUEST, 51: REQUEST, 53: 9, 54: 9 };

export const cu16Framing = krFraming(2, LENGTHS);
export const cu16Request = message({ address: u8, command: u8 });
export const cu16State = message({ address: u8, command: always(CU16.state), locks: raw(2), items: raw(2) });

export function createKrCu16(): LockerProtocol {
  const request = (board: number, cell: number, command: number) =>
    krFrame(cu16Request.encode({ address: (board << 4) | (cell - 1), command }));
  return {
    baud: 19_200,
    framing: cu16Framing,
    status: (bus, setting) =>
      bus.ask(setting.board, {
        request: request(setting.board, 1, CU16.status),
        answerBytes: LENGTHS[CU16.state],
        answerMs: LOCKER_TIMING.answer,
        take: (frame) => {
          const state = cu16State.decode(krInner(frame));
          if (state?.address !== setting.board << 4) return undefined;
          return cellStates(setting, (i) => ({
            door: bitAt(state.locks, i) ? 'closed' : 'open',
            item: !setting.itemSensors ? 'unknown' : bitAt(state.items, i) ? 'present' : 'absent',
          }));
        },
      }),
    async release(bus, { board }, cell) {
      const told = await bus.tell(request(board, cell, CU16.unlock));
      return { command: 'silent', code: told.ok ? 'no-answer-known' : told.error, off: false };
    },
    report: () => null,
  };
}
