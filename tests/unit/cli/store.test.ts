import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStore } from '../../../electron/cli/store/run.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import { Queue } from '../../../electron/queue/index.ts';
import { createSealer, keyFile, openStore, type SqlDatabase } from '../../../electron/store/index.ts';
import { countingRandom, openTestDatabase } from '../../support/memory-store.ts';

let dir: string;
let data: string;
const clock = new VirtualClock();
const random = countingRandom('store command');

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-store-command-'));
  data = join(dir, 'data');
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const payloads = ['one', 'two', 'three'];

/** A machine's data folder with some sealed jobs in it. */
function machine(): void {
  const { db, queue } = open();
  for (const name of payloads)
    db.transaction(() =>
      queue.enqueue({ lane: '120000', kind: 'rating', idem: name, caseId: null, payload: { name } }),
    );
  db.close();
}

function open(folder = data): { db: SqlDatabase; queue: Queue } {
  const opened = openStore(join(folder, 'kiosk.db'), openTestDatabase, clock.now());
  if (!opened.ok) throw new Error(opened.error.message);
  const keys = keyFile(join(folder, 'keys.json'), random).load(true);
  if (!keys.ok) throw new Error(keys.error.message);
  const { db } = opened.value;
  const sealer = createSealer(keys.value, random);
  const events = { done() {}, failed() {}, dead() {}, stalled() {} };
  return { db, queue: new Queue({ db, sealer, clock, random, events }) };
}

function readable(folder = data): unknown[] {
  const { db, queue } = open(folder);
  const found = payloads.map((name) => queue.payloadOf(name));
  db.close();
  return found;
}
const all = payloads.map((name) => ({ name }));

async function store(line: string) {
  let out = '';
  let said = '';
  const code = await runStore(line.split(' ').filter(Boolean), {
    clock,
    random,
    open: openTestDatabase,
    credentials: undefined,
    out: (text) => {
      out += text;
    },
    say: (text) => {
      said += text;
    },
  });
  return { code, out, said };
}
const json = async (line: string) => {
  const { code, out, said } = await store(`${line} --json`);
  if (code !== 0) throw new Error(said);
  return JSON.parse(out) as Record<string, unknown>;
};

describe('care for a machine’s data', () => {
  it('takes a backup, looks it through and puts it back', async () => {
    machine();
    const file = join(dir, 'backup.db');
    expect(await json(`backup ${file} --data ${data}`)).toMatchObject({ jobs: 3, cases: 0 });
    expect(await json(`inspect ${file}`)).toMatchObject({ jobs: 3 });
    const { db } = open();
    db.exec('delete from outbox');
    db.close();
    const { out } = await store(`restore ${file} --data ${data}`);
    expect(out).toContain('jobs: 3');
    expect(readable()).toEqual(all);
  });

  it('moves to another machine with its keys, and into an empty folder only', async () => {
    machine();
    const stick = join(dir, 'stick');
    const next = join(dir, 'next');
    await json(`move-out ${stick} --data ${data}`);
    expect(await json(`move-in ${stick} --data ${next}`)).toMatchObject({ jobs: 3 });
    expect(readable(next)).toEqual(all);
    expect(await store(`move-in ${stick} --data ${next}`)).toMatchObject({ code: 1 });
  });

  it('changes the key, seals everything anew and drops the old one', async () => {
    machine();
    const before = readFileSync(join(data, 'keys.json'), 'utf8');
    expect(await json(`rotate-key --data ${data}`)).toMatchObject({
      current: 2,
      suite: 'aes-256-gcm',
      moved: 3,
      unreadable: 0,
      keysKept: [2],
    });
    expect(readFileSync(join(data, 'keys.json'), 'utf8')).not.toBe(before);
    expect(readable()).toEqual(all);
    expect(await json(`rotate-key --suite sm4-ctr-hmac-sm3 --data ${data}`)).toMatchObject({
      current: 3,
      moved: 3,
    });
    expect(readable()).toEqual(all);
  });

  it('keeps a key that still seals something which cannot be read', async () => {
    machine();
    const { db } = open();
    db.exec("update outbox set payload = x'00' where idem = 'two'");
    db.close();
    expect(await json(`rotate-key --data ${data}`)).toMatchObject({
      moved: 2,
      unreadable: 1,
      keysKept: [1, 2],
    });
  });

  it('ends a machine’s service: the keys are gone and a proof is given', async () => {
    machine();
    const proof = await json(`decommission --machine B017 --yes --data ${data}`);
    expect(proof).toMatchObject({
      machineCode: 'B017',
      keysDestroyed: { destroyed: true },
      payloadsShredded: 3,
      databaseSha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
    expect(existsSync(join(data, 'keys.json'))).toBe(false);
  });

  it('does nothing beside a running kiosk that needs the kiosk stopped', async () => {
    machine();
    const { db } = open();
    for (const line of ['rotate-key', `move-out ${join(dir, 'x')}`, 'decommission --machine B017 --yes']) {
      const { code, said } = await store(`${line} --data ${data}`);
      expect(code).toBe(1);
      expect(said).toMatch(/stop the kiosk/);
      expect(said.trim().split('\n')).toHaveLength(1);
    }
    expect(await store(`backup ${join(dir, 'b.db')} --data ${data}`)).toMatchObject({ code: 0 });
    db.close();
    expect(readable()).toEqual(all);
  });
});

describe('what is not understood', () => {
  it.each([
    ['', /npm run store -- COMMAND/],
    ['dance --data x', /no such command: "dance"/],
    ['backup', /--data DIR is needed/],
    ['backup --data x', /backup needs a file/],
    ['inspect', /inspect needs a file/],
    ['restore --data x', /restore needs a file/],
    ['move-out --data x', /move-out needs a folder/],
    ['move-in --data x', /move-in needs a folder/],
    ['rotate-key --suite rot13 --data x', /--suite is one of aes-256-gcm/],
    ['decommission --data x', /--machine CODE is needed/],
    ['decommission --machine B017 --data x', /say --yes/],
    ['backup --colour', /Unknown option '--colour'/],
  ])('%j ends with code 2', async (line, message) => {
    const { code, out, said } = await store(line);
    expect(code).toBe(2);
    expect(out + said).toMatch(message);
  });

  it('a folder without a machine, and a file that is no backup, end with code 1', async () => {
    expect(await store(`backup ${join(dir, 'b')} --data ${dir}`)).toMatchObject({
      code: 1,
      said: expect.stringContaining('there is no database'),
    });
    writeFileSync(join(dir, 'no.db'), 'no');
    expect(await store(`inspect ${join(dir, 'no.db')}`)).toMatchObject({ code: 1 });
    expect(await store('--help')).toMatchObject({ code: 0 });
  });
});
