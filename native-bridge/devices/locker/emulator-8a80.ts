import { LockerEmulator, type LockerEmulatorOptions } from './emulator-base.ts';
import type { BoardSetting } from './protocol.ts';
import { EIGHT, eightBytes, eightFrame, eightRequests, eightShort } from './protocol-8a80.ts';

/** 8A/80 boards; also the question to one lock, the address question and lock 00, which the driver never sends. */
export class EightEmulator extends LockerEmulator {
  readonly #openAnswerMs: number;

  constructor(options: LockerEmulatorOptions) {
    super('8a80', options, 9_600, eightRequests);
    this.#openAnswerMs = options.openAnswerMs ?? 500;
    if (options.reports) {
      this.cabinet.onDoor(({ board, cell }) => {
        const setting = this.boardAt(board);
        if (setting) this.say(eightBytes(EIGHT.report, board, cell, this.#mark(setting, cell)));
      });
    }
  }

  protected request(frame: Uint8Array): void {
    const request = eightShort.decode(frame.slice(0, -1));
    if (!request) return;
    const { head, lock, mark } = request;
    if (head === EIGHT.query && lock === 0 && mark === EIGHT.addressMark) {
      const only = this.boards[0] as BoardSetting;
      if (this.boardAt(only.board))
        this.reply('status', () => eightBytes(EIGHT.query, 0x01, only.board, EIGHT.addressMark));
      return;
    }
    const board = this.boardAt(request.board);
    if (!board || lock > board.cells) return;
    if (head === EIGHT.query && mark === EIGHT.queryMark) {
      this.reply('status', () =>
        lock === 0 ? this.#all(board) : eightBytes(EIGHT.query, board.board, lock, this.#mark(board, lock)),
      );
    } else if (head === EIGHT.open && mark === EIGHT.openMark) {
      if (lock === 0) {
        this.openAll(board);
        this.took('all');
        return;
      }
      this.cabinet.coilOn(board.board, lock, this.coilMs);
      this.reply(
        'open',
        () => eightBytes(EIGHT.open, board.board, lock, this.#mark(board, lock)),
        this.#openAnswerMs,
      );
    }
  }

  protected wrongReply(command: string): Uint8Array {
    const { board } = this.boards[0] as BoardSetting;
    return command === 'open'
      ? this.#all(this.boards[0] as BoardSetting)
      : eightBytes(EIGHT.open, board, 1, 0x00);
  }

  #mark(board: BoardSetting, lock: number): number {
    return this.#set(board, lock) ? 0x11 : 0x00;
  }

  #all(board: BoardSetting): Uint8Array {
    const bits = this.bits(board.cells, board.channels / 8, (i) => this.#set(board, i + 1)).reverse();
    return eightFrame(Uint8Array.of(EIGHT.query, board.board, ...bits, EIGHT.queryMark));
  }

  /** What the contact says, as it is wired. */
  #set({ board, feedback }: BoardSetting, lock: number): boolean {
    return this.cabinet.isOpen(board, lock) === (feedback === 'closed-is-0');
  }
}
