import { citizenNumberCheck } from '../../electron/core/index.ts';
import { fillerPhoto } from '../../native-bridge/devices/id-card-reader/emulator.ts';
import type {
  ForeignCard2017,
  ForeignCard2023,
  ResidencePermitCard,
} from '../../native-bridge/devices/id-card-reader/types.ts';
import type { ResidentCard } from '../../native-bridge/index.ts';
import { makePerson } from './people.ts';

const VALIDITY = { validFrom: '20200101', validTo: '20400101' };

/** The card of a made-up person. */
export function makeCard(seed: number, over: Partial<ResidentCard> = {}): ResidentCard {
  const person = makePerson(seed);
  return {
    kind: 'resident',
    name: person.name,
    sex: person.sex,
    ethnicGroup: '汉',
    birthDate: person.birthDate,
    address: person.address,
    number: person.number,
    issuer: '样本市公安局测试分局',
    ...VALIDITY,
    photo: fillerPhoto(),
    privateUse: [],
    ...over,
  };
}

/** The permit of a made-up resident of Macao. The date in its number is one on which nobody got a permit. */
export function makePermit(over: Partial<ResidencePermitCard> = {}): ResidencePermitCard {
  const { name, sex, address } = makePerson(31);
  return {
    kind: 'residence-permit',
    name,
    sex,
    region: 'macao',
    birthDate: '19000101',
    address,
    number: checked('82000019000101000'),
    issuer: '样本市公安局测试分局',
    ...VALIDITY,
    passNumber: 'M00000000',
    issues: '01',
    photo: fillerPhoto(),
    privateUse: [],
    ...over,
  };
}

/** The card of a made-up foreigner from nowhere: XZZ is no country. */
export function makeForeign2017(over: Partial<ForeignCard2017> = {}): ForeignCard2017 {
  return {
    kind: 'foreign-permanent-resident',
    edition: '2017',
    englishName: 'SAMPLE, ADA TEST',
    chineseName: '艾达',
    sex: 'female',
    birthDate: '19000102',
    number: 'XZZ990000000000',
    nationality: 'XZZ',
    ...VALIDITY,
    cardVersion: '01',
    authorityCode: '9900',
    photo: fillerPhoto(),
    privateUse: [],
    ...over,
  };
}

/** 999 is the number of no country. */
export function makeForeign2023(over: Partial<ForeignCard2023> = {}): ForeignCard2023 {
  return {
    kind: 'foreign-permanent-resident',
    edition: '2023',
    englishName: 'SAMPLE, ADA TEST',
    chineseName: '艾达',
    sex: 'female',
    birthDate: '19000102',
    number: checked('91199919000102000'),
    nationality: 'XZZ',
    ...VALIDITY,
    renewals: '01',
    previousPermit: '000',
    photo: fillerPhoto(),
    privateUse: [],
    ...over,
  };
}

/** A number with its check character. */
export function checked(first17: string): string {
  return first17 + citizenNumberCheck(first17);
}
