import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isEmpty } from '../../electron/locker/index.ts';
import { deposited, type LockerServiceBench, lockerServiceBench, placed } from '../support/locker-service.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-locker-cut-'));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

/** What somebody does at cell 1 from beginning to end. */
const DEEDS: Record<string, (bench: LockerServiceBench) => Promise<unknown>> = {
  'originals are deposited': (bench) => deposited(bench),
  'originals are taken back': async (bench) => {
    await deposited(bench);
    await bench.open('1', 'take-back');
    await bench.hands(1, 'take');
  },
  'a clerk takes originals': async (bench) => {
    await deposited(bench);
    await bench.open('1', 'take');
    await bench.hands(1, 'take');
  },
  'a result is placed and collected': async (bench) => {
    await placed(bench);
    await bench.open('1', 'collect');
    await bench.hands(1, 'take');
  },
};

let cuts = 0;
afterAll(() => console.log(`${cuts} power cuts, each between two writes of the locker`));

describe('the power is cut between any two writes', () => {
  it.each(Object.keys(DEEDS))('while %s: the sensors end it, and nothing is lost', async (name) => {
    for (let after = 1; ; after++) {
      const own = mkdtempSync(join(dir, 'cut-'));
      const bench = lockerServiceBench({ dir: own, cutAfter: after });
      await bench.start();
      // Hands go on in the dark.
      await DEEDS[name]?.(bench).catch(() => undefined);
      const wasCut = bench.cutting.wasCut();
      if (wasCut) {
        cuts++;
        const before = bench.db.prepare<{ act: string | null }>('select act from locker_cells').get();
        await bench.restart();
        const one = bench.service.cell('1');
        const inside = bench.cabinet.hasItem(0, 1);
        const told = `${name}, cut after write ${after}: ${JSON.stringify([before, one, inside])}`;
        expect(one?.act, told).toBeNull();
        if (one?.state === 'fault') expect(inside ? 'UNEXPECTED' : 'MISSING', told).toBe(one.fault);
        else if (one?.state !== 'reserved') expect(isEmpty(one?.state ?? 'free'), told).toBe(!inside);
        expect(bench.service.firstBroken(), told).toBeNull();
        // A reservation that was cut off ends by itself, and its cell is everybody's again.
        await bench.clock.advance(31 * 60_000);
        bench.service.sweep();
        expect(bench.service.cell('1')?.state, told).not.toBe('reserved');
      }
      await bench.end();
      if (!wasCut) break;
    }
  });
});
