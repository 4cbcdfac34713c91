import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  citizenNumberCheck,
  citizenNumberProblem,
  follow,
  localDate,
  maskCitizenNumber,
  mod3736,
  parseReceiptNumber,
  receiptNumber,
  retryDelay,
  Signal,
  sleep,
  uuidV7,
  VirtualClock,
  WorkingCalendar,
  withDeadline,
} from '../../../electron/core/index.ts';

describe('receipt numbers', () => {
  it('carry a check character that finds every single wrong character', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 9999 }),
        fc.integer({ min: 0, max: 14 }),
        fc.integer({ min: 1, max: 35 }),
        (serial, at, shift) => {
          const number = receiptNumber('B017', '261121', serial);
          expect(parseReceiptNumber(number)).toBe(number);
          const flat = [...number.replaceAll('-', '')];
          const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
          flat[at] = alphabet[(alphabet.indexOf(flat[at] as string) + shift) % 36] as string;
          expect(parseReceiptNumber(flat.join(''))).toBeNull();
        },
      ),
    );
  });

  it('are read in any writing', () => {
    const number = receiptNumber('B017', '261121', 42);
    expect(parseReceiptNumber(` ${number.toLowerCase().replaceAll('-', ' ')} `)).toBe(number);
  });

  it('refuse a machine code, a date or a serial out of form', () => {
    expect(() => receiptNumber('B17', '261121', 1)).toThrow('machine code');
    expect(() => receiptNumber('B017', '2611', 1)).toThrow('date');
    expect(() => receiptNumber('B017', '261121', 10_000)).toThrow('serial');
    expect(() => mod3736('a')).toThrow('mod3736');
  });

  // ISO 7064 MOD 37,36: the published example A12425GABC1234002 has check character M (GRid).
  it('use the standard check character', () => expect(mod3736('A12425GABC1234002')).toBe('M'));
});

describe('UUID v7', () => {
  it('carries the time, the version and the variant', () => {
    const id = uuidV7(0x0123456789ab, () => new Uint8Array(10).fill(0xff));
    expect(id).toBe('01234567-89ab-7fff-bfff-ffffffffffff');
  });
});

describe('citizen numbers', () => {
  // The textbook example of GB 11643-1999.
  it('have the standard check character', () => expect(citizenNumberCheck('11010519491231002')).toBe('X'));
  it.each([
    ['99000019491231002', 'length'],
    ['99000019491231002x', 'character'],
    ['990000194902310020', 'birth-date'],
    ['990000299912310020', 'birth-date'],
    [`99000019491231002${citizenNumberCheck('99000019491231002') === '1' ? '2' : '1'}`, 'check-character'],
    [`99000019491231002${citizenNumberCheck('99000019491231002')}`, null],
  ])('%s: %s', (number, problem) => expect(citizenNumberProblem(number, '20261121')).toBe(problem));
  it('are masked but for region and last four', () => {
    expect(maskCitizenNumber('990000194912310021')).toBe('990000********0021');
    expect(maskCitizenNumber('123')).toBe('***');
  });
});

describe('retry delays', () => {
  it('stay between a tenth of the ceiling and the ceiling, which doubles up to the maximum', () => {
    const policy = { firstMs: 2_000, maxMs: 900_000 };
    expect(retryDelay(policy, 1, 0)).toBe(200);
    expect(retryDelay(policy, 1, 0.9999999999)).toBe(2_000);
    expect(retryDelay(policy, 3, 0.9999999999)).toBe(8_000);
    expect(retryDelay(policy, 99, 0.9999999999)).toBe(900_000);
  });
});

describe('the working calendar', () => {
  const calendar = new WorkingCalendar({
    holidays: ['2026-10-01', '2026-10-02', '2026-10-05', '2026-10-06', '2026-10-07'],
    workingWeekends: ['2026-10-10'],
    years: [2026],
  });
  const hours = { open: '09:00', close: '17:00' };
  it('knows holidays and the weekends that are worked for them', () => {
    expect(calendar.addWorkingDays('2026-09-30', 1)).toBe('2026-10-08');
    expect(calendar.addWorkingDays('2026-10-09', 1)).toBe('2026-10-10');
    expect(calendar.addWorkingDays('2026-10-09', 0)).toBe('2026-10-09');
  });
  it('says where its table ends', () => {
    expect(calendar.covers('2026-12-31')).toBe(true);
    expect(calendar.covers('2027-01-01')).toBe(false);
  });
  it('finds the next opening: now, later today, or on the next working day', () => {
    const at = (text: string) => Date.parse(`${text}+08:00`);
    expect(calendar.nextOpening(at('2026-11-20T10:00'), hours)).toBe(at('2026-11-20T10:00'));
    expect(calendar.nextOpening(at('2026-11-20T08:00'), hours)).toBe(at('2026-11-20T09:00'));
    expect(calendar.nextOpening(at('2026-11-21T02:17'), hours)).toBe(at('2026-11-23T09:00'));
    expect(calendar.nextOpening(at('2026-11-20T17:00'), hours)).toBe(at('2026-11-23T09:00'));
  });
  it('reads dates in China', () => expect(localDate(Date.parse('2026-11-20T16:00:00Z'))).toBe('2026-11-21'));
});

describe('clocks and signals', () => {
  it('fires timers in order, at their time', async () => {
    const clock = new VirtualClock(0);
    const fired: [string, number][] = [];
    clock.setTimeout(() => fired.push(['b', clock.now()]), 20);
    clock.setTimeout(() => fired.push(['a', clock.now()]), 10);
    await clock.advance(30);
    expect(fired).toEqual([
      ['a', 10],
      ['b', 20],
    ]);
    expect(clock.now()).toBe(30);
  });
  it('gives up after a deadline, and only then', async () => {
    const clock = new VirtualClock(0);
    const late = withDeadline(clock, 10, new Promise<string>(() => undefined), 'late');
    await clock.advance(10);
    expect(await late).toBe('late');
    expect(await withDeadline(clock, 10, Promise.resolve('soon'), 'late')).toBe('soon');
    expect(clock.pending).toBe(0);
  });
  it('wakes a sleeper whose signal aborts', async () => {
    const clock = new VirtualClock(0);
    const stop = new AbortController();
    const asleep = sleep(clock, 1_000, stop.signal);
    stop.abort();
    await asleep;
    expect(clock.pending).toBe(0);
  });
  it('streams the present value, then the newest of what came, and ends on abort', async () => {
    const signal = new Signal(1);
    const stop = new AbortController();
    const stream = follow(signal, stop.signal);
    expect((await stream.next()).value).toBe(1);
    signal.set(2);
    signal.set(3);
    expect((await stream.next()).value).toBe(3);
    const last = stream.next();
    stop.abort();
    expect((await last).done).toBe(true);
  });
});
