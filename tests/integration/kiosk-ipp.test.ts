import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  DNS_SD_WAIT_MS,
  type DnsSd,
  missingForIppPrinter,
  startDnsSd,
  startIppPrinter,
} from '../support/ipp-printer.ts';
import { startKiosk } from '../support/kiosk.ts';
import { mustSkip } from '../support/missing-tool.ts';
import { pdfText } from '../support/pdf-text.ts';
import { cardToReview, sign } from '../support/steps.ts';

const demo = new URL('../../assets/profiles/demo.json', import.meta.url);

const skip = mustSkip('a receipt on an IPP printer', missingForIppPrinter());
let dnsSd: DnsSd | undefined;
beforeAll(async () => {
  if (!skip) dnsSd = await startDnsSd();
}, DNS_SD_WAIT_MS);
afterAll(() => dnsSd?.stop());

it.skipIf(skip)(
  'prints receipt and result on a real IPP printer; a job that it drops is offered again',
  async () => {
    const dir = mkdtempSync(join(tmpdir(), 'tongban-ipp-'));
    const device = await startIppPrinter(dnsSd as DnsSd);
    const profile = JSON.parse(readFileSync(demo, 'utf8')) as { devices: { printer: string } };
    profile.devices.printer = device.address;
    const file = join(dir, 'profile.json');
    writeFileSync(file, JSON.stringify(profile));
    const kiosk = await startKiosk({ args: ['--profile', file] });
    const citizen = await kiosk.citizen();
    try {
      device.setMode('abort');
      await cardToReview(kiosk, citizen, 'zhang');
      const receipt = await sign(citizen);
      const failed = await citizen.until(
        (v) => v.screen === 'submitted' && v.data.receipt === 'failed',
        'a failed receipt',
      );
      expect(failed.screen === 'submitted' && failed.data.problem?.kind).toBe('printFailed');
      device.setMode('print');
      await citizen.say({ type: 'printReceipt' });
      await citizen.until(
        (v) => v.screen === 'submitted' && v.data.receipt === 'printed',
        'a printed receipt',
      );
      await citizen.until(
        (v) => v.screen === 'submitted' && ['printed', 'failed'].includes(v.data.result),
        'a result',
      );
      const papers = device.printed().map(pdfText);
      expect(papers.filter((paper) => paper.includes(receipt))).toHaveLength(1);
    } finally {
      citizen.close();
      await kiosk.stop();
      await device.stop();
      rmSync(dir, { recursive: true });
    }
  },
);
