import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenedStore, openStore, type SqlDatabase } from '../../../electron/store/index.ts';
import { MIGRATIONS } from '../../../electron/store/migrations.ts';
import { fillStore } from '../../support/filled-store.ts';
import { openTestDatabase, testDatabase, testSealer } from '../../support/memory-store.ts';

const NOW = Date.parse('2026-11-21T02:00:00Z');
const PAGE = 4096;
const CASES = 60;

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-salvage-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open(): OpenedStore {
  const opened = openStore(path, openTestDatabase, NOW);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** A database at rest in one file, as bytes. */
function filled(count = CASES): Buffer {
  const db = testDatabase(path);
  fillStore(db, testSealer(), count, 500);
  db.close();
  return readFileSync(path);
}

const rows = (db: SqlDatabase, table: string) =>
  db.prepare<Record<string, unknown>>(`select * from ${table} order by id`).all();

function contents(): { cases: Map<unknown, unknown>; outbox: Map<unknown, unknown> } {
  const { db } = open();
  const of = (table: string) => new Map(rows(db, table).map((row) => [row.id, row]));
  const found = { cases: of('cases'), outbox: of('outbox') };
  db.close();
  return found;
}

/** A page that the damage is put in: all its bytes, or the header that says what lies where. */
function damage(bytes: Buffer, page: number, how: 'zeros' | 'garbage'): Buffer {
  const damaged = Buffer.from(bytes);
  damaged.fill(how === 'zeros' ? 0 : 0xa5, page * PAGE, (page + 1) * PAGE);
  return damaged;
}

describe('a damaged database', () => {
  it.each(['zeros', 'garbage'] as const)(
    'gives back what can be read, whichever page is lost (%s), and nothing that was not in it',
    (how) => {
      const whole = filled();
      const before = contents();
      const pages = whole.length / PAGE;
      let setAside = 0;
      let orphaned = 0;
      const found: { page: number; cases: number; jobs: number; lost: number }[] = [];
      for (let page = 1; page < pages; page++) {
        for (const name of readdirSync(dir)) rmSync(join(dir, name));
        writeFileSync(path, damage(whole, page, how));
        const opened = open();
        if (!opened.setAside) {
          opened.db.close();
          continue;
        }
        setAside++;
        expect(readFileSync(opened.setAside)).toEqual(damage(whole, page, how));
        expect(readdirSync(dir).filter((name) => /\.(next|copy|part)/.test(name))).toEqual([]);
        const { cases, jobs, lost } = opened.salvaged ?? { cases: 0, jobs: 0, lost: -1 };
        found.push({ page, cases, jobs, lost });
        // A job whose case is lost is kept, without it.
        const alone = opened.db
          .prepare<{ n: number }>('select count(*) as n from outbox where case_id is null')
          .get();
        expect(opened.salvaged?.orphans).toBe(alone?.n);
        orphaned += opened.salvaged?.orphans ?? 0;
        expect(opened.db.pragma('foreign_key_check')).toBeUndefined();
        const cameBack = { cases: rows(opened.db, 'cases'), outbox: rows(opened.db, 'outbox') };
        expect([cameBack.cases.length, cameBack.outbox.length]).toEqual([cases, jobs]);
        for (const row of cameBack.cases) expect(row).toEqual(before.cases.get(row.id));
        for (const row of cameBack.outbox) {
          const was = before.outbox.get(row.id) as Record<string, unknown>;
          expect({ ...row, case_id: was.case_id }).toEqual(was);
          expect([null, was.case_id]).toContain(row.case_id);
        }
        opened.db.close();
      }
      expect(setAside).toBeGreaterThan(pages / 2);
      expect(orphaned).toBeGreaterThan(0);
      for (const { cases, jobs, lost } of found) expect(lost).toBe(2 * CASES - cases - jobs);
      // What lay on that one page is gone, no more: not even when it is where a table begins.
      for (const { lost } of found) expect(lost).toBeLessThan(25);
    },
  );

  it('gives back what is in its log alone, as a power cut leaves it', () => {
    const db = testDatabase(path);
    fillStore(db, testSealer(), 3);
    db.pragma('wal_checkpoint(truncate)');
    db.pragma('wal_autocheckpoint = 0');
    const page = Number(
      db.prepare<{ n: number }>("select rootpage as n from sqlite_schema where name = 'acts'").get()?.n,
    );
    db.exec("update cases set region_number = 'R-2' where id = 'case-000002'");
    const files = ['', '-wal'].map((end) => readFileSync(path + end));
    db.close();
    writeFileSync(path, damage(files[0] as Buffer, page - 1, 'garbage'));
    writeFileSync(`${path}-wal`, files[1] as Buffer);
    const opened = open();
    expect(opened.salvaged).toEqual({ cases: 3, jobs: 3, orphans: 0, lost: 0, lostNames: [] });
    expect(opened.db.prepare("select region_number from cases where id = 'case-000002'").get()).toEqual({
      region_number: 'R-2',
    });
    // SQLite has put the log into the file before it found the damage; the file is kept as that left it.
    expect(existsSync(opened.setAside as string)).toBe(true);
    opened.db.close();
  });

  it('is salvaged into the schema of today', () => {
    const first = openStore(path, openTestDatabase, NOW, MIGRATIONS.slice(0, 1));
    if (!first.ok) throw new Error(first.error.message);
    fillStore(first.value.db, testSealer(), CASES, 500);
    first.value.db.close();
    const bytes = readFileSync(path);
    writeFileSync(path, damage(bytes, bytes.length / PAGE - 2, 'garbage'));
    const { db, setAside, salvaged } = open();
    expect(setAside).not.toBeNull();
    expect(salvaged?.jobs).toBeGreaterThan(50);
    expect(db.pragma('user_version')).toBe(MIGRATIONS.length);
    expect(db.prepare('select distinct priority from outbox').all()).toEqual([{ priority: 5 }]);
    db.close();
  });

  it.each([
    ['salvaged', (whole: Buffer) => damage(whole, whole.length / PAGE - 2, 'garbage')],
    ['hopeless', () => Buffer.from('no database')],
  ])('never gives a receipt number twice, however little came back (%s)', (_, damaged) => {
    writeFileSync(path, damaged(filled()));
    const { db, setAside } = open();
    expect(setAside).not.toBeNull();
    const last = db.prepare<{ last: number }>("select last from serials where day = '261121'").get()?.last;
    expect(last).toBeGreaterThanOrEqual(1_000);
    db.close();
  });

  it('is set aside without salvage when the disk has no room for it', () => {
    const whole = filled();
    const damaged = damage(whole, whole.length / PAGE - 2, 'garbage');
    writeFileSync(path, damaged);
    const full = openStore(
      path,
      (name) => {
        const db = openTestDatabase(name);
        if (!name.endsWith('.next.part')) return db;
        return {
          ...db,
          prepare(sql) {
            if (sql.startsWith('insert')) throw Object.assign(new Error('full'), { code: 'SQLITE_FULL' });
            return db.prepare(sql);
          },
        };
      },
      NOW,
    );
    if (!full.ok) throw new Error(full.error.message);
    expect(full.value.salvaged).toBeNull();
    expect(readFileSync(full.value.setAside as string)).toEqual(damaged);
    expect(readdirSync(dir).filter((name) => /\.(next|copy|part)/.test(name))).toEqual([]);
    full.value.db.close();
  });
});

describe('a power cut while a database is replaced', () => {
  it('between the two renames: the second is done at the next start, and no old log gets into the new file', () => {
    const whole = filled();
    rmSync(path);
    writeFileSync(`${path}.next`, whole);
    writeFileSync(`${path}-wal`, 'a log of the damaged one');
    const { db, setAside } = open();
    expect(setAside).toBeNull();
    expect(db.prepare('select count(*) as n from cases').get()).toEqual({ n: CASES });
    db.close();
    expect(readFileSync(`${path}.corrupt-${NOW}-wal`, 'utf8')).toContain('damaged one');
    expect(existsSync(`${path}.next`)).toBe(false);
  });

  it('before the first: the old one is still good, and what was prepared goes', () => {
    writeFileSync(`${path}.next`, filled(2));
    open().db.close();
    expect(existsSync(`${path}.next`)).toBe(false);
    expect(contents().cases.size).toBe(2);
  });

  it('cannot be mended in a folder that takes no name: that is said', () => {
    const whole = filled();
    writeFileSync(path, damage(whole, whole.length / PAGE - 2, 'garbage'));
    // A folder in the way of the name that the damaged file is to get.
    mkdirSync(`${path}.corrupt-${NOW}`);
    writeFileSync(join(`${path}.corrupt-${NOW}`, 'x'), '');
    expect(openStore(path, openTestDatabase, NOW)).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('cannot be set aside') },
    });
    expect(existsSync(path)).toBe(true);
  });
});
