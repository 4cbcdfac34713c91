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
