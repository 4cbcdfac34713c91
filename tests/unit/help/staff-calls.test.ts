import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { StaffCalls } from '../../../electron/help/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { testDatabase } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let calls: StaffCalls;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-calls-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  calls = new StaffCalls(db, clock);
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true });
});

it('a call waits until somebody answers it, and is answered once', async () => {
  const first = calls.call('details');
  const second = calls.call('home');
  expect(calls.waiting().map(({ id, screen }) => [id, screen])).toEqual([
    [first.id, 'details'],
    [second.id, 'home'],
  ]);
  await clock.advance(30_000);
  expect(calls.answer(first.id)).toBe(true);
  expect(calls.get(first.id)).toMatchObject({
    calledAt: first.calledAt,
    answeredAt: first.calledAt + 30_000,
  });
  expect(calls.answer(first.id)).toBe(false);
  expect(calls.waiting()).toHaveLength(1);
});

it('nobody comes to a call that is over', () => {
  const { id } = calls.call('guide');
  calls.end(id);
  expect(calls.answer(id)).toBe(false);
  expect(calls.waiting()).toEqual([]);
  expect(calls.get(99)).toBeNull();
});

it('who watches hears of each call, answer and end, until they stop', () => {
  let heard = 0;
  const stop = calls.subscribe(() => heard++);
  const { id } = calls.call('home');
  calls.answer(id);
  calls.end(id);
  expect(heard).toBe(3);
  stop();
  calls.call('home');
  expect(heard).toBe(3);
});

it('after a restart nobody waits, and what was called stays written down', async () => {
  const { id } = calls.call('sign');
  await clock.advance(60_000);
  const again = new StaffCalls(db, clock);
  again.start();
  expect(again.waiting()).toEqual([]);
  expect(again.get(id)).toMatchObject({ screen: 'sign', answeredAt: null, endedAt: clock.now() });
});
