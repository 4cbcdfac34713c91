import { describe, expect, it } from 'vitest';
import {
  FINGERPRINT_BYTES,
  joinBaseMessage,
  splitBaseMessage,
  TEXT_BYTES,
} from '../../../native-bridge/devices/id-card-reader/base-message.ts';
import {
  type CardContent,
  cardBlocks,
  decodeBaseMessage,
} from '../../../native-bridge/devices/id-card-reader/card-text.ts';
import { fillerFingerprints } from '../../../native-bridge/devices/id-card-reader/emulator.ts';
import { encodeReply } from '../../../native-bridge/devices/id-card-reader/protocol.ts';
import { SW } from '../../../native-bridge/devices/id-card-reader/status-words.ts';
import type { CardKind, IdCard } from '../../../native-bridge/devices/id-card-reader/types.ts';
import { toHex } from '../../support/bytes.ts';
import { checked, makeCard, makeForeign2017, makeForeign2023, makePermit } from '../../support/cards.ts';

const TODAY = '20261120';
const ALL: CardKind[] = ['resident', 'residence-permit', 'foreign-permanent-resident'];

type Change = (text: Uint8Array) => void;
const put =
  (offset: number, value: string): Change =>
  (text) =>
    text.set(Buffer.from(value, 'utf16le'), offset);
const all =
  (...changes: Change[]): Change =>
  (text) =>
    changes.forEach((change) => void change(text));

function read(card: CardContent, change: Change = () => undefined, accept: readonly CardKind[] = ALL) {
  const blocks = cardBlocks(card);
  change(blocks.text);
  const decoded = decodeBaseMessage(joinBaseMessage(blocks, false), TODAY, accept);
  return decoded.ok ? decoded.value.card : decoded.error;
}

/** The text of a card, cut at its borders as the sheet of its type has them. */
function cut(card: CardContent, sizes: readonly number[]): string[] {
  const text = Buffer.from(cardBlocks(card).text);
  expect(sizes.reduce((sum, size) => sum + size)).toBe(TEXT_BYTES);
  let end = 0;
  return sizes.map((size) => {
    end += size;
    return text.toString('utf16le', end - size, end).trimEnd();
  });
}

describe('every type of card', () => {
  it.each<[string, IdCard]>([
    ['a resident card', makeCard(1)],
    ['a residence permit of Macao', makePermit()],
    ['one of Hong Kong', makePermit({ region: 'hong-kong', number: checked('81000019000101000') })],
    ['one of Taiwan', makePermit({ region: 'taiwan', number: checked('83000019000101000') })],
    ['one without a travel pass', makePermit({ passNumber: null })],
    ['a foreigner’s card of 2017', makeForeign2017()],
    ['one without a Chinese name', makeForeign2017({ chineseName: null })],
    ['a foreigner’s card of 2023', makeForeign2023()],
    ['one without a Chinese name', makeForeign2023({ chineseName: null })],
    ['one without expiry', makeForeign2023({ validTo: null })],
    ['one of unstated sex', makeForeign2023({ sex: 'other' })],
    [
      'an English name that needs both its fields',
      makeForeign2023({ englishName: 'SAMPLE, ADA WILHELMINA CHRISTINA TESTFIELD' }),
    ],
    [
      'one whose first field ends with a space',
      makeForeign2023({ englishName: 'SAMPLE, ADA WILHELMINA CHRISTINAAB TESTER' }),
    ],
  ])('comes back whole: %s', (_, card) => {
    expect(read(card)).toEqual(card);
  });

  it('has its fields where its sheet says: residence permit', () => {
    const card = makePermit();
    expect(cut(card, [30, 2, 4, 16, 70, 36, 30, 16, 16, 18, 4, 6, 2, 6])).toEqual([
      card.name,
      card.sex === 'male' ? '1' : '2',
      '',
      '19000101',
      card.address,
      card.number,
      card.issuer,
      '20200101',
      '20400101',
      'M00000000',
      '01',
      '',
      'J',
      '',
    ]);
  });

  it('has its fields where its sheet says: foreigner 2017', () => {
    const card = makeForeign2017();
    expect(cut(card, [120, 2, 30, 6, 30, 16, 16, 16, 4, 8, 2, 6])).toEqual([
      card.englishName,
      '2',
      card.number,
      'XZZ',
      '艾达',
      '20200101',
      '20400101',
      '19000102',
      '01',
      '9900',
      'I',
      '',
    ]);
  });

  it('has its fields where its sheet says: foreigner 2023', () => {
    const card = makeForeign2023({ englishName: 'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHIJKLM' });
    expect(cut(card, [30, 2, 4, 16, 70, 36, 30, 16, 16, 22, 6, 2, 6])).toEqual([
      '艾达',
      '2',
      '01',
      '19000102',
      'ABCDEFGHIJKLMNOPQRSTUVWXYZABCDEFGHI',
      card.number,
      '',
      '20200101',
      '20400101',
      'JKLM',
      'XZZ',
      'Y',
      '000',
    ]);
  });

  it('is refused by whoever did not ask for it', () => {
    const permit = { kind: 'unknown-card', code: 'type-J' };
    expect(read(makePermit(), undefined, ['resident'])).toEqual(permit);
    expect(read(makePermit(), undefined, ['resident', 'foreign-permanent-resident'])).toEqual(permit);
    expect(read(makeForeign2017(), undefined, ['resident'])).toEqual({
      kind: 'unknown-card',
      code: 'type-I',
    });
    expect(read(makeCard(1), undefined, ['residence-permit'])).toEqual({
      kind: 'unknown-card',
      code: 'type-none',
    });
  });
});

describe('telling the types apart', () => {
  const unmarked = put(248, ' ');
  it('knows a permit without a mark by its number', () => {
    expect(read(makePermit(), unmarked)).toEqual(makePermit());
  });
  it('knows a foreigner’s card of 2023 without a mark, or with one nobody knows, by its number', () => {
    for (const mark of [' ', 'I', 'P', '\u4e00'])
      expect(read(makeForeign2023(), put(248, mark))).toEqual(makeForeign2023());
  });
  it('knows a foreigner’s card of 2017 without a mark by its Latin name', () => {
    expect(read(makeForeign2017(), unmarked)).toEqual(makeForeign2017());
  });
  it('takes no card with a mark that nobody knows', () => {
    expect(read(makeCard(1), put(248, 'Q'))).toEqual({ kind: 'unknown-card', code: 'type-Q' });
    expect(read(makeCard(1), put(248, '\u4e00'))).toEqual({ kind: 'unknown-card', code: 'type-other' });
  });
  it('does not take a resident’s number that begins with 9 for a foreigner’s', () => {
    expect(read(makeCard(1, { number: checked('99000019900101001') }))).toMatchObject({ kind: 'resident' });
  });
});

describe('what cannot stand on a card', () => {
  it.each<[string, CardContent, Change, string]>([
    [
      'a permit’s number of another prefix',
      makePermit(),
      put(122, checked('99000019000101000')),
      'number-prefix',
    ],
    ['a permit’s wrong check character', makePermit(), put(156, '?'), 'number-character'],
    ['a permit without a name', makePermit(), put(0, ' '.repeat(15)), 'name'],
    ['a permit’s expiry before its issue', makePermit(), put(204, '20191231'), 'valid-to'],
    ['half a character in a travel pass', makePermit(), put(220, '\ud842'), 'text-passNumber'],
    ['fourteen characters of a number of 2017', makeForeign2017(), put(150, ' '), 'number-length'],
    ['a digit too early in a number of 2017', makeForeign2017(), put(124, '1'), 'number-character'],
    ['a nationality of two letters', makeForeign2017(), put(156, ' '), 'nationality'],
    ['no English name', makeForeign2017(), put(0, ' '.repeat(60)), 'english-name'],
    ['a birth date that is none', makeForeign2017(), put(220, '19000230'), 'birth-date'],
    [
      'a number of 2023 without a province',
      makeForeign2023(),
      put(122, checked('90199919000102000')),
      'number-prefix',
    ],
    [
      'a number of 2023 with a wrong check character',
      makeForeign2023(),
      put(154, '1'),
      'number-check-character',
    ],
    [
      'a number of 2023 with an impossible date',
      makeForeign2023(),
      put(122, checked('91199919001302000')),
      'number-birth-date',
    ],
    ['no English name of 2023', makeForeign2023(), put(52, ' '.repeat(35)), 'english-name'],
    ['an issue date that is none', makeForeign2023(), put(188, '长期      '), 'valid-from'],
  ])('%s', (_, card, change, code) => {
    expect(read(card, change)).toEqual({ kind: 'bad-content', code });
  });

  it('but a small x, a nationality that 2023 leaves out, and 长期 on a permit are no reason to refuse', () => {
    const number = checked('82000019000101001');
    expect(number.at(-1)).toBe('X');
    expect(read(makePermit({ number }), put(156, 'x'))).toMatchObject({ number });
    expect(read(makeForeign2023(), put(242, '   '))).toMatchObject({ nationality: '' });
    expect(read(makePermit({ validTo: null }))).toMatchObject({ validTo: null });
  });
});

describe('characters', () => {
  it('of the supplementary planes are kept, and are nothing to report', () => {
    const card = makeCard(1, { name: '𠮷\u{30000}\u{2ebe0}明', address: '𠀀路1号' });
    expect(read(card)).toEqual(card);
  });

  it('of private use stay where they are, and are reported by field and code point', () => {
    const card = makeCard(1, {
      name: '测\ue123\u{f0000}',
      address: '\uf8ff路\u{10fffd}号',
      issuer: '样本\ue000局',
    });
    expect(read(card)).toEqual({
      ...card,
      privateUse: [
        { field: 'name', codePoint: 0xe123 },
        { field: 'name', codePoint: 0xf0000 },
        { field: 'address', codePoint: 0xf8ff },
        { field: 'address', codePoint: 0x10fffd },
        { field: 'issuer', codePoint: 0xe000 },
      ],
    });
  });

  it('just outside of private use are not reported', () => {
    expect(read(makeCard(1, { name: '\ud7ff\uf900\u{effff}' }))).toMatchObject({ privateUse: [] });
  });

  it('of private use are reported on every type of card', () => {
    const found = [{ field: 'chineseName', codePoint: 0xe123 }];
    expect(read(makeForeign2017({ chineseName: '\ue123' }))).toMatchObject({ privateUse: found });
    expect(read(makeForeign2023({ chineseName: '\ue123' }))).toMatchObject({ privateUse: found });
    expect(read(makePermit({ name: '\ue123' }))).toMatchObject({
      privateUse: [{ field: 'name', codePoint: 0xe123 }],
    });
  });

  it('of an English name stand apart by one space only', () => {
    const english = read(makeForeign2023(), all(put(52, 'ADA'.padEnd(35)), put(220, 'TEST'.padEnd(11))));
    expect(english).toMatchObject({ englishName: 'ADA TEST' });
  });
});

describe('the reply with fingerprints', () => {
  const blocks = cardBlocks(makeCard(1), fillerFingerprints());
  const none = cardBlocks(makeCard(1));

  it('has the three lengths of its three forms', () => {
    const frame = (data: Uint8Array) => encodeReply(SW.done, data);
    const plain = frame(joinBaseMessage(blocks, false));
    const full = frame(joinBaseMessage(blocks, true));
    const without = frame(joinBaseMessage(none, true));
    expect([plain.length, full.length, without.length]).toEqual([1_295, 2_321, 1_297]);
    expect(toHex(plain.subarray(5, 14))).toBe('05 08 00 00 90 01 00 04 00');
    expect(toHex(full.subarray(5, 16))).toBe('09 0A 00 00 90 01 00 04 00 04 00');
    expect(toHex(without.subarray(5, 16))).toBe('05 0A 00 00 90 01 00 04 00 00 00');
  });

  it('is understood in each of them, and without the third length', () => {
    expect(splitBaseMessage(joinBaseMessage(blocks, true), true)).toEqual(blocks);
    expect(splitBaseMessage(joinBaseMessage(none, true), true)).toEqual(none);
    expect(splitBaseMessage(joinBaseMessage(none, false), true)).toEqual(none);
    expect(splitBaseMessage(joinBaseMessage(none, false), false)).toEqual(none);
  });

  it('is refused with lengths that are none', () => {
    const full = joinBaseMessage(blocks, true);
    for (const [at, value] of [
      [0, 2],
      [2, 5],
      [4, 2],
      [5, 1],
    ] as const) {
      const wrong = full.slice();
      wrong[at] = value;
      expect(splitBaseMessage(wrong, true)).toBeNull();
    }
    expect(splitBaseMessage(full.subarray(0, -1), true)).toBeNull();
    expect(splitBaseMessage(full.subarray(0, 5), true)).toBeNull();
    expect(splitBaseMessage(new Uint8Array(0), false)).toBeNull();
  });

  it('holds two made-up fingers, marked as the format has them', () => {
    const prints = fillerFingerprints();
    expect(prints).toHaveLength(FINGERPRINT_BYTES);
    expect([prints[0], prints[4], prints[5]]).toEqual([0x43, 1, 11]);
    expect([prints[512], prints[516], prints[517]]).toEqual([0x43, 1, 16]);
  });
});
