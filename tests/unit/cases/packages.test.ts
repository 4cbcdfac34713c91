import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CaseRegion } from '../../../electron/cases/index.ts';
import { err, VirtualClock } from '../../../electron/core/index.ts';
import { regionFailure } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { application, bootCases, down, MemoryRegion, person } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

const CITIES = Array.from({ length: 15 }, (_, i) => `${440 + i}100`);
const COMPANIES = 27;

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let regions: Map<string, MemoryRegion & CaseRegion>;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-packages-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  regions = new Map(CITIES.map((code) => [code, new MemoryRegion()]));
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const at = (code: string) => regions.get(code) as MemoryRegion & { capabilities: { packages?: boolean } };
const boot = () => bootCases(db, clock, (code) => regions.get(code), { regions: CITIES });
const city = (n: number) => CITIES[n % CITIES.length] as string;
/** A group's 27 companies in 15 cities. */
const batch = () =>
  Array.from({ length: COMPANIES }, (_, n) => application({ region: city(n), form: { company: `${n}` } }));

describe('a batch of 27 companies in 15 cities', () => {
  it('is one package with a receipt list: each has its own number and key, and arrives once', async () => {
    at(city(0)).capabilities.packages = true;
    const { cases } = boot();
    const { packageId, cases: taken } = cases.submitMany(batch());
    expect(new Set(taken.map((one) => one.receiptNumber)).size).toBe(COMPANIES);
    expect(new Set(taken.map((one) => one.id)).size).toBe(COMPANIES);
    await clock.advance(5_000);
    const booked = [...regions.values()].flatMap(({ books }) => [...books.values()]);
    expect(booked.map(({ copies }) => copies)).toEqual(Array(COMPANIES).fill(1));
    expect(cases.ofPackage(packageId, person.number).map((one) => [one.receiptNumber, one.state])).toEqual(
      taken.map((one) => [one.receiptNumber, 'sent']),
    );
    expect(cases.ofPerson(person.number)).toHaveLength(COMPANIES);
    // A region that knows packages is told, another gets an application like any other.
    const ofFirst = [...at(city(0)).books.values()].map(({ submission }) => submission.package);
    expect(ofFirst).toEqual([
      { id: packageId, index: 1, of: COMPANIES },
      { id: packageId, index: 16, of: COMPANIES },
    ]);
    expect([...at(city(1)).books.values()].map(({ submission }) => submission.package)).toEqual([
      undefined,
      undefined,
    ]);
  });

  it('lets a region that is down and one that refuses hold up none of the others', async () => {
    at(city(3)).failure = down;
    at(city(5)).submit = async () => err(regionFailure('rejected', 'R-422'));
    const { cases } = boot();
    const { cases: taken } = cases.submitMany(batch());
    await clock.advance(60_000);
    const states = (code: string) =>
      taken.filter((one) => one.region === code).map((one) => cases.byReceipt(one.receiptNumber)?.state);
    expect(states(city(3))).toEqual(['waiting', 'waiting']);
    expect(states(city(5))).toEqual(['stopped', 'stopped']);
    for (const code of CITIES.filter((one) => one !== city(3) && one !== city(5)))
      expect(new Set(states(code))).toEqual(new Set(['sent']));
    at(city(3)).failure = null;
    await clock.advance(15 * 60_000);
    expect(states(city(3))).toEqual(['sent', 'sent']);
  });

  it('is taken in as a whole or not at all', async () => {
    const { cases } = boot();
    const wrong = [...batch().slice(0, 5), application({ region: '999999' })];
    expect(() => cases.submitMany(wrong)).toThrow('no facts');
    expect(() =>
      cases.submitMany(batch(), {
        alongside: () => {
          throw new Error('disk full');
        },
      }),
    ).toThrow('disk full');
    await clock.advance(5_000);
    expect(cases.ofPerson(person.number)).toEqual([]);
    expect(db.prepare('select count(*) as n from outbox').all()).toEqual([{ n: 0 }]);
  });

  it('arrives once after the machine was switched off in the middle of it', async () => {
    const first = boot();
    for (const region of regions.values()) region.cutAfterCommit = 1;
    const { packageId } = first.cases.submitMany(batch());
    await first.queue.stop();
    const second = boot();
    await clock.advance(30 * 60_000);
    const booked = [...regions.values()].flatMap(({ books }) => [...books.values()]);
    expect(booked.map(({ copies }) => copies)).toEqual(Array(COMPANIES).fill(1));
    expect(second.cases.ofPackage(packageId, person.number).every((one) => one.state === 'sent')).toBe(true);
  });
});
