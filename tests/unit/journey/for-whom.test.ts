import { describe, expect, it } from 'vitest';
import { journeyViewSchema } from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure, type Person } from '../../../electron/journey/index.ts';
import {
  AUTHORISATION,
  COMPANY,
  DOCUMENT,
  foreigner,
  type Harness,
  journeyHarness,
  personOf,
  SIGNATURE,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';
import { makeChild, makePerson } from '../../support/people.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

function child(): Person {
  return { ...personOf(5), ...makeChild(), birthDate: '20150101' };
}

async function toReview(h: Harness): Promise<void> {
  await h.say({ type: 'confirmDetails', values: { purpose: 'train' } });
  await h.say({ type: 'chooseDelivery', delivery: 'window' });
  h.held.prepare.answer(ok(DOCUMENT));
  await h.settle();
}

describe('for whom', () => {
  it('is asked where the matter lets somebody else apply, with what takes a counter', async () => {
    const h = await at('forWhom');
    expect(h.view()).toMatchObject({
      screen: 'forWhom',
      step: { at: 2 },
      data: {
        ways: ['self', 'legal-representative', 'authorised'],
        elsewhere: [{ who: 'family', proof: { 'zh-CN': '户口簿' } }],
      },
    });
    expect(journeyViewSchema.safeParse(h.view()).success).toBe(true);
  });

  it('is not asked where nobody may, nor of somebody without a card', async () => {
    expect((await at('details')).screen()).toBe('details');
    const h = journeyHarness();
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'for-others' });
    await h.say({ type: 'start' });
    await h.say({ type: 'withoutCard' });
    const { name, number } = makePerson(1);
    await h.say({ type: 'giveIdentity', name, number });
    h.held.check.answer(ok({ ...personOf(1), source: 'typed' }));
    await h.settle();
    expect(h.screen()).toBe('details');
  });

  it('for oneself leads to the form, with nobody besides', async () => {
    const h = await at('forWhom');
    await h.say({ type: 'actFor', as: 'self' });
    expect(h.view()).toMatchObject({ screen: 'details', data: { principal: null } });
    await toReview(h);
    expect(h.drafts[0]).toMatchObject({ forWhom: null });
  });

  it('can be chosen anew from the form, and then nothing is left of the first choice', async () => {
    const h = await at('checkingCompany');
    h.held.organisation.answer(ok({ known: true }));
    await h.settle();
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('forWhom');
    await h.say({ type: 'actFor', as: 'self' });
    expect(h.view()).toMatchObject({ screen: 'details', data: { principal: null } });
    await h.say({ type: 'back' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('identify');
  });

  it('does not take a way that the matter does not have', async () => {
    const h = journeyHarness();
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'family-only' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'forWhom', data: { ways: ['self'] } });
    for (const as of ['authorised', 'legal-representative'] as const) {
      await h.say({ type: 'actFor', as });
      expect(h.screen()).toBe('forWhom');
    }
  });
});

describe('a company by its legal representative', () => {
  it('is refused by the check character of its code alone', async () => {
    const h = await at('company');
    const wrong = `${COMPANY.creditCode.slice(0, 17)}${COMPANY.creditCode.endsWith('0') ? '1' : '0'}`;
    await h.say({ type: 'giveOrganisation', name: COMPANY.name, creditCode: wrong });
    expect(h.view()).toMatchObject({
      screen: 'company',
      data: { problem: { kind: 'organisationCodeWrong' } },
    });
    expect(h.held.organisation.calls).toBe(0);
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('forWhom');
  });

  it.each([true, false])('goes on to the form, saying whether the region knows it (%s)', async (known) => {
    const h = await at('checkingCompany');
    expect(h.screen()).toBe('checking');
    h.held.organisation.answer(ok({ known }));
    await h.settle();
    expect(h.view()).toMatchObject({
      screen: 'details',
      data: { principal: { holder: 'organisation', ...COMPANY, known } },
    });
    await toReview(h);
    expect(h.drafts[0]?.forWhom).toMatchObject({ organisation: COMPANY, principal: null });
  });

  it.each(['organisationMismatch', 'notRepresentative'] as const)('%s can be corrected', async (kind) => {
    const h = await at('checkingCompany');
    h.held.organisation.answer(err(failure(kind)));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'company', data: { problem: { kind } } });
    await h.say({ type: 'giveOrganisation', ...COMPANY });
    expect(h.held.organisation.calls).toBe(2);
  });

  it('stops asking the region when the citizen goes back; a bug is said', async () => {
    const h = await at('checkingCompany');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('company');
    expect(h.held.organisation.signal?.aborted).toBe(true);
    const other = await at('checkingCompany');
    other.held.organisation.fail();
    await other.settle();
    expect(other.view()).toMatchObject({ screen: 'stuck', data: { problem: { kind: 'internal' } } });
  });
});

describe('a principal who is here', () => {
  it('agrees, and waits until the card of the agent has gone', async () => {
    const h = await at('principalLift');
    expect(h.view()).toMatchObject({ screen: 'principal', data: { phase: 'lift' } });
    h.devices.card = false;
    h.devices.changed();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'waiting', problem: null } });
    h.cardFound();
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'reading' } });
  });

  it('reads and signs the very authorisation, then the agent goes on', async () => {
    const h = await at('readAuthorisation');
    expect(h.view()).toMatchObject({
      screen: 'review',
      step: { at: 2 },
      data: { signer: 'principal', sha256: AUTHORISATION.document.sha256 },
    });
    expect(h.journey.document()?.sha256).toBe(AUTHORISATION.document.sha256);
    await h.say({ type: 'toSign' });
    expect(h.view()).toMatchObject({ screen: 'sign', data: { signer: 'principal' } });
    await h.say({ type: 'back' });
    await h.say({ type: 'toSign' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    const { name, number } = makePerson(2);
    expect(h.view()).toMatchObject({
      screen: 'details',
      data: { person: { number: makePerson(1).number }, principal: { holder: 'person', name, number } },
    });
    await toReview(h);
    expect(h.view()).toMatchObject({ screen: 'review', data: { sha256: DOCUMENT.sha256 } });
    expect(h.journey.document()?.sha256).toBe(DOCUMENT.sha256);
    expect(h.drafts[0]?.forWhom?.authorisation).toMatchObject({
      number: AUTHORISATION.number,
      strokes: SIGNATURE,
    });
  });

  it('gives the form what stands on their card, and nothing of their earlier cases', async () => {
    const h = await at('signAuthorisation');
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.view()).not.toMatchObject({ data: { values: { phone: '13900000000' } } });
    const alone = await at('forWhom');
    await alone.say({ type: 'actFor', as: 'self' });
    expect(alone.view()).toMatchObject({ data: { values: { phone: '13900000000' } } });
  });

  it.each([
    ['the agent again', personOf(1), 'principalSame'],
    ['a card that the matter does not take', foreigner(), 'principalCard'],
    ['a child', child(), 'principalMinor'],
  ])('is not %s', async (_, person, kind) => {
    const h = await at('principalWaiting');
    h.devices.card = true;
    h.held.read.answer(ok(person));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'principal', data: { phase: 'lift', problem: { kind } } });
    expect(h.held.authorisation.calls).toBe(0);
    // Another card, once this one is gone.
    h.devices.card = false;
    h.devices.changed();
    await h.settle();
    h.held.read.answer(ok(personOf(2)));
    await h.settle();
    expect(h.held.authorisation.calls).toBe(1);
  });

  it('waits for a reader that is away, and goes back from there', async () => {
    const h = await at('principal');
    h.devices.reader = false;
    await h.say({ type: 'consent' });
    expect(h.view()).toMatchObject({ screen: 'principal', overlay: { kind: 'device' } });
    h.devices.reader = true;
    h.devices.changed();
    await h.settle();
    expect(h.view()).toMatchObject({ overlay: null, data: { phase: 'waiting' } });
    h.held.read.answer(err(failure('readerAbsent')));
    await h.settle();
    expect(h.held.read.calls).toBe(3);
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('forWhom');
  });

  it.each([
    ['a card that could not be read', 'cardReadFailed', 'principal'],
    ['a bug in reading', 'internal', 'stuck'],
  ] as const)('%s is said', async (_, kind, screen) => {
    const h = await at('principalWaiting');
    h.devices.card = true;
    h.held.read.answer(err(failure(kind)));
    await h.settle();
    expect(h.view()).toMatchObject({ screen, data: { problem: { kind } } });
  });

  it('is told when the authorisation cannot be made', async () => {
    const h = await at('authorising');
    h.held.authorisation.answer(err(failure('unprintable')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'stuck', data: { problem: { kind: 'unprintable' } } });
    const other = await at('authorising');
    other.held.authorisation.fail();
    await other.settle();
    expect(other.view()).toMatchObject({ screen: 'stuck', data: { problem: { kind: 'internal' } } });
  });

  it('changes nothing by going back from the authorisation', async () => {
    const h = await at('readAuthorisation');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('forWhom');
    expect(h.journey.document()).toBeNull();
  });

  it('is forgotten with the session', async () => {
    const h = await at('signAuthorisation');
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(h.screen()).toBe('farewell');
    expect(h.journey.document()).toBeNull();
    expect(JSON.stringify(h.view())).not.toContain(makePerson(2).name);
  });
});

describe('a child by its guardian', () => {
  it('is a way only where the region can be asked who the guardian is', async () => {
    const there = await at('ward');
    await there.say({ type: 'back' });
    expect(there.view()).toMatchObject({
      screen: 'forWhom',
      data: { ways: ['self', 'guardian'], elsewhere: [] },
    });
    const other = journeyHarness();
    await other.say({ type: 'apply' });
    await other.say({ type: 'chooseRegion', region: '440100' });
    await other.say({ type: 'chooseMatter', matter: 'for-children' });
    await other.say({ type: 'start' });
    await other.say({ type: 'consent' });
    other.held.read.answer(ok(personOf(1)));
    await other.settle();
    expect(other.view()).toMatchObject({
      screen: 'forWhom',
      data: { ways: ['self'], elsewhere: [{ who: 'guardian' }] },
    });
    await other.say({ type: 'actFor', as: 'guardian' });
    expect(other.screen()).toBe('forWhom');
  });

  it.each<[string, string, string]>([
    [
      'a wrong number',
      `${makeChild().number.slice(0, 17)}${makeChild().number.endsWith('0') ? '1' : '0'}`,
      'identityNumberWrong',
    ],
    ['their own number', personOf(1).number, 'wardSame'],
    ['the number of somebody of age', personOf(2).number, 'wardOfAge'],
  ])('refuses %s without asking the region', async (_, number, kind) => {
    const h = await at('ward');
    await h.say({ type: 'giveWard', name: '欧阳小满', number });
    expect(h.view()).toMatchObject({ screen: 'ward', data: { problem: { kind } } });
    expect(h.held.ward.calls).toBe(0);
    await h.say({ type: 'back' });
    await h.say({ type: 'actFor', as: 'guardian' });
    expect(h.view()).toMatchObject({ screen: 'ward', data: { problem: null } });
  });

  it('goes on to the form, with the child as the applicant', async () => {
    const h = await at('checkingWard');
    expect(h.screen()).toBe('checking');
    h.held.ward.answer(ok(undefined));
    await h.settle();
    expect(h.view()).toMatchObject({
      screen: 'details',
      data: { principal: { holder: 'person', ...makeChild() } },
    });
    await toReview(h);
    expect(h.drafts[0]?.forWhom).toMatchObject({ principal: makeChild(), guardian: true });
  });

  it.each(['notGuardian', 'guardianUnchecked'] as const)('%s can be tried again', async (kind) => {
    const h = await at('checkingWard');
    h.held.ward.answer(err(failure(kind)));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'ward', data: { problem: { kind } } });
    await h.say({ type: 'giveWard', ...makeChild() });
    expect(h.held.ward.calls).toBe(2);
  });

  it('is nobody any more when the question is left, or breaks', async () => {
    const left = await at('checkingWard');
    await left.say({ type: 'back' });
    expect(left.screen()).toBe('ward');
    expect(left.held.ward.signal?.aborted).toBe(true);
    const h = await at('checkingWard');
    h.held.ward.fail();
    await h.settle();
    expect(h.screen()).toBe('stuck');
    await h.say({ type: 'report' });
    expect(h.screen()).toBe('report');
  });
});
