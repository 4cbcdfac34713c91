import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { JourneyEvent, JourneyView, ScreenName } from '../../electron/contract/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { composeDemoHost, type DemoHost } from '../../electron/demo/compose.ts';
import { DEMO_PEOPLE, demoGroup } from '../../electron/demo/people.ts';
import { COMMON, companyOf, listOf } from '../support/batch-samples.ts';
import { ARCHIVE_QUERY, FIFTEEN, fifteenCities } from '../support/fifteen-cities.ts';
import { testProfile } from '../support/profile.ts';
import { SIGNATURE } from '../support/steps.ts';

/** 27 subsidiaries of a group in 15 cities, from one list and by one signature; two of them no register knows. */

/** What the log says. */
const said: string[] = [];
let folder: string;
let host: DemoHost;
let names: ReadonlyMap<string, string>;
const agent = DEMO_PEOPLE[0]?.card;
/** What the list calls the two that are on no register. */
const UNKNOWN = [companyOf(501), companyOf(502)];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-batch-'));
  const made = fifteenCities(folder);
  names = made.names;
  const profile = testProfile({
    devices: { idReader: 'memory:id-reader', printer: null, receiptPrinter: null },
    regions: Object.fromEntries(FIFTEEN.map((code) => [code, {}])),
    phone: { address: '127.0.0.1', port: await freePort() },
  });
  const started = await composeDemoHost(
    { profile, dataDir: join(folder, 'data'), assetsDir: made.assetsDir },
    { log: (event, fields) => void said.push(`${event} ${JSON.stringify(fields)}`), clock: systemClock },
  );
  if (!started.ok) throw new Error(started.error.message);
  host = started.value;
}, 60_000);
afterAll(async () => {
  await host?.stop();
  rmSync(folder, { recursive: true, force: true });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}

// biome-ignore lint/suspicious/noExplicitAny: the demo's router is any router; the contract is checked by the host
const client = (audience: 'citizen' | 'dock'): any =>
  createRouterClient(host.router, { context: { audience } });

async function until<N extends ScreenName>(
  screen: N,
  fits: (view: Extract<JourneyView, { screen: N }>) => boolean = () => true,
): Promise<Extract<JourneyView, { screen: N }>> {
  let last: JourneyView | null = null;
  const signal = AbortSignal.timeout(30_000);
  try {
    for await (const view of await client('citizen').journey.watch(undefined, { signal })) {
      last = view;
      const is = view as Extract<JourneyView, { screen: N }>;
      if (view.screen === screen && fits(is)) return is;
    }
  } catch {}
  throw new Error(`never ${screen}; the last was ${JSON.stringify(last)?.slice(0, 1500)}`);
}

async function say(event: JourneyEvent): Promise<void> {
  for (let tries = 0; ; tries++) {
    const stream = await client('citizen').journey.watch();
    const { value } = await stream.next();
    await stream.return?.();
    const { boot, seq, screen } = value as JourneyView;
    const answer = await client('citizen').journey.send({ boot, seq, event });
    if (answer.ok) return;
    if (tries > 4) throw new Error(`${event.type} was not taken on ${screen}`);
  }
}

/** The 27 rows: two cities have one company, the others two; the fourth and the twentieth no register knows. */
const rows = () =>
  demoGroup().map((company, at) => ({
    ...(at === 3 ? (UNKNOWN[0] as typeof company) : at === 19 ? (UNKNOWN[1] as typeof company) : company),
    city: names.get(FIFTEEN[at % FIFTEEN.length] as string) as string,
  }));

async function sendList(bytes: Uint8Array): Promise<void> {
  await say({ type: 'listFromPhone' });
  const { data } = await until('batchPhone', (view) => view.data.url !== null);
  const { origin, hash } = new URL(data.url as string);
  const headers = { Authorization: `Bearer ${hash.slice(1)}` };
  const ticket = await (await fetch(`${origin}/ticket`, { headers })).json();
  expect(ticket).toMatchObject({ ok: true, list: true });
  const answer = await fetch(`${origin}/file`, { method: 'PUT', headers, body: Buffer.from(bytes) });
  expect(await answer.json()).toEqual({ ok: true });
}

describe('a batch of 27 companies in 15 cities', () => {
  const numbers = () => [...new Set(progress.map(({ case: one }) => one.receiptNumber))];
  let progress: Extract<JourneyView, { screen: 'batchProgress' }>['data']['rows'] = [];

  it('comes from the phone, is checked and mended, and is signed once', async () => {
    await until('home');
    await say({ type: 'apply' });
    await say({ type: 'chooseMatter', matter: ARCHIVE_QUERY });
    await say({ type: 'start' });
    await say({ type: 'consent' });
    await client('dock').dock.placeCard({ person: 'zhang' });
    await until('forWhom');
    await say({ type: 'actFor', as: 'batch' });
    const [first, ...rest] = rows();
    // One city is misspelt on the list.
    await sendList(listOf([{ ...(first as NonNullable<typeof first>), city: '天律' }, ...rest]));
    const list = await until('batch', ({ data }) => data.rows.length === 27);
    expect(list.data.rows.filter(({ troubles }) => troubles.length > 0)).toMatchObject([
      { troubles: ['city-unknown'] },
    ]);
    await say({ type: 'openRow', row: list.data.rows[0]?.id ?? 0 });
    const { data } = await until('batchRow');
    await say({ type: 'giveRow', values: { ...data.values, batchCity: '120000' } });
    await until('batch', (view) => view.data.ready);
    await say({ type: 'rowsDone' });
    await say({ type: 'giveCommon', values: COMMON });
    const materials = await until('materials');
    for (const { id } of materials.data.materials) await say({ type: 'bringToWindow', material: id });
    await say({ type: 'materialsDone' });
    await until('delivery');
    await say({ type: 'chooseDelivery', delivery: 'window' });
    await until('review');
    const shown = await client('citizen').journey.document();
    expect(shown.ok).toBe(true);
    await say({ type: 'toSign' });
    await until('sign');
    await say(SIGNATURE);
  });

  it('is 27 cases: 25 arrive, two are refused, and neither holds up the others', async () => {
    const settled = await until(
      'batchProgress',
      ({ data }) =>
        data.rows.every(({ case: one }) => one.state !== 'waiting') && data.receipt !== 'printing',
    );
    progress = settled.data.rows;
    expect(progress).toHaveLength(27);
    expect(numbers()).toHaveLength(27);
    const refused = progress.filter(({ case: one }) => one.state === 'stopped');
    expect(refused.map(({ name }) => name)).toEqual(UNKNOWN.map(({ name }) => name));
    expect(settled.data).toMatchObject({ again: 2, receipt: 'printed' });
    expect(new Set(progress.map(({ case: one }) => one.region.code)).size).toBe(15);
    const books = FIFTEEN.flatMap((code) => booksOf(code));
    expect(books).toHaveLength(25);
    // One signature over one document.
    expect(new Set(books.map(({ documentSha256 }) => documentSha256 ?? null)).size).toBe(1);
  });

  it('hands the two in once more, mended, and no case is there twice', async () => {
    await say({ type: 'repeatRows' });
    const list = await until('batch', ({ data }) => data.rows.length === 2);
    const known = [demoGroup()[3], demoGroup()[19]];
    for (const [at, row] of list.data.rows.entries()) {
      await say({ type: 'openRow', row: row.id });
      const { data } = await until('batchRow');
      const { name, creditCode } = known[at] as NonNullable<(typeof known)[number]>;
      await say({ type: 'giveRow', values: { ...data.values, batchName: name, batchCode: creditCode } });
      await until('batch');
    }
    await say({ type: 'rowsDone' });
    await say({ type: 'giveCommon', values: COMMON });
    await until('materials');
    await say({ type: 'materialsDone' });
    await until('delivery');
    await say({ type: 'chooseDelivery', delivery: 'window' });
    await until('review');
    await say({ type: 'toSign' });
    await until('sign');
    await say(SIGNATURE);
    const { data } = await until(
      'batchProgress',
      (view) =>
        view.data.rows.length === 2 &&
        view.data.receipt !== 'printing' &&
        view.data.rows.every(({ case: one }) => one.state !== 'waiting'),
    );
    expect(data.rows.map(({ case: one }) => one.state)).not.toContain('stopped');
    expect(FIFTEEN.flatMap((code) => booksOf(code))).toHaveLength(27);
    const companies = FIFTEEN.flatMap((code) => booksOf(code)).map((one) => JSON.stringify(one));
    for (const { creditCode } of demoGroup())
      expect(companies.filter((one) => one.includes(creditCode))).toHaveLength(1);
  });

  it('stands under the agent’s card, and in no log and no file name', async () => {
    await say({ type: 'done' });
    await client('dock').dock.removeCard();
    for (const needle of [agent?.number ?? '', demoGroup()[0]?.creditCode ?? ''])
      expect(said.join('\n')).not.toContain(needle);
    const disk = readdirSync(join(folder, 'data'), { recursive: true, withFileTypes: true });
    const own = disk.filter((entry) => entry.isFile() && !entry.parentPath.includes('sandbox'));
    const needles = [
      agent?.number ?? '',
      ...UNKNOWN.map(({ name }) => name),
      demoGroup()[0]?.creditCode ?? '',
    ];
    for (const file of own) {
      if (file.parentPath.includes('printed')) continue;
      const bytes = readFileSync(join(file.parentPath, file.name));
      for (const needle of needles) {
        expect(bytes.includes(needle), file.name).toBe(false);
        expect(file.name).not.toContain(needle);
      }
    }
  });
});

/** What a region has in its books. */
function booksOf(code: string): Record<string, unknown>[] {
  const { cases } = JSON.parse(readFileSync(join(folder, 'data/sandbox', `${code}.json`), 'utf8')) as {
    cases: Record<string, unknown>[];
  };
  return cases;
}
