import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import type { VirtualClock } from '../../../electron/core/index.ts';
import { FingerDesk, type FingerWord, printQuality } from '../../../electron/signing/index.ts';
import { fingerprintBench } from '../../support/fingerprint-bench.ts';

/** Moves time on until `work` has ended; the encoder is fetched from the disk meanwhile, in real time. */
async function until<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let ended = false;
  void work.finally(() => {
    ended = true;
  });
  for (let step = 0; !ended && step < 5_000; step++) {
    await clock.advance(50);
    await setImmediate();
  }
  return work;
}

function desk() {
  const bench = fingerprintBench();
  const failures: string[] = [];
  const words: FingerWord[] = [];
  const finger = new FingerDesk({
    module: bench.module,
    onFailure: (kind, code) => failures.push(`${kind} ${code}`),
  });
  const stop = new AbortController();
  return {
    ...bench,
    desk: finger,
    words,
    failures,
    stop,
    take: () =>
      until(
        bench.clock,
        finger.take(stop.signal, (word) => void words.push(word)),
      ),
  };
}

describe('the fingerprint module at the desk', () => {
  it('gives the image of a finger as a PNG with its hash, and leaves nothing in the module', async () => {
    const d = desk();
    await d.ready();
    d.emulator.place(4);
    const taken = await d.take();
    if (!taken.ok) throw new Error(taken.error);
    const { png, sha256 } = taken.value;
    expect(createHash('sha256').update(png).digest('hex')).toBe(sha256);
    const read = PNG.sync.read(Buffer.from(png));
    expect([read.width, read.height]).toEqual([256, 288]);
    expect(new Set(read.data).size).toBeGreaterThan(8);
    expect(d.words).toContain('reading');
    d.emulator.lift();
    await d.clock.advance(10_000);
    expect(d.emulator.remembers).toBe(false);
    await d.module.stop();
  });

  it('says what the finger must do until it is good', async () => {
    const d = desk();
    await d.ready();
    d.emulator.place(4, 'wet');
    const taking = d.desk.take(d.stop.signal, (word) => {
      d.words.push(word);
      if (word === 'too-messy') d.emulator.place(4, 'good');
    });
    expect((await until(d.clock, taking)).ok).toBe(true);
    expect(d.words).toContain('too-messy');
    await d.module.stop();
  });

  it.each([
    ['nobody lays a finger down', null, 'none'],
    ['no print is good enough', 'dry', 'poor'],
  ] as const)('says that %s', async (_, condition, trouble) => {
    const d = desk();
    await d.ready();
    if (condition) d.emulator.place(4, condition);
    expect(await d.take()).toEqual({ ok: false, error: trouble });
    expect(d.failures).toHaveLength(1);
    await d.module.stop();
  });

  it('says that the module is away', async () => {
    const d = desk();
    await d.ready();
    d.emulator.unplug();
    await d.clock.advance(5_000);
    expect(d.desk.ready).toBe(false);
    expect(await d.take()).toEqual({ ok: false, error: 'lost' });
    await d.module.stop();
  });

  it('stops without a word when the citizen goes back', async () => {
    const d = desk();
    await d.ready();
    const taking = d.desk.take(d.stop.signal, () => undefined);
    await d.clock.advance(500);
    d.stop.abort();
    expect(await until(d.clock, taking)).toEqual({ ok: false, error: 'cancelled' });
    expect(d.failures).toEqual([]);
    await d.module.stop();
  });
});

describe('the image of a finger', () => {
  const image = (grey: (x: number, y: number) => number) => ({
    width: 256,
    height: 288,
    pixels: Uint8Array.from({ length: 256 * 288 }, (_, i) => grey(i % 256, Math.floor(i / 256))),
  });
  const ridges = (x: number) => (x % 8 < 4 ? 40 : 210);
  it.each([
    ['ridges all over are good', (x: number) => ridges(x), 'good'],
    ['nothing is too little', () => 255, 'too-little'],
    [
      'a small tip is too little',
      (x: number, y: number) => (x < 64 && y < 64 ? ridges(x) : 255),
      'too-little',
    ],
    ['a grey smear is smeared', () => 120, 'smeared'],
    ['half a smear is smeared', (x: number, y: number) => (y < 120 ? ridges(x) : 120), 'smeared'],
  ] as const)('%s', (_, grey, quality) => {
    expect(printQuality(image(grey))).toBe(quality);
  });
});
