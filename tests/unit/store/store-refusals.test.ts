import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../electron/store/index.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-store-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

describe('what the store cannot help', () => {
  it('is said when a new file cannot be begun in place of a damaged one', () => {
    const path = join(dir, 'kiosk.db');
    writeFileSync(path, 'damaged');
    let opened = 0;
    const store = openStore(
      path,
      () => {
        opened++;
        throw opened === 1
          ? Object.assign(new Error('malformed'), { code: 'SQLITE_CORRUPT' })
          : new Error('the disk is gone');
      },
      1_000,
    );
    expect(opened).toBeGreaterThan(1);
    expect(store).toMatchObject({
      ok: false,
      error: { message: expect.stringContaining('the disk is gone') },
    });
  });
});
