import {
  addDays,
  instantOf,
  localDate,
  type OfficeHours,
  type WorkingCalendar,
  weekday,
} from './calendar.ts';

/** A stretch of one day, `HH:MM` local time; `to` may be `24:00`. What goes over midnight is written as two. */
export interface ServiceWindow {
  readonly from: string;
  readonly to: string;
}

/** Windows of one day in their order, apart from each other; none means closed. */
export type DayWindows = readonly ServiceWindow[];

/**
 * When the office behind a matter works (服务时间). The machine takes the matter in around the clock all the same
 * (受理但次日流转): this says when it moves.
 */
export interface ServiceHours {
  /** Monday to Sunday: seven entries. */
  readonly weekly: readonly DayWindows[];
  /** On public holidays; `weekly` for an office that knows none. */
  readonly holidays: DayWindows | 'weekly';
  /** On weekends that are worked (调休); usually as on a Monday. */
  readonly workedWeekends: DayWindows | 'weekly' | 'monday';
  /** Single days that go before all of this, e.g. a day of moving house, an evening of longer hours. */
  readonly exceptions: readonly { readonly date: string; readonly windows: DayWindows }[];
}

export interface ServiceState {
  readonly open: boolean;
  /** When it moves: now if it is open, otherwise at the next opening. Null when no opening lies within `LOOK_AHEAD_DAYS`. */
  readonly movesAt: number | null;
  /** When it closes, if it is open and does so within `LOOK_AHEAD_DAYS`. */
  readonly closesAt: number | null;
}

/** How far ahead an opening is looked for: longer than any run of holidays. */
export const LOOK_AHEAD_DAYS = 60;

const MIDNIGHT = '24:00';
const WHOLE_DAY: DayWindows = [{ from: '00:00', to: MIDNIGHT }];

/** Around the clock, every day. */
export const ALWAYS_OPEN: ServiceHours = {
  weekly: Array.from({ length: 7 }, () => WHOLE_DAY),
  holidays: 'weekly',
  workedWeekends: 'weekly',
  exceptions: [],
};

/** An office with the same windows on every working day. */
export function onWorkingDays(...windows: DayWindows): ServiceHours {
  const weekly = Array.from({ length: 7 }, (_, day) => (day < 5 ? windows : []));
  return { weekly, holidays: [], workedWeekends: 'monday', exceptions: [] };
}

/** Hours of a matter as the catalogue writes them: null is the region's office hours; days are 1 Monday to 7 Sunday. */
export type MatterHours =
  | null
  | 'always'
  | {
      readonly windows: readonly {
        readonly days: readonly number[];
        readonly open: string;
        readonly close: string;
      }[];
      readonly holidays: 'closed' | 'open';
      /** Null for both: closed on that day. */
      readonly exceptions: readonly {
        readonly date: string;
        readonly open: string | null;
        readonly close: string | null;
      }[];
    };

export function serviceHoursOf(data: MatterHours, office: OfficeHours): ServiceHours {
  if (data === null) return onWorkingDays({ from: office.open, to: office.close });
  if (data === 'always') return ALWAYS_OPEN;
  const inOrder = (windows: DayWindows) => windows.toSorted((a, b) => (a.from < b.from ? -1 : 1));
  const weekly = Array.from({ length: 7 }, (_, day) =>
    inOrder(
      data.windows
        .filter(({ days }) => days.includes(day + 1))
        .map(({ open, close }) => ({ from: open, to: close })),
    ),
  );
  const exceptions = [...Map.groupBy(data.exceptions, ({ date }) => date)].map(([date, entries]) => ({
    date,
    windows: inOrder(
      entries.flatMap(({ open, close }) =>
        open === null || close === null ? [] : [{ from: open, to: close }],
      ),
    ),
  }));
  const holidays = data.holidays === 'open' ? 'weekly' : [];
  return { weekly, holidays, workedWeekends: 'monday', exceptions };
}

export function serviceAt(hours: ServiceHours, calendar: WorkingCalendar, nowMs: number): ServiceState {
  const today = localDate(nowMs);
  let opensAt: number | null = null;
  let closesAt: number | null = null;
  for (let i = 0; i <= LOOK_AHEAD_DAYS; i++) {
    const day = addDays(today, i);
    for (const { from, to } of windowsOn(hours, calendar, day)) {
      const opens = instantOf(day, from);
      const closes = to === MIDNIGHT ? instantOf(addDays(day, 1), '00:00') : instantOf(day, to);
      if (closes <= nowMs) continue;
      if (opens > nowMs && opensAt === null) return { open: false, movesAt: opens, closesAt: null };
      // What begins where the last one ended, at midnight as a rule, is one stretch.
      if (closesAt !== null && opens > closesAt) return { open: true, movesAt: nowMs, closesAt };
      opensAt ??= opens;
      closesAt = closes;
    }
  }
  if (opensAt === null) return { open: false, movesAt: null, closesAt: null };
  const endless = closesAt === instantOf(addDays(today, LOOK_AHEAD_DAYS + 1), '00:00');
  return { open: true, movesAt: nowMs, closesAt: endless ? null : closesAt };
}

/** The windows of a day: its exception, or what kind of day it is. */
export function windowsOn(hours: ServiceHours, calendar: WorkingCalendar, day: string): DayWindows {
  const exception = hours.exceptions.find(({ date }) => date === day);
  if (exception) return exception.windows;
  const ofWeek = (index: number) => hours.weekly[index] ?? [];
  const weekly = ofWeek((weekday(day) + 6) % 7);
  switch (calendar.dayKind(day)) {
    case 'holiday':
      return hours.holidays === 'weekly' ? weekly : hours.holidays;
    case 'worked-weekend':
      if (hours.workedWeekends === 'weekly') return weekly;
      return hours.workedWeekends === 'monday' ? ofWeek(0) : hours.workedWeekends;
    case 'working':
    case 'weekend':
      return weekly;
  }
}

/** What is wrong with such hours as data, in words that follow a file's name; null when they are good. */
export function serviceHoursProblem(hours: ServiceHours): string | null {
  if (hours.weekly.length !== 7) return 'weekly: give seven days, Monday first';
  const days: [string, DayWindows][] = hours.weekly.map((windows, i) => [`weekly[${i}]`, windows]);
  if (typeof hours.holidays !== 'string') days.push(['holidays', hours.holidays]);
  if (typeof hours.workedWeekends !== 'string') days.push(['workedWeekends', hours.workedWeekends]);
  const seen = new Set<string>();
  for (const [i, { date, windows }] of hours.exceptions.entries()) {
    if (seen.has(date)) return `exceptions[${i}]: ${date} stands here twice; remove one`;
    seen.add(date);
    days.push([`exceptions[${i}]`, windows]);
  }
  for (const [where, windows] of days) {
    let end = '';
    for (const [i, { from, to }] of windows.entries()) {
      if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(from)) return `${where}[${i}].from: write HH:MM`;
      if (!/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/.test(to)) return `${where}[${i}].to: write HH:MM or 24:00`;
      if (from >= to)
        return `${where}[${i}] ends before it begins; write what goes over midnight as two days`;
      if (from < end) return `${where}[${i}] begins before the one before it has ended`;
      end = to;
    }
  }
  return null;
}
