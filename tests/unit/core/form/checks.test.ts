import { describe, expect, it } from 'vitest';
import {
  birthDateOf,
  type CheckSpec,
  citizenNumberCheck,
  type FieldKind,
  fullYears,
  isDate,
  luhnValid,
  masked,
  organisationCodeCheck,
} from '../../../../electron/core/index.ts';
import { makePerson } from '../../../support/people.ts';
import { amount, date, formOf, problemsOf, text } from './support.ts';

/** What a check has against an answer of a field of this kind, or null. */
function problem(check: CheckSpec, value: unknown, kind: FieldKind = 'text'): string | null {
  const form = formOf([text('one', { kind, check: [check] })]);
  const [first] = problemsOf(form, { one: value });
  return first?.replace('one: ', '') ?? null;
}

/** A person of this age today: the number is nobody's. */
function numberBorn(ymd: string): string {
  const first17 = `990000${ymd}001`;
  return first17 + citizenNumberCheck(first17);
}

const ORGANISATION = `11110000MA000000A${organisationCodeCheck('11110000MA000000A')}`;

describe('named checks', () => {
  it.each<[CheckSpec, string, string | null]>([
    ['citizen-number', makePerson(1).number, null],
    [
      'citizen-number',
      `${makePerson(1).number.slice(0, 17)}${makePerson(1).number.endsWith('1') ? '2' : '1'}`,
      'citizen-number',
    ],
    ['citizen-number', '990000197502301234', 'citizen-number'],
    ['citizen-number', '12345', 'citizen-number'],
    ['usc-code', ORGANISATION, null],
    ['usc-code', `${ORGANISATION.slice(0, 17)}I`, 'usc-code'],
    ['mobile', '13800000000', null],
    ['mobile', '12800000000', 'mobile'],
    ['mobile', '1380000000', 'mobile'],
    ['landline', '010-12345678'.replace('1234', '6234'), null],
    ['landline', '02262345678', null],
    ['landline', '0316-2345678', null],
    ['landline', '0316-2345678-801', null],
    ['landline', '4000000000', null],
    ['landline', '12345', null],
    ['landline', '62345678', 'landline'],
    ['landline', '13800000000', 'landline'],
    ['phone', '13800000000', null],
    ['phone', '022-62345678', null],
    ['phone', '1', 'phone'],
    ['task-code', `${ORGANISATION}4000117051000`, null],
    ['task-code', `${ORGANISATION}9000117051000`, 'task-code'],
    ['task-code', `${ORGANISATION}400011705100`, 'task-code'],
    ['person-name', '张伟', null],
    ['person-name', '𠮷田明', null],
    ['person-name', '阿卜杜拉·买买提', null],
    ['person-name', '阿卜杜拉•买买提', null],
    ['person-name', "Anne-Marie O'Neil", null],
    ['person-name', '张伟2', 'person-name'],
    ['person-name', '·张伟', 'person-name'],
    ['person-name', '张 Wei', 'person-name'],
    ['latin-name', 'JOSÉ DA SILVA', null],
    ['latin-name', 'A'.repeat(40), null],
    ['latin-name', 'A'.repeat(41), 'latin-name'],
    ['latin-name', '张伟', 'latin-name'],
    ['bank-card', '4111 1111 1111 1111', null],
    ['bank-card', '4111111111111112', 'bank-card'],
    ['bank-card', '0000', 'bank-card'],
    ['postcode', '100176', null],
    ['postcode', '10017', 'postcode'],
    ['email', 'a.b@site.example', null],
    ['email', 'a@b', 'email'],
    ['email', 'a b@c.example', 'email'],
  ])('%s of %s: %s', (check, value, expected) => {
    expect(problem(check, value)).toBe(expected);
  });

  it('kinds bring their checks along', () => {
    expect(problem('email', '1234', 'id-number')).toBe('citizen-number');
    const phones = formOf([
      text('any', { kind: 'phone' }),
      text('own', { kind: 'phone', check: ['mobile'] }),
    ]);
    expect(problemsOf(phones, { any: '022-62345678', own: '022-62345678' })).toEqual(['own: too-long (11)']);
    expect(problemsOf(phones, { own: '0226234567' })).toEqual(['own: mobile']);
  });
});

describe('dates', () => {
  it.each<[CheckSpec, string, string | null]>([
    ['not-future', '2026-11-21', null],
    ['not-future', '2026-11-22', 'future'],
    ['not-past', '2026-11-21', null],
    ['not-past', '2026-11-20', 'past'],
    [{ is: 'not-before', date: '1949-10-01' }, '1949-09-30', 'before (1949-10-01)'],
    [{ is: 'not-after', date: '2030-01-01' }, '2030-01-02', 'after (2030-01-01)'],
    [{ is: 'age-at-least', years: 18 }, '2008-11-21', null],
    [{ is: 'age-at-least', years: 18 }, '2008-11-22', 'too-young (18)'],
    [{ is: 'age-at-most', years: 60 }, '1965-11-21', 'too-old (60)'],
  ])('%j of %s: %s', (check, value, expected) => {
    expect(problem(check, value, 'date')).toBe(expected);
  });

  it('one after the other', () => {
    const form = formOf([date('from'), date('to', { check: [{ is: 'not-before', field: 'from' }] })]);
    expect(problemsOf(form, { from: '2026-01-02', to: '2026-01-01' })).toEqual(['to: before (2026-01-02)']);
    expect(problemsOf(form, { to: '2026-01-01' })).toEqual([]);
  });

  it('ages also by citizen numbers', () => {
    const check = { is: 'age-at-least', years: 18 } as const;
    expect(problem(check, numberBorn('20081121'), 'id-number')).toBeNull();
    expect(problem(check, numberBorn('20081122'), 'id-number')).toBe('too-young (18)');
  });

  it('are days of the calendar', () => {
    expect(['2024-02-29', '2026-02-29', '2026-13-01', '26-01-01', ''].map(isDate)).toEqual([
      true,
      false,
      false,
      false,
      false,
    ]);
    expect(fullYears('2004-02-29', '2026-02-28')).toBe(21);
    expect(fullYears('2004-02-29', '2026-03-01')).toBe(22);
    expect(birthDateOf('990000202613')).toBeNull();
  });
});

describe('other checks', () => {
  it('compare two answers', () => {
    const form = formOf([
      text('mail'),
      text('again', { check: [{ is: 'same-as', field: 'mail' }] }),
      text('other', { check: [{ is: 'differs-from', field: 'mail' }] }),
    ]);
    expect(problemsOf(form, { mail: 'a', again: 'b', other: 'a' })).toEqual([
      'again: same-as',
      'other: differs-from',
    ]);
    expect(problemsOf(form, { mail: 'a', again: 'a', other: 'b' })).toEqual([]);
  });

  it('numbers have their bounds and decimals', () => {
    const form = formOf([amount('n', { decimals: 1 }, { minimum: 0.5, maximum: 2 })]);
    expect(problemsOf(form, { n: 0.4 })).toEqual(['n: too-small (0.5)']);
    expect(problemsOf(form, { n: 2.1 })).toEqual(['n: too-large (2)']);
    expect(problemsOf(form, { n: 1.25 })).toEqual(['n: decimals (1)']);
    expect(problemsOf(form, { n: 1.5 })).toEqual([]);
  });

  it('patterns speak last, and lengths count characters as people do', () => {
    const form = formOf([text('code', {}, { pattern: '^[A-Z]{2}$' }), text('name', {}, { maxLength: 2 })]);
    expect(problemsOf(form, { code: 'a', name: '𠮷𠮷𠮷' })).toEqual(['code: pattern', 'name: too-long (2)']);
    expect(problemsOf(form, { code: 'AB', name: '𠮷𠮷' })).toEqual([]);
  });

  it('luhn', () => {
    expect(luhnValid('79927398713')).toBe(true);
    expect(luhnValid('79927398710')).toBe(false);
  });

  it('masks group what is shown and lose nothing', () => {
    expect(masked('### #### ####', '13800000000')).toBe('138 0000 0000');
    expect(masked('### #### ####', '138')).toBe('138');
    expect(masked('##-##', '12345')).toBe('12-345');
    expect(masked(undefined, '12345')).toBe('12345');
  });
});
