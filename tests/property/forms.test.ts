import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileForm, recodeForm } from '../../electron/core/index.ts';
import { richAnswers, richForm } from '../support/forms.ts';

const form = compileForm(richForm());
const TODAY = { today: '2026-11-21' };
const right = richAnswers({
  industry: 'other',
  industryOther: '文创',
  hasBranch: true,
  branchRegion: '440000',
});
const names = form.fields.map((field) => field.name);

const scalar = fc.oneof(
  fc.string({ maxLength: 30 }),
  fc.constantFrom('other', 'person', 'trade', '13800000000', '20190506', '440000', ' 天津示例 ', '2,000'),
  fc.integer(),
  fc.double(),
  fc.boolean(),
  fc.constant(null),
);
const rows = fc.array(
  fc.dictionary(fc.constantFrom('name', 'kind', 'number', 'code', 'share', 'x'), scalar),
  { maxLength: 7 },
);
const anything = fc.oneof(scalar, fc.array(scalar, { maxLength: 4 }), rows);
/** Right answers with some of them spoilt, taken away, or added that nobody asked for. */
const answers = fc
  .tuple(fc.dictionary(fc.constantFrom(...names, 'admin', 'constructor'), anything), fc.subarray(names))
  .map(([spoilt, gone]) => {
    const values: Record<string, unknown> = { ...right, ...spoilt };
    for (const name of gone) delete values[name];
    return values;
  });

describe('any answers', () => {
  it('have one standard form: to make it twice changes nothing', () => {
    fc.assert(
      fc.property(answers, (values) => {
        const once = form.normalise(values, TODAY);
        expect(form.normalise(once, TODAY)).toEqual(once);
      }),
    );
  });

  it('that are taken are taken again, as they are', () => {
    fc.assert(
      fc.property(answers, (values) => {
        const first = form.validate(values, TODAY);
        if (first.ok) expect(form.validate(first.value, TODAY)).toEqual(first);
        const clean = form.normalise(values, TODAY);
        expect(form.problems(clean, TODAY)).toEqual(form.problems(values, TODAY));
      }),
    );
  });

  it('leave only where they are asked', () => {
    fc.assert(
      fc.property(answers, (values) => {
        const asked = form.visible(values, TODAY).flatMap((group) => group.fields.map((field) => field.name));
        for (const name of Object.keys(form.normalise(values, TODAY))) expect(asked).toContain(name);
      }),
    );
  });

  it('are never part of what is said about them', () => {
    fc.assert(
      fc.property(
        answers,
        fc.stringMatching(/^zq[a-p]{12}$/),
        fc.constantFrom(...names),
        (values, secret, name) => {
          const result = form.validate({ ...values, [name]: secret }, TODAY);
          if (!result.ok) expect(JSON.stringify(result.error)).not.toContain(secret);
        },
      ),
    );
  });

  it('that one can print are words in both languages', () => {
    fc.assert(
      fc.property(answers, (values) => {
        const result = form.validate(values, TODAY);
        if (!result.ok) return;
        for (const { answers: said } of form.readable(result.value, TODAY))
          for (const { value } of said)
            expect([typeof value['zh-CN'], typeof value.en]).toEqual(['string', 'string']);
      }),
    );
  });
});

describe('recoding', () => {
  it('reaches every text, also in lines, and leaves numbers alone', () => {
    const seen: string[] = [];
    const done = recodeForm(right, (field, text) => {
      seen.push(field);
      return `<${text}>`;
    });
    expect(seen).toEqual(
      expect.arrayContaining(['industry', 'services', 'shareholders.kind', 'shareholders.name']),
    );
    expect(done).toMatchObject({
      ok: true,
      value: { industry: '<other>', services: ['<seal>', '<tax>'], capital: 200.5, hasBranch: true },
    });
  });

  it('names the field without a code, not the text', () => {
    expect(recodeForm(right, (field, text) => (field === 'shareholders.kind' ? undefined : text))).toEqual({
      ok: false,
      error: 'shareholders.kind',
    });
  });
});
