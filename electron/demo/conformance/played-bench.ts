import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type RandomBytes, systemClock, VirtualClock } from '../../core/index.ts';
import {
  type AdapterKind,
  type conformance,
  createRegions,
  type RegionAdapter,
  type RegionLog,
} from '../../regions/index.ts';
import { SANDBOX_DELAYS, startSandbox } from '../sandbox-region/index.ts';
import type { Access, Play } from '../sandbox-regions.ts';
import { adapterKeysFor, type BaseOptions, CAPABILITY_NAMES, sandboxOptionsFor } from './options.ts';
import { playedWorld, TASK_CODES } from './world.ts';

/** Made up: the code of no division. */
const REGION = '990000';
/** Turns of the event loop in which files and sockets come to rest after time has passed. */
const TURNS = 20;
/** A slow answer of a played region comes later than any deadline. */
const SLOW_MS = 60_000;

export interface PlayedKind {
  readonly kind: AdapterKind;
  /** A region of the kind, and the kiosk's account there. */
  readonly access: (play: Play) => Access | Promise<Access>;
  readonly without: readonly conformance.Trait[];
  readonly codes?: conformance.Bench['codes'];
  /** The `adapter` of a region's file, to be tried with its code set, capabilities and mappings. */
  readonly adapter?: Readonly<Record<string, unknown>>;
}

/** A bench on which a region of the kind is played over real sockets and files, in time that the kit makes pass. */
export function playedBench(played: PlayedKind): conformance.Bench {
  const { kind, without, codes } = played;
  const own = { ...kind.example, ...played.adapter };
  const base: BaseOptions = {
    codeSet: String(own.codeSet ?? 'tongban'),
    capabilities: (played.adapter?.capabilities as BaseOptions['capabilities']) ?? abilitiesOf(kind),
    ...(played.adapter?.mappings ? { mappings: played.adapter.mappings as Record<string, unknown> } : {}),
  };
  const world = playedWorld(TASK_CODES[base.codeSet === 'gb-39046' ? 24 : 31]);
  return {
    kind: kind.kind,
    world,
    without,
    ...(codes ? { codes } : {}),
    played: true,
    open: (options) => open({ ...played, own, base, world }, options),
  };
}

/** What the kind can do at all: a capability that its configuration takes. */
function abilitiesOf(kind: AdapterKind): Readonly<Record<string, boolean>> {
  return Object.fromEntries(
    CAPABILITY_NAMES.map((name) => {
      const capabilities = {
        sessions: name === 'casesOf' || name === 'licences',
        payments: name === 'refunds',
        [name]: true,
      };
      const made = kind.create({
        region: REGION,
        config: { kind: kind.kind, codeSet: 'tongban', ...kind.example, capabilities },
        secret: async () => null,
        fetch: globalThis.fetch,
        clock: systemClock,
        random: (count) => new Uint8Array(count),
        log: { info: () => {}, warn: () => {} },
      });
      return [name, made.ok];
    }),
  );
}

interface Opening extends PlayedKind {
  readonly own: Readonly<Record<string, unknown>>;
  readonly base: BaseOptions;
  readonly world: conformance.World;
}

/** How many lines were opened. */
let opened = 0;

async function open(
  { kind, access: accessOf, own, base, world }: Opening,
  options: conformance.OpenOptions,
): Promise<conformance.Line> {
  const clock = new VirtualClock(world.at);
  const random = countedRandom(opened++);
  const folder = mkdtempSync(join(tmpdir(), 'tongban-kit-'));
  const packages = join(folder, 'packages');
  // The same account for every line: making keys and the tables of keys takes longer than most checks.
  const access = await accessOf({
    random: countedRandom(-1),
    clock,
    machineCode: world.machineCode,
    folder,
    packages,
  });
  const { correctionMs = SANDBOX_DELAYS.correctionMs, ...register } = sandboxOptionsFor(world, base, options);
  const sandbox = await startSandbox(
    {
      region: REGION,
      ...register,
      clock,
      random,
      makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
      delays: { slowMs: SLOW_MS, correctionMs },
    },
    access.front,
  );
  const stop = async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const logged: string[] = [];
  const write: RegionLog['info'] = (event, fields) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const regions = createRegions({
    kinds: [kind],
    catalogueRegions: [
      { code: REGION, adapter: { ...own, ...adapterKeysFor(world, base, options), kind: kind.kind } },
    ],
    profileRegions: { [REGION]: { settings: sandbox.connection } },
    secrets: async (_, name) => access.secrets[name] ?? null,
    fetch: globalThis.fetch,
    clock,
    random,
    log: { info: write, warn: write },
    folders: () => packages,
  });
  if (!regions.ok) {
    await stop();
    throw new Error(regions.error.message);
  }
  return {
    adapter: regions.value.get(REGION) as RegionAdapter,
    logged,
    region: {
      clock,
      async pass(ms) {
        await clock.advance(ms);
        for (let i = 0; i < TURNS; i++) await new Promise((resolve) => setImmediate(resolve));
      },
      faults: sandbox.faults,
      setMode: (mode) => sandbox.setMode(mode),
      cases: () => sandbox.cases(),
      ratings: () => sandbox.ratings(),
      refuseNext: (count) => sandbox.refuseNext(count),
      correctNext: (count) => sandbox.correctNext(count),
      refusePartNext: (count) => sandbox.refusePartNext(count),
      pay: (number) => sandbox.pay(number),
    },
    fileNames: async () => (existsSync(folder) ? readdirSync(folder, { recursive: true }).map(String) : []),
    stop,
  };
}

/** Bytes that look random, another row for each line, and the same ones in every run. */
function countedRandom(line: number): RandomBytes {
  let calls = 0;
  return (count) => {
    const bytes = new Uint8Array(count);
    for (let at = 0; at < count; at += 32) {
      const block = createHash('sha256').update(`kit ${line} ${calls++}`).digest();
      bytes.set(block.subarray(0, Math.min(32, count - at)), at);
    }
    return bytes;
  };
}
