import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../electron/core/index.ts';
import {
  FINGERPRINT_BYTES,
  joinBaseMessage,
  PHOTO_BYTES,
  splitBaseMessage,
  TEXT_BYTES,
} from '../../native-bridge/devices/id-card-reader/base-message.ts';
import {
  type CardContent,
  cardBlocks,
  decodeBaseMessage,
} from '../../native-bridge/devices/id-card-reader/card-text.ts';
import type { CardKind, IdCard } from '../../native-bridge/devices/id-card-reader/types.ts';
import { checked, makeCard, makeForeign2017, makeForeign2023, makePermit } from '../support/cards.ts';
import { readerBench } from '../support/reader-bench.ts';

const TODAY = '20261120';
const ALL: CardKind[] = ['resident', 'residence-permit', 'foreign-permanent-resident'];

/** Characters as names have them: common ones, rare ones beyond the basic plane, private use. */
const character = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: 0x4e00, max: 0x9fff }) },
  { weight: 2, arbitrary: fc.integer({ min: 0x20000, max: 0x323af }) },
  { weight: 1, arbitrary: fc.constantFrom(0xe000, 0xf8ff, 0xf0000, 0x10fffd) },
);
const chinese = (units: number, least = 1) =>
  fc
    .array(character, { minLength: least, maxLength: units })
    .map((points) => String.fromCodePoint(...points))
    .filter((text) => text.length <= units);
/** Words of capitals, with one space between. */
const english = (units: number) =>
  fc
    .array(fc.stringMatching(/^[A-Z]{1,12}$/), { minLength: 1, maxLength: 6 })
    .map((words) => words.join(' '))
    .filter((text) => text.length <= units);
const day = fc
  .date({ min: new Date('1900-01-01'), max: new Date('2026-11-19'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10).replaceAll('-', ''));
const sequence = fc.integer({ min: 0, max: 999 }).map((value) => String(value).padStart(3, '0'));
const expiry = fc.constantFrom('20400101', null);
const sex = fc.constantFrom('male' as const, 'female' as const, 'other' as const);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: null });

const cards: fc.Arbitrary<IdCard> = fc.oneof(
  fc
    .record({
      name: chinese(15),
      address: chinese(35, 0),
      issuer: chinese(15, 0),
      sex,
      day,
      sequence,
      expiry,
    })
    .map(({ day: birthDate, sequence: last, expiry: validTo, ...rest }) =>
      makeCard(1, { ...rest, birthDate, validTo, number: checked(`990000${birthDate}${last}`) }),
    ),
  fc
    .record({ name: chinese(15), address: chinese(35, 0), sex, day, sequence, expiry, region: fc.nat(2) })
    .map(({ day: birthDate, sequence: last, expiry: validTo, region, ...rest }) =>
      makePermit({
        ...rest,
        birthDate,
        validTo,
        region: (['hong-kong', 'macao', 'taiwan'] as const)[region as 0 | 1 | 2],
        number: checked(`8${region + 1}0000${birthDate}${last}`),
      }),
    ),
  fc
    .record({ englishName: english(60), chineseName: optional(chinese(15)), sex, birthDate: day })
    .map(makeForeign2017),
  fc
    .record({ englishName: english(46), chineseName: optional(chinese(15)), sex, day, sequence, expiry })
    .map(({ day: birthDate, sequence: last, expiry: validTo, ...rest }) =>
      makeForeign2023({ ...rest, birthDate, validTo, number: checked(`911999${birthDate}${last}`) }),
    ),
);

const decode = (card: CardContent) => decodeBaseMessage(joinBaseMessage(cardBlocks(card), false), TODAY, ALL);
const isPrivate = (point: number) => (point >= 0xe000 && point <= 0xf8ff) || point >= 0xf0000;

describe('any card', () => {
  it('comes back as it was written, with its characters of private use told', () => {
    fc.assert(
      fc.property(cards, (card) => {
        const read = decode(card);
        if (!read.ok) throw new Error(read.error.code);
        const { privateUse, ...rest } = read.value.card;
        const { privateUse: _, ...written } = card;
        expect(rest).toEqual(written);
        const texts = Object.values(written).filter((value) => typeof value === 'string');
        const inTexts = [...texts.join('')].map((c) => c.codePointAt(0) as number).filter(isPrivate);
        expect(privateUse.map(({ codePoint }) => codePoint).sort()).toEqual(inTexts.sort());
      }),
    );
  });

  it('with any one byte of its text changed is a card, or a failure that names a field and no value', () => {
    fc.assert(
      fc.property(cards, fc.nat(TEXT_BYTES - 1), fc.nat(255), (card, at, byte) => {
        const blocks = cardBlocks(card);
        blocks.text[at] = byte;
        const read = decodeBaseMessage(joinBaseMessage(blocks, false), TODAY, ALL);
        if (!read.ok) expect(read.error.code).toMatch(/^(type-([A-Z]|other)|text-[a-zA-Z]+|[a-z-]+)$/);
      }),
      { numRuns: 500 },
    );
  });
});

describe('any reply', () => {
  it('of bytes without meaning is a failure, never an exception', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 2_400 }), fc.boolean(), (data, withFingerprints) => {
        expect(() => decodeBaseMessage(data, TODAY, ALL, withFingerprints)).not.toThrow();
      }),
    );
  });

  it('splits into the blocks that it was joined from', () => {
    const block = (size: number) => fc.uint8Array({ minLength: size, maxLength: size });
    fc.assert(
      fc.property(
        block(TEXT_BYTES),
        block(PHOTO_BYTES),
        optional(block(FINGERPRINT_BYTES)),
        (text, photo, fingerprints) => {
          const blocks = { text, photo, fingerprints };
          expect(splitBaseMessage(joinBaseMessage(blocks, true), true)).toEqual(blocks);
        },
      ),
      { numRuns: 30 },
    );
  });
});

describe('the driver', () => {
  it('reads any card whole, however its bytes are cut on the line', async () => {
    await fc.assert(
      fc.asyncProperty(
        cards,
        fc.array(fc.integer({ min: 1, max: 400 }), { minLength: 1 }),
        fc.boolean(),
        async (card, sizes, fingerprints) => {
          let turn = 0;
          const bench = readerBench({
            baud: Number.POSITIVE_INFINITY,
            chunking: (bytes) => {
              const pieces: Uint8Array[] = [];
              for (let at = 0; at < bytes.length; ) {
                const size = sizes[turn++ % sizes.length] as number;
                pieces.push(bytes.slice(at, at + size));
                at += size;
              }
              return pieces;
            },
          });
          await bench.ready();
          bench.emulator.placeCard(card, { fingerprints });
          const run = bench.outcome(
            bench.reader.read(new AbortController().signal, () => undefined, {
              accept: ALL,
              fingerprints: true,
            }),
          );
          await bench.clock.advance(1_500);
          await bench.reader.stop();
          if (!run.result?.ok) throw new Error('not read');
          const { fingerprints: prints, ...read } = run.result.value;
          expect(ok({ card: read, fingerprints: null })).toEqual(decode(card));
          expect(prints === null).toBe(!fingerprints);
        },
      ),
      { numRuns: 40 },
    );
  });
});
