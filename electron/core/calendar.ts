/** China has one time zone and no summer time. Every date that a person reads is in it. */
const SHANGHAI_OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Local date in China as `YYYY-MM-DD`. */
export function localDate(ms: number): string {
  return new Date(ms + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10);
}

/** Local time of day in China as `HH:MM`. */
export function localTime(ms: number): string {
  return new Date(ms + SHANGHAI_OFFSET_MS).toISOString().slice(11, 16);
}

/** The instant (ms) of a Chinese local date and time. */
export function instantOf(date: string, time: string): number {
  return Date.parse(`${date}T${time}:00Z`) - SHANGHAI_OFFSET_MS;
}

/** 0 Sunday … 6 Saturday. */
export function weekday(date: string): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay();
}

export function addDays(date: string, days: number): string {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Public holidays and the working weekends that pay for them (调休), as the State Council announces them each year. */
export interface HolidayTable {
  /** Days off that would otherwise be working days or weekends, `YYYY-MM-DD`. */
  readonly holidays: readonly string[];
  /** Saturdays and Sundays that are worked. */
  readonly workingWeekends: readonly string[];
  /** The years that the table covers; outside them only weekends are known. */
  readonly years: readonly number[];
}

/** Opening hours of an office, on working days. `HH:MM`, local time. */
export interface OfficeHours {
  readonly open: string;
  readonly close: string;
}

/** A weekday or weekend as usual, or what the year's notice has made of it. */
export type DayKind = 'working' | 'weekend' | 'holiday' | 'worked-weekend';

export class WorkingCalendar {
  readonly #holidays: ReadonlySet<string>;
  readonly #worked: ReadonlySet<string>;
  readonly #years: ReadonlySet<number>;

  constructor(table: HolidayTable) {
    this.#holidays = new Set(table.holidays);
    this.#worked = new Set(table.workingWeekends);
    this.#years = new Set(table.years);
  }

  /** False where the holiday table ends: a promise over such a date must be called an estimate. */
  covers(date: string): boolean {
    return this.#years.has(Number(date.slice(0, 4)));
  }

  dayKind(date: string): DayKind {
    if (this.#worked.has(date)) return 'worked-weekend';
    if (this.#holidays.has(date)) return 'holiday';
    const day = weekday(date);
    return day === 0 || day === 6 ? 'weekend' : 'working';
  }

  isWorkingDay(date: string): boolean {
    const kind = this.dayKind(date);
    return kind === 'working' || kind === 'worked-weekend';
  }

  /** The `count`-th working day after `date` (which itself does not count). `count` ≥ 0; 0 gives `date`. */
  addWorkingDays(date: string, count: number): string {
    let day = date;
    for (let left = count; left > 0; ) {
      day = addDays(day, 1);
      if (this.isWorkingDay(day)) left--;
    }
    return day;
  }

  /** The instant at which the office is open: now if it is, otherwise its next opening. */
  nextOpening(nowMs: number, hours: OfficeHours): number {
    let day = localDate(nowMs);
    for (let i = 0; i < 60; i++) {
      if (this.isWorkingDay(day)) {
        const opens = instantOf(day, hours.open);
        if (nowMs < opens) return opens;
        if (nowMs < instantOf(day, hours.close)) return nowMs;
      }
      day = addDays(day, 1);
    }
    throw new Error('no working day within sixty days: the holiday table is wrong');
  }
}
