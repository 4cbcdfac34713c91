import { describe, expect, it } from 'vitest';
import {
  acceptanceExpectedAt,
  promiseOf,
  type TransportStage,
  transportOf,
} from '../../../electron/core/index.ts';
import { at, shippedCalendar } from '../../support/holidays.ts';

const calendar = shippedCalendar();
const hours = { open: '09:00', close: '17:00' };
const STAGES: readonly TransportStage[] = [
  { leg: 'locker', workingDays: 1 },
  { leg: 'courier', workingDays: 3 },
  { leg: 'region', workingDays: 1 },
];
const way = (ended: Parameters<typeof transportOf>[2], now: string, handedIn = '2026-09-24 16:00') =>
  transportOf(STAGES, at(handedIn), ended, calendar, at(now));

describe('the way of a collected package', () => {
  it('is expected leg by leg in working days', () => {
    expect(way({}, '2026-09-24 16:00')).toEqual({
      stages: [
        { leg: 'locker', expectedBy: '2026-09-28', endedAt: null, late: false },
        { leg: 'courier', expectedBy: '2026-10-08', endedAt: null, late: false },
        { leg: 'region', expectedBy: '2026-10-09', endedAt: null, late: false },
      ],
      arrives: '2026-10-09',
      arrived: false,
      holidaysKnown: true,
    });
  });

  it('moves along when a leg ends early, and when one is late', () => {
    const early = way({ locker: at('2026-09-24 18:00') }, '2026-09-24 18:00');
    expect(early.stages[1]).toMatchObject({ expectedBy: '2026-09-30', late: false });
    const late = way({ locker: at('2026-09-28 10:00') }, '2026-10-12 10:00');
    expect(late.stages.map((stage) => stage.late)).toEqual([false, true, false]);
    expect(late.arrives).toBe('2026-10-13');
  });

  it('ends with the last leg, and a leg that ended late stays late', () => {
    const ended = {
      locker: at('2026-09-28 10:00'),
      courier: at('2026-10-09 10:00'),
      region: at('2026-10-09 15:00'),
    };
    const view = way(ended, '2026-12-01 10:00');
    expect(view).toMatchObject({ arrives: '2026-10-09', arrived: true });
    expect(view.stages[1]?.late).toBe(true);
    expect(acceptanceExpectedAt(view, calendar, hours)).toBe(at('2026-10-09 15:00'));
  });

  it('says when it reaches into days that are not announced, and needs no legs at all', () => {
    expect(way({}, '2026-12-30 10:00', '2026-12-30 10:00').holidaysKnown).toBe(false);
    expect(transportOf([], at('2026-09-24 16:00'), {}, calendar, at('2026-09-24 16:00'))).toMatchObject({
      arrives: '2026-09-24',
      arrived: true,
    });
  });
});

describe('the promised limit of a collected case', () => {
  const limit = { unit: 'working-day', promised: 5, statutory: 20 } as const;
  const office = { calendar, hours };
  const course = { expectedAt: at('2026-10-09 09:00'), finishedAt: null, stops: [] };

  it('is that of a local one accepted at the same moment, however long its way was', () => {
    const acceptedAt = at('2026-10-09 10:00');
    const local = promiseOf(limit, { ...course, expectedAt: acceptedAt, acceptedAt }, office, acceptedAt);
    for (const days of [0, 1, 5, 30]) {
      const stages = [{ leg: 'courier' as const, workingDays: days }];
      const view = transportOf(stages, at('2026-09-24 16:00'), {}, calendar, at('2026-09-24 16:00'));
      const expectedAt = acceptanceExpectedAt(view, calendar, hours);
      expect(promiseOf(limit, { ...course, expectedAt, acceptedAt }, office, acceptedAt)).toEqual(local);
    }
  });

  it('is reckoned from the expected arrival until it is accepted, with as many days', () => {
    const view = way({}, '2026-09-24 16:00');
    const expectedAt = acceptanceExpectedAt(view, calendar, hours);
    expect(expectedAt).toBe(at('2026-10-09 09:00'));
    const estimate = promiseOf(
      limit,
      { ...course, expectedAt, acceptedAt: null },
      office,
      at('2026-09-24 16:00'),
    );
    expect(estimate).toMatchObject({ promisedBy: '2026-10-15', estimate: 'not-accepted', daysLeft: 5 });
  });
});
