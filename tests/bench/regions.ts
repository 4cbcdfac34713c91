/**
 * P3 through each kind with a line: cases that wait in the queue are sent over 8 lanes to a region that takes 50 ms, over real
 * sockets, against what lanes and latency allow. The region is played in a process of its own. A kind whose answers come by files
 * has no such latency and is left out.
 * `node tests/bench/regions.ts [--quick]`: quick only looks whether every kind works and the books agree.
 */
import { fork } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../../electron/core/index.ts';
import {
  FORM_MAPPING,
  KIND_FRONTS,
  type PlayedKind,
  playedWorld,
  registerOf,
  TASK_CODES,
} from '../../electron/demo/conformance/index.ts';
import { type Sandbox, startSandbox } from '../../electron/demo/sandbox-region/index.ts';
import { conformance, createRegions, type RegionAdapter } from '../../electron/regions/index.ts';
import { openStore, SQLITE_DRIVERS } from '../../electron/store/index.ts';
import { application, bootCases } from '../support/cases-bench.ts';
import { type Figure, quick, report } from './support.ts';

const REGION = '990000';
const LANES = 8;
const BACKEND_MS = 50;
const CASES = quick ? 80 : 2_000;
/** Connections, tokens and tables of keys are there before the clock runs. */
const WARM_UP = LANES * 4;
const TARGET = 0.9;

const world = playedWorld(TASK_CODES[31]);
const { never } = conformance;

interface Served {
  readonly connection: Readonly<Record<string, unknown>>;
  readonly secrets: Readonly<Record<string, string | undefined>>;
}

async function serve({ access }: PlayedKind, folder: string): Promise<Served & { sandbox: Sandbox }> {
  const { front, secrets } = await access({
    random: randomBytes,
    clock: systemClock,
    machineCode: world.machineCode,
    folder,
    packages: join(folder, 'packages'),
  });
  const sandbox = await startSandbox(
    {
      region: REGION,
      ...registerOf(world),
      taskCodes: { [world.matterCode]: world.taskCode },
      clock: systemClock,
      makeResult: async () => Buffer.from('%PDF-1.7'),
      // No case goes on while the lines are measured.
      delays: { slowMs: BACKEND_MS, acceptedAfterMs: 3_600_000 },
    },
    front,
  );
  await sandbox.setMode('slow');
  return { connection: sandbox.connection, secrets, sandbox };
}

/** The other process: says how it is reached, and on request how many cases it has. */
async function play(name: string): Promise<void> {
  const played = KIND_FRONTS.find(({ kind }) => kind.kind === name) as PlayedKind;
  const folder = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  const { sandbox, ...served } = await serve(played, folder);
  process.on('message', () => process.send?.({ cases: sandbox.cases().length }));
  process.once('disconnect', () => process.exit());
  process.send?.(served);
}

function adapterOf({ kind }: PlayedKind, { connection, secrets }: Served): RegionAdapter {
  // 'T' is the implementation code of every case of the bench.
  const mappings = { form: FORM_MAPPING, taskCode: { T: world.taskCode } };
  const adapter = { codeSet: 'tongban', ...kind.example, mappings, kind: kind.kind };
  const regions = createRegions({
    catalogueRegions: [{ code: REGION, adapter }],
    profileRegions: { [REGION]: { settings: connection } },
    secrets: async (_, secret) => secrets[secret] ?? null,
    fetch: globalThis.fetch,
    clock: systemClock,
    random: randomBytes,
    // What failed is missing in the books, which are counted.
    log: { info: () => {}, warn: () => {} },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  return regions.value.get(REGION) as RegionAdapter;
}

/** Seconds from the start of the queue until the last case is noted as sent. */
async function drained(adapter: RegionAdapter): Promise<number> {
  const folder = mkdtempSync(join(tmpdir(), 'tongban-bench-'));
  const opened = openStore(join(folder, 'kiosk.db'), SQLITE_DRIVERS['better-sqlite3'], 0);
  if (!opened.ok) throw new Error(opened.error.message);
  const { db } = opened.value;
  const regions = Array.from({ length: LANES }, (_, lane) => `${110_000 + lane}`);
  let sent = 0;
  let finished = () => {};
  const { cases, queue } = bootCases(db, systemClock, adapter, {
    regions,
    start: false,
    random: (count) => randomBytes(count),
    events: { done: ({ kind }) => kind === 'case' && ++sent === CASES && finished() },
  });
  const { document, signature, applicant } = conformance.requestsFor(world).submission();
  db.transaction(() => {
    for (let n = 0; n < CASES; n++)
      cases.submit(
        application({
          region: regions[n % LANES] as string,
          document,
          signature,
          applicant,
          form: world.form,
        }),
      );
  });
  const end = new Promise<void>((resolve) => (finished = resolve));
  const begun = performance.now();
  queue.start();
  await end;
  const seconds = (performance.now() - begun) / 1_000;
  await queue.stop();
  db.close();
  rmSync(folder, { recursive: true, force: true });
  return seconds;
}

async function measure(played: PlayedKind): Promise<Figure[]> {
  const name = played.kind.kind;
  const child = fork(import.meta.filename, ['--play', name]);
  const heard = <T>() => new Promise<T>((resolve) => child.once('message', (said) => resolve(said as T)));
  try {
    const adapter = adapterOf(played, await heard<Served>());
    const requests = conformance.requestsFor(world);
    const first = Array.from({ length: WARM_UP }, (_, n) => requests.submission(n + 1));
    await Promise.all(first.map((one) => adapter.submit(one, never)));
    const cpu = process.cpuUsage();
    const seconds = await drained(adapter);
    const used = process.cpuUsage(cpu);
    child.send('cases');
    const { cases } = await heard<{ cases: number }>();
    const sent = WARM_UP + CASES;
    if (cases !== sent) throw new Error(`${name}: ${sent} cases were sent, ${cases} are in the books`);
    const rate = CASES / seconds;
    return [
      {
        what: `${name}: of lanes ÷ latency`,
        value: rate / (LANES * (1_000 / BACKEND_MS)),
        unit: '×',
        target: TARGET,
        atLeast: true,
      },
      { what: `${name}: rate`, value: rate, unit: 'cases/s' },
      {
        what: `${name}: CPU a case`,
        value: (used.user + used.system) / 1_000 / CASES,
        unit: 'ms',
      },
    ];
  } finally {
    child.disconnect();
  }
}

const role = process.argv.indexOf('--play');
if (role >= 0) await play(process.argv[role + 1] as string);
else {
  const figures: Figure[] = [];
  for (const played of KIND_FRONTS)
    if (!played.without.includes('at-once')) figures.push(...(await measure(played)));
  report('regions', figures);
  process.exit(0);
}
