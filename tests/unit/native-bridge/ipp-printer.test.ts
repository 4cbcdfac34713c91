import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import type { NoAnswer } from '../../../native-bridge/devices/document-printer/ipp-client.ts';
import { IppPrinter } from '../../../native-bridge/devices/document-printer/ipp-printer.ts';
import { IPP_TIMING } from '../../../native-bridge/devices/document-printer/ipp-timing.ts';
import type { PrintRequest } from '../../../native-bridge/devices/document-printer/types.ts';
import { IppStation } from '../../support/ipp-station.ts';

const PDF = new TextEncoder().encode('%PDF-1.7 test');
const ADDRESS = 'ipp://printer.example/ipp/print';
type Answer = Awaited<ReturnType<IppPrinter['print']>>;

/** A printer that a test plays, and its driver. */
function bench() {
  const clock = new VirtualClock();
  const device = new IppStation();
  const printer = new IppPrinter(ADDRESS, () => device.execute, clock);
  const running = (answer: Promise<Answer>) => {
    const run = { result: null as Answer | null };
    void answer.then((result) => {
      run.result = result;
    });
    return run;
  };
  return {
    clock,
    device,
    printer,
    print: (over: Partial<PrintRequest> = {}) => running(printer.print(PDF, { title: 'receipt-1', ...over })),
    adopt: (title = 'receipt-1') => running(printer.adopt(title)),
  };
}

const PROCESSING = { 'job-state': 'processing' };
const failure = (kind: string, code: string, pagesDone: number | null) => ({
  ok: false,
  error: { kind, code, pagesDone },
});
const silence: NoAnswer = { kind: 'unknown', code: 'ETIMEDOUT' };
const refusedConnection: NoAnswer = { kind: 'not-sent', code: 'ECONNREFUSED' };
const forbidden: NoAnswer = { kind: 'refused', code: 'http-401' };

describe('a print over IPP', () => {
  it('is done when the printer says so, and counts pages and sheets', async () => {
    const { clock, device, print } = bench();
    device.job = PROCESSING;
    const run = print();
    await clock.advance(2_000);
    expect(run.result).toBeNull();
    Object.assign(device.last, {
      'job-state': 'completed',
      'job-impressions-completed': 3,
      'job-media-sheets-completed': 2,
    });
    await clock.advance(IPP_TIMING.jobEvery);
    expect(run.result).toEqual({ ok: true, value: { pages: 3, sheets: 2 } });
    expect(device.did).toEqual(['Create-Job', 'Send-Document']);
  });

  it.each([
    ['one-sided', [1, 4, 5]],
    ['two-sided-long-edge', [2, 4, 6]],
  ] as const)(
    'tells %s how many pages are out while it goes on, each number once',
    async (sides, expected) => {
      const { clock, device, print } = bench();
      device.job = PROCESSING;
      const told: number[] = [];
      const counted = sides === 'one-sided' ? [0, 1, 1, 4, 3, 5] : [0, 1, 3, 3, 5, 6];
      const run = print({ sides, onPages: (done) => told.push(done) });
      await clock.advance(10);
      for (const count of counted) {
        device.last['job-impressions-completed'] = count;
        await clock.advance(IPP_TIMING.jobEvery);
      }
      expect(run.result).toBeNull();
      expect(told).toEqual(expected);
      Object.assign(device.last, { 'job-state': 'completed' });
      await clock.advance(IPP_TIMING.jobEvery);
      expect(told).toEqual(expected);
    },
  );

  it.each([
    [{ 'job-media-sheets-completed': 2 }, { pages: null, sheets: 2 }],
    [{ 'job-impressions-completed': 0 }, { pages: null, sheets: null }],
    [{ 'job-impressions-completed': -2 }, { pages: null, sheets: null }],
    [{}, { pages: null, sheets: null }],
  ])('that says %j of its pages', async (pages, expected) => {
    const { clock, device, print } = bench();
    device.job = { 'job-state': 'completed', ...pages };
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual({ ok: true, value: expected });
  });

  it('asks for what is wanted and for nothing else', async () => {
    const { clock, device, print } = bench();
    print();
    await clock.advance(10);
    print({ copies: 2, sides: 'two-sided-long-edge', media: 'iso_a4_210x297mm', pages: { from: 2, to: 5 } });
    await clock.advance(10);
    expect(device.asked.map(({ job }) => job)).toEqual([
      {},
      {
        copies: 2,
        'multiple-document-handling': 'separate-documents-collated-copies',
        sides: 'two-sided-long-edge',
        media: 'iso_a4_210x297mm',
        'page-ranges': [[2, 5]],
      },
    ]);
    // A printer that would print the other pages too must refuse instead.
    expect(device.asked.map(({ attributes }) => attributes['ipp-attribute-fidelity'])).toEqual([false, true]);
  });

  it.each([
    [{ pages: { from: 1, to: 1 } }, { 'page-ranges-supported': false }, 'page-ranges-not-supported'],
    [{ sides: 'two-sided-short-edge' }, {}, 'sides-not-supported'],
    [{ copies: 10 }, {}, 'copies-not-supported'],
    [{ copies: 2 }, { 'copies-supported': undefined }, 'copies-not-supported'],
    [{ media: 'iso_a4_210x297mm' }, { 'media-supported': 'na_letter_8.5x11in' }, 'media-not-supported'],
  ] as const)('is not asked for %j of a printer that has %j', async (request, has, code) => {
    const { clock, device, print } = bench();
    Object.assign(device.attributes, has);
    const run = print(request);
    await clock.advance(10);
    expect(run.result).toEqual(failure('refused', code, 0));
    expect(device.did).toEqual([]);
  });

  it('waits for a printer that is busy, and gives up in the end', async () => {
    const { clock, device, print } = bench();
    device.status['Create-Job'] = 'server-error-busy';
    const one = print();
    await clock.advance(3_500);
    device.status = {};
    await clock.advance(1_500);
    expect(one.result?.ok).toBe(true);
    device.status['Create-Job'] = 'server-error-busy';
    const two = print();
    await clock.advance(IPP_TIMING.busyFor + 2_000);
    expect(two.result).toEqual(failure('refused', 'server-error-busy', 0));
  });

  it('does not begin with a printer that cannot print', async () => {
    for (const [change, kind, code] of [
      [{ reasons: 'media-empty' }, 'out-of-paper', 'media-empty'],
      [{ reasons: ['none', 'media-needed-error'] }, 'out-of-paper', 'media-needed-error'],
      [{ reasons: ['toner-low-warning', 'media-jam-warning'] }, 'jammed', 'media-jam-warning'],
      [{ reasons: 'cover-open-error' }, 'cover-open', 'cover-open-error'],
      [{ reasons: 'output-area-full' }, 'output-full', 'output-area-full'],
      [{ reasons: 'toner-empty-error' }, 'supply-empty', 'toner-empty-error'],
      [{ reasons: 'fuser-over-temp-error' }, 'stopped', 'fuser-over-temp-error'],
      [{ state: 'stopped', reasons: 'paused' }, 'stopped', 'paused'],
      [{ state: 'stopped' }, 'stopped', 'printer-stopped'],
      [{ accepting: false }, 'stopped', 'printer-idle'],
      [
        { status: { 'Get-Printer-Attributes': 'client-error-forbidden' } },
        'stopped',
        'client-error-forbidden',
      ],
      [{ status: { 'Get-Printer-Attributes': '' } }, 'stopped', 'no-status'],
    ] as const) {
      const { clock, device, print, printer } = bench();
      Object.assign(device, change);
      const run = print();
      await clock.advance(10);
      expect(run.result).toEqual(failure(kind, code, 0));
      expect(device.did).toEqual([]);
      expect(printer.presence.value).toBe('trouble');
    }
  });

  it('goes on over warnings that stop nothing', async () => {
    const { clock, device, print } = bench();
    device.reasons = ['toner-low-warning', 'media-low-report', 'output-area-full-warning'];
    const run = print();
    await clock.advance(10);
    expect(run.result?.ok).toBe(true);
  });

  it('is found among the jobs by its title only: not cut short, but for one that the printer cut', async () => {
    const { clock, device, print } = bench();
    device.job = PROCESSING;
    const run = print({ title: 'receipt-of-a-very-long-number-1' });
    await clock.advance(1_000);
    device.last['job-name'] = 'en\u001ereceipt-of-a-very-long-numb';
    await clock.advance(1_000);
    device.last['job-state'] = 'completed';
    await clock.advance(1_000);
    expect(run.result?.ok).toBe(true);
  });
});

describe('a print whose end is in doubt', () => {
  it.each([
    ['the connection failed', { 'Create-Job': refusedConnection }, {}, 'unreachable', 'ECONNREFUSED'],
    [
      'it said no to the job',
      {},
      { 'Create-Job': 'client-error-not-possible' },
      'refused',
      'client-error-not-possible',
    ],
    ['it said something of its own', {}, { 'Create-Job': '' }, 'refused', 'no-status'],
    ['it may not', { 'Create-Job': forbidden }, {}, 'refused', 'http-401'],
    ['it may not send', { 'Send-Document': forbidden }, {}, 'refused', 'http-401'],
    [
      'nobody was there for the document',
      { 'Send-Document': refusedConnection },
      {},
      'unreachable',
      'ECONNREFUSED',
    ],
    [
      'it said no to the document',
      {},
      { 'Send-Document': 'client-error-document-format-not-supported' },
      'refused',
      'client-error-document-format-not-supported',
    ],
  ] as const)('was certainly not taken when %s', async (_, fails, status, kind, code) => {
    const { clock, device, print } = bench();
    Object.assign(device, { fails, status, job: { 'job-state': 'pending-held' } });
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure(kind, code, 0));
    expect(device.jobs.every((job) => job['job-state'] === 'canceled')).toBe(true);
  });

  it('prints nothing from a job that was made without an answer: it is taken back by its title', async () => {
    const { clock, device, print } = bench();
    device.fails['Create-Job'] = { kind: 'unknown', code: 'ECONNRESET' };
    device.job = { 'job-state': 'pending-held' };
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure('unreachable', 'ECONNRESET', 0));
    expect(device.did).toEqual(['Create-Job', 'Cancel-Job 17']);
  });

  it('nor from one without a number; one that has ended is left alone', async () => {
    const { clock, device, print } = bench();
    device.nextId = undefined;
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure('refused', 'no-job-id', 0));
    expect(device.did).toEqual(['Create-Job']);
  });

  it('is never sent again when the connection broke under the document: the job says what came of it', async () => {
    const { clock, device, print } = bench();
    device.fails['Send-Document'] = { kind: 'unknown', code: 'ECONNRESET' };
    device.job = PROCESSING;
    const run = print();
    await clock.advance(10_000);
    device.last['job-state'] = 'completed';
    await clock.advance(1_000);
    expect(run.result?.ok).toBe(true);
    expect(device.did).toEqual(['Create-Job', 'Send-Document']);
  });

  it('is taken back when the document did not arrive whole', async () => {
    const { clock, device, print } = bench();
    device.fails['Send-Document'] = { kind: 'unknown', code: 'ECONNRESET' };
    device.job = {
      'job-state': 'pending-held',
      'job-state-reasons': 'job-incoming',
      'time-at-processing': '',
    };
    const run = print();
    await clock.advance(IPP_TIMING.standsAtMost + 2_000);
    expect(run.result).toEqual(failure('stopped', 'sent-ECONNRESET', 0));
    expect(device.last['job-state']).toBe('canceled');
  });

  it('is waited for through a short silence, and unknown after a long one', async () => {
    const { clock, device, print } = bench();
    device.job = PROCESSING;
    const one = print();
    await clock.advance(1_000);
    device.down = silence;
    await clock.advance(IPP_TIMING.silentAtMost - 5_000);
    expect(one.result).toBeNull();
    device.down = null;
    device.last['job-state'] = 'completed';
    await clock.advance(2_000);
    expect(one.result?.ok).toBe(true);
    device.nextId = 18;
    const two = print({ title: 'receipt-2' });
    await clock.advance(1_000);
    device.down = silence;
    await clock.advance(IPP_TIMING.silentAtMost + 5_000);
    expect(two.result).toEqual(failure('end-unknown', 'lost-after-accept', null));
    expect(device.did.filter((one) => one === 'Send-Document')).toHaveLength(2);
  });

  it('is unknown when the printer has forgotten the job', async () => {
    const { clock, device, print } = bench();
    device.job = PROCESSING;
    const run = print();
    await clock.advance(1_000);
    device.jobs.length = 0;
    await clock.advance(1_000);
    expect(run.result).toEqual(failure('end-unknown', 'job-forgotten', null));
  });

  it('is never taken for another job that has its number since the printer restarted', async () => {
    for (const other of [{ 'job-name': 'receipt-2' }, { 'job-name': undefined, 'time-at-creation': 3 }]) {
      const { clock, device, print } = bench();
      device.job = { ...PROCESSING, 'time-at-creation': 900 };
      if (other['job-name'] === undefined) Object.assign(device.job, { 'job-name': undefined });
      const run = print();
      await clock.advance(1_000);
      Object.assign(device.last, { 'job-state': 'completed', ...other });
      await clock.advance(1_000);
      expect(run.result).toEqual(failure('end-unknown', 'job-forgotten', null));
    }
  });

  it('goes on under another number in a printer that kept its jobs', async () => {
    const { clock, device, print } = bench();
    device.job = PROCESSING;
    const run = print();
    await clock.advance(1_000);
    Object.assign(device.last, { 'job-id': 1 });
    await clock.advance(1_000);
    Object.assign(device.last, { 'job-state': 'completed' });
    await clock.advance(1_000);
    expect(run.result?.ok).toBe(true);
  });

  it.each(['server-error-busy', 'successful-ok'])(
    'waits when the question is answered %s and no more',
    async (status) => {
      const { clock, device, print } = bench();
      device.job = { 'job-state': undefined };
      device.status['Get-Job-Attributes'] = status;
      const run = print();
      await clock.advance(3_000);
      device.last['job-state'] = 'completed';
      device.status = {};
      await clock.advance(1_000);
      expect(run.result?.ok).toBe(true);
    },
  );
});

describe('a printer that takes job and document only at once', () => {
  function old() {
    const made = bench();
    made.device.attributes['operations-supported'] = ['Print-Job'];
    return made;
  }

  it('prints', async () => {
    const { clock, device, print } = old();
    const run = print();
    await clock.advance(10);
    expect(run.result?.ok).toBe(true);
    expect(device.did).toEqual(['Print-Job']);
  });

  it.each([
    ['unreachable', 'ECONNREFUSED', { 'Print-Job': refusedConnection }, {}],
    ['refused', 'http-401', { 'Print-Job': forbidden }, {}],
    ['refused', 'client-error-gone', {}, { 'Print-Job': 'client-error-gone' }],
    ['refused', 'no-status', {}, { 'Print-Job': '' }],
  ] as const)('%s: %s, certainly not printed', async (kind, code, fails, status) => {
    const { clock, device, print } = old();
    Object.assign(device, { fails, status });
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure(kind, code, 0));
  });

  it('is asked for the job by its title when the connection broke or no number came', async () => {
    const { clock, device, print } = old();
    device.fails['Print-Job'] = silence;
    const one = print();
    await clock.advance(10);
    expect(one.result?.ok).toBe(true);
    device.fails = {};
    device.nextId = undefined;
    const two = print({ title: 'receipt-2' });
    await clock.advance(10);
    expect(two.result?.ok).toBe(true);
    expect(device.did).toEqual(['Print-Job', 'Print-Job']);
  });

  it('is of unknown end when there is no such job, or no answer', async () => {
    const { clock, device, print } = old();
    device.fails['Print-Job'] = silence;
    device.job = { 'job-name': 'another' };
    const one = print();
    await clock.advance(10);
    expect(one.result).toEqual(failure('end-unknown', 'sent-ETIMEDOUT', null));
    device.fails['Get-Jobs'] = silence;
    const two = print();
    await clock.advance(10);
    expect(two.result).toEqual(failure('end-unknown', 'sent-ETIMEDOUT', null));
  });
});

describe('a print that fails', () => {
  it.each(['canceled', 'aborted'])('at the printer: %s', async (state) => {
    const { clock, device, print } = bench();
    device.job = { 'job-state': state, 'job-state-reasons': 'aborted-by-system' };
    const one = print();
    await clock.advance(10);
    expect(one.result).toEqual(failure('stopped', 'aborted-by-system', null));
    device.job = { 'job-state': state, 'time-at-processing': '' };
    const two = print({ title: 'receipt-2' });
    device.nextId = 18;
    await clock.advance(10);
    expect(two.result).toEqual(failure('stopped', `job-${state}`, 0));
  });

  it('with errors on the paper is no success', async () => {
    const { clock, device, print } = bench();
    device.job = {
      'job-state': 'completed',
      'job-state-reasons': 'job-completed-with-errors',
      'job-impressions-completed': 4,
    };
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure('stopped', 'job-completed-with-errors', 4));
  });

  it.each([
    ['media-empty-error', 'out-of-paper', 'one-sided', 3, 3],
    ['media-jam-warning', 'jammed', 'one-sided', 2, 2],
    ['media-jam-error', 'jammed', 'two-sided-long-edge', 3, 2],
    ['media-jam-error', 'jammed', 'two-sided-long-edge', 1, 0],
    ['cover-open', 'cover-open', 'one-sided', 0, null],
    ['output-area-full-error', 'output-full', 'one-sided', 20, 20],
    ['marker-supply-empty-error', 'supply-empty', 'one-sided', undefined, null],
  ] as const)(
    'for %s is taken back as %s; %s, %s pages out: %s certain',
    async (reason, kind, sides, out, certain) => {
      const { clock, device, print } = bench();
      device.job = { ...PROCESSING, 'job-impressions-completed': out };
      const run = print({ sides });
      await clock.advance(1_000);
      device.reasons = reason;
      await clock.advance(2_000);
      expect(run.result).toEqual(failure(kind, reason, certain));
      expect(device.did).toEqual(['Create-Job', 'Send-Document', 'Cancel-Job 17']);
    },
  );

  it('for want of paper, but was printed after all before it could be taken back: printed', async () => {
    const { clock, device, print } = bench();
    device.job = PROCESSING;
    device.onCancel = (job) => Object.assign(job, { 'job-state': 'completed' });
    const run = print();
    await clock.advance(1_000);
    device.reasons = 'media-empty-error';
    await clock.advance(2_000);
    expect(run.result?.ok).toBe(true);
  });

  it.each([
    ['says nothing more', (device: IppStation) => (device.down = silence)],
    ['has forgotten the job', (device: IppStation) => (device.jobs.length = 0)],
    ['goes on with it', () => undefined],
  ])('and the printer, asked to take it back, %s: unknown', async (_, then) => {
    const { clock, device, print } = bench();
    device.job = PROCESSING;
    device.onCancel = () => then(device);
    const run = print();
    await clock.advance(1_000);
    device.reasons = 'media-empty-error';
    await clock.advance(IPP_TIMING.cancelAtMost + 2_000);
    expect(run.result).toEqual(failure('end-unknown', 'cancel-unanswered', null));
  });

  it('to go on is taken back; each further page gives it more time', async () => {
    const { clock, device, print } = bench();
    device.job = { ...PROCESSING, 'job-impressions-completed': 1 };
    const run = print();
    await clock.advance(IPP_TIMING.jobAtMost - 2_000);
    device.last['job-impressions-completed'] = 2;
    await clock.advance(IPP_TIMING.jobAtMost - 2_000);
    expect(run.result).toBeNull();
    await clock.advance(4_000);
    expect(run.result).toEqual(failure('stopped', 'job-too-long', 2));
  });

  it('is taken back when it is held, or its printer paused, for more than a moment', async () => {
    const { clock, device, print } = bench();
    device.job = { 'job-state': 'pending-held', 'job-state-reasons': 'job-hold-until-specified' };
    const one = print();
    await clock.advance(IPP_TIMING.standsAtMost + 1_000);
    expect(one.result).toEqual(failure('stopped', 'job-held', null));
    device.job = { ...PROCESSING, 'job-impressions-completed': 1 };
    device.nextId = 18;
    const two = print({ title: 'receipt-2' });
    await clock.advance(1_000);
    Object.assign(device, { state: 'stopped', reasons: 'paused' });
    await clock.advance(2_000);
    Object.assign(device, { state: 'processing', reasons: 'none' });
    await clock.advance(IPP_TIMING.standsAtMost);
    expect(two.result).toBeNull();
    Object.assign(device, { state: 'stopped', reasons: 'paused' });
    await clock.advance(IPP_TIMING.standsAtMost + 1_000);
    expect(two.result).toEqual(failure('stopped', 'paused', 1));
  });

  it('because the caller gave up is taken back; before it began, nothing is sent', async () => {
    const { clock, device, print } = bench();
    device.job = { ...PROCESSING, 'job-impressions-completed': 2 };
    const leaving = new AbortController();
    const one = print({ signal: leaving.signal });
    await clock.advance(1_000);
    leaving.abort();
    await clock.advance(1_000);
    expect(one.result).toEqual(failure('cancelled', 'asked', 2));
    const two = print({ title: 'receipt-2', signal: leaving.signal });
    await clock.advance(10);
    expect(two.result).toEqual(failure('cancelled', 'before', 0));
    expect(device.did).toEqual(['Create-Job', 'Send-Document', 'Cancel-Job 17']);
  });

  it('that ended for want of paper says so', async () => {
    const { clock, device, print } = bench();
    device.job = { 'job-state': 'aborted', 'job-impressions-completed': 1 };
    Object.defineProperty(device, 'reasons', {
      get: () => (device.did.length > 0 ? 'media-empty' : 'none'),
    });
    const run = print();
    await clock.advance(10);
    expect(run.result).toEqual(failure('out-of-paper', 'media-empty', 1));
  });
});

describe('a print of an earlier run', () => {
  it('was printed, was not, or is taken back, whatever its number', async () => {
    const { clock, device, adopt } = bench();
    device.jobs.push(
      { 'job-id': 3, 'job-name': 'a', 'job-state': 'completed', 'job-impressions-completed': 2 },
      { 'job-id': 4, 'job-name': 'b', 'job-state': 'aborted', 'job-impressions-completed': 3 },
      { 'job-id': 5, 'job-name': 'c', 'job-state': 'pending', 'time-at-processing': '' },
    );
    const results: (Answer | null)[] = [];
    for (const title of ['a', 'b', 'c']) {
      const run = adopt(title);
      await clock.advance(1_000);
      results.push(run.result);
    }
    expect(results).toEqual([
      { ok: true, value: { pages: 2, sheets: null } },
      // Whether it was on two sides is forgotten: only whole sheets are certain.
      failure('stopped', 'job-aborted', 2),
      failure('stopped', 'left-over', 0),
    ]);
    expect(device.did).toEqual(['Cancel-Job 5']);
  });

  it('is unknown when the printer does not know it or does not answer', async () => {
    const { clock, device, adopt } = bench();
    const one = adopt();
    await clock.advance(10);
    expect(one.result).toEqual(failure('end-unknown', 'job-unknown', null));
    device.status['Get-Jobs'] = 'server-error-internal-error';
    const two = adopt();
    await clock.advance(10);
    expect(two.result).toEqual(failure('end-unknown', 'no-answer', null));
    device.down = silence;
    const three = adopt();
    await clock.advance(2_000);
    expect(three.result).toEqual(failure('end-unknown', 'no-answer', null));
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
    expect(printer.condition.value).toBeNull();
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

  it('is told with what it can do and how it stands, once for each change', async () => {
    const { device, printer } = bench();
    const told: unknown[] = [];
    printer.condition.subscribe((condition) => told.push(condition));
    printer.capabilities.subscribe((can) => told.push(can));
    await printer.refresh();
    await printer.refresh();
    expect(told).toHaveLength(2);
    device.reasons = 'media-low-report';
    await printer.refresh();
    expect(told).toHaveLength(3);
    expect(printer.condition.value?.reasons).toEqual([{ reason: 'media-low', severity: 'report' }]);
  });

  it('is unreachable for a print when it does not answer', async () => {
    const { clock, device, print } = bench();
    device.down = silence;
    const run = print();
    await clock.advance(2_000);
    expect(run.result).toEqual(failure('unreachable', 'no-answer', 0));
    expect(device.did).toEqual([]);
  });
});
