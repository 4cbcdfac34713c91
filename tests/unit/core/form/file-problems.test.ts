import { describe, expect, it } from 'vitest';
import { type FormFile, formFileProblems } from '../../../../electron/core/index.ts';
import { richForm } from '../../../support/forms.ts';

// biome-ignore lint/suspicious/noExplicitAny: the point is to write what the types forbid
type Loose = any;
type Spoil = (file: Loose) => void;

function faults(change: Spoil): string[] {
  const file = structuredClone(richForm());
  change(file);
  return formFileProblems(file as FormFile).map(({ path, what }) => `${path} ${what}`);
}

const field = (file: Loose, group: number, name: string): Loose =>
  file.ui.groups[group].fields.find((one: Loose) => one.name === name);

describe('a fault of a form file names its place and what to do', () => {
  it('the file itself has none', () => expect(faults(() => {})).toEqual([]));

  it.each<[string, Spoil, string]>([
    [
      'a group twice',
      (f) => {
        f.ui.groups[1].id = 'applicant';
      },
      'ui.groups[1].id "applicant" stands here twice; give each group its own id',
    ],
    [
      'a property that nobody asks',
      (f) => {
        f.schema.properties.extra = { type: 'string' };
      },
      'ui does not ask for "extra" of schema.properties; add a field for it',
    ],
    [
      'a field without a property',
      (f) => {
        delete f.schema.properties.phone;
      },
      'ui.groups[0].fields[2].name schema.properties has no "phone"; add it or correct the name',
    ],
    [
      'a required name that is none',
      (f) => f.schema.required.push('x'),
      'schema.required names "x", which schema.properties has not; correct the name',
    ],
    [
      'a field twice',
      (f) => f.ui.groups[1].fields.push(f.ui.groups[0].fields[3]),
      'ui.groups[1].fields[7].name "homeAddress" is asked twice; remove one or rename it',
    ],
    [
      'required, yet not always asked',
      (f) => f.schema.required.push('reason'),
      'schema.required names "reason", which is not always asked; take it out and write "required": true at its field',
    ],
    [
      'required at a field that is always asked',
      (f) => {
        field(f, 0, 'phone').required = true;
      },
      'ui.groups[0].fields[2].required is for fields with a condition; put "phone" into schema.required',
    ],
    [
      'a kind that does not fit its type',
      (f) => {
        f.schema.properties.capital.type = 'string';
      },
      'schema.properties.capital.type is "string"; a field of kind "money" needs "number"',
    ],
    [
      'decimals of an integer',
      (f) => {
        f.schema.properties.capital.type = 'integer';
      },
      'schema.properties.capital.type is "integer", yet 2 decimals may be given; write "number" or "decimals": 0',
    ],
    [
      'choices that differ from the enum',
      (f) => f.schema.properties.industry.enum.push('mining'),
      'ui.groups[1].fields[4].choices and schema.properties.industry.enum differ in "mining"; make them the same',
    ],
    [
      'a choice twice',
      (f) => field(f, 1, 'industry').choices.push(field(f, 1, 'industry').choices[0]),
      'ui.groups[1].fields[4].choices "trade" is offered twice; remove one',
    ],
    [
      'a choice without choices',
      (f) => {
        delete field(f, 1, 'industry').choices;
      },
      'ui.groups[1].fields[4].choices are missing; a choice needs some',
    ],
    [
      'a choice without an enum',
      (f) => {
        delete f.schema.properties.industry.enum;
      },
      'schema.properties.industry.enum is missing; list the values of ui.groups[1].fields[4].choices there',
    ],
    [
      'choices of a text',
      (f) => {
        field(f, 1, 'companyName').choices = [{ value: 'a', label: {} }];
      },
      'ui.groups[1].fields[0].choices a field of kind "text" has no choices; remove them',
    ],
    [
      'a list of a text',
      (f) => {
        field(f, 1, 'companyName').list = 'provinces';
      },
      'ui.groups[1].fields[0].list only a region has a list; remove it',
    ],
    [
      'a list and choices',
      (f) => {
        field(f, 2, 'branchRegion').choices = [{ value: '1', label: {} }];
      },
      'ui.groups[2].fields[1].choices stand beside a list; keep one of the two',
    ],
    [
      'a condition on a later field',
      (f) => {
        field(f, 0, 'phone').when = { field: 'reason', answered: true };
      },
      'ui.groups[0].fields[2].when looks at "reason", which is no earlier field; correct the name or the order',
    ],
    [
      'a condition on a choice that is none',
      (f) => {
        field(f, 1, 'industryOther').when.equals = 'others';
      },
      'ui.groups[1].fields[5].when "industry" has no choice "others"; correct the value',
    ],
    [
      'yes as a word',
      (f) => {
        field(f, 2, 'branchRegion').when.equals = 'yes';
      },
      'ui.groups[2].fields[1].when "hasBranch" is answered by yes or no; write true or false',
    ],
    [
      'a group condition on nothing',
      (f) => {
        f.ui.groups[0].when = { field: 'x', answered: true };
      },
      'ui.groups[0].when looks at "x", which is no earlier field; correct the name or the order',
    ],
    [
      'a date check of a text',
      (f) => {
        field(f, 1, 'companyName').check = ['not-future'];
      },
      'ui.groups[1].fields[0].check[0] "not-future" is for dates; remove it',
    ],
    [
      'an age of a text',
      (f) => {
        field(f, 1, 'companyName').check = [{ is: 'age-at-least', years: 1 }];
      },
      'ui.groups[1].fields[0].check[0] "age-at-least" is for birth dates and ID numbers; remove it',
    ],
    [
      'a check against a later field',
      (f) => {
        field(f, 0, 'phone').check = [{ is: 'differs-from', field: 'reason' }];
      },
      'ui.groups[0].fields[2].check[0].field "reason" is no earlier field; correct the name or the order',
    ],
    [
      'a sum of what is no number',
      (f) => {
        field(f, 3, 'shareholders').check[0].of = 'name';
      },
      'ui.groups[3].fields[0].check[0].of "name" is no number; correct the name',
    ],
    [
      'a sum of nothing',
      (f) => {
        field(f, 3, 'shareholders').check[0].of = 'x';
      },
      'ui.groups[3].fields[0].check[0].of a line has no "x"; correct the name',
    ],
    [
      'a sum outside of a list',
      (f) => {
        field(f, 0, 'phone').check = [{ is: 'sum', of: 'x', equals: 1 }];
      },
      'ui.groups[0].fields[2].check[0] "sum" is for repeated groups; remove it',
    ],
    [
      'a pattern that is none',
      (f) => {
        f.schema.properties.reason.pattern = '[';
      },
      'schema.properties.reason.pattern is no regular expression; correct it',
    ],
    [
      'a unit of a text',
      (f) => {
        field(f, 0, 'phone').unit = {};
      },
      'ui.groups[0].fields[2].unit only a number has a unit; remove it',
    ],
    [
      'decimals of a text',
      (f) => {
        field(f, 0, 'phone').decimals = 1;
      },
      'ui.groups[0].fields[2].decimals only a number has decimals; remove it',
    ],
    [
      'a mask of a number',
      (f) => {
        field(f, 1, 'capital').mask = '##';
      },
      'ui.groups[1].fields[3].mask only a text has a mask; remove it',
    ],
    [
      'lines that ask nothing',
      (f) => {
        delete field(f, 3, 'shareholders').fields;
      },
      'ui.groups[3].fields[0].fields is missing; a repeated group says what a line asks',
    ],
    [
      'lines without a name',
      (f) => {
        delete field(f, 3, 'shareholders').rowTitle;
      },
      'ui.groups[3].fields[0].rowTitle is missing; say what one line is called, e.g. 股东',
    ],
    [
      'lines that take anything',
      (f) => {
        delete f.schema.properties.shareholders.items.additionalProperties;
      },
      'schema.properties.shareholders.items must be an object with "additionalProperties": false',
    ],
    [
      'prefill of a line',
      (f) => {
        field(f, 3, 'shareholders').fields[0].prefill = { from: 'card', key: 'name' };
      },
      'ui.groups[3].fields[0].fields[0].prefill a line of a repeated group cannot be filled in; remove it',
    ],
    [
      'fields of a text',
      (f) => {
        field(f, 0, 'phone').fields = [];
      },
      'ui.groups[0].fields[2].fields only a repeated group has it; remove it',
    ],
  ])('%s', (_, change, expected) => {
    expect(faults(change)).toContain(expected);
  });
});
