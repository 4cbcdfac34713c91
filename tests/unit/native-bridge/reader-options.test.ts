import { describe, expect, expectTypeOf, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import { CardFeature } from '../../../native-bridge/codec/card-feature.ts';
import { fillerFingerprints } from '../../../native-bridge/devices/id-card-reader/emulator.ts';
import type { CardPicture, PhotoFailure } from '../../../native-bridge/devices/id-card-reader/photo.ts';
import { READER_TIMING } from '../../../native-bridge/devices/id-card-reader/timing.ts';
import type {
  ForeignPermanentResidentCard,
  ReadCard,
  ResidentCard,
} from '../../../native-bridge/devices/id-card-reader/types.ts';
import { makeCard, makeForeign2017, makeForeign2023, makePermit } from '../../support/cards.ts';
import { readerBench } from '../../support/reader-bench.ts';

const never = new AbortController().signal;
const nothing = () => undefined;
const EVERYTHING = { fingerprints: true, newAddress: true, managementNumber: true } as const;

describe('a read that asks for other cards', () => {
  it.each([makeCard(1), makePermit(), makeForeign2017(), makeForeign2023()])(
    'gets a card of kind $kind',
    async (card) => {
      const { reader, emulator, clock, ready, outcome } = readerBench();
      await ready();
      emulator.placeCard(card);
      const run = outcome(
        reader.read(never, nothing, {
          accept: ['resident', 'residence-permit', 'foreign-permanent-resident'],
        }),
      );
      await clock.advance(2_000);
      expect(run.result).toEqual(ok(card));
      await reader.stop();
    },
  );

  it('gets none that it did not ask for', async () => {
    const { reader, emulator, clock, ready, outcome } = readerBench();
    await ready();
    emulator.placeCard(makeCard(1));
    const run = outcome(reader.read(never, nothing, { accept: ['residence-permit'] }));
    await clock.advance(2_000);
    expect(run.result).toEqual(err({ kind: 'unknown-card', code: 'type-none' }));
    await reader.stop();
  });

  it('has the type of what it asked for', () => {
    const { reader } = readerBench();
    type Got<T> = T extends Promise<infer R> ? Extract<R, { ok: true }> : never;
    const plain = () => reader.read(never, nothing);
    const foreign = () =>
      reader.read(never, nothing, { accept: ['foreign-permanent-resident'], newAddress: true });
    expectTypeOf<Got<ReturnType<typeof plain>>['value']>().toEqualTypeOf<ResidentCard>();
    type Foreign = Got<ReturnType<typeof foreign>>['value'];
    expectTypeOf<Foreign>().toExtend<ForeignPermanentResidentCard>();
    expectTypeOf<Foreign['newAddress']>().toEqualTypeOf<string | null>();
    expectTypeOf<ReadCard<{ fingerprints: true }>['fingerprints']>().toEqualTypeOf<
      readonly CardFeature[] | null
    >();
    expectTypeOf<ReadCard<object>>().not.toHaveProperty('fingerprints');
  });
});

describe('a read that asks for fingerprints', () => {
  it('gets both, as bytes that nothing else can pass for', async () => {
    const { reader, emulator, clock, ready, outcome } = readerBench();
    await ready();
    emulator.placeCard(makeCard(1), { fingerprints: true });
    const run = outcome(reader.read(never, nothing, { fingerprints: true }));
    await clock.advance(2_000);
    if (!run.result?.ok) throw new Error('not read');
    const { fingerprints, ...card } = run.result.value;
    expect(card).toEqual(makeCard(1));
    const block = fillerFingerprints();
    expect(fingerprints?.map((feature) => feature.lend((bytes) => bytes.slice()))).toEqual([
      block.slice(0, 512),
      block.slice(512),
    ]);
    const [first, second] = fingerprints as [CardFeature, CardFeature];
    expect(JSON.stringify(first)).toBe('{}');
    const seen = first.lend((bytes) => bytes);
    first.erase();
    expect([first.erased, second.erased]).toEqual([true, false]);
    expect(seen).toEqual(new Uint8Array(512));
    expect(first.lend(() => 'lent')).toBeNull();
    expect(() => new CardFeature(Symbol('card feature') as never, new Uint8Array(512))).toThrow(TypeError);
    expect(emulator.asked.some(({ command }) => command === 'readBase')).toBe(false);
    await reader.stop();
  });

  it.each([
    ['the card holds none', {}, true],
    ['the reader does not know the question', { noFingerprints: true }, false],
  ])('gets the card and null when %s', async (_, options, knows) => {
    const { reader, emulator, clock, ready, outcome } = readerBench(options);
    await ready();
    emulator.placeCard(makeCard(2));
    const run = outcome(reader.read(never, nothing, { fingerprints: true }));
    await clock.advance(2_000);
    expect(run.result).toEqual(ok({ ...makeCard(2), fingerprints: null }));
    const info = outcome(reader.info());
    await clock.advance(500);
    expect(info.result).toMatchObject({ value: { readsFingerprints: knows } });
    await reader.stop();
  });

  it('asks a reader that does not know the question only once', async () => {
    const { reader, emulator, clock, ready, outcome } = readerBench({ noFingerprints: true });
    await ready();
    for (const seed of [1, 2]) {
      emulator.placeCard(makeCard(seed));
      const run = outcome(reader.read(never, nothing, { fingerprints: true }));
      await clock.advance(2_000);
      expect(run.result?.ok).toBe(true);
      emulator.removeCard();
      await clock.advance(2_000);
    }
    expect(emulator.asked.filter(({ command }) => command === 'readWithFingerprints')).toHaveLength(1);
    await reader.stop();
  });

  it('gets the card of a reader that says "no such content" instead of "no fingerprints"', async () => {
    const { reader, emulator, clock, ready, outcome } = readerBench();
    await ready();
    emulator.placeCard(makeCard(2));
    emulator.failStatus(0x91, 'readWithFingerprints');
    const run = outcome(reader.read(never, nothing, { fingerprints: true }));
    await clock.advance(2_000);
    expect(run.result).toMatchObject({ ok: true, value: { fingerprints: null } });
    const info = outcome(reader.info());
    await clock.advance(500);
    expect(info.result).toMatchObject({ value: { readsFingerprints: null } });
    await reader.stop();
  });

  it('fails when their verification fails', async () => {
    const { reader, emulator, clock, ready, outcome } = readerBench();
    await ready();
    emulator.placeCard(makeCard(2), { fingerprints: true });
    emulator.failStatus(0x37, 'readWithFingerprints');
    const run = outcome(reader.read(never, nothing, { fingerprints: true }));
    await clock.advance(2_000);
    expect(run.result).toEqual(err({ kind: 'read-failed', code: 'sw-37' }));
    await reader.stop();
  });
});

describe('a read that asks for the additional address', () => {
  it.each([
    ['there is one', {}, '示例省样本市新区北路7号\u{20bb7}室', '示例省样本市新区北路7号\u{20bb7}室'],
    ['there is none', {}, undefined, null],
    ['the reader does not know the question', { noAdditionalAddress: true }, '路1号', null],
  ])('gets it as it is: %s', async (_, options, newAddress, wanted) => {
    const { reader, emulator, clock, ready, outcome } = readerBench(options);
    await ready();
    emulator.placeCard(makeCard(3), newAddress === undefined ? {} : { newAddress });
    const run = outcome(reader.read(never, nothing, { newAddress: true }));
    await clock.advance(2_000);
    expect(run.result).toEqual(ok({ ...makeCard(3), newAddress: wanted }));
    await reader.stop();
  });

  it('asks in the other dialect where the reader is set so', async () => {
    const bench = readerBench({ newAddressPara: 0x02, driver: { newAddressPara: 0x02 } });
    const { reader, emulator, clock, ready, outcome } = bench;
    await ready();
    emulator.placeCard(makeCard(3), { newAddress: '新路1号' });
    const run = outcome(reader.read(never, nothing, { newAddress: true }));
    await clock.advance(2_000);
    expect(run.result).toMatchObject({ ok: true, value: { newAddress: '新路1号' } });
    await reader.stop();
  });

  it('is refused half a character', async () => {
    const { reader, emulator, clock, ready, outcome } = readerBench();
    await ready();
    emulator.placeCard(makeCard(3), { newAddress: '\ud842' });
    const run = outcome(reader.read(never, nothing, { newAddress: true }));
    await clock.advance(2_000);
    expect(run.result).toEqual(err({ kind: 'bad-content', code: 'text-newAddress' }));
    await reader.stop();
  });

  it.each(['readNewAddress', 'readManagementNumber'] as const)(
    'loses the card when %s ends in an error, and wants it lifted',
    async (command) => {
      const { reader, emulator, clock, ready, outcome } = readerBench();
      await ready();
      emulator.placeCard(makeCard(3), { fingerprints: true });
      emulator.failStatus(0x41, command);
      const run = outcome(reader.read(never, nothing, EVERYTHING));
      await clock.advance(2_000);
      expect(run.result).toEqual(err({ kind: 'read-failed', code: 'sw-41' }));
      const again = outcome(reader.read(never, nothing, EVERYTHING));
      await clock.advance(3_000);
      expect(again.result).toBeNull();
      emulator.removeCard();
      await clock.advance(400);
      emulator.placeCard(makeCard(4));
      await clock.advance(2_000);
      expect(again.result).toMatchObject({ ok: true, value: { number: makeCard(4).number } });
      await reader.stop();
    },
  );

  it('is told that the module is in trouble', async () => {
    const { reader, emulator, clock, ready, outcome } = readerBench();
    await ready();
    emulator.placeCard(makeCard(3));
    emulator.failStatus(0x60, 'readNewAddress');
    const run = outcome(reader.read(never, nothing, EVERYTHING));
    await clock.advance(1_000);
    expect(run.result).toEqual(err({ kind: 'device-lost', code: 'sw-60' }));
    expect(reader.presence.value).toBe('trouble');
    await reader.stop();
  });
});

describe('a read that asks for the number of the card’s body', () => {
  it.each([
    ['the reader knows it', {}, Uint8Array.from({ length: 28 }, (_, i) => i)],
    ['the reader does not', { noManagementNumber: true }, null],
  ])('gets it when %s', async (_, options, wanted) => {
    const { reader, emulator, clock, ready, outcome } = readerBench(options);
    await ready();
    emulator.placeCard(makeCard(3), { managementNumber: Uint8Array.from({ length: 28 }, (__, i) => i) });
    const run = outcome(reader.read(never, nothing, { managementNumber: true }));
    await clock.advance(2_000);
    expect(run.result).toEqual(ok({ ...makeCard(3), managementNumber: wanted }));
    await reader.stop();
  });
});

describe('a read that nobody waits for any more', () => {
  it('is thrown away as it comes', async () => {
    const { reader, emulator, clock, ready, read, abort } = readerBench();
    await ready();
    emulator.placeCard(makeCard(3));
    const run = read();
    await clock.advance(200);
    expect(run.reading).toBe(1);
    abort.abort();
    await clock.advance(1_000);
    expect(run.result).toEqual(err({ kind: 'cancelled', code: 'aborted' }));
    expect(emulator.state).not.toBe('present');
    const next = read(never);
    await clock.advance(2_000);
    expect(next.result).toEqual(ok(makeCard(3)));
    await reader.stop();
  });

  it('gives the card to nobody, and the next read gets its own', async () => {
    const { reader, emulator, clock, ready, outcome, abort } = readerBench();
    await ready();
    emulator.placeCard(makeCard(3), { fingerprints: true, newAddress: '新路1号' });
    const run = outcome(reader.read(abort.signal, nothing, EVERYTHING));
    // Text, photo and fingerprints are read, the address is asked for.
    await clock.advance(588);
    expect(emulator.asked.at(-1)?.command).toBe('readNewAddress');
    abort.abort();
    await clock.advance(1_000);
    expect(run.result).toEqual(err({ kind: 'cancelled', code: 'aborted' }));
    const next = outcome(reader.read(never, nothing, EVERYTHING));
    await clock.advance(2_000);
    expect(next.result).toMatchObject({ ok: true, value: { newAddress: '新路1号' } });
    await reader.stop();
  });
});

describe('the photo', () => {
  const picture: CardPicture = { width: 102, height: 126, rgb: new Uint8Array(38_556).fill(7) };
  const readPicture = async (
    driver: Parameters<typeof readerBench>[0] = {},
    signal = never,
    after = 1_000,
  ) => {
    const bench = readerBench(driver);
    await bench.ready();
    bench.emulator.placeCard(makeCard(5));
    const run = bench.outcome(bench.reader.read(signal, nothing, { picture: true }));
    await bench.clock.advance(after);
    return { ...bench, run };
  };

  it('is given as it is, and as a picture where there is a decoder', async () => {
    const seen: number[] = [];
    const { run, reader } = await readPicture({
      driver: {
        photoDecoder: async (wlt) => {
          seen.push(wlt.length, wlt[0] as number);
          return ok(picture);
        },
      },
    });
    expect(run.result).toEqual(ok({ ...makeCard(5), picture: ok(picture) }));
    expect(seen).toEqual([1_024, 0x57]);
    await reader.stop();
  });

  it('is no reason to lose the card', async () => {
    const failure = (kind: PhotoFailure['kind'], code: string) => err({ kind, code });
    const wrongSize = async () => ok({ ...picture, rgb: new Uint8Array(3) });
    const cases = [
      [undefined, failure('no-decoder', 'no-decoder')],
      [async () => failure('not-licensed', 'get-bmp--5'), failure('not-licensed', 'get-bmp--5')],
      [wrongSize, failure('failed', 'size')],
      [() => Promise.reject(new Error('native code')), failure('failed', 'threw')],
    ] as const;
    for (const [photoDecoder, expected] of cases) {
      const { run, reader } = await readPicture({ driver: photoDecoder ? { photoDecoder } : {} });
      expect(run.result).toEqual(ok({ ...makeCard(5), picture: expected }));
      await reader.stop();
    }
  });

  it('is not waited for longer than its time, and meanwhile the reader goes on', async () => {
    const { run, reader, clock, emulator } = await readPicture({
      driver: { photoDecoder: () => new Promise(() => undefined) },
    });
    expect(run.result).toBeNull();
    emulator.removeCard();
    await clock.advance(1_500);
    expect(reader.cardPresent.value).toBe(false);
    await clock.advance(READER_TIMING.photo);
    expect(run.result).toEqual(ok({ ...makeCard(5), picture: err({ kind: 'failed', code: 'timeout' }) }));
    await reader.stop();
    expect(clock.pending).toBe(0);
  });

  it('of a read that is cancelled meanwhile goes to nobody', async () => {
    const abort = new AbortController();
    let decode: (picture: CardPicture) => void = nothing;
    const { run, reader, clock } = await readPicture(
      { driver: { photoDecoder: () => new Promise((resolve) => (decode = (made) => resolve(ok(made)))) } },
      abort.signal,
    );
    abort.abort();
    await clock.advance(0);
    expect(run.result).toEqual(err({ kind: 'cancelled', code: 'aborted' }));
    decode(picture);
    const other = new AbortController();
    const made = { ...picture, rgb: picture.rgb.slice() };
    const second = await readPicture(
      {
        driver: {
          photoDecoder: async () => {
            other.abort();
            return ok(made);
          },
        },
      },
      other.signal,
    );
    expect(second.run.result).toEqual(err({ kind: 'cancelled', code: 'aborted' }));
    expect(made.rgb.every((byte) => byte === 0)).toBe(true);
    await reader.stop();
    await second.reader.stop();
  });

  it('is not asked for when the card was not read', async () => {
    const bench = readerBench();
    await bench.ready();
    bench.emulator.placeCard(makePermit());
    const run = bench.outcome(bench.reader.read(never, nothing, { picture: true }));
    await bench.clock.advance(1_000);
    expect(run.result).toEqual(err({ kind: 'unknown-card', code: 'type-J' }));
    await bench.reader.stop();
  });
});
