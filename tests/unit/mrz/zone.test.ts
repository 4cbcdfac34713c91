import { describe, expect, it } from 'vitest';
import type { Likeness } from '../../../electron/mrz/shapes.ts';
import { documentOf, textOf } from '../../../electron/mrz/zone.ts';
import { cardZone, passportZone } from '../../support/passport-picture.ts';

const TODAY = '20261121';

/** Places as they would look if every letter were plain; `over`: what one of them looks like instead. */
function looks(lines: readonly string[], over: Record<string, Likeness> = {}): (Likeness | null)[][] {
  return lines.map((line, row) =>
    [...line].map(
      (character, at) => over[`${row}:${at}`] ?? (character === '<' ? null : [{ character, likeness: 0.95 }]),
    ),
  );
}
const seen = (...pairs: [string, number][]): Likeness =>
  pairs.map(([character, likeness]) => ({ character, likeness }));

const passport = (lines: readonly string[]) => documentOf({ kind: 'passport', lines }, TODAY);

describe('a zone says', () => {
  it('who holds the passport, with two digits of a year made four', () => {
    expect(passport(passportZone())).toEqual({
      ok: true,
      value: {
        kind: 'passport',
        code: 'P',
        issuer: 'UTO',
        number: 'U99O0I2C3',
        nationality: 'UTO',
        birthDate: '19850415',
        sex: 'female',
        validTo: '20310415',
        primary: 'SAMPLE',
        secondary: 'ANNA MARIA',
        truncated: false,
      },
    });
  });

  it('the same of a card with three lines', () => {
    const lines = cardZone({ sex: 'M', birth: '090102' });
    expect(documentOf({ kind: 'card', lines }, TODAY)).toMatchObject({
      ok: true,
      value: {
        kind: 'card',
        code: 'I',
        number: 'U99O0I2C3',
        birthDate: '20090102',
        sex: 'male',
        nationality: 'UTO',
      },
    });
  });

  it.each([
    ['a state with one letter', { state: 'D', nationality: 'D' }, { issuer: 'D', nationality: 'D' }],
    ['no given name', { primary: 'MONONYM', secondary: '' }, { primary: 'MONONYM', secondary: '' }],
    ['a short number', { number: 'X12' }, { number: 'X12' }],
    ['a sex that is not stated', { sex: '<' as const }, { sex: 'other' }],
    ['a birth date that is still to come in this century', { birth: '261122' }, { birthDate: '19261122' }],
    ['one that is today', { birth: '261121' }, { birthDate: '20261121' }],
    ['an optional number', { personal: 'ZE184226B' }, { number: 'U99O0I2C3' }],
  ])('%s', (_, over, expected) => {
    expect(passport(passportZone(over))).toMatchObject({ ok: true, value: expected });
  });

  it('that the names run on, when they fill their places', () => {
    const lines = passportZone({ primary: 'SAMPLEHUBERWOLFESCHLEGELST', secondary: 'MARIA THERES' });
    expect(passport(lines)).toMatchObject({
      value: { primary: 'SAMPLEHUBERWOLFESCHLEGELST', secondary: 'MARIA THERE', truncated: true },
    });
  });

  it('nothing when a birth date is open, or a day is none', () => {
    expect(passport(passportZone({ birth: '85<<<<' }))).toEqual({ ok: false, error: 'no-date' });
    expect(passport(passportZone({ birth: '850231' }))).toEqual({ ok: false, error: 'unclear' });
    expect(passport(passportZone({ expiry: '310431' }))).toEqual({ ok: false, error: 'unclear' });
  });

  it.each([0, 9, 13, 19, 21, 27, 43])('nothing when place %i of the second line is another digit', (at) => {
    const [upper, lower] = passportZone({ number: '990012345' }) as [string, string];
    const other = lower[at] === '7' ? '3' : '7';
    expect(passport([upper, lower.slice(0, at) + other + lower.slice(at + 1)])).toEqual({
      ok: false,
      error: 'unclear',
    });
  });

  it('nothing when there is no name', () => {
    expect(passport(passportZone({ primary: '', secondary: '' }))).toEqual({ ok: false, error: 'unclear' });
  });
});

describe('letters become lines', () => {
  const lines = passportZone();

  it('as they look', () => {
    expect(textOf(looks(lines))).toEqual({ ok: true, value: { kind: 'passport', lines } });
  });

  it('of the kind that may stand there: a digit in a date, a letter in a name', () => {
    const o = seen(['O', 0.9], ['0', 0.85]);
    const zero = seen(['0', 0.9], ['O', 0.88]);
    // Place 14 of the second line is a digit of the birth date; place 4 of the first the O of UTO.
    const birth = passportZone({ birth: '800415' });
    expect(textOf(looks(birth, { '1:14': o, '0:4': zero }))).toEqual({
      ok: true,
      value: { kind: 'passport', lines: birth },
    });
  });

  it('mended where one exchange alone makes every check digit right', () => {
    expect(textOf(looks(lines, { '1:3': seen(['0', 0.9], ['O', 0.88]) }))).toMatchObject({
      ok: true,
      value: { lines },
    });
  });

  it('not when what is taken for something else does not look like it at all', () => {
    expect(textOf(looks(lines, { '1:3': seen(['0', 0.9], ['O', 0.5]) }))).toEqual({
      ok: false,
      error: 'unclear',
    });
  });

  it('not when the exchange is none that print causes', () => {
    expect(textOf(looks(lines, { '1:0': seen(['7', 0.9], ['U', 0.89]) }))).toEqual({
      ok: false,
      error: 'unclear',
    });
  });

  it('not when two exchanges would do', () => {
    // U991111C3: which of the ones is an I is nobody's to guess.
    const twice = passportZone({ number: 'U991I11C3' });
    const either = seen(['1', 0.9], ['I', 0.88]);
    expect(textOf(looks(twice, { '1:3': either, '1:4': either, '1:6': either }))).toMatchObject({
      ok: expect.any(Boolean),
    });
    const same = looks(twice, { '1:3': either, '1:4': either, '1:6': either });
    const read = textOf(same);
    if (read.ok) expect(read.value.lines).toEqual(twice);
  });

  it('not when two letters are as likely that count the same', () => {
    const six = passportZone({ number: 'U99600000' });
    expect(textOf(looks(six, { '1:3': seen(['6', 0.9], ['G', 0.88]) }))).toEqual({
      ok: false,
      error: 'unclear',
    });
    expect(textOf(looks(six, { '1:3': seen(['6', 0.9], ['G', 0.8]) }))).toMatchObject({ ok: true });
  });

  it('not when a letter looks like none', () => {
    expect(textOf(looks(lines, { '0:6': seen(['A', 0.4]) }))).toEqual({ ok: false, error: 'unclear' });
  });

  it('of no zone when a filler stands where a digit must', () => {
    const holes = looks(lines);
    (holes[1] as (Likeness | null)[])[9] = null;
    expect(textOf(holes)).toEqual({ ok: false, error: 'no-zone' });
  });
});
