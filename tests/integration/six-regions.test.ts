import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DEMO_PEOPLE } from '../../electron/demo/people.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { sign } from '../support/steps.ts';

/** The demo's six regions, one a kind of line, and the same matter through all of them: the product but its screens. */
const REGIONS = [
  ['120000', 'rest-oauth2'],
  ['110000', 'soap'],
  ['440112', 'tif-gateway'],
  ['370100', 'hmac-gateway'],
  ['131000', 'file-exchange'],
  ['130700', 'courier'],
] as const;
/** 开具无犯罪记录证明 */
const MATTER = 'XT-GA-001';
const resident = DEMO_PEOPLE.map(({ card }) => card).find((card) => card.kind === 'resident');

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

const receipts = new Map<string, string>();

async function withCard(): Promise<void> {
  await citizen.on('identify');
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.placeCard({ person: 'zhang' });
}

/** Through the farewell, without waiting for its end. */
async function home(): Promise<void> {
  await citizen.say({ type: 'done' });
  await kiosk.dock.call.removeCard();
  // The next one lays a card on a reader that has seen this one go.
  const after = await citizen.until(
    (view) => view.screen === 'home' || (view.screen === 'farewell' && !view.data.cardOnReader),
    'the farewell',
  );
  if (after.screen === 'farewell') await citizen.say({ type: 'done' });
  await citizen.on('home');
}

describe('the same matter in six regions', () => {
  it('is offered by each, the brand’s region first', async () => {
    const home = await citizen.on('home');
    expect(home.data.regions.map(({ code }) => code)).toEqual([
      '120000',
      '110000',
      '130700',
      '131000',
      '370100',
      '440112',
    ]);
  });

  it.each(REGIONS)('%s (%s): from the card to the receipt', async (region) => {
    await citizen.on('home');
    await citizen.say({ type: 'apply' });
    await citizen.say({ type: 'chooseRegion', region });
    await citizen.say({ type: 'chooseMatter', matter: MATTER });
    await citizen.on('guide');
    await citizen.say({ type: 'start' });
    await withCard();
    await citizen.on('forWhom');
    await citizen.say({ type: 'actFor', as: 'self' });
    await citizen.on('details');
    await citizen.say({
      type: 'confirmDetails',
      values: {
        purpose: 'work',
        whole: true,
        hadOtherName: false,
        translation: false,
        phone: '13900000000',
        home: resident?.address ?? '',
      },
    });
    const next = await citizen.until((view) => view.screen !== 'details', 'the step after the form');
    // One region asks for a residence permit of whoever has one.
    expect(next.screen).toBe(region === '440112' ? 'materials' : 'delivery');
    if (next.screen === 'materials') await citizen.say({ type: 'materialsDone' });
    await citizen.on('delivery');
    await citizen.say({ type: 'chooseDelivery', delivery: 'window' });
    await citizen.on('review');
    receipts.set(region, await sign(citizen));
    await citizen.until(
      (view) => view.screen === 'submitted' && view.data.receipt === 'printed',
      'a receipt',
    );
    await home();
  });

  it('each region finishes its case, and the card alone shows all six', async () => {
    for (;;) {
      await citizen.say({ type: 'track' });
      await withCard();
      const { data } = await citizen.on('cases');
      await home();
      if (data.cases.some(({ state }) => state !== 'finished' && state !== 'refused')) continue;
      expect(Object.fromEntries(data.cases.map((one) => [one.region.code, one.receiptNumber]))).toEqual(
        Object.fromEntries(receipts),
      );
      for (const one of data.cases)
        expect(one).toMatchObject({ state: 'finished', regionNumber: expect.any(String) });
      return;
    }
  });

  it('stands once in each region’s books, and nowhere in a log or a file’s name', async () => {
    const { received } = await kiosk.dock.state();
    expect(received.map(({ region }) => region).toSorted()).toEqual(REGIONS.map(([code]) => code).toSorted());
    const logs = readdirSync(join(kiosk.dataDir, 'logs'))
      .map((name) => readFileSync(join(kiosk.dataDir, 'logs', name), 'utf8'))
      .join('');
    const names = readdirSync(kiosk.dataDir, { recursive: true }).join('\n');
    for (const canary of [resident?.name, resident?.number, '13900000000'])
      for (const said of [logs, names]) expect(said).not.toContain(canary);
  });
});
