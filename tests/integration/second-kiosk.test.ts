import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Application } from '../../electron/cases/index.ts';
import { VirtualClock } from '../../electron/core/index.ts';
import type { SandboxRegion } from '../../electron/demo/sandbox-region/index.ts';
import { makeAnswer } from '../support/asking-region.ts';
import { makePerson } from '../support/people.ts';
import { known } from '../support/sandbox.ts';
import { during, type Machine, openBackend, pass, startMachine } from '../support/second-kiosk.ts';

/** Two machines, each with its data folder and keys of its own, over the same regions' backends. */
let dir: string;
let clock: VirtualClock;
let backends: SandboxRegion[];
let machines: Machine[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-second-'));
  clock = new VirtualClock(Date.parse('2026-11-20T02:00:00Z'));
  backends = [await openBackend('120000', clock), await openBackend('440100', clock)];
  machines = [];
});
afterEach(async () => {
  for (const machine of machines) await machine.off();
  for (const backend of backends) await backend.stop();
  rmSync(dir, { recursive: true, force: true });
});

const backend = (region: string) => backends.find((one) => one.region === region) as SandboxRegion;
function start(machineCode: string): Machine {
  const dataDir = join(dir, machineCode);
  mkdirSync(dataDir, { recursive: true });
  const machine = startMachine({ dataDir, machineCode, backends, clock });
  machines.push(machine);
  return machine;
}
async function off(machine: Machine) {
  machines = machines.filter((one) => one !== machine);
  await machine.off();
}

function signed(what: string) {
  const pdf = Buffer.from(`%PDF-1.7 ${what}`);
  const sha256 = createHash('sha256').update(pdf).digest('hex');
  return {
    document: { base64: pdf.toString('base64'), sha256 },
    signature: { sha256, strokes: [[{ x: 0.1, y: 0.2, t: 0 }]], signedAt: clock.now() },
  };
}
const application = (region = '120000'): Application => ({
  region,
  matterCode: 'XT-GA-020',
  delivery: 'print-here',
  applicant: { name: known.name, number: known.number, source: 'card', address: known.address, phone: null },
  form: { purpose: 'train' },
  ...signed('application'),
});
const state = (machine: Machine, receipt: string) => machine.cases.byReceipt(receipt)?.state;

describe('a second machine', () => {
  it('sees, corrects and finishes what the first one sent, and knows nothing of what it did not send', async () => {
    backend('120000').correctNext(1);
    const first = start('B017');
    const sent = first.cases.submit(application());
    await pass(clock, () => state(first, sent.receiptNumber) === 'correction');
    await backend('120000').setMode('off');
    const unsent = first.cases.submit(application());
    await clock.advance(200);
    await off(first);
    await backend('120000').setMode('on');

    const second = start('C003');
    const found = await during(clock, second.track());
    expect(found.unheard).toEqual([]);
    expect(found.cases.map((one) => [one.receiptNumber, one.state])).toEqual([
      [sent.receiptNumber, 'correction'],
    ]);
    expect(second.cases.byReceipt(unsent.receiptNumber)).toBeNull();
    expect(second.cases.ofReceiptAndPerson(unsent.receiptNumber, known.number)).toBeNull();
    const [there] = found.cases;
    if (!there) throw new Error('not found');
    const view = second.cases.view(there);
    expect(view).toMatchObject({
      elsewhere: true,
      canWithdraw: false,
      correction: { answer: 'open', items: [{ note: '照片不清楚，请重新拍摄' }], until: expect.any(Number) },
    });

    const answer = makeAnswer({ roundId: view.correction?.round as string, ...signed('correction') });
    expect(second.cases.correct(there.id, answer).ok).toBe(true);
    await pass(clock, () => second.cases.byReceipt(sent.receiptNumber)?.hasResult === true);
    expect(state(second, sent.receiptNumber)).toBe('finished');
    const paper = second.cases.result(there.id);
    expect(paper.ok && Buffer.from(paper.value).toString()).toContain('%PDF-1.7 result of');
    expect(backend('120000').cases()).toHaveLength(1);

    // The first machine is switched on again: it learns how its case ended, and sends the other one.
    const again = start('B017');
    await pass(clock, () => state(again, sent.receiptNumber) === 'finished');
    await pass(clock, () => backend('120000').cases().length === 2);
    expect(
      backend('120000')
        .cases()
        .map((one) => one.copies),
    ).toEqual([1, 1]);
    const later = await during(clock, second.track());
    expect(later.cases.map((one) => one.receiptNumber).toSorted()).toEqual(
      [sent.receiptNumber, unsent.receiptNumber].toSorted(),
    );
  });

  it('says which region did not answer, and shows what the others and its own books have', async () => {
    const first = start('B017');
    const there = first.cases.submit(application('440100'));
    await pass(clock, () => state(first, there.receiptNumber) !== 'waiting');
    const second = start('C003');
    await backend('120000').setMode('off');
    const own = second.cases.submit(application('120000'));
    const found = await during(clock, second.track());
    expect(found.unheard).toEqual(['120000']);
    expect(found.cases.map((one) => one.receiptNumber).toSorted()).toEqual(
      [there.receiptNumber, own.receiptNumber].toSorted(),
    );
  });

  it('shows a case once, however often its citizen comes, and to nobody else', async () => {
    const first = start('B017');
    const sent = first.cases.submit(application());
    await pass(clock, () => state(first, sent.receiptNumber) !== 'waiting');
    const second = start('C003');
    for (let visit = 0; visit < 3; visit++) {
      const found = await during(clock, second.track());
      expect(found.cases.map((one) => one.receiptNumber)).toEqual([sent.receiptNumber]);
    }
    expect(second.cases.ofPerson(makePerson(9).number)).toEqual([]);
    // At the machine that sent it, its own entry stays the only one.
    const home = await during(clock, first.track());
    expect(home.cases.map((one) => [one.id, one.course.elsewhere])).toEqual([[sent.id, undefined]]);
  });

  it('waits no longer than it says for a region that is slow', async () => {
    const first = start('B017');
    const sent = first.cases.submit(application('440100'));
    await pass(clock, () => state(first, sent.receiptNumber) !== 'waiting');
    const second = start('C003');
    await backend('120000').setMode('slow');
    const begun = clock.now();
    const found = await during(clock, second.track());
    expect(clock.now() - begun).toBeLessThan(15_000);
    expect(found.unheard).toEqual(['120000']);
    expect(found.cases).toHaveLength(1);
  });
});
