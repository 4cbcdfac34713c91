import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PEOPLE } from '../../electron/demo/people.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { sign } from '../support/steps.ts';

/** Three dialects of the wire, with the codes of the standard and with a province's own. */
const REGIONS = ['120000', '440112', '130700'] as const;
/** 开具无犯罪记录证明 */
const MATTER = 'XT-GA-001';
const card = DEMO_PEOPLE.map((one) => one.card).find(({ kind }) => kind === 'foreign-permanent-resident');
if (card?.kind !== 'foreign-permanent-resident') throw new Error('the demo has no foreigner');
const { englishName, number } = card;

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
    const { data } = await citizen.on('details');
    expect(data.person).toMatchObject({ name: englishName, number, document: 'foreign-pr-card' });
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
    await citizen.on('review');
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
    for (const region of REGIONS) {
      const books = readFileSync(join(kiosk.dataDir, 'sandbox', `${region}.json`), 'utf8');
      expect(books).toContain(JSON.stringify(englishName));
      expect(books).toContain(JSON.stringify(number));
    }
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
