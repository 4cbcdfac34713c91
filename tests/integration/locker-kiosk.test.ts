import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { DockState, JourneyEvent, JourneyView, ScreenData } from '../../electron/contract/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { composeDemoHost, type DemoHost } from '../../electron/demo/compose.ts';
import { loadProfile } from '../../electron/profile/index.ts';
import { FILLED } from '../support/filled-forms.ts';
import { SIGNATURE } from '../support/steps.ts';

/** The whole host over the emulated locker: a citizen before the screen, hands at the doors, a clerk on the other side. */
const assetsDir = join(import.meta.dirname, '../../assets');
/** 退休提取住房公积金: originals that may go into the locker. */
const MATTER = 'XT-ZJ-001';

let dataDir: string;
let host: DemoHost;
let person: DockState['people'][number];
let receiptNumber = '';

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'tongban-locker-host-'));
  const profile = loadProfile('demo', { assetsDir });
  if (!profile.ok) throw new Error(profile.error.message);
  const started = await composeDemoHost(
    // Nobody stands here to read the farewell.
    {
      profile: { ...profile.value, timing: { ...profile.value.timing, farewell: 1 } },
      dataDir,
      assetsDir,
    },
    { log: () => undefined, clock: systemClock },
  );
  if (!started.ok) throw new Error(started.error.message);
  host = started.value;
  const { people } = await dockNow(({ locker }) => locker !== null);
  person = people[0] as typeof person;
  // Until the boards have answered no door can be opened.
  await say({ type: 'collect' });
  await on('collect', ({ ready }) => ready);
  await say({ type: 'back' });
}, 60_000);
afterAll(async () => {
  await host?.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

// The demo's router is made of two contracts: both are called by their names here.
type Call = (input?: unknown, options?: { readonly signal: AbortSignal }) => Promise<never>;
const calls = (audience: 'citizen' | 'dock', group: string) =>
  (
    createRouterClient(host.router, { context: { audience } } as never) as unknown as Record<
      string,
      Record<string, Call>
    >
  )[group] as Record<string, Call>;
const hand = (name: string, input?: unknown) => (calls('dock', 'dock')[name] as Call)(input);

async function first<T>(watch: Call, fits: (value: T) => boolean, what: string): Promise<T> {
  const signal = AbortSignal.timeout(20_000);
  let last: T | null = null;
  try {
    for await (const value of (await watch(undefined, { signal })) as AsyncIterable<T>) {
      last = value;
      if (fits(value)) return value;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
  throw new Error(`never ${what}; the last was ${JSON.stringify(last)?.slice(0, 600)}`);
}
const dockNow = (fits: (state: DockState) => boolean) =>
  first<DockState>(calls('dock', 'dock').watch as Call, fits, 'so at the dock');
const viewNow = (fits: (view: JourneyView) => boolean, what: string) =>
  first<JourneyView>(calls('citizen', 'journey').watch as Call, fits, what);

async function on<N extends JourneyView['screen']>(
  screen: N,
  fits: (data: ScreenData<N>) => boolean = () => true,
): Promise<ScreenData<N>> {
  const view = await viewNow(
    (one) => one.screen === screen && fits(one.data as ScreenData<N>),
    `on ${screen}`,
  );
  return view.data as ScreenData<N>;
}

/** Says it as soon as it is asked for. */
async function say(event: JourneyEvent): Promise<void> {
  for (let tries = 0; ; tries++) {
    const { boot, seq } = await viewNow(
      ({ events }) => events.includes(event.type),
      `asked for ${event.type}`,
    );
    const taken = (await (calls('citizen', 'journey').send as Call)({ boot, seq, event })) as { ok: boolean };
    if (taken.ok) return;
    if (tries > 5) throw new Error(`${event.type} was not taken`);
    await moment(20);
  }
}

const cellOf = ({ locker }: DockState, name: string) => locker?.cells.find((one) => one.name === name);
const cellIs = (cell: string, state: string) => dockNow((one) => cellOf(one, cell)?.state === state);

/** Hands at an open door: something goes in or out, or nothing, and it is shut. */
async function hands(cell: string, inside: boolean | null): Promise<void> {
  await dockNow((one) => cellOf(one, cell)?.open === true);
  if (inside !== null) await hand('lockerItem', { cell, inside });
  await hand('lockerDoor', { cell, open: false });
}

async function leave(): Promise<void> {
  await say({ type: 'done' });
  await hand('removeCard');
  await on('home');
}

describe('the locker of a kiosk', () => {
  it('takes originals in once the application is in: a low cell, a slip, nothing owed any more', async () => {
    await say({ type: 'apply' });
    await say({ type: 'chooseRegion', region: '120000' });
    await say({ type: 'chooseMatter', matter: MATTER });
    await say({ type: 'start' });
    await say({ type: 'consent' });
    await hand('placeCard', { person: person.id });
    const form = await viewNow(({ screen }) => screen === 'details' || screen === 'forWhom', 'on the form');
    if (form.screen === 'forWhom') await say({ type: 'actFor', as: 'self' });
    await say({ type: 'confirmDetails', values: FILLED['housing-fund-retirement'] ?? {} });
    const { materials } = await on('materials');
    for (const { id } of materials) await say({ type: 'toLocker', material: id });
    await say({ type: 'materialsDone' });
    await say({ type: 'chooseDelivery', delivery: 'window' });
    await on('review');
    await say({ type: 'toSign' });
    await say(SIGNATURE);
    ({ receiptNumber } = await on('cell', ({ phase }) => phase === 'ready'));
    await hand('removeCard');
    await say({ type: 'depositNow', low: true });
    const { cell, cabinet } = await on('cell', ({ phase }) => phase === 'open');
    expect(cabinet.cells.find(({ name }) => name === cell)?.low).toBe(true);
    await hands(cell as string, true);
    expect((await on('cell', ({ phase }) => phase === 'over')).outcome).toBe('deposited');
    await cellIs(cell as string, 'deposited');
    await say({ type: 'done' });
    expect((await on('submitted')).owed).toBeUndefined();
    await dockNow(({ pages }) => pages.some(({ title }) => title.startsWith('locker-slip')));
    await leave();
  }, 60_000);

  it('shows them by card; a door that is closed again without a deed changes nothing; then a clerk takes them', async () => {
    await say({ type: 'collect' });
    await say({ type: 'withCard' });
    await say({ type: 'consent' });
    await hand('placeCard', { person: person.id });
    const { things } = await on('collectList');
    expect(things).toMatchObject([{ what: 'originals', receiptNumber, state: 'ready' }]);
    const cell = things[0]?.cell ?? '';
    await say({ type: 'openCell', cell });
    await on('cell', ({ phase }) => phase === 'open');
    await hands(cell, null);
    expect((await on('cell', ({ phase }) => phase === 'over')).outcome).toBe('still-inside');
    await leave();
    await hand('lockerTake', { cell });
    await dockNow(({ locker }) => locker?.said.endsWith('已打开') === true);
    await hands(cell, false);
    await cellIs(cell, 'taken');
  }, 60_000);

  it('has written no name and no number into its database in clear', () => {
    for (const file of readdirSync(dataDir).filter((name) => name.startsWith('kiosk.db'))) {
      const bytes = readFileSync(join(dataDir, file));
      for (const word of [person.number, person.name]) expect(bytes.includes(word), file).toBe(false);
    }
  });

  it('gives a result by its code, once, and says how many tries are left', async () => {
    await hand('lockerPlace', { receiptNumber });
    const { locker } = await dockNow((one) => /\d{8}$/.test(one.locker?.said ?? ''));
    const [, cell = '', code = ''] = /^(\d+) .* (\d{8})$/.exec(locker?.said ?? '') ?? [];
    await hands(cell, true);
    await cellIs(cell, 'placed');
    await say({ type: 'collect' });
    await say({ type: 'withCode' });
    await say({ type: 'giveCode', code: '00000000' });
    const wrong = await on('collectCode', ({ problem }) => problem !== null);
    expect(wrong).toMatchObject({ left: 2, problem: { kind: 'codeWrong' } });
    await say({ type: 'giveCode', code });
    await on('cell', ({ phase }) => phase === 'open');
    await hands(cell, false);
    expect((await on('cell', ({ phase }) => phase === 'over')).outcome).toBe('taken');
    await cellIs(cell, 'collected');
    await leave();
  }, 60_000);
});
