import { statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { describe, expect, it } from 'vitest';
import { freeBytes, hasRoom, SPACE_FLOOR } from '../../../electron/store/index.ts';

describe('room on the disk', () => {
  it('is what an ordinary program may still write', () => {
    const { blocks, bsize } = statfsSync(tmpdir());
    const free = freeBytes(tmpdir()) as number;
    expect(free).toBeGreaterThan(0);
    expect(free).toBeLessThanOrEqual(blocks * bsize);
  });

  it('is enough from the floor on; a disk that does not answer has none', () => {
    expect(hasRoom('x', () => SPACE_FLOOR)).toBe(true);
    expect(hasRoom('x', () => SPACE_FLOOR - 1)).toBe(false);
    expect(freeBytes('/no/such/place')).toBeNull();
    expect(hasRoom('/no/such/place')).toBe(false);
  });
});
