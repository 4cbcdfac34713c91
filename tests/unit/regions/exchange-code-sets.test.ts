import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  CODE_SETS,
  type CodeSetName,
  type CodeTables,
} from '../../../electron/regions/exchange/code-sets.ts';
import { Coder, readInstant, writeInstant } from '../../../electron/regions/exchange/coder.ts';
import { checkConfig, exchangeConfig, exchangeShape } from '../../../electron/regions/exchange/config.ts';
import { SATISFACTIONS } from '../../../electron/regions/index.ts';

const NAMES = Object.keys(CODE_SETS) as CodeSetName[];
const TABLES = Object.keys(CODE_SETS.tongban.tables) as (keyof CodeTables)[];

function coderOf(codeSet: string, mappings: object = {}): Coder {
  const config = exchangeConfig(z.strictObject(exchangeShape).parse({ codeSet, mappings }));
  if (!config.ok) throw new Error(config.error.message);
  return new Coder(config.value);
}

const wordsOf = (set: CodeSetName, table: keyof CodeTables) =>
  Object.keys(CODE_SETS[set].tables[table]) as never[];

describe('every code set', () => {
  it.each(NAMES.flatMap((set) => TABLES.map((table) => [set, table] as const)))(
    '%s: each word of %s has a code of its own, and the code leads back to the word',
    (set, table) => {
      const coder = coderOf(set);
      const words = wordsOf(set, table);
      expect(words.length).toBeGreaterThan(0);
      const codes = words.map((word) => coder.code(table, word));
      expect(new Set(codes).size).toBe(words.length);
      for (const [i, code] of codes.entries()) expect(coder.coded(table).parse(code)).toBe(words[i]);
    },
  );

  it.each(NAMES)('%s: a code that it does not have is no word', (set) => {
    const coder = coderOf(set);
    for (const table of TABLES)
      for (const strange of ['77', '', 'constructor', '__proto__'])
        expect(coder.coded(table).safeParse(strange).success).toBe(false);
  });
});

describe('the traps', () => {
  it.each([
    ['gb-39046', ['1', '2', '3', '4', '5']],
    ['tongban', ['1', '2', '3', '4', '5']],
    ['guangdong', ['5', '4', '3', '2', '1']],
    ['zhejiang', ['5', '4', '3', '2', '1']],
  ])('satisfaction in %s, from the best to the worst, is %j', (set, codes) => {
    const coder = coderOf(set);
    expect(SATISFACTIONS.map((word) => coder.code('satisfaction', word))).toEqual(codes);
    expect(codes.map((code) => coder.coded('satisfaction').parse(code))).toEqual([...SATISFACTIONS]);
  });

  it.each([
    ['gb-39046', '1', '2'],
    ['guangdong', '1', '2'],
    ['zhejiang', '2', '1'],
  ])('an instant matter (即办件) in %s is %s and a promised one (承诺件) %s', (set, instant, promised) => {
    const coder = coderOf(set);
    expect(coder.code('caseType', 'instant')).toBe(instant);
    expect(coder.coded('caseType').parse(instant)).toBe('instant');
    expect(coder.coded('caseType').parse(promised)).toBe('promised');
  });

  it('the kiosk is channel 9 (other) of an application and channel 5 of a rating', () => {
    for (const set of NAMES) {
      expect(coderOf(set).code('channel', 'self-service')).toBe('9');
      expect(coderOf(set).code('ratingChannel', 'self-service')).toBe('5');
    }
  });

  it('a region that counts self-service as 5 says so in its file', () => {
    const coder = coderOf('gb-39046', { channel: { 'self-service': '5' } });
    expect(coder.code('channel', 'self-service')).toBe('5');
  });

  it('Guangdong counts raters from 0 and has its own code of a resident card', () => {
    const coder = coderOf('guangdong');
    expect(coder.code('raterKind', 'person')).toBe('0');
    expect(coder.code('raterKind', 'organisation')).toBe('1');
    expect(coder.code('certificate', 'resident-card')).toBe('10');
  });

  it('an implementation code of the other generation is not sent without a pair', () => {
    const [long, short] = ['1'.repeat(31), '2'.repeat(24)];
    expect(coderOf('tongban').taskCode(long)).toBe(long);
    expect(coderOf('tongban').taskCode(short)).toBeUndefined();
    expect(coderOf('gb-39046').taskCode(short)).toBe(short);
    expect(coderOf('gb-39046').taskCode(long)).toBeUndefined();
    const paired = coderOf('gb-39046', { taskCode: { [long]: short } });
    expect(paired.taskCode(long)).toBe(short);
    expect(paired.task().parse(short)).toBe(long);
    expect(coderOf('gb-39046', { taskCodeScheme: 'any' }).taskCode(long)).toBe(long);
  });
});

describe('instants', () => {
  const at = Date.parse('2026-11-20T02:03:04Z');

  it.each([
    ['rfc3339', '2026-11-20T10:03:04+08:00'],
    ['basic-t', '20261120T100304'],
    ['basic', '20261120100304'],
    ['spaced', '2026-11-20 10:03:04'],
  ] as const)('%s writes %s in Chinese local time, and reads it back', (style, text) => {
    expect(writeInstant(style, at)).toBe(text);
    expect(readInstant(style, text)).toBe(at);
  });

  it('the standard spells it with and without T: both are read', () => {
    expect(readInstant('basic-t', '20261120100304')).toBe(at);
    expect(readInstant('basic', '20261120T100304')).toBe(at);
  });

  it('a day is its first moment, or its last where a time limit is meant', () => {
    expect(readInstant('basic-t', '20261120')).toBe(Date.parse('2026-11-20T00:00:00+08:00'));
    expect(readInstant('basic-t', '20261120', true)).toBe(Date.parse('2026-11-20T23:59:59.999+08:00'));
  });

  it.each(['', '2026', '20260230T100000', '20261120T250000', '2026-1120 100000', '20261120T10:0304', 'now'])(
    '%j is no instant',
    (text) => {
      for (const style of ['rfc3339', 'basic-t', 'basic', 'spaced'] as const)
        expect(readInstant(style, text)).toBeUndefined();
    },
  );

  it('whatever is written is read back', () => {
    const style = fc.constantFrom(...(['rfc3339', 'basic-t', 'basic', 'spaced'] as const));
    const seconds = fc.integer({ min: 0, max: 4_102_444_800 });
    fc.assert(
      fc.property(style, seconds, (one, second) => {
        expect(readInstant(one, writeInstant(one, second * 1000))).toBe(second * 1000);
      }),
    );
  });
});

describe('a region file with deviations', () => {
  const schema = z.strictObject(exchangeShape);

  it('may not give two words one code', () => {
    const parsed = schema.parse({ codeSet: 'tongban', mappings: { state: { accepted: '01' } } });
    expect(exchangeConfig(parsed)).toEqual({
      ok: false,
      error: { message: 'adapter.mappings.state: uses the same code twice; correct it' },
    });
  });

  it.each([
    [{ mappings: { state: { acepted: '01' } } }, /^adapter\.mappings\.state/],
    [
      { mappings: { form: { M: { f: { a: '1', b: '1' } } } } },
      /^adapter\.mappings\.form\.M\.f: uses the same code/,
    ],
    [{ capabilities: { fly: true } }, /^adapter\.capabilities/],
    [{ timeouts: { submit: 5 } }, /^adapter\.timeouts\.submit: /],
    [{ timeouts: { sumbit: 5_000 } }, /^adapter\.timeouts/],
    [{ colour: 'red' }, /^adapter\.colour: unknown key/],
  ])('%j is told in one line', (change, text) => {
    const checked = checkConfig(schema, { codeSet: 'tongban', ...change });
    if (checked.ok) throw new Error('it was taken all the same');
    expect(checked.error.message).toMatch(text);
    expect(checked.error.message).not.toContain('\n');
  });
});

describe('a form', () => {
  const coder = coderOf('tongban', {
    form: { M: { purpose: { train: '01', other: '99' }, 'rows.kind': { cash: 'C' } } },
  });

  it('goes out in codes where the region has some, and as it is elsewhere', () => {
    expect(
      coder.form('M', { purpose: 'train', phone: '1', n: 3, rows: [{ kind: 'cash', yuan: 5 }] }),
    ).toEqual({
      ok: true,
      value: { purpose: '01', phone: '1', n: 3, rows: [{ kind: 'C', yuan: 5 }] },
    });
    expect(coder.form('N', { purpose: 'train' })).toEqual({ ok: true, value: { purpose: 'train' } });
  });

  it.each(['holiday', 'constructor', '01'])(
    'with a word that has no code (%s) names the field only',
    (purpose) => {
      expect(coder.form('M', { purpose })).toEqual({ ok: false, error: { path: 'form.purpose' } });
    },
  );
});
