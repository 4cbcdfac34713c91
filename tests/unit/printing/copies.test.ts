import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { joined } from '../../../electron/printing/index.ts';
import {
  ME,
  numberedPdf,
  numbersIn,
  type PrintBench,
  printBench,
  SOMEBODY_ELSE,
} from '../../support/print-bench.ts';

let dir: string;
let bench: PrintBench;
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-copies-'));
  bench = await printBench(dir, 5);
});
afterEach(() => {
  bench.service.stop();
  bench.db.close();
  rmSync(dir, { recursive: true });
});

const door = (id: string, over = {}) => bench.order({ what: `door-aa-${id}`, caseId: null, ...over });
const jam = { after: 2, says: { kind: 'jammed', code: 'media-jam', pagesDone: 2 } } as const;

describe('copies of papers without a case', () => {
  it('are counted by the beginning of their names, over restarts', async () => {
    await bench.service.print(door('1', { copies: 2 }));
    await bench.service.print(door('2'));
    await bench.service.print(bench.order({ what: 'door-bb-1', caseId: null }));
    expect(bench.service.copiesOf('door-aa-', null, 5)).toBe(3);
    bench.restart();
    expect(bench.service.copiesOf('door-aa-', null, 5)).toBe(3);
    expect(bench.service.copiesOf('door-cc-', null, 5)).toBe(0);
  });

  it('count when they are begun, and once when the rest comes', async () => {
    bench.tray.deeds.push(jam);
    expect((await bench.service.print(door('1'))).ok).toBe(false);
    expect(bench.service.copiesOf('door-aa-', null, 5)).toBe(1);
    expect((await bench.service.print(door('1'))).ok).toBe(true);
    expect(bench.tray.tray).toEqual([1, 2, 3, 4, 5]);
    expect(bench.service.copiesOf('door-aa-', null, 5)).toBe(1);
  });

  it('do not count when certainly nothing came, and do when nobody knows', async () => {
    bench.tray.deeds.push({ after: 0, says: { kind: 'out-of-paper', code: 'x', pagesDone: 0 } });
    await bench.service.print(door('1'));
    expect(bench.service.copiesOf('door-aa-', null, 5)).toBe(0);
    bench.tray.deeds.push({ after: 5, says: { kind: 'end-unknown', code: 'x', pagesDone: null } });
    await bench.service.print(door('2'));
    expect(bench.service.copiesOf('door-aa-', null, 5)).toBe(1);
  });

  it('of a case are counted by the case', async () => {
    await bench.service.print(bench.order({ copies: 3 }));
    expect(bench.service.copiesOf('result', 'c1')).toBe(3);
  });
});

it('what is missing of somebody’s paper is nobody else’s', async () => {
  bench.tray.deeds.push(jam);
  await bench.service.print(door('1', { by: ME }));
  const other = await bench.service.print(door('1', { by: SOMEBODY_ELSE }));
  expect(other).toMatchObject({ ok: false, error: { kind: 'reprint-over' } });
  expect(bench.tray.tray).toEqual([1, 2]);
  expect((await bench.service.print(door('1', { by: ME }))).ok).toBe(true);
  expect(bench.tray.tray).toEqual([1, 2, 3, 4, 5]);
});

describe('several documents as one', () => {
  it('stand one after the other', async () => {
    const three = await numberedPdf(3);
    expect(await numbersIn(await joined([three, three], false))).toEqual([1, 2, 3, 1, 2, 3]);
  });

  it('begin on sheets of their own when both sides are printed', async () => {
    const [two, three] = [await numberedPdf(2), await numberedPdf(3)];
    expect(await numbersIn(await joined([three, two, three], true))).toEqual([1, 2, 3, 3, 1, 2, 1, 2, 3]);
  });
});
