import { type Clock, err, ok, type Result, Signal, sleep } from '../../../electron/core/index.ts';
import { type IppAnswer, type IppExecute, keywords } from './ipp-client.ts';
import type {
  DocumentPrinter,
  Printed as PrintedPages,
  PrinterCapabilities,
  PrinterCondition,
  PrintFailure,
  PrintRequest,
} from './types.ts';

/** Every delay and limit of the IPP driver, in milliseconds. */
export const IPP_TIMING = {
  /** Time between two looks at the printer while nothing is printed. */
  presenceEvery: 10_000,
  /** The second look after one without an answer: one lost packet is not an absent printer. */
  secondLook: 1_000,
  /** Time between two looks at a job. */
  jobEvery: 400,
  /** How long a busy printer is asked again before the print is given up as refused. */
  busyFor: 15_000,
  busyEvery: 1_000,
  /** How long an accepted job may take. */
  jobAtMost: 120_000,
  /** How long the printer may be out of reach during a job before its end counts as unknown. */
  silentAtMost: 30_000,
  /** How long a cancelled job may take to say so. */
  cancelAtMost: 10_000,
} as const;

type Printed = Result<PrintedPages, PrintFailure>;

const PRINTER_ATTRIBUTES = ['printer-state', 'printer-state-reasons', 'printer-is-accepting-jobs'];
const JOB_ATTRIBUTES = [
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
];

/**
 * A printer that speaks IPP/2.0. A job is sent once. From the moment that the printer may have it, every outcome but a
 * certain one is `end-unknown`: nothing here sends a document twice, and the caller must not either without asking.
 */
export class IppPrinter implements DocumentPrinter {
  readonly presence = new Signal<'unknown' | 'ready' | 'absent' | 'trouble'>('unknown');
  readonly capabilities = new Signal<PrinterCapabilities | null>(null);
  readonly condition = new Signal<PrinterCondition | null>(null);
  readonly #execute: IppExecute;
  readonly #clock: Clock;
  #stopping: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  #printing: Promise<unknown> = Promise.resolve();

  constructor(execute: IppExecute, clock: Clock) {
    this.#execute = execute;
    this.#clock = clock;
  }

  start(): void {
    if (this.#stopping) return;
    const stop = new AbortController();
    this.#stopping = stop;
    this.#running = this.#watch(stop.signal);
  }

  async stop(): Promise<void> {
    this.#stopping?.abort();
    await this.#running;
    this.#stopping = null;
    this.presence.set('unknown');
  }

  async refresh(): Promise<void> {
    await this.#look();
  }

  print(pdf: Uint8Array, request: PrintRequest): Promise<Printed> {
    const turn = this.#printing.then(() => this.#print(pdf, request.title));
    this.#printing = turn;
    return turn;
  }

  async adopt(): Promise<Printed> {
    return failed('end-unknown', 'not-asked');
  }

  async #watch(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) {
      await this.#look();
      await sleep(this.#clock, IPP_TIMING.presenceEvery, stop);
    }
  }

  /** Asks the printer how it stands. `null`: it does not answer; then it has been asked twice. */
  async #look(): Promise<IppAnswer | null> {
    for (let attempt = 1; ; attempt++) {
      const asked = await this.#execute('Get-Printer-Attributes', {
        'requested-attributes': PRINTER_ATTRIBUTES,
      });
      if (asked.ok) {
        this.presence.set(presenceOf(asked.value));
        return asked.value;
      }
      if (attempt === 2) break;
      await sleep(this.#clock, IPP_TIMING.secondLook, this.#stopping?.signal);
    }
    this.presence.set('absent');
    return null;
  }

  async #print(pdf: Uint8Array, title: string): Promise<Printed> {
    const before = await this.#look();
    if (!before) return failed('unreachable', 'no-answer');
    if (outOfPaper(before)) return failed('out-of-paper', reasonCode(before));
    if (presenceOf(before) !== 'ready') return failed('stopped', reasonCode(before));

    const busyUntil = this.#clock.now() + IPP_TIMING.busyFor;
    for (;;) {
      const sent = await this.#execute(
        'Print-Job',
        {
          'requesting-user-name': 'kiosk',
          'job-name': title,
          'ipp-attribute-fidelity': false,
          'document-name': title,
          'document-format': 'application/pdf',
        },
        pdf,
      );
      if (!sent.ok) {
        if (sent.error.kind === 'not-sent') return failed('unreachable', sent.error.code);
        if (sent.error.kind === 'refused') return failed('refused', sent.error.code);
        return failed('end-unknown', `sent-${sent.error.code}`);
      }
      const { status, job } = sent.value;
      if (status === 'server-error-busy' && this.#clock.now() < busyUntil) {
        await sleep(this.#clock, IPP_TIMING.busyEvery);
        continue;
      }
      if (!status?.startsWith('successful')) return failed('refused', status);
      const id = job['job-id'];
      if (typeof id !== 'number') return failed('end-unknown', 'no-job-id');
      return this.#follow(id);
    }
  }

  /** Looks at an accepted job until its end is certain, or certainly unknown. */
  async #follow(id: number): Promise<Printed> {
    const began = this.#clock.now();
    let heardAt = began;
    for (;;) {
      const asked = await this.#job(id);
      const now = this.#clock.now();
      if (asked === 'silent') {
        if (now - heardAt >= IPP_TIMING.silentAtMost) return failed('end-unknown', 'lost-after-accept');
      } else if (asked === 'forgotten') {
        return failed('end-unknown', 'job-forgotten');
      } else {
        heardAt = now;
        const end = await this.#endOf(asked);
        if (end) return end;
        const printer = await this.#look();
        if (printer && outOfPaper(printer))
          return this.#cancel(id, failed('out-of-paper', reasonCode(printer)));
        if (now - began >= IPP_TIMING.jobAtMost) return this.#cancel(id, failed('stopped', 'job-too-long'));
      }
      await sleep(this.#clock, IPP_TIMING.jobEvery);
    }
  }

  /** Takes a job back, so that no paper comes out when the citizen is gone. Printed all the same counts as printed. */
  async #cancel(id: number, why: Printed): Promise<Printed> {
    await this.#execute('Cancel-Job', { 'job-id': id, 'requesting-user-name': 'kiosk' });
    const until = this.#clock.now() + IPP_TIMING.cancelAtMost;
    while (this.#clock.now() < until) {
      const asked = await this.#job(id);
      if (asked === 'forgotten') break;
      if (asked !== 'silent') {
        const end = await this.#endOf(asked);
        if (end) return end.ok ? end : why;
      }
      await sleep(this.#clock, IPP_TIMING.jobEvery);
    }
    return failed('end-unknown', 'cancel-unanswered');
  }

  async #job(id: number): Promise<IppAnswer | 'silent' | 'forgotten'> {
    const asked = await this.#execute('Get-Job-Attributes', {
      'job-id': id,
      'requesting-user-name': 'kiosk',
      'requested-attributes': JOB_ATTRIBUTES,
    });
    if (!asked.ok) return 'silent';
    if (/not-found|gone/.test(asked.value.status)) return 'forgotten';
    return asked.value.status?.startsWith('successful') ? asked.value : 'silent';
  }

  /** The outcome when the job has ended, or null. */
  async #endOf({ job }: IppAnswer): Promise<Printed | null> {
    const reasons = keywords(job['job-state-reasons']);
    switch (job['job-state']) {
      case 'completed':
        return reasons.includes('job-completed-with-errors')
          ? failed('stopped', 'job-completed-with-errors')
          : ok({ pages: pagesOf(job), sheets: null });
      case 'canceled':
      case 'aborted': {
        const printer = await this.#look();
        if (printer && outOfPaper(printer)) return failed('out-of-paper', reasonCode(printer));
        return failed('stopped', reasons[0] ?? `job-${job['job-state']}`);
      }
      default:
        return null;
    }
  }
}

/** Reasons end in -report, -warning or -error; without an ending they count as errors (RFC 8011 §5.4.12). */
const NO_PAPER = /^media-(empty|needed)(-error|-warning|-report)?$/;

function outOfPaper({ printer }: IppAnswer): boolean {
  return keywords(printer['printer-state-reasons']).some((reason) => NO_PAPER.test(reason));
}

function presenceOf(answer: IppAnswer): 'ready' | 'trouble' {
  const { printer, status } = answer;
  if (!status?.startsWith('successful')) return 'trouble';
  if (printer['printer-state'] === 'stopped' || printer['printer-is-accepting-jobs'] === false)
    return 'trouble';
  const blocking = keywords(printer['printer-state-reasons']).some((reason) => reason.endsWith('-error'));
  return blocking || outOfPaper(answer) ? 'trouble' : 'ready';
}

function reasonCode({ printer, status }: IppAnswer): string {
  if (!status?.startsWith('successful')) return status || 'no-status';
  return keywords(printer['printer-state-reasons'])[0] ?? `printer-${String(printer['printer-state'])}`;
}

function pagesOf(job: Record<string, unknown>): number | null {
  for (const name of ['job-impressions-completed', 'job-media-sheets-completed']) {
    const count = job[name];
    if (typeof count === 'number' && count > 0) return count;
  }
  return null;
}

function failed(kind: PrintFailure['kind'], code: string): Result<never, PrintFailure> {
  const nothing = kind === 'unreachable' || kind === 'refused';
  return err({ kind, code, pagesDone: nothing ? 0 : null });
}
