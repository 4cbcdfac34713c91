import { organisationCodeCheck } from '../../core/index.ts';
import type { conformance } from '../../regions/index.ts';
import { DEMO_PEOPLE, nameOn } from '../people.ts';
import type { SandboxOptions } from '../sandbox-region/index.ts';

/** 实施编码 of 31 digits, and of 24: the two generations. */
export const TASK_CODES = { 31: '11120000TB9900006A2122009020000', 24: '112233445566778899001122' } as const;

const CODE_17 = '91990000MA00TB001';

/** Three whom a played region knows and one whom it does not. All are made up. */
export function playedWorld(taskCode: string): conformance.World {
  const [known, second, third, stranger] = DEMO_PEOPLE.map(({ card }) => ({
    name: nameOn(card),
    number: card.number,
    address: 'address' in card ? card.address : '',
  })) as [conformance.WorldPerson, ...conformance.WorldPerson[]];
  return {
    matterCode: 'XT-GA-020',
    taskCode,
    form: { purpose: 'train' },
    otherForm: { purpose: 'exam' },
    machineCode: 'B017',
    acceptRegion: '110115-bda',
    known,
    second: second as conformance.WorldPerson,
    third: third as conformance.WorldPerson,
    stranger: stranger as conformance.WorldPerson,
    company: { name: '样本科技有限公司', creditCode: CODE_17 + organisationCodeCheck(CODE_17) },
    closedName: '样本注销有限公司',
    licenceType: '11990000MB000000X1001',
    at: Date.parse('2026-11-20T02:00:00Z'),
  };
}

/** How a region file maps the form of `XT-GA-020`. */
export const FORM_MAPPING = {
  'XT-GA-020': { purpose: { train: '01', lodging: '02', exam: '03', other: '99' } },
} as const;

type Register = Required<Pick<SandboxOptions, 'people' | 'organisations' | 'authorities' | 'licences'>>;

/** The registers of a region that knows this world. */
export function registerOf(world: conformance.World): Register {
  const { known, second, third, company, closedName, licenceType, matterCode, at } = world;
  const living = { ...company, legalRepresentative: known.number };
  const authority = { agent: second.number, principal: known.number };
  return {
    people: [known, second, third],
    organisations: [living, { ...living, name: closedName, closed: true }],
    authorities: [
      { ...authority, proofNumber: 'A-1', matters: [matterCode], until: at + 86_400_000 },
      { ...authority, proofNumber: 'A-2', matters: null, until: at - 1 },
    ],
    licences: [
      {
        holder: known.number,
        type: licenceType,
        identifier: `1.2.156.3005.2.${licenceType}.11990000MB0000000X.A0001.001.M`,
        name: '居民户口簿',
        mediaType: 'application/ofd',
        bytes: Buffer.from('PK made-up OFD'),
        validUntil: null,
      },
    ],
  };
}
