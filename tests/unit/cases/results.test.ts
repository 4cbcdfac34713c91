import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import type { CasesDeps } from '../../../electron/cases/index.ts';
import { err, ok, type Result, VirtualClock } from '../../../electron/core/index.ts';
import { type RegionFailure, type RegionResult, regionFailure } from '../../../electron/regions/index.ts';
import { application, bootCases, MemoryRegion, makeResult } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

const PAPER = Buffer.from('%PDF paper');
const OFD = makeResult({ bytes: Buffer.from('PK ofd'), mediaType: 'application/ofd' });

type Answer = Result<RegionResult, RegionFailure>;

/** Gives a result and, when asked, a rendition. */
class GivingRegion extends MemoryRegion {
  asked: string[] = [];
  readonly #answers: Readonly<Record<string, Answer>>;
  constructor(answers: Readonly<Record<string, Answer>>) {
    super();
    this.#answers = answers;
  }
  override async fetchResult(_number?: string, _signal?: AbortSignal, rendition?: 'pdf'): Promise<Answer> {
    this.asked.push(rendition ?? 'file');
    return this.#answers[rendition ?? 'file'] ?? err(regionFailure('rejected', 'RENDITION_UNKNOWN'));
  }
}

const textOf = (found: Result<Uint8Array, string>) =>
  found.ok ? Buffer.from(found.value).toString() : found.error;

/** By the type that the region calls it. */
const looking =
  (over: Partial<{ verdict: 'verified' | 'contradicted'; active: true }> = {}): CasesDeps['lookOver'] =>
  async ({ bytes, mediaType }) => {
    const kind = mediaType === 'application/pdf' ? 'pdf' : 'ofd';
    return ok({
      kind,
      pages: kind === 'pdf' ? 2 : 3,
      active: over.active ? ['javascript'] : [],
      paper: kind === 'ofd' ? null : over.active ? PAPER : bytes,
      verdict: over.verdict ?? 'verified',
      sealedBy: '审批局',
    });
  };

let dir = '';
let close = () => {};
afterEach(() => {
  close();
  rmSync(dir, { recursive: true, force: true });
});

async function finished(region: MemoryRegion, lookOver: CasesDeps['lookOver'] = looking()) {
  const clock = new VirtualClock();
  const dead: string[] = [];
  dir = mkdtempSync(join(tmpdir(), 'tongban-results-'));
  const db = testDatabase(join(dir, 'kiosk.db'));
  const { cases } = bootCases(db, clock, region, {
    lookOver,
    events: { dead: (_, code) => void dead.push(code) },
  });
  close = () => db.close();
  region.state = 'finished';
  region.resultReady = true;
  const record = cases.submit(application());
  await clock.advance(10_000);
  const now = cases.byReceipt(record.receiptNumber) as typeof record;
  return {
    cases,
    clock,
    db,
    dead,
    record: now,
    result: cases.view(now).result,
    ready: cases.view(now).resultReady,
  };
}

describe('a result that comes', () => {
  it('as a PDF is kept as it is, with what was found of it', async () => {
    const { cases, record, result, ready } = await finished(new GivingRegion({ file: ok(makeResult()) }));
    expect(ready).toBe(true);
    expect(result).toEqual({
      kind: 'pdf',
      pages: 2,
      verdict: 'verified',
      sealedBy: '审批局',
      rendition: false,
      use: 'print',
    });
    expect(textOf(cases.result(record.id))).toBe(String(makeResult().bytes));
    expect(cases.original(record.id)).toEqual(err('none'));
  });
  it('and would act by itself is kept twice: as it came, and for paper', async () => {
    const { cases, record } = await finished(
      new GivingRegion({ file: ok(makeResult()) }),
      looking({ active: true }),
    );
    expect(textOf(cases.result(record.id))).toBe(String(PAPER));
    expect(textOf(cases.original(record.id))).toBe(String(makeResult().bytes));
  });
  it('as an OFD is printed as the PDF that the region makes of it', async () => {
    const region = new GivingRegion({ file: ok(OFD), pdf: ok(makeResult()) });
    const { cases, record, result, ready } = await finished(region);
    expect(region.asked).toEqual(['file', 'pdf']);
    expect(ready).toBe(true);
    expect(result).toMatchObject({ kind: 'ofd', pages: 2, rendition: true, use: 'print' });
    expect(textOf(cases.result(record.id))).toBe(String(makeResult().bytes));
    expect(textOf(cases.original(record.id))).toBe(String(OFD.bytes));
  });
  it.each([
    ['the region makes none', undefined],
    ['it is one more OFD', ok(OFD)],
  ] as const)('as an OFD alone, for %s, is kept for the phone', async (_, pdf) => {
    const { cases, record, result, ready } = await finished(
      new GivingRegion({ file: ok(OFD), ...(pdf ? { pdf } : {}) }),
    );
    expect(ready).toBe(false);
    expect(result).toMatchObject({ kind: 'ofd', pages: 3, rendition: false, use: 'phone' });
    expect(cases.result(record.id)).toEqual(err('none'));
    expect(cases.original(record.id).ok).toBe(true);
  });
  it('while the line falls before the rendition comes, is fetched anew', async () => {
    const region = new GivingRegion({ file: ok(OFD), pdf: err(regionFailure('unreachable', 'down')) });
    const { result, dead } = await finished(region);
    expect(result).toBeUndefined();
    expect(region.asked.length).toBeGreaterThan(2);
    expect(dead).toEqual([]);
  });
  it('with a broken seal is not kept, the citizen is told, and a person looks', async () => {
    const region = new GivingRegion({ file: ok(makeResult()) });
    const { cases, record, result, ready, dead, db } = await finished(
      region,
      looking({ verdict: 'contradicted' }),
    );
    expect(ready).toBe(false);
    expect(result).toMatchObject({ verdict: 'contradicted', sealedBy: '审批局', use: 'none' });
    expect(cases.result(record.id)).toEqual(err('none'));
    expect(
      db
        .prepare<{ n: number }>(
          'select count(*) as n from cases where result is not null or result_original is not null',
        )
        .get(),
    ).toEqual({ n: 0 });
    expect(dead).toEqual(['result.contradicted']);
  });
  it('as another one than the region says is told so too', async () => {
    const failure = {
      ...regionFailure('schema', 'x.fetchResult.schema:sha256'),
      contradicted: true as const,
    };
    const { result, dead } = await finished(new GivingRegion({ file: err(failure) }));
    expect(result).toMatchObject({ kind: null, verdict: 'contradicted', use: 'none' });
    expect(dead).toEqual(['x.fetchResult.schema:sha256']);
  });
  it('broken is told as a file that nobody can use', async () => {
    const { result, dead } = await finished(new GivingRegion({ file: ok(makeResult()) }), async () =>
      err({ code: 'broken' }),
    );
    expect(result).toMatchObject({ kind: null, verdict: 'not-verified', use: 'none' });
    expect(dead).toEqual(['result.broken']);
  });
  it('is shredded with the file that it was made from', async () => {
    const { cases, clock, record } = await finished(new GivingRegion({ file: ok(OFD) }));
    await clock.advance(400 * 86_400_000);
    expect(cases.sweep().results).toBe(1);
    expect(cases.original(record.id)).toEqual(err('none'));
    expect(cases.view(cases.byReceipt(record.receiptNumber) as typeof record).result).toBeUndefined();
  });
});
