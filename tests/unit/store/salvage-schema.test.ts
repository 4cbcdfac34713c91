import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type OpenedStore, openStore, type SqlDatabase } from '../../../electron/store/index.ts';
import { MIGRATIONS } from '../../../electron/store/migrations.ts';
import { fillStore } from '../../support/filled-store.ts';
import { openTestDatabase, testSealer } from '../../support/memory-store.ts';

const NOW = Date.parse('2026-11-21T02:00:00Z');
const PAGE = 4096;
const CASES = 30;

let dir: string;
let path: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-salvage-schema-'));
  path = join(dir, 'kiosk.db');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open(migrations: readonly string[] = MIGRATIONS): OpenedStore {
  const opened = openStore(path, openTestDatabase, NOW, migrations);
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** A filled database at rest; payloads of `bytes` run over into pages of their own. */
function filled(migrations: readonly string[] = MIGRATIONS, bytes = 500, more = ''): Buffer {
  const { db } = open(migrations);
  fillStore(db, testSealer(), CASES, bytes);
  if (more) db.exec(more);
  db.close();
  return readFileSync(path);
}

const rows = (db: SqlDatabase, table: string) => db.prepare(`select * from ${table} order by 1`).all();
const books = (db: SqlDatabase) => ({ cases: rows(db, 'cases'), outbox: rows(db, 'outbox') });

/** The last page that holds jobs, counted from 0: a leaf of a table with rowid. */
function pageOfJobs(whole: Buffer): number {
  const pages = Array.from({ length: whole.length / PAGE }, (_, page) => page);
  return pages.findLast((page) => {
    const bytes = whole.subarray(page * PAGE, (page + 1) * PAGE);
    return page > 0 && bytes[0] === 0x0d && bytes.includes('case-0000');
  }) as number;
}

function withGarbage(whole: Buffer, ...pages: number[]): void {
  const damaged = Buffer.from(whole);
  for (const page of pages) damaged.fill(0xa5, page * PAGE, (page + 1) * PAGE);
  writeFileSync(path, damaged);
}

describe('a database whose list of tables is lost', () => {
  it.each([
    ['of the first page alone', 500],
    ['with payloads that run over several pages', 20_000],
  ])('gives back every row that lies elsewhere (%s)', (_, bytes) => {
    const whole = filled(MIGRATIONS, bytes);
    const first = open();
    const before = books(first.db);
    first.db.close();
    withGarbage(whole, 0);
    const { db, setAside, salvaged } = open();
    expect(setAside).not.toBeNull();
    expect(salvaged).toEqual({ cases: CASES, jobs: CASES, orphans: 0, lost: 0, lostNames: [] });
    expect(books(db)).toEqual(before);
    expect(db.pragma('integrity_check')).toBe('ok');
    expect(rows(db, 'tickets')).toEqual([]);
    // What was given away is not known: the gap makes up for it, and nothing that only looks like a serial is taken.
    expect(rows(db, 'serials')).toEqual([{ day: '261121', last: 1_000 }]);
    db.close();
  });

  it('gives back the rows of an earlier schema, with what later ones added', () => {
    const whole = filled(MIGRATIONS.slice(0, 1));
    withGarbage(whole, 0);
    const { db, salvaged } = open();
    expect(salvaged).toMatchObject({ cases: CASES, jobs: CASES });
    expect(db.prepare('select distinct priority, state from outbox').all()).toEqual([
      { priority: 5, state: 0 },
    ]);
    db.close();
  });

  it('gives back what is on either side of other damage', () => {
    const whole = filled();
    withGarbage(whole, 0, pageOfJobs(whole));
    const { db, salvaged } = open();
    expect(salvaged?.cases).toBe(CASES);
    expect(salvaged?.jobs).toBeGreaterThan(CASES - 10);
    expect(salvaged?.jobs).toBeLessThan(CASES);
    expect(rows(db, 'outbox')).toHaveLength(salvaged?.jobs as number);
    expect(db.pragma('foreign_key_check')).toBeUndefined();
    db.close();
  });
});

describe('a list of tables that is longer than its first page', () => {
  /** Tables of a program to come. */
  const LONG = [
    ...MIGRATIONS,
    Array.from(
      { length: 40 },
      (_, n) => `create table later_${n} (id integer primary key, ${'x'.repeat(150)} text) strict;`,
    ).join('\n'),
  ];

  it('is read as a short one, and every row comes back whichever of its pages is lost', () => {
    const whole = filled(LONG);
    // 0x05: an inner page. Its children are the pages that the list has spilled to (sqlite.org/fileformat2.html, 1.6).
    expect(whole[100]).toBe(0x05);
    const cells = whole.readUInt16BE(103);
    const children = [whole.readUInt32BE(108)];
    for (let n = 0; n < cells; n++) children.push(whole.readUInt32BE(whole.readUInt16BE(112 + 2 * n)));
    expect(children.length).toBeGreaterThan(2);
    const first = open(LONG);
    const before = books(first.db);
    first.db.close();
    for (const child of [1, ...children]) {
      rmSync(dir, { recursive: true });
      mkdirSync(dir);
      withGarbage(whole, child - 1);
      const { db, setAside, salvaged } = open(LONG);
      expect(setAside, `page ${child}`).not.toBeNull();
      expect(salvaged, `page ${child}`).toMatchObject({ cases: CASES, jobs: CASES, lost: 0 });
      expect(books(db)).toEqual(before);
      db.close();
    }
  });

  it('is no hindrance to rows elsewhere that are damaged', () => {
    const whole = filled(LONG);
    withGarbage(whole, pageOfJobs(whole));
    const { db, salvaged } = open(LONG);
    expect((salvaged?.cases ?? 0) + (salvaged?.jobs ?? 0)).toBeGreaterThan(2 * CASES - 20);
    expect(salvaged?.lost).toBe(2 * CASES - (salvaged?.cases ?? 0) - (salvaged?.jobs ?? 0));
    db.close();
  });
});

describe('what a newer, taken-back program had added', () => {
  const NEWER = [
    ...MIGRATIONS,
    `alter table cases add column mood text not null default 'calm';
     create index cases_mood on cases (mood);
     create table notes (id integer primary key, note text not null) strict;
     create table loose (word text);
     create table pairs (a text, b text, primary key (a, b)) without rowid;
     update schema_floor set version = ${MIGRATIONS.length};`,
  ];
  const MORE = `update cases set mood = 'glad' where id = 'case-000003';
    insert into notes (note) values ('one'), ('two'); insert into loose values ('x'), ('y');
    insert into pairs values ('a', 'b')`;

  it('comes along: columns, tables, indexes, its version; this program goes on with it, and the newer one after it', () => {
    const whole = filled(NEWER, 500, MORE);
    withGarbage(whole, pageOfJobs(whole));
    const older = open();
    expect(older.setAside).not.toBeNull();
    expect(older.salvaged?.lost).toBeLessThan(15);
    expect(older.db.pragma('user_version')).toBe(NEWER.length);
    fillOne(older.db);
    older.db.close();
    const { db, setAside } = open(NEWER);
    expect(setAside).toBeNull();
    expect(db.prepare("select id from cases where mood = 'glad'").all()).toEqual([{ id: 'case-000003' }]);
    expect(rows(db, 'notes')).toEqual([
      { id: 1, note: 'one' },
      { id: 2, note: 'two' },
    ]);
    expect(rows(db, 'loose')).toEqual([{ word: 'x' }, { word: 'y' }]);
    expect(rows(db, 'pairs')).toEqual([{ a: 'a', b: 'b' }]);
    expect(db.prepare('select version from schema_floor').get()).toEqual({ version: MIGRATIONS.length });
    expect(db.prepare("select count(*) as n from sqlite_schema where name = 'cases_mood'").get()).toEqual({
      n: 1,
    });
    expect(db.pragma('integrity_check')).toBe('ok');
    db.close();
  });

  it('stays behind where its list is lost, and what this program knows comes along', () => {
    const whole = filled(NEWER, 500, MORE);
    withGarbage(whole, 0);
    const { db, salvaged } = open();
    expect(salvaged).toMatchObject({ cases: CASES, jobs: CASES });
    expect(db.pragma('user_version')).toBe(MIGRATIONS.length);
    db.close();
    // The newer program brings its own again.
    const again = open(NEWER);
    expect(again.setAside).toBeNull();
    expect(rows(again.db, 'cases')).toHaveLength(CASES);
    again.db.close();
  });

  function fillOne(db: SqlDatabase): void {
    db.exec(`insert into cases (id, receipt_number, region, matter, person_hmac, delivery, state, document_sha256, submitted_at)
      values ('new', 'n', '120000', 'm', x'00', 'print-here', 'waiting', 'd', 1)`);
  }
});
