import { readFileSync } from 'node:fs';
import { formSchema } from '../../electron/contract/index.ts';
import type { FormFile, FormValues } from '../../electron/core/index.ts';
import { makePerson } from './people.ts';

const read = (path: string): FormFile =>
  formSchema.parse(JSON.parse(readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')));

/** One choice and an optional phone: what stands on one page. */
export const shortForm = (): FormFile => read('assets/catalogue/forms/temporary-identity-proof.json');

/** Every kind of field, conditions, prefill and checks. */
export const richForm = (): FormFile => read('tests/fixtures/forms/rich-example.json');

/** Right answers to every question of the rich form but those that a condition hides. */
export function richAnswers(over: Readonly<Record<string, unknown>> = {}): FormValues {
  const person = makePerson(4);
  return {
    applicantName: person.name,
    applicantNumber: person.number,
    phone: '13800000000',
    homeAddress: person.address,
    companyName: '天津示例科技有限公司',
    uscCode: '91120116MA00000001',
    foundedOn: '2019-05-06',
    capital: 200.5,
    industry: 'software',
    services: ['seal', 'tax'],
    hasBranch: false,
    shareholders: [
      { name: makePerson(5).name, kind: 'person', number: makePerson(5).number, share: 66.7 },
      { name: '天津示例投资有限公司', kind: 'organisation', code: '91120116MA00000001', share: 33.3 },
    ],
    ...over,
  } as FormValues;
}
