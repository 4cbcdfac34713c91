import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import type { OpenDatabase, SqlDatabase } from '../store/index.ts';
import type { CatalogueShared } from './catalogue.ts';
import type { Shared } from './folder.ts';
import { Recent } from './recent.ts';
import type { FormFile } from './schemas/form.ts';
import type { Implementation } from './schemas/implementation.ts';
import type { Matter } from './schemas/matters.ts';
import type { Listed, LoadedRegion, RegionHead, RegionMatter, Shelf, ShelfEntry } from './shelf.ts';

/**
 * The catalogue compiled into one SQLite file: read and checked once, at the first start with these assets. Later starts
 * take a small one from it into memory; a large one is answered from the disk, with little memory. The file holds nothing
 * that the assets do not hold; whatever is wrong with it, it is made anew.
 */

export const STORAGE = {
  /** Above so many versions of matters the catalogue is answered from the file; up to it from memory. */
  limit: 2_000,
  /** Of the file's shape and of the rules of inheritance: a file of another version is made anew. */
  version: 1,
  /** Versions of matters, matters and lists of regions that are kept in memory. */
  versions: 500,
  matters: 5_000,
  lists: 4,
} as const;

export interface CatalogueStorage {
  /** The compiled file, `catalogue.db` of the data folder. */
  readonly file: string;
  readonly openDatabase: OpenDatabase;
  /** Told when the file could not be written: the catalogue works from memory then. */
  readonly onFailure?: (error: unknown) => void;
}

/** What the compiled file holds besides regions and matters. */
interface Rest {
  readonly shared: CatalogueShared;
  readonly forms: readonly (readonly [string, FormFile])[];
}

const SCHEMA = `
  CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL);
  CREATE TABLE matter (code TEXT PRIMARY KEY, position INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE TABLE region (code TEXT PRIMARY KEY, position INTEGER NOT NULL, head TEXT NOT NULL);
  CREATE TABLE part (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
  CREATE TABLE body (id INTEGER PRIMARY KEY, own TEXT NOT NULL, shared TEXT NOT NULL);
  CREATE TABLE entry (
    region TEXT NOT NULL, position INTEGER NOT NULL, matter TEXT NOT NULL, starts TEXT NOT NULL, ends TEXT,
    depth TEXT NOT NULL, doable INTEGER NOT NULL, body INTEGER NOT NULL REFERENCES body (id),
    PRIMARY KEY (region, position)
  ) WITHOUT ROWID;
  CREATE INDEX entry_by_matter ON entry (region, matter);
`;

/** Writes a compiled file beside its name and gives it the name when it is whole. */
export class ShelfCompiler {
  readonly #file: string;
  readonly #db: SqlDatabase;
  /** Values that many entries inherit, by identity, with the row that holds them. */
  readonly #parts = new Map<unknown, number | null>();
  #regions = 0;
  #bodies = 0;
  #open = true;

  constructor({ file, openDatabase }: CatalogueStorage, shared: Shared) {
    this.#file = file;
    removeDatabase(beside(file));
    this.#db = openDatabase(beside(file));
    // Until it is renamed nobody reads the file, and a half of it is thrown away: no journal, one sync at the end.
    this.#db.pragma('journal_mode = OFF');
    this.#db.pragma('synchronous = OFF');
    this.#db.exec(SCHEMA);
    this.#db.exec('BEGIN');
    const insert = this.#db.prepare('INSERT INTO matter VALUES (?, ?, ?)');
    for (const [i, matter] of shared.matters.entries()) insert.run(matter.code, i, JSON.stringify(matter));
    for (const { modes } of shared.matters) this.#parts.set(modes, null);
    for (const { implementation } of shared.guides.values())
      for (const value of Object.values(implementation)) this.#share(value);
  }

  add({ head, entries }: LoadedRegion): void {
    this.#share(head.places);
    this.#db
      .prepare('INSERT INTO region VALUES (?, ?, ?)')
      .run(head.code, this.#regions++, JSON.stringify(head));
    const body = this.#db.prepare('INSERT INTO body VALUES (?, ?, ?)');
    const entry = this.#db.prepare('INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
    for (const [i, { matter, effectiveFrom, effectiveTo, doable, implementation }] of entries.entries()) {
      const own: Record<string, unknown> = {};
      const shared: Record<string, number> = {};
      for (const [key, value] of Object.entries(implementation)) {
        if (this.#parts.has(value)) shared[key] = this.#part(value);
        else own[key] = value;
      }
      const id = ++this.#bodies;
      body.run(id, JSON.stringify(own), JSON.stringify(shared));
      const { depth } = implementation;
      entry.run(head.code, i, matter, effectiveFrom, effectiveTo, depth, doable ? 1 : 0, id);
    }
  }

  /** Closes the file and puts it in its place. `key` says what it was made from. */
  finish(key: string, rest: Rest): void {
    const meta = this.#db.prepare('INSERT INTO meta VALUES (?, ?)');
    meta.run('rest', JSON.stringify(rest));
    meta.run('key', key);
    this.#db.exec('COMMIT');
    this.#db.pragma('synchronous = FULL');
    // An empty transaction syncs nothing; this one writes a page, and with it everything before.
    this.#db.exec(`PRAGMA user_version = ${STORAGE.version}`);
    this.#close();
    removeDatabase(this.#file);
    renameSync(beside(this.#file), this.#file);
  }

  /** Throws away what was written. */
  abandon(): void {
    this.#close();
    removeDatabase(beside(this.#file));
  }

  #close(): void {
    if (this.#open) this.#db.close();
    this.#open = false;
  }

  #share(value: unknown): void {
    if (typeof value === 'object' && value !== null && !this.#parts.has(value)) this.#parts.set(value, null);
  }

  #part(value: unknown): number {
    let id = this.#parts.get(value) ?? null;
    if (id === null) {
      id = this.#db.prepare('INSERT INTO part (body) VALUES (?)').run(JSON.stringify(value)).lastInsertRowid;
      this.#parts.set(value, id);
    }
    return id;
  }
}

export interface Compiled {
  readonly shelf: CompiledShelf;
  readonly rest: Rest;
}

/** Changes with the program, whose rules are in the file too: name, size and time of the bundle's part with this module. */
export function programMark(): string {
  const { size, mtimeMs } = statSync(import.meta.filename);
  return `${basename(import.meta.filename)} ${size} ${mtimeMs}`;
}

/** The compiled file of this key, or null when there is none, or one that cannot be read. */
export function openCompiled({ file, openDatabase }: CatalogueStorage, key: string): Compiled | null {
  let db: SqlDatabase | null = null;
  try {
    db = openDatabase(file, { readOnly: true });
    const read = db.prepare<{ value: string }>('SELECT value FROM meta WHERE key = ?');
    if (read.get('key')?.value === key && db.pragma('quick_check') === 'ok') {
      const rest = JSON.parse(read.get('rest')?.value ?? '') as Rest;
      return { shelf: new CompiledShelf(db), rest };
    }
  } catch {
    // Not a database, or broken inside: it is made anew.
  }
  db?.close();
  return null;
}

/** Whether there is a compiled file at all, of whatever key. */
export function hasCompiled({ file }: CatalogueStorage): boolean {
  return existsSync(file);
}

/** Answers from the compiled file, with what was asked last in memory. */
export class CompiledShelf implements Shelf {
  readonly #db: SqlDatabase;
  readonly #regions: readonly RegionHead[];
  readonly #parts = new Recent<number, unknown>(STORAGE.versions * 4);
  readonly #versions = new Recent<string, readonly RegionMatter[]>(STORAGE.versions);
  readonly #matters = new Recent<string, Matter | null>(STORAGE.matters);
  readonly #lists = new Recent<string, readonly Listed[]>(STORAGE.lists);

  constructor(db: SqlDatabase) {
    this.#db = db;
    this.#regions = db
      .prepare<{ head: string }>('SELECT head FROM region ORDER BY position')
      .all()
      .map(({ head }) => JSON.parse(head) as RegionHead);
  }

  regions(): readonly RegionHead[] {
    return this.#regions;
  }

  listed(region: string): readonly Listed[] {
    return this.#lists.get(region, () =>
      this.#db
        .prepare<{ matter: string; starts: string; ends: string | null; depth: string; doable: number }>(
          'SELECT matter, starts, ends, depth, doable FROM entry WHERE region = ? ORDER BY position',
        )
        .all(region)
        .map(({ matter, starts, ends, depth, doable }) => ({
          matter,
          effectiveFrom: starts,
          effectiveTo: ends,
          depth: depth as Listed['depth'],
          doable: doable === 1,
        })),
    );
  }

  versions(region: string, matter: string): readonly RegionMatter[] {
    return this.#versions.get(`${region} ${matter}`, () =>
      this.#db
        .prepare<EntryRow>(`${ENTRIES} WHERE region = ? AND matter = ? ORDER BY position`)
        .all(region, matter)
        .map((row) => this.#entry(row)),
    );
  }

  /** Everything of a region, in the order of its file. */
  entries(region: string): ShelfEntry[] {
    return this.#db
      .prepare<EntryRow>(`${ENTRIES} WHERE region = ? ORDER BY position`)
      .all(region)
      .map((row) => this.#entry(row));
  }

  /** How many versions of matters there are. */
  size(): number {
    return this.#db.prepare<{ n: number }>('SELECT count(*) AS n FROM entry').get()?.n ?? 0;
  }

  matter(code: string): Matter | null {
    return this.#matters.get(code, () => {
      const row = this.#db.prepare<{ body: string }>('SELECT body FROM matter WHERE code = ?').get(code);
      return row ? (JSON.parse(row.body) as Matter) : null;
    });
  }

  matterCodes(): readonly string[] {
    return this.#db
      .prepare<{ code: string }>('SELECT code FROM matter ORDER BY position')
      .all()
      .map(({ code }) => code);
  }

  close(): void {
    this.#db.close();
  }

  #entry({ matter, starts, ends, doable, own, shared }: EntryRow): ShelfEntry {
    const implementation = JSON.parse(own) as Record<string, unknown>;
    for (const [key, id] of Object.entries(JSON.parse(shared) as Record<string, number>))
      implementation[key] = this.#part(id);
    return {
      matter,
      effectiveFrom: starts,
      effectiveTo: ends,
      doable: doable === 1,
      implementation: implementation as unknown as Implementation,
    };
  }

  #part(id: number): unknown {
    return this.#parts.get(id, () => {
      const row = this.#db.prepare<{ body: string }>('SELECT body FROM part WHERE id = ?').get(id);
      return JSON.parse(row?.body ?? 'null') as unknown;
    });
  }
}

interface EntryRow {
  readonly matter: string;
  readonly starts: string;
  readonly ends: string | null;
  readonly doable: number;
  readonly own: string;
  readonly shared: string;
}

const ENTRIES =
  'SELECT matter, starts, ends, doable, own, shared FROM entry JOIN body ON body.id = entry.body';

function beside(file: string): string {
  return `${file}.new`;
}

function removeDatabase(file: string): void {
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(file + end, { force: true });
}
