import { type Attributes, count, keywords } from './ipp-client.ts';

export const JOB_ATTRIBUTES: readonly string[] = [
  'job-id',
  'job-name',
  'job-state',
  'job-state-reasons',
  'job-impressions-completed',
  'job-media-sheets-completed',
  'time-at-creation',
  'time-at-processing',
];

/** A job as a printer or queue tells it. */
export interface Job {
  readonly id: number;
  readonly state: string;
  readonly reasons: readonly string[];
  /** Printed sides and sheets in the output tray; null: not counted. */
  readonly pages: number | null;
  readonly sheets: number | null;
  /** False when it certainly never got further than waiting. */
  readonly begun: boolean;
  /** When it was made, by the printer's own count: tells it from a later job with the same number. */
  readonly born: number | null;
}

export function hasEnded({ state }: Job): boolean {
  return state === 'completed' || state === 'canceled' || state === 'aborted';
}

/** Its document has not arrived, or not all of it. */
export function isIncomplete({ reasons }: Job): boolean {
  return reasons.some((reason) => /^job-(incoming|data-insufficient)$/.test(reason));
}

export function jobOf(attributes: Attributes): Job | null {
  const id = attributes['job-id'];
  const state = attributes['job-state'];
  if (typeof id !== 'number' || typeof state !== 'string') return null;
  const pages = count(attributes['job-impressions-completed']);
  const sheets = count(attributes['job-media-sheets-completed']);
  return {
    id,
    state,
    reasons: keywords(attributes['job-state-reasons']),
    pages,
    sheets,
    begun: /^(processing|completed)/.test(state) || Boolean(pages || sheets) || !saysNotBegun(attributes),
    born: count(attributes['time-at-creation']),
  };
}

/** `time-at-processing` is sent as "no value" for a job that was never begun (RFC 8011 §5.3.14.2). */
function saysNotBegun(attributes: Attributes): boolean {
  return 'time-at-processing' in attributes && typeof attributes['time-at-processing'] !== 'number';
}

/** Between the language and the text of a name, as the package decodes one that comes with its language. */
const LANGUAGE_END = '\u001e';
/** Shortest name that may be the beginning of a longer one. */
const CUT_NAME_AT_LEAST = 16;

/** Whether a job's name is this title, which a printer may have cut. `null`: it does not tell names. */
export function isNamed(attributes: Attributes, title: string): boolean | null {
  const told = attributes['job-name'];
  if (typeof told !== 'string' || told === '') return null;
  const name = told.slice(told.indexOf(LANGUAGE_END) + 1);
  return name === title || (name.length >= CUT_NAME_AT_LEAST && title.startsWith(name));
}

/**
 * Pages that are certainly out. With two sides those of whole sheets: the sheet that is being turned is inside. A count of
 * 0 after the job was begun is no proof of anything: some printers do not count.
 */
export function pagesOut({ pages, begun }: Job, twoSided: boolean): number | null {
  if (!begun) return 0;
  if (!pages) return null;
  return twoSided ? pages - (pages % 2) : pages;
}
