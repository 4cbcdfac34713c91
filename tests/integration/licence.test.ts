import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FILLED } from '../support/filled-forms.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { sign } from '../support/steps.ts';

const REGION = '120000';
/** 退休提取住房公积金: the retirement paper stands in the region's electronic licences. */
const MATTER = 'XT-ZJ-001';

let kiosk: Kiosk;
let citizen: Citizen;

beforeAll(async () => {
  kiosk = await startKiosk();
  citizen = await kiosk.citizen();
});
afterAll(async () => {
  citizen?.close();
  await kiosk?.stop();
});

/** From the door to the materials, with the card of one of the demo's people. */
async function toMaterials(person: string) {
  await citizen.on('home');
  await citizen.say({ type: 'apply' });
  await citizen.say({ type: 'chooseRegion', region: REGION });
  await citizen.say({ type: 'chooseMatter', matter: MATTER });
  await citizen.on('guide');
  await citizen.say({ type: 'start' });
  await citizen.on('identify');
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.placeCard({ person });
  const first = await citizen.until(
    (view) => view.screen === 'details' || view.screen === 'forWhom',
    'the form',
  );
  if (first.screen === 'forWhom') await citizen.say({ type: 'actFor', as: 'self' });
  await citizen.on('details');
  await citizen.say({ type: 'confirmDetails', values: FILLED['housing-fund-retirement'] ?? {} });
  return citizen.on('materials');
}

describe('an electronic licence in place of paper', () => {
  it('goes with the application of its holder, who consented to its being fetched', async () => {
    const { data } = await toMaterials('zhang');
    expect(data.materials[0]).toMatchObject({ id: 'retirement', ways: expect.arrayContaining(['licence']) });
    await citizen.say({ type: 'fromLicence', material: 'retirement' });
    await citizen.on('licence');
    await citizen.say({ type: 'consentLicence' });
    const came = await citizen.until(
      (view) => view.screen === 'licence' && view.data.phase === 'came',
      'the licence',
    );
    expect(came.data).toMatchObject({
      licence: { validUntil: null, file: { mediaType: 'application/pdf' } },
    });
    const shown = await citizen.client.journey.material();
    const bytes = Buffer.from(shown.ok ? shown.value.base64 : '', 'base64');
    expect(bytes.toString('latin1', 0, 5)).toBe('%PDF-');
    await citizen.say({ type: 'acceptFile' });
    await citizen.on('materials');
    await citizen.say({ type: 'bringToWindow', material: 'bank-card' });
    await citizen.say({ type: 'materialsDone' });
    await citizen.on('delivery');
    await citizen.say({ type: 'chooseDelivery', delivery: 'window' });
    await citizen.on('review');
    await sign(citizen);
    const submitted = await citizen.on('submitted');
    // The licence is in: only the card is still owed.
    expect(submitted.data.owed).toMatchObject([{ dueBy: null }]);
    await kiosk.dock.until(({ received }) => received.length === 1, 'the case at the region');
    const books = JSON.parse(readFileSync(join(kiosk.dataDir, 'sandbox', `${REGION}.json`), 'utf8')) as {
      cases: { materials: { code: string; sha256: string | null }[] }[];
    };
    const sent = books.cases[0]?.materials.find(({ code }) => code === 'retirement');
    expect(sent?.sha256).toMatch(/^[0-9a-f]{64}$/);
    await citizen.until(
      (view) => view.screen === 'submitted' && view.data.receipt === 'printed',
      'a receipt',
    );
    await citizen.say({ type: 'done' });
  });

  it('that somebody has not leaves the other ways', async () => {
    const people = (await kiosk.dock.state()).people;
    const without = people.find(({ id }) => id !== 'zhang' && id !== 'ouyang')?.id ?? '';
    await citizen.on('farewell');
    await citizen.say({ type: 'done' });
    await toMaterials(without);
    await citizen.say({ type: 'fromLicence', material: 'retirement' });
    await citizen.on('licence');
    await citizen.say({ type: 'consentLicence' });
    await citizen.until(
      (view) => view.screen === 'licence' && view.data.problem?.kind === 'licenceNone',
      'the region’s word',
    );
    await citizen.say({ type: 'back' });
    await citizen.on('materials');
    await citizen.say({ type: 'handInLater', material: 'retirement' });
  });
});
