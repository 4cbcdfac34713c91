import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';
import type { OpenDatabase, SqlDatabase } from './driver.ts';
import { DATABASE_PARTS } from './files.ts';
import { columnsOf, type TableKeys } from './salvage-rows.ts';

interface Listed {
  readonly type: string;
  readonly name: string;
  readonly sql: string | null;
}

const listOf = (db: SqlDatabase) =>
  db
    .prepare<Listed>("select type, name, sql from sqlite_schema where name not like 'sqlite\\_%' escape '\\'")
    .all();
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

/**
 * Gives the empty `target` what a newer, taken-back program had added to `source`: its columns, tables and indexes, and
 * its version, so that this program finds the file as it was and the newer one, when it comes again, too. Returns the
 * tables that this program knows nothing of. Throws, `target` unchanged, when that cannot be read.
 */
export function adoptNewer(source: SqlDatabase, target: SqlDatabase): TableKeys[] {
  const version = Number(source.pragma('user_version'));
  if (version <= Number(target.pragma('user_version'))) return [];
  return target.transaction(() => {
    const own = new Map(listOf(target).map((one) => [one.name, one]));
    const theirs = listOf(source);
    const foreign: TableKeys[] = [];
    for (const { name, sql } of theirs.filter(({ type }) => type === 'table')) {
      if (!own.has(name)) foreign.push({ table: name, keys: keysOf(source, name) });
      else if (same(columnsOf(source, name), columnsOf(target, name))) continue;
      else target.exec(`drop table ${quoted(name)}`);
      target.exec(sql as string);
    }
    const left = new Set(listOf(target).map(({ name }) => name));
    for (const { name, type, sql } of theirs)
      if (type !== 'table' && sql !== null && !left.has(name)) target.exec(sql);
    const floor = source.prepare<{ version: number }>('select version from schema_floor').get();
    if (floor) target.prepare('update schema_floor set version = ?').run(floor.version);
    target.exec(`pragma user_version = ${version}`);
    return foreign;
  });
}

const same = (some: readonly string[], others: readonly string[]) => some.join() === others.join();

/** The columns that name a row of a table, each by itself; none where only several do together. */
function keysOf(db: SqlDatabase, table: string): string[] {
  const names = db
    .prepare<{ name: string }>('select name from pragma_table_info(?) where pk > 0')
    .all(table)
    .map(({ name }) => name);
  if (names.length === 1 && /^\w+$/.test(names[0] as string)) return names;
  const own = listOf(db).find(({ type, name }) => type === 'table' && name === table);
  return /without\s+rowid/i.test(own?.sql ?? '') ? [] : ['rowid'];
}

/** Page size of every database that this program has made, in bytes. */
const PAGE = 4_096;
/** Bytes of filling in one row. */
const FILLING = 16 * 1024 * 1024;

/**
 * Makes a copy readable whose list of tables is lost, be it on the first page or on those that it has spilled to: a new
 * database is made behind as many pages as the copy has, and the copy's pages are laid in their old places in it. So every
 * row keeps its overflow pages, and a page can be read as the root of a table (`takeBranches`), though no table leads there.
 */
export function graft(copy: string, open: OpenDatabase, create: (path: string) => SqlDatabase): void {
  const carrier = `${copy}.carrier`;
  for (const end of DATABASE_PARTS) rmSync(carrier + end, { force: true });
  try {
    const from = openSync(copy, 'r');
    try {
      const bytes = fstatSync(from).size;
      fill(open(carrier), bytes);
      const made = create(carrier);
      made.pragma('journal_mode = delete');
      made.close();
      overlay(from, carrier, bytes);
    } finally {
      closeSync(from);
    }
    for (const end of DATABASE_PARTS) rmSync(copy + end, { force: true });
    renameSync(carrier, copy);
  } finally {
    for (const end of DATABASE_PARTS) rmSync(carrier + end, { force: true });
  }
}

/** Takes up the numbers of the first pages, so that every table begins behind them. */
function fill(db: SqlDatabase, bytes: number): void {
  try {
    db.exec(`pragma page_size = ${PAGE}; create table filling (bytes blob)`);
    const insert = db.prepare('insert into filling values (zeroblob(?))');
    for (let left = bytes + PAGE; left > 0; left -= FILLING) insert.run(Math.min(left, FILLING) + PAGE);
  } finally {
    db.close();
  }
}

function overlay(from: number, carrier: string, bytes: number): void {
  const to = openSync(carrier, 'r+');
  try {
    const page = Buffer.alloc(PAGE);
    for (let at = PAGE; at + PAGE <= bytes; at += PAGE) {
      readSync(from, page, 0, PAGE, at);
      writeSync(to, page, 0, PAGE, at);
    }
  } finally {
    closeSync(to);
  }
}
