import type { DockState } from '../contract/index.ts';
import type { LockerHost } from '../host-locker.ts';
import type { CellPlan } from '../locker/index.ts';

/** What the dock needs of the locker: the service, and the cabinet that people's hands are at. */
export interface LockerPlug {
  readonly host: LockerHost;
  readonly cabinet: {
    onDoor(fn: () => void): void;
    isOpen(board: number, cell: number): boolean;
    hasItem(board: number, cell: number): boolean;
    close(board: number, cell: number): void;
    force(board: number, cell: number): void;
    jam(board: number, cell: number, jammed?: boolean): void;
    put(board: number, cell: number): void;
    take(board: number, cell: number): void;
  };
}

/** The clerk of the demo. */
const CLERK = { role: 'clerk' } as const;

/** The hands at the locker's doors, and a clerk who empties it and puts results in. */
export function playLocker(plug: LockerPlug | null, changed: () => void) {
  let said = '';
  const jammed = new Set<string>();
  const service = plug?.host.service;
  plug?.cabinet.onDoor(changed);
  service?.changes.subscribe(changed);
  service?.news.subscribe(changed);
  const at = (name: string) => service?.plan.find((one) => one.name === name);
  const done = (words: string) => {
    said = words;
    changed();
    return {};
  };
  const hand = (name: string, move: (cabinet: LockerPlug['cabinet'], plan: CellPlan) => void) => {
    const plan = at(name);
    if (plug && plan) move(plug.cabinet, plan);
    changed();
    return {};
  };
  return {
    state: (): Pick<DockState, 'locker'> => ({
      locker:
        plug && service
          ? {
              said,
              cells: service.plan.map((plan) => {
                const { name, board, cell, column, row } = plan;
                const record = service.cell(name);
                return {
                  ...{ name, column, row },
                  state: record?.state ?? 'free',
                  receiptNumber: record?.receiptNumber ?? null,
                  open: plug.cabinet.isOpen(board, cell),
                  item: plug.cabinet.hasItem(board, cell),
                  jammed: jammed.has(name),
                };
              }),
            }
          : null,
    }),
    door: (name: string, open: boolean) =>
      hand(name, (cabinet, { board, cell }) =>
        open ? cabinet.force(board, cell) : cabinet.close(board, cell),
      ),
    item: (name: string, inside: boolean) =>
      hand(name, (cabinet, { board, cell }) =>
        inside ? cabinet.put(board, cell) : cabinet.take(board, cell),
      ),
    jam: (name: string, jams: boolean) =>
      hand(name, (cabinet, { board, cell }) => {
        cabinet.jam(board, cell, jams);
        if (jams) jammed.add(name);
        else jammed.delete(name);
      }),
    async place(receiptNumber: string) {
      const placed = await plug?.host.placeResult(receiptNumber, CLERK);
      if (!placed) return {};
      return done(
        placed.ok
          ? `${placed.value.cell} 号 · 取件码 ${placed.value.code}`
          : `${placed.error.kind} ${placed.error.code}`,
      );
    },
    async take(name: string) {
      const opened = await service?.take(name, CLERK);
      return done(opened?.ok ? `${name} 号已打开` : `${opened?.error.kind ?? 'none'}`);
    },
    clear(name: string) {
      return done(
        service?.clear(name, 'empty', { role: 'supervisor' }, 'demo') ? `${name} 号已清空` : '不行',
      );
    },
  };
}
