import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JourneyEvent, JourneyView, ScreenName } from '../../electron/contract/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { composeDemoHost, type DemoHost } from '../../electron/demo/compose.ts';
import { DEMO_PEOPLE } from '../../electron/demo/people.ts';
import { testProfile } from '../support/profile.ts';

/** A draft through the whole host: kept by wish alone, readable nowhere, there again with the card. */
const CANARY = '13987650000';
const number = DEMO_PEOPLE[0]?.card.number ?? '';
const MATTER = 'XT-GA-001';
let folder: string;
let host: DemoHost;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-drafts-host-'));
  const profile = testProfile({
    drafts: true,
    devices: { idReader: 'memory:id-reader', printer: null, receiptPrinter: null },
  });
  const started = await composeDemoHost(
    { profile, dataDir: folder, assetsDir: join(import.meta.dirname, '../../assets') },
    { log: () => {}, clock: systemClock },
  );
  if (!started.ok) throw new Error(started.error.message);
  host = started.value;
}, 60_000);
afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

// biome-ignore lint/suspicious/noExplicitAny: the demo's router is any router; the contract is checked by the host
const client = (audience: 'citizen' | 'dock'): any =>
  createRouterClient(host.router, { context: { audience } });

async function on<N extends ScreenName>(screen: N): Promise<Extract<JourneyView, { screen: N }>> {
  let last = '';
  const signal = AbortSignal.timeout(20_000);
  try {
    for await (const view of await client('citizen').journey.watch(undefined, { signal })) {
      last = (view as JourneyView).screen;
      if (last === screen) return view as Extract<JourneyView, { screen: N }>;
    }
  } catch {}
  throw new Error(`never ${screen}, but ${last}`);
}
async function say(event: JourneyEvent): Promise<void> {
  for await (const { boot, seq, screen } of await client('citizen').journey.watch()) {
    const answer = await client('citizen').journey.send({ boot, seq, event });
    if (!answer.ok) throw new Error(`${event.type} was not taken on ${screen}`);
    return;
  }
}
async function withCard(): Promise<void> {
  await say({ type: 'chooseMatter', matter: MATTER });
  await on('guide');
  await say({ type: 'start' });
  await say({ type: 'consent' });
  await client('dock').dock.placeCard({ person: 'zhang' });
}
async function type(): Promise<void> {
  await on('forWhom');
  await say({ type: 'actFor', as: 'self' });
  const { boot, data } = await on('details');
  // What is typed on any page is kept; this one asks for the telephone.
  const page = data.pages.includes('@all') ? '@all' : data.page;
  if (page !== '@all') await say({ type: 'answerPage', page, values: {} });
  await client('citizen').journey.typed({
    boot,
    page: (await on('details')).data.page,
    values: { phone: CANARY, purpose: 'work' },
  });
}
async function leave(event: 'keepDraft' | 'leaveNow'): Promise<void> {
  await say({ type: 'leave' });
  await say({ type: event });
  const { data } = await on('farewell');
  expect(data.kept).toBe(event === 'keepDraft' ? 'kept' : undefined);
  await client('dock').dock.removeCard();
  await say({ type: 'done' });
  await on('home');
}
const drafts = () => (existsSync(join(folder, 'drafts')) ? readdirSync(join(folder, 'drafts')) : []);
function foundOnDisk(): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('sandbox'))
    .filter((entry) => {
      const bytes = readFileSync(join(entry.parentPath, entry.name));
      return [CANARY, number].some((needle) => bytes.includes(needle) || entry.name.includes(needle));
    })
    .map(({ name }) => name);
}

describe('what was typed', () => {
  it('leaves nothing behind without the wish', async () => {
    await on('home');
    await say({ type: 'apply' });
    await withCard();
    await type();
    await leave('leaveNow');
    expect(drafts()).toEqual([]);
    expect(foundOnDisk()).toEqual([]);
  });

  it('is kept by wish, readable nowhere, and there again with the card', async () => {
    await say({ type: 'apply' });
    await withCard();
    await type();
    await leave('keepDraft');
    expect(drafts()).toHaveLength(1);
    expect(foundOnDisk()).toEqual([]);
    await say({ type: 'apply' });
    await withCard();
    await on('resume');
    await say({ type: 'resumeDraft' });
    const { data } = await on('details');
    expect(data.values).toMatchObject({ purpose: 'work' });
    await say({ type: 'leave' });
    await say({ type: 'leaveNow' });
    await on('farewell');
    await client('dock').dock.removeCard();
    await say({ type: 'done' });
    expect(drafts()).toHaveLength(1);
  });

  it('is found in 查进度, and goes when it is refused', async () => {
    await on('home');
    await say({ type: 'track' });
    await say({ type: 'consent' });
    await client('dock').dock.placeCard({ person: 'zhang' });
    const { data } = await on('cases');
    expect(data.drafts).toMatchObject([{ matter: { code: MATTER } }]);
    await say({ type: 'openDraft', region: '120000', matter: MATTER });
    await on('resume');
    await say({ type: 'dropDraft' });
    await on('forWhom');
    expect(drafts()).toEqual([]);
  });
});
