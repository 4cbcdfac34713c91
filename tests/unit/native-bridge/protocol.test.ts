import { describe, expect, it } from 'vitest';
import {
  joinBaseMessage,
  PHOTO_BYTES,
  TEXT_BYTES,
} from '../../../native-bridge/devices/id-card-reader/base-message.ts';
import {
  type CardContent,
  cardBlocks,
  decodeBaseMessage,
} from '../../../native-bridge/devices/id-card-reader/card-text.ts';
import { ethnicGroupName } from '../../../native-bridge/devices/id-card-reader/ethnic-groups.ts';
import {
  answers,
  decodeReply,
  encodeCommand,
  encodeReply,
  formatSamNumber,
  type SamNumber,
  samNumber,
} from '../../../native-bridge/devices/id-card-reader/protocol.ts';
import {
  HOST_LIBRARY_CODES,
  STATUS_WORDS,
  SW,
  statusWord,
  swCode,
} from '../../../native-bridge/devices/id-card-reader/status-words.ts';
import { answerDeadline, READER_TIMING } from '../../../native-bridge/devices/id-card-reader/timing.ts';
import { hex, toHex } from '../../support/bytes.ts';
import { makeCard } from '../../support/cards.ts';

const TODAY = '20261120';
const PREAMBLE = 'AA AA AA 96 69';
const encodeBaseMessage = (card: CardContent) => joinBaseMessage(cardBlocks(card), false);

describe('golden bytes', () => {
  it.each([
    ['reset', '00 03 10 FF EC'],
    ['status', '00 03 11 FF ED'],
    ['samNumber', '00 03 12 FF EE'],
    ['find', '00 03 20 01 22'],
    ['select', '00 03 20 02 21'],
    ['readBase', '00 03 30 01 32'],
    ['readWithFingerprints', '00 03 30 10 23'],
    ['readNewAddress', '00 03 30 03 30'],
    ['readManagementNumber', '00 03 30 05 36'],
  ] as const)('command %s', (command, bytes) => {
    expect(toHex(encodeCommand(command))).toBe(`${PREAMBLE} ${bytes}`);
  });

  it.each([
    ['readNewAddress', 0x02, '00 03 30 02 31'],
    ['setSpeed', 0, '00 03 60 00 63'],
    ['setSpeed', 4, '00 03 60 04 67'],
    ['setRadioFrame', 0x50, '00 04 61 FF 50 CA'],
  ] as const)('command %s with %i', (command, parameter, bytes) => {
    expect(toHex(encodeCommand(command, parameter))).toBe(`${PREAMBLE} ${bytes}`);
  });

  it.each([
    ['done', SW.done, 0, '00 04 00 00 90 94'],
    ['card found', SW.cardFound, 4, '00 08 00 00 9F 00 00 00 00 97'],
    ['no card', SW.noCard, 0, '00 04 00 00 80 84'],
    ['selected', SW.done, 8, '00 0C 00 00 90 00 00 00 00 00 00 00 00 9C'],
    ['select failed', SW.selectFailed, 0, '00 04 00 00 81 85'],
    ['read failed', SW.readFailed, 0, '00 04 00 00 41 45'],
    ['no such content', SW.noSuchContent, 0, '00 04 00 00 91 95'],
  ])('reply %s', (_, sw, zeros, bytes) => {
    expect(toHex(encodeReply(sw, new Uint8Array(zeros)))).toBe(`${PREAMBLE} ${bytes}`);
  });

  it('a card with text and photo is a frame of 1,295 bytes', () => {
    const frame = encodeReply(SW.done, encodeBaseMessage(makeCard(1)));
    expect(frame).toHaveLength(1295);
    expect(toHex(frame.subarray(5, 14))).toBe('05 08 00 00 90 01 00 04 00');
  });

  it('prints a module number in its groups', () => {
    const data = hex('05 00 03 00 E5 D5 34 01 D2 04 00 00 2E 16 00 00');
    expect(formatSamNumber(samNumber.decode(data) as SamNumber)).toBe('05.03-20239845-0000001234-0000005678');
  });
});

describe('status words', () => {
  const words = Object.values(STATUS_WORDS);

  it('are those of the documents, each once, and say what to try', () => {
    expect(words.map(({ code }) => code).sort((a, b) => a - b)).toEqual([
      0x10, 0x11, 0x21, 0x23, 0x24, 0x31, 0x32, 0x33, 0x34, 0x37, 0x3f, 0x40, 0x41, 0x47, 0x50, 0x60, 0x61,
      0x66, 0x80, 0x81, 0x90, 0x91, 0x9f,
    ]);
    for (const { meaning, advice } of words) expect(meaning && advice).not.toBe('');
  });

  it('that a maker’s library adds are never on the line', () => {
    expect(Object.keys(HOST_LIBRARY_CODES).map(Number)).toEqual([1, 2, 3, 4, 5, 6]);
    for (const code of Object.keys(HOST_LIBRARY_CODES).map(Number))
      expect(words.some((word) => word.code === code)).toBe(false);
  });

  it('that nobody documented count as a failed read', () => {
    expect(statusWord(0x77)).toMatchObject({ code: 0x77, consequence: 'read-failed', answers: 'any' });
    expect(statusWord(0x60)).toBe(STATUS_WORDS.selfTestFailed);
    expect(swCode(5)).toBe('sw-05');
  });
});

describe('replies', () => {
  it('are not replies without the two leading zeros', () => {
    expect(decodeReply(hex('00 00 90'))).toEqual({ sw: 0x90, data: new Uint8Array(0) });
    expect(decodeReply(hex('00 01 90'))).toBeNull();
    expect(decodeReply(hex('00 00'))).toBeNull();
  });

  it('do not pass for the answer to another command', () => {
    const noData = new Uint8Array(0);
    expect(answers('find', { sw: SW.noCard, data: noData })).toBe(true);
    expect(answers('status', { sw: SW.noCard, data: noData })).toBe(false);
    expect(answers('find', { sw: SW.done, data: noData })).toBe(false);
    expect(answers('readBase', { sw: SW.done, data: new Uint8Array(8) })).toBe(false);
    expect(answers('samNumber', { sw: SW.done, data: noData })).toBe(false);
    expect(answers('select', { sw: SW.readFailed, data: noData })).toBe(true);
    expect(answers('find', { sw: SW.readFailed, data: noData })).toBe(false);
    expect(answers('find', { sw: SW.notPermitted, data: noData })).toBe(true);
  });

  it('that a command about content may get are not those of text and photo', () => {
    const nothing = { sw: SW.noSuchContent, data: new Uint8Array(0) };
    for (const command of ['readWithFingerprints', 'readNewAddress', 'readManagementNumber'] as const)
      expect(answers(command, nothing)).toBe(true);
    for (const command of ['readBase', 'find', 'select', 'status'] as const)
      expect(answers(command, nothing)).toBe(false);
    // Eight bytes answer "select", sixteen the module's number.
    expect(answers('readManagementNumber', { sw: SW.done, data: new Uint8Array(16) })).toBe(false);
    expect(answers('readManagementNumber', { sw: SW.done, data: new Uint8Array(28) })).toBe(true);
    expect(answers('select', { sw: SW.selectFailed, data: new Uint8Array(0) })).toBe(true);
    expect(answers('find', { sw: SW.selectFailed, data: new Uint8Array(0) })).toBe(false);
  });

  it('are waited for longer on a slower line', () => {
    expect(answerDeadline('readBase', 115_200)).toBeLessThan(READER_TIMING.answer.readBase + 200);
    // 1,295 bytes at ten bits need 1.35 s at 9600 baud.
    expect(answerDeadline('readBase', 9_600)).toBeGreaterThan(READER_TIMING.answer.readBase + 1_350);
  });
});

describe('card text', () => {
  const read = (card = makeCard(1), change?: (text: Uint8Array) => void) => {
    const data = encodeBaseMessage(card);
    change?.(data.subarray(4, 4 + TEXT_BYTES));
    return decodeBaseMessage(data, TODAY);
  };
  const put = (offset: number, value: string) => (text: Uint8Array) =>
    text.set(Buffer.from(value, 'utf16le'), offset);

  it('puts every field at its place', () => {
    const card = makeCard(2, { name: '欧阳测试', sex: 'female', ethnicGroup: '土家', validTo: null });
    const text = Buffer.from(encodeBaseMessage(card).subarray(4, 4 + TEXT_BYTES));
    const at = (offset: number, bytes: number) => text.toString('utf16le', offset, offset + bytes);
    expect(at(0, 30)).toBe('欧阳测试'.padEnd(15));
    expect(at(30, 2)).toBe('2');
    expect(at(32, 4)).toBe('15');
    expect(at(36, 16)).toBe(card.birthDate);
    expect(at(52, 70)).toBe(card.address.padEnd(35));
    expect(at(122, 36)).toBe(card.number);
    expect(at(158, 30)).toBe(card.issuer.padEnd(15));
    expect(at(188, 16)).toBe('20200101');
    expect(at(204, 16)).toBe('长期      ');
    expect(at(220, 36)).toBe(' '.repeat(18));
  });

  it.each([
    ['a date of expiry', {}],
    ['no expiry (长期)', { validTo: null }],
    ['a name beyond the basic plane', { name: '𠮷田明' }],
    ['a name of fifteen characters', { name: '阿卜杜热合曼·买买提依明江木沙' }],
    ['a group of three characters', { ethnicGroup: '维吾尔' }],
    ['no stated sex', { sex: 'other' as const }],
  ])('comes back whole with %s', (_, over) => {
    const card = makeCard(3, over);
    expect(read(card)).toEqual({ ok: true, value: { card, fingerprints: null } });
  });

  it('keeps the code of a group that is not in the table', () => {
    expect(ethnicGroupName('15')).toBe('土家');
    expect(ethnicGroupName('56')).toBe('基诺');
    expect(read(makeCard(1), put(32, '77'))).toMatchObject({
      ok: true,
      value: { card: { ethnicGroup: '77' } },
    });
  });

  it('tolerates fields that are padded with zeros', () => {
    const zeros = '测试\0\0\0\0\0\0\0\0\0\0\0\0\0';
    expect(read(makeCard(1), put(0, zeros))).toMatchObject({ ok: true, value: { card: { name: '测试' } } });
  });

  it.each([
    ['the mark I', put(248, 'I'), 'type-I'],
    ['the mark J', put(248, 'J'), 'type-J'],
    ['the mark Y', put(248, 'Y'), 'type-Y'],
    ['a mark of its own', put(248, '\u1234'), 'type-other'],
    ['a Latin name', put(0, 'SAMPLE'), 'type-latin-name'],
    ['a foreigner’s number', put(122, '911156199001010013'), 'type-foreign-number'],
    ['a permit’s number', put(122, '810000199001010013'), 'type-permit-number'],
  ])('takes a card with %s for another kind of card', (_, change, code) => {
    expect(read(makeCard(1), change)).toEqual({ ok: false, error: { kind: 'unknown-card', code } });
  });

  it.each([
    [
      'a wrong check character',
      (text: Uint8Array) => text.set([text[156] === 0x31 ? 0x32 : 0x31], 156),
      'number-check-character',
    ],
    ['a number with a letter', put(130, 'Q'), 'number-character'],
    ['no number', put(122, ' '.repeat(18)), 'number-length'],
    ['no name', put(0, ' '.repeat(15)), 'name'],
    ['a birth date that is none', put(36, '19901301'), 'birth-date'],
    ['an issue date that is none', put(188, '2020 101'), 'valid-from'],
    ['an expiry before its issue', put(204, '20191231'), 'valid-to'],
    ['an expiry that is no date', put(204, '长久      '), 'valid-to'],
    ['half a surrogate pair', put(0, '\uD842'), 'text-name'],
  ])('refuses %s and says only which', (_, change, code) => {
    expect(read(makeCard(1), change)).toEqual({ ok: false, error: { kind: 'bad-content', code } });
  });

  it.each([
    ['text', 1],
    ['photo', 3],
  ])('refuses a reply that claims another %s length', (_, at) => {
    const data = encodeBaseMessage(makeCard(1));
    data[at] = 0x10;
    expect(decodeBaseMessage(data, TODAY)).toEqual({
      ok: false,
      error: { kind: 'bad-content', code: 'lengths' },
    });
  });

  it('refuses a reply that is cut short', () => {
    const data = encodeBaseMessage(makeCard(1)).subarray(0, 4 + TEXT_BYTES + PHOTO_BYTES - 1);
    expect(decodeBaseMessage(data, TODAY)).toMatchObject({ ok: false, error: { code: 'lengths' } });
    expect(decodeBaseMessage(new Uint8Array(2), TODAY)).toMatchObject({
      ok: false,
      error: { code: 'lengths' },
    });
  });

  it('refuses to write what no card can hold', () => {
    expect(() => encodeBaseMessage(makeCard(1, { name: '测'.repeat(16) }))).toThrow(RangeError);
  });
});
