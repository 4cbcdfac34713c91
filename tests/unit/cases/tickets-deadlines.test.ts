import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ticketDeadlines } from '../../../electron/cases/index.ts';
import { localDate, localTime } from '../../../electron/core/index.ts';
import { at, shippedCalendar } from '../../support/holidays.ts';

const calendar = shippedCalendar();
const hours = { open: '09:00', close: '17:00' };
const words = (ms: number) => `${localDate(ms)} ${localTime(ms)}`;
const deadlines = (filed: string, answerWorkingDays = 3) =>
  ticketDeadlines(at(filed), { hours, answerWorkingDays }, calendar);

describe('a ticket reaches the leader and is answered in time', () => {
  it.each([
    [
      '2026-11-20 16:50',
      '2026-11-20 17:00',
      '2026-11-25 17:00',
      'ten minutes before the office closes: the same day',
    ],
    ['2026-11-20 09:00', '2026-11-20 17:00', '2026-11-25 17:00', 'at the opening: the same day'],
    ['2026-11-20 17:00', '2026-11-23 09:00', '2026-11-26 17:00', 'after it on a Friday: Monday morning'],
    [
      '2026-11-20 08:59',
      '2026-11-20 09:00',
      '2026-11-25 17:00',
      'a minute before the opening: at the opening',
    ],
    ['2026-11-20 02:17', '2026-11-20 09:00', '2026-11-25 17:00', 'in the night: the same morning'],
    ['2026-11-21 14:00', '2026-11-23 09:00', '2026-11-26 17:00', 'on a Saturday: Monday morning'],
    [
      '2026-02-14 16:50',
      '2026-02-14 17:00',
      '2026-02-26 17:00',
      'on the worked Saturday before the Spring Festival',
    ],
    ['2026-02-14 17:30', '2026-02-24 09:00', '2026-02-27 17:00', 'that evening: after nine days off'],
    ['2026-02-25 10:00', '2026-02-25 17:00', '2026-02-28 17:00', 'answered on the worked Saturday after it'],
    [
      '2026-09-30 16:50',
      '2026-09-30 17:00',
      '2026-10-10 17:00',
      'over National Day, with its worked Saturday',
    ],
    ['2026-10-03 10:00', '2026-10-08 09:00', '2026-10-12 17:00', 'within National Day'],
    ['2025-01-26 16:50', '2025-01-26 17:00', '2025-02-06 17:00', 'on a worked Sunday'],
    ['2024-09-29 20:00', '2024-09-30 09:00', '2024-10-10 17:00', 'on the evening of a worked Sunday'],
  ])('filed %s: by %s to the leader, answered by %s (%s)', (filed, referBy, answerBy) => {
    const due = deadlines(filed);
    expect([words(due.referBy), words(due.answerBy)]).toEqual([referBy, answerBy]);
  });

  it('at whatever moment it is filed, in office hours and in this order', () => {
    const instants = fc.integer({ min: at('2024-01-01 00:00'), max: at('2026-12-01 00:00') });
    fc.assert(
      fc.property(instants, fc.integer({ min: 1, max: 20 }), fc.nat(3_000), (filed, days, moreMinutes) => {
        const due = ticketDeadlines(filed, { hours, answerWorkingDays: days }, calendar);
        expect(due.referBy).toBeGreaterThan(filed);
        expect(due.answerBy).toBeGreaterThan(due.referBy);
        expect(calendar.isWorkingDay(localDate(due.referBy))).toBe(true);
        expect(calendar.isWorkingDay(localDate(due.answerBy))).toBe(true);
        const later = ticketDeadlines(
          filed + moreMinutes * 60_000,
          { hours, answerWorkingDays: days },
          calendar,
        );
        expect(later.answerBy).toBeGreaterThanOrEqual(due.answerBy);
      }),
    );
  });
});
