import { describe, expect, it } from 'vitest';
import {
  ALWAYS_OPEN,
  localDate,
  localTime,
  onWorkingDays,
  type ServiceHours,
  serviceAt,
  serviceHoursOf,
  serviceHoursProblem,
  windowsOn,
} from '../../../electron/core/index.ts';
import { at, shippedCalendar } from '../../support/holidays.ts';

const calendar = shippedCalendar();
const OFFICE = onWorkingDays({ from: '09:00', to: '12:00' }, { from: '13:30', to: '17:00' });
const words = (ms: number | null) => (ms === null ? null : `${localDate(ms)} ${localTime(ms)}`);
function state(hours: ServiceHours, now: string) {
  const { open, movesAt, closesAt } = serviceAt(hours, calendar, at(now));
  return { open, moves: words(movesAt), closes: words(closesAt) };
}

describe('an office with a lunch hour', () => {
  it.each([
    ['2026-11-20 08:59', false, '2026-11-20 09:00', null],
    ['2026-11-20 09:00', true, '2026-11-20 09:00', '2026-11-20 12:00'],
    ['2026-11-20 12:00', false, '2026-11-20 13:30', null],
    ['2026-11-20 16:59', true, '2026-11-20 16:59', '2026-11-20 17:00'],
    ['2026-11-20 17:00', false, '2026-11-23 09:00', null],
    ['2026-11-21 02:17', false, '2026-11-23 09:00', null],
    ['2026-02-14 17:00', false, '2026-02-24 09:00', null],
    ['2026-02-28 10:00', true, '2026-02-28 10:00', '2026-02-28 12:00'],
    ['2026-09-20 08:00', false, '2026-09-20 09:00', null],
    ['2025-10-01 10:00', false, '2025-10-09 09:00', null],
  ])('at %s is open: %s, and what is handed in moves at %s', (now, open, moves, closes) => {
    expect(state(OFFICE, now)).toEqual({ open, moves, closes });
  });
});

describe('a matter whose backend never sleeps', () => {
  it('moves at any hour of any day', () => {
    for (const now of ['2026-02-17 02:00', '2026-11-21 23:59', '2026-10-10 00:00'])
      expect(state(ALWAYS_OPEN, now)).toEqual({ open: true, moves: now, closes: null });
  });
});

describe('hours of other kinds', () => {
  const weekend = { from: '10:00', to: '14:00' };
  const week: ServiceHours = {
    weekly: [...OFFICE.weekly.slice(0, 5), [weekend], []],
    holidays: [{ from: '09:00', to: '10:00' }],
    workedWeekends: 'monday',
    exceptions: [
      { date: '2026-11-23', windows: [] },
      { date: '2026-11-24', windows: [{ from: '18:00', to: '24:00' }] },
      { date: '2026-11-25', windows: [{ from: '00:00', to: '02:00' }] },
    ],
  };

  it('differ on a weekend, on a public holiday and on a weekend that is worked', () => {
    expect(windowsOn(week, calendar, '2026-11-21')).toEqual([weekend]);
    expect(windowsOn(week, calendar, '2026-11-22')).toEqual([]);
    expect(windowsOn(week, calendar, '2026-10-01')).toEqual([{ from: '09:00', to: '10:00' }]);
    expect(windowsOn(week, calendar, '2026-10-10')).toEqual(OFFICE.weekly[0]);
    expect(windowsOn({ ...week, workedWeekends: 'weekly' }, calendar, '2026-10-10')).toEqual([weekend]);
    expect(windowsOn({ ...week, workedWeekends: [] }, calendar, '2026-10-10')).toEqual([]);
    expect(windowsOn({ ...week, holidays: 'weekly' }, calendar, '2026-10-01')).toEqual(OFFICE.weekly[3]);
  });

  it('give way to the exception of a day', () => {
    expect(state(week, '2026-11-22 10:00')).toEqual({ open: false, moves: '2026-11-24 18:00', closes: null });
  });

  it('are one stretch over midnight', () => {
    expect(state(week, '2026-11-24 20:00').closes).toBe('2026-11-25 02:00');
    expect(state(week, '2026-11-25 01:00')).toMatchObject({ open: true, closes: '2026-11-25 02:00' });
  });

  it('may never open: then nobody is promised when it moves', () => {
    const never = { ...onWorkingDays(), exceptions: [] };
    expect(state(never, '2026-11-20 10:00')).toEqual({ open: false, moves: null, closes: null });
    const once = {
      ...never,
      exceptions: [{ date: '2026-11-20', windows: [{ from: '09:00', to: '11:00' }] }],
    };
    expect(state(once, '2026-11-20 10:00').closes).toBe('2026-11-20 11:00');
    expect(state({ ...never, weekly: [] }, '2026-11-20 10:00').moves).toBeNull();
  });
});

describe('hours as the catalogue writes them', () => {
  const office = { open: '09:00', close: '17:00' };
  it('are the office hours of the region, or around the clock', () => {
    expect(serviceHoursOf(null, office)).toEqual(onWorkingDays({ from: '09:00', to: '17:00' }));
    expect(serviceHoursOf('always', office)).toBe(ALWAYS_OPEN);
  });

  it('have windows by the day of the week, in any order, and exceptions by the date', () => {
    const hours = serviceHoursOf(
      {
        windows: [
          { days: [1, 2, 3, 4, 5], open: '13:30', close: '17:00' },
          { days: [1, 2, 3, 4, 5], open: '09:00', close: '12:00' },
          { days: [6], open: '10:00', close: '14:00' },
        ],
        holidays: 'closed',
        exceptions: [
          { date: '2026-11-24', open: '18:00', close: '20:00' },
          { date: '2026-11-24', open: '08:00', close: '09:00' },
          { date: '2026-11-23', open: null, close: null },
        ],
      },
      office,
    );
    expect(serviceHoursProblem(hours)).toBeNull();
    expect(state(hours, '2026-11-20 12:30').moves).toBe('2026-11-20 13:30');
    expect(state(hours, '2026-11-21 09:00').moves).toBe('2026-11-21 10:00');
    expect(state(hours, '2026-11-21 15:00').moves).toBe('2026-11-24 08:00');
    expect(state(hours, '2026-11-24 10:00').moves).toBe('2026-11-24 18:00');
    expect(state(hours, '2026-10-02 10:00').moves).toBe('2026-10-08 09:00');
  });

  it('may go on through public holidays', () => {
    const windows = [{ days: [1, 2, 3, 4, 5, 6, 7], open: '09:00', close: '24:00' }];
    const hours = serviceHoursOf({ windows, holidays: 'open', exceptions: [] }, office);
    expect(state(hours, '2026-10-02 10:00')).toMatchObject({ open: true, closes: '2026-10-03 00:00' });
  });
});

describe('hours as data', () => {
  const on = (...windows: { from: string; to: string }[]) => onWorkingDays(...windows);
  it.each<[string | null, ServiceHours]>([
    [null, OFFICE],
    [null, ALWAYS_OPEN],
    ['weekly: give seven days, Monday first', { ...OFFICE, weekly: [] }],
    ['weekly[0][0].from: write HH:MM', on({ from: '9:00', to: '17:00' })],
    ['weekly[0][0].to: write HH:MM or 24:00', on({ from: '09:00', to: '24:30' })],
    [
      'weekly[0][0] ends before it begins; write what goes over midnight as two days',
      on({ from: '22:00', to: '06:00' }),
    ],
    [
      'weekly[0][1] begins before the one before it has ended',
      on({ from: '09:00', to: '12:00' }, { from: '11:00', to: '17:00' }),
    ],
    ['holidays[0].from: write HH:MM', { ...OFFICE, holidays: [{ from: '', to: '10:00' }] }],
    ['workedWeekends[0].from: write HH:MM', { ...OFFICE, workedWeekends: [{ from: '', to: '10:00' }] }],
    [
      'exceptions[1]: 2026-11-23 stands here twice; remove one',
      {
        ...OFFICE,
        exceptions: [
          { date: '2026-11-23', windows: [] },
          { date: '2026-11-23', windows: [] },
        ],
      },
    ],
  ])('%s', (problem, hours) => expect(serviceHoursProblem(hours)).toBe(problem));
});
