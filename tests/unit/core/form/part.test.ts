import { describe, expect, it } from 'vitest';
import { compileForm, formFileProblems, partOfForm } from '../../../../electron/core/index.ts';
import { richAnswers, richForm } from '../../../support/forms.ts';

const names = (file: ReturnType<typeof partOfForm>) =>
  file?.ui.groups.flatMap(({ fields }) => fields.map(({ name }) => name));
const TODAY = { today: '2026-11-21' };

describe('a part of a form', () => {
  it('has the asked questions alone, in the order of the form, and is a form itself', () => {
    const part = partOfForm(richForm(), ['shareholders', 'phone', 'nobodyKnows']);
    expect(names(part)).toEqual(['phone', 'shareholders']);
    if (!part) throw new Error('no part');
    expect(formFileProblems(part)).toEqual([]);
    const { phone, shareholders } = richAnswers();
    const answers = { phone, shareholders } as ReturnType<typeof richAnswers>;
    expect(compileForm(part).validate(answers, TODAY)).toEqual({ ok: true, value: answers });
  });

  it('asks without conditions, wants every answer, and still judges it', () => {
    const conditional = richForm().ui.groups.flatMap(({ when, fields }) =>
      fields.filter((field) => when ?? field.when).map(({ name }) => name),
    );
    expect(conditional).not.toEqual([]);
    const part = partOfForm(richForm(), conditional);
    if (!part) throw new Error('no part');
    const form = compileForm(part);
    expect(form.problems({}, TODAY).map(({ field, kind }) => [field, kind])).toEqual(
      form.fields.map(({ name }) => [name, 'missing']),
    );
  });

  it('fills in and locks nothing, for what is filled in may be what is wrong', () => {
    const part = partOfForm(richForm(), ['applicantName']);
    if (!part) throw new Error('no part');
    const form = compileForm(part);
    const sources = { card: { values: { name: '张三' }, by: 'card' } } as const;
    expect(form.prefill(sources).values).toEqual({});
    expect(form.normalise({ applicantName: '李四' }, { ...TODAY, sources })).toEqual({
      applicantName: '李四',
    });
  });

  it('is none when no question is of the form', () => {
    expect(partOfForm(richForm(), ['nobodyKnows'])).toBeNull();
  });
});
