import { describe, expect, it } from 'vitest';
import { READER_TIMING } from '../../../native-bridge/devices/id-card-reader/timing.ts';
import { RECONNECT } from '../../../native-bridge/link/keep-open.ts';
import { piecesOf } from '../../../native-bridge/transport/memory.ts';
import { makeCard } from '../../support/cards.ts';
import { readerBench } from '../../support/reader-bench.ts';

const cancelled = { ok: false, error: { kind: 'cancelled', code: 'aborted' } };

describe('the reader comes up', () => {
  it('is ready once it has answered, and says its module number', async () => {
    const { reader, emulator, ready } = readerBench();
    expect(reader.presence.value).toBe('unknown');
    await ready();
    expect(reader.presence.value).toBe('ready');
    expect(reader.samNumber.value).toBe('05.03-20240101-0000000000-0000000001');
    expect(emulator.asked.map(({ command }) => command)).toEqual(['status', 'samNumber']);
    await reader.stop();
  });

  it('is absent when there is no line, and ready when there is one later', async () => {
    const { reader, emulator, clock } = readerBench();
    emulator.unplug();
    reader.start();
    await clock.advance(100);
    expect(reader.presence.value).toBe('absent');
    emulator.plug();
    await clock.advance(RECONNECT.maxMs);
    expect(reader.presence.value).toBe('ready');
    await reader.stop();
  });

  it('is absent when a line opens but nothing answers', async () => {
    const { reader, emulator, clock } = readerBench();
    emulator.failRepeatedly('silent', null, 2);
    reader.start();
    await clock.advance(2_500);
    expect(reader.presence.value).toBe('absent');
    await clock.advance(1_000);
    expect(reader.presence.value).toBe('ready');
    await reader.stop();
  });

  it('is in trouble when it says that its self-test failed, refuses to read, and recovers', async () => {
    const { reader, emulator, clock, read } = readerBench();
    emulator.failStatus(0x60, 'status', 2);
    reader.start();
    await clock.advance(500);
    expect(reader.presence.value).toBe('trouble');
    const attempt = read();
    await clock.advance(1);
    expect(attempt.result).toEqual({ ok: false, error: { kind: 'device-lost', code: 'trouble' } });
    await clock.advance(2 * READER_TIMING.statusEvery + 100);
    expect(reader.presence.value).toBe('ready');
    await reader.stop();
  });

  it('works without a module number', async () => {
    const { reader, emulator, ready } = readerBench();
    emulator.failStatus(0x21, 'samNumber');
    await ready();
    expect(reader.presence.value).toBe('ready');
    expect(reader.samNumber.value).toBeNull();
    await reader.stop();
  });

  it('leaves no timer and no line behind when it stops', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    const attempt = read();
    await clock.advance(1_000);
    await reader.stop();
    await clock.advance(5_000);
    expect(attempt.result).toEqual({ ok: false, error: { kind: 'cancelled', code: 'stopped' } });
    expect(clock.pending).toBe(0);
    expect((await emulator.open('memory:reader')).ok).toBe(true);
    expect(reader.presence.value).toBe('unknown');
  });

  it('can be started again', async () => {
    const { reader, clock, ready } = readerBench();
    await ready();
    await reader.stop();
    reader.start();
    await clock.advance(200);
    expect(reader.presence.value).toBe('ready');
    await reader.stop();
  });
});

describe('reading a card', () => {
  it.each([
    ['plain', {}],
    ['without expiry', { validTo: null }],
    ['with a name beyond the basic plane', { name: '𠮷田明' }],
  ])('gives the card: %s', async (_, over) => {
    const { reader, emulator, clock, ready, read } = readerBench();
    const card = makeCard(7, over);
    await ready();
    const attempt = read();
    await clock.advance(2_000);
    expect(attempt).toEqual({ reading: 0, result: null });
    emulator.placeCard(card);
    await clock.advance(400);
    expect(attempt.reading).toBe(1);
    expect(reader.cardPresent.value).toBe(true);
    await clock.advance(600);
    expect(attempt.result).toEqual({ ok: true, value: card });
    expect(emulator.overlaps).toBe(0);
    await reader.stop();
  });

  it('works when every answer comes byte by byte', async () => {
    const { reader, emulator, clock, ready, read } = readerBench({ chunking: piecesOf(1) });
    await ready();
    emulator.placeCard(makeCard(8));
    const attempt = read();
    await clock.advance(2_000);
    expect(attempt.result).toMatchObject({ ok: true });
    await reader.stop();
  });

  it('asks for a card no more often than the module allows, and only while someone waits', async () => {
    const { reader, emulator, clock, ready, read, abort } = readerBench();
    await ready();
    await clock.advance(20_000);
    expect(emulator.asked.some(({ command }) => command === 'find')).toBe(false);
    read();
    await clock.advance(10_000);
    const finds = emulator.asked.filter(({ command }) => command === 'find').map(({ at }) => at);
    expect(finds.length).toBeGreaterThan(25);
    for (let i = 1; i < finds.length; i++) {
      expect((finds[i] as number) - (finds[i - 1] as number)).toBeGreaterThanOrEqual(READER_TIMING.findEvery);
    }
    abort.abort();
    await clock.advance(5_000);
    expect(emulator.asked.filter(({ command }) => command === 'find')).toHaveLength(finds.length);
    await reader.stop();
  });

  it('is cancelled at once, also in the middle, and the next read gets its own card', async () => {
    const { reader, emulator, clock, ready, read, abort } = readerBench();
    await ready();
    const first = read();
    emulator.placeCard(makeCard(1));
    await clock.advance(200);
    expect(first.reading).toBe(1);
    abort.abort();
    await clock.advance(0);
    expect(first.result).toEqual(cancelled);
    emulator.removeCard();
    const second = read(new AbortController().signal);
    await clock.advance(2_000);
    emulator.placeCard(makeCard(2));
    await clock.advance(2_000);
    expect(second.result).toEqual({ ok: true, value: makeCard(2) });
    await reader.stop();
  });

  it('ends at once when it is cancelled before it begins', async () => {
    const { reader, clock, ready, read } = readerBench();
    await ready();
    const attempt = read(AbortSignal.abort());
    await clock.advance(0);
    expect(attempt.result).toEqual(cancelled);
    await reader.stop();
  });

  it('takes only one read at a time', async () => {
    const { reader, ready, read } = readerBench();
    await ready();
    read();
    expect(() => reader.read(new AbortController().signal, () => undefined)).toThrow(/under way/);
    await reader.stop();
  });

  it('refuses cards that are no resident cards', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    emulator.placeOtherCard(makeCard(4), (text) => text.set([0x4a], 248));
    const attempt = read();
    await clock.advance(2_000);
    expect(attempt.result).toEqual({ ok: false, error: { kind: 'unknown-card', code: 'type-J' } });
    await reader.stop();
  });

  it('sees the next card after one that nobody reads', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    emulator.placeCard(makeCard(1));
    const first = read();
    await clock.advance(1_500);
    expect(first.result?.ok).toBe(true);
    emulator.removeCard();
    await clock.advance(1_500);
    expect(reader.cardPresent.value).toBe(false);
    const second = read();
    emulator.placeCard(makeCard(2));
    await clock.advance(1_500);
    expect(second.result).toEqual({ ok: true, value: makeCard(2) });
    await reader.stop();
  });
});

describe('the card after a read', () => {
  it.each([
    ['answers "found" again', { silentAfterRead: false }],
    ['hides it until it is lifted', { silentAfterRead: true }],
  ])('counts as present until it is lifted, with a reader that %s', async (_, options) => {
    const { reader, emulator, clock, ready, read } = readerBench(options);
    await ready();
    emulator.placeCard(makeCard(5));
    const attempt = read();
    await clock.advance(30_000);
    expect(attempt.result?.ok).toBe(true);
    expect(reader.cardPresent.value).toBe(true);
    emulator.removeCard();
    await clock.advance(1_500);
    expect(reader.cardPresent.value).toBe(false);
    await reader.stop();
  });

  it('counts as gone when the reader hides it and knows no other question', async () => {
    const { reader, emulator, clock, ready, read } = readerBench({
      silentAfterRead: true,
      noAdditionalAddress: true,
    });
    await ready();
    emulator.placeCard(makeCard(5));
    read();
    await clock.advance(5_000);
    expect(reader.cardPresent.value).toBe(false);
    await reader.stop();
  });

  it('is not gone for one missed answer', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    emulator.placeCard(makeCard(5));
    read();
    await clock.advance(2_000);
    const seen: boolean[] = [];
    reader.cardPresent.subscribe((present) => seen.push(present));
    emulator.failStatus(0x80, 'find');
    await clock.advance(2_000);
    expect(seen).toEqual([]);
    await reader.stop();
  });
});
