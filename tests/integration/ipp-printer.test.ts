import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import PdfDocument from 'pdfkit';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { err } from '../../electron/core/index.ts';
import { createPrinter, type DocumentPrinter } from '../../native-bridge/index.ts';
import { missingForCups, startCups, type TestCups } from '../support/cups.ts';
import { deviceCommand } from '../support/device-cli.ts';
import { fastClock } from '../support/fast-clock.ts';
import {
  DNS_SD_WAIT_MS,
  type DnsSd,
  missingForIppPrinter,
  startDnsSd,
  startIppPrinter,
  type TestPrinter,
} from '../support/ipp-printer.ts';
import { mustSkip } from '../support/missing-tool.ts';

const skip = mustSkip('printing over IPP and CUPS', [...missingForIppPrinter(), ...missingForCups()]);

/** The driver waits half a minute for a printer that is gone; the programs answer at once. */
const clock = fastClock(8);
/** Stands in each document in clear: where it is found, there is the document. */
const CANARY = 'CANARY-IN-THE-SPOOL';

function smallPdf(text: string): Promise<Uint8Array> {
  return new Promise((resolve) => {
    const document = new PdfDocument({ size: 'A4', info: { Title: CANARY } });
    const chunks: Uint8Array[] = [];
    document.on('data', (chunk: Uint8Array) => chunks.push(chunk));
    document.on('end', () => resolve(new Uint8Array(Buffer.concat(chunks))));
    document.text(text);
    document.end();
  });
}

describe.skipIf(skip)('a printer that speaks IPP', () => {
  let dnsSd: DnsSd | undefined;
  let device: TestPrinter;
  let cups: TestCups | undefined;
  let pdf: Uint8Array;
  let dir: string;
  let count = 0;

  beforeAll(async () => {
    dnsSd = await startDnsSd();
    device = await startIppPrinter(dnsSd);
    cups = await startCups([
      { name: 'kiosk', printer: device.address, errorPolicy: 'abort-job' },
      { name: 'stubborn', printer: device.address, errorPolicy: 'retry-job' },
    ]);
    dir = mkdtempSync(join(tmpdir(), 'tongban-print-'));
    pdf = await smallPdf('receipt');
    writeFileSync(join(dir, 'receipt.pdf'), pdf);
  }, DNS_SD_WAIT_MS);
  afterAll(async () => {
    await cups?.stop();
    await device?.stop();
    await dnsSd?.stop();
    rmSync(dir, { recursive: true, force: true });
  });

  const queue = (name: string) => (cups as TestCups).address(name);
  const addresses = {
    'asked directly': () => device.address,
    'behind a queue of CUPS': () => queue('kiosk'),
  };
  const driver = (address: string): DocumentPrinter => {
    const created = createPrinter(address, { clock });
    if (!created.ok) throw new Error(created.error.message);
    return created.value;
  };
  const newTitle = () => `kiosk-print-${String(++count).padStart(6, '0')}`;
  /** Jobs of this title that reached the printer. */
  const reached = (title: string) => device.asked().filter((line) => line.startsWith(`${title} `));

  it('gets documents asked for at once one after the other, each once, also a large one, byte for byte', async () => {
    device.setMode('print');
    const printer = driver(device.address);
    const before = device.printed().length;
    const large = Buffer.concat([await smallPdf('large'), Buffer.from(`\n%${'x'.repeat(400_000)}\n`)]);
    const pdfs = [await smallPdf('one'), large, await smallPdf('three')];
    const results = await Promise.all(pdfs.map((one) => printer.print(one, { title: newTitle() })));
    expect(results.every((result) => result.ok)).toBe(true);
    expect(device.printed().slice(before).map(Buffer.from)).toEqual(pdfs.map(Buffer.from));
  });

  it('is used from the command line: status, supplies, print, and what became of it', async () => {
    device.setMode('print');
    const nowhere = async () => err({ kind: 'not-found', detail: 'ENOENT' } as const);
    const say = async (words: string, address = device.address) => {
      const told = await deviceCommand(`document-printer ${words} --port ${address}`, nowhere);
      return { ...told, text: told.out + told.said };
    };
    expect((await say('status')).out).toMatch(/state +ready[\s\S]*page ranges +yes/);
    expect((await say('status', queue('stubborn'))).out).toContain('TRIED AGAIN BY ITSELF');
    expect((await say('supplies')).out).toMatch(/Black Toner +ok, 75 %/);
    const asked = '--copies 2 --sides two-sided-long-edge --pages 2-3 --media iso_a4_210x297mm --json';
    const printed = await say(`print ${join(dir, 'receipt.pdf')} ${asked}`);
    const { title } = JSON.parse(printed.out) as { title: string };
    expect(reached(title)).toEqual([
      `${title} copies=2 sides=two-sided-long-edge pages=2-3 media=iso_a4_210x297mm`,
    ]);
    expect((await say(`cancel ${title}`)).out).toBe('it was printed\n');
    device.setMode('jam');
    const jammed = await say(`print ${join(dir, 'receipt.pdf')}`);
    expect([jammed.code, jammed.text]).toEqual([
      1,
      'jammed (media-jam-warning); pull the paper out where the printer shows it; 2 pages are out\n',
    ]);
    expect((await say('cancel never-printed')).text).toMatch(/^end-unknown.*look at the paper/);
  });

  it('is busy with somebody else: the print waits its turn and comes out once', async () => {
    device.setMode('waits');
    const [title, other] = [newTitle(), newTitle()];
    const before = device.printed().length;
    const first = driver(device.address).print(pdf, { title: other });
    while (reached(other).length === 0) await wait(20);
    device.setMode('print');
    const second = driver(device.address).print(pdf, { title });
    await wait(300);
    device.letGo();
    expect(await second).toMatchObject({ ok: true });
    expect(await first).toMatchObject({ ok: true });
    expect(device.printed().length - before).toBe(2);
    expect(reached(title)).toHaveLength(1);
  });

  it.each([
    ['asked directly', () => device.address],
    // CUPS would print the job again as soon as the printer is back, when the citizen is gone.
    ['behind a queue that tries again', () => queue('stubborn')],
  ])(
    '%s, loses its power under a job: nobody knows; back again, it prints nothing by itself',
    async (_, address) => {
      device.setMode('waits');
      const title = newTitle();
      const before = device.printed().length;
      const printer = driver(address());
      const printing = printer.print(pdf, { title });
      while (reached(title).length === 0) await wait(20);
      await device.pull();
      expect(await printing).toMatchObject({ ok: false, error: { kind: 'end-unknown' } });
      device.setMode('print');
      await device.plug();
      // Longer than CUPS waits before it tries again.
      await wait(1_500);
      expect(device.printed()).toHaveLength(before);
      expect(reached(title)).toHaveLength(1);
      await printer.refresh();
      expect(printer.presence.value).toBe('ready');
      expect(cups?.spoolHolds(CANARY)).toEqual([]);
    },
  );

  it('behind a paused queue gets nothing; paused while a job waits there, the job is taken back', async () => {
    const printer = driver(queue('kiosk'));
    await cups?.tool('cupsdisable', 'kiosk');
    const stopped = { ok: false, error: { kind: 'stopped', code: 'paused', pagesDone: 0 } };
    expect(await printer.print(pdf, { title: newTitle() })).toEqual(stopped);
    await cups?.tool('cupsenable', 'kiosk');
    device.setMode('waits');
    const [title, other] = [newTitle(), newTitle()];
    const first = driver(queue('kiosk')).print(pdf, { title: other });
    while (reached(other).length === 0) await wait(20);
    const second = printer.print(pdf, { title });
    while (cups?.spoolHolds(CANARY).length !== 2) await wait(20);
    await cups?.tool('cupsdisable', 'kiosk');
    expect(await second).toMatchObject({ ok: false, error: { code: 'paused' } });
    device.letGo();
    await first;
    await cups?.tool('cupsenable', 'kiosk');
    await wait(1_000);
    expect(reached(title)).toEqual([]);
    expect(cups?.spoolHolds(CANARY)).toEqual([]);
  });

  describe.each(Object.entries(addresses))('%s', (way, address) => {
    const direct = way === 'asked directly';
    let printer: DocumentPrinter;
    let title: string;
    let before: number;
    const cameOut = () => device.printed().length - before;

    beforeEach(async () => {
      device.setMode('print');
      title = newTitle();
      before = device.printed().length;
      printer = driver(address());
      await printer.refresh();
      expect(printer.presence.value).toBe('ready');
    });
    afterEach(() => {
      // Whatever came of it: CUPS keeps nothing of the document.
      expect(cups?.spoolHolds(CANARY)).toEqual([]);
    });

    it('gets the very bytes, once, as they were wanted, and says when they are printed', async () => {
      const asked = { title, copies: 2, sides: 'two-sided-long-edge', media: 'iso_a4_210x297mm' } as const;
      expect(await printer.print(pdf, asked)).toMatchObject({ ok: true });
      expect(device.printed().slice(before).map(Buffer.from)).toEqual([Buffer.from(pdf)]);
      expect(reached(title)).toEqual([
        `${title} copies=2 sides=two-sided-long-edge pages= media=iso_a4_210x297mm`,
      ]);
    });

    it('gives a job up: not printed, although CUPS calls such a job completed', async () => {
      device.setMode('abort');
      expect(await printer.print(pdf, { title })).toMatchObject({ ok: false, error: { kind: 'stopped' } });
      expect(cameOut()).toBe(0);
    });

    it('jams after two pages: the job is taken back, and the pages that are missing can be asked for', async () => {
      device.setMode('jam');
      const jammed = await printer.print(pdf, { title });
      expect(jammed).toMatchObject({ ok: false, error: { kind: 'jammed', pagesDone: 2 } });
      device.setMode('print');
      const rest = await printer.print(pdf, { title: `${title}-rest`, pages: { from: 3, to: 4 } });
      if (direct) {
        expect(rest).toMatchObject({ ok: true });
        expect(reached(`${title}-rest`)).toEqual([`${title}-rest copies= sides= pages=3-4 media=`]);
      } else {
        // A queue that passes documents on prints all pages whatever it is asked: the caller has to cut.
        expect(rest).toMatchObject({ error: { kind: 'refused', code: 'page-ranges-not-supported' } });
        expect(cameOut()).toBe(0);
      }
    });

    it('has its cover opened under a job: nothing is printed, now or later', async () => {
      device.setMode('cover');
      expect(await printer.print(pdf, { title })).toMatchObject({ error: { kind: 'cover-open' } });
      expect(cameOut()).toBe(0);
    });

    it('runs out of paper under a job, which is taken back; gets no further one until there is paper', async () => {
      device.setMode('paper-runs-out');
      expect(await printer.print(pdf, { title })).toMatchObject({ error: { kind: 'out-of-paper' } });
      device.setMode('print');
      expect(await printer.print(pdf, { title: `${title}-again` })).toMatchObject({
        error: { kind: 'out-of-paper', pagesDone: 0 },
      });
      expect(reached(`${title}-again`)).toEqual([]);
      expect(cameOut()).toBe(0);
      await device.pull();
      await device.plug();
    });

    it('is switched off before: unreachable, certainly nothing printed, also not when it is switched on', async () => {
      await device.pull();
      expect(await printer.print(pdf, { title })).toMatchObject({
        error: { kind: 'unreachable', pagesDone: 0 },
      });
      expect(printer.presence.value).toBe('absent');
      await device.plug();
      expect(reached(title)).toEqual([]);
    });

    describe('whose host is killed', () => {
      let host: ChildProcess;
      const kill = async () => {
        const gone = once(host, 'exit');
        host.kill('SIGKILL');
        await gone;
      };
      const startHost = () => {
        const child = join(import.meta.dirname, '../support/print-child.ts');
        host = spawn(process.execPath, [child, address(), title, join(dir, 'receipt.pdf')], {
          stdio: 'ignore',
        });
      };

      it('while it prints: the next host learns that it was printed, and it was so once', async () => {
        device.setMode('waits');
        startHost();
        while (reached(title).length === 0) await wait(20);
        await kill();
        device.letGo();
        while (cameOut() === 0) await wait(20);
        await wait(100);
        expect(await printer.adopt(title)).toMatchObject({ ok: true });
        expect(cameOut()).toBe(1);
      });

      if (!direct) {
        it('while the job waits in the queue: the next host takes it back', async () => {
          device.setMode('waits');
          const other = driver(address()).print(pdf, { title: `${title}-other` });
          while (reached(`${title}-other`).length === 0) await wait(20);
          startHost();
          while (cups?.spoolHolds(CANARY).length !== 2) await wait(20);
          await kill();
          const found = await printer.adopt(title);
          device.letGo();
          expect(found).toMatchObject({ ok: false, error: { kind: 'stopped', pagesDone: 0 } });
          expect(await other).toMatchObject({ ok: true });
          expect(cameOut()).toBe(1);
          expect(reached(title)).toEqual([]);
        });
      }

      it('while it is jammed: the next host takes the job back', async () => {
        device.setMode('jam');
        startHost();
        while (reached(title).length === 0) await wait(20);
        await kill();
        const found = await printer.adopt(title);
        expect(found).toMatchObject({ ok: false, error: { kind: 'stopped', pagesDone: 2 } });
        expect(cameOut()).toBe(0);
      });
    });
  });
});
