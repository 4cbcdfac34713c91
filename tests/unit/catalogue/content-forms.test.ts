import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileForm } from '../../../electron/catalogue/form.ts';
import { formFileSchema } from '../../../electron/catalogue/schemas/form.ts';
import type { FormValues } from '../../../electron/core/index.ts';
import {
  change,
  FILLED,
  otherCompany,
  permit,
  setUp,
  shareholder,
  transfer,
} from '../../support/filled-forms.ts';
import { makePerson } from '../../support/people.ts';

/** Every bundled form, filled in the way people would, and the mistakes that they make. */

const assetsDir = join(import.meta.dirname, '../../../assets');
const json = (name: string) => JSON.parse(readFileSync(join(assetsDir, name), 'utf8')) as unknown;
const today = '2026-11-21';
const [one, two] = [makePerson(1), makePerson(2)];

const form = (id: string) => compileForm(id, formFileSchema.parse(json(`catalogue/forms/${id}.json`)));

describe('every bundled form', () => {
  it('is tried here', () => {
    const files = readdirSync(join(assetsDir, 'catalogue/forms')).map((name) => name.replace('.json', ''));
    expect(Object.keys(FILLED).sort()).toEqual(files.sort());
  });

  it.each(Object.entries(FILLED))('%s can be filled in', (id, values) => {
    expect(form(id).validate(values, { today })).toEqual({ ok: true, value: values });
  });

  it.each(Object.keys(FILLED))('%s asks at most six things a screen', (id) => {
    for (const { fields } of form(id).groups) expect(fields.length).toBeLessThanOrEqual(6);
  });
});

describe('the mistakes that the forms find', () => {
  const bad: [string, string, FormValues, object][] = [
    [
      'shares that add up to 99 %',
      'company-setup',
      { ...setUp, shareholders: [shareholder(one.number, 66), shareholder(two.number, 33)] },
      { field: 'shareholders', kind: 'sum' },
    ],
    [
      'the same shareholder twice',
      'company-setup',
      { ...setUp, shareholders: [shareholder(one.number, 50), shareholder(one.number, 50)] },
      { field: 'shareholders', kind: 'twice' },
    ],
    [
      'a second choice that is the first name',
      'company-setup',
      { ...setUp, nameSecond: setUp.nameFirst },
      { field: 'nameSecond', kind: 'differs-from' },
    ],
    [
      'owners in shares without shares',
      'real-estate-registration',
      { ...transfer, holding: 'shares' },
      { field: 'shareHolders', kind: 'missing' },
    ],
    [
      'a foreigner under 18',
      'foreigner-work-permit',
      { ...permit, birthDate: '2010-01-01' },
      { field: 'birthDate', kind: 'too-young' },
    ],
    [
      'work that ends before it begins',
      'foreigner-work-permit',
      { ...permit, until: '2026-12-31' },
      { field: 'until', kind: 'before' },
    ],
    [
      'a passport that has expired',
      'foreigner-work-permit',
      { ...permit, passportUntil: '2026-01-01' },
      { field: 'passportUntil', kind: 'past' },
    ],
    [
      'a subsidiary twice',
      'company-change',
      {
        ...change,
        batch: true,
        subsidiaryList: [1, 2].map(() => ({
          subsidiaryName: '示例公司',
          subsidiaryCode: otherCompany,
          subsidiaryRegion: '370000',
        })),
      },
      { field: 'subsidiaryList', kind: 'twice' },
    ],
    [
      'treatment in the province of insurance',
      'medical-filing',
      { ...FILLED['medical-filing'], goingTo: '120000' },
      { field: 'goingTo', kind: 'differs-from' },
    ],
    [
      'a bank card with a slip of the finger',
      'housing-fund-retirement',
      { ...FILLED['housing-fund-retirement'], bankCard: '6200000000000006' },
      { field: 'bankCard', kind: 'bank-card' },
    ],
    [
      'two members of staff where three are needed',
      'human-resources-licence',
      {
        ...FILLED['human-resources-licence'],
        staff: [one, two].map(({ name, number }) => ({
          staffName: name,
          staffNumber: number,
          staffDuty: 'head',
        })),
      },
      { field: 'staff', kind: 'too-few' },
    ],
  ];

  it.each(bad)('%s', (_what, id, values, problem) => {
    const answer = form(id).validate(values, { today });
    expect(answer.ok).toBe(false);
    if (!answer.ok) expect(answer.error).toEqual([expect.objectContaining(problem)]);
  });

  it('what is hidden by an answer is not sent', () => {
    const answer = form('company-change').validate({ ...change, newName: '别的名称公司' }, { today });
    expect(answer).toEqual({ ok: true, value: change });
  });

  it('the name of the account holder is that of the card, whatever is typed', () => {
    const sources = { card: { values: { name: two.name }, by: 'card' as const } };
    const answer = form('housing-fund-retirement').validate(FILLED['housing-fund-retirement'] as FormValues, {
      today,
      sources,
    });
    expect(answer).toMatchObject({ ok: true, value: { payee: two.name } });
  });
});
