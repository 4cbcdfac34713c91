import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PEOPLE, demoCompany, demoWard } from '../../electron/demo/people.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { SIGNATURE, sign } from '../support/steps.ts';

/** Three ways of the wire. */
const REGIONS = ['120000', '110000', '130700'] as const;
/** 开具无犯罪记录证明 */
const MATTER = 'XT-GA-001';
const card = DEMO_PEOPLE.map((one) => one.card).find(({ kind }) => kind === 'foreign-permanent-resident');
if (card?.kind !== 'foreign-permanent-resident') throw new Error('the demo has no foreigner');
const { englishName, number } = card;
const numberOf = (id: string) => DEMO_PEOPLE.find((one) => one.id === id)?.card.number as string;

let kiosk: Kiosk;
let citizen: Citizen;
beforeAll(async () => {
  kiosk = await startKiosk();
  citizen = await kiosk.citizen();
});
afterAll(async () => {
  citizen.close();
  await kiosk.stop();
});

async function withCard(person: string): Promise<void> {
  await citizen.on('identify');
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.placeCard({ person });
}

async function start(region: string, matter: string, person: string): Promise<void> {
  await citizen.on('home');
  await citizen.say({ type: 'apply' });
  await citizen.say({ type: 'chooseRegion', region });
  await citizen.say({ type: 'chooseMatter', matter });
  await citizen.on('guide');
  await citizen.say({ type: 'start' });
  await withCard(person);
}

/** The form and the delivery, up to the document. */
async function fillIn(): Promise<void> {
  await citizen.say({
    type: 'confirmDetails',
    values: {
      purpose: 'work',
      whole: true,
      hadOtherName: false,
      translation: false,
      phone: '13900000000',
      home: '示例省样本市测试路1号',
    },
  });
  await citizen.on('delivery');
  await citizen.say({ type: 'chooseDelivery', delivery: 'window' });
  await citizen.until((view) => view.screen === 'review' && view.data.signer === undefined, 'the form');
}

/** Through the farewell, without waiting for its end. */
async function home(): Promise<void> {
  await kiosk.dock.call.removeCard();
  const after = await citizen.until(
    (view) => view.screen === 'home' || (view.screen === 'farewell' && !view.data.cardOnReader),
    'the farewell',
  );
  if (after.screen === 'farewell') await citizen.say({ type: 'done' });
  await citizen.on('home');
}

describe('a foreigner with a name of forty letters', () => {
  it.each(REGIONS)('hands in a matter in %s', async (region) => {
    await start(region, MATTER, 'foreign');
    await citizen.on('forWhom');
    await citizen.say({ type: 'actFor', as: 'self' });
    const { data } = await citizen.on('details');
    expect(data.person).toMatchObject({ name: englishName, number, document: 'foreign-pr-card' });
    await fillIn();
    await sign(citizen);
    await citizen.until(
      (view) => view.screen === 'submitted' && view.data.receipt === 'printed',
      'a receipt',
    );
    await citizen.say({ type: 'done' });
    await home();
  });

  it('stands in the books of each region with name and number as on the card', async () => {
    expect(englishName).toHaveLength(40);
    await kiosk.dock.until(({ received }) => received.length === REGIONS.length, 'a case in each region');
    for (const region of REGIONS)
      for (const text of [englishName, number]) expect(books(region)).toContain(JSON.stringify(text));
  });

  it('finds the cases with the card', async () => {
    await citizen.say({ type: 'track' });
    await withCard('foreign');
    const { data } = await citizen.on('cases');
    expect(data.cases.map(({ region }) => region.code).toSorted()).toEqual([...REGIONS].toSorted());
    await citizen.say({ type: 'done' });
    await home();
  });

  it('stands in no log and in no name of a file', () => {
    const logs = readdirSync(join(kiosk.dataDir, 'logs'))
      .map((name) => readFileSync(join(kiosk.dataDir, 'logs', name), 'utf8'))
      .join('');
    const names = readdirSync(kiosk.dataDir, { recursive: true }).join('\n');
    for (const canary of [englishName, number])
      for (const said of [logs, names]) expect(said).not.toContain(canary);
  });
});

/** A person who is here, too: reads and signs the authorisation. */
async function authorisedBy(person: string): Promise<void> {
  await citizen.on('forWhom');
  await citizen.say({ type: 'actFor', as: 'authorised' });
  await citizen.on('principal');
  await citizen.say({ type: 'consent' });
  // The agent's card still lies there.
  await citizen.until((view) => view.screen === 'principal' && view.data.phase === 'lift', 'the card to go');
  await kiosk.dock.call.removeCard();
  await citizen.until(
    (view) => view.screen === 'principal' && view.data.phase === 'waiting',
    'a free reader',
  );
  await kiosk.dock.call.placeCard({ person });
  const review = await citizen.on('review');
  expect(review.data.signer).toBe('principal');
  const document = await citizen.client.journey.document();
  expect(document).toMatchObject({ ok: true, value: { sha256: review.data.sha256 } });
  await citizen.say({ type: 'toSign' });
  await citizen.on('sign');
  await citizen.say(SIGNATURE);
}

const books = (region: string) => readFileSync(join(kiosk.dataDir, 'sandbox', `${region}.json`), 'utf8');

describe('an agent whose principal is here', () => {
  it('hands in the application with the authorisation that was signed', async () => {
    const before = (await kiosk.dock.state()).received.length;
    await start('120000', MATTER, 'zhang');
    await authorisedBy('ouyang');
    const { data } = await citizen.on('details');
    expect(data.person.number).toBe(numberOf('zhang'));
    expect(data.principal).toMatchObject({ holder: 'person', number: numberOf('ouyang') });
    await fillIn();
    await sign(citizen);
    await citizen.until(
      (view) => view.screen === 'submitted' && view.data.receipt === 'printed',
      'a receipt',
    );
    await citizen.say({ type: 'done' });
    await home();
    await kiosk.dock.until(({ received }) => received.length > before, 'the case');
    expect(books('120000')).toContain(JSON.stringify(numberOf('zhang')));
  });
});

describe('a company by its legal representative', () => {
  const company = demoCompany();

  it.each([
    ['zhang', company.name, 'details', null],
    ['zhang', '别的公司', 'company', 'organisationMismatch'],
    ['ouyang', company.name, 'company', 'notRepresentative'],
  ] as const)('%s for %s', async (person, name, screen, kind) => {
    await start('120000', 'XT-SJ-015', person);
    await citizen.on('forWhom');
    await citizen.say({ type: 'actFor', as: 'legal-representative' });
    await citizen.on('company');
    await citizen.say({ type: 'giveOrganisation', name, creditCode: company.creditCode });
    const after = await citizen.until(
      (view) => view.screen === 'details' || (view.screen === 'company' && view.data.problem !== null),
      'the word of the region',
    );
    expect(after.screen).toBe(screen);
    if (after.screen === 'details')
      expect(after.data.principal).toEqual({
        holder: 'organisation',
        name,
        creditCode: company.creditCode,
        known: true,
      });
    if (after.screen === 'company') expect(after.data.problem?.kind).toBe(kind);
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await home();
  });
});

describe('a matter for residents only', () => {
  it.each(['foreign', 'hongkong'])('refuses the card of %s before anything is filled in', async (person) => {
    await start('120000', 'XT-GA-020', person);
    const { data } = await citizen.on('cardNeeded');
    expect(data.accepts).toEqual(['resident-card', 'no-card']);
    expect(data.given).toBe(person === 'foreign' ? 'foreign-pr-card' : 'hmt-residence-permit');
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await home();
  });
});

describe('a child by its guardian', () => {
  const { person: child } = demoWard();

  it.each([
    ['zhang', '120000', 'ward', 'notGuardian'],
    ['ouyang', '120000', 'details', null],
    ['ouyang', '130700', 'forWhom', null],
  ] as const)('%s in %s', async (person, region, screen, kind) => {
    await start(region, 'XT-YB-001', person);
    const { data } = await citizen.on('forWhom');
    expect(data.ways.includes('guardian')).toBe(screen !== 'forWhom');
    if (screen !== 'forWhom') {
      await citizen.say({ type: 'actFor', as: 'guardian' });
      await citizen.on('ward');
      await citizen.say({ type: 'giveWard', ...child });
      const after = await citizen.until(
        (view) => view.screen === 'details' || (view.screen === 'ward' && view.data.problem !== null),
        'the word of the region',
      );
      expect(after.screen).toBe(screen);
      if (after.screen === 'details')
        expect(after.data.principal).toMatchObject({ holder: 'person', ...child });
      if (after.screen === 'ward') expect(after.data.problem?.kind).toBe(kind);
    }
    await citizen.say({ type: 'leave' });
    await citizen.say({ type: 'leaveNow' });
    await home();
  });
});
