import { describe, expect, it } from 'vitest';
import { compileForm, type Prefill, readableValue } from '../../../../electron/core/index.ts';
import { richAnswers, richForm } from '../../../support/forms.ts';
import {
  type Asked,
  amount,
  choice,
  date,
  fileOf,
  formOf,
  problemsOf,
  say,
  TODAY,
  text,
  yesNo,
} from './support.ts';

const several = (name: string, over: object = {}): Asked => [
  { name, kind: 'choices', choices: ['x', 'y'].map((value) => ({ value, label: say(value) })), ...over },
  { type: 'array', items: { type: 'string', enum: ['x', 'y'] }, uniqueItems: true, minItems: 2 },
];
const list = (name: string, over: object = {}): Asked => [
  {
    name,
    kind: 'repeat',
    rowTitle: say('行'),
    fields: [{ name: 'a', label: say('甲'), kind: 'text' }],
    ...over,
  },
  {
    type: 'array',
    minItems: 2,
    items: { type: 'object', properties: { a: { type: 'string' } }, additionalProperties: false },
  },
];

describe('what a file leaves out', () => {
  const form = formOf([
    text('short'),
    text('long', { kind: 'long-text' }),
    text('limited', { kind: 'long-text' }, { maxLength: 7 }),
    text('phone', { kind: 'phone' }),
    text('mobile', { kind: 'phone', check: ['mobile'] }),
    text('number', { kind: 'id-number' }),
    list('rows'),
    amount('sum', { kind: 'money' }),
    date('day'),
  ]);
  const of = (name: string) => form.fields.find((field) => field.name === name);

  it('has a bound all the same', () => {
    const most = ['short', 'long', 'limited', 'phone', 'mobile', 'number', 'rows'].map(
      (name) => of(name)?.most,
    );
    expect(most).toEqual([100, 500, 7, 20, 11, 18, 20]);
    expect(of('sum')?.decimals).toBe(2);
  });

  it('has the keys of its kind', () => {
    const keys = ['short', 'long', 'phone', 'number', 'sum', 'day'].map((name) => of(name)?.keyboard);
    expect(keys).toEqual(['general', 'matter', 'digits', 'id-number', 'digits', 'date']);
  });
});

describe('filling in by kind', () => {
  const from = (key: string): Prefill => ({ from: 'case', key });
  const form = formOf([
    yesNo('yes', { prefill: from('yes') }),
    amount('count', { prefill: from('count') }),
    several('some', { prefill: from('some') }),
    list('rows', { prefill: from('rows') }),
    choice('one', ['x'], { prefill: from('one') }),
    text('words', { prefill: from('words') }),
    date('day', { prefill: from('day') }),
    text('licence', { prefill: { from: 'licence', key: 'name' } }),
    text('site', { prefill: { from: 'site', key: 'address' } }),
  ]);

  it('takes what fits', () => {
    const earlier = {
      yes: true,
      count: 2,
      some: ['x', 'y'],
      rows: [{ a: 'b' }],
      one: 'x',
      words: '甲',
      day: '2026-01-02',
    };
    expect(form.prefill({ case: earlier, licence: { name: '照' } }).values).toEqual({
      ...earlier,
      licence: '照',
    });
  });

  it('leaves what does not', () => {
    const wrong = { yes: 'yes', count: '2', some: 'x', rows: {} as never, one: 'z', words: 1, day: 'soon' };
    expect(form.prefill({ case: wrong, licence: null, site: {} })).toEqual({ values: {}, notes: {} });
    expect(form.prefill({ case: { one: 1, constructor: 'x' } as never }).values).toEqual({});
    expect(form.prefill({}).values).toEqual({});
  });
});

describe('lists', () => {
  it('have their least', () => {
    expect(problemsOf(formOf([list('rows')]), { rows: [{ a: 'x' }] })).toEqual(['rows: too-few (2)']);
    expect(problemsOf(formOf([several('some')]), { some: ['x'] })).toEqual(['some: too-few (2)']);
  });

  it('ask of a line what its own answers ask, then the form’s', () => {
    const form = compileForm(richForm());
    const field = form.fields.find((one) => one.kind === 'repeat');
    if (!field) throw new Error('no list');
    const parts = (row: object) =>
      form.visibleParts(field, row as never, richAnswers()).map((part) => part.name);
    expect(parts({})).toEqual(['name', 'kind', 'share']);
    expect(parts({ kind: 'person' })).toEqual(['name', 'kind', 'number', 'share']);
    const outer = formOf([
      yesNo('more'),
      list('rows', {
        fields: [{ name: 'a', label: say('甲'), kind: 'text', when: { field: 'more', equals: true } }],
      }),
    ]);
    const rows = [{ a: 'x' }, { a: 'y' }];
    expect(outer.normalise({ more: true, rows }, TODAY)).toEqual({ more: true, rows });
    expect(outer.normalise({ more: false, rows }, TODAY)).toEqual({ more: false, rows: [{}, {}] });
  });

  it('that nobody filled in are not printed', () => {
    expect(formOf([list('rows'), text('one')]).readable({ one: '甲' }, TODAY)).toHaveLength(1);
    const unnamed = compileForm(fileOf([[list('rows', { rowTitle: undefined })]]));
    expect(unnamed.readable({ rows: [{ a: '乙' }] }, TODAY)[0]?.title['zh-CN']).toBe('rows（1）');
  });
});

describe('the last word', () => {
  it('has the JSON Schema of the file', () => {
    // Such a file has a fault and is never loaded; were it, nothing that breaks its schema would leave.
    const form = compileForm(
      fileOf([[yesNo('more'), text('hidden', { when: { field: 'more', equals: true } })]], ['hidden']),
    );
    expect(problemsOf(form, { more: false })).toEqual([': schema']);
  });

  it('checks that do not belong to a field say nothing', () => {
    const form = compileForm(
      fileOf([
        [
          text('one', {
            check: [
              { is: 'sum', of: 'a', equals: 1 },
              { is: 'age-at-least', years: 1 },
            ],
          }),
          amount('n', { check: ['mobile', { is: 'not-before', date: '2026-01-01' }] }),
          list('rows', { check: ['mobile', { is: 'same-as', field: 'one' }] }),
        ],
      ]),
    );
    expect(problemsOf(form, { one: 'x', n: 1, rows: [{ a: 'x' }, { a: 'y' }] })).toEqual([]);
  });
});

describe('words', () => {
  it('of an answer that no choice has are the answer itself', () => {
    const [field] = formOf([choice('one', ['x'])]).fields;
    if (!field) throw new Error('no field');
    expect(readableValue(field, 'z')).toEqual(say('z'));
  });
});
