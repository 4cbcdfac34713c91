import { existsSync, rmSync } from 'node:fs';
import type { OpenDatabase, SqlDatabase } from './driver.ts';
import { copyReadable, DATABASE_PARTS, putInPlace } from './files.ts';
import { applyLog } from './salvage-log.ts';
import { beginTable, type TableKeys, type Taken, takeBranches, takeTable } from './salvage-rows.ts';
import { adoptNewer, graft } from './salvage-schema.ts';
import { skipSerials } from './serials.ts';

/** What was taken over from a damaged database. */
export interface Salvaged {
  readonly cases: number;
  readonly jobs: number;
  /** Jobs among them whose case is lost: the queue lays them on the dead-letter shelf, where a person sees them. */
  readonly orphans: number;
  /** Rows that are known to have been there and cannot be read; those whose every trace is gone are not counted. */
  readonly lost: number;
  /** The first of them, by receipt number, idempotency key or ticket number: nothing personal. */
  readonly lostNames: readonly string[];
}

type Disk = Parameters<typeof copyReadable>[2];

/** Names of lost rows that are told; all of them are counted. */
const NAMES = 100;

/** A job is named by its case where it can be; a serial is made up for by the gap. */
const TABLES = [
  { table: 'serials', keys: ['day'] },
  { table: 'cases', keys: ['id', 'receipt_number'] },
  { table: 'outbox', keys: ['id', 'idem'] },
  { table: 'tickets', keys: ['id', 'number'] },
  { table: 'locker_cells', keys: ['cell'] },
  { table: 'locker_events', keys: ['id'] },
] as const satisfies readonly TableKeys[];

/**
 * Builds the database `to` from what can still be read of the damaged one, row by row; the damaged one is not touched,
 * it is read in a copy. `create` opens a new database with today's schema. Null when nothing can be made of it or the
 * disk has no room; then there is no `to`.
 */
export function salvage(
  damaged: string,
  to: string,
  open: OpenDatabase,
  create: (path: string) => SqlDatabase,
  nowMs: number,
  read?: Disk,
): Salvaged | null {
  const copy = `${damaged}.copy`;
  const part = `${to}.part`;
  const opened = new Set<SqlDatabase>();
  const use = (db: SqlDatabase) => {
    opened.add(db);
    return db;
  };
  const close = () => {
    for (const db of opened) {
      opened.delete(db);
      db.close();
    }
  };
  const clear = () => {
    for (const end of DATABASE_PARTS) for (const one of [copy, part]) rmSync(one + end, { force: true });
  };
  try {
    clear();
    copyReadable(damaged, copy, read);
    // The index of the log is made anew from the log.
    const log = `${damaged}-wal`;
    if (existsSync(log) && copyReadable(log, `${copy}-wal`, read) > 0) applyLog(copy);
    const target = use(create(part));
    // A row may refer to one that is lost; that is settled at the end.
    target.exec('pragma foreign_keys = off');
    const tables: Taken[] = [];
    const salvaged = target.transaction(() => {
      try {
        const source = use(openSource(copy, open));
        const foreign = adopt(source, target);
        for (const keys of [...TABLES, ...foreign]) tables.push(takeTable(source, target, keys));
      } catch (error) {
        // A list of tables that is lost leaves no table begun.
        if (tables.length > 0) throw error;
      }
      for (const db of [...opened].filter((one) => one !== target)) {
        opened.delete(db);
        db.close();
      }
      if (tables.length === 0) tables.push(...withoutList(copy, target, open, create));
      for (const table of tables) takeBranches(copy, table, open);
      const orphans = cutLooseEnds(target);
      skipSerials(target, nowMs);
      return counted(tables, orphans);
    });
    close();
    putInPlace(part, to);
    return salvaged;
  } catch {
    return null;
  } finally {
    try {
      close();
    } catch {
      // A damaged copy may refuse even that; it goes all the same.
    }
    clear();
  }
}

/** One file, its log put in. Throws when its list of tables cannot be read. */
function openSource(copy: string, open: OpenDatabase): SqlDatabase {
  const source = open(copy);
  try {
    source.pragma('journal_mode = delete');
    source.exec('pragma query_only = on; pragma trusted_schema = off; pragma cell_size_check = on');
    for (const { table } of TABLES.slice(0, 3)) source.prepare(`select 1 from ${table}`);
    return source;
  } catch (error) {
    source.close();
    throw error;
  }
}

/** What a newer program had added is taken along where it can be read; if not, what this one knows is taken. */
function adopt(source: SqlDatabase, target: SqlDatabase): TableKeys[] {
  try {
    return adoptNewer(source, target);
  } catch {
    return [];
  }
}

/** Every row that can be found anywhere, for nothing says which there were. Serials are left to the gap: they look like much else. */
function withoutList(
  copy: string,
  target: SqlDatabase,
  open: OpenDatabase,
  create: (path: string) => SqlDatabase,
): Taken[] {
  applyLog(copy);
  graft(copy, open, create);
  const source = open(copy);
  try {
    return TABLES.slice(1).map((keys) => beginTable(source, target, keys, null));
  } finally {
    source.close();
  }
}

function counted(tables: readonly Taken[], orphans: number): Salvaged {
  const rows = (name: string) => tables.find(({ table }) => table === name)?.rows ?? 0;
  const lost = tables.filter(({ table }) => table !== 'serials').flatMap((table) => table.missing());
  return {
    cases: rows('cases'),
    jobs: rows('outbox'),
    orphans,
    lost: lost.length,
    lostNames: lost.slice(0, NAMES).map(String),
  };
}

/** Empties references to rows that are lost. Returns how many jobs have lost their case. */
function cutLooseEnds(db: SqlDatabase): number {
  let orphans = 0;
  for (const { table } of TABLES) {
    const references = db
      .prepare<{ from: string; table: string; to: string }>(
        'select "from", "table", "to" from pragma_foreign_key_list(?)',
      )
      .all(table);
    for (const { from, table: parent, to } of references) {
      const { changes } = db
        .prepare(
          `update ${table} set ${from} = null where ${from} is not null and ${from} not in (select ${to} from ${parent})`,
        )
        .run();
      if (table === 'outbox') orphans += changes;
    }
  }
  return orphans;
}
