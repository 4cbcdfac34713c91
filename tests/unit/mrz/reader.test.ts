import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { createZoneReader, READING, type ZoneReader } from '../../../electron/mrz/index.ts';
import { PICTURES } from '../../support/demo-passports.ts';

const PASSPORT = readFileSync(join(PICTURES, 'short-name.png'));
/** A thread that counts how often it was started, says what it is told to, or nothing. */
const thread = (body: string) =>
  new URL(
    `data:text/javascript,${encodeURIComponent(`import { parentPort } from 'node:worker_threads';${body}`)}`,
  );
const ECHO = thread(`let n = 0; parentPort.on('message', ({ id, today }) =>
  parentPort.postMessage({ id, ok: true, value: { ok: true, value: { today, reading: ++n } } }));`);

let reader: ZoneReader;
afterEach(() => reader.release());
const open = (entry?: URL) => {
  const clock = new VirtualClock();
  reader = createZoneReader({ assetsDir: 'assets', clock, ...(entry && { entry }) });
  return clock;
};

describe('the reader of zones', () => {
  it('reads a passport in its own thread, by shape and by words', async () => {
    open();
    expect(await reader.read(PASSPORT)).toMatchObject({
      ok: true,
      value: { primary: 'SAMPLE', secondary: 'ANNA MARIA', number: 'U99C7O1B4' },
    });
  }, 30_000);

  it('takes no more than a picture', async () => {
    open(ECHO);
    expect(await reader.read(new Uint8Array(READING.bytes + 1))).toEqual({
      ok: false,
      error: 'not-a-picture',
    });
  });

  it('keeps its thread for the next picture, one after the other', async () => {
    open(ECHO);
    const both = await Promise.all([reader.read(PASSPORT), reader.read(PASSPORT)]);
    expect(both).toMatchObject([{ value: { reading: 1 } }, { value: { reading: 2 } }]);
  });

  it('ends it after a minute of rest, and when it is let go', async () => {
    const clock = open(ECHO);
    await reader.read(PASSPORT);
    await clock.advance(READING.idle);
    expect(await reader.read(PASSPORT)).toMatchObject({ value: { reading: 1 } });
    await reader.release();
    expect(await reader.read(PASSPORT)).toMatchObject({ value: { reading: 1 } });
  });

  it('waits for no thread that says nothing', async () => {
    const clock = open(thread("parentPort.on('message', () => {});"));
    const read = reader.read(PASSPORT);
    await clock.advance(0);
    await clock.advance(READING.longest);
    expect(await read).toEqual({ ok: false, error: 'unclear' });
  });

  it('says that it does not know when its thread breaks, and rejects when its files are gone', async () => {
    open(thread("parentPort.on('message', () => process.exit(1));"));
    expect(await reader.read(PASSPORT)).toEqual({ ok: false, error: 'unclear' });
    open(
      thread(`parentPort.on('message', ({ id }) =>
      parentPort.postMessage({ id, ok: false, error: new Error('no such file') }));`),
    );
    await expect(reader.read(PASSPORT)).rejects.toThrow('no such file');
  });
});
