import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addDays,
  type ClockStop,
  type HolidayTable,
  instantOf,
  type LimitCourse,
  localDate,
  onWorkingDays,
  promiseOf,
  serviceAt,
  type TimeLimit,
  WorkingCalendar,
} from '../../electron/core/index.ts';
import { at, shippedHolidays } from '../support/holidays.ts';

const TABLE = shippedHolidays();
const HOUR_MS = 3_600_000;
const hours = { open: '09:00', close: '17:00' };
const instants = fc.integer({ min: at('2024-01-01 00:00'), max: at('2026-11-30 00:00') });
const units = fc.constantFrom('working-day', 'calendar-day');
// Instant matters and short limits are where the rules differ.
const days = fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 60 }));
const limits = fc
  .record({ unit: units, promised: days })
  .map((limit): TimeLimit => ({ ...limit, statutory: null }));

interface Stretch {
  readonly afterH: number;
  readonly forH: number;
}
/** Relative to acceptance, in hours. */
const stretches: fc.Arbitrary<Stretch> = fc.record({
  afterH: fc.integer({ min: -48, max: 1_500 }),
  forH: fc.integer({ min: 0, max: 400 }),
});
const stopsAfter = (from: number, list: readonly Stretch[]): ClockStop[] =>
  list.map(({ afterH, forH }) => ({
    reason: 'correction',
    since: from + afterH * HOUR_MS,
    until: from + (afterH + forH) * HOUR_MS,
  }));
const course = (acceptedAt: number, stops: readonly ClockStop[] = []): LimitCourse => ({
  acceptedAt,
  expectedAt: acceptedAt,
  finishedAt: null,
  stops,
});
const by = (limit: TimeLimit, of: LimitCourse, table: HolidayTable = TABLE, now = of.expectedAt) =>
  promiseOf(limit, of, { calendar: new WorkingCalendar(table), hours }, now);

describe('the promised date', () => {
  it('never comes before acceptance, ends on a working day, and warns before it ends', () => {
    fc.assert(
      fc.property(limits, instants, fc.array(stretches, { maxLength: 4 }), (limit, from, list) => {
        const state = by(limit, course(from, stopsAfter(from, list)));
        expect(state.promisedBy >= localDate(from)).toBe(true);
        expect(new WorkingCalendar(TABLE).isWorkingDay(state.promisedBy)).toBe(true);
        expect(state.warnAt).toBeLessThanOrEqual(state.promisedUntil);
        expect(state.warnAt).toBeGreaterThanOrEqual(
          limit.promised === 0 ? from : instantOf(addDays(localDate(from), 1), '00:00'),
        );
      }),
    );
  });

  it('is never earlier for a longer limit', () => {
    fc.assert(
      fc.property(
        limits,
        fc.integer({ min: 0, max: 20 }),
        instants,
        fc.array(stretches, { maxLength: 4 }),
        (limit, more, from, list) => {
          const of = course(from, stopsAfter(from, list));
          const longer = { ...limit, promised: limit.promised + more };
          expect(by(longer, of).promisedBy >= by(limit, of).promisedBy).toBe(true);
          expect(by(longer, of).promisedBy).toBe(by(limit, { ...of, extension: more }).promisedBy);
        },
      ),
    );
  });

  it('is never earlier for a later acceptance', () => {
    fc.assert(
      fc.property(limits, instants, fc.integer({ min: 0, max: 2_000 }), (limit, from, laterH) => {
        const later = from + laterH * HOUR_MS;
        expect(by(limit, course(later)).promisedBy >= by(limit, course(from)).promisedBy).toBe(true);
      }),
    );
  });

  it('is never earlier for a stop more, or for one that lasts longer', () => {
    fc.assert(
      fc.property(
        limits,
        instants,
        fc.array(stretches, { minLength: 1, maxLength: 4 }),
        fc.nat(300),
        (limit, from, list, moreH) => {
          const [first, ...rest] = list as [Stretch, ...Stretch[]];
          const without = by(limit, course(from, stopsAfter(from, rest))).promisedBy;
          const with1 = by(limit, course(from, stopsAfter(from, list))).promisedBy;
          const longer = { ...first, forH: first.forH + moreH };
          const with2 = by(limit, course(from, stopsAfter(from, [longer, ...rest]))).promisedBy;
          expect(with1 >= without).toBe(true);
          expect(with2 >= with1).toBe(true);
        },
      ),
    );
  });

  it('does not depend on the order of the stops', () => {
    fc.assert(
      fc.property(limits, instants, fc.array(stretches, { maxLength: 5 }), (limit, from, list) => {
        const stops = stopsAfter(from, list);
        expect(by(limit, course(from, stops.toReversed()))).toEqual(by(limit, course(from, stops)));
      }),
    );
  });

  it('is never earlier for a holiday more, and never later for a worked weekend more', () => {
    const offset = fc.integer({ min: 0, max: 120 });
    fc.assert(
      fc.property(
        limits,
        instants,
        offset,
        fc.array(stretches, { maxLength: 3 }),
        (limit, from, days, list) => {
          const of = course(from, stopsAfter(from, list));
          const day = addDays(localDate(from), days);
          const before = by(limit, of).promisedBy;
          const holiday = {
            ...TABLE,
            holidays: [...TABLE.holidays, day],
            workingWeekends: TABLE.workingWeekends.filter((worked) => worked !== day),
          };
          expect(by(limit, of, holiday).promisedBy >= before).toBe(true);
          if (new WorkingCalendar(TABLE).dayKind(day) !== 'weekend') return;
          const worked = { ...TABLE, workingWeekends: [...TABLE.workingWeekends, day] };
          expect(by(limit, of, worked).promisedBy <= before).toBe(true);
        },
      ),
    );
  });

  it('is the same at every moment unless the clock stands, while the days left only fall', () => {
    fc.assert(
      fc.property(limits, instants, fc.nat(2_000), fc.nat(200), (limit, from, passedH, moreH) => {
        const now = from + passedH * HOUR_MS;
        const earlier = by(limit, course(from), TABLE, now);
        const later = by(limit, course(from), TABLE, now + moreH * HOUR_MS);
        expect(later.promisedBy).toBe(earlier.promisedBy);
        expect(later.warnAt).toBe(earlier.warnAt);
        expect(later.daysLeft).toBeLessThanOrEqual(earlier.daysLeft);
        expect(earlier.overdue && !later.overdue).toBe(false);
        if (later.daysLeft < 0) expect(later.overdue).toBe(true);
      }),
    );
  });
});

describe('service hours', () => {
  it('move now when open, and otherwise at the first instant at which they are open', () => {
    const calendar = new WorkingCalendar(TABLE);
    const office = onWorkingDays({ from: '09:00', to: '12:00' }, { from: '13:30', to: '17:00' });
    fc.assert(
      fc.property(instants, (now) => {
        const state = serviceAt(office, calendar, now);
        if (state.open) {
          expect(state.movesAt).toBe(now);
          expect(serviceAt(office, calendar, state.closesAt as number).open).toBe(false);
          return;
        }
        const moves = state.movesAt as number;
        expect(moves).toBeGreaterThan(now);
        expect(serviceAt(office, calendar, moves).open).toBe(true);
        expect(serviceAt(office, calendar, moves - 1)).toMatchObject({ open: false, movesAt: moves });
      }),
    );
  });
});
