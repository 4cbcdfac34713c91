import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import type { NoAnswer } from '../../../native-bridge/devices/document-printer/ipp-client.ts';
import { IppPrinter } from '../../../native-bridge/devices/document-printer/ipp-printer.ts';
import { IPP_TIMING } from '../../../native-bridge/devices/document-printer/ipp-timing.ts';
import type { PrintRequest } from '../../../native-bridge/devices/document-printer/types.ts';
import { IppStation, pass } from '../../support/ipp-station.ts';

const PDF = new TextEncoder().encode('%PDF-1.7 test');
const QUEUE = 'ipp://localhost:631/printers/kiosk';
const PRINTER = 'ipp://printer.example/ipp/print';
const silence: NoAnswer = { kind: 'unknown', code: 'ETIMEDOUT' };
const PROCESSING = { 'job-state': 'processing' };
type Answer = Awaited<ReturnType<IppPrinter['print']>>;

/** A queue of CUPS, the printer behind it, and the driver. The test plays CUPS's hand-over: what `behind` holds. */
function bench(deviceUri = PRINTER) {
  const clock = new VirtualClock();
  const queue = new IppStation();
  const behind = new IppStation();
  Object.assign(queue.attributes, {
    'cups-version': '2.4.2',
    'printer-error-policy': 'abort-job',
    'device-uri': deviceUri,
  });
  const asked: string[] = [];
  const executeAt = (address: string) => {
    asked.push(address);
    return address === QUEUE ? queue.execute : behind.execute;
  };
  const printer = new IppPrinter(QUEUE, executeAt, clock);
  const running = (answer: Promise<Answer>) => {
    const run = { result: null as Answer | null };
    void answer.then((result) => {
      run.result = result;
    });
    return run;
  };
  return {
    clock,
    queue,
    behind,
    printer,
    asked,
    print: (over: Partial<PrintRequest> = {}) => running(printer.print(PDF, { title: 'receipt-1', ...over })),
    adopt: () => running(printer.adopt('receipt-1')),
    /** The job as the printer behind has it. */
    handOver: (job: Record<string, unknown>) =>
      behind.jobs.push({ 'job-id': 5, 'job-name': 'receipt-1', ...job }),
  };
}

const failure = (kind: string, code: string, pagesDone: number | null) => ({
  ok: false,
  error: { kind, code, pagesDone },
});

describe('a queue of CUPS', () => {
  it('is believed only when the printer behind it says the same; then nothing stays in the spool', async () => {
    const { clock, queue, print, handOver } = bench();
    handOver({ 'job-state': 'completed', 'job-impressions-completed': 3 });
    const run = print();
    await pass(clock, 10);
    expect(run.result).toEqual({ ok: true, value: { pages: 3, sheets: null } });
    expect(queue.did).toEqual(['Create-Job', 'Send-Document', 'purge 17']);
    expect(queue.jobs).toEqual([]);
  });

  it('tells the pages that the printer behind it counts, not those that went through the queue', async () => {
    const { clock, queue, behind, print, handOver } = bench();
    queue.job = { ...PROCESSING, 'job-impressions-completed': 9 };
    const told: number[] = [];
    const run = print({ onPages: (done) => told.push(done) });
    await pass(clock, IPP_TIMING.jobEvery);
    expect(told).toEqual([]);
    handOver({ ...PROCESSING, 'job-impressions-completed': 2 });
    await pass(clock, 2 * IPP_TIMING.jobEvery);
    expect(told).toEqual([2]);
    behind.status = { 'Get-Jobs': 'server-error-internal-error' };
    behind.last['job-impressions-completed'] = 3;
    await pass(clock, 2 * IPP_TIMING.jobEvery);
    behind.down = silence;
    await pass(clock, 2 * IPP_TIMING.secondLook);
    expect({ told, result: run.result }).toEqual({ told: [2], result: null });
  });

  it('whose printer cannot be asked tells no pages', async () => {
    const { clock, queue, print } = bench('usb://Printer/1');
    queue.job = { ...PROCESSING, 'job-impressions-completed': 9 };
    const told: number[] = [];
    print({ onPages: (done) => told.push(done) });
    await pass(clock, 2 * IPP_TIMING.jobEvery);
    expect(told).toEqual([]);
  });

  it('that calls completed what the printer gave up: not printed', async () => {
    const { clock, print, handOver } = bench();
    handOver({
      'job-state': 'aborted',
      'job-state-reasons': 'aborted-by-system',
      'job-impressions-completed': 1,
    });
    const run = print();
    await pass(clock, 10);
    expect(run.result).toEqual(failure('stopped', 'aborted-by-system', 1));
  });

  it('that calls completed what the printer still prints: waited for', async () => {
    const { clock, behind, print, handOver } = bench();
    handOver(PROCESSING);
    const run = print();
    await pass(clock, 20_000);
    expect(run.result).toBeNull();
    behind.last['job-state'] = 'completed';
    await pass(clock, 1_000);
    expect(run.result?.ok).toBe(true);
    expect(behind.did).toEqual([]);
  });

  it('that calls completed what the printer does not know or never ends: nobody knows', async () => {
    const one = bench();
    const unheard = one.print();
    await pass(one.clock, IPP_TIMING.cancelAtMost + 1_000);
    expect(unheard.result).toEqual(failure('end-unknown', 'unconfirmed-queue-completed', null));
    const two = bench();
    two.handOver(PROCESSING);
    const endless = two.print();
    await pass(two.clock, IPP_TIMING.jobAtMost + 1_000);
    expect(endless.result).toEqual(failure('end-unknown', 'unconfirmed-queue-completed', null));
  });

  it('counts filtered pages as printed, and is not believed: the printer counts', async () => {
    const { clock, queue, behind, print, handOver } = bench();
    queue.job = { ...PROCESSING, 'job-impressions-completed': 9 };
    handOver({ ...PROCESSING, 'job-impressions-completed': 2 });
    const run = print();
    await pass(clock, 1_000);
    behind.reasons = 'media-jam-error';
    await pass(clock, 3_000);
    expect(run.result).toEqual(failure('jammed', 'media-jam-error', 2));
    // CUPS says canceled at once; the printer itself is asked to stop, and has stopped.
    expect(queue.did).toEqual(['Create-Job', 'Send-Document', 'Cancel-Job 17', 'purge 17']);
    expect(behind.did).toEqual(['Cancel-Job 5']);
  });

  it('is left alone, and its printer told to stop, when the citizen goes while the printer ends the job', async () => {
    const { clock, behind, print, handOver } = bench();
    handOver({ ...PROCESSING, 'job-impressions-completed': 1 });
    const leaving = new AbortController();
    const run = print({ signal: leaving.signal });
    await pass(clock, 1_000);
    leaving.abort();
    await pass(clock, 1_000);
    expect(behind.did).toEqual(['Cancel-Job 5']);
    expect(run.result).toEqual(failure('stopped', 'job-canceled', 1));
  });

  it('gets nothing while its printer is away, although CUPS would take it and print it later', async () => {
    const { clock, queue, behind, printer, print } = bench();
    behind.down = silence;
    const run = print();
    await pass(clock, 2_000);
    expect(run.result).toEqual(failure('unreachable', 'printer-behind-queue', 0));
    expect(queue.did).toEqual([]);
    expect(printer.presence.value).toBe('absent');
    behind.down = null;
    behind.status['Get-Printer-Attributes'] = 'server-error-internal-error';
    await printer.refresh();
    expect(printer.presence.value).toBe('absent');
  });

  it('whose printer goes away under a job is told to forget it; what is out, nobody knows', async () => {
    const { clock, queue, behind, print } = bench();
    queue.job = PROCESSING;
    const run = print();
    await pass(clock, 1_000);
    behind.down = silence;
    await pass(clock, IPP_TIMING.silentAtMost + IPP_TIMING.cancelAtMost + 10_000);
    expect(run.result).toEqual(failure('end-unknown', 'unconfirmed-printer-gone', null));
    expect(queue.did).toEqual(['Create-Job', 'Send-Document', 'Cancel-Job 17', 'purge 17']);
  });

  it('whose printer went away before the job began: certainly nothing printed', async () => {
    const { clock, queue, behind, print } = bench();
    queue.job = { 'job-state': 'pending', 'time-at-processing': '' };
    const run = print();
    await pass(clock, 1_000);
    behind.down = silence;
    await pass(clock, IPP_TIMING.silentAtMost + 5_000);
    expect(run.result).toEqual(failure('stopped', 'printer-gone', 0));
  });

  it('that gave the job up before it began, for a reason of its own: certainly nothing printed', async () => {
    const { clock, queue, print } = bench();
    queue.job = { 'job-state': 'aborted', 'time-at-processing': '' };
    const run = print();
    await pass(clock, 10);
    expect(run.result).toEqual(failure('stopped', 'queue-aborted', 0));
  });

  it('that gave the job up, and the printer knows nothing of it: nobody knows', async () => {
    const { clock, queue, print } = bench();
    queue.job = { 'job-state': 'aborted' };
    const run = print();
    await pass(clock, 10);
    expect(run.result).toEqual(failure('end-unknown', 'unconfirmed-queue-aborted', null));
  });

  it('is not asked to begin while it is paused; an old reason of its own about paper says nothing', async () => {
    const { clock, queue, print, handOver } = bench();
    queue.reasons = 'media-empty-report';
    handOver({ 'job-state': 'completed' });
    const one = print();
    await pass(clock, 10);
    expect(one.result?.ok).toBe(true);
    Object.assign(queue, { state: 'stopped', reasons: 'paused' });
    const two = print({ title: 'receipt-2' });
    await pass(clock, 10);
    expect(two.result).toEqual(failure('stopped', 'paused', 0));
  });

  it('says what the printer can do, but leaves no pages out, and tells of queues that print again by themselves', async () => {
    const { queue, printer } = bench();
    queue.attributes['printer-error-policy'] = 'retry-job';
    await printer.refresh();
    expect(printer.capabilities.value).toMatchObject({
      sides: ['one-sided', 'two-sided-long-edge'],
      pageRanges: false,
      retriesByItself: true,
      confirmsPaper: true,
    });
  });
});

describe('a queue whose printer cannot be asked', () => {
  it.each(['usb://Maker/Model?serial=1', 'http://127.0.0.1:60000/other', 'not an address', undefined])(
    '(%s) has but its own word, and counts no pages',
    async (uri) => {
      const { clock, queue, printer, asked, print } = bench(uri);
      queue.attributes['device-uri'] = uri;
      const one = print();
      await pass(clock, 10);
      expect(one.result).toEqual({ ok: true, value: { pages: null, sheets: null } });
      expect(printer.capabilities.value?.confirmsPaper).toBe(false);
      expect(new Set(asked)).toEqual(new Set([QUEUE]));
      queue.job = { 'job-state': 'canceled', 'job-impressions-completed': 4 };
      const two = print({ title: 'receipt-2' });
      await pass(clock, 10);
      expect(two.result).toEqual(failure('stopped', 'job-canceled', null));
    },
  );

  it('but not one for a USB printer that speaks IPP', async () => {
    const { printer, asked } = bench('http://127.0.0.1:60000/ipp/print');
    await printer.refresh();
    expect(asked).toContain('ipp://127.0.0.1:60000/ipp/print');
    expect(printer.capabilities.value?.confirmsPaper).toBe(true);
  });
});

describe('a print of an earlier run through CUPS', () => {
  it('that still waits, or waits to be tried again, is taken back', async () => {
    const { clock, queue, adopt } = bench();
    queue.jobs.push({
      'job-id': 3,
      'job-name': 'receipt-1',
      'job-state': 'pending',
      'time-at-processing': '',
    });
    const run = adopt();
    await pass(clock, 1_000);
    expect(run.result).toEqual(failure('stopped', 'left-over', 0));
    expect(queue.did).toEqual(['Cancel-Job 3', 'purge 3']);
  });

  it('that the queue has lost is asked for at the printer', async () => {
    const { clock, adopt, handOver } = bench();
    handOver({ 'job-state': 'completed', 'job-impressions-completed': 2 });
    const one = adopt();
    await pass(clock, 10);
    expect(one.result).toEqual({ ok: true, value: { pages: 2, sheets: null } });
    const other = bench();
    const two = other.adopt();
    await pass(other.clock, 10);
    expect(two.result).toEqual(failure('end-unknown', 'unconfirmed-left-over', null));
  });
});
