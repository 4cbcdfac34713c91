import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseViewSchema } from '../../../electron/contract/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import type { PartProgress } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { AskingRegion } from '../../support/asking-region.ts';
import { application, bootCases } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: AskingRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-parts-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  region = new AskingRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const part = (id: string, state: PartProgress['state']): PartProgress => ({
  id,
  authority: `${id}局`,
  state,
  finishedAt: state === 'refused' || state === 'finished' ? 7 : null,
});
function begin() {
  const { cases, queue } = bootCases(db, clock, region);
  const { receiptNumber, id } = cases.submit(
    application({
      mode: 'joint',
      parts: ['公安', '社保'].map((name) => ({
        id: name,
        authority: `${name}局`,
        matterCode: 'XT-GA-020',
        taskCode: 'T',
      })),
    }),
  );
  const view = () => caseViewSchema.parse(cases.view(cases.byReceipt(receiptNumber) as never));
  return { cases, queue, id, view };
}

describe('a case in joint handling (联办)', () => {
  it('is one application at the region, with a state an authority here', async () => {
    region.state = 'accepted';
    region.parts = [part('公安', 'approved'), part('社保', 'received')];
    const { view, id } = begin();
    await clock.advance(1_000);
    expect(region.books.get(id)?.submission.parts).toHaveLength(2);
    expect(view().parts).toEqual([
      { authority: '公安局', state: 'approved', finishedAt: null },
      { authority: '社保局', state: 'received', finishedAt: null },
    ]);
  });

  it('shows the other parts beside one that was refused, and follows them to their end', async () => {
    region.state = 'refused';
    region.parts = [part('公安', 'refused'), part('社保', 'accepted')];
    const { view } = begin();
    await clock.advance(3_000);
    expect(view()).toMatchObject({ state: 'refused', parts: [{ state: 'refused' }, { state: 'accepted' }] });
    region.parts = [part('公安', 'refused'), part('社保', 'finished')];
    await clock.advance(3_000);
    expect(view().parts?.map((one) => one.state)).toEqual(['refused', 'finished']);
    expect(db.prepare('select * from outbox where state = 0').all()).toEqual([]);
  });

  it('keeps what it knows of its parts over a restart and over an answer that names none', async () => {
    region.state = 'accepted';
    region.parts = [part('公安', 'approved'), part('社保', 'received')];
    const { view, queue } = begin();
    await clock.advance(1_000);
    const before = view().parts;
    await queue.stop();
    region.parts = undefined;
    const again = bootCases(db, clock, region);
    await clock.advance(10_000);
    const [record] = again.cases.ofPerson(application().applicant.number);
    expect(again.cases.view(record as never).parts).toEqual(before);
  });
});

describe('a case that others must sign as well', () => {
  const makeList = (signed: boolean) => ({
    documentSha256: 'a'.repeat(64),
    signers: [
      { id: 'S1', label: '甲**', signed },
      { id: 'S2', label: '乙**', signed: false },
    ],
  });
  const signature = (signerId: string, sha256 = 'a'.repeat(64)) => ({
    signerId,
    signer: { ...signer, source: 'card' as const },
    signature: { sha256, strokes: [], signedAt: 3 },
  });
  const signer = { name: application().applicant.name, number: application().applicant.number };
  const begun = async () => {
    const { cases, queue } = bootCases(db, clock, region);
    region.list = makeList(true);
    const { id, receiptNumber } = cases.submit(application({ furtherSigners: [signer] }));
    await clock.advance(3_000);
    return { cases, queue, id, view: () => cases.view(cases.byReceipt(receiptNumber) as never) };
  };

  it('says how many have signed, and takes each signature once', async () => {
    const { cases, id, view } = await begun();
    expect(view().signers).toEqual({ signed: 1, of: 2 });
    for (let i = 0; i < 3; i++) expect(cases.sign(id, signature('S2')).ok).toBe(true);
    await clock.advance(1_000);
    expect(region.signed).toHaveLength(1);
    expect(region.signed[0]).toMatchObject({ caseNumber: 'R-1', signerId: 'S2' });
    expect(view().signers).toEqual({ signed: 2, of: 2 });
    // Once the region works on it nobody is waited for.
    region.state = 'accepted';
    await clock.advance(5_000);
    expect(view().signers).toBeUndefined();
  });

  it('takes no signature of a stranger, and none under another document', async () => {
    const { cases, id } = await begun();
    expect(cases.sign(id, signature('S9'))).toEqual({ ok: false, error: 'nothing-asked' });
    expect(cases.sign(id, signature('S2', 'f'.repeat(64)))).toEqual({ ok: false, error: 'other-round' });
    expect(cases.sign('nobody', signature('S2'))).toEqual({ ok: false, error: 'unknown-case' });
    region.capabilities.signatures = false;
    expect(cases.sign(id, signature('S2'))).toEqual({ ok: false, error: 'not-supported' });
    await clock.advance(1_000);
    expect(region.signed).toEqual([]);
  });
});
