import type { JourneyEvent } from '../../electron/contract/index.ts';
import type { Citizen, Kiosk } from './kiosk.ts';

/** The steps of the demo's one matter, over the contract. */

export const SIGNATURE: JourneyEvent = {
  type: 'signed',
  strokes: [
    [
      { x: 0.2, y: 0.4, t: 0 },
      { x: 0.5, y: 0.6, t: 120 },
      { x: 0.8, y: 0.3, t: 260 },
    ],
  ],
};

export async function toIdentify(citizen: Citizen): Promise<void> {
  await citizen.on('home');
  await citizen.say({ type: 'apply' });
  await citizen.say({ type: 'chooseMatter', matter: 'XT-GA-020' });
  await citizen.on('guide');
  await citizen.say({ type: 'start' });
  await citizen.on('identify');
}

export async function detailsToReview(citizen: Citizen): Promise<void> {
  await citizen.on('details');
  await citizen.say({ type: 'confirmDetails', values: { purpose: 'train' } });
  await citizen.on('delivery');
  await citizen.say({ type: 'chooseDelivery', delivery: 'print-here' });
  await citizen.on('review');
}

export async function cardToReview(kiosk: Kiosk, citizen: Citizen, person: string): Promise<void> {
  await toIdentify(citizen);
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.placeCard({ person });
  await detailsToReview(citizen);
}

/** Signs what is under review; the receipt number. */
export async function sign(citizen: Citizen): Promise<string> {
  await citizen.say({ type: 'toSign' });
  await citizen.on('sign');
  await citizen.say(SIGNATURE);
  return (await citizen.on('submitted')).data.case.receiptNumber;
}
