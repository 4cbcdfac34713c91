import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { caseViewSchema } from '../../../electron/contract/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import type { ListedCase } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { AskingRegion, makeAnswer, makeRound } from '../../support/asking-region.ts';
import { application, bootCases, down } from '../../support/cases-bench.ts';
import { testDatabase } from '../../support/memory-store.ts';

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: AskingRegion;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-corrections-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  region = new AskingRegion();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const MINUTES_20 = 20 * 60_000;
const boot = () => bootCases(db, clock, region);

/** A case that its region asks for a correction. */
async function asked(over: Parameters<typeof makeRound>[0] = {}) {
  const started = boot();
  const { id, receiptNumber } = started.cases.submit(application());
  region.state = 'correction';
  region.round = makeRound(over);
  await clock.advance(3_000);
  const view = (cases = started.cases) =>
    caseViewSchema.parse(cases.view(cases.byReceipt(receiptNumber) as never));
  return { ...started, id, view };
}

/** The case as its region lists it at another machine. */
const listed = (receiptNumber: string): ListedCase => ({
  caseNumber: 'R-1',
  receiptNumber,
  matterCode: 'XT-GA-020',
  taskCode: 'T',
  matterName: '',
  submittedAt: 1,
  state: 'correction',
  acceptedAt: null,
  finishedAt: null,
  resultReady: false,
  correction: makeRound(),
});

describe('a correction', () => {
  it.each([
    ['with the progress', true],
    ['when asked for it', false],
  ])('shows what is asked and until when, which the region says %s', async (_, saysAtOnce) => {
    region.saysAtOnce = saysAtOnce;
    const { view } = await asked({ until: 9_000_000 });
    expect(view()).toMatchObject({
      state: 'correction',
      promise: { pausedSince: expect.any(Number) },
      correction: {
        round: 'round-1',
        until: 9_000_000,
        items: [{ kind: 'material', name: 'photo', note: '照片不清楚，请重新拍摄' }],
        answer: 'open',
      },
    });
  });

  it('is said to be there also when the region does not say what it wants', async () => {
    region.capabilities.correction = false;
    const { view, cases, id } = await asked();
    expect(view().state).toBe('correction');
    expect(view().correction).toBeUndefined();
    expect(cases.correct(id, makeAnswer())).toEqual({ ok: false, error: 'not-supported' });
  });

  it('is kept sealed: what the region wrote may be personal', async () => {
    await asked({ items: [{ kind: 'field', name: 'phone', note: 'CANARY-4711' }] });
    const rows = db.prepare<{ asked: Uint8Array; course: string | null }>('select * from cases').all();
    expect(rows[0]?.asked).toBeInstanceOf(Uint8Array);
    const clear = rows.map((row) =>
      JSON.stringify({ ...row, asked: Buffer.from(row.asked).toString('latin1') }),
    );
    expect(clear.join()).not.toContain('CANARY');
  });

  it('is answered once, however often the answer is given, and the case goes on', async () => {
    const { cases, id, view } = await asked();
    for (let i = 0; i < 3; i++) expect(cases.correct(id, makeAnswer()).ok).toBe(true);
    expect(view().correction?.answer).toBe('waiting');
    await clock.advance(10_000);
    expect(region.answers).toHaveLength(1);
    expect(region.answers[0]).toMatchObject({
      caseNumber: 'R-1',
      roundId: 'round-1',
      form: { purpose: 'exam' },
    });
    expect(view()).toMatchObject({ state: 'accepted', promise: { pausedSince: null } });
    expect(view().correction).toBeUndefined();
    // Nothing of the region's words is left here.
    expect(db.prepare('select asked from cases').all()).toEqual([{ asked: null }]);
  });

  it('is answered once over an outage, a lost reply and a restart', async () => {
    const first = await asked();
    region.failure = down;
    first.cases.correct(first.id, makeAnswer());
    await clock.advance(60_000);
    await first.queue.stop();
    region.failure = null;
    region.cutAfterAnswer = 1;
    const second = boot();
    await clock.advance(MINUTES_20);
    expect(region.answers).toHaveLength(1);
    expect(region.keys.length).toBeGreaterThan(1);
    expect(new Set(region.keys).size).toBe(1);
    expect(first.view(second.cases).state).toBe('accepted');
    expect(second.cases.ofPerson(application().applicant.number)[0]?.course.answer?.state).toBe('sent');
  });

  it('has one answer at the region when two machines answer the same round', async () => {
    const { cases, id, view } = await asked();
    const other = testDatabase(join(dir, 'second.db'));
    const second = bootCases(other, clock, region);
    second.cases.noteListed('120000', application().applicant.number, [listed(view().receiptNumber)]);
    const there = second.cases.byReceipt(view().receiptNumber);
    cases.correct(id, makeAnswer({ form: { purpose: 'exam' } }));
    second.cases.correct(there?.id as string, makeAnswer({ form: { purpose: 'lodging' } }));
    await clock.advance(10_000);
    expect(region.answers).toHaveLength(1);
    expect(region.keys).toEqual([region.keys[0], region.keys[0]]);
    const answers = [cases.byReceipt(view().receiptNumber), second.cases.byReceipt(view().receiptNumber)].map(
      (one) => one?.course.answer?.state,
    );
    // Whose answer came second is told so.
    expect(answers.toSorted()).toEqual(['closed', 'sent']);
    await second.queue.stop();
    other.close();
  });

  it('is asked for a second time, and answered a second time', async () => {
    const { cases, id, view } = await asked();
    cases.correct(id, makeAnswer());
    await clock.advance(5_000);
    region.state = 'correction';
    region.round = makeRound({ id: 'round-2' });
    await clock.advance(5_000);
    expect(view().correction).toMatchObject({ round: 'round-2', answer: 'open' });
    expect(cases.correct(id, makeAnswer())).toEqual({ ok: false, error: 'other-round' });
    cases.correct(id, makeAnswer({ roundId: 'round-2' }));
    await clock.advance(5_000);
    expect(region.answers.map((one) => one.roundId)).toEqual(['round-1', 'round-2']);
    expect(new Set(region.answers.map((one) => one.idempotencyKey)).size).toBe(2);
  });

  it('is not taken when nothing is asked, or its time is over', async () => {
    const { cases } = boot();
    const record = cases.submit(application());
    expect(cases.correct(record.id, makeAnswer())).toEqual({ ok: false, error: 'nothing-asked' });
    expect(cases.correct('nobody', makeAnswer())).toEqual({ ok: false, error: 'unknown-case' });
    region.state = 'correction';
    region.round = makeRound({ until: clock.now() + 10_000 });
    await clock.advance(10_001);
    expect(cases.correct(record.id, makeAnswer())).toEqual({ ok: false, error: 'too-late' });
  });

  it('that the region does not take is a matter for a person, and can be given anew', async () => {
    const { cases, id, view, queue } = await asked();
    region.refusesAnswers = true;
    cases.correct(id, makeAnswer());
    await clock.advance(5_000);
    expect(view()).toMatchObject({ state: 'correction', correction: { answer: 'failed' } });
    expect(queue.depth.value.dead).toBe(1);
    region.refusesAnswers = false;
    expect(cases.correct(id, makeAnswer({ form: { purpose: 'other' } })).ok).toBe(true);
    await clock.advance(5_000);
    expect(region.answers.map((one) => one.form)).toEqual([{ purpose: 'other' }]);
    expect(view().state).toBe('accepted');
  });

  it('whose row and job cannot both be written is not taken at all', async () => {
    const { cases, id, view } = await asked();
    db.exec("create temp trigger full before insert on outbox begin select raise(abort, 'full'); end");
    expect(() => cases.correct(id, makeAnswer())).toThrow('full');
    db.exec('drop trigger full');
    expect(view().correction?.answer).toBe('open');
    await clock.advance(10_000);
    expect(region.answers).toEqual([]);
  });

  it('of another machine is not kept for ever when its citizen does not come back', async () => {
    const { cases } = bootCases(db, clock, region, { start: false });
    cases.noteListed('120000', application().applicant.number, [listed('B999-261120-0001-X')]);
    const asked = () => cases.view(cases.byReceipt('B999-261120-0001-X') as never).correction;
    await clock.advance(30 * 86_400_000);
    cases.sweep();
    expect(asked()).toMatchObject({ answer: 'open' });
    await clock.advance(1);
    cases.sweep();
    expect(asked()).toBeUndefined();
  });
});
