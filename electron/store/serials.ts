import { localDate } from '../core/index.ts';
import type { SqlDatabase } from './driver.ts';

/** Serials that are left out when it is not known how many were given away: more than a machine gives in a day. */
const GAP = 1_000;

/**
 * After a database came back from an older state, receipts may be in people's hands whose numbers it does not know: no
 * number is given twice, so today's serials, and those of every day it knows, go on after a gap.
 */
export function skipSerials(db: SqlDatabase, nowMs: number): void {
  const today = localDate(nowMs).slice(2).replaceAll('-', '');
  db.prepare('insert into serials (day, last) values (?, 0) on conflict (day) do nothing').run(today);
  db.prepare('update serials set last = last + ?').run(GAP);
}
