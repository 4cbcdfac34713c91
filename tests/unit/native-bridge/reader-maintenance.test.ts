import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import { encodeReply } from '../../../native-bridge/devices/id-card-reader/protocol.ts';
import { SW } from '../../../native-bridge/devices/id-card-reader/status-words.ts';
import { READER_TIMING } from '../../../native-bridge/devices/id-card-reader/timing.ts';
import { RECONNECT } from '../../../native-bridge/link/keep-open.ts';
import { makeCard } from '../../support/cards.ts';
import { readerBench } from '../../support/reader-bench.ts';

const SERIAL = 'serial:///dev/ttyUSB0?baud=115200&parity=none';
const AT_9600 = 'serial:///dev/ttyUSB0?baud=9600&parity=none';

describe('what the reader says of itself', () => {
  it('is its number in parts, its status and its speed', async () => {
    const { reader, clock, ready, outcome } = readerBench({ address: AT_9600, baud: 9_600 });
    await ready();
    const info = outcome(reader.info());
    await clock.advance(200);
    expect(info.result).toEqual(
      ok({
        samNumber: {
          vendor: 5,
          type: 3,
          date: 20_240_101,
          serial1: 0,
          serial2: 1,
          text: '05.03-20240101-0000000000-0000000001',
        },
        status: SW.done,
        baud: 9_600,
        readsFingerprints: null,
      }),
    );
    await reader.stop();
  });

  it('can be asked while a read waits for a card, and before the reader is known', async () => {
    const { reader, clock, outcome, read, emulator } = readerBench();
    reader.start();
    const early = outcome(reader.info());
    const attempt = read();
    await clock.advance(1_000);
    expect(early.result?.ok).toBe(true);
    const info = outcome(reader.info());
    await clock.advance(100);
    expect(info.result?.ok).toBe(true);
    emulator.placeCard(makeCard(1));
    await clock.advance(1_500);
    expect(attempt.result?.ok).toBe(true);
    expect(emulator.overlaps).toBe(0);
    await reader.stop();
  });

  it('has no number when the reader does not say it', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench();
    await ready();
    emulator.failStatus(0x21, 'samNumber');
    const info = outcome(reader.info());
    await clock.advance(100);
    expect(info.result).toMatchObject({ ok: true, value: { samNumber: null } });
    expect(reader.samNumber.value).toBeNull();
    await reader.stop();
  });

  it('is trouble when the module is, and is good again when the module is', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench();
    await ready();
    for (const [trouble, sw] of [
      ['self-test-failed', SW.selfTestFailed],
      ['not-authorised', SW.samNotAuthorised],
    ] as const) {
      emulator.trouble = trouble;
      const bad = outcome(reader.info());
      await clock.advance(100);
      expect(bad.result).toMatchObject({ ok: true, value: { status: sw, samNumber: null } });
      expect(reader.presence.value).toBe('trouble');
      emulator.trouble = null;
      const good = outcome(reader.info());
      await clock.advance(100);
      expect(good.result).toMatchObject({ ok: true, value: { status: SW.done } });
      expect(reader.presence.value).toBe('ready');
    }
    await reader.stop();
  });

  it('is unknown while it is away, stopped, or goes away meanwhile', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench();
    expect(await reader.info()).toEqual(err({ kind: 'device-lost', code: 'absent' }));
    await ready();
    emulator.unplug();
    const lost = outcome(reader.info());
    await clock.advance(10);
    expect(lost.result).toEqual(err({ kind: 'device-lost', code: 'line-closed' }));
    expect(await reader.info()).toEqual(err({ kind: 'device-lost', code: 'absent' }));
    await reader.stop();
    emulator.plug();
    reader.start();
    const early = outcome(reader.info());
    await reader.stop();
    expect(early.result).toEqual(err({ kind: 'cancelled', code: 'stopped' }));
  });

  it('is lost when both of its answers fail', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench();
    await ready();
    emulator.failRepeatedly('silent');
    const first = outcome(reader.info());
    const second = outcome(reader.info());
    await clock.advance(3_000);
    expect(first.result).toEqual(err({ kind: 'no-answer', code: 'answer-timeout' }));
    expect(second.result).toEqual(err({ kind: 'device-lost', code: 'no-answer' }));
    emulator.clear();
    await clock.advance(3_000);
    expect(reader.presence.value).toBe('ready');
    await reader.stop();
  });
});

describe('a reset', () => {
  it('lets the card be found anew', async () => {
    const { reader, clock, ready, outcome, emulator, read } = readerBench();
    await ready();
    emulator.placeCard(makeCard(1));
    read();
    await clock.advance(1_500);
    expect(reader.cardPresent.value).toBe(true);
    const reset = outcome(reader.reset());
    await clock.advance(100);
    expect(reset.result).toEqual(ok());
    expect(emulator.state).toBe('present');
    expect(reader.cardPresent.value).toBe(false);
    const again = read();
    await clock.advance(1_500);
    expect(again.result?.ok).toBe(true);
    await reader.stop();
  });

  it('of an empty reader does nothing, and a refused one says why', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench();
    await ready();
    const done = outcome(reader.reset());
    await clock.advance(100);
    expect(done.result).toEqual(ok());
    emulator.failStatus(0x23, 'reset');
    const refused = outcome(reader.reset());
    await clock.advance(100);
    expect(refused.result).toEqual(err({ kind: 'refused', code: 'sw-23' }));
    await reader.stop();
  });
});

describe('the radio frame', () => {
  it('is set, within its limits', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench();
    await ready();
    const set = outcome(reader.setRadioFrame(0x50));
    await clock.advance(100);
    expect(set.result).toEqual(ok());
    expect(emulator.radioFrame).toBe(0x50);
    for (const bytes of [23, 256, 50.5]) expect(() => reader.setRadioFrame(bytes)).toThrow(RangeError);
    await reader.stop();
  });
});

describe('a change of speed', () => {
  it('is answered at the old speed; then the line goes on at the new one', async () => {
    const { reader, clock, ready, outcome, emulator, read } = readerBench({ address: SERIAL });
    await ready();
    const set = outcome(reader.setSpeed(9_600));
    await clock.advance(50);
    expect(set.result).toEqual(ok({ address: AT_9600 }));
    expect(emulator.speed).toBe(9_600);
    await clock.advance(RECONNECT.firstMs + 500);
    expect(reader.presence.value).toBe('ready');
    expect(reader.address).toBe(AT_9600);
    emulator.placeCard(makeCard(1));
    const attempt = read();
    // 1,295 bytes need 1.35 s now.
    await clock.advance(1_500);
    expect(attempt.result).toBeNull();
    await clock.advance(1_000);
    expect(attempt.result).toEqual(ok(makeCard(1)));
    await reader.stop();
  });

  it('adds the speed to an address that has none', async () => {
    const { reader, clock, ready, outcome } = readerBench({ address: 'serial://COM3' });
    await ready();
    const set = outcome(reader.setSpeed(57_600));
    await clock.advance(100);
    expect(set.result).toEqual(ok({ address: 'serial://COM3?baud=57600' }));
    await reader.stop();
  });

  it('is not for lines whose speed stands elsewhere', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench({ address: 'tcp://device-server:7001' });
    await ready();
    const set = outcome(reader.setSpeed(9_600));
    await clock.advance(100);
    expect(set.result).toEqual(err({ kind: 'refused', code: 'not-serial' }));
    expect(emulator.asked.some(({ command }) => command === 'setSpeed')).toBe(false);
    await reader.stop();
  });

  it('that the reader refuses changes nothing', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench({ address: SERIAL });
    await ready();
    emulator.failRepeatedly({ bytes: encodeReply(0x21) }, 'setSpeed', 1);
    const set = outcome(reader.setSpeed(9_600));
    await clock.advance(100);
    expect(set.result).toEqual(err({ kind: 'refused', code: 'sw-21' }));
    expect([reader.address, reader.presence.value]).toEqual([SERIAL, 'ready']);
    await reader.stop();
  });

  it('whose answer is lost leaves no lost reader: it is looked for at both speeds', async () => {
    const { reader, clock, ready, outcome, emulator, read } = readerBench({ address: SERIAL });
    await ready();
    emulator.failNext('silent', 'setSpeed');
    const set = outcome(reader.setSpeed(9_600));
    await clock.advance(2_500);
    expect(set.result).toEqual(err({ kind: 'no-answer', code: 'answer-timeout' }));
    await clock.advance(10_000);
    expect(reader.presence.value).toBe('ready');
    expect(reader.address).toBe(AT_9600);
    emulator.placeCard(makeCard(1));
    const attempt = read();
    await clock.advance(3_000);
    expect(attempt.result?.ok).toBe(true);
    await reader.stop();
  });

  it('that got lost itself leaves the reader where it was', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench({ address: SERIAL });
    await ready();
    emulator.failNext('unplugged', 'setSpeed');
    const set = outcome(reader.setSpeed(9_600));
    await clock.advance(100);
    expect(set.result).toEqual(err({ kind: 'device-lost', code: 'line-closed' }));
    await clock.advance(20_000);
    expect([reader.address, reader.presence.value]).toEqual([SERIAL, 'ready']);
    await reader.stop();
  });
});

describe('an idle reader with a technician', () => {
  it('is not asked more often for it', async () => {
    const { reader, clock, ready, outcome, emulator } = readerBench();
    await ready();
    const before = emulator.asked.length;
    const info = outcome(reader.info());
    await clock.advance(READER_TIMING.statusEvery - 100);
    expect(info.result?.ok).toBe(true);
    expect(emulator.asked.length - before).toBe(2);
    await reader.stop();
  });
});
