import { describe, expect, it } from 'vitest';
import { compileForm } from '../../../electron/catalogue/form.ts';
import { CatalogueError } from '../../../electron/catalogue/problem.ts';
import { formFileSchema } from '../../../electron/catalogue/schemas/form.ts';
import { FORM_LIMITS, formValuesSchema } from '../../../electron/contract/index.ts';
import { richAnswers, richForm } from '../../support/forms.ts';

// biome-ignore lint/suspicious/noExplicitAny: the point is to write what the types forbid
type Loose = any;

describe('the shape of a form file', () => {
  const problem = (change: (file: Loose) => unknown): string | null => {
    const file = structuredClone(richForm());
    change(file);
    const [issue] = formFileSchema.safeParse(file).error?.issues ?? [];
    return issue ? `${issue.path.join('.')}: ${issue.message}` : null;
  };

  it('the example has it', () => expect(problem(() => {})).toBeNull());

  it.each<[string, (file: Loose) => unknown, RegExp]>([
    [
      'a keyword that we do not judge',
      (f) => Object.assign(f.schema.properties.phone, { $ref: '#' }),
      /^schema\.properties\.phone: .*"\$ref"/,
    ],
    ['a schema of another draft', (f) => Object.assign(f.schema, { $schema: 'x' }), /^schema\.\$schema/],
    [
      'answers that are not closed',
      (f) => Object.assign(f.schema, { additionalProperties: true }),
      /^schema\.additionalProperties/,
    ],
    [
      'a text without its English',
      (f) => Object.assign(f.ui.groups[0].title, { en: ' ' }),
      /^ui\.groups\.0\.title\.en/,
    ],
    [
      'a kind that nobody knows',
      (f) => Object.assign(f.ui.groups[0].fields[0], { kind: 'texts' }),
      /^ui\.groups\.0\.fields\.0\.kind/,
    ],
    [
      'a key that is misspelt',
      (f) => Object.assign(f.ui.groups[0].fields[0], { hlep: 'x' }),
      /^ui\.groups\.0\.fields\.0: .*"hlep"/,
    ],
    [
      'a condition that is none',
      (f) => Object.assign(f.ui.groups[4], { when: { field: 'capital', above: 1 } }),
      /^ui\.groups\.4\.when: must be a condition/,
    ],
    [
      'a check that nobody knows',
      (f) => Object.assign(f.ui.groups[0].fields[2], { check: ['mobil'] }),
      /^ui\.groups\.0\.fields\.2\.check\.0: must be a check/,
    ],
    [
      'a name with a space',
      (f) => Object.assign(f.ui.groups[0].fields[0], { name: 'a b' }),
      /^ui\.groups\.0\.fields\.0\.name/,
    ],
    [
      'a group without questions',
      (f) => Object.assign(f.ui.groups[0], { fields: [] }),
      /^ui\.groups\.0\.fields/,
    ],
    [
      'a text longer than what may travel',
      (f) => Object.assign(f.schema.properties.reason, { maxLength: FORM_LIMITS.text + 1 }),
      /^schema\.properties\.reason\.maxLength/,
    ],
    [
      'more lines than may travel',
      (f) => Object.assign(f.schema.properties.shareholders, { maxItems: FORM_LIMITS.items + 1 }),
      /^schema\.properties\.shareholders\.maxItems/,
    ],
    [
      'a mask without a place',
      (f) => Object.assign(f.ui.groups[0].fields[2], { mask: '---' }),
      /^ui\.groups\.0\.fields\.2\.mask/,
    ],
  ])('%s is named', (_, change, expected) => {
    expect(problem(change)).toMatch(expected);
  });

  it('what the parts have against each other stops the catalogue in one line', () => {
    const file = richForm();
    const broken = { ...file, ui: { groups: [...file.ui.groups, ...file.ui.groups.slice(0, 1)] } };
    expect(() => compileForm('catalogue/forms/x.json', broken)).toThrow(CatalogueError);
    expect(() => compileForm('catalogue/forms/x.json', broken)).toThrow(
      'catalogue/forms/x.json: ui.groups[5].id "applicant" stands here twice; give each group its own id',
    );
  });
});

describe('answers on the line', () => {
  const taken = (values: unknown) => formValuesSchema.safeParse(values).success;

  it('are JSON values of a form', () => expect(taken(richAnswers())).toBe(true));

  it.each<[string, unknown]>([
    ['nothing', null],
    ['a list', []],
    ['an answer that is nothing', { a: null }],
    ['an object as an answer', { a: { b: 'c' } }],
    ['a list in a list', { a: [['b']] }],
    ['a line in a line', { a: [{ b: [{ c: 'd' }] }] }],
    ['a text that is too long', { a: 'x'.repeat(FORM_LIMITS.text + 1) }],
    ['a text that is too long in a line', { a: [{ b: 'x'.repeat(FORM_LIMITS.text + 1) }] }],
    ['a name that is too long', { ['a'.repeat(FORM_LIMITS.name + 1)]: 'x' }],
    ['too many values', { a: Array.from({ length: FORM_LIMITS.items + 1 }, () => 'x') }],
    ['too many lines', { a: Array.from({ length: FORM_LIMITS.items + 1 }, () => ({})) }],
    [
      'too many answers',
      Object.fromEntries(Array.from({ length: FORM_LIMITS.answers + 1 }, (_, i) => [`a${i}`, 'x'])),
    ],
    ['a number that is none', { a: Number.NaN }],
  ])('%s is refused', (_, values) => {
    expect(taken(values)).toBe(false);
  });
});
