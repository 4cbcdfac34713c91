import { describe, expect, it } from 'vitest';
import { encodeReply, type SamCommand } from '../../native-bridge/devices/id-card-reader/protocol.ts';
import { READER_TIMING } from '../../native-bridge/devices/id-card-reader/timing.ts';
import type { DeviceFault } from '../../native-bridge/emulator/base.ts';
import type { CardFailure } from '../../native-bridge/index.ts';
import { RECONNECT } from '../../native-bridge/link/keep-open.ts';
import { faultyOpen, type Mishap } from '../../native-bridge/transport/faulty.ts';
import { makeCard } from '../support/cards.ts';
import { readerBench } from '../support/reader-bench.ts';

const FAULTS: DeviceFault[] = [
  'silent',
  'garbage',
  'noise-before',
  'bad-checksum',
  'partial',
  'slow',
  'late',
  { bytes: encodeReply(0x10) },
];
const COMMANDS: SamCommand[] = ['status', 'samNumber', 'find', 'select', 'readBase'];
const failure = (kind: CardFailure['kind'], code: string) => ({ ok: false, error: { kind, code } });

describe('one bad answer', () => {
  for (const command of COMMANDS) {
    for (const fault of FAULTS) {
      it(`to ${command} (${typeof fault === 'string' ? fault : 'asked to repeat'}) is survived and the card is read`, async () => {
        const { reader, emulator, clock, read } = readerBench();
        const card = makeCard(11);
        emulator.failNext(fault, command);
        reader.start();
        const attempt = read();
        await clock.advance(3_000);
        emulator.placeCard(card);
        await clock.advance(12_000);
        expect(attempt.result).toEqual({ ok: true, value: card });
        expect(attempt.reading).toBe(1);
        expect(emulator.overlaps).toBe(0);
        expect(reader.presence.value).toBe('ready');
        await reader.stop();
      });
    }
  }
});

/** How each command is caused, with what comes of it. */
type Bench = ReturnType<typeof readerBench>;
const EVERYTHING = { fingerprints: true, newAddress: true, managementNumber: true } as const;
const readAll = ({ reader, abort }: Bench) => reader.read(abort.signal, () => undefined, EVERYTHING);
const CAUSES: Record<SamCommand, (bench: Bench) => Promise<Outcome>> = {
  reset: ({ reader }) => reader.reset(),
  status: ({ reader }) => reader.info(),
  samNumber: ({ reader }) => reader.info(),
  setSpeed: ({ reader }) => reader.setSpeed(57_600),
  setRadioFrame: ({ reader }) => reader.setRadioFrame(80),
  find: readAll,
  select: readAll,
  readWithFingerprints: readAll,
  readNewAddress: readAll,
  readManagementNumber: readAll,
  readBase: ({ reader, abort }) => reader.read(abort.signal, () => undefined),
};
type Outcome = { readonly ok: boolean; readonly error?: { readonly kind: string; readonly code: string } };
type Fault = Extract<DeviceFault, string>;

/** Each fault, and what one of it makes of a question that is not repeated. A read asks again and gets its card. */
const ONE: Record<Fault, string> = {
  unplugged: 'device-lost line-closed',
  silent: 'no-answer answer-timeout',
  garbage: 'no-answer answer-timeout',
  'noise-before': 'ok',
  'bad-checksum': 'no-answer answer-garbled',
  slow: 'ok',
  late: 'no-answer answer-timeout',
  'wrong-reply': 'no-answer answer-timeout',
  partial: 'no-answer answer-timeout',
};
/** The same for a fault that stays. A read that is lost says so when the line is lost, which is at the second time-out. */
const FOR_EVER: Record<Fault, readonly string[]> = {
  unplugged: ['device-lost line-closed'],
  silent: ['device-lost no-answer', 'read-failed answer-timeout'],
  garbage: ['device-lost no-answer', 'read-failed answer-timeout'],
  'noise-before': ['ok'],
  'bad-checksum': ['device-lost no-answer', 'read-failed answer-garbled'],
  slow: ['ok'],
  late: ['device-lost no-answer', 'read-failed answer-timeout'],
  'wrong-reply': ['device-lost no-answer', 'read-failed answer-timeout'],
  partial: ['device-lost no-answer', 'read-failed answer-timeout'],
};
const word = (outcome: Outcome | null) =>
  outcome === null ? 'none' : outcome.error ? `${outcome.error.kind} ${outcome.error.code}` : 'ok';

describe('every command', () => {
  const start = async () => {
    const bench = readerBench({ address: 'serial:///dev/reader' });
    await bench.ready();
    bench.emulator.placeCard(makeCard(17), { fingerprints: true, newAddress: '新路1号' });
    return bench;
  };
  /** The card can be read with all that is on it, without a restart. */
  const works = async (bench: Bench) => {
    const { emulator, clock, reader } = bench;
    emulator.clear();
    await clock.advance(25_000);
    expect(reader.presence.value).toBe('ready');
    emulator.removeCard();
    await clock.advance(2_000);
    emulator.placeCard(makeCard(18), { fingerprints: true, newAddress: '新路2号' });
    const again = bench.outcome(readAll(bench));
    await clock.advance(3_000);
    expect(again.result).toMatchObject({ ok: true, value: { ...makeCard(18), newAddress: '新路2号' } });
    expect(again.result?.ok && again.result.value.fingerprints).toHaveLength(2);
    expect(emulator.overlaps).toBe(0);
    await reader.stop();
    // Only answers of the emulator that come too late may still wait.
    await clock.advance(60_000);
    expect(clock.pending).toBe(0);
  };

  for (const [command, cause] of Object.entries(CAUSES) as [SamCommand, (typeof CAUSES)[SamCommand]][]) {
    const reads = cause === readAll || command === 'readBase';
    for (const [fault, one] of Object.entries(ONE) as [Fault, string][]) {
      it(`${command}, ${fault} once`, async () => {
        const bench = await start();
        bench.emulator.failNext(fault, command);
        const asked = bench.outcome(cause(bench));
        await bench.clock.advance(8_000);
        expect(word(asked.result)).toBe(reads && fault !== 'unplugged' ? 'ok' : one);
        await works(bench);
      });

      it(`${command}, ${fault} for ever`, async () => {
        const bench = await start();
        bench.emulator.failRepeatedly(fault, command);
        const asked = bench.outcome(cause(bench));
        await bench.clock.advance(15_000);
        expect(reads ? FOR_EVER[fault] : [one, ...FOR_EVER[fault]]).toContain(word(asked.result));
        await works(bench);
      });
    }
  }
});

describe('a reader that goes away', () => {
  it('while nobody reads: absent at once when its line breaks', async () => {
    const { reader, emulator, clock, ready } = readerBench();
    await ready();
    emulator.unplug();
    await clock.advance(10);
    expect(reader.presence.value).toBe('absent');
    await reader.stop();
  });

  it('while nobody reads: absent within some seconds when it only falls silent', async () => {
    const { reader, emulator, clock, ready } = readerBench();
    await ready();
    emulator.failRepeatedly('silent');
    await clock.advance(2 * READER_TIMING.statusEvery + 2_500);
    expect(reader.presence.value).toBe('absent');
    await reader.stop();
  });

  it('while a card is waited for', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    const attempt = read();
    await clock.advance(1_000);
    emulator.unplug();
    await clock.advance(10);
    expect(attempt.result).toEqual(failure('device-lost', 'line-closed'));
    expect(reader.presence.value).toBe('absent');
    await reader.stop();
  });

  it('in the middle of reading, and comes back with the card still lying there', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    const card = makeCard(12);
    await ready();
    emulator.placeCard(card);
    const attempt = read();
    await clock.advance(200);
    expect(attempt.reading).toBe(1);
    emulator.unplug();
    await clock.advance(10);
    expect(attempt.result).toEqual(failure('device-lost', 'line-closed'));
    expect(reader.cardPresent.value).toBe(false);
    emulator.plug();
    await clock.advance(RECONNECT.firstMs + 200);
    expect(reader.presence.value).toBe('ready');
    const again = read();
    await clock.advance(2_000);
    expect(again.result).toEqual({ ok: true, value: card });
    await reader.stop();
  });

  it('in the middle of reading, without a word', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    emulator.placeCard(makeCard(12));
    emulator.failRepeatedly('silent', 'readBase');
    emulator.failRepeatedly('silent', 'status');
    const attempt = read();
    await clock.advance(6_000);
    expect(attempt.reading).toBe(1);
    expect(attempt.result).toEqual(failure('device-lost', 'no-answer'));
    emulator.clear();
    await clock.advance(20_000);
    expect(reader.presence.value).toBe('ready');
    await reader.stop();
  });

  it('and speaks nothing but garbage afterwards', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    const attempt = read();
    emulator.failRepeatedly('garbage');
    await clock.advance(5_000);
    expect(attempt.result).toEqual(failure('device-lost', 'no-answer'));
    await reader.stop();
  });

  it('is tried again ever more seldom, but never less than every ten seconds', async () => {
    const opens: number[] = [];
    const { reader, emulator, clock } = readerBench({
      through: (open, now) => (address) => {
        opens.push(now.now());
        return open(address);
      },
    });
    emulator.unplug();
    reader.start();
    await clock.advance(60_000);
    const gaps = opens.slice(1).map((at, i) => at - (opens[i] as number));
    expect(gaps.slice(0, 7)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
    await reader.stop();
  });

  it('answers at once that it is away when a read begins', async () => {
    const { reader, emulator, clock, read } = readerBench();
    emulator.unplug();
    reader.start();
    await clock.advance(10);
    const attempt = read();
    await clock.advance(0);
    expect(attempt.result).toEqual(failure('device-lost', 'absent'));
    await reader.stop();
  });
});

describe('a card that cannot be read', () => {
  it.each([
    [0x41, 'read-failed', 'sw-41'],
    [0x3f, 'read-failed', 'sw-3f'],
    [0x31, 'not-genuine', 'sw-31'],
    [0x32, 'not-genuine', 'sw-32'],
    [0x33, 'not-genuine', 'sw-33'],
    [0x40, 'unknown-card', 'sw-40'],
    [0x66, 'device-lost', 'sw-66'],
  ] as const)('status %i is told as %s', async (status, kind, code) => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    emulator.placeCard(makeCard(13));
    emulator.failStatus(status, 'readBase');
    const attempt = read();
    await clock.advance(1_500);
    expect(attempt.result).toEqual(failure(kind, code));
    await reader.stop();
  });

  it('must be lifted before it is tried again', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    const card = makeCard(13);
    await ready();
    emulator.placeCard(card);
    emulator.failStatus(0x41, 'readBase');
    read();
    await clock.advance(1_500);
    const second = read();
    await clock.advance(10_000);
    expect(second).toEqual({ reading: 0, result: null });
    expect(reader.cardPresent.value).toBe(true);
    emulator.removeCard();
    await clock.advance(400);
    emulator.placeCard(card);
    await clock.advance(1_500);
    expect(second.result).toEqual({ ok: true, value: card });
    await reader.stop();
  });

  it('lifted in the middle of reading: failed, then read when it is back', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    const card = makeCard(14);
    await ready();
    emulator.placeCard(card);
    const attempt = read();
    await clock.advance(200);
    expect(attempt.reading).toBe(1);
    emulator.removeCard();
    await clock.advance(1_000);
    expect(attempt.result).toEqual(failure('read-failed', 'sw-41'));
    const second = read();
    await clock.advance(1_000);
    expect(reader.cardPresent.value).toBe(false);
    emulator.placeCard(card);
    await clock.advance(1_500);
    expect(second.result).toEqual({ ok: true, value: card });
    await reader.stop();
  });

  it('found but never selected: told as unreadable, not polled for ever', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    emulator.placeCard(makeCard(15));
    emulator.failStatus(0x81, 'select', 100);
    const attempt = read();
    await clock.advance(4_000);
    expect(attempt).toEqual({ reading: 0, result: failure('read-failed', 'sw-81') });
    await reader.stop();
  });

  it('whose answer is damaged twice: told as failed, and tried again without lifting', async () => {
    const { reader, emulator, clock, ready, read } = readerBench();
    await ready();
    emulator.placeCard(makeCard(16));
    emulator.failRepeatedly('bad-checksum', 'readBase', 2);
    const attempt = read();
    await clock.advance(3_000);
    expect(attempt.result).toEqual(failure('read-failed', 'answer-garbled'));
    const second = read();
    await clock.advance(2_000);
    expect(second.result?.ok).toBe(true);
    await reader.stop();
  });
});

describe('a bad line', () => {
  const mishaps: Mishap[] = [
    { kind: 'drop' },
    { kind: 'garble', at: 3 },
    { kind: 'garble', at: 8 },
    { kind: 'fragment', size: 3 },
    { kind: 'prepend', bytes: Uint8Array.of(0xaa, 0xaa, 0x00, 0xaa) },
    { kind: 'delay', ms: 900 },
    { kind: 'delay', ms: 5_000 },
    { kind: 'cut', keep: 5 },
    { kind: 'stall' },
    { kind: 'close' },
  ];
  for (const direction of ['in', 'out'] as const) {
    for (const mishap of mishaps) {
      it(`${JSON.stringify(mishap)} to any of the first twelve chunks ${direction}: the next read still gives the card`, async () => {
        for (let nth = 1; nth <= 12; nth++) {
          const { reader, emulator, clock, read } = readerBench({
            through: (open, now) => faultyOpen(open, [{ direction, nth, mishap }], now),
          });
          const card = makeCard(nth);
          reader.start();
          emulator.placeCard(card);
          let attempt = read();
          await clock.advance(15_000);
          if (!attempt.result?.ok) {
            expect(['device-lost', 'read-failed']).toContain(attempt.result?.error.kind);
            emulator.removeCard();
            await clock.advance(2_000);
            emulator.placeCard(card);
            attempt = read();
            await clock.advance(15_000);
          }
          expect(attempt.result, `chunk ${nth}`).toEqual({ ok: true, value: card });
          await reader.stop();
        }
      });
    }
  }
});
