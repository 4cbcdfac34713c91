import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { openStore } from '../../../electron/store/index.ts';
import { FailingDisk, type Fault } from '../../faults/failing-database.ts';
import { at } from '../../support/holidays.ts';
import { openTestDatabase } from '../../support/memory-store.ts';
import { bootTickets, MemoryDesk, request, ticketId } from '../../support/tickets-bench.ts';

const MINUTE_MS = 60_000;
const ANSWER = { at: at('2026-11-20 11:00'), by: '某局', text: '已解决' };

/**
 * A morning at the kiosk on a disk that fails at the n-th call: two tickets, one handed in twice, an answer, a restart as
 * after a power cut. Returns how often the disk failed.
 */
async function morning(failAt: number, fault: Fault): Promise<number> {
  const dir = mkdtempSync(join(tmpdir(), 'tongban-ticket-faults-'));
  const path = join(dir, 'kiosk.db');
  const clock = new VirtualClock(at('2026-11-20 10:00'));
  const disk = new FailingDisk(failAt, fault, 'SQLITE_IOERR');
  const desk = new MemoryDesk();
  const promised = new Set<string>();
  try {
    const opened = openStore(path, openTestDatabase, clock.now());
    if (!opened.ok) throw new Error(opened.error.message);
    opened.value.db.close();
    const db = disk.opener(openTestDatabase)(path);
    let stop = async () => {};
    try {
      const { tickets, queue } = bootTickets(db, clock, { '120000': desk });
      stop = async () => {
        await tickets.stop();
        await queue.stop();
      };
      for (const n of [1, 2, 1]) {
        const { id } = request({ id: ticketId(n) });
        try {
          if (tickets.file(request({ id })).ok) promised.add(id);
        } catch {
          // The citizen is told that nothing was taken in.
        }
      }
      await clock.advance(MINUTE_MS);
      for (const id of desk.books.keys()) desk.says(id, { state: 'answered', answers: [ANSWER] });
      await clock.advance(15 * MINUTE_MS);
    } catch {
      // The start failed; somebody starts it again.
    }
    await stop();
    db.close();
    disk.heal();

    const again = openStore(path, openTestDatabase, clock.now());
    if (!again.ok) throw new Error(again.error.message);
    const second = bootTickets(again.value.db, clock, { '120000': desk });
    const rows = again.value.db.prepare<{ id: string }>('select id from tickets').all();
    const jobs = again.value.db
      .prepare<{ idem: string }>("select idem from outbox where kind = 'ticket'")
      .all();
    // Row and job are one: there is never the one without the other.
    expect(rows.map(({ id }) => id).sort()).toEqual(jobs.map(({ idem }) => idem).sort());
    for (const id of promised) expect(rows.map((row) => row.id)).toContain(id);
    await clock.advance(60 * MINUTE_MS);
    for (const id of desk.books.keys()) desk.says(id, { state: 'answered', answers: [ANSWER] });
    await clock.advance(15 * MINUTE_MS);
    // Whatever was promised has reached its desk, and its answer is here, once.
    for (const id of promised) {
      const record = second.tickets.open().find((one) => one.id === id);
      expect(record?.state).toBe('answered');
      if (record) expect(second.tickets.view(record).answers).toEqual([ANSWER]);
    }
    await second.tickets.stop();
    await second.queue.stop();
    again.value.db.close();
    return disk.injected;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('a disk that fails', () => {
  it.each(['once', 'from-then-on'] as const)(
    'at any call (%s) loses no ticket that was promised, doubles none, and leaves no half of one',
    async (fault) => {
      let calls = 0;
      for (let failAt = 1; (await morning(failAt, fault)) > 0; failAt++) calls++;
      expect(calls).toBeGreaterThan(30);
    },
  );
});
