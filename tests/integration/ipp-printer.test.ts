import { setTimeout as wait } from 'node:timers/promises';
import PdfDocument from 'pdfkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/index.ts';
import { createPrinter, type DocumentPrinter } from '../../native-bridge/index.ts';
import { eventually } from '../support/eventually.ts';
import {
  DNS_SD_WAIT_MS,
  type DnsSd,
  missingForIppPrinter,
  startDnsSd,
  startIppPrinter,
  type TestPrinter,
} from '../support/ipp-printer.ts';
import { mustSkip } from '../support/missing-tool.ts';

const skip = mustSkip('printing over IPP', missingForIppPrinter());

let dnsSd: DnsSd | undefined;
beforeAll(async () => {
  if (!skip) dnsSd = await startDnsSd();
}, DNS_SD_WAIT_MS);
afterAll(() => dnsSd?.stop());

function smallPdf(text: string): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const document = new PdfDocument({ size: 'A4' });
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.text(text);
    document.end();
  });
}

describe.skipIf(skip)('a printer that speaks IPP', () => {
  let device: TestPrinter;
  let printer: DocumentPrinter;

  beforeAll(async () => {
    device = await startIppPrinter(dnsSd as DnsSd);
  });
  afterAll(() => device?.stop());

  beforeEach(async () => {
    device.setMode('print');
    const created = createPrinter(device.address, { clock: systemClock });
    if (!created.ok) throw new Error(created.error.message);
    printer = created.value;
    printer.start();
    await eventually(printer.presence, (presence) => presence === 'ready');
  });
  afterEach(() => printer?.stop());

  it('gets the very bytes, once, and says when they are printed', async () => {
    const pdf = await smallPdf('receipt');
    expect(await printer.print(pdf, { title: 'receipt-1' })).toMatchObject({ ok: true });
    const printed = device.printed();
    expect(printed).toHaveLength(1);
    expect(Buffer.from(printed[0] as Uint8Array).equals(pdf)).toBe(true);
  });

  it('prints documents asked for at once one after the other, each once', async () => {
    const before = device.printed().length;
    device.setMode('slow');
    const pdfs = await Promise.all(['one', 'two', 'three'].map(smallPdf));
    const results = await Promise.all(pdfs.map((pdf, i) => printer.print(pdf, { title: `receipt-${i}` })));
    expect(results.every((result) => result.ok)).toBe(true);
    const printed = device.printed().slice(before);
    expect(printed.map((bytes) => Buffer.from(bytes).toString('base64'))).toEqual(
      pdfs.map((bytes) => Buffer.from(bytes).toString('base64')),
    );
  }, 120_000);

  it('prints a document of several hundred kilobytes byte for byte', async () => {
    const small = await smallPdf('large');
    const pdf = new Uint8Array(Buffer.concat([small, Buffer.from(`\n%${'x'.repeat(400_000)}\n`)]));
    expect(await printer.print(pdf, { title: 'large-1' })).toMatchObject({ ok: true });
    expect(Buffer.from(device.printed().at(-1) as Uint8Array).equals(pdf)).toBe(true);
  });

  it('says that a job was given up by the printer', async () => {
    const before = device.printed().length;
    device.setMode('abort');
    expect(await printer.print(await smallPdf('x'), { title: 'x' })).toMatchObject({
      ok: false,
      error: { kind: 'stopped' },
    });
    expect(device.printed()).toHaveLength(before);
  });
});

describe.skipIf(skip)('an IPP printer in trouble', () => {
  let device: TestPrinter;
  let printer: DocumentPrinter;

  beforeEach(async () => {
    device = await startIppPrinter(dnsSd as DnsSd);
    const created = createPrinter(device.address, { clock: systemClock });
    if (!created.ok) throw new Error(created.error.message);
    printer = created.value;
    await printer.refresh();
    expect(printer.presence.value).toBe('ready');
  });
  afterEach(() => device?.stop());

  it('is told as out of paper, and gets no further job until there is paper', async () => {
    device.setMode('no-paper');
    const pdf = await smallPdf('x');
    const first = await printer.print(pdf, { title: 'x' });
    expect(first).toMatchObject({
      ok: false,
      error: { kind: 'out-of-paper', code: expect.stringMatching(/^media-empty/) },
    });
    expect(printer.presence.value).toBe('trouble');
    device.setMode('print');
    expect(await printer.print(pdf, { title: 'x' })).toMatchObject({
      ok: false,
      error: { kind: 'out-of-paper' },
    });
    expect(device.printed()).toHaveLength(0);
  }, 120_000);

  it('that runs out of paper under a job: the job is taken back, nothing comes out later', async () => {
    device.setMode('paper-runs-out');
    const result = await printer.print(await smallPdf('x'), { title: 'x' });
    expect(result).toMatchObject({
      ok: false,
      error: { kind: 'out-of-paper', code: expect.stringMatching(/^media-empty/) },
    });
    device.setMode('print');
    await wait(1_000);
    expect(device.printed()).toHaveLength(0);
  }, 120_000);

  it('that is switched off before: unreachable, certainly nothing printed', async () => {
    await device.pull();
    expect(await printer.print(await smallPdf('x'), { title: 'x' })).toMatchObject({
      ok: false,
      error: { kind: 'unreachable' },
    });
    expect(printer.presence.value).toBe('absent');
  }, 120_000);
});
