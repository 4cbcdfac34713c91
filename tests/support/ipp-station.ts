import { err, ok, type VirtualClock } from '../../electron/core/index.ts';
import type {
  Attributes,
  IppExecute,
  NoAnswer,
} from '../../native-bridge/devices/document-printer/ipp-client.ts';

/** A printer or queue that speaks IPP as a test plays it: what it says of itself and of its jobs. */
export class IppStation {
  /** Beside the attributes below. */
  attributes: Record<string, unknown> = {
    'operations-supported': ['Print-Job', 'Create-Job', 'Send-Document', 'Get-Jobs'],
    'sides-supported': ['one-sided', 'two-sided-long-edge'],
    'page-ranges-supported': true,
    'copies-supported': [1, 9],
  };
  reasons: unknown = 'none';
  state = 'idle';
  accepting = true;
  /** What the next job is like. */
  job: Record<string, unknown> = { 'job-state': 'completed', 'job-impressions-completed': 1 };
  readonly jobs: Record<string, unknown>[] = [];
  nextId: number | undefined = 17;
  /** Status of each operation; `successful-ok` where none is given. */
  status: Partial<Record<Parameters<IppExecute>[0], string>> = {};
  /** Operations that get no answer. */
  fails: Partial<Record<Parameters<IppExecute>[0], NoAnswer>> = {};
  down: NoAnswer | null = null;
  onCancel: (job: Record<string, unknown>) => void = (job) => {
    job['job-state'] = 'canceled';
  };
  /** What came, in order: `Create-Job`, `Cancel-Job 17`, `purge 17` … without questions. */
  readonly did: string[] = [];
  readonly asked: { readonly attributes: Attributes; readonly job: Attributes | undefined }[] = [];

  /** The last job. */
  get last(): Record<string, unknown> {
    return this.jobs.at(-1) as Record<string, unknown>;
  }

  readonly execute: IppExecute = async (operation, attributes, more = {}) => {
    if (this.down) return err(this.down);
    const id = attributes['job-id'];
    const purge = attributes['purge-job'] === true;
    if (!operation.startsWith('Get-')) {
      this.did.push(purge ? `purge ${id}` : operation === 'Cancel-Job' ? `Cancel-Job ${id}` : operation);
    }
    const make = operation === 'Print-Job' || operation === 'Create-Job';
    if (make) this.asked.push({ attributes, job: more.job });
    const status = this.status[operation] ?? 'successful-ok';
    const fails = this.fails[operation];
    const found = this.jobs.filter((job) => job['job-id'] === id);
    const answer = (jobs: readonly Attributes[], printer: Attributes = {}) =>
      fails ? err(fails) : ok({ status, printer, jobs });
    if (make && status.startsWith('successful') && fails?.kind !== 'not-sent' && fails?.kind !== 'refused') {
      const job = { 'job-id': this.nextId ?? 99, 'job-name': attributes['job-name'], ...this.job };
      this.jobs.push(job);
      return answer([this.nextId === undefined ? {} : { 'job-id': this.nextId }]);
    }
    switch (operation) {
      case 'Get-Printer-Attributes':
        return answer([], {
          'printer-state': this.state,
          'printer-state-reasons': this.reasons,
          'printer-is-accepting-jobs': this.accepting,
          ...this.attributes,
        });
      case 'Get-Jobs': {
        const ended = (job: Attributes) => /^(completed|canceled|aborted)$/.test(String(job['job-state']));
        const wanted = attributes['which-jobs'] === 'completed';
        return answer(this.jobs.filter((job) => ended(job) === wanted));
      }
      case 'Cancel-Job':
        if (purge) this.jobs.splice(0, this.jobs.length, ...this.jobs.filter((job) => job['job-id'] !== id));
        else for (const job of found) this.onCancel(job);
        return answer([]);
      case 'Get-Job-Attributes':
        return found.length > 0 || fails || this.status[operation]
          ? answer(found)
          : ok({ status: 'client-error-not-found', printer: {}, jobs: [] });
      case 'Create-Job':
      case 'Print-Job':
      case 'Send-Document':
        return answer([]);
    }
  };
}

/** Moves time on in small steps: a look at a queue and its printer takes more turns than the clock lets pass at once. */
export async function pass(clock: VirtualClock, ms: number): Promise<void> {
  const end = clock.now() + ms;
  do {
    for (let turns = 0; turns < 6; turns++) await clock.advance(0);
    await clock.advance(Math.min(200, end - clock.now()));
  } while (clock.now() < end);
  for (let turns = 0; turns < 6; turns++) await clock.advance(0);
}
