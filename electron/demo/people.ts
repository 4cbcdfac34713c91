import type { IdCard, ResidentCard } from '../../native-bridge/index.ts';
import { citizenNumberCheck, organisationCodeCheck } from '../core/index.ts';

/** Someone of the demo. 990000 is the prefix of no region, so the numbers can be nobody's. */
export interface DemoPerson {
  readonly id: string;
  readonly note: string;
  readonly card: IdCard;
}

/** Observed header of the photo block, then filler: no face is stored anywhere. */
function photo(): Uint8Array {
  const bytes = new Uint8Array(1024).fill(0x55);
  bytes.set([0x57, 0x4c, 0x66, 0x00, 0x7e, 0x00, 0x32, 0x00, 0x00, 0xff, 0x85]);
  return bytes;
}

function person(
  id: string,
  note: string,
  name: string,
  birthDate: string,
  sequence: string,
  over: Partial<ResidentCard> = {},
): DemoPerson {
  const first17 = `990000${birthDate}${sequence}`;
  return {
    id,
    note,
    card: {
      kind: 'resident',
      name,
      sex: Number(sequence[2]) % 2 === 1 ? 'male' : 'female',
      ethnicGroup: '汉',
      birthDate,
      address: '示例省样本市测试区和平路12号院3号楼1单元501室',
      number: first17 + citizenNumberCheck(first17),
      issuer: '样本市公安局测试分局',
      validFrom: '20200101',
      validTo: '20400101',
      photo: photo(),
      privateUse: [],
      ...over,
    },
  };
}

const VALIDITY = { validFrom: '20200101', validTo: '20400101' } as const;
/** 999 is the number of no country, as XZZ is its letters; on that day nobody got a permit. */
const FOREIGN_17 = '91199919850415000';
const PERMIT_17 = '81000019000101000';

const COMPANY_17 = '91990000MA00TB001';

/** A made-up company of the first person below; every region of the demo has it on its register. */
export function demoCompany(): { name: string; creditCode: string; legalRepresentative: string } {
  return {
    name: '样本科技有限公司',
    creditCode: COMPANY_17 + organisationCodeCheck(COMPANY_17),
    legalRepresentative: (DEMO_PEOPLE[0] as DemoPerson).card.number,
  };
}

/** An agent of the company with a registered authority (委托登记) to ask for its archive. */
export function demoAuthority() {
  return {
    proofNumber: 'WT2026001',
    agent: (DEMO_PEOPLE[2] as DemoPerson).card.number,
    principal: demoCompany().creditCode,
    matters: ['XT-SJ-015'],
    until: null,
  };
}

/** A made-up child whose guardian is the second person below. */
export function demoWard() {
  const first17 = '99000020170601008';
  const person = { name: '欧阳小满', number: first17 + citizenNumberCheck(first17) };
  const guardian = (DEMO_PEOPLE[1] as DemoPerson).card.number;
  return { person, guardianship: { ward: person.number, guardian } };
}

/** Companies in the demo's group. */
const GROUP_SIZE = 27;

/** Made-up subsidiaries of the first person's group, for batches (批量办理); every region of the demo has them on its register. */
export function demoGroup(): { name: string; creditCode: string; legalRepresentative: string }[] {
  return Array.from({ length: GROUP_SIZE }, (_, at) => {
    const first17 = `91990000MA00TC${String(at + 1).padStart(3, '0')}`;
    return {
      name: `样本集团第${at + 1}有限公司`,
      creditCode: first17 + organisationCodeCheck(first17),
      legalRepresentative: (DEMO_PEOPLE[0] as DemoPerson).card.number,
    };
  });
}

/** What a card calls its holder; of a foreigner's card the Latin name. */
export function nameOn(card: IdCard): string {
  return card.kind === 'foreign-permanent-resident' ? card.englishName : card.name;
}

/** The people whose cards the dock can lay on the reader; the sandbox region knows them all. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  person('zhang', '普通居民', '张建国', '19580312', '013', { validTo: null }),
  person('ouyang', '复姓，少数民族', '欧阳秀兰', '19830727', '026', { ethnicGroup: '土家' }),
  person('rare', '扩展区生僻字（U+20BB7）', '𠮷田明', '19950609', '035'),
  person('expired', '身份证已过期', '王丽华', '19760218', '048', {
    validFrom: '20050101',
    validTo: '20250101',
  }),
  person('private', '姓名有早年自造的字（U+E863）', '张\ue863', '19530417', '057'),
  {
    id: 'foreign',
    note: '外国人永久居留身份证，姓名 40 个字母',
    card: {
      kind: 'foreign-permanent-resident',
      edition: '2023',
      englishName: 'SAMPLEHUBERWOLFESCHLEGELST, MARIA THERES',
      chineseName: '样玛丽',
      sex: 'female',
      birthDate: '19850415',
      number: FOREIGN_17 + citizenNumberCheck(FOREIGN_17),
      nationality: 'XZZ',
      ...VALIDITY,
      renewals: '01',
      previousPermit: '000',
      photo: photo(),
      privateUse: [],
    },
  },
  {
    id: 'hongkong',
    note: '港澳台居民居住证（香港）',
    card: {
      kind: 'residence-permit',
      name: '样本港生',
      sex: 'male',
      region: 'hong-kong',
      birthDate: '19000101',
      address: '示例省样本市测试区和平路12号院3号楼1单元502室',
      number: PERMIT_17 + citizenNumberCheck(PERMIT_17),
      issuer: '样本市公安局测试分局',
      ...VALIDITY,
      passNumber: 'H00000000',
      issues: '01',
      photo: photo(),
      privateUse: [],
    },
  },
];
