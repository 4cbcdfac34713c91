import { addDays, instantOf, localDate, type OfficeHours, type WorkingCalendar } from './calendar.ts';

/** How long a region may take over a matter. */
export interface TimeLimit {
  readonly unit: 'working-day' | 'calendar-day';
  /** The promised limit (承诺时限); 0 for an instant matter (即办件), which is done the day it is accepted. */
  readonly promised: number;
  /** The statutory limit (法定时限) in the same unit, where there is one. */
  readonly statutory: number | null;
}

/** A time that does not count: from the correction notice (补正通知) to the answer, or a hearing, a test, an expert's opinion. */
export interface ClockStop {
  readonly reason: 'correction' | 'special-procedure';
  /** Milliseconds since 1970. */
  readonly since: number;
  /** Null while it lasts. */
  readonly until: number | null;
}

/** What has happened to one case so far. Instants in milliseconds since 1970. */
export interface LimitCourse {
  /** When the region accepted it (受理), or null: then everything is reckoned from `expectedAt` and called an estimate. */
  readonly acceptedAt: number | null;
  readonly expectedAt: number;
  readonly finishedAt: number | null;
  /** In any order; they may overlap. */
  readonly stops: readonly ClockStop[];
  /** Days by which the limit was lengthened (延期), in the limit's unit. */
  readonly extension?: number;
}

export interface Office {
  readonly calendar: WorkingCalendar;
  readonly hours: OfficeHours;
}

/** Why the dates may still move; the first that applies. */
export type EstimateReason = 'not-accepted' | 'paused' | 'holidays-unknown';

/** How a case stands against its promise. Dates are local, `YYYY-MM-DD`; instants milliseconds since 1970. */
export interface PromiseState {
  readonly phase: 'expected' | 'running' | 'paused' | 'warning' | 'overdue' | 'finished';
  readonly promisedBy: string;
  /** When the office closes on that day. */
  readonly promisedUntil: number;
  readonly statutoryBy: string | null;
  /** When `WARNING_SHARE` of the limit is used up; for an instant matter, of what is left of its day. */
  readonly warnAt: number;
  /** Since when the clock stands, or null while it runs. */
  readonly pausedSince: number | null;
  /** Not finished by `promisedUntil`; stays true when it was finished later. */
  readonly overdue: boolean;
  /** Whole days after today, the last one included; below zero by how many it is late. In the limit's unit. */
  readonly daysLeft: number;
  readonly estimate: EstimateReason | null;
  /** The holidays of every year from the start to `promisedBy` are announced. */
  readonly holidaysKnown: boolean;
}

/** The share of the limit after which a warning goes out (预警): four fifths. In whole numbers, so that days come out even. */
export const WARNING_SHARE = { of: 5, used: 4 } as const;

/**
 * How a case stands against its promised time limit.
 *
 * The day of acceptance does not count, and neither does a day on which the clock stood, even in part; the last day ends
 * when the office closes. Calendar days that would end on a day off end on the next working day (民法典 §§ 201, 203;
 * 行政许可法 §§ 42, 45, 82). Transport is no part of it: a collected case (代收代办) has the limit of a local one.
 */
export function promiseOf(
  limit: TimeLimit,
  course: LimitCourse,
  office: Office,
  nowMs: number,
): PromiseState {
  const { calendar, hours } = office;
  const extension = course.extension ?? 0;
  const track = new Track(limit.unit, course, office, nowMs);
  const promised = track.end(limit.promised + extension);
  const { by: promisedBy } = promised;
  const promisedUntil = instantOf(promisedBy, hours.close);
  const at = course.finishedAt ?? nowMs;
  // Before acceptance no limit runs.
  const overdue = course.acceptedAt !== null && at > promisedUntil;
  const paused = course.finishedAt === null ? track.openSince : null;
  const holidaysKnown = yearsBetween(track.start, promisedBy).every((day) => calendar.covers(day));
  const estimate: EstimateReason | null =
    course.acceptedAt === null
      ? 'not-accepted'
      : paused !== null && !overdue
        ? 'paused'
        : holidaysKnown
          ? null
          : 'holidays-unknown';
  return {
    phase: phaseOf(),
    promisedBy,
    promisedUntil,
    statutoryBy: limit.statutory === null ? null : track.end(limit.statutory + extension).by,
    warnAt: promised.warnAt,
    pausedSince: paused,
    overdue,
    daysLeft: track.daysLeft(localDate(at), promisedBy),
    estimate,
    holidaysKnown,
  };

  function phaseOf(): PromiseState['phase'] {
    if (course.finishedAt !== null) return 'finished';
    if (course.acceptedAt === null) return 'expected';
    if (overdue) return 'overdue';
    if (paused !== null) return 'paused';
    return nowMs >= promised.warnAt ? 'warning' : 'running';
  }
}

/** The days of one case that count. */
class Track {
  readonly start: string;
  /** The earliest stop that lasts, or null. */
  readonly openSince: number | null;
  readonly #unit: TimeLimit['unit'];
  readonly #office: Office;
  readonly #startMs: number;
  readonly #stops: readonly { readonly since: number; readonly until: number }[];
  readonly #stopped: readonly { readonly from: string; readonly to: string }[];

  constructor(unit: TimeLimit['unit'], course: LimitCourse, office: Office, nowMs: number) {
    this.#unit = unit;
    this.#office = office;
    this.#startMs = course.acceptedAt ?? course.expectedAt;
    this.start = localDate(this.#startMs);
    const open = course.stops.filter(({ until }) => until === null).map(({ since }) => since);
    this.openSince = open.length === 0 ? null : Math.min(...open);
    // One that lasts is reckoned as if the answer came now: nothing earlier can be promised.
    const end = course.finishedAt ?? nowMs;
    this.#stops = course.stops
      .map(({ since, until }) => ({ since, until: Math.max(since, until ?? end) }))
      .sort((a, b) => a.since - b.since);
    this.#stopped = this.#stops.map(({ since, until }) => ({ from: localDate(since), to: localDate(until) }));
  }

  /** The last day of a limit of so many days, and when four fifths of it are used. */
  end(days: number): { readonly by: string; readonly warnAt: number } {
    return days === 0 ? this.#sameDay() : this.#after(days);
  }

  daysLeft(today: string, by: string): number {
    if (today > by) return -this.#count(by, today, (day) => this.#isOfUnit(day));
    return this.#count(today > this.start ? today : this.start, by, (day) => this.#counts(day));
  }

  #sameDay() {
    const { calendar, hours } = this.#office;
    let opens = calendar.nextOpening(this.#startMs, hours);
    for (const { since, until } of this.#stops)
      if (until > opens && since <= instantOf(localDate(opens), hours.close))
        opens = calendar.nextOpening(until, hours);
    const by = localDate(opens);
    const rest = instantOf(by, hours.close) - opens;
    return { by, warnAt: opens + Math.round((rest * WARNING_SHARE.used) / WARNING_SHARE.of) };
  }

  #after(days: number) {
    const { calendar, hours } = this.#office;
    const share = (days * WARNING_SHARE.used) / WARNING_SHARE.of;
    const warnDay = Math.ceil(share);
    let warnAt = 0;
    let day = this.start;
    for (let count = 0; count < days; ) {
      day = addDays(day, 1);
      if (!this.#counts(day)) continue;
      count++;
      if (count !== warnDay) continue;
      const opens = instantOf(day, hours.open);
      warnAt = opens + Math.round((instantOf(day, hours.close) - opens) * (share - warnDay + 1));
    }
    while (!calendar.isWorkingDay(day) || this.#isStopped(day)) day = addDays(day, 1);
    return { by: day, warnAt };
  }

  #isOfUnit(day: string): boolean {
    return this.#unit === 'calendar-day' || this.#office.calendar.isWorkingDay(day);
  }

  #isStopped(day: string): boolean {
    return this.#stopped.some(({ from, to }) => from <= day && day <= to);
  }

  #counts(day: string): boolean {
    return this.#isOfUnit(day) && !this.#isStopped(day);
  }

  /** How many days after `from`, up to `to`. */
  #count(from: string, to: string, which: (day: string) => boolean): number {
    let count = 0;
    for (let day = from; day < to; ) {
      day = addDays(day, 1);
      if (which(day)) count++;
    }
    return count;
  }
}

/** One date in each year from the first to the last. */
function yearsBetween(first: string, last: string): string[] {
  const from = Number(first.slice(0, 4));
  const to = Number(last.slice(0, 4));
  return Array.from({ length: to - from + 1 }, (_, i) => `${String(from + i).padStart(4, '0')}-01-01`);
}
