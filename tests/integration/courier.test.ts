import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CourierFront, Sandbox } from '../../electron/demo/sandbox-region/index.ts';
import { custody } from '../../electron/regions/index.ts';
import { COURIER_KEYS, type CourierLine, filesUnder, openCourier, openDesk } from '../support/courier.ts';
import { keyOf, makeCorrection, makeMail, makeMaterial } from '../support/region-requests.ts';
import { known, makeSubmission, TASK_CODE } from '../support/sandbox.ts';

const never = new AbortController().signal;
let line: CourierLine;
let sandbox: Sandbox;
let desk: CourierFront;
beforeEach(async () => {
  line = openCourier();
  ({ sandbox, desk } = await openDesk(line));
});
afterEach(async () => {
  await sandbox.stop();
  line.close();
});

const application = (n = 1) =>
  makeSubmission(TASK_CODE, n, {
    materials: [
      makeMaterial(1),
      makeMaterial(2, { from: 'licence' }),
      makeMaterial(3, { from: 'original', file: null }),
    ],
  });
const value = <T>(answer: { ok: true; value: T } | { ok: false; error: unknown }): T => {
  if (!answer.ok) throw new Error(JSON.stringify(answer.error));
  return answer.value;
};
const stateOf = async (key: string) => value(await line.adapter.progress(key, never));
const names = () => filesUnder(line.folder).map(({ name }) => name);

/** Submitted, carried, accepted and finished; the case number. */
async function finished(n = 1): Promise<string> {
  const one = application(n);
  value(await line.adapter.submit(one, never));
  await desk.round();
  await line.clock.advance(10_000);
  await desk.round();
  return (await stateOf(one.idempotencyKey))?.caseNumber as string;
}

describe('courier: a case by sealed packages', () => {
  it('is received without a number, moves as the region’s files come back, and its result is there', async () => {
    const one = application();
    const key = one.idempotencyKey;
    expect(await stateOf(key)).toBeNull();
    expect(value(await line.adapter.submit(one, never))).toEqual({
      caseNumber: null,
      state: 'received',
      acceptedAt: null,
      finishedAt: null,
      resultReady: false,
    });
    expect(await stateOf(key)).toMatchObject({ caseNumber: null, state: 'received' });
    await desk.round();
    expect(await stateOf(key)).toMatchObject({ caseNumber: expect.any(String), state: 'received' });
    await line.clock.advance(3_500);
    await desk.round();
    expect(await stateOf(key)).toMatchObject({ state: 'accepted', acceptedAt: expect.any(Number) });
    await line.clock.advance(6_000);
    await desk.round();
    const done = await stateOf(key);
    expect(done).toMatchObject({ state: 'finished', resultReady: true });
    const { bytes: pdf } = value(await line.adapter.fetchResult(done?.caseNumber as string, never));
    expect(Buffer.from(pdf).toString()).toBe(`%PDF-1.7 result of ${done?.caseNumber}`);
    expect(sandbox.cases()).toMatchObject([{ copies: 1 }]);
    // What the region has is not kept here any longer.
    expect(names().filter((name) => /^(packages|sent|in)/.test(name))).toEqual([]);
  });

  it('the same key never makes a second package, not after a restart either', async () => {
    const one = application();
    for (let n = 0; n < 3; n++) value(await line.adapter.submit(one, never));
    value(await line.again().adapter.submit(one, never));
    expect(names().filter((name) => name.startsWith('packages'))).toHaveLength(1);
    await desk.round();
    value(await line.adapter.submit(one, never));
    await desk.round();
    expect(sandbox.cases()).toMatchObject([{ copies: 1 }]);
  });

  it('a restart forgets nothing', async () => {
    const number = await finished();
    const { adapter } = line.again();
    expect(value(await adapter.progress(application().idempotencyKey, never))).toMatchObject({
      caseNumber: number,
      state: 'finished',
    });
    expect((await adapter.fetchResult(number, never)).ok).toBe(true);
  });

  it('a correction goes there and back', async () => {
    sandbox.correctNext(1);
    const one = application();
    value(await line.adapter.submit(one, never));
    await desk.round();
    await line.clock.advance(3_500);
    await desk.round();
    const asked = await stateOf(one.idempotencyKey);
    expect(asked?.state).toBe('correction');
    const number = asked?.caseNumber as string;
    const round = value(await line.adapter.correction(number, never));
    expect(round?.items.length).toBeGreaterThan(0);
    const reply = makeCorrection(number, round?.id as string);
    expect(value(await line.adapter.answerCorrection(reply, never)).state).toBe('accepted');
    expect(value(await line.adapter.answerCorrection(reply, never)).state).toBe('accepted');
    expect(value(await line.adapter.correction(number, never))).toBeNull();
    expect(await line.adapter.answerCorrection({ ...reply, idempotencyKey: keyOf(8) }, never)).toMatchObject({
      error: { technicianCode: 'courier.answerCorrection.refused:CORRECTION_CLOSED' },
    });
    await desk.round();
    await line.clock.advance(10_000);
    await desk.round();
    expect(await stateOf(one.idempotencyKey)).toMatchObject({ state: 'finished' });
  });

  it('a correction that the region turns away can be answered anew', async () => {
    sandbox.correctNext(1);
    const one = application();
    value(await line.adapter.submit(one, never));
    await desk.round();
    await line.clock.advance(3_500);
    await desk.round();
    const number = (await stateOf(one.idempotencyKey))?.caseNumber as string;
    const round = value(await line.adapter.correction(number, never))?.id as string;
    const wrong = makeCorrection(number, round);
    const unbound = { ...wrong, signature: { ...wrong.signature, sha256: '0'.repeat(64) } };
    expect((await line.adapter.answerCorrection(unbound, never)).ok).toBe(true);
    await desk.round();
    expect((await stateOf(one.idempotencyKey))?.state).toBe('correction');
    const right = makeCorrection(number, round, { idempotencyKey: keyOf(8) });
    expect((await line.adapter.answerCorrection(right, never)).ok).toBe(true);
    await desk.round();
    await line.clock.advance(10_000);
    await desk.round();
    expect((await stateOf(one.idempotencyKey))?.state).toBe('finished');
  });

  it('what the office cannot do now it does in the next round', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    sandbox.faults.failNext('server-error', { operation: 'submit' });
    await desk.round();
    expect((await stateOf(one.idempotencyKey))?.caseNumber).toBeNull();
    await desk.round();
    expect((await stateOf(one.idempotencyKey))?.caseNumber).not.toBeNull();
    expect(sandbox.cases()).toMatchObject([{ copies: 1 }]);
  });

  it('what the region refuses before it is a case is refused without a number', async () => {
    const one = makeSubmission(TASK_CODE, 1, { form: { purpose: 'train', phone: '12' } });
    value(await line.adapter.submit(one, never));
    await desk.round();
    expect(await stateOf(one.idempotencyKey)).toMatchObject({ caseNumber: null, state: 'refused' });
  });

  it('several applications of one package are each sealed by their own key', async () => {
    const items = [1, 2, 3].map((n) => makeSubmission(TASK_CODE, n));
    value(await line.adapter.submitPackage(items, never));
    await desk.round();
    expect(sandbox.cases()).toHaveLength(3);
    for (const { idempotencyKey } of items)
      expect((await stateOf(idempotencyKey))?.caseNumber).not.toBeNull();
  });

  it('an EMS order goes sealed, and its number comes back', async () => {
    const number = await finished();
    const order = makeMail(number);
    expect(await line.adapter.orderMail(order, never)).toMatchObject({ error: { pending: true } });
    await desk.round();
    const { mailNumber } = value(await line.adapter.orderMail(order, never));
    expect(value(await line.adapter.orderMail(order, never))).toEqual({ mailNumber });
  });
});

describe('courier: withdrawal', () => {
  it('before the hand-over it is withdrawn at once, and the package is destroyed', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    expect(value(await line.adapter.withdraw(one.idempotencyKey, never))).toBe('withdrawn');
    expect(names()).toEqual(['custody.ledger']);
    expect(await stateOf(one.idempotencyKey)).toBeNull();
    expect(await line.adapter.submit(one, never)).toMatchObject({ error: { kind: 'rejected' } });
    await desk.round();
    expect(sandbox.cases()).toEqual([]);
  });

  it('of what never came is for good', async () => {
    const one = application();
    expect(value(await line.adapter.withdraw(one.idempotencyKey, never))).toBe('withdrawn');
    expect(await line.adapter.submit(one, never)).toMatchObject({ error: { kind: 'rejected' } });
    expect(value(await line.again().adapter.withdraw(one.idempotencyKey, never))).toBe('withdrawn');
  });

  it('after the hand-over it is asked until the region’s word is there, and asked once', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    await desk.round();
    for (let n = 0; n < 2; n++)
      expect(await line.adapter.withdraw(one.idempotencyKey, never)).toMatchObject({
        error: { pending: true, retryable: true },
      });
    expect(names().filter((name) => name.startsWith('packages'))).toHaveLength(1);
    await desk.round();
    expect(value(await line.adapter.withdraw(one.idempotencyKey, never))).toBe('withdrawn');
    expect(await stateOf(one.idempotencyKey)).toMatchObject({ state: 'withdrawn' });
  });

  it('of what the region has begun is too late', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    await desk.round();
    await line.clock.advance(6_000);
    expect((await line.adapter.withdraw(one.idempotencyKey, never)).ok).toBe(false);
    await desk.round();
    expect(value(await line.adapter.withdraw(one.idempotencyKey, never))).toBe('too-late');
  });
});

describe('courier: what goes wrong on the way', () => {
  it('a lost package is found in the index and goes out once more', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    desk.failNext('lost');
    await desk.round();
    expect(await stateOf(one.idempotencyKey)).toMatchObject({ state: 'received', caseNumber: null });
    const [lost] = value(line.counter.box.list({ where: ({ place }) => place === 'lost' }));
    await line.clock.advance(1_000);
    expect(line.counter.box.ready(lost?.number as string, 'staff:0042').ok).toBe(true);
    await desk.round();
    expect((await stateOf(one.idempotencyKey))?.caseNumber).not.toBeNull();
    expect(sandbox.cases()).toMatchObject([{ copies: 1 }]);
  });

  it('from a broken seal the region takes nothing; the spare goes out', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    desk.failNext('seal-broken');
    await desk.round();
    await stateOf(one.idempotencyKey);
    expect(sandbox.cases()).toEqual([]);
    const [broken] = value(line.counter.box.list({ where: ({ place }) => place === 'broken' }));
    await line.clock.advance(1_000);
    expect(line.counter.box.ready(broken?.number as string, 'staff:0042').ok).toBe(true);
    await desk.round();
    await stateOf(one.idempotencyKey);
    expect(sandbox.cases()).toMatchObject([{ copies: 1 }]);
  });

  it('a late package arrives late, a doubled answer counts once', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    desk.failNext('late');
    desk.failNext('doubled', 2);
    await desk.round();
    expect((await stateOf(one.idempotencyKey))?.caseNumber).toBeNull();
    await desk.round();
    expect((await stateOf(one.idempotencyKey))?.caseNumber).not.toBeNull();
    const events = ledgerEvents();
    expect(events.filter((event) => event === 'received')).toHaveLength(1);
    expect(events.filter((event) => event === 'answered')).toHaveLength(1);
    expect(line.logged.filter((entry) => entry.includes('"duplicate"'))).toHaveLength(2);
  });

  it('a forged answer and a changed one are not believed', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    desk.failNext('forged');
    desk.failNext('changed', 2);
    await desk.round();
    expect(await stateOf(one.idempotencyKey)).toMatchObject({ caseNumber: null, state: 'received' });
    expect(ledgerEvents()).toEqual(['sealed']);
    expect(line.logged.filter((entry) => entry.startsWith('courier.answer-refused'))).toHaveLength(2);
  });
});

describe('courier: the desk of the sandbox', () => {
  it('comes by itself, takes what staff handed over, and goes on after a restart', async () => {
    await sandbox.stop();
    const options = {
      everyMs: 1_000,
      stateFile: join(line.folder, '..', 'told.json'),
      books: join(line.folder, '..', 'books.json'),
    };
    ({ sandbox, desk } = await openDesk(line, options));
    const one = application();
    value(await line.adapter.submit(one, never));
    const number = value(line.counter.box.byKey(one.idempotencyKey))?.number as string;
    const step = { to: 'carrier:EMS', by: 'staff:0042', seal: null, originals: 1 };
    expect(line.counter.box.handOver(number, step).ok).toBe(true);
    await line.clock.advance(1_500);
    await desk.round();
    expect(sandbox.cases()).toMatchObject([{ copies: 1 }]);
    await sandbox.stop();
    ({ sandbox, desk } = await openDesk(line, options));
    await line.clock.advance(10_000);
    await desk.round();
    expect(await stateOf(one.idempotencyKey)).toMatchObject({ state: 'finished', resultReady: true });
    expect(sandbox.cases()).toMatchObject([{ copies: 1 }]);
  });

  it('that refuses everything takes nothing', async () => {
    await sandbox.setMode('refusing');
    value(await line.adapter.submit(application(), never));
    await desk.round();
    expect(names().filter((name) => name.startsWith('packages'))).toHaveLength(1);
  });
});

describe('courier: custody', () => {
  it('another region verifies the ledger of a whole journey by the machine’s public key alone', async () => {
    const one = application();
    value(await line.adapter.submit(one, never));
    const [mine] = value(line.counter.box.list());
    const number = mine?.number as string;
    const { box } = line.counter;
    expect(box.intoLocker(number, { cell: '12', seal: 'S-0001', by: 'staff:0042' }).ok).toBe(true);
    const step = { to: 'carrier:EMS', by: 'staff:0042', seal: 'S-0001', originals: 1 };
    expect(box.handOver(number, { ...step, originals: 0 })).toMatchObject({
      error: { kind: 'originals-missing' },
    });
    expect(box.handOver(number, { ...step, waybill: 'EA123456789CN' }).ok).toBe(true);
    const out = JSON.parse(JSON.stringify(value(box.exportLedger('kiosk:B017', COURIER_KEYS.seal))));
    const rows = value(
      custody.verifyExport(out, COURIER_KEYS.seal.public.key, [mine?.anchor as custody.Anchor]),
    );
    expect(rows.map(({ event, from, to }) => [event, from, to])).toEqual([
      ['sealed', null, 'kiosk:B017'],
      ['into-locker', 'kiosk:B017', 'locker:12'],
      ['handed-over', 'locker:12', 'carrier:EMS'],
    ]);
    out.rows[1].to = 'locker:13';
    expect(custody.verifyExport(out, COURIER_KEYS.seal.public.key).ok).toBe(false);
  });

  it('nothing personal is in a file name, the ledger, an outside, a log or a failure', async () => {
    const number = await finished();
    value(await line.adapter.submit(application(2), never));
    await line.adapter.orderMail(makeMail(number), never);
    desk.failNext('forged', 3);
    await desk.round();
    await stateOf(application(2).idempotencyKey);
    const files = filesUnder(line.folder);
    const out = [
      ...files.map(({ name }) => name),
      ...files.map(({ bytes }) => bytes.toString('latin1')),
      ...files.map(({ bytes }) => bytes.toString('utf8')),
      ...line.logged,
    ].join('\n');
    expect(files.length).toBeGreaterThan(2);
    for (const canary of [known.name, known.number, known.address, '13800000000', '和平路12号', '照片'])
      expect(out).not.toContain(canary);
    for (const key of [application().idempotencyKey, application(2).idempotencyKey])
      expect(files.map(({ name }) => name).join()).not.toContain(key);
  });
});

function ledgerEvents(): string[] {
  const file = filesUnder(line.folder).find(({ name }) => name === 'custody.ledger');
  return String(file?.bytes)
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row).event);
}
