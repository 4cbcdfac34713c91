import { describe, expect, it } from 'vitest';
import { err, ok } from '../../../electron/core/index.ts';
import { failure, type IdentityClaim, type Person } from '../../../electron/journey/index.ts';
import { journeyHarness, readPassport } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

async function at(way: string, over: Partial<ReturnType<typeof journeyHarness>['line']> = {}) {
  const h = journeyHarness();
  Object.assign(h.line, over);
  await WAYS[way]?.(h);
  return h;
}

const person = (name = 'SAMPLE, ANNA MARIA'): Person => ({
  name,
  number: 'U99C7O1B4',
  document: 'passport',
  chineseName: null,
  nationality: 'UTO',
  sex: 'female',
  birthDate: '19950730',
  ethnicGroup: null,
  address: null,
  source: 'typed',
});

const cut = readPassport({
  names: { primary: 'SAMPLEWORTHINGTONBERGSTROM', secondary: 'JONATHAN PA', truncated: true },
});
const WHOLE = 'SAMPLEWORTHINGTONBERGSTROM, JONATHAN PAX';

describe('who has no card here', () => {
  it('is offered number and name, and a passport, where the matter takes both', async () => {
    const h = await at('otherProof');
    expect(h.view()).toMatchObject({ screen: 'otherProof', data: { number: true, passport: 'here' } });
    expect(h.view().events).toContain('showPassport');
    await h.say({ type: 'withoutCard' });
    expect(h.screen()).toBe('noCard');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('otherProof');
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'identify', data: { otherProof: true } });
  });

  it('is offered the passport alone, where number and name do not do', async () => {
    const h = journeyHarness();
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'passport-only' });
    await h.say({ type: 'start' });
    expect(h.view()).toMatchObject({ data: { withoutCard: true } });
    await h.say({ type: 'withoutCard' });
    expect(h.view().events).not.toContain('withoutCard');
    expect(h.view().events).toContain('showPassport');
  });

  it.each(['unchecked', 'no-camera'] as const)(
    'hears before any form that a passport is %s',
    async (passport) => {
      const h = await at('otherProof', { passport });
      expect(h.view()).toMatchObject({ data: { passport, places: expect.any(Array) } });
      expect(h.view().events).not.toContain('showPassport');
      expect(h.view().events).toContain('report');
    },
  );

  it('goes to number and name at once, where the matter takes no passport', async () => {
    const h = await at('noCard');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('identify');
  });
});

describe('a passport under the camera', () => {
  it('is not looked at before its holder agrees', async () => {
    const h = await at('passport');
    await h.journey.passport(h.view().boot, new Uint8Array(1));
    expect(h.held.zone.calls).toBe(0);
    await h.say({ type: 'consent' });
    expect(h.view()).toMatchObject({ screen: 'passport', data: { phase: 'watching', problem: null } });
  });

  it('of another run is not looked at', async () => {
    const h = await at('passportWatching');
    await h.journey.passport('another', new Uint8Array(1));
    expect(h.held.zone.calls).toBe(0);
  });

  it('is watched for; what is wrong is said, and the next picture is tried', async () => {
    const h = await at('passportWatching');
    for (let n = 0; n < 3; n++) await h.picture(err(failure('zoneMissing')));
    expect(h.view()).toMatchObject({ data: { phase: 'watching', problem: null } });
    await h.picture(err(failure('zoneMissing')));
    expect(h.view()).toMatchObject({ data: { problem: { kind: 'zoneMissing' } } });
    await h.picture(err(failure('zoneUnclear')));
    expect(h.view()).toMatchObject({ data: { phase: 'watching', problem: { kind: 'zoneUnclear' } } });
    await h.picture(ok(readPassport()));
    expect(h.view()).toMatchObject({
      data: {
        phase: 'check',
        problem: null,
        read: { name: 'SAMPLE, ANNA MARIA', truncated: false, number: 'U99C7O1B4', validTo: '20310729' },
      },
    });
  });

  it.each(['passportExpired', 'zoneOther', 'zoneNoDate', 'internal'] as const)(
    'that does not do (%s) is refused with its reason and two ways on',
    async (kind) => {
      const h = await at('passportWatching');
      await h.picture(err(failure(kind)));
      expect(h.view()).toMatchObject({ data: { phase: 'refused', problem: { kind }, read: null } });
      expect(h.view().events).toEqual(expect.arrayContaining(['retry', 'back']));
      await h.say({ type: 'retry' });
      expect(h.view()).toMatchObject({ data: { phase: 'watching', problem: null } });
    },
  );

  it('whose picture comes too late changes nothing', async () => {
    const h = await at('passportWatching');
    const late = h.journey.passport(h.view().boot, new Uint8Array(1));
    await h.settle();
    await h.say({ type: 'back' });
    h.held.zone.answer(ok(readPassport()));
    await late;
    await h.settle();
    expect(h.screen()).toBe('otherProof');
  });

  it('lets its reader go with the screen', async () => {
    const h = await at('passportCheck');
    expect(h.line.passportsOver).toBe(0);
    await h.say({ type: 'back' });
    expect(h.line.passportsOver).toBe(1);
  });
});

describe('what was read of a passport', () => {
  it('goes to the region as it was confirmed, and to the form as the region agreed', async () => {
    const h = await at('passportChecking');
    expect(h.claims).toEqual<IdentityClaim[]>([
      {
        name: 'SAMPLE, ANNA MARIA',
        number: 'U99C7O1B4',
        passport: { nationality: 'UTO', birthDate: '19950730', sex: 'female' },
      },
    ]);
    h.held.check.answer(ok(person()));
    await h.settle();
    expect(h.view()).toMatchObject({
      screen: 'details',
      data: { person: { name: 'SAMPLE, ANNA MARIA', document: 'passport', nationality: 'UTO' } },
    });
  });

  it('is completed by its holder where the zone cuts the name, letter by letter as the zone begins', async () => {
    const h = await at('passportWatching');
    await h.picture(ok(cut));
    expect(h.view()).toMatchObject({ data: { read: { truncated: true } } });
    await h.say({ type: 'confirmPassport', name: 'SOMEBODY, ELSE' });
    expect(h.view()).toMatchObject({
      screen: 'passport',
      data: { phase: 'check', problem: { kind: 'passportName' } },
    });
    expect(h.claims).toEqual([]);
    await h.say({ type: 'confirmPassport', name: WHOLE });
    expect(h.claims[0]).toMatchObject({ name: WHOLE });
  });

  it('is shown again when the region does not know it, and can be read again', async () => {
    const h = await at('passportChecking');
    h.held.check.answer(err(failure('identityMismatch')));
    await h.settle();
    expect(h.view()).toMatchObject({
      screen: 'passport',
      data: { phase: 'check', problem: { kind: 'identityMismatch' }, read: { number: 'U99C7O1B4' } },
    });
    await h.say({ type: 'retry' });
    expect(h.view()).toMatchObject({ data: { phase: 'watching', read: null } });
  });

  it('waits while the region cannot be reached, and is asked about again', async () => {
    const h = await at('passportChecking');
    h.held.check.answer(err(failure('regionDown')));
    await h.settle();
    expect(h.screen()).toBe('stuck');
    await h.say({ type: 'retry' });
    expect(h.screen()).toBe('checking');
    expect(h.claims).toHaveLength(2);
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'passport', data: { phase: 'check' } });
  });

  it('is gone when somebody leaves', async () => {
    const h = await at('passportCheck');
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(JSON.stringify(h.view())).not.toContain('U99C7O1B4');
    expect(h.line.passportsOver).toBe(1);
  });
});
