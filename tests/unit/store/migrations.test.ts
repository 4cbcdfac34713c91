import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore, type SqlDatabase } from '../../../electron/store/index.ts';
import { MIGRATIONS } from '../../../electron/store/migrations.ts';
import { openTestDatabase } from '../../support/memory-store.ts';
import { dayOf, OLD_PROGRAMS } from '../../support/old-programs.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-schema-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** The database as the program of a schema opens it. */
function openAs(schema: number, name = 'kiosk.db'): SqlDatabase {
  const opened = openStore(join(dir, name), openTestDatabase, 0, MIGRATIONS.slice(0, schema));
  if (!opened.ok) throw new Error(opened.error.message);
  expect(opened.value.setAside).toBeNull();
  return opened.value.db;
}

const NEWEST = MIGRATIONS.length;
const TABLES = ['serials', 'cases', 'outbox', 'acts', 'session'] as const;
const everything = (db: SqlDatabase) =>
  Object.fromEntries(TABLES.map((table) => [table, db.prepare(`select * from ${table} order by 1`).all()]));

/** SHA-256 of migrations that machines have run, spaces apart: they are never edited. */
const PUBLISHED = [
  'a471dda5ad21a4f7841e0d322f8930a55588f030f527430b13285eaa8ee55063',
  'f330c51328579e1b5e5284cf284b4b544f38ec0b3637ed8785dc18803cec7a48',
  'eeca6d01eac5ba67b5bf88b43b00f3bbb2c280e1aa03bbc99232887cef0d7d3b',
];

describe('migrations', () => {
  it('that machines have run are not edited afterwards', () => {
    const digest = (sql: string) => createHash('sha256').update(sql.replace(/\s+/g, ' ')).digest('hex');
    expect(MIGRATIONS.slice(0, PUBLISHED.length).map(digest)).toEqual(PUBLISHED);
  });

  it('have the work of every earlier program to be tested with', () => {
    expect(OLD_PROGRAMS.map(({ schema }) => schema)).toEqual(MIGRATIONS.slice(0, -1).map((_, at) => at + 1));
  });

  describe.each(OLD_PROGRAMS)('from schema $schema', (program) => {
    it('bring along every row and every value, and are as a new database otherwise', () => {
      const old = openAs(program.schema);
      dayOf(old, program);
      old.exec("insert into acts (kind, case_id, state, started_at) values ('receipt', 'c1', 'intent', 1)");
      old.exec("insert into session (id, started_at, receipt_number) values (1, 2, 'B017-261120-0001-X')");
      const before = everything(old);
      old.close();
      const now = openAs(NEWEST);
      const after = everything(now);
      expect(after).toMatchObject(before);
      for (const table of TABLES) expect(after[table]).toHaveLength(before[table]?.length as number);
      expect(now.pragma('integrity_check')).toBe('ok');
      expect(now.pragma('foreign_key_check')).toBeUndefined();
      const fresh = openAs(NEWEST, 'fresh.db');
      const shape = (db: SqlDatabase) =>
        db.prepare('select type, name, tbl_name from sqlite_schema order by type, name').all();
      expect(shape(now)).toEqual(shape(fresh));
      now.close();
      fresh.close();
    });

    it('let the program of that time do its work on the new schema, with the same answers', () => {
      const own = openAs(program.schema, 'own.db');
      const expected = dayOf(own, program);
      own.close();
      openAs(NEWEST).close();
      const migrated = openAs(program.schema);
      expect(migrated.pragma('user_version')).toBe(NEWEST);
      expect(dayOf(migrated, program)).toMatchObject(expected);
      migrated.close();
      // And what it left behind is good for the new program.
      const again = openAs(NEWEST);
      expect(again.pragma('foreign_key_check')).toBeUndefined();
      expect(again.prepare('select count(*) as n from cases').get()).toEqual({ n: 2 });
      again.close();
    });
  });

  it('that take something away too early are found out by that', () => {
    for (const [sql, schema] of [
      ['alter table outbox rename column last_error to reason', 1],
      ["create trigger t before insert on cases begin select raise(abort, 'no'); end", 2],
      ['drop index outbox_case; drop index outbox_to_shred; alter table outbox drop column done_at', 2],
    ] as const) {
      const name = `${schema}-${sql.length}.db`;
      const opened = openStore(join(dir, name), openTestDatabase, 0, [...MIGRATIONS, sql]);
      if (!opened.ok) throw new Error(opened.error.message);
      const program = OLD_PROGRAMS[schema - 1] as (typeof OLD_PROGRAMS)[number];
      expect(() => dayOf(opened.value.db, program)).toThrow();
      opened.value.db.close();
    }
  });

  it('leave the file as it was when one of them fails', () => {
    const old = openAs(1);
    dayOf(old, OLD_PROGRAMS[0] as (typeof OLD_PROGRAMS)[number]);
    old.close();
    const broken = [...MIGRATIONS.slice(0, 1), 'alter table cases add column x text; no sql'];
    const failed = openStore(join(dir, 'kiosk.db'), openTestDatabase, 0, broken);
    expect(failed).toMatchObject({ ok: false, error: { message: expect.stringContaining('syntax error') } });
    const again = openAs(1);
    expect(again.pragma('user_version')).toBe(1);
    expect(
      again.prepare("select count(*) as n from pragma_table_info('cases') where name = 'x'").get(),
    ).toEqual({ n: 0 });
    again.close();
  });
});
