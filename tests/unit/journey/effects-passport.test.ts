import { describe, expect, it } from 'vitest';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import { passportEffects } from '../../../electron/journey/effects-passport.ts';
import { claimOf, passportOf, personOfClaim } from '../../../electron/journey/persons.ts';
import type { TravelDocument, ZoneFailure, ZoneReader } from '../../../electron/mrz/index.ts';
import { makePerson } from '../../support/people.ts';

const DOCUMENT: TravelDocument = {
  kind: 'passport',
  code: 'P',
  issuer: 'UTO',
  number: 'U99C7O1B4',
  nationality: 'UTO',
  birthDate: '19950730',
  sex: 'female',
  validTo: '20310729',
  primary: 'SAMPLE',
  secondary: 'ANNA MARIA',
  truncated: false,
};

function reader(answer: TravelDocument | ZoneFailure) {
  let released = 0;
  const zones: ZoneReader = {
    read: async () => (typeof answer === 'string' ? err(answer) : ok(answer)),
    release: async () => {
      released++;
    },
  };
  const effects = passportEffects({ clock: new VirtualClock(), zones });
  return { read: () => effects.readPassport?.(new Uint8Array(1)), effects, released: () => released };
}

describe('a passport in a picture', () => {
  it('is who holds it, with the name in its two parts', async () => {
    expect(await reader(DOCUMENT).read()).toEqual({
      ok: true,
      value: {
        names: { primary: 'SAMPLE', secondary: 'ANNA MARIA', truncated: false },
        number: 'U99C7O1B4',
        nationality: 'UTO',
        birthDate: '19950730',
        sex: 'female',
        validTo: '20310729',
      },
    });
  });

  it.each([
    ['no-zone', 'zoneMissing'],
    ['not-a-picture', 'zoneMissing'],
    ['unclear', 'zoneUnclear'],
    ['no-date', 'zoneNoDate'],
  ] as const)('that is not there (%s) fails as %s', async (why, kind) => {
    expect(await reader(why).read()).toMatchObject({ ok: false, error: { kind } });
  });

  it('is refused when it is another kind of document, or out of date', async () => {
    expect(await reader({ ...DOCUMENT, kind: 'card' }).read()).toMatchObject({
      error: { kind: 'zoneOther' },
    });
    expect(await reader({ ...DOCUMENT, validTo: '20000101' }).read()).toMatchObject({
      error: { kind: 'passportExpired' },
    });
  });

  it('lets its reader go, and is not read where there is none', () => {
    const one = reader(DOCUMENT);
    one.effects.passportOver?.();
    expect(one.released()).toBe(1);
    expect(passportEffects({ clock: new VirtualClock() })).toEqual({});
  });
});

describe('the person of a passport', () => {
  const claim = {
    name: 'SAMPLE, ANNA MARIA',
    number: 'U99C7O1B4',
    passport: { nationality: 'UTO', birthDate: '19950730', sex: 'female' as const },
  };

  it('is what was read, not what a citizen number would say', () => {
    expect(personOfClaim(claim)).toMatchObject({
      document: 'passport',
      sex: 'female',
      birthDate: '19950730',
      source: 'typed',
    });
  });

  it('is told to a region by number, nationality and birth date', () => {
    const passport = { nationality: 'UTO', birthDate: '19950730' };
    expect(claimOf(claim)).toEqual({ name: claim.name, number: claim.number, passport });
    expect(passportOf(personOfClaim(claim))).toEqual({ passport });
  });

  it('is nobody else: whoever has a citizen number has no passport here', () => {
    const { name, number } = makePerson(1);
    expect(claimOf({ name, number })).toEqual({ name, number });
    expect(passportOf(personOfClaim({ name, number }))).toEqual({});
  });
});
