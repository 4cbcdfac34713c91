import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalogue } from '../../electron/catalogue/index.ts';
import type { JourneyEvent, JourneyView, ScreenName } from '../../electron/contract/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { type SandboxRegion, startSandboxRegion } from '../../electron/demo/sandbox-region/index.ts';
import { createHost, type Host } from '../../electron/host.ts';
import { createRegions, type RegionAdapter } from '../../electron/regions/index.ts';
import { keyFile } from '../../electron/store/index.ts';
import { createIdCardReaderEmulator } from '../../native-bridge/devices/id-card-reader/emulator.ts';
import { makeCard } from '../support/cards.ts';
import { SIGNATURE } from '../support/journey-harness.ts';
import { countingRandom, openTestDatabase } from '../support/memory-store.ts';
import { testProfile } from '../support/profile.ts';
import { known, makeSubmission, SANDBOX_ACCOUNT } from '../support/sandbox.ts';

/** A whole host, tracked at by its journey: cases that another machine has sent to the region. */
const assetsDir = join(import.meta.dirname, '../../assets');
const READER = 'memory:id-reader';
const never = new AbortController().signal;

let dir: string;
let sandbox: SandboxRegion;
let host: Host;
let emulator: ReturnType<typeof createIdCardReaderEmulator>;
let elsewhere: RegionAdapter;
/** The operations that the host asked of the region, as its paths name them. */
let asked: string[];
let taskCode: string;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-second-host-'));
  const catalogue = loadCatalogue({ assetsDir, regionCodes: ['120000'], clock: systemClock });
  if (!catalogue.ok) throw new Error(catalogue.error.message);
  taskCode = catalogue.value.implementation('120000', 'XT-GA-020')?.taskCode ?? '';
  sandbox = await startSandboxRegion({
    region: '120000',
    ...SANDBOX_ACCOUNT,
    people: [known],
    taskCodes: { 'XT-GA-020': taskCode },
    clock: systemClock,
    makeResult: async () => Buffer.from('%PDF-1.7 result'),
    delays: { acceptedAfterMs: 10 },
  });
  const connection = {
    '120000': {
      endpoint: sandbox.endpoint,
      tokenEndpoint: sandbox.tokenEndpoint,
      clientId: SANDBOX_ACCOUNT.clientId,
    },
  };
  const random = countingRandom('second host');
  const secrets = async () => SANDBOX_ACCOUNT.clientSecret;
  const regions = createRegions({
    catalogueRegions: catalogue.value.regions(),
    profileRegions: connection,
    secrets,
    fetch,
    clock: systemClock,
    random,
    log: { info() {}, warn() {} },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  elsewhere = regions.value.get('120000') as RegionAdapter;
  catalogue.value.close();
  emulator = createIdCardReaderEmulator({ clock: systemClock });
  asked = [];
  const made = await createHost(
    testProfile({
      machineCode: 'C003',
      devices: { idReader: READER, printer: null, receiptPrinter: null },
      regions: connection,
    }),
    {
      clock: systemClock,
      random,
      log: () => {},
      dataDir: dir,
      assetsDir,
      openDatabase: openTestDatabase,
      keys: keyFile(join(dir, 'keys.json'), random),
      openTransport: (address) => emulator.open(address),
      secrets,
      fetch: (input, init) => {
        asked.push(new URL(String(input)).pathname.split('/').at(-1) as string);
        return fetch(input, init);
      },
    },
  );
  if (!made.ok) throw new Error(made.error.message);
  host = made.value;
});
afterEach(async () => {
  await host.stop();
  await sandbox.stop();
  rmSync(dir, { recursive: true, force: true });
});

const client = () => createRouterClient(host.router, { context: { audience: 'citizen' } });
async function on<N extends ScreenName>(
  screen: N,
  fits: (view: Extract<JourneyView, { screen: N }>) => boolean = () => true,
): Promise<Extract<JourneyView, { screen: N }>> {
  for await (const view of await client().journey.watch()) {
    const is = view as Extract<JourneyView, { screen: N }>;
    if (view.screen === screen && fits(is)) return is;
  }
  throw new Error('the journey has ended');
}
async function say(event: JourneyEvent): Promise<void> {
  for await (const { boot, seq } of await client().journey.watch()) {
    const answer = await client().journey.send({ boot, seq, event });
    if (!answer.ok) throw new Error(answer.error.kind);
    return;
  }
}
/** By card, until the cases are on the screen. */
async function track() {
  await on('home');
  await say({ type: 'track' });
  await on('identify');
  await say({ type: 'consent' });
  emulator.placeCard(makeCard(1));
}
describe('tracking by card', () => {
  it('shows what another machine has sent and what its region asks for, and logs out with the citizen', async () => {
    sandbox.correctNext(1);
    const { receiptNumber, idempotencyKey } = makeSubmission(taskCode);
    expect((await elsewhere.submit(makeSubmission(taskCode), never)).ok).toBe(true);
    const state = async () => {
      const answer = await elsewhere.progress(idempotencyKey, never);
      return answer.ok ? answer.value?.state : null;
    };
    while ((await state()) !== 'correction') await moment(5);
    await track();
    const { data } = await on('cases');
    expect(data.cases).toMatchObject([
      {
        receiptNumber,
        state: 'correction',
        elsewhere: true,
        correction: { answer: 'open', items: [{ note: '照片不清楚，请重新拍摄' }] },
      },
    ]);
    expect(data.unheard).toBeUndefined();
    expect(asked.filter((operation) => operation === 'authenticate')).toHaveLength(1);
    expect(asked).not.toContain('end-session');
    await say({ type: 'done' });
    await on('farewell');
    while (!asked.includes('end-session')) await moment(5);
  });

  it('answers what the region asks for: the question of the form, the signed answer, and the case goes on', async () => {
    sandbox.correctNext(1, [{ kind: 'field', name: 'purpose', note: '用途请重新选择' }]);
    const { receiptNumber, idempotencyKey } = makeSubmission(taskCode);
    expect((await elsewhere.submit(makeSubmission(taskCode), never)).ok).toBe(true);
    const state = async () => {
      const answer = await elsewhere.progress(idempotencyKey, never);
      return answer.ok ? answer.value?.state : null;
    };
    while ((await state()) !== 'correction') await moment(5);
    await track();
    await on('cases');
    // The notice is made; there is only no printer here.
    await say({ type: 'printNotice', receiptNumber, what: 'correction' });
    expect((await on('cases', (view) => view.data.result === 'failed')).data).toMatchObject({
      what: 'correction',
      problem: { kind: 'printerAbsent' },
    });
    await say({ type: 'openCorrection', receiptNumber });
    const { data } = await on('correct');
    expect(data).toMatchObject({
      canAnswer: true,
      // Another machine took it in: what was answered there is not known here.
      values: {},
      items: [{ name: 'purpose', label: { 'zh-CN': '用途' }, note: '用途请重新选择', here: true }],
    });
    await say({ type: 'giveCorrection', values: {} });
    expect((await on('correct', (view) => view.data.problems.length > 0)).data.problems).toMatchObject([
      { field: 'purpose', kind: 'missing' },
    ]);
    await say({ type: 'giveCorrection', values: { purpose: 'exam' } });
    const review = await on('review');
    const document = await client().journey.document();
    expect(document.ok && document.value.sha256).toBe(review.data.sha256);
    await say({ type: 'toSign' });
    await on('sign');
    await say({ type: 'signed', strokes: SIGNATURE });
    await on('corrected', (view) => view.data.case.state === 'accepted');
    expect(await state()).toBe('accepted');
    await say({ type: 'back' });
    const cases = await on('cases');
    expect(cases.data.cases[0]?.correction).toBeUndefined();
    expect(cases.events).not.toContain('openCorrection');
  });

  it('says that a region did not answer, and does not say that there is nothing', async () => {
    await sandbox.setMode('off');
    await track();
    const { data } = await on('stuck');
    expect(data.problem).toMatchObject({ kind: 'casesUnheard', retryable: true });
  });

  it('logs in nowhere before somebody has consented and shown a card', async () => {
    await on('home');
    await say({ type: 'track' });
    await on('identify');
    await say({ type: 'back' });
    await on('home');
    expect(asked).not.toContain('authenticate');
  });
});
