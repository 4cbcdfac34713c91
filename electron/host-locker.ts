import type { LockerBoard } from '../native-bridge/devices/locker/types.ts';
import { createLocker, lockerBoardProblem, type OpenTransport } from '../native-bridge/index.ts';
import type { Cases } from './cases/index.ts';
import { type Clock, err, ok, type RandomBytes, type Result } from './core/index.ts';
import { type By, type LockerProblem, LockerService } from './locker/index.ts';
import { describeError, type Log } from './logging/index.ts';
import type { Profile } from './profile/index.ts';
import type { Sealer, SqlDatabase } from './store/index.ts';

/** The smart locker (智能流转柜) of this machine, with its device. */
export interface LockerHost {
  readonly service: LockerService;
  /** Staff put the result of a case into a free cell; the code is for its citizen. */
  placeResult(
    receiptNumber: string,
    by: By,
  ): Promise<Result<{ readonly cell: string; readonly code: string }, LockerProblem>>;
  /** Calls `changed` whenever the locker or a cell has changed. Returns how to stop. */
  watch(changed: () => void): () => void;
  start(): void;
  stop(): Promise<void>;
}

export interface LockerPorts {
  readonly db: SqlDatabase;
  readonly sealer: Sealer;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly open: OpenTransport;
  readonly cases: Cases;
  readonly log: Log;
}

/** Null where the profile has none. The error is one line that says what is wrong with its boards. */
export function createLockerHost(
  profile: Profile,
  ports: LockerPorts,
): Result<LockerHost | null, { readonly message: string }> {
  const setup = profile.devices.locker;
  if (!setup) return ok(null);
  const { db, sealer, clock, random, open, cases, log } = ports;
  const boards = setup.boards as readonly LockerBoard[];
  const problem = lockerBoardProblem(setup.driver, boards);
  if (problem) return err({ message: `devices.locker: ${problem}` });
  const device = createLocker({ address: setup.port, open, clock, driver: setup.driver, boards });
  const service = new LockerService({
    db,
    sealer,
    clock,
    random,
    device,
    cells: setup.cells,
    machineCode: profile.machineCode,
    collectDays: setup.collectDays,
    onAlarm: ({ kind, cell, code }) => log('locker.alarm', { kind, cell, code: code ? `L-${code}` : '' }),
    onFailure: (error) => log('locker.failed', describeError(error)),
  });
  return ok({
    service,
    placeResult: async (receiptNumber, by) => {
      const record = cases.byReceipt(receiptNumber);
      const person = record && cases.personOf(record.id);
      if (!person) return err({ kind: 'refused', code: 'unknown-case' });
      return service.place({ receiptNumber, person }, by);
    },
    watch(changed) {
      const stops = [
        device.presence.subscribe((presence) => log('device.presence', { device: 'locker', presence })),
        service.changes.subscribe(changed),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    start() {
      device.start();
      service.start();
    },
    async stop() {
      service.stop();
      await device.stop();
    },
  });
}
