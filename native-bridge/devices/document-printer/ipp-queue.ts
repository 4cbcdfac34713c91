import type { Result } from '../../../electron/core/index.ts';
import type { Attributes, IppAnswer, IppExecute, NoAnswer } from './ipp-client.ts';
import { isNamed, JOB_ATTRIBUTES, type Job, jobOf } from './ipp-job.ts';
import { PRINTER_ATTRIBUTES } from './ipp-state.ts';
import type { PrintRequest } from './types.ts';

/** Whose the jobs are. Whoever says this name may cancel them. */
const USER = { 'requesting-user-name': 'kiosk' } as const;
/** Most jobs of its past that a printer is asked for. */
const JOBS_AT_MOST = 100;

/** The requests of this driver to one printer or queue. */
export class IppQueue {
  readonly #execute: IppExecute;

  constructor(execute: IppExecute) {
    this.#execute = execute;
  }

  /** How it stands, or null without an answer. */
  async attributes(): Promise<IppAnswer | null> {
    const asked = await this.#execute('Get-Printer-Attributes', {
      ...USER,
      'requested-attributes': PRINTER_ATTRIBUTES,
    });
    return asked.ok ? asked.value : null;
  }

  create(request: PrintRequest): Promise<Result<IppAnswer, NoAnswer>> {
    return this.#execute('Create-Job', jobHead(request), { job: jobTemplate(request) });
  }

  send(id: number, request: PrintRequest, data: Uint8Array): Promise<Result<IppAnswer, NoAnswer>> {
    return this.#execute(
      'Send-Document',
      { 'job-id': id, ...USER, ...documentHead(request), 'last-document': true },
      { data },
    );
  }

  printJob(request: PrintRequest, data: Uint8Array): Promise<Result<IppAnswer, NoAnswer>> {
    return this.#execute(
      'Print-Job',
      { ...jobHead(request), ...documentHead(request) },
      { job: jobTemplate(request), data },
    );
  }

  /** One job by its number, if it is ours: numbers begin anew when a printer restarts. */
  async job(id: number, title: string, born: number | null): Promise<Job | 'silent' | 'forgotten'> {
    const asked = await this.#execute('Get-Job-Attributes', {
      'job-id': id,
      ...USER,
      'requested-attributes': JOB_ATTRIBUTES,
    });
    if (!asked.ok) return 'silent';
    const { status, jobs } = asked.value;
    const job = jobOf({ 'job-id': id, ...jobs[0] });
    if (status.startsWith('successful')) {
      if (!job) return 'silent';
      const ours = isNamed(jobs[0] as Attributes, title) ?? (born === null || born === job.born);
      if (ours) return job;
    } else if (!/not-found|gone/.test(status)) {
      return 'silent';
    }
    return (await this.find(title)) ?? 'forgotten';
  }

  /** The job of this title, waiting, printing or ended. Null: there is none. */
  async find(title: string): Promise<Job | 'silent' | null> {
    for (const which of ['not-completed', 'completed']) {
      const asked = await this.#execute('Get-Jobs', {
        ...USER,
        limit: JOBS_AT_MOST,
        'requested-attributes': JOB_ATTRIBUTES,
        'which-jobs': which,
      });
      if (!asked.ok || !asked.value.status.startsWith('successful')) return 'silent';
      const found = asked.value.jobs.filter((one) => isNamed(one, title) === true).map(jobOf);
      const job = found.find((one) => one !== null);
      if (job) return job;
    }
    return null;
  }

  async cancel(id: number): Promise<void> {
    await this.#execute('Cancel-Job', { 'job-id': id, ...USER });
  }

  /** CUPS only: takes an ended job, with its document, out of the spool. */
  async purge({ id }: Job): Promise<void> {
    await this.#execute('Cancel-Job', { 'job-id': id, ...USER, 'purge-job': true });
  }
}

/** Pages that nobody wants must not come out, so a range is kept or the job refused; the rest may be done otherwise. */
function jobHead({ title, pages }: PrintRequest): Attributes {
  return { ...USER, 'job-name': title, 'ipp-attribute-fidelity': pages !== undefined };
}

function jobTemplate({ copies, sides, media, pages }: PrintRequest): Attributes {
  return {
    ...(copies === undefined ? {} : { copies }),
    // Copy after copy, so that a count of pages says which ones are out.
    ...((copies ?? 1) > 1 ? { 'multiple-document-handling': 'separate-documents-collated-copies' } : {}),
    ...(sides === undefined ? {} : { sides }),
    ...(media === undefined ? {} : { media }),
    // One range: a list of one, for a range is itself a pair.
    ...(pages === undefined ? {} : { 'page-ranges': [[pages.from, pages.to]] }),
  };
}

function documentHead({ title }: PrintRequest): Attributes {
  return { 'document-name': title, 'document-format': 'application/pdf' };
}
