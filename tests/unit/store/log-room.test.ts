import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type SqlDatabase } from '../../../electron/store/index.ts';
import { LOG_ROOM, makeLogRoom } from '../../../electron/store/log-room.ts';
import { openTestDatabase } from '../../support/memory-store.ts';

/** Bytes of a log's header, and of one page in it. */
const HEADER = 32;
const FRAME = 24 + 4_096;

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-log-room-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open(at = path): SqlDatabase {
  const opened = openStore(at, openTestDatabase, 0);
  if (!opened.ok) throw new Error(opened.error.message);
  expect(opened.value.setAside).toBeNull();
  return opened.value.db;
}
const logBytes = () => statSync(`${path}-wal`).size;
const days = (db: SqlDatabase) =>
  db
    .prepare<{ day: string }>('select day from serials order by day')
    .all()
    .map(({ day }) => day);
const addDay = (db: SqlDatabase, day: number) =>
  db.prepare('insert into serials (day, last) values (?, 1)').run(String(day));

describe('the room of the log', () => {
  it('is there from the start, and work within it does not change the size of the file', () => {
    const db = open();
    expect(logBytes()).toBe(LOG_ROOM);
    // More than the thousand pages after which the log is begun anew.
    for (let day = 0; day < 1_500; day++) addDay(db, day);
    expect(logBytes()).toBe(LOG_ROOM);
    expect(days(db)).toHaveLength(1_500);
    db.close();
  });

  it('holds all of a log before it is begun anew', () => {
    expect(LOG_ROOM).toBeGreaterThanOrEqual(HEADER + 1_000 * FRAME);
  });

  it('is what the log is cut back to after a day that needed more', () => {
    const db = open();
    db.exec('create table big (bytes blob)');
    db.prepare('insert into big values (?)').run(new Uint8Array(3 * LOG_ROOM));
    expect(logBytes()).toBeGreaterThan(LOG_ROOM);
    db.pragma('wal_checkpoint');
    addDay(db, 1);
    expect(logBytes()).toBe(LOG_ROOM);
    db.close();
  });

  it('is made behind what a power cut left in the log, and takes nothing from it', () => {
    const first = open();
    for (const day of [1, 2, 3]) addDay(first, day);
    const left = join(dir, 'left.db');
    copyFileSync(path, left);
    // The log as it would be without room: cut after its last frame.
    const log = readFileSync(`${path}-wal`);
    const frames = Math.ceil((log.findLastIndex((byte) => byte !== 0) + 1 - HEADER) / FRAME);
    writeFileSync(`${left}-wal`, log.subarray(0, HEADER + frames * FRAME));
    first.close();
    const db = open(left);
    expect(statSync(`${left}-wal`).size).toBe(LOG_ROOM);
    expect(days(db)).toEqual(['1', '2', '3']);
    expect(db.pragma('integrity_check')).toBe('ok');
    addDay(db, 4);
    db.close();
    const again = open(left);
    expect(days(again)).toEqual(['1', '2', '3', '4']);
    again.close();
  });

  it('takes no room from frames that another program is just writing', () => {
    const kiosk = openTestDatabase(path);
    kiosk.pragma('journal_mode = wal');
    kiosk.exec('create table t (x)');
    const tool = openTestDatabase(path);
    tool.exec('pragma busy_timeout = 0');
    tool.exec('begin immediate; insert into t values (1)');
    kiosk.exec('pragma busy_timeout = 0');
    const before = logBytes();
    expect(() => makeLogRoom(kiosk, path)).toThrow(/locked|busy/i);
    expect(logBytes()).toBe(before);
    tool.exec('commit');
    makeLogRoom(kiosk, path);
    expect(logBytes()).toBe(LOG_ROOM);
    expect(kiosk.prepare('select x from t').all()).toEqual([{ x: 1 }]);
    tool.close();
    kiosk.close();
  });

  it('costs nothing but speed where it cannot be made', () => {
    const db = openTestDatabase(path);
    db.pragma('journal_mode = wal');
    db.exec('create table t (x)');
    expect(() => makeLogRoom(db, join(dir, 'elsewhere.db'))).not.toThrow();
    db.exec('insert into t values (1)');
    expect(readFileSync(`${path}-wal`).length).toBeLessThan(LOG_ROOM);
    db.close();
  });
});
