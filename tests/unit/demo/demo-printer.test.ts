import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { DemoPrinter } from '../../../electron/demo/demo-printer.ts';
import type { PrintRequest } from '../../../native-bridge/index.ts';
import { createPrinter } from '../../../native-bridge/index.ts';
import { numberedPdf } from '../../support/print-bench.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-demo-printer-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Prints on the demo's printer until it has answered; time passes by itself. */
async function printed(pages: number, over: Partial<PrintRequest> = {}, play = (_: DemoPrinter) => {}) {
  const clock = new VirtualClock();
  const real = createPrinter(`folder:${folder}`, { clock });
  if (!real.ok) throw new Error(real.error.message);
  const demo = new DemoPrinter(clock);
  play(demo);
  const told: number[] = [];
  const request = { title: 'result-1', onPages: (done: number) => told.push(done), ...over };
  let ended = false;
  const printing = demo
    .wrap(real.value)
    .print(await numberedPdf(pages), request)
    .finally(() => {
      ended = true;
    });
  const past = async () => {
    await clock.advance(100);
    return ended;
  };
  await expect.poll(past, { interval: 5 }).toBe(true);
  return { told, ok: (await printing).ok };
}

it('counts page after page while it prints, through all copies', async () => {
  expect(await printed(3)).toMatchObject({ told: [1, 2], ok: true });
  expect(await printed(2, { copies: 2 })).toMatchObject({ told: [1, 2, 3], ok: true });
  expect(readdirSync(folder).filter((name) => name.endsWith('.pdf'))).toHaveLength(3);
});

it('takes no time for a paper of one page', async () => {
  expect(await printed(1)).toMatchObject({ told: [], ok: true });
});

it('counts up to the page that jams', async () => {
  const jams = (demo: DemoPrinter) => demo.state.set('jam-next');
  expect(await printed(3, {}, jams)).toMatchObject({ told: [1, 2], ok: false });
  expect(await printed(1, {}, jams)).toMatchObject({ told: [], ok: false });
});
