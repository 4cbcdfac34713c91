import { LockerEmulator, type LockerEmulatorOptions } from './emulator-base.ts';
import { krFrame, krInner } from './kr-frames.ts';
import type { BoardSetting } from './protocol.ts';
import { CU16, cu16Framing, cu16Request, cu16State } from './protocol-kr-cu16.ts';
import { CU48, cu48Framing, cu48Request, cu48State } from './protocol-kr-cu48.ts';

const BAUD = 19_200;

/** KR-CU16 boards; also the commands for all doors (33) and all boards (32), which the driver never sends. */
export class KrCu16Emulator extends LockerEmulator {
  constructor(options: LockerEmulatorOptions) {
    super('kr-cu16', options, BAUD, cu16Framing);
  }

  protected request(frame: Uint8Array): void {
    const request = cu16Request.decode(krInner(frame));
    if (!request) return;
    const { address, command } = request;
    const board = this.boardAt(address >> 4);
    if (command === CU16.status && board) {
      this.reply('status', () => this.#state(board, CU16.state));
    } else if (command === CU16.unlock && board) {
      const cell = (address & 0x0f) + 1;
      if (cell <= board.cells) this.cabinet.coilOn(board.board, cell, this.coilMs);
      this.took('open');
    } else if (command === 0x32 && address === 0xf0) {
      const there = this.boards.filter((one) => this.boardAt(one.board));
      this.reply('all', () => Uint8Array.from(there.flatMap((one) => [...this.#state(one, 0x36)])));
    } else if (command === 0x33 && board) {
      this.openAll(board);
      this.took('all');
    }
  }

  protected wrongReply(): Uint8Array {
    // Board 15 is never there.
    return krFrame(
      cu16State.encode({ address: 0xf0, command: 0, locks: new Uint8Array(2), items: new Uint8Array(2) }),
    );
  }

  #state({ board, cells, itemSensors }: BoardSetting, command: number): Uint8Array {
    const { cabinet } = this;
    const inner = cu16State.encode({
      address: board << 4,
      command: 0,
      locks: this.bits(cells, 2, (i) => !cabinet.isOpen(board, i + 1)),
      items: this.bits(cells, 2, (i) => itemSensors && cabinet.hasItem(board, i + 1)),
    });
    inner[1] = command;
    return krFrame(inner);
  }
}

/** CU48 boards of the one variant that the driver speaks. */
export class KrCu48Emulator extends LockerEmulator {
  constructor(options: LockerEmulatorOptions) {
    super('kr-cu48', options, BAUD, cu48Framing);
  }

  protected request(frame: Uint8Array): void {
    const request = cu48Request.decode(krInner(frame));
    const board = request && this.boardAt(request.address);
    if (!board) return;
    if (request.command === CU48.status) {
      this.reply('status', () => this.#state(board.board, board.cells));
    } else if (request.command === CU48.unlock) {
      if (request.lock < board.cells) this.cabinet.coilOn(board.board, request.lock + 1, this.coilMs);
      this.took('open');
    }
  }

  protected wrongReply(): Uint8Array {
    const other = this.boards.reduce((address, { board }) => Math.max(address, board), 0) ^ 0x80;
    return krFrame(cu48State.encode({ address: other, lock: 0, command: 0, locks: new Uint8Array(6) }));
  }

  #state(board: number, cells: number): Uint8Array {
    const locks = this.bits(cells, 6, (i) => !this.cabinet.isOpen(board, i + 1));
    return krFrame(cu48State.encode({ address: board, lock: 0, command: 0, locks }));
  }
}
