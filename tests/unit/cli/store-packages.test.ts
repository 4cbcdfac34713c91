import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { runStore } from '../../../electron/cli/store/run.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import { sealToBuffer } from '../../../electron/sealed-file/index.ts';
import { keyFile, openStore } from '../../../electron/store/index.ts';
import { countingRandom, openTestDatabase } from '../../support/memory-store.ts';
import { entry, PARTIES, sealOptions } from '../../support/sealed.ts';

let dir: string;
let data: string;
const clock = new VirtualClock();
const random = countingRandom('store packages');

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-store-packages-'));
  data = join(dir, 'data');
  const opened = openStore(join(data, 'kiosk.db'), openTestDatabase, clock.now());
  if (!opened.ok) throw new Error(opened.error.message);
  opened.value.db.close();
  keyFile(join(data, 'keys.json'), random).load(true);
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function put(name: string, bytes: Uint8Array | string, folder = data): void {
  mkdirSync(dirname(join(folder, 'courier', name)), { recursive: true });
  writeFileSync(join(folder, 'courier', name), bytes);
}
const sealed = (text: string) =>
  sealToBuffer([entry('slip.json', text)], sealOptions({ purpose: 'courier', random }));
const courier = (folder = data) =>
  readdirSync(join(folder, 'courier'), { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.sealed') || name.includes('.replaced-'))
    .sort();

async function store(line: string) {
  let out = '';
  let said = '';
  const code = await runStore([...line.split(' '), '--json'], {
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
  return { code, said, value: out === '' ? null : (JSON.parse(out) as Record<string, unknown>) };
}

describe('sealed packages beside the database', () => {
  it('are in a backup, are looked at with it and come back with it', async () => {
    const bytes = sealed('one');
    put('130700/a.sealed', bytes);
    put('b.sealed', sealed('two'));
    put('half.part', 'still being written');
    const file = join(dir, 'backup.db');
    expect(await store(`backup ${file} --data ${data}`)).toMatchObject({ code: 0, value: { packages: 2 } });
    expect((await store(`inspect ${file}`)).value).toMatchObject({ packages: 2 });
    rmSync(join(data, 'courier'), { recursive: true });
    expect((await store(`restore ${file} --data ${data}`)).value).toMatchObject({ packages: 2 });
    expect(courier()).toEqual(['130700/a.sealed', 'b.sealed']);
    expect(readFileSync(join(data, 'courier/130700/a.sealed'))).toEqual(Buffer.from(bytes));
  });

  it('that were handed over since are not in the next backup of that name; those of later cases stay at a restore', async () => {
    const file = join(dir, 'backup.db');
    put('a.sealed', sealed('one'));
    put('b.sealed', sealed('two'));
    await store(`backup ${file} --data ${data}`);
    rmSync(join(data, 'courier/a.sealed'));
    await store(`backup ${file} --data ${data}`);
    const newer = sealed('two, anew');
    put('b.sealed', newer);
    put('c.sealed', sealed('three'));
    await store(`restore ${file} --data ${data}`);
    expect(courier()).toEqual(['b.sealed', `b.sealed.replaced-${clock.now()}`, 'c.sealed']);
    expect(readFileSync(join(data, 'courier', `b.sealed.replaced-${clock.now()}`))).toEqual(
      Buffer.from(newer),
    );
  });

  it('move to another machine, into a folder that has none', async () => {
    put('a.sealed', sealed('one'));
    const [stick, next] = [join(dir, 'stick'), join(dir, 'next')];
    expect((await store(`move-out ${stick} --data ${data}`)).value).toMatchObject({ packages: 1 });
    put('x.sealed', sealed('of another machine'), next);
    expect(await store(`move-in ${stick} --data ${next}`)).toMatchObject({
      code: 1,
      said: expect.stringContaining('courier is already there'),
    });
    rmSync(next, { recursive: true });
    expect((await store(`move-in ${stick} --data ${next}`)).value).toMatchObject({ packages: 1 });
    expect(courier(next)).toEqual(['a.sealed']);
  });

  it('are left as they are by a change of the machine’s key: they are sealed for their regions', async () => {
    const bytes = sealed('one');
    expect(Buffer.from(bytes).toString('latin1')).toContain(PARTIES.office.public.id);
    put('a.sealed', bytes);
    expect((await store(`rotate-key --data ${data}`)).value).toMatchObject({ current: 2, packages: 1 });
    expect(readFileSync(join(data, 'courier/a.sealed'))).toEqual(Buffer.from(bytes));
  });

  it.each([
    ['in clear', 'a.txt', () => Buffer.from('name and number'), /not a sealed file/],
    ['cut off', 'a.sealed', () => sealed('one').subarray(0, -20), /cut off/],
  ])(
    'that are none (%s) are carried nowhere, and a change of key is refused',
    async (_, name, bytes, why) => {
      put(name, bytes());
      put('b.sealed', sealed('two'));
      const keys = readFileSync(join(data, 'keys.json'), 'utf8');
      const { code, said } = await store(`rotate-key --data ${data}`);
      expect(code).toBe(1);
      expect(said).toMatch(why);
      expect(said.trim().split('\n')).toHaveLength(1);
      expect(readFileSync(join(data, 'keys.json'), 'utf8')).toBe(keys);
      const file = join(dir, 'backup.db');
      expect((await store(`backup ${file} --data ${data}`)).value).toMatchObject({
        packages: 1,
        packagesLeftOut: [`courier/${name}`],
      });
      expect(courier(`${file}.packages`)).toEqual(['b.sealed']);
    },
  );

  it('hold up the end of a machine’s service; said that they may go, they are destroyed and stand in the proof', async () => {
    put('a.sealed', sealed('one'));
    put('130700/note.txt', 'in clear');
    const line = `decommission --machine B017 --yes --data ${data}`;
    expect(await store(line)).toMatchObject({
      code: 1,
      said: expect.stringContaining('2 packages are left in courier'),
    });
    expect(existsSync(join(data, 'keys.json'))).toBe(true);
    const { value } = await store(`${line} --even-unsent`);
    expect(value?.packagesDestroyed).toEqual([
      { name: 'courier/130700/note.txt', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      { name: 'courier/a.sealed', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    ]);
    expect(courier()).toEqual([]);
    expect(existsSync(join(data, 'courier/130700/note.txt'))).toBe(false);
  });
});
