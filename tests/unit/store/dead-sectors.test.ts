import { fstatSync, mkdtempSync, readdirSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { copyReadable } from '../../../electron/store/files.ts';
import {
  type OpenDatabase,
  openStore,
  type SqlValue,
  type Statement,
} from '../../../electron/store/index.ts';
import { fillStore } from '../../support/filled-store.ts';
import { openTestDatabase, testDatabase, testSealer } from '../../support/memory-store.ts';

const NOW = Date.parse('2026-11-21T02:00:00Z');
const PAGE = 4096;
const CASES = 60;

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-dead-sectors-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** A database at rest in one file, as bytes. */
function filled(): Buffer {
  const db = testDatabase(path);
  fillStore(db, testSealer(), CASES, 500);
  db.close();
  return readFileSync(path);
}

const failing = (code: string) => Object.assign(new Error('disk I/O error'), { code });

/**
 * A disk that does not give some rows any more, wherever the file is read from; their keys stand in indexes that it gives.
 * `times`: so often it fails, then it is well.
 */
function deadRows(dead: readonly string[], times = Number.POSITIVE_INFINITY, code = 'SQLITE_IOERR_READ') {
  let failed = 0;
  const fail = () => {
    if (failed >= times) return;
    failed++;
    throw failing(code);
  };
  const opener: OpenDatabase = (name, options) => {
    const db = openTestDatabase(name, options);
    if (name !== path && !name.endsWith('.copy')) return db;
    const check = (row: unknown) => {
      const { id, idem, region, kind } = (row ?? {}) as Record<string, SqlValue>;
      const whole = region !== undefined || kind !== undefined;
      if (whole && (dead.includes(String(id)) || dead.includes(String(idem)))) fail();
    };
    return {
      ...db,
      pragma: (text) => {
        // The sectors go with the file when it is set aside.
        const there = !readdirSync(dir).some((file) => file.includes('.corrupt-'));
        if (text.startsWith('quick_check') && name === path && there) fail();
        return db.pragma(text);
      },
      prepare<Row>(sql: string): Statement<Row> {
        const raw = db.prepare<Row>(sql);
        return {
          run: raw.run,
          get: (...values) => {
            const row = raw.get(...values);
            check(row);
            return row;
          },
          all: (...values) => {
            const rows = raw.all(...values);
            for (const row of rows) check(row);
            return rows;
          },
        };
      },
    };
  };
  return opener;
}

describe('sectors that the disk does not give any more', () => {
  it('are damage like any other: the file is set aside, the rest is taken over, what is lost is named, new cases go on', () => {
    const whole = filled();
    const dead = ['case-000007', 'case-000031'];
    const opened = openStore(path, deadRows(dead), NOW);
    if (!opened.ok) throw new Error(opened.error.message);
    const { db, setAside, salvaged } = opened.value;
    expect(readFileSync(setAside as string)).toEqual(whole);
    expect(salvaged).toEqual({
      cases: CASES - 2,
      jobs: CASES - 2,
      orphans: 0,
      lost: 4,
      // Cases by their receipt numbers, jobs by their idempotency keys: what stands on a citizen's slip.
      lostNames: ['B017-261121-0007-X', 'B017-261121-0031-X', ...dead],
    });
    expect(db.prepare('select count(*) as n from cases').get()).toEqual({ n: CASES - 2 });
    db.exec("insert into serials (day, last) values ('261122', 1)");
    db.close();
    const again = openStore(path, openTestDatabase, NOW);
    expect(again).toMatchObject({ ok: true, value: { setAside: null } });
    if (again.ok) again.value.db.close();
  });

  it('once only are none: the file stays where it is', () => {
    filled();
    const opened = openStore(path, deadRows(['case-000007'], 1), NOW);
    expect(opened).toMatchObject({ ok: true, value: { setAside: null, salvaged: null } });
    if (opened.ok) opened.value.db.close();
  });

  it('of a disk that gives nothing and takes nothing are for a person: the file stays where it is', () => {
    const whole = filled();
    const dead: OpenDatabase = () => {
      throw failing('SQLITE_IOERR');
    };
    expect(openStore(path, dead, NOW)).toMatchObject({ ok: false });
    expect(readdirSync(dir)).toEqual(['kiosk.db']);
    expect(readFileSync(path)).toEqual(whole);
  });

  it('that fail at writing are no damage of what lies there', () => {
    filled();
    for (const code of ['SQLITE_IOERR_WRITE', 'SQLITE_IOERR_FSYNC', 'SQLITE_FULL']) {
      expect(openStore(path, deadRows(['case-000007'], 2, code), NOW)).toMatchObject({ ok: false });
      expect(readdirSync(dir).filter((name) => name.includes('corrupt'))).toEqual([]);
    }
  });

  it('under the file are left out of its copy, and the rows on all others come back', () => {
    const whole = filled();
    const page = whole.length / PAGE - 2;
    let refused = 0;
    const read = ((file: number, bytes: Uint8Array, offset: number, length: number, at: number) => {
      if (at === page * PAGE) {
        refused++;
        throw Object.assign(new Error('i/o error'), { code: 'EIO' });
      }
      return readSync(file, bytes, offset, length, at);
    }) as typeof readSync;
    const unreadable: OpenDatabase = (name, options) => {
      const db = openTestDatabase(name, options);
      return name === path && readFileSync(path).equals(whole)
        ? {
            ...db,
            pragma: (text) => {
              if (text.startsWith('quick_check')) throw failing('SQLITE_IOERR_READ');
              return db.pragma(text);
            },
          }
        : db;
    };
    const opened = openStore(path, unreadable, NOW, undefined, read);
    if (!opened.ok) throw new Error(opened.error.message);
    const { db, salvaged } = opened.value;
    expect(refused).toBe(1);
    expect(salvaged?.lost).toBeGreaterThan(0);
    expect(salvaged?.lostNames).toHaveLength(salvaged?.lost as number);
    expect((salvaged?.cases ?? 0) + (salvaged?.jobs ?? 0) + (salvaged?.lost ?? 0)).toBe(2 * CASES);
    db.close();
  });

  it.each([
    ['a frame of the log, with others behind it', '-wal', 32 + 24 + PAGE],
    ['the first page, while cases stand in the log alone', '', 0],
  ])('under %s cost what lies there and no more', (_, end, at) => {
    const kiosk = testDatabase(path);
    kiosk.pragma('wal_autocheckpoint = 0');
    kiosk.pragma('wal_checkpoint(truncate)');
    fillStore(kiosk, testSealer(), 3);
    for (let day = 1; day <= 5; day++)
      kiosk.prepare('insert into serials (day, last) values (?, 7)').run(`26120${day}`);
    kiosk.prepare("update cases set region_number = 'R-3' where id = 'case-000003'").run();
    const files = ['', '-wal'].map((part) => readFileSync(path + part));
    kiosk.close();
    writeFileSync(path, files[0] as Buffer);
    writeFileSync(`${path}-wal`, files[1] as Buffer);
    const sector = Math.floor(at / PAGE) * PAGE;
    const read = ((file: number, bytes: Uint8Array, offset: number, length: number, from: number) => {
      const isLog = length > 0 && fstatSync(file).size === files[1]?.length;
      if (isLog === (end === '-wal') && from === sector) throw failing('EIO');
      return readSync(file, bytes, offset, length, from);
    }) as typeof readSync;
    const unreadable: OpenDatabase = (name, options) => {
      if (name === path && !readdirSync(dir).some((file) => file.includes('.corrupt-')))
        throw failing('SQLITE_IOERR_READ');
      return openTestDatabase(name, options);
    };
    const opened = openStore(path, unreadable, NOW, undefined, read);
    if (!opened.ok) throw new Error(opened.error.message);
    const { db, salvaged } = opened.value;
    expect(salvaged).toMatchObject({ cases: 3, jobs: 3, lost: 0 });
    expect(db.prepare("select region_number from cases where id = 'case-000003'").get()).toEqual({
      region_number: 'R-3',
    });
    db.close();
  });

  it('are zeros in a copy; what is around them, and the end of an odd file, is as it was', () => {
    const from = join(dir, 'from');
    const bytes = Buffer.alloc(3 * PAGE + 100, 7);
    writeFileSync(from, bytes);
    const to = join(dir, 'to');
    const lost = copyReadable(from, to, ((
      file: number,
      into: Uint8Array,
      offset: number,
      length: number,
      at: number,
    ) => {
      if (at === PAGE) throw failing('EIO');
      return readSync(file, into, offset, length, at);
    }) as typeof readSync);
    expect(lost).toBe(PAGE);
    bytes.fill(0, PAGE, 2 * PAGE);
    expect(readFileSync(to)).toEqual(bytes);
  });
});
