import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { regionFileSchema } from '../../electron/catalogue/schemas/region.ts';
import type { FormValues } from '../../electron/core/index.ts';
import { makePerson } from './people.ts';

/** Every bundled form, filled in the way people would, on 21 November 2026. */

const assetsDir = join(import.meta.dirname, '../../assets');
const json = (name: string) => JSON.parse(readFileSync(join(assetsDir, name), 'utf8')) as unknown;

/** Made-up organisations with valid check characters: those of the sample implementation codes. */
const codes = regionFileSchema
  .parse(json('regions/120000.json'))
  .matters.flatMap(({ taskCode }) => (taskCode === undefined ? [] : [taskCode.slice(0, 18)]));
const [first, second] = [...new Set(codes)];
if (first === undefined || second === undefined) throw new Error('too few organisations');
const company: string = first;
export const otherCompany: string = second;

const [one, two, three] = [makePerson(1), makePerson(2), makePerson(3)];
const phone = '13800000000';
const window = { resultBy: 'window' };

export const shareholder = (number: string, share: number) => ({
  shareholderKind: 'person',
  shareholderName: one.name,
  shareholderNumber: number,
  share,
  contribution: 'money',
  payBy: '2030-12-31',
});
export const setUp = {
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
export const transfer = {
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
export const permit = {
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
export const change = {
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

export const FILLED: Readonly<Record<string, FormValues>> = {
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
