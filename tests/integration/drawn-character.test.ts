import { afterEach, beforeEach, expect, it } from 'vitest';
import { type Citizen, type Kiosk, startKiosk } from '../support/kiosk.ts';
import { pdfText } from '../support/pdf-text.ts';
import { sign, toIdentify } from '../support/steps.ts';

const PRIVATE = '\ue863';
const DRAWING = [
  [
    { x: 0.1, y: 0.3, t: 0 },
    { x: 0.9, y: 0.3, t: 200 },
  ],
  [
    { x: 0.5, y: 0.1, t: 400 },
    { x: 0.5, y: 0.9, t: 700 },
  ],
];

let kiosk: Kiosk;
let citizen: Citizen;
beforeEach(async () => {
  kiosk = await startKiosk();
  citizen = await kiosk.citizen();
});
afterEach(async () => {
  citizen.close();
  await kiosk.stop();
});

it('a name whose character no font has is drawn once, signed, sent and printed, and never an empty box', async () => {
  await toIdentify(citizen);
  await citizen.say({ type: 'consent' });
  await kiosk.dock.call.placeCard({ person: 'private' });
  await citizen.on('details');
  await citizen.say({ type: 'confirmDetails', values: { purpose: 'train' } });
  await citizen.on('delivery');
  await citizen.say({ type: 'chooseDelivery', delivery: 'print-here' });

  const asked = await citizen.on('character');
  expect(asked.data).toMatchObject({ codePoint: 'U+E863', kind: 'private', where: { text: `张${PRIVATE}` } });
  await citizen.say({ type: 'drew', strokes: DRAWING });
  await citizen.on('review');
  const shown = await citizen.client.journey.document();
  if (!shown.ok) throw new Error('no document');
  expect(pdfText(Buffer.from(shown.value.base64, 'base64'))).toContain(`张${PRIVATE}`);

  const receipt = await sign(citizen);
  await citizen.until(
    (v) => v.screen === 'submitted' && v.data.receipt === 'printed' && v.data.result === 'printed',
    'receipt and result',
  );
  const { pages, received } = await kiosk.dock.state();
  expect(received.map((one) => one.receiptNumber)).toContain(receipt);
  const papers = await Promise.all(
    pages.map(async ({ id }) =>
      pdfText(Buffer.from((await kiosk.dock.call.page({ id })).base64 as string, 'base64')),
    ),
  );
  expect(papers.join('')).toContain(receipt);
  // The sandbox region has no drawing of its own, and says which character it means.
  expect(papers.join('')).toContain('张〔U+E863〕');
});
