import { always, message, raw, u8 } from '../../codec/message.ts';
import { krFrame, krFraming, krInner } from './kr-frames.ts';
import { bitAt, cellStates, type LockerProtocol } from './protocol.ts';
import { LOCKER_TIMING } from './timing.ts';

/**
 * Kerong CU48, the variant with `02 ADDR LOCK CMD 03 SUM`, 19200 8N1. LOCK 0 is cell 1. Known from one author's two
 * drivers only; other CU48 speak otherwise. Whether 51 has an answer is not known: none is waited for.
 */
export const CU48 = { status: 0x50, unlock: 0x51, state: 0x65 } as const;

const LENGTHS = { 80: 6, 81: 6, 101: 12 };

export const cu48Framing = krFraming(3, LENGTHS);
export const cu48Request = message({ address: u8, lock: u8, command: u8 });
/** Bit 0 of the first byte is lock 0; set = closed. */
export const cu48State = message({ address: u8, lock: u8, command: always(CU48.state), locks: raw(6) });

export function createKrCu48(): LockerProtocol {
  const request = (address: number, lock: number, command: number) =>
    krFrame(cu48Request.encode({ address, lock, command }));
  return {
    baud: 19_200,
    framing: cu48Framing,
    status: (bus, setting) =>
      bus.ask(setting.board, {
        request: request(setting.board, 0, CU48.status),
        answerBytes: LENGTHS[CU48.state],
        answerMs: LOCKER_TIMING.answer,
        take: (frame) => {
          const state = cu48State.decode(krInner(frame));
          if (state?.address !== setting.board) return undefined;
          return cellStates(setting, (i) => ({ door: bitAt(state.locks, i) ? 'closed' : 'open' }));
        },
      }),
    async release(bus, { board }, cell) {
      const told = await bus.tell(request(board, cell - 1, CU48.unlock));
      return { command: 'silent', code: told.ok ? 'no-answer-known' : told.error, off: false };
    },
    report: () => null,
  };
}
