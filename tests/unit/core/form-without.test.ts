import { describe, expect, it } from 'vitest';
import { compileForm, formFileProblems, formWithout } from '../../../electron/core/index.ts';
import { companyForm } from '../../support/batch-samples.ts';
import { richAnswers, richForm } from '../../support/forms.ts';

describe('a form without some of its questions', () => {
  it('keeps the others with their conditions and groups', () => {
    const file = formWithout(companyForm(), ['companyName', 'companyCode']);
    if (!file) throw new Error('nothing is left');
    expect(formFileProblems(file)).toEqual([]);
    const form = compileForm(file);
    expect(form.fields.map(({ name }) => name)).not.toContain('companyName');
    const asked = (applicantRole: string) =>
      form
        .visible({ applicantRole }, { today: '2026-11-21' })
        .flatMap(({ fields }) => fields.map(({ name }) => name));
    expect(asked('lawyer')).toContain('caseNumber');
    expect(asked('legal')).not.toContain('caseNumber');
    expect(asked('agent')).toContain('authorisedUntil');
  });

  it('asks always what was asked only after one that is gone', () => {
    const file = formWithout(companyForm(), ['applicantRole']);
    if (!file) throw new Error('nothing is left');
    expect(formFileProblems(file)).toEqual([]);
    const names = compileForm(file)
      .visible({}, { today: '2026-11-21' })
      .flatMap(({ fields }) => fields.map(({ name }) => name));
    expect(names).toContain('caseNumber');
    expect(names).toContain('authorisedUntil');
  });

  it('is sound for each single question, and nothing when all are gone', () => {
    const names = compileForm(richForm()).fields.map(({ name }) => name);
    for (const name of names) {
      const file = formWithout(richForm(), [name]);
      expect(file && formFileProblems(file), name).toEqual([]);
      expect(() => file && compileForm(file).problems(richAnswers(), { today: '2026-11-21' })).not.toThrow();
    }
    expect(formWithout(richForm(), names)).toBeNull();
  });
});
