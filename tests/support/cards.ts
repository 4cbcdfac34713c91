import { fillerPhoto } from '../../native-bridge/devices/id-card-reader/emulator.ts';
import type { ResidentCard } from '../../native-bridge/index.ts';
import { makePerson } from './people.ts';

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
    validFrom: '20200101',
    validTo: '20400101',
    photo: fillerPhoto(),
    privateUse: [],
    ...over,
  };
}
