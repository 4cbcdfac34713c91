import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileForm } from '../../../electron/catalogue/form.ts';
import { formFileSchema } from '../../../electron/catalogue/schemas/form.ts';
import { regionFileSchema } from '../../../electron/catalogue/schemas/region.ts';
import type { FormValues } from '../../../electron/core/index.ts';
import { makePerson } from '../../support/people.ts';

/** Every bundled form, filled in the way people would, and the mistakes that they make. */

const assetsDir = join(import.meta.dirname, '../../../assets');
const json = (name: string) => JSON.parse(readFileSync(join(assetsDir, name), 'utf8')) as unknown;
const today = '2026-11-21';

const form = (id: string) => compileForm(id, formFileSchema.parse(json(`catalogue/forms/${id}.json`)));
/** Made-up organisations with valid check characters: those of the sample implementation codes. */
const codes = regionFileSchema
  .parse(json('regions/120000.json'))
  .matters.flatMap(({ taskCode }) => (taskCode === undefined ? [] : [taskCode.slice(0, 18)]));
const [company, otherCompany] = [...new Set(codes)];
if (company === undefined || otherCompany === undefined) throw new Error('too few organisations');

const [one, two, three] = [makePerson(1), makePerson(2), makePerson(3)];
const phone = '13800000000';
const window = { resultBy: 'window' };

const shareholder = (number: string, share: number) => ({
  shareholderKind: 'person',
  shareholderName: one.name,
  shareholderNumber: number,
  share,
  contribution: 'money',
  payBy: '2030-12-31',
});
const setUp = {
  kind: 'limited',
  nameFirst: '示例科技有限公司',
  address: one.address,
  addressBasis: 'rent',
  addressPhone: '022-23000000',
  mainBusiness: '软件开发',
  needsLicence: false,
  term: 'long',
  capital: 100,
  shareholders: [shareholder(one.number, 66.67), shareholder(two.number, 33.33)],
  legalRepresentative: one.name,
  legalNumber: one.number,
  legalPhone: phone,
  legalPost: 'director',
  taxInvoices: true,
  insurance: false,
  ...window,
  declaration: true,
};
const transfer = {
  request: 'transfer',
  transferReason: 'gift',
  location: one.address,
  certificateNumber: '示例不动产权第0000001号',
  use: 'home',
  area: 89.5,
  holding: 'sole',
  holders: [{ holderName: one.name, holderDocument: 'resident-card', holderNumber: one.number }],
  phone,
  declaration: true,
};
const permit = {
  companyName: '示例公司',
  companyCode: company,
  workplace: one.address,
  contact: one.name,
  contactPhone: phone,
  request: 'first',
  category: 'b',
  latinName: 'SAMPLE PERSON',
  nationality: 'Exampleland',
  sex: 'female',
  birthDate: '1990-01-31',
  passportNumber: 'X0000000',
  passportUntil: '2031-01-31',
  inChina: false,
  position: '工程师',
  salary: 30000,
  from: '2027-01-01',
  until: '2028-12-31',
  experience: 5,
  degree: 'master',
  hasFamily: false,
  noRecord: true,
  declaration: true,
};
const change = {
  companyName: '示例公司',
  companyCode: company,
  applicantRole: 'legal',
  changes: ['address'],
  newAddress: one.address,
  newAddressBasis: 'own',
  moves: false,
  batch: false,
  ...window,
  phone,
  declaration: true,
};

const FILLED: Readonly<Record<string, FormValues>> = {
  'temporary-identity-proof': { purpose: 'train', phone },
  'criminal-record-certificate': {
    purpose: 'abroad',
    country: 'Exampleland',
    whole: false,
    from: '2020-01-01',
    until: '2026-01-01',
    hadOtherName: false,
    translation: true,
    phone,
    home: one.address,
  },
  'real-estate-registration': transfer,
  'real-estate-query': { queryFor: 'own-property', purpose: 'school', promise: true },
  'company-file-query': {
    companyName: '示例公司',
    companyCode: company,
    applicantRole: 'agent',
    parts: ['setup', 'articles'],
    seal: true,
    copies: 1,
    purpose: 'bank',
    phone,
    promise: true,
    authorisedUntil: '2026-12-31',
    authorisedActs: ['submit', 'collect'],
  },
  'human-resources-licence': {
    companyName: '示例公司',
    companyCode: company,
    companyAddress: one.address,
    legalRepresentative: one.name,
    capital: 50,
    services: ['introduction', 'online'],
    website: '示例招聘',
    scheme: 'commitment',
    premises: one.address,
    area: 60,
    tenure: 'rent',
    rentUntil: '2028-12-31',
    staff: [one, two, three].map(({ name, number }, i) => ({
      staffName: name,
      staffNumber: number,
      staffDuty: i === 0 ? 'head' : 'adviser',
    })),
    phone,
    commitment: true,
    declaration: true,
  },
  'company-setup': setUp,
  'company-change': change,
  'company-cancellation': {
    companyName: '示例公司',
    companyCode: company,
    applicantRole: 'legal',
    procedure: 'simple',
    noticeFrom: '2026-10-01',
    noDebt: true,
    allInvestors: true,
    taxCleared: true,
    staffPaid: true,
    sealsHandled: 'destroyed',
    phone,
    declaration: true,
  },
  'sole-trader-change': {
    traderCode: company,
    changes: ['address', 'form'],
    newAddress: one.address,
    newAddressBasis: 'stall',
    newForm: 'family',
    members: [{ memberName: two.name, memberNumber: two.number, memberRelation: 'spouse' }],
    resultBy: 'ems',
    receiver: one.name,
    receiverPhone: phone,
    receiverAddress: one.address,
    phone,
    declaration: true,
  },
  'social-insurance-statement': {
    insurances: ['pension'],
    span: 'years',
    yearFrom: 2015,
    yearUntil: 2026,
    detail: 'monthly',
    purpose: 'loan',
  },
  'housing-fund-retirement': {
    retiredOn: '2026-10-01',
    kind: 'ordinary',
    lastEmployer: '示例公司',
    hasLoan: false,
    payee: one.name,
    bank: 'other',
    bankName: '示例银行',
    bankCard: '6200000000000005',
    phone,
    close: true,
    declaration: true,
  },
  'medical-filing': {
    kind: 'referral',
    insurance: 'employee',
    insuredIn: '120000',
    goingTo: '110000',
    goingCity: '示例市',
    from: '2026-12-01',
    hospital: '示例医院',
    diagnosis: '示例病情',
    referralFrom: '示例医院',
    forSelf: true,
    phone,
    commitment: true,
  },
  'qualification-check': {
    kind: 'skilled',
    certificateNumber: 'S0000000000000',
    occupation: '电工',
    grade: '3',
    own: true,
    purpose: 'hiring',
    copies: 1,
  },
  'foreigner-work-permit': permit,
};

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
