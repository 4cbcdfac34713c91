import { randomBytes } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, describe, expect, it } from 'vitest';
import * as ciphers from '../../../electron/ciphers/index.ts';
import {
  inlineSealer,
  LONG_TEXT,
  type SealerJob,
  type SealerParts,
  type SealerThread,
  threadedSealer,
} from '../../../electron/regions/adapters/tif-gateway/sealer.ts';
import { sealerThread } from '../../../electron/regions/adapters/tif-gateway/thread.ts';

const random = (count: number) => new Uint8Array(randomBytes(count));
const pair = ciphers.sm2KeyPair(random);
const parts: SealerParts = {
  options: {
    appCode: 'KIOSK',
    version: '1',
    cipher: { mode: 'cbc', encoding: 'base64' },
    signature: { form: 'raw', encoding: 'hex', covers: 'encrypted' },
  },
  sm4Key: random(16),
  privateKey: pair.privateKey,
  regionKey: pair.publicKey,
};
const long = JSON.stringify({ text: '长'.repeat(LONG_TEXT) });

const folder = mkdtempSync(join(tmpdir(), 'tongban-thread-'));
afterAll(() => rmSync(folder, { recursive: true }));
/** A thread's program that does something else. */
function program(name: string, source: string): URL {
  const path = join(folder, name);
  writeFileSync(path, source);
  return pathToFileURL(path);
}

/** Counts what goes to a thread. */
function counted(thread: SealerThread) {
  const jobs: SealerJob['do'][] = [];
  const run: SealerThread['run'] = (job) => {
    jobs.push(job.do);
    return thread.run(job);
  };
  return { jobs, thread: { run } };
}

describe('a sealer with a thread', () => {
  it('seals and opens long texts there, and both sides understand each other', async () => {
    const { jobs, thread } = counted(sealerThread());
    const sealer = threadedSealer(parts, thread, random);
    const sealed = await sealer.seal(long, 1_795_140_000);
    expect(await sealer.open(sealed)).toEqual({ ok: true, value: JSON.parse(long) });
    expect(await inlineSealer(parts, random).open(sealed)).toEqual({ ok: true, value: JSON.parse(long) });
    expect(jobs).toEqual(['seal', 'open']);
  });

  it('keeps several at a time apart', async () => {
    const sealer = threadedSealer(parts, sealerThread(), random);
    const texts = [1, 2, 3].map((n) => JSON.stringify({ n, text: 'x'.repeat(LONG_TEXT) }));
    const sealed = await Promise.all(texts.map((text, i) => sealer.seal(text, i)));
    const opened = await Promise.all(sealed.map((one) => sealer.open(one)));
    expect(opened).toEqual(texts.map((text) => ({ ok: true, value: JSON.parse(text) })));
  });

  it('finds there what was changed', async () => {
    const sealer = threadedSealer(parts, sealerThread(), random);
    const sealed = await sealer.seal(long, 1);
    expect(await sealer.open({ ...sealed, timestamp: '2' })).toEqual({ ok: false, error: 'signature' });
  });

  it('does short texts, and what is no body at all, where it is called', async () => {
    const { jobs, thread } = counted(sealerThread());
    const sealer = threadedSealer(parts, thread, random);
    expect((await sealer.open(await sealer.seal('{}', 1))).ok).toBe(true);
    for (const body of [undefined, null, 'text', {}, { data: null }])
      expect(await sealer.open(body)).toEqual({ ok: false, error: 'form' });
    expect(jobs).toEqual([]);
  });
});

describe('a thread that breaks', () => {
  it.each([
    [
      'ends at its first job',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => process.exit(1));",
    ],
    [
      'throws at its first job',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', () => { throw new Error('x'); });",
    ],
    ['is no program', 'this is no program'],
    [
      'cannot do it',
      "import { parentPort } from 'node:worker_threads'; parentPort.on('message', ({ id }) => parentPort.postMessage({ id, outcome: null }));",
    ],
  ])('because it %s holds nothing up', async (name, source) => {
    const entry = program(`${name.replaceAll(' ', '-')}.mjs`, source);
    const sealer = threadedSealer(parts, sealerThread(entry), random);
    const sealed = await sealer.seal(long, 1);
    expect(await sealer.open(sealed)).toEqual({ ok: true, value: JSON.parse(long) });
  });

  it('three times is not started a fourth time', async () => {
    const marks = join(folder, 'marks');
    writeFileSync(marks, '');
    const entry = program(
      'counting.mjs',
      `import { appendFileSync } from 'node:fs'; appendFileSync(${JSON.stringify(marks)}, 'x'); process.exit(1);`,
    );
    const thread = sealerThread(entry);
    for (let i = 0; i < 5; i++)
      await expect(thread.run({ do: 'seal', parts, text: '{}', seconds: 1 })).rejects.toThrow('thread');
    expect(readFileSync(marks, 'utf8')).toBe('xxx');
  });

  it('or is not there is done without', async () => {
    const thread = sealerThread(pathToFileURL(join(folder, 'none.mjs')));
    const sealer = threadedSealer(parts, thread, random);
    expect((await sealer.open(await sealer.seal(long, 1))).ok).toBe(true);
  });
});
