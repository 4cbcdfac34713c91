import { afterAll, beforeAll, expect, it } from 'vitest';
import { setUp, shareholder } from '../support/filled-forms.ts';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { cardToReview, SIGNATURE } from '../support/steps.ts';

/** Signing in other ways than by hand on the screen, over the product as it is started. */
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

const received = async (receipt: string) => {
  const { received: all } = await kiosk.dock.until(
    (state) => state.received.some((one) => one.receiptNumber === receipt),
    'the case at its region',
  );
  return all.filter((one) => one.receiptNumber === receipt);
};

it('who cannot write gives a fingerprint, after a consent of its own; the region takes it as the signature', async () => {
  await cardToReview(kiosk, citizen, 'zhang');
  await citizen.say({ type: 'toSign' });
  await citizen.until((v) => v.screen === 'sign' && v.events.includes('useFingerprint'), 'the fingerprint');
  await citizen.say({ type: 'useFingerprint' });
  await citizen.until((v) => v.screen === 'fingerprint' && v.data.phase === 'consent', 'the consent');
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.layFinger({ finger: 'good' });
  await citizen.until((v) => v.screen === 'fingerprint' && v.data.phase === 'taken', 'the print');
  const shown = await citizen.client.journey.fingerprint();
  if (!shown.ok) throw new Error('no print');
  expect(Buffer.from(shown.value.base64, 'base64').subarray(1, 4).toString()).toBe('PNG');
  await citizen.say({ type: 'giveFingerprint' });
  const { data } = await citizen.on('submitted');
  expect(await received(data.case.receiptNumber)).toHaveLength(1);
  expect((await citizen.client.journey.fingerprint()).ok).toBe(false);
  await citizen.until((v) => v.screen === 'submitted' && v.data.receipt === 'printed', 'the receipt');
  await citizen.say({ type: 'done' });
  await citizen.say({ type: 'done' });
  await kiosk.dock.call.layFinger({ finger: 'none' });
  await kiosk.dock.call.removeCard();
  await citizen.on('home');
});

it('shareholders sign one after the other; a stranger is refused; the case waits for the one who is not here', async () => {
  const { people } = await kiosk.dock.state();
  const person = (id: string) => people.find((one) => one.id === id) as (typeof people)[number];
  const holder = (id: string, share: number) => ({
    ...shareholder(person(id).number, share),
    shareholderName: person(id).name,
  });
  await citizen.say({ type: 'apply' });
  await citizen.say({ type: 'chooseRegion', region: '370100' });
  await citizen.say({ type: 'chooseMatter', matter: 'XT-SJ-001' });
  await citizen.on('guide');
  await citizen.say({ type: 'start' });
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.placeCard({ person: 'zhang' });
  await citizen.until((v) => v.screen === 'forWhom' || v.screen === 'details', 'for whom');
  if ((await citizen.until(() => true, 'anything')).screen === 'forWhom')
    await citizen.say({ type: 'actFor', as: 'self' });
  await citizen.on('details');
  await citizen.say({
    type: 'confirmDetails',
    values: {
      ...setUp,
      shareholders: [holder('ouyang', 60), holder('rare', 40)],
      legalRepresentative: person('zhang').name,
      legalNumber: person('zhang').number,
    },
  });
  const { data: asked } = await citizen.on('materials');
  for (const { id, required } of asked.materials)
    if (required) await citizen.say({ type: 'bringToWindow', material: id });
  await citizen.say({ type: 'materialsDone' });
  await citizen.on('delivery');
  await citizen.say({ type: 'chooseDelivery', delivery: 'window' });
  await citizen.on('review');
  await citizen.say({ type: 'toSign' });
  await citizen.on('sign');
  await citizen.say(SIGNATURE);
  const waiting = await citizen.on('signers');
  expect(waiting.data.people.map(({ name }) => name)).toEqual([person('ouyang').name, person('rare').name]);

  await citizen.say({ type: 'nextSigner' });
  await citizen.say({ type: 'consent' });
  await citizen.until((v) => v.screen === 'signerCard' && v.data.phase === 'lift', 'the card to go');
  await kiosk.dock.call.removeCard();
  await citizen.until((v) => v.screen === 'signerCard' && v.data.phase === 'waiting', 'a card');
  await kiosk.dock.call.placeCard({ person: 'private' });
  await citizen.until((v) => v.screen === 'signerCard' && v.data.problem !== null, 'the refusal');
  await kiosk.dock.call.removeCard();
  await citizen.until((v) => v.screen === 'signerCard' && v.data.phase === 'waiting', 'another card');
  await kiosk.dock.call.placeCard({ person: 'ouyang' });
  const read = await citizen.on('review');
  const document = await citizen.client.journey.document();
  expect(document.ok && document.value.sha256).toBe(read.data.sha256);
  await citizen.say({ type: 'toSign' });
  await citizen.on('sign');
  await citizen.say(SIGNATURE);
  const { data: then } = await citizen.on('signers');
  expect(then.people.map(({ signed }) => signed)).toEqual([true, false]);
  await citizen.say({ type: 'submitSigned' });
  const submitted = await citizen.until(
    (v) => v.screen === 'submitted' && v.data.case.signers !== undefined,
    'how many have signed',
  );
  if (submitted.screen !== 'submitted') throw new Error('not submitted');
  expect(submitted.data.case.signers).toEqual({ signed: 1, of: 2 });
  expect(await received(submitted.data.case.receiptNumber)).toHaveLength(1);
});
