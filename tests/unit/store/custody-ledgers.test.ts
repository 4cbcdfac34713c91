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
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { carryPackages, destroyPackages, packagesBeside } from '../../../electron/store/sealed-files.ts';

const LEDGER = 'courier/130700/custody.ledger';
let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-ledgers-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(folder: string, text: string): void {
  const path = join(dir, folder, LEDGER);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
const read = (folder: string) => readFileSync(join(dir, folder, LEDGER), 'utf8');
const carry = (from: string, to: string, how: Parameters<typeof carryPackages>[2]) =>
  carryPackages(join(dir, from), join(dir, to), how);

describe('custody ledgers beside the packages', () => {
  it('are neither packages nor unsound files, and go along with a copy', () => {
    write('data', 'row 1\n');
    expect(packagesBeside(join(dir, 'data'))).toEqual({ sound: [], unsound: [] });
    expect(carry('data', 'backup', { mirror: true })).toBe(0);
    expect(read('backup')).toBe('row 1\n');
    write('data', 'row 1\nrow 2\n');
    carry('data', 'backup', { mirror: true });
    expect(read('backup')).toBe('row 1\nrow 2\n');
  });

  it('brought back from an older copy they lose no row; another ledger is kept aside', () => {
    write('backup', 'row 1\n');
    write('data', 'row 1\nrow 2\n');
    carry('backup', 'data', { nowMs: 5 });
    expect(read('data')).toBe('row 1\nrow 2\n');
    write('data', 'other\n');
    carry('backup', 'data', { nowMs: 5 });
    expect(read('data')).toBe('row 1\n');
    expect(readdirSync(dirname(join(dir, 'data', LEDGER)))).toContain('custody.ledger.replaced-5');
  });

  it('go with the packages when the machine ends', () => {
    write('data', 'row 1\n');
    expect(destroyPackages(join(dir, 'data')).map(({ name }) => name)).toEqual([LEDGER]);
    expect(existsSync(join(dir, 'data', LEDGER))).toBe(false);
  });
});
