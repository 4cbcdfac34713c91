import type { Clock } from '../core/index.ts';
import type { SqlDatabase } from '../store/index.ts';
import type { SessionMarker } from './service.ts';

/** The session marker in the database: one row while someone stands at the machine. */
export function createMarker(db: SqlDatabase, clock: Clock): SessionMarker {
  return {
    read() {
      const row = db
        .prepare<{ receipt_number: string | null }>('select receipt_number from session where id = 1')
        .get();
      return row ? { receiptNumber: row.receipt_number } : null;
    },
    begin() {
      db.prepare('insert or replace into session (id, started_at, receipt_number) values (1, ?, null)').run(
        clock.now(),
      );
    },
    received(receiptNumber) {
      db.prepare(
        `insert into session (id, started_at, receipt_number) values (1, ?, ?)
         on conflict (id) do update set receipt_number = excluded.receipt_number`,
      ).run(clock.now(), receiptNumber);
    },
    end() {
      db.prepare('delete from session').run();
    },
  };
}
