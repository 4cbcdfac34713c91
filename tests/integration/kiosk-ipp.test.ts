import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { JourneyView, PrintState } from '../../electron/contract/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { PrintService } from '../../electron/printing/index.ts';
import { createPrinter } from '../../native-bridge/index.ts';
import {
  DNS_SD_WAIT_MS,
  type DnsSd,
  missingForIppPrinter,
  startDnsSd,
  startIppPrinter,
  type TestPrinter,
} from '../support/ipp-printer.ts';
import { startKiosk } from '../support/kiosk.ts';
import { countingRandom, testDatabase } from '../support/memory-store.ts';
import { mustSkip } from '../support/missing-tool.ts';
import { pdfText } from '../support/pdf-text.ts';
import { numberedPdf, numbersIn } from '../support/print-bench.ts';
import { cardToReview, sign } from '../support/steps.ts';

const demo = new URL('../../assets/profiles/demo.json', import.meta.url);

const skip = mustSkip('a receipt on an IPP printer', missingForIppPrinter());
let dnsSd: DnsSd | undefined;
beforeAll(async () => {
  if (!skip) dnsSd = await startDnsSd();
}, DNS_SD_WAIT_MS);
afterAll(() => dnsSd?.stop());

/** The demo's own profile on a printer of this test. */
async function kioskOn(device: TestPrinter) {
  const dir = mkdtempSync(join(tmpdir(), 'tongban-ipp-'));
  const profile = JSON.parse(readFileSync(demo, 'utf8')) as { devices: { printer: string } };
  profile.devices.printer = device.address;
  const file = join(dir, 'profile.json');
  writeFileSync(file, JSON.stringify(profile));
  const kiosk = await startKiosk({ args: ['--profile', file] });
  return {
    kiosk,
    async stop() {
      await kiosk.stop();
      await device.stop();
      rmSync(dir, { recursive: true });
    },
  };
}
const receiptIs = (...states: PrintState[]) =>
  [
    (v: JourneyView) =>
      (v.screen === 'submitted' || v.screen === 'recovered') && states.includes(v.data.receipt),
    `a receipt that is ${states.join(' or ')}`,
  ] as const;

it.skipIf(skip)(
  'prints receipt and result on a real IPP printer; what it dropped comes when the citizen says that nothing came; without paper nothing counts as handed out',
  async () => {
    const device = await startIppPrinter(dnsSd as DnsSd);
    const { kiosk, stop } = await kioskOn(device);
    const citizen = await kiosk.citizen();
    try {
      device.setMode('abort');
      await cardToReview(kiosk, citizen, 'zhang');
      const receipt = await sign(citizen);
      const dropped = await citizen.until(...receiptIs('failed', 'asking'));
      expect(device.printed()).toEqual([]);
      device.setMode('print');
      // What it knows of the dropped job decides whether the citizen has to look.
      if (dropped.screen === 'submitted' && dropped.data.receipt === 'asking')
        await citizen.say({ type: 'paperCame', what: 'receipt', word: 'nothing' });
      else await citizen.say({ type: 'printReceipt' });
      await citizen.until(...receiptIs('printed'));
      await citizen.until(
        (v) => v.screen === 'submitted' && ['printed', 'failed', 'asking'].includes(v.data.result),
        'a result',
      );
      const papers = device.printed().map(pdfText);
      expect(papers.filter((paper) => paper.includes(receipt))).toHaveLength(1);
    } finally {
      citizen.close();
      await stop();
    }
  },
);

it.skipIf(skip)(
  'runs out of paper under a receipt: nothing counts as handed out while there is none; with paper it comes once',
  async () => {
    const device = await startIppPrinter(dnsSd as DnsSd);
    const { kiosk, stop } = await kioskOn(device);
    const citizen = await kiosk.citizen();
    const jobs = () => {
      const opened = testDatabase(join(kiosk.dataDir, 'kiosk.db'));
      try {
        return opened
          .prepare<{ state: string; reason: string | null; pages_done: number; attempts: number }>(
            "select state, reason, pages_done, attempts from print_jobs where what = 'receipt'",
          )
          .all();
      } finally {
        opened.close();
      }
    };
    try {
      device.setMode('paper-runs-out');
      await cardToReview(kiosk, citizen, 'zhang');
      const receipt = await sign(citizen);
      // This printer does not count pages, so only who stands there can say whether one came.
      await citizen.until(...receiptIs('failed', 'asking', 'printed'));
      expect(jobs()).toEqual([{ state: 'unknown', reason: 'out-of-paper', pages_done: 0, attempts: 1 }]);
      device.setMode('print');
      const reached = device.asked().length;
      // The tray is still empty: the printer is asked how it stands, and gets no job.
      await citizen.say({ type: 'paperCame', what: 'receipt', word: 'nothing' });
      await expect.poll(() => jobs()[0]?.attempts, { timeout: 20_000 }).toBe(2);
      await citizen.until(...receiptIs('failed'));
      expect(jobs()).toEqual([{ state: 'failed', reason: 'out-of-paper', pages_done: 0, attempts: 2 }]);
      expect([device.asked().length, device.printed()]).toEqual([reached, []]);
      // Paper is put in, and the printer switched on again.
      await device.pull();
      await device.plug();
      await citizen.say({ type: 'printReceipt' });
      await citizen.until(...receiptIs('printed'));
      const papers = device.printed().map(pdfText);
      expect(papers.filter((paper) => paper.includes(receipt))).toHaveLength(1);
      expect(jobs()).toEqual([{ state: 'done', reason: null, pages_done: 1, attempts: 3 }]);
    } finally {
      citizen.close();
      await stop();
    }
  },
);

it.skipIf(skip)('a host that is killed under its print learns from the printer what came of it', async () => {
  const device = await startIppPrinter(dnsSd as DnsSd);
  const { kiosk, stop } = await kioskOn(device);
  let citizen = await kiosk.citizen();
  try {
    device.setMode('slow');
    await cardToReview(kiosk, citizen, 'zhang');
    const receipt = await sign(citizen);
    await expect.poll(() => device.asked().length, { timeout: 30_000 }).toBeGreaterThan(0);
    citizen.close();
    await kiosk.killHost();
    citizen = await kiosk.citizen();
    await citizen.until(...receiptIs('printed'));
    const papers = device.printed().map(pdfText);
    expect(papers.filter((paper) => paper.includes(receipt))).toHaveLength(1);
  } finally {
    citizen.close();
    await stop();
  }
});

it.skipIf(skip)('after a jam the missing pages alone are printed', async () => {
  const device = await startIppPrinter(dnsSd as DnsSd);
  const driver = createPrinter(device.address, { clock: systemClock });
  if (!driver.ok) throw new Error(driver.error.message);
  const dir = mkdtempSync(join(tmpdir(), 'tongban-ipp-'));
  const db = testDatabase(join(dir, 'kiosk.db'));
  const service = new PrintService({
    db,
    clock: systemClock,
    random: countingRandom(),
    printer: driver.value,
    strips: null,
    reprintFor: 60_000,
  });
  try {
    await driver.value.refresh();
    const pdf = await numberedPdf(5);
    const print = () => service.print({ what: 'result', caseId: null, by: null, label: 'result', pdf });
    device.setMode('jam');
    expect(await print()).toMatchObject({ error: { kind: 'jammed' } });
    expect(service.paper('result', null)).toMatchObject({ state: 'failed', pages: 5, done: 2 });
    device.setMode('print');
    expect(await print()).toMatchObject({ ok: true });
    const sheets = await numbersIn(device.printed().at(-1) as Uint8Array);
    // A printer that leaves pages out itself gets the whole document and is told which.
    if (sheets.length === 5) expect(device.asked().at(-1)).toContain('pages=3-5');
    else expect(sheets).toEqual([3, 4, 5]);
  } finally {
    service.stop();
    db.close();
    await device.stop();
    rmSync(dir, { recursive: true });
  }
});
