/**
 * A whole host without a screen, to be killed: the product's services over an emulated reader, one region over HTTP and its
 * way on paper. It says on its standard output what stands on the screen, and does what it is told.
 *
 *   node kiosk.ts FOLDER ENDPOINT TOKEN-ENDPOINT apply|change|stand
 */
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import type { JourneyEvent, JourneyView, ScreenName } from '../../../electron/contract/index.ts';
import { systemClock } from '../../../electron/core/index.ts';
import { createHost } from '../../../electron/host.ts';
import { keyFile } from '../../../electron/store/index.ts';
import { createIdCardReaderEmulator } from '../../../native-bridge/devices/id-card-reader/emulator.ts';
import { makeCard } from '../../support/cards.ts';
import { COURIER_ADAPTER, COURIER_KEYS, pem } from '../../support/courier.ts';
import { openTestDatabase } from '../../support/memory-store.ts';
import { testProfile } from '../../support/profile.ts';
import { SANDBOX_ACCOUNT } from '../../support/sandbox.ts';
import { SIGNATURE } from '../../support/steps.ts';

const [folder = '', endpoint = '', tokenEndpoint = '', task = ''] = process.argv.slice(2);
const READER = 'memory:id-reader';
const emulator = createIdCardReaderEmulator({ clock: systemClock });
const random = (count: number) => crypto.getRandomValues(new Uint8Array(count));
const { kind: _, ...paper } = COURIER_ADAPTER;

const made = await createHost(
  testProfile({
    devices: { idReader: READER, printer: null, receiptPrinter: null },
    regions: {
      '120000': {
        endpoint,
        tokenEndpoint,
        clientId: SANDBOX_ACCOUNT.clientId,
        settings: { otherWays: { courier: paper } } as never,
      },
    },
  }),
  {
    clock: systemClock,
    random,
    log: () => {},
    dataDir: folder,
    assetsDir: join(import.meta.dirname, '../../../assets'),
    openDatabase: openTestDatabase,
    keys: keyFile(join(folder, 'keys.json'), random),
    openTransport: (address) => emulator.open(address),
    secrets: async (_region, name) =>
      name === 'seal-key'
        ? pem(COURIER_KEYS.seal)
        : name === 'opening-key'
          ? pem(COURIER_KEYS.opening)
          : SANDBOX_ACCOUNT.clientSecret,
    fetch,
  },
);
if (!made.ok) throw new Error(made.error.message);
const client = createRouterClient(made.value.router, { context: { audience: 'citizen' } });

const tell = (what: Record<string, unknown>) => process.stdout.write(`${JSON.stringify(what)}\n`);

async function on<N extends ScreenName>(screen: N): Promise<Extract<JourneyView, { screen: N }>> {
  for await (const view of await client.journey.watch())
    if (view.screen === screen) return view as Extract<JourneyView, { screen: N }>;
  throw new Error('the journey has ended');
}
async function say(event: JourneyEvent): Promise<void> {
  for await (const { boot, seq, screen } of await client.journey.watch()) {
    const answer = await client.journey.send({ boot, seq, event });
    if (!answer.ok) throw new Error(`${event.type} was not taken on ${screen}`);
    return;
  }
}

const first = await (async () => {
  for await (const view of await client.journey.watch()) return view;
  return null;
})();
if (first?.screen === 'recovered') {
  tell({ recovered: first.data.receiptNumber });
  await say({ type: 'done' });
  await on('farewell');
  await say({ type: 'done' });
}
await on('home');

if (task === 'apply') {
  await say({ type: 'apply' });
  await say({ type: 'chooseMatter', matter: 'XT-GA-020' });
  await on('guide');
  await say({ type: 'start' });
  await say({ type: 'consent' });
  emulator.placeCard(makeCard(1));
  await on('details');
  await say({ type: 'confirmDetails', values: { purpose: 'train' } });
  const { data } = await on('delivery');
  await say({ type: 'chooseDelivery', delivery: data.options[0] ?? 'window' });
  await on('review');
  await say({ type: 'toSign' });
  await on('sign');
  await say(SIGNATURE);
  const { data: submitted } = await on('submitted');
  // From here on anything may happen to this process.
  tell({ submitted: submitted.case.receiptNumber, state: submitted.case.state });
}

if (task === 'change') {
  await say({ type: 'track' });
  await on('identify');
  await say({ type: 'consent' });
  emulator.placeCard(makeCard(1));
  const { data } = await on('cases');
  const before = data.cases.find((one) => one.otherWay !== undefined);
  tell({ offered: before?.receiptNumber ?? null });
  await say({ type: 'askChangeWay', receiptNumber: before?.receiptNumber ?? '' });
  await say({ type: 'changeWay' });
  for await (const view of await client.journey.watch()) {
    if (view.screen !== 'cases' || view.data.withdrawing) continue;
    tell({
      changed: view.data.cases.map(({ receiptNumber, state, way, withdrawal }) => ({
        receiptNumber,
        state,
        way,
        withdrawal,
      })),
    });
    break;
  }
}

process.stdin.on('data', () => undefined);
