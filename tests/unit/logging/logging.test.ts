import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  createLogger,
  describeError,
  EVENTS,
  type EventName,
  eventTable,
  type Log,
} from '../../../electron/logging/index.ts';
import { makePerson } from '../../support/people.ts';

function memory() {
  const lines: string[] = [];
  const logger = createLogger({
    dir: null,
    clock: new VirtualClock(1_800_000_000_000),
    level: 'debug',
    destination: { write: (line) => void lines.push(line), close() {} },
  });
  return { lines, log: logger.log as (event: EventName, fields: unknown) => void, typed: logger.log as Log };
}

describe('what is written', () => {
  it('is the event, its level, the clock’s time and its fields', () => {
    const { lines, typed } = memory();
    typed('queue.failed', {
      kind: 'case',
      idem: '01890000-0000-7000-8000-000000000001',
      lane: '120000',
      code: 'R-503',
      attempts: 2,
      nextAt: 1_800_000_060_000,
    });
    expect(JSON.parse(lines[0] as string)).toEqual({
      level: 'warn',
      time: 1_800_000_000_000,
      event: 'queue.failed',
      kind: 'case',
      idem: '01890000-0000-7000-8000-000000000001',
      lane: '120000',
      code: 'R-503',
      attempts: 2,
      nextAt: 1_800_000_060_000,
    });
  });
  it('keeps receipt numbers and file names with dates', () => {
    const { lines, typed } = memory();
    typed('queue.done', { kind: 'case', idem: 'B017-261121-0042-7', lane: 'site', attempts: 1 });
    typed('store.set-aside', { file: '/var/lib/x/kiosk.db.damaged-20261121T101530' });
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { idem: 'B017-261121-0042-7' },
      { file: 'kiosk.db.damaged-20261121T101530' },
    ]);
  });
  it('drops fields that the catalogue does not know, and events that it does not know', () => {
    const { lines, log } = memory();
    log('region.line', { region: '120000', line: 'up', name: '张三' });
    log('no.such-event' as EventName, { name: '张三' });
    expect(lines).toHaveLength(1);
    expect(Object.keys(JSON.parse(lines[0] as string)).sort()).toEqual([
      'event',
      'level',
      'line',
      'region',
      'time',
    ]);
  });
  it('never throws, whatever it is given', () => {
    const { log } = memory();
    const round: Record<string, unknown> = {};
    round.self = round;
    for (const odd of [null, undefined, 1, 'x', [], round, { region: Symbol('x'), line: 1n }])
      log('region.line', odd);
  });
  it('keeps of a JSON detail what is a word, a number or a truth value', () => {
    const { lines, log } = memory();
    const detail = JSON.stringify({
      ms: 12,
      ok: true,
      kind: 'timeout',
      who: '张三',
      phone: '13800001234',
      deep: { a: 1 },
    });
    log('region.adapter', { event: 'region.call', detail });
    log('region.adapter', { event: 'region.call', detail: '张三' });
    expect(lines.map((line) => JSON.parse(line).detail)).toEqual([
      { ms: 12, ok: true, kind: 'timeout', who: '[withheld]', phone: '[withheld]', deep: '[withheld]' },
      {},
    ]);
  });
});

describe('a marked citizen thrown at every field of every event', () => {
  const person = makePerson(7);
  const marks = [
    person.name,
    person.number,
    '13912345678',
    '6222020200112233445',
    '中山路甲10号',
    'Zhang San',
  ];
  const disguises = (mark: string): unknown[] => [
    mark,
    `case:${mark}`,
    `${mark}.pdf`,
    `/tmp/${mark}`,
    `at f (${mark}:1:2)`,
    `file?name=${mark}`,
    { name: mark },
    [mark],
    JSON.stringify({ [mark]: mark, a: mark }),
    new Error(mark),
    ...(/^\d{1,15}$/.test(mark) ? [Number(mark)] : []),
  ];
  it('leaves no trace', () => {
    const { lines, log } = memory();
    for (const [name, { fields }] of Object.entries(EVENTS))
      for (const mark of marks)
        for (const value of disguises(mark)) {
          log(name as EventName, Object.fromEntries(Object.keys(fields).map((field) => [field, value])));
          log(name as EventName, { [mark]: value });
        }
    expect(lines.length).toBeGreaterThan(500);
    const all = lines.join('');
    for (const mark of marks) expect(all.includes(mark), mark).toBe(false);
  });
  it('and the check would see one', () => {
    const { lines, typed } = memory();
    typed('region.line', { region: 'canary', line: 'up' });
    expect(lines.join('')).toContain('canary');
  });
  it('errors are described without their words', () => {
    const described = describeError(new TypeError(`${person.name} ${person.number}`));
    expect(described.name).toBe('TypeError');
    expect(described.where).toContain('logging.test.ts');
    expect(JSON.stringify(described)).not.toContain(person.number);
    expect(describeError('text')).toEqual({ name: 'string', where: '' });
    expect(describeError(Object.assign(new Error('x'), { stack: undefined }))).toEqual({
      name: 'Error',
      where: '',
    });
  });
});

describe('files', () => {
  let dir: string;
  beforeEach(() => {
    dir = join(mkdtempSync(join(tmpdir(), 'tongban-log-')), 'logs');
  });
  afterEach(() => rmSync(join(dir, '..'), { recursive: true, force: true }));
  const at = (text: string) => new VirtualClock(Date.parse(text));

  it('one a day of China’s time, for the owner alone, the old ones removed', async () => {
    mkdirSync(dir, { recursive: true });
    for (const name of ['tongban-2026-11-01.jsonl', 'tongban-2026-11-18.jsonl', 'other.txt'])
      writeFileSync(join(dir, name), 'x');
    const clock = at('2026-11-20T15:59:00Z'); // 23:59 in China
    const { log, close } = createLogger({ dir, clock, retentionDays: 3 });
    log('host.stopping', {});
    await clock.advance(120_000);
    log('host.stopping', {});
    close();
    expect(readdirSync(dir).sort()).toEqual([
      'other.txt',
      'tongban-2026-11-18.jsonl',
      'tongban-2026-11-20.jsonl',
      'tongban-2026-11-21.jsonl',
    ]);
    expect(statSync(join(dir, 'tongban-2026-11-21.jsonl')).mode & 0o777).toBe(0o600);
  });
  it('a line is on disk when the call returns', () => {
    const { log, close } = createLogger({ dir, clock: at('2026-11-20T02:00:00Z') });
    log('region.line', { region: '120000', line: 'down' });
    expect(readFileSync(join(dir, 'tongban-2026-11-20.jsonl'), 'utf8')).toContain('"line":"down"');
    close();
  });
  it('a loop cannot fill the disk', () => {
    const { log, close } = createLogger({ dir, clock: at('2026-11-20T02:00:00Z'), maxBytesPerDay: 1_000 });
    for (let n = 0; n < 200; n++) log('host.stopping', {});
    close();
    expect(statSync(join(dir, 'tongban-2026-11-20.jsonl')).size).toBeLessThanOrEqual(1_000);
  });
  it('a directory that cannot be written to stops nobody', () => {
    writeFileSync(join(dir, '..', 'file'), '');
    const { log, close } = createLogger({
      dir: join(dir, '..', 'file', 'logs'),
      clock: at('2026-11-20T02:00:00Z'),
    });
    log('host.stopping', {});
    log('host.stopping', {});
    close();
  });
  it('less than the level is not written', () => {
    const { log, close } = createLogger({ dir, clock: at('2026-11-20T02:00:00Z'), level: 'warn' });
    log('host.stopping', {});
    log('queue.stalled', { lane: 'site', reason: 'rate-limit' });
    close();
    expect(readFileSync(join(dir, 'tongban-2026-11-20.jsonl'), 'utf8').trim().split('\n')).toHaveLength(1);
  });
});

describe('the operators’ list', () => {
  it('stands in the README as it stands in the code (npm run events)', () => {
    const readme = readFileSync(join(import.meta.dirname, '../../../electron/logging/README.md'), 'utf8');
    expect(readme).toContain(eventTable());
  });
  it('says of each event what it means, in a sentence', () => {
    for (const [name, { meaning }] of Object.entries(EVENTS)) {
      expect(name).toMatch(/^[a-z]+\.[a-z-]+$/);
      expect(meaning).toMatch(/\.$/);
    }
  });
});
