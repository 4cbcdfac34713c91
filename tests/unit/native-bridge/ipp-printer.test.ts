import { describe, expect, it } from 'vitest';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import type {
  IppAnswer,
  IppExecute,
  NoAnswer,
} from '../../../native-bridge/devices/document-printer/ipp-client.ts';
import { IPP_TIMING, IppPrinter } from '../../../native-bridge/devices/document-printer/ipp-printer.ts';

type Job = 'pending' | 'processing' | 'completed' | 'canceled' | 'aborted';
const PDF = new TextEncoder().encode('%PDF-1.7 test');

/** A printer as a test plays it: what it says of itself and of its job, and whether it can be reached. */
function bench() {
  const clock = new VirtualClock();
  const device = {
    reasons: 'none' as unknown,
    state: 'idle',
    accepting: true,
    job: 'completed' as Job,
    jobReasons: 'none',
    jobStatus: 'successful-ok',
    printStatus: 'successful-ok',
    printerStatus: 'successful-ok',
    jobId: 17 as number | undefined,
    pages: { 'job-impressions-completed': 1 } as Record<string, unknown>,
    down: null as NoAnswer | null,
    sendFails: null as NoAnswer | null,
    onCancel: () => undefined as unknown,
    sent: 0,
    cancelled: 0,
  };
  const answer = (over: Partial<IppAnswer>) => ok({ status: 'successful-ok', printer: {}, job: {}, ...over });
  const execute: IppExecute = async (operation) => {
    if (device.down) return err(device.down);
    switch (operation) {
      case 'Get-Printer-Attributes':
        return answer({
          status: device.printerStatus,
          printer: {
            'printer-state': device.state,
            'printer-state-reasons': device.reasons,
            'printer-is-accepting-jobs': device.accepting,
          },
        });
      case 'Print-Job':
        device.sent++;
        if (device.sendFails) return err(device.sendFails);
        return answer({ status: device.printStatus, job: { 'job-id': device.jobId } });
      case 'Get-Job-Attributes':
        return answer({
          status: device.jobStatus,
          job: { 'job-state': device.job, 'job-state-reasons': device.jobReasons, ...device.pages },
        });
      case 'Cancel-Job':
        device.cancelled++;
        device.onCancel();
        return answer({});
    }
  };
  const printer = new IppPrinter(execute, clock);
  return {
    clock,
    device,
    printer,
    print() {
      const run = { result: null as Awaited<ReturnType<typeof printer.print>> | null };
      void printer.print(PDF, { title: 'receipt' }).then((result) => {
        run.result = result;
      });
      return run;
    },
  };
}

const failure = (kind: string, code: string) => ({
  ok: false,
  error: { kind, code, pagesDone: ['unreachable', 'refused'].includes(kind) ? 0 : null },
});
const silence: NoAnswer = { kind: 'unknown', code: 'ETIMEDOUT' };
const refusedConnection: NoAnswer = { kind: 'not-sent', code: 'ECONNREFUSED' };

describe('a print over IPP', () => {
  it('is done when the printer says so, and counts the pages', async () => {
    const { clock, device, print } = bench();
    device.job = 'processing';
    const run = print();
    await clock.advance(2_000);
    expect(run.result).toBeNull();
    device.job = 'completed';
    await clock.advance(IPP_TIMING.jobEvery);
    expect(run.result).toEqual({ ok: true, value: { pages: 1, sheets: null } });
    expect(device.sent).toBe(1);
  });

  it.each([
    [{ 'job-media-sheets-completed': 2 }, 2],
    [{ 'job-impressions-completed': 0 }, null],
    [{}, null],
  ])('counts pages from %j', async (pages, expected) => {
    const { clock, device, print } = bench();
    device.pages = pages;
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual({ ok: true, value: { pages: expected, sheets: null } });
  });

  it('waits for a printer that is busy', async () => {
    const { clock, device, print } = bench();
    device.printStatus = 'server-error-busy';
    const run = print();
    await clock.advance(3_500);
    device.printStatus = 'successful-ok';
    await clock.advance(1_500);
    expect(run.result?.ok).toBe(true);
  });

  it('is given up as refused when the printer stays busy', async () => {
    const { clock, device, print } = bench();
    device.printStatus = 'server-error-busy';
    const run = print();
    await clock.advance(IPP_TIMING.busyFor + 2_000);
    expect(run.result).toEqual(failure('refused', 'server-error-busy'));
  });

  it('does not begin with a printer that cannot print', async () => {
    for (const [change, kind, code] of [
      [{ reasons: 'media-empty' }, 'out-of-paper', 'media-empty'],
      [{ reasons: ['none', 'media-needed-error'] }, 'out-of-paper', 'media-needed-error'],
      [{ reasons: 'cover-open-error' }, 'stopped', 'cover-open-error'],
      [{ state: 'stopped' }, 'stopped', 'printer-stopped'],
      [{ accepting: false }, 'stopped', 'printer-idle'],
      [{ printerStatus: 'client-error-forbidden' }, 'stopped', 'client-error-forbidden'],
      [{ printerStatus: '' }, 'stopped', 'no-status'],
    ] as const) {
      const { clock, device, print, printer } = bench();
      Object.assign(device, change);
      const run = print();
      await clock.advance(10);
      expect(run.result).toEqual(failure(kind, code));
      expect(device.sent).toBe(0);
      expect(printer.presence.value).toBe('trouble');
    }
  });

  it('goes on over warnings that stop nothing', async () => {
    const { clock, device, print } = bench();
    device.reasons = ['toner-low-warning', 'media-low-report'];
    const run = print();
    await clock.advance(10);
    expect(run.result?.ok).toBe(true);
  });
});

describe('a print whose end is in doubt', () => {
  it('was certainly not sent when the connection failed', async () => {
    const { clock, device, print } = bench();
    device.sendFails = refusedConnection;
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure('unreachable', 'ECONNREFUSED'));
  });

  it('was certainly not taken when the printer said no', async () => {
    const { clock, device, print } = bench();
    device.printStatus = 'client-error-document-format-not-supported';
    const one = print();
    await clock.advance(10);
    expect(one.result).toEqual(failure('refused', 'client-error-document-format-not-supported'));
    device.sendFails = { kind: 'refused', code: 'http-401' };
    const two = print();
    await clock.advance(10);
    expect(two.result).toEqual(failure('refused', 'http-401'));
  });

  it('is never sent again when the connection broke under it', async () => {
    const { clock, device, print } = bench();
    device.sendFails = { kind: 'unknown', code: 'ECONNRESET' };
    const run = print();
    await clock.advance(60_000);
    expect(run.result).toEqual(failure('end-unknown', 'sent-ECONNRESET'));
    expect(device.sent).toBe(1);
  });

  it('is unknown when the printer took it without a number', async () => {
    const { clock, device, print } = bench();
    device.jobId = undefined;
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure('end-unknown', 'no-job-id'));
  });

  it('is waited for through a short silence', async () => {
    const { clock, device, print } = bench();
    device.job = 'processing';
    const run = print();
    await clock.advance(1_000);
    device.down = silence;
    await clock.advance(IPP_TIMING.silentAtMost - 5_000);
    expect(run.result).toBeNull();
    device.down = null;
    device.job = 'completed';
    await clock.advance(2_000);
    expect(run.result?.ok).toBe(true);
    expect(device.sent).toBe(1);
  });

  it('is unknown after a long silence', async () => {
    const { clock, device, print } = bench();
    device.job = 'processing';
    const run = print();
    await clock.advance(1_000);
    device.down = silence;
    await clock.advance(IPP_TIMING.silentAtMost + 5_000);
    expect(run.result).toEqual(failure('end-unknown', 'lost-after-accept'));
  });

  it('is unknown when the printer has forgotten the job', async () => {
    const { clock, device, print } = bench();
    device.jobStatus = 'client-error-not-found';
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure('end-unknown', 'job-forgotten'));
  });

  it('waits when the question about the job is refused for now', async () => {
    const { clock, device, print } = bench();
    device.jobStatus = 'server-error-busy';
    const run = print();
    await clock.advance(3_000);
    device.jobStatus = 'successful-ok';
    await clock.advance(1_000);
    expect(run.result?.ok).toBe(true);
  });
});

describe('a print that fails', () => {
  it.each(['canceled', 'aborted'] as const)('at the printer: %s', async (job) => {
    const { clock, device, print } = bench();
    device.job = job;
    device.jobReasons = 'aborted-by-system';
    const one = print();
    await clock.advance(10);
    expect(one.result).toEqual(failure('stopped', 'aborted-by-system'));
    device.jobReasons = 'none';
    const two = print();
    await clock.advance(10);
    expect(two.result).toEqual(failure('stopped', `job-${job}`));
  });

  it('with errors on the paper is no success', async () => {
    const { clock, device, print } = bench();
    device.jobReasons = 'job-completed-with-errors';
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure('stopped', 'job-completed-with-errors'));
  });

  it('for want of paper is taken back', async () => {
    const { clock, device, print } = bench();
    device.job = 'processing';
    device.onCancel = () => {
      device.job = 'canceled';
    };
    const run = print();
    await clock.advance(1_000);
    device.reasons = 'media-empty-error';
    await clock.advance(2_000);
    expect(run.result).toEqual(failure('out-of-paper', 'media-empty-error'));
    expect(device.cancelled).toBe(1);
  });

  it('for want of paper, but was printed after all before it could be taken back: printed', async () => {
    const { clock, device, print } = bench();
    device.job = 'processing';
    device.onCancel = () => {
      device.job = 'completed';
    };
    const run = print();
    await clock.advance(1_000);
    device.reasons = 'media-empty-error';
    await clock.advance(2_000);
    expect(run.result?.ok).toBe(true);
  });

  it.each([
    ['says nothing more', (device: ReturnType<typeof bench>['device']) => (device.down = silence)],
    [
      'has forgotten the job',
      (device: ReturnType<typeof bench>['device']) => (device.jobStatus = 'client-error-gone'),
    ],
    ['goes on with it', () => undefined],
  ])('and the printer, asked to take it back, %s: unknown', async (_, then) => {
    const { clock, device, print } = bench();
    device.job = 'processing';
    device.onCancel = () => then(device);
    const run = print();
    await clock.advance(1_000);
    device.reasons = 'media-empty-error';
    await clock.advance(IPP_TIMING.cancelAtMost + 2_000);
    expect(run.result).toEqual(failure('end-unknown', 'cancel-unanswered'));
  });

  it('to end in time is taken back', async () => {
    const { clock, device, print } = bench();
    device.job = 'processing';
    device.onCancel = () => {
      device.job = 'canceled';
    };
    const run = print();
    await clock.advance(IPP_TIMING.jobAtMost + 2_000);
    expect(run.result).toEqual(failure('stopped', 'job-too-long'));
  });

  it('that ended for want of paper says so', async () => {
    const { clock, device, print } = bench();
    const run = print();
    device.job = 'aborted';
    device.onCancel = () => undefined;
    const asked = device;
    Object.defineProperty(asked, 'reasons', { get: () => (asked.sent > 0 ? 'media-empty' : 'none') });
    await clock.advance(10);
    expect(run.result).toEqual(failure('out-of-paper', 'media-empty'));
  });
});

describe('the presence of an IPP printer', () => {
  it('is looked at again and again, and one lost answer changes nothing', async () => {
    const { clock, device, printer } = bench();
    printer.start();
    printer.start();
    await clock.advance(10);
    expect(printer.presence.value).toBe('ready');
    const seen: string[] = [];
    printer.presence.subscribe((presence) => seen.push(presence));
    device.down = silence;
    await clock.advance(IPP_TIMING.presenceEvery);
    device.down = null;
    await clock.advance(IPP_TIMING.presenceEvery);
    expect(seen).toEqual([]);
    device.down = refusedConnection;
    await clock.advance(2 * IPP_TIMING.presenceEvery);
    device.down = null;
    device.reasons = 'media-jam-error';
    await clock.advance(2 * IPP_TIMING.presenceEvery);
    device.reasons = 'none';
    await printer.refresh();
    expect(seen).toEqual(['absent', 'trouble', 'ready']);
    await printer.stop();
    expect(printer.presence.value).toBe('unknown');
    expect(clock.pending).toBe(0);
  });

  it('is unreachable for a print when it does not answer', async () => {
    const { clock, device, print } = bench();
    device.down = silence;
    const run = print();
    await clock.advance(2_000);
    expect(run.result).toEqual(failure('unreachable', 'no-answer'));
    expect(device.sent).toBe(0);
  });
});
