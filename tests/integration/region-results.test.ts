import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../electron/core/index.ts';
import { adapterKeysFor, sandboxOptionsFor } from '../../electron/demo/conformance/options.ts';
import { playedWorld, TASK_CODES } from '../../electron/demo/conformance/world.ts';
import { startSandbox } from '../../electron/demo/sandbox-region/index.ts';
import { ACCESS } from '../../electron/demo/sandbox-regions.ts';
import { sandboxResults } from '../../electron/demo/sandbox-results.ts';
import { lookOverResult } from '../../electron/documents/index.ts';
import { requestsFor } from '../../electron/regions/conformance/requests.ts';
import { createRegions, REGION_KINDS, type RegionAdapter } from '../../electron/regions/index.ts';
import { makePdf, sameRandom } from '../support/results.ts';

const REGION = '990000';
const never = new AbortController().signal;
const world = playedWorld(TASK_CODES[31]);
const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** A line of this kind to a region that gives its results as this region of the demo does, and a finished case there. */
async function finishedAt(
  kindName: string,
  likeRegion: string,
): Promise<{ adapter: RegionAdapter; number: string; now: number }> {
  const kind = REGION_KINDS.find((one) => one.kind === kindName);
  if (!kind) throw new Error(kindName);
  const clock = new VirtualClock(world.at);
  const random = sameRandom(kindName);
  const folder = mkdtempSync(join(tmpdir(), 'tongban-results-'));
  const packages = join(folder, 'packages');
  const access = await ACCESS[kindName]?.({
    random,
    clock,
    machineCode: world.machineCode,
    folder,
    packages,
  });
  if (!access) throw new Error(kindName);
  const pdf = await makePdf(2);
  const results = sandboxResults({ clock, random });
  const capabilities = { fetchResult: true, events: true };
  const base = { codeSet: 'tongban', capabilities };
  const sandbox = await startSandbox(
    {
      region: REGION,
      ...sandboxOptionsFor(world, base, {}),
      ...results.options(likeRegion),
      clock,
      random,
      makeResult: (one) => results.made(likeRegion, one, pdf),
    },
    access.front,
  );
  stops.push(async () => {
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  });
  const regions = createRegions({
    kinds: [kind],
    catalogueRegions: [
      { code: REGION, adapter: { ...kind.example, ...adapterKeysFor(world, base, {}), kind: kind.kind } },
    ],
    profileRegions: { [REGION]: { settings: { ...sandbox.connection, ...results.connection(likeRegion) } } },
    secrets: async (_, name) => access.secrets[name] ?? null,
    fetch: globalThis.fetch,
    clock,
    random,
    log: { info: () => {}, warn: () => {} },
    folders: () => packages,
  });
  if (!regions.ok) throw new Error(regions.error.message);
  const adapter = regions.value.get(REGION) as RegionAdapter;
  const submission = requestsFor(world).submission(1);
  await adapter.submit(submission, never);
  for (let i = 0; i < 40; i++) {
    await clock.advance(1_000);
    // Results are made with real cryptography, and files are real: the event loop must turn.
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve));
    const now = await adapter.progress(submission.idempotencyKey, never);
    if (now.ok && now.value?.state === 'finished' && now.value.caseNumber !== null)
      return { adapter, number: now.value.caseNumber, now: clock.now() };
  }
  throw new Error('never finished');
}

async function wordOf(line: Awaited<ReturnType<typeof finishedAt>>, rendition?: 'pdf'): Promise<string> {
  const result = await line.adapter.fetchResult(line.number, never, rendition);
  if (!result.ok) return result.error.technicianCode;
  const found = await lookOverResult(result.value, line.now);
  return found.ok ? `${found.value.kind} ${found.value.pages} ${found.value.verdict}` : found.error.code;
}

describe('through rest-oauth2', () => {
  it('a sealed PDF comes whole, and its seal is known', async () => {
    expect(await wordOf(await finishedAt('rest-oauth2', '110000'))).toBe('pdf 2 verified');
  });
  it('an OFD without a rendition says so', async () => {
    const line = await finishedAt('rest-oauth2', '131000');
    expect(await wordOf(line)).toBe('ofd 1 not-verified');
    expect(await wordOf(line, 'pdf')).toBe('rest-oauth2.fetchResult.refused:RENDITION_UNKNOWN');
  });
});

describe.each(['rest-oauth2', 'tif-gateway', 'hmac-gateway', 'soap', 'file-exchange'])(
  'through %s',
  (kind) => {
    it('a signature beside a PDF comes along', async () => {
      const line = await finishedAt(kind, '440112');
      const result = await line.adapter.fetchResult(line.number, never);
      expect(result).toMatchObject({ ok: true, value: { digest: true, signature: 'good' } });
    });
    it('an OFD comes as it is, and as the PDF that is asked for', async () => {
      const line = await finishedAt(kind, '370100');
      expect(await wordOf(line)).toBe('ofd 1 verified');
      expect(await wordOf(line, 'pdf')).toBe('pdf 2 verified');
    });
  },
);
