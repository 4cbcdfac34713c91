import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Catalogue, loadCatalogue } from '../../../electron/catalogue/index.ts';
import { Recent } from '../../../electron/catalogue/recent.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import type { OpenDatabase } from '../../../electron/store/index.ts';
import { type Assets, goodAssets, writeAssets } from '../../support/catalogue-assets.ts';
import { openTestDatabase } from '../../support/memory-store.ts';

let dir: string;
let file: string;
const open: Catalogue[] = [];

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'compiled-'));
  file = join(dir, 'catalogue.db');
});
afterEach(() => {
  for (const catalogue of open.splice(0)) catalogue.close();
  rmSync(dir, { recursive: true });
});

function assets(change: (assets: Assets) => void = () => {}): string {
  const made = goodAssets();
  change(made);
  return writeAssets(made, join(dir, 'assets'));
}

interface Setting {
  readonly limit?: number;
  readonly openDatabase?: OpenDatabase;
  readonly regionCodes?: readonly string[];
  readonly onFailure?: (error: unknown) => void;
}

/** Loads and asks one question; returns how often the files were compiled. Above `limit` the file answers. */
function load(
  assetsDir: string,
  { limit = 0, openDatabase = openTestDatabase, regionCodes, onFailure }: Setting = {},
) {
  let compiled = 0;
  const loaded = loadCatalogue({
    assetsDir,
    regionCodes: regionCodes ?? ['120000', '440100'],
    clock: new VirtualClock(Date.parse('2026-11-21T04:00:00Z')),
    storageLimit: limit,
    storage: {
      file,
      openDatabase: (path, options) => {
        if (!options?.readOnly) compiled++;
        return openDatabase(path, options);
      },
      ...(onFailure ? { onFailure } : {}),
    },
  });
  if (!loaded.ok) throw new Error(loaded.error.message);
  open.push(loaded.value);
  expect(loaded.value.guide('120000', 'XT-GA-020')?.matter.name.en).toBe('Temporary identity proof');
  return compiled;
}

describe('a compiled catalogue', () => {
  it('is compiled at the first start and opened at the next', () => {
    const assetsDir = assets();
    expect(load(assetsDir)).toBe(1);
    expect(load(assetsDir)).toBe(0);
    expect(readdirSync(dir).sort()).toEqual(['assets', 'catalogue.db']);
  });

  it('up to the limit is taken into memory, and the file is let go of', () => {
    const assetsDir = assets();
    let held = 0;
    const counting: OpenDatabase = (path, options) => {
      const db = openTestDatabase(path, options);
      held++;
      return {
        ...db,
        close: () => {
          held--;
          db.close();
        },
      };
    };
    expect(load(assetsDir, { limit: 4, openDatabase: counting })).toBe(1);
    expect(held).toBe(0);
    expect(load(assetsDir, { limit: 4, openDatabase: counting })).toBe(0);
    expect(held).toBe(0);
    expect(load(assetsDir, { limit: 3, openDatabase: counting })).toBe(0);
    expect(held).toBe(1);
  });

  it.each<[string, (assets: Assets) => void]>([
    ['a region', (a) => (a['regions/440100.json'].phone = '020-12345')],
    ['a guide', (a) => (a['catalogue/guides/XT-GA-001.json'].source = 'another law')],
    ['a term', (a) => (a['catalogue/terms.json'].themes[0].name.en = 'Documents')],
    ['a form', (a) => (a['catalogue/forms/temporary-identity-proof.json'].ui.groups[0].title.en = 'Else')],
  ])('is compiled anew when %s changed', (_what, change) => {
    load(assets());
    expect(load(assets(change))).toBe(1);
    expect(load(join(dir, 'assets'))).toBe(0);
  });

  it('is compiled anew for other regions', () => {
    load(assets());
    expect(load(join(dir, 'assets'), { regionCodes: ['120000'] })).toBe(1);
  });
});

describe('a compiled file that is not whole', () => {
  it.each<[string, (bytes: Buffer) => Buffer]>([
    ['empty', () => Buffer.alloc(0)],
    ['no database', () => Buffer.from('not a database at all')],
    ['cut off', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['zeroed in the middle', (bytes) => Buffer.from(bytes).fill(0, 8192, 16384)],
  ])('%s: is made anew', (_what, spoil) => {
    const assetsDir = assets();
    load(assetsDir);
    for (const catalogue of open.splice(0)) catalogue.close();
    writeFileSync(file, spoil(readFileSync(file)));
    expect(load(assetsDir)).toBe(1);
    expect(load(assetsDir)).toBe(0);
  });

  it('left behind by a start that died is thrown away', () => {
    writeFileSync(`${file}.new`, 'half');
    expect(load(assets())).toBe(1);
    expect(existsSync(`${file}.new`)).toBe(false);
  });

  it('is never left by assets with a fault, and what was there stays', () => {
    const assetsDir = assets();
    load(assetsDir);
    const before = readFileSync(file);
    assets((a) => {
      a['regions/440100.json'].matters[1].matter = 'XT-GA-998';
    });
    expect(() => load(assetsDir)).toThrow('XT-GA-998');
    expect(readFileSync(file).equals(before)).toBe(true);
    expect(existsSync(`${file}.new`)).toBe(false);
  });
});

describe('a disk that refuses', () => {
  it('the catalogue works from memory, and somebody is told', () => {
    const told: unknown[] = [];
    const refusing: OpenDatabase = (path, options) => {
      const db = openTestDatabase(path, options);
      return {
        ...db,
        prepare: (sql) => {
          if (sql.includes('INTO body')) throw new Error('disk full');
          return db.prepare(sql);
        },
      };
    };
    load(assets(), { openDatabase: refusing, onFailure: (error) => told.push(error) });
    expect(told.map(String)).toEqual(['Error: disk full']);
    expect(readdirSync(dir)).toEqual(['assets']);
  });
});

describe('what was asked for last', () => {
  it('is kept, the oldest goes', () => {
    const kept = new Recent<string, string>(2);
    const made: string[] = [];
    const ask = (key: string) =>
      kept.get(key, () => {
        made.push(key);
        return key.toUpperCase();
      });
    expect(['a', 'b', 'a', 'c', 'a', 'b'].map(ask)).toEqual(['A', 'B', 'A', 'C', 'A', 'B']);
    expect(made).toEqual(['a', 'b', 'c', 'b']);
  });
});
