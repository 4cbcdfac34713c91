import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Application, Cases, OtherWay } from '../../../electron/cases/index.ts';
import { err, VirtualClock } from '../../../electron/core/index.ts';
import { changeWayEffect } from '../../../electron/journey/effects-change-way.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, down, MemoryRegion } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: MemoryRegion;
let courier: MemoryRegion;
let hasCourier: boolean;
let cases: Cases;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-change-way-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  region = new MemoryRegion();
  courier = new MemoryRegion();
  hasCourier = true;
  ({ cases } = bootCases(db, clock, region, { otherWay: () => (hasCourier ? courier : undefined) }));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const change = (receiptNumber: string) => changeWayEffect({ cases, clock }).changeWay?.(receiptNumber);

/** The line is down and known to be: what is handed in now stays here. */
async function cut(): Promise<void> {
  region.failure = down;
  for (let i = 0; i < 4; i++) cases.submit(application());
  await clock.advance(10);
}

/** A case of which nothing has left this machine. */
async function waiting(over: Partial<Application> = {}): Promise<string> {
  await cut();
  return cases.submit(application(over)).receiptNumber;
}

async function changed(receiptNumber: string) {
  const outcome = await change(receiptNumber);
  if (!outcome?.ok) throw new Error(outcome?.error.kind);
  return outcome.value;
}

describe('handing in on paper instead', () => {
  it('takes the first back and makes a case of its own that goes by courier', async () => {
    const receiptNumber = await waiting();
    const { before, now } = await changed(receiptNumber);
    expect(before).toMatchObject({ receiptNumber, state: 'withdrawn' });
    expect(before.otherWay).toBeUndefined();
    expect(now).toMatchObject({ state: 'waiting', way: 'courier' });
    expect(now.receiptNumber).not.toBe(receiptNumber);
    await clock.advance(5_000);
    expect([courier.books.size, region.books.size]).toEqual([1, 0]);
  });

  it('hands in what was signed, word for word, with numbers of its own', async () => {
    const receiptNumber = await waiting({ delivery: 'window', drawn: { 𠮷: 'a drawing' } });
    const first = cases.submission(cases.byReceipt(receiptNumber)?.id ?? '');
    await clock.advance(1_000);
    const { now } = await changed(receiptNumber);
    await clock.advance(5_000);
    const [sent] = [...courier.books.values()].map(({ submission }) => submission);
    expect(sent).toEqual({
      ...first,
      idempotencyKey: sent?.idempotencyKey,
      receiptNumber: now.receiptNumber,
      submittedAt: sent?.submittedAt,
    });
    expect(sent?.idempotencyKey).not.toBe(first?.idempotencyKey);
    expect((sent?.submittedAt ?? 0) - (first?.submittedAt ?? 0)).toBe(1_000);
  });

  it('takes one of a package out of it', async () => {
    await cut();
    Object.assign(courier.capabilities, { packages: true });
    Object.assign(region.capabilities, { packages: true });
    const many = cases.submitMany([application(), application()]);
    const one = many.cases[1]?.receiptNumber ?? '';
    expect(cases.submission(many.cases[1]?.id ?? '')?.package).toBeDefined();
    await changed(one);
    await clock.advance(5_000);
    const sent = [...courier.books.values()].map(({ submission }) => submission.package);
    expect(sent).toEqual([undefined]);
  });

  it('writes down when the citizen consented', async () => {
    const receiptNumber = await waiting();
    await clock.advance(1_234);
    const consentedAt = clock.now();
    const { now } = await changed(receiptNumber);
    const way: OtherWay = { kind: 'courier', consentedAt };
    expect(cases.byReceipt(now.receiptNumber)?.course.way).toEqual(way);
  });

  it('holds the new one back while the first may have arrived', async () => {
    region.cutAfterCommit = 1;
    const { receiptNumber } = cases.submit(application());
    await clock.advance(10);
    region.failure = down;
    const { before, now } = await changed(receiptNumber);
    expect(before).toMatchObject({ state: 'waiting', withdrawal: 'asked' });
    await clock.advance(60_000);
    expect(courier.books.size).toBe(0);
    expect(now.way).toBe('courier');
  });
});

describe('a case that cannot be handed in on paper', () => {
  const refusal = async (receiptNumber: string) => {
    const outcome = await change(receiptNumber);
    return outcome?.ok ? null : outcome?.error.kind;
  };

  it('is one that is not here', async () => {
    expect(await refusal('B017-700101-0009-0')).toBe('receiptUnknown');
  });

  it('is one of a machine that has no such way', async () => {
    const receiptNumber = await waiting();
    hasCourier = false;
    expect(await refusal(receiptNumber)).toBe('changeNotHere');
    expect(cases.byReceipt(receiptNumber)).toMatchObject({ state: 'waiting', withdrawal: null });
  });

  it('is one that goes on paper already, and one that was put aside for it', async () => {
    const receiptNumber = await waiting();
    const { now } = await changed(receiptNumber);
    expect(await refusal(receiptNumber)).toBe('changeNotHere');
    expect(await refusal(now.receiptNumber)).toBe('changeNotHere');
    await clock.advance(5_000);
    expect(courier.books.size).toBe(1);
  });

  it('is one whose sealed copy is shredded', async () => {
    const receiptNumber = await waiting();
    cases.submission = () => null;
    expect(await refusal(receiptNumber)).toBe('changeNotHere');
    expect(cases.byReceipt(receiptNumber)?.state).toBe('waiting');
  });

  it('is one that arrived while its citizen read the consent', async () => {
    const receiptNumber = await waiting();
    region.failure = null;
    await clock.advance(100_000);
    expect(cases.byReceipt(receiptNumber)?.state).toBe('sent');
    expect(await refusal(receiptNumber)).toBe('changeNotHere');
  });

  it.each(['accepted', 'correction'] as const)(
    'is one that its region has begun meanwhile (%s), and that is what is said',
    async (state) => {
      const receiptNumber = await waiting();
      region.failure = null;
      region.state = state;
      await clock.advance(100_000);
      expect(cases.byReceipt(receiptNumber)?.state).toBe(state);
      expect(await refusal(receiptNumber)).toBe('withdrawTooLate');
      expect(courier.books.size).toBe(0);
    },
  );

  it('is one that is over: it goes on no more, so nobody is told that it does', async () => {
    const receiptNumber = await waiting();
    region.failure = null;
    region.state = 'refused';
    await clock.advance(100_000);
    expect(cases.byReceipt(receiptNumber)?.state).toBe('refused');
    expect(await refusal(receiptNumber)).toBe('changeNotHere');
  });

  it.each([
    ['unknown-case', 'receiptUnknown'],
    ['too-late', 'withdrawTooLate'],
    ['not-supported', 'changeNotHere'],
  ] as const)('is refused by the books (%s) in the words of %s', async (word, kind) => {
    const receiptNumber = await waiting();
    cases.changeWay = () => err(word);
    expect(await refusal(receiptNumber)).toBe(kind);
  });
});

describe('a disk that does not take it', () => {
  it.each([
    ['SQLITE_FULL', 'notKept', 'SQLITE_FULL'],
    ['SQLITE_IOERR', 'internal', 'SQLITE_IOERR'],
    [undefined, 'internal', 'unknown'],
  ])('(%s) leaves the case as it was, and says so', async (code, kind, detail) => {
    const receiptNumber = await waiting();
    cases.changeWay = () => {
      throw Object.assign(new Error('disk'), code ? { code } : {});
    };
    const outcome = await change(receiptNumber);
    expect(outcome).toMatchObject({ ok: false, error: { kind } });
    expect(JSON.stringify(outcome)).toContain(detail);
    expect(cases.byReceipt(receiptNumber)).toMatchObject({ state: 'waiting', withdrawal: null });
  });
});
