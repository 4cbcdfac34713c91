import { describe, expect, it } from 'vitest';
import {
  addDays,
  type LimitCourse,
  localDate,
  localTime,
  type Office,
  promiseOf,
  type TimeLimit,
} from '../../../electron/core/index.ts';
import { at, shippedCalendar } from '../../support/holidays.ts';

const calendar = shippedCalendar();
const office: Office = { calendar, hours: { open: '09:00', close: '17:00' } };
const limit = (promised: number, over: Partial<TimeLimit> = {}): TimeLimit => ({
  unit: 'working-day',
  promised,
  statutory: null,
  ...over,
});
const accepted = (when: string, over: Partial<LimitCourse> = {}): LimitCourse => ({
  acceptedAt: at(when),
  expectedAt: at(when),
  finishedAt: null,
  stops: [],
  ...over,
});
const words = (ms: number) => `${localDate(ms)} ${localTime(ms)}`;
const promise = (days: TimeLimit, course: LimitCourse, now = words(course.expectedAt)) =>
  promiseOf(days, course, office, at(now));

describe('the shipped calendar', () => {
  // 366 − 104 − 11, and since 2025 two public holidays more.
  it.each([
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days', (year, count) => {
    let found = 0;
    for (let day = `${year}-01-01`; day < `${year + 1}-01-01`; day = addDays(day, 1))
      if (calendar.isWorkingDay(day)) found++;
    expect(found).toBe(count);
  });
});

/** Accepted on, working days, last day: each counted by hand on a paper calendar. */
const GOLDEN: readonly (readonly [accepted: string, days: number, by: string, why: string])[] = [
  ['2023-12-29', 1, '2024-01-02', 'the weekend and New Year'],
  ['2024-01-02', 5, '2024-01-09', 'an ordinary week'],
  ['2024-02-02', 1, '2024-02-04', 'the Sunday worked before the Spring Festival'],
  ['2024-02-02', 2, '2024-02-05', 'the Monday after it'],
  ['2024-02-08', 1, '2024-02-09', 'the eve of that year is worked'],
  ['2024-02-08', 2, '2024-02-18', 'the eve, then the worked Sunday'],
  ['2024-02-09', 1, '2024-02-18', 'from the eve'],
  ['2024-02-09', 5, '2024-02-22', 'a week that begins on Sunday'],
  ['2024-02-07', 10, '2024-02-27', 'two days before, eight after'],
  ['2024-02-12', 1, '2024-02-18', 'accepted within the festival'],
  ['2024-02-28', 2, '2024-03-01', 'a leap day'],
  ['2024-04-03', 1, '2024-04-07', 'Qingming and the worked Sunday'],
  ['2024-04-03', 3, '2024-04-09', 'Qingming, three days'],
  ['2024-04-01', 5, '2024-04-09', 'two days before Qingming'],
  ['2024-04-26', 1, '2024-04-28', 'the Sunday worked before Labour Day'],
  ['2024-04-26', 3, '2024-04-30', 'all before Labour Day'],
  ['2024-04-30', 1, '2024-05-06', 'Labour Day'],
  ['2024-04-30', 6, '2024-05-11', 'the Saturday worked after Labour Day'],
  ['2024-04-30', 7, '2024-05-13', 'one more'],
  ['2024-06-07', 1, '2024-06-11', 'the Dragon Boat Monday'],
  ['2024-09-13', 1, '2024-09-14', 'the Saturday worked before Mid-Autumn'],
  ['2024-09-13', 2, '2024-09-18', 'Mid-Autumn'],
  ['2024-09-12', 5, '2024-09-20', 'Mid-Autumn in the middle'],
  ['2024-09-14', 20, '2024-10-18', 'from a worked Saturday over two festivals'],
  ['2024-09-27', 1, '2024-09-29', 'the Sunday worked before National Day'],
  ['2024-09-27', 2, '2024-09-30', 'the last day before it'],
  ['2024-09-27', 3, '2024-10-08', 'the first day after it'],
  ['2024-09-30', 1, '2024-10-08', 'National Day'],
  ['2024-09-30', 5, '2024-10-12', 'the Saturday worked after it'],
  ['2024-09-30', 6, '2024-10-14', 'one more'],
  ['2024-12-31', 1, '2025-01-02', 'a New Year on Wednesday, nothing shifted'],
  ['2025-01-01', 1, '2025-01-02', 'accepted on New Year'],
  ['2025-01-24', 1, '2025-01-26', 'the Sunday worked before the Spring Festival'],
  ['2025-01-24', 2, '2025-01-27', 'the last day before it'],
  ['2025-01-24', 3, '2025-02-05', 'the first day after it'],
  ['2025-01-27', 1, '2025-02-05', 'the eve of that year is off'],
  ['2025-01-27', 4, '2025-02-08', 'the Saturday worked after it'],
  ['2025-01-27', 5, '2025-02-10', 'one more'],
  ['2025-01-20', 10, '2025-02-08', 'both worked weekends'],
  ['2025-02-01', 1, '2025-02-05', 'accepted within the festival'],
  ['2025-04-03', 1, '2025-04-07', 'Qingming, nothing shifted'],
  ['2025-04-02', 3, '2025-04-08', 'Qingming, one day before'],
  ['2025-04-25', 1, '2025-04-27', 'the Sunday worked before Labour Day'],
  ['2025-04-25', 4, '2025-04-30', 'all before Labour Day'],
  ['2025-04-30', 1, '2025-05-06', 'Labour Day'],
  ['2025-04-28', 5, '2025-05-08', 'Labour Day in the middle'],
  ['2025-05-09', 1, '2025-05-12', 'no worked Saturday that May'],
  ['2025-05-30', 1, '2025-06-03', 'the Dragon Boat weekend'],
  ['2025-09-26', 1, '2025-09-28', 'the Sunday worked before National Day'],
  ['2025-09-26', 3, '2025-09-30', 'all before it'],
  ['2025-09-26', 4, '2025-10-09', 'eight days off'],
  ['2025-09-30', 1, '2025-10-09', 'National Day and Mid-Autumn in one'],
  ['2025-09-30', 3, '2025-10-11', 'the Saturday worked after it'],
  ['2025-09-30', 4, '2025-10-13', 'one more'],
  ['2025-09-15', 20, '2025-10-17', 'both worked weekends'],
  ['2025-12-31', 1, '2026-01-04', 'New Year and the worked Sunday'],
  ['2026-01-02', 2, '2026-01-05', 'accepted in the New Year days'],
  ['2026-02-13', 1, '2026-02-14', 'the Saturday worked before the Spring Festival'],
  ['2026-02-13', 2, '2026-02-24', 'nine days off'],
  ['2026-02-14', 5, '2026-02-28', 'from one worked Saturday to the other'],
  ['2026-02-14', 6, '2026-03-02', 'one more'],
  ['2026-02-10', 10, '2026-03-02', 'both worked Saturdays'],
  ['2026-04-03', 1, '2026-04-07', 'Qingming on a Monday'],
  ['2026-04-30', 1, '2026-05-06', 'Labour Day'],
  ['2026-04-30', 4, '2026-05-09', 'the Saturday worked after it'],
  ['2026-04-30', 5, '2026-05-11', 'one more'],
  ['2026-06-18', 1, '2026-06-22', 'the Dragon Boat weekend'],
  ['2026-09-18', 1, '2026-09-20', 'the Sunday worked before National Day'],
  ['2026-09-24', 1, '2026-09-28', 'Mid-Autumn'],
  ['2026-09-24', 4, '2026-10-08', 'Mid-Autumn and National Day'],
  ['2026-09-17', 10, '2026-10-08', 'the worked Sunday and both festivals'],
  ['2026-09-30', 1, '2026-10-08', 'National Day'],
  ['2026-09-30', 3, '2026-10-10', 'the Saturday worked after it'],
  ['2026-11-20', 1, '2026-11-23', 'an ordinary weekend'],
];

describe('the promised date in working days', () => {
  it.each(GOLDEN)('%s and %i working days end on %s: %s', (from, days, by) => {
    expect(promise(limit(days), accepted(`${from} 10:00`)).promisedBy).toBe(by);
  });

  it('does not depend on the hour of acceptance, for that day does not count', () => {
    for (const time of ['00:00', '08:59', '16:50', '23:59'])
      expect(promise(limit(3), accepted(`2026-02-12 ${time}`)).promisedBy).toBe('2026-02-24');
  });

  it('ends when the office closes', () => {
    expect(words(promise(limit(1), accepted('2026-11-20 10:00')).promisedUntil)).toBe('2026-11-23 17:00');
  });
});

describe('the promised date in calendar days', () => {
  it.each([
    ['2026-03-02', 10, '2026-03-12', 'an ordinary Thursday'],
    ['2026-03-02', 12, '2026-03-16', 'a Saturday: the Monday after'],
    ['2024-02-05', 7, '2024-02-18', 'within the Spring Festival: the worked Sunday after it'],
    ['2025-09-25', 7, '2025-10-09', 'within National Day'],
    ['2026-02-10', 4, '2026-02-14', 'a Saturday that is worked'],
  ])('%s and %i days end on %s: %s', (from, days, by) => {
    const unit = 'calendar-day' as const;
    expect(promise(limit(days, { unit }), accepted(`${from} 10:00`)).promisedBy).toBe(by);
  });
});

describe('calendar days that would end on a day off', () => {
  it('do not end on a working day after it on which the clock stood', () => {
    const stop = {
      reason: 'correction',
      since: at('2026-03-16 10:00'),
      until: at('2026-03-16 12:00'),
    } as const;
    const days = limit(12, { unit: 'calendar-day' });
    expect(promise(days, accepted('2026-03-02 10:00', { stops: [stop] })).promisedBy).toBe('2026-03-17');
  });
});

describe('an instant matter', () => {
  it.each([
    ['2026-11-20 10:00', '2026-11-20', 'in office hours: the same day'],
    ['2026-11-20 07:00', '2026-11-20', 'before them: the same day'],
    ['2026-11-20 17:00', '2026-11-23', 'after them on a Friday: on Monday'],
    ['2026-02-14 20:00', '2026-02-24', 'on the evening before the Spring Festival: after it'],
    ['2026-02-28 10:00', '2026-02-28', 'on a worked Saturday: the same day'],
  ])('accepted %s is promised for %s: %s', (from, by) => {
    expect(promise(limit(0), accepted(from)).promisedBy).toBe(by);
  });

  it('warns when four fifths of the rest of its day are over', () => {
    expect(words(promise(limit(0), accepted('2026-11-20 12:00')).warnAt)).toBe('2026-11-20 16:00');
  });

  it('is not promised for a day before it was accepted, though it was corrected before', () => {
    const stop = {
      reason: 'correction',
      since: at('2026-11-17 10:00'),
      until: at('2026-11-18 10:00'),
    } as const;
    expect(promise(limit(0), accepted('2026-11-20 10:00', { stops: [stop] })).promisedBy).toBe('2026-11-20');
  });

  it('waits for the answer to a correction notice', () => {
    const notice = { reason: 'correction', since: at('2026-11-20 11:00'), until: null } as const;
    const course = accepted('2026-11-20 10:00', { stops: [notice] });
    expect(promise(limit(0), course, '2026-11-24 08:00').promisedBy).toBe('2026-11-24');
    const evening = { ...notice, since: at('2026-11-20 18:00'), until: at('2026-11-24 08:00') };
    // It was due before the notice: that cannot be mended by a notice afterwards.
    const late = promise(limit(0), accepted('2026-11-20 10:00', { stops: [evening] }), '2026-11-24 09:00');
    expect(late).toMatchObject({ promisedBy: '2026-11-20', overdue: true });
  });
});

describe('a clock that stands', () => {
  const stop = (
    since: string,
    until: string | null,
    reason: 'correction' | 'special-procedure' = 'correction',
  ) => ({
    reason,
    since: at(since),
    until: until === null ? null : at(until),
  });
  const course = (...stops: ReturnType<typeof stop>[]) => accepted('2026-11-02 10:00', { stops });

  it.each([
    ['runs to the 9th without a stop', [], '2026-11-09'],
    [
      'does not count the days from the notice to the answer',
      [stop('2026-11-04 10:00', '2026-11-06 10:00')],
      '2026-11-12',
    ],
    [
      'does not count a day on which it stood for an hour',
      [stop('2026-11-04 10:00', '2026-11-04 11:00')],
      '2026-11-10',
    ],
    [
      'takes no day twice',
      [
        stop('2026-11-04 10:00', '2026-11-06 10:00'),
        stop('2026-11-05 10:00', '2026-11-06 12:00', 'special-procedure'),
      ],
      '2026-11-12',
    ],
    [
      'adds up several stops',
      [stop('2026-11-03 10:00', '2026-11-03 12:00'), stop('2026-11-05 10:00', '2026-11-06 10:00')],
      '2026-11-12',
    ],
    ['loses nothing by a stop over a weekend', [stop('2026-11-06 18:00', '2026-11-08 10:00')], '2026-11-10'],
    [
      'is not moved by a stop before acceptance',
      [stop('2026-10-29 10:00', '2026-11-02 09:00')],
      '2026-11-09',
    ],
    ['is not moved by a stop after its end', [stop('2026-11-10 10:00', '2026-11-12 10:00')], '2026-11-09'],
    [
      'reads an answer before its notice as a moment',
      [stop('2026-11-04 10:00', '2026-11-03 10:00')],
      '2026-11-10',
    ],
  ] as const)('%s', (_, stops, by) => {
    expect(promise(limit(5), course(...stops)).promisedBy).toBe(by);
  });

  it('is said to stand, and its date is an estimate that moves from day to day', () => {
    const paused = course(stop('2026-11-04 10:00', null));
    expect(promise(limit(5), paused, '2026-11-04 12:00')).toMatchObject({
      phase: 'paused',
      pausedSince: at('2026-11-04 10:00'),
      promisedBy: '2026-11-10',
      daysLeft: 4,
      estimate: 'paused',
      overdue: false,
    });
    expect(promise(limit(5), paused, '2026-12-01 12:00')).toMatchObject({
      promisedBy: '2026-12-07',
      daysLeft: 4,
      overdue: false,
    });
  });

  it('stays late when it was late before it stood', () => {
    const late = course(stop('2026-11-11 10:00', null));
    expect(promise(limit(5), late, '2026-11-20 12:00')).toMatchObject({
      phase: 'overdue',
      promisedBy: '2026-11-09',
      overdue: true,
      estimate: null,
    });
  });

  it('stands no more when the case is finished', () => {
    const ended = { ...course(stop('2026-11-04 10:00', null)), finishedAt: at('2026-11-05 10:00') };
    expect(promise(limit(5), ended, '2026-12-01 12:00')).toMatchObject({
      phase: 'finished',
      pausedSince: null,
      promisedBy: '2026-11-11',
      estimate: null,
    });
  });

  it('is lengthened by an extension, the statutory limit with it', () => {
    const longer = promise(limit(5, { statutory: 10 }), { ...course(), extension: 5 });
    expect(longer).toMatchObject({ promisedBy: '2026-11-16', statutoryBy: '2026-11-23' });
  });
});

describe('the warning', () => {
  it.each([
    [1, '2026-11-23 15:24', 'four fifths of a day of eight hours'],
    [2, '2026-11-24 13:48', 'three fifths of the second day'],
    [5, '2026-11-26 17:00', 'the end of the fourth day'],
    [10, '2026-12-02 17:00', 'the end of the eighth day'],
  ])('for %i working days comes at %s: %s', (days, when) => {
    expect(words(promise(limit(days), accepted('2026-11-20 10:00')).warnAt)).toBe(when);
  });

  it('changes the phase, and lateness does again', () => {
    const course = accepted('2026-11-20 10:00');
    const phases = ['2026-11-23 15:23', '2026-11-23 15:24', '2026-11-23 17:00', '2026-11-23 17:01'].map(
      (now) => promise(limit(1), course, now).phase,
    );
    expect(phases).toEqual(['running', 'warning', 'warning', 'overdue']);
  });
});

describe('the days left', () => {
  const course = accepted('2026-09-24 10:00');
  it.each([
    ['2026-09-24 10:00', 4],
    ['2026-09-26 10:00', 4],
    ['2026-09-28 10:00', 3],
    ['2026-10-03 10:00', 1],
    ['2026-10-08 10:00', 0],
    ['2026-10-10 10:00', -2],
    ['2026-10-11 10:00', -2],
    ['2026-10-12 10:00', -3],
  ])('on %s are %i', (now, left) => expect(promise(limit(4), course, now).daysLeft).toBe(left));

  it('stand still once it is finished, and a late end stays late', () => {
    const finished = { ...course, finishedAt: at('2026-10-09 10:00') };
    expect(promise(limit(4), finished, '2026-12-01 10:00')).toMatchObject({
      phase: 'finished',
      daysLeft: -1,
      overdue: true,
    });
    const inTime = { ...course, finishedAt: at('2026-10-08 16:59') };
    expect(promise(limit(4), inTime, '2026-12-01 10:00').overdue).toBe(false);
  });
});

describe('an estimate', () => {
  it('is what is promised before acceptance', () => {
    const course = accepted('2026-11-20 10:00', { acceptedAt: null });
    expect(promise(limit(1), course, '2026-12-01 10:00').overdue).toBe(false);
    expect(promise(limit(1), course)).toMatchObject({
      phase: 'expected',
      estimate: 'not-accepted',
      promisedBy: '2026-11-23',
    });
  });
  it('is what reaches into a year whose holidays are not announced', () => {
    expect(promise(limit(1), accepted('2026-12-31 10:00'))).toMatchObject({
      promisedBy: '2027-01-01',
      estimate: 'holidays-unknown',
      holidaysKnown: false,
    });
    expect(promise(limit(1), accepted('2026-12-30 10:00'))).toMatchObject({
      estimate: null,
      holidaysKnown: true,
    });
    expect(promise(limit(1), accepted('2023-12-29 10:00')).holidaysKnown).toBe(false);
  });
});
