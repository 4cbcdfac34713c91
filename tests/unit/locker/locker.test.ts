import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CODE_LIMITS, codeIn, codeText, LOCKER_LIMITS } from '../../../electron/locker/index.ts';
import {
  deposited,
  type LockerServiceBench,
  type LockerServiceBenchOptions,
  lockerServiceBench,
  placed,
} from '../../support/locker-service.ts';

let dir: string;
let bench: LockerServiceBench;
const begin = async (over: Partial<LockerServiceBenchOptions> = {}) => {
  bench = lockerServiceBench({ dir, ...over });
  await bench.start();
  return bench;
};
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-locker-'));
});
afterEach(async () => {
  await bench.end();
  rmSync(dir, { recursive: true, force: true });
});

const WRONG = '00000000';
const DAY = 86_400_000;
const kinds = () => bench.service.ledger().map(({ kind, cell }) => `${cell} ${kind}`);

describe('originals', () => {
  it('lie in a cell once its door is closed and they are felt, and nobody’s name with them', async () => {
    const { service } = await begin();
    const cell = await deposited(bench, { items: ['licence'] });
    expect(service.cell(cell)).toMatchObject({ state: 'deposited', receiptNumber: 'R-1', act: null });
    expect(service.handedIn('R-1').flatMap(({ items }) => items)).toEqual(['licence']);
    expect(kinds()).toEqual(['1 reserve', '1 intend', '1 opened', '1 closed']);
    expect(bench.seen.map(({ phase, item }) => `${phase} ${item}`)).toEqual([
      'opening unknown',
      'open unknown',
      'open absent',
      'open present',
      'over unknown',
    ]);
    const dump = JSON.stringify(bench.db.prepare('select * from locker_events').all());
    expect(dump).not.toContain('anna');
  });

  it('that were never put in leave the cell to the next one', async () => {
    const { service } = await begin();
    service.reserve(bench.wanted(), { role: 'citizen' });
    await bench.open('1', 'deposit');
    await bench.hands(1, null);
    expect(service.cell('1')).toMatchObject({ state: 'free', receiptNumber: null, person: null });
    expect(bench.alarms).toEqual([]);
  });

  it('can be taken back by their owner until a clerk takes them', async () => {
    const { service } = await begin();
    const cell = await deposited(bench);
    const [lying] = service.lying(bench.person('anna'));
    expect(lying).toMatchObject({ cell, what: 'originals', state: 'deposited' });
    expect(service.lying(bench.person('bert'))).toEqual([]);
    await bench.open(cell, 'take-back');
    await bench.hands(1, 'take');
    expect(service.cell(cell)?.state).toBe('free');
    const other = await deposited(bench, { receiptNumber: 'R-2' });
    const taking = service.take(other, { role: 'clerk', hmac: bench.person('clerk-7') });
    await bench.pass(4_500);
    expect((await taking).ok).toBe(true);
    await bench.hands(Number(other), 'take');
    expect(service.cell(other)).toMatchObject({ state: 'taken', receiptNumber: 'R-2', person: null });
    expect(service.lying(bench.person('anna'))).toEqual([]);
    expect(await bench.open(other, 'take-back')).toMatchObject({ ok: false, error: { kind: 'refused' } });
    expect(service.handedIn('R-2')).toHaveLength(1);
  });

  it('go into the smallest cell that does, into a low one for who asks, and that one is left to them', async () => {
    const { service } = await begin();
    const cellFor = (receiptNumber: string, over = {}) => {
      const reserved = service.reserve(bench.wanted({ receiptNumber, ...over }), { role: 'citizen' });
      return reserved.ok ? reserved.value.cell : reserved.error.kind;
    };
    expect(service.free()).toEqual({ small: 6, medium: 4, large: 1 });
    expect(cellFor('a')).toBe('1');
    expect(cellFor('a')).toBe('1');
    expect(cellFor('b', { low: true })).toBe('6');
    expect(cellFor('c', { size: 'medium' })).toBe('3');
    expect(cellFor('d', { size: 'large' })).toBe('5');
    expect(cellFor('e', { size: 'large' })).toBe('no-cell');
    expect(['f', 'g', 'h'].map((one) => cellFor(one))).toEqual(['2', '4', 'no-cell']);
    expect(service.free()).toEqual({ small: 0, medium: 0, large: 0 });
  });

  it('that nobody came with give the cell back', async () => {
    const { service } = await begin();
    service.reserve(bench.wanted(), { role: 'citizen' });
    service.sweep();
    expect(service.cell('1')?.state).toBe('reserved');
    await bench.clock.advance(LOCKER_LIMITS.reservedFor);
    service.sweep();
    expect(service.cell('1')?.state).toBe('free');
  });
});

describe('a result', () => {
  it('opens by its code once, and by the code as a QR code says it', async () => {
    const { service } = await begin();
    const { cell, code } = await placed(bench);
    expect(code).toMatch(/^\d{8}$/);
    expect(service.byCode(codeText('B017', code))).toMatchObject({ ok: true, value: { cell } });
    await bench.open(cell, 'collect');
    await bench.hands(1, 'take');
    expect(service.cell(cell)).toMatchObject({ state: 'collected', person: null });
    expect(service.byCode(code)).toMatchObject({ ok: false, error: { kind: 'wrong' } });
    expect(JSON.stringify(bench.db.prepare('select * from locker_codes').all())).not.toContain(code);
  });

  it('that was not taken out is still there, and so is its code', async () => {
    const { service } = await begin();
    const { cell, code } = await placed(bench);
    await bench.open(cell, 'collect');
    expect(service.byCode(code)).toMatchObject({ ok: false });
    await bench.hands(1, null);
    expect(service.cell(cell)?.state).toBe('placed');
    expect(service.byCode(code)).toMatchObject({ ok: true });
  });

  it('whose door did not open for the clerk is in no cell', async () => {
    const { service } = await begin();
    bench.cabinet.jam(0, 1);
    const { what: _, ...wanted } = bench.wanted();
    const placing = service.place(wanted, { role: 'clerk' });
    await bench.pass(6_000);
    expect(await placing).toMatchObject({ ok: false, error: { kind: 'stuck' } });
    expect(service.cell('1')).toMatchObject({ state: 'fault', fault: 'STUCK' });
    expect(bench.db.prepare('select count(*) as n from locker_codes').get()).toEqual({ n: 0 });
  });

  it('that nobody collects is overdue, opens by card alone, and goes back to staff', async () => {
    const { service } = await begin();
    const { cell, code } = await placed(bench);
    await bench.end();
    bench = lockerServiceBench({ dir });
    await bench.clock.advance(8 * DAY);
    bench.cabinet.put(0, Number(cell));
    await bench.start();
    expect(bench.service.cell(cell)?.state).toBe('overdue');
    expect(bench.alarms).toContainEqual({ kind: 'overdue', cell, code: null });
    expect(bench.service.byCode(code).ok).toBe(false);
    await bench.open(cell, 'collect');
    await bench.hands(Number(cell), null);
    expect(bench.service.cell(cell)?.state).toBe('overdue');
    const taking = bench.service.take(cell, { role: 'clerk' });
    await bench.pass(4_500);
    await taking;
    await bench.hands(Number(cell), 'take');
    expect(bench.service.cell(cell)?.state).toBe('taken');
    expect(service).not.toBe(bench.service);
  });
});

describe('codes', () => {
  it('three of which are wrong close for a while, also over a restart; the right one begins anew', async () => {
    const { service } = await begin();
    const { cell, code } = await placed(bench);
    expect(service.byCode(WRONG)).toMatchObject({ ok: false, error: { kind: 'wrong', left: 2 } });
    expect(service.byCode('no code')).toMatchObject({ ok: false, error: { kind: 'wrong', left: 1 } });
    expect(service.triesLeft()).toBe(1);
    expect(service.byCode(WRONG)).toMatchObject({ ok: false, error: { kind: 'locked' } });
    expect(service.byCode(code)).toMatchObject({ ok: false, error: { kind: 'locked' } });
    expect(bench.alarms.filter(({ kind }) => kind === 'locked-out')).not.toEqual([]);
    await bench.restart();
    expect(bench.service.codesLockedUntil()).not.toBeNull();
    await bench.clock.advance(CODE_LIMITS.lockedFor);
    expect(bench.service.codesLockedUntil()).toBeNull();
    expect(bench.service.byCode(WRONG)).toMatchObject({ error: { kind: 'wrong', left: 2 } });
    expect(bench.service.byCode(code)).toMatchObject({ ok: true, value: { cell } });
    expect(bench.service.triesLeft()).toBeNull();
  });

  it('are read with spaces, not from another machine, and not when they are too short', async () => {
    await begin();
    expect(codeIn('1234 5678', 'B017')).toBe('12345678');
    expect(codeIn('tongban-locker:B017:12345678', 'B017')).toBe('12345678');
    expect(codeIn('tongban-locker:B018:12345678', 'B017')).toBeNull();
    expect(codeIn('elsewhere:B017:12345678', 'B017')).toBeNull();
    expect(codeIn('1234567', 'B017')).toBeNull();
  });
});

describe('doors and sensors', () => {
  it('a door that is forced, or stays open, is an alarm; a person looks and clears the cell', async () => {
    const { service } = await begin();
    const { cell } = await placed(bench);
    bench.cabinet.force(0, 1);
    await bench.pass(2_500);
    expect(service.cell(cell)).toMatchObject({ state: 'fault', fault: 'FORCED', receiptNumber: 'R-1' });
    expect(bench.alarms).toContainEqual({ kind: 'forced', cell, code: 'FORCED' });
    expect(service.clear(cell, 'originals', { role: 'supervisor' }, 'looked')).toBe(false);
    bench.cabinet.close(0, 1);
    await bench.pass(1_500);
    expect(service.clear(cell, 'result', { role: 'supervisor' }, 'looked')).toBe(true);
    expect(service.cell(cell)?.state).toBe('placed');
    await bench.open(cell, 'collect');
    await bench.pass(62_000);
    expect(bench.alarms).toContainEqual({ kind: 'left-open', cell, code: null });
    expect(bench.seen.at(-1)).toMatchObject({ phase: 'open', leftOpen: true });
    await bench.hands(1, 'take');
    expect(service.cell(cell)?.state).toBe('collected');
  });

  it('what lies where nothing must, or is gone, is found when the machine starts', async () => {
    await begin();
    const { cell } = await placed(bench);
    bench.cabinet.take(0, 1);
    bench.cabinet.put(0, 2);
    await bench.restart();
    expect(bench.service.cell(cell)).toMatchObject({ state: 'fault', fault: 'MISSING' });
    expect(bench.service.cell('2')).toMatchObject({ state: 'fault', fault: 'UNEXPECTED' });
    expect(bench.service.free().small).toBe(4);
  });

  it('without an item sensor the citizen is asked, and who does not answer leaves it to a person', async () => {
    const { service } = await begin({ board: { itemSensors: false } });
    service.reserve(bench.wanted(), { role: 'citizen' });
    await bench.open('1', 'deposit');
    await bench.hands(1, 'put');
    expect(bench.seen.at(-1)).toMatchObject({ phase: 'asking' });
    service.say('1', 'inside');
    await bench.pass(1_000);
    expect(service.cell('1')?.state).toBe('deposited');
    await bench.open('1', 'take-back');
    await bench.hands(1, 'take');
    await bench.pass(LOCKER_LIMITS.askFor);
    expect(service.cell('1')).toMatchObject({ state: 'fault', fault: 'UNSURE' });
  });

  it('a stuck door lets its owner try again; two people are never at one door', async () => {
    const { service } = await begin();
    const { cell } = await placed(bench);
    bench.cabinet.jam(0, 1);
    expect(await bench.open(cell, 'collect')).toMatchObject({ ok: false, error: { kind: 'stuck' } });
    expect(service.cell(cell)?.state).toBe('placed');
    bench.cabinet.jam(0, 1, false);
    expect(await bench.open(cell, 'collect')).toEqual({ ok: true, value: undefined });
    expect(await bench.open(cell, 'take')).toMatchObject({ ok: false, error: { kind: 'refused' } });
    await bench.hands(1, 'take');
  });

  it('a locker that is gone gives no cell and opens no door; what was under way is asked after', async () => {
    const { service } = await begin();
    const { cell } = await placed(bench);
    const collecting = service.open(cell, 'collect', { role: 'citizen' });
    await bench.pass(1_200);
    bench.emulator.unplug();
    await bench.pass(4_000);
    await collecting;
    expect(service.ready()).toBe(false);
    expect(service.free()).toEqual({ small: 0, medium: 0, large: 0 });
    expect(service.reserve(bench.wanted({ receiptNumber: 'R-9' }), { role: 'citizen' })).toMatchObject({
      error: { kind: 'no-locker' },
    });
    expect(await bench.open('2', 'deposit')).toMatchObject({ error: { kind: 'no-locker' } });
    bench.cabinet.take(0, 1);
    bench.cabinet.close(0, 1);
    bench.emulator.plug();
    await bench.pass(12_000);
    expect(service.cell(cell)).toMatchObject({ act: null, state: 'collected' });
  });
});

describe('the ledger', () => {
  it('holds together, and does not once a byte of it is altered or a line is gone', async () => {
    const { service } = await begin();
    await deposited(bench);
    const length = service.ledger().length;
    expect(service.firstBroken()).toBeNull();
    expect(service.ledger(2)).toHaveLength(length - 2);
    bench.db.prepare("update locker_events set receipt_number = 'R-7' where id = 3").run();
    expect(service.firstBroken()).toBe(3);
    bench.db.prepare("update locker_events set receipt_number = 'R-1' where id = 3").run();
    expect(service.firstBroken()).toBeNull();
    bench.db.prepare('delete from locker_events where id = 2').run();
    expect(service.firstBroken()).toBe(3);
  });
});
