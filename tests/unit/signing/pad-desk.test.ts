import { describe, expect, it } from 'vitest';
import { type InkPart, PadDesk, type PadWord } from '../../../electron/signing/index.ts';
import { isdv4Bench, scribble } from '../../support/pad-bench.ts';

function desk() {
  const bench = isdv4Bench();
  const words: PadWord[] = [];
  const failures: string[] = [];
  const pad = new PadDesk({
    pad: bench.pad,
    clock: bench.clock,
    onFailure: (kind, code) => failures.push(`${kind} ${code}`),
  });
  const write = async (strokes = scribble(2, 60)) => {
    const done = bench.emulator.sign(strokes, 100);
    await bench.finish(done);
    await bench.clock.advance(100);
  };
  return { ...bench, desk: pad, words, failures, write, hear: (word: PadWord) => void words.push(word) };
}

/** Reads the picture for a while and lays its parts together. */
async function watched(d: ReturnType<typeof desk>, during: () => Promise<void>) {
  const stop = new AbortController();
  const parts: InkPart[] = [];
  const reading = (async () => {
    for await (const part of d.desk.live(stop.signal)) parts.push(part);
  })();
  await during();
  await d.clock.advance(200);
  stop.abort();
  await d.clock.advance(200);
  await reading;
  return parts;
}

function picture(parts: readonly InkPart[]) {
  const strokes: InkPart['strokes'][number]['points'][] = [];
  for (const part of parts) {
    if (part.fresh) strokes.length = 0;
    for (const { stroke, points } of part.strokes) strokes[stroke] = [...(strokes[stroke] ?? []), ...points];
  }
  return strokes;
}

describe('the signature pad at the desk', () => {
  it('holds the strokes with place, time and pressure', async () => {
    const d = desk();
    await d.ready();
    const open = d.desk.open(d.hear);
    await d.clock.advance(2_000);
    await d.write();
    expect(d.words[0]).toBe('empty');
    expect(d.words).toContain('written');
    const strokes = d.desk.strokes() ?? [];
    expect(strokes).toHaveLength(2);
    expect(strokes.flat().every(({ x, y, p }) => [x, y, p].every((v) => v >= 0 && v <= 1))).toBe(true);
    expect(new Set(strokes.flat().map(({ p }) => p)).size).toBeGreaterThan(5);
    expect(strokes[1]?.at(-1)?.t).toBeGreaterThan(strokes[0]?.at(-1)?.t ?? 0);
    open.close();
    await d.pad.stop();
  });

  it('calls a slip of the pen no signature', async () => {
    const d = desk();
    await d.ready();
    d.desk.open(d.hear);
    await d.clock.advance(2_000);
    await d.write([
      [
        { x: 500, y: 500 },
        { x: 505, y: 500 },
        { x: 510, y: 500 },
        { x: 512, y: 500 },
      ],
    ]);
    expect(d.words).not.toContain('written');
    expect(d.desk.strokes()).toBeNull();
    await d.pad.stop();
  });

  it('shows the picture as it is written, in parts that make up the whole, at most 20 a second', async () => {
    const d = desk();
    await d.ready();
    d.desk.open(d.hear);
    await d.clock.advance(2_000);
    const before = d.clock.now();
    const parts = await watched(d, () => d.write());
    const seconds = (d.clock.now() - before) / 1_000;
    expect(picture(parts)).toEqual(d.desk.strokes());
    expect(parts.length).toBeGreaterThan(5);
    expect(parts.length).toBeLessThanOrEqual(Math.ceil(seconds * 20) + 1);
    expect(parts[0]?.aspect).toBeCloseTo(1.6);
    await d.pad.stop();
  });

  it('begins anew when it is cleared, also on the screen', async () => {
    const d = desk();
    await d.ready();
    const open = d.desk.open(d.hear);
    await d.clock.advance(2_000);
    const parts = await watched(d, async () => {
      await d.write();
      open.clear();
      await d.clock.advance(100);
    });
    expect(d.desk.strokes()).toBeNull();
    expect(picture(parts)).toEqual([]);
    expect(d.words.at(-1)).toBe('empty');
    await d.pad.stop();
  });

  it('is blank when the pad is unplugged in the middle, and says so once', async () => {
    const d = desk();
    await d.ready();
    d.desk.open(d.hear);
    await d.clock.advance(2_000);
    await d.write();
    d.emulator.unplug();
    await d.clock.advance(5_000);
    expect(d.words.filter((word) => word === 'lost')).toHaveLength(1);
    expect(d.failures).toEqual(['device-lost line-closed']);
    expect(d.desk.strokes()).toBeNull();
    expect(d.desk.ready).toBe(false);
    await d.pad.stop();
  });

  it('says that there is none when it is opened without a pad', async () => {
    const d = desk();
    d.emulator.unplug();
    await d.ready();
    d.desk.open(d.hear);
    await d.clock.advance(5_000);
    expect(d.words).toEqual(['lost']);
    await d.pad.stop();
  });

  it('keeps nothing and hears nothing once it is closed', async () => {
    const d = desk();
    await d.ready();
    const open = d.desk.open(d.hear);
    await d.clock.advance(2_000);
    await d.write();
    open.close();
    const heard = d.words.length;
    expect(d.desk.strokes()).toBeNull();
    await d.write();
    open.clear();
    expect(d.words).toHaveLength(heard);
    await d.pad.stop();
  });

  it('serves the next signature when the one before was not closed', async () => {
    const d = desk();
    await d.ready();
    const first = d.desk.open(() => undefined);
    await d.clock.advance(2_000);
    first.close();
    await d.clock.advance(1_000);
    d.desk.open(d.hear);
    await d.clock.advance(2_000);
    await d.write();
    expect(d.words).toContain('written');
    await d.pad.stop();
  });
});
