import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { loadCatalogue } from '../../electron/catalogue/index.ts';
import { systemClock } from '../../electron/core/index.ts';
import { type SandboxRegion, startSandboxRegion } from '../../electron/demo/sandbox-region/index.ts';
import { known, SANDBOX_ACCOUNT } from '../support/sandbox.ts';
import { roamingEye, type SecondEye } from './scene-b/second.ts';

/**
 * The line is cut, somebody submits, the power goes as "submitted" appears; the machine starts again, the line comes back.
 * A real process is killed (SIGKILL); the region answers over HTTP.
 */
const assetsDir = join(import.meta.dirname, '../../assets');
const REGION = '120000';
/** Real processes on a busy machine. */
const WAIT = { timeout: 30_000, interval: 50 } as const;
let folder: string;
let sandbox: SandboxRegion;
let second: SecondEye;
const children: ChildProcess[] = [];

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-scene-b-'));
  const catalogue = loadCatalogue({ assetsDir, regionCodes: [REGION], clock: systemClock });
  if (!catalogue.ok) throw new Error(catalogue.error.message);
  const taskCode = catalogue.value.implementation(REGION, 'XT-GA-020')?.taskCode ?? '';
  sandbox = await startSandboxRegion({
    region: REGION,
    ...SANDBOX_ACCOUNT,
    people: [known],
    taskCodes: { 'XT-GA-020': taskCode },
    clock: systemClock,
    makeResult: async () => Buffer.from('%PDF-1.7 result'),
    delays: { acceptedAfterMs: 600_000 },
  });
  second = roamingEye(catalogue.value, sandbox);
  catalogue.value.close();
}, 30_000);
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await sandbox.stop();
  rmSync(folder, { recursive: true, force: true });
});

interface Kiosk {
  readonly heard: Record<string, unknown>[];
  /** The first line that has this key. */
  until(key: string): Promise<unknown>;
  /** As a power cut: nothing is ended in order. */
  cutPower(): Promise<void>;
}

function kiosk(task: 'apply' | 'change' | 'stand'): Kiosk {
  const program = join(import.meta.dirname, 'scene-b/kiosk.ts');
  const child = spawn(process.execPath, [program, folder, sandbox.endpoint, sandbox.tokenEndpoint, task], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  children.push(child);
  const heard: Record<string, unknown>[] = [];
  let wrong = '';
  child.stderr.on('data', (chunk: Buffer) => {
    wrong += String(chunk);
  });
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.startsWith('{')) heard.push(JSON.parse(line) as Record<string, unknown>);
  });
  return {
    heard,
    async until(key) {
      await vi.waitFor(() => {
        if (child.exitCode !== null) throw new Error(wrong);
        expect(
          heard.some((one) => key in one),
          `${key}; heard ${JSON.stringify(heard)} ${wrong}`,
        ).toBe(true);
      }, WAIT);
      return heard.find((one) => key in one)?.[key];
    },
    async cutPower() {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}

describe('a power cut as "submitted" appears, while the line is cut', () => {
  let receipt: unknown;

  it('loses nothing: the region counts one, and another kiosk knows it only then', async () => {
    await sandbox.setMode('off');
    const before = kiosk('apply');
    receipt = await before.until('submitted');
    expect(before.heard[0]).toMatchObject({ state: 'waiting' });
    await before.cutPower();
    expect(sandbox.cases()).toHaveLength(0);
    // Another machine asks the region, as soon as it can be asked, and has nothing from the first.
    await sandbox.setMode('on');
    expect(await second.knows()).toEqual([]);
    const after = kiosk('stand');
    expect(await after.until('recovered')).toBe(receipt);
    await vi.waitFor(() => expect(sandbox.cases()).toHaveLength(1), WAIT);
    expect(await second.knows()).toEqual([receipt]);
    await after.cutPower();
  }, 90_000);

  it('changed to paper with consent leaves one live case, and the first is never sent', async () => {
    await sandbox.setMode('off');
    const before = kiosk('apply');
    const waiting = await before.until('submitted');
    await before.cutPower();
    const after = kiosk('change');
    expect(await after.until('offered')).toBe(waiting);
    const [now, old] = (await after.until('changed')) as {
      receiptNumber: string;
      withdrawal: string | null;
    }[];
    expect(now).toMatchObject({ way: 'courier', state: 'waiting' });
    expect(old?.receiptNumber).toBe(waiting);
    // It may have left before the power went: only the region's word lets the papers go.
    expect(packages()).toEqual([]);
    await sandbox.setMode('on');
    await vi.waitFor(() => expect(packages()).toHaveLength(1), WAIT);
    expect(sandbox.cases().map(({ receiptNumber }) => receiptNumber)).toEqual([receipt]);
    await after.cutPower();
  }, 90_000);
});

/** Sealed packages of the region, beside the database. */
function packages(): string[] {
  const at = join(folder, 'courier', REGION, 'packages');
  return existsSync(at)
    ? readdirSync(at)
        .map(String)
        .filter((name) => name.endsWith('.sealed'))
    : [];
}
