import { beforeEach, describe, expect, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import {
  endingWith,
  failure,
  type JourneyEffects,
  type Person,
  withRoaming,
} from '../../../electron/journey/index.ts';
import type { Login, Roaming, RoamingConsent } from '../../../electron/regions/index.ts';
import { makePerson } from '../../support/people.ts';

const never = new AbortController().signal;
const { name, number, sex, birthDate, address } = makePerson(1);
const person: Person = {
  name,
  number,
  document: 'resident-card',
  chineseName: null,
  nationality: null,
  sex,
  birthDate,
  address,
  ethnicGroup: '汉',
  source: 'card',
};

let begun: { login: Login; consent: RoamingConsent }[];
const roaming = {
  begin: (login, consent) => void begun.push({ login, consent }),
} as Partial<Roaming> as Roaming;
const effects = (change: Partial<JourneyEffects>) => withRoaming(change as JourneyEffects, roaming);

beforeEach(() => {
  begun = [];
});

describe('who is identified', () => {
  it('by card is logged in nowhere yet: the regions are asked when something needs them', async () => {
    await effects({ readPerson: async () => ok(person) }).readPerson(never, () => undefined);
    expect(begun).toEqual([
      { login: { holder: 'person', person: { name, number }, by: 'card' }, consent: [] },
    ]);
  });

  it('by typed name and number gave them to one region alone', async () => {
    const typed = effects({ checkPerson: async () => ok({ ...person, source: 'typed' }) });
    await typed.checkPerson('120000', { name, number }, never);
    expect(begun).toMatchObject([{ login: { by: 'typed' }, consent: ['120000'] }]);
  });

  it('and then left, or was not identified at all, is nobody', async () => {
    const left = AbortSignal.abort();
    await effects({ readPerson: async () => ok(person) }).readPerson(left, () => undefined);
    await effects({ checkPerson: async () => ok(person) }).checkPerson('120000', { name, number }, left);
    await effects({ readPerson: async () => err(failure('cardExpired')) }).readPerson(never, () => undefined);
    await effects({ checkPerson: async () => err(failure('identityMismatch')) }).checkPerson(
      '120000',
      { name, number },
      never,
    );
    expect(begun).toEqual([]);
  });
});

describe('the end of a session here', () => {
  it('ends those at the regions, and only the end does', () => {
    const said: string[] = [];
    const marker = endingWith(
      {
        read: () => null,
        begin: () => void said.push('begin'),
        received: () => void said.push('received'),
        end: () => void said.push('end'),
      },
      () => said.push('regions end'),
    );
    marker.begin();
    marker.received('1');
    expect(said).toEqual(['begin', 'received']);
    marker.end();
    expect(said).toEqual(['begin', 'received', 'regions end', 'end']);
  });
});
