import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { makeFileAccount } from '../../electron/demo/sandbox-region/index.ts';
import { type CaseProgress, type RegionFailure, regionFailure } from '../../electron/regions/index.ts';
import { type FileLine, type FileLineOptions, fileAdapter, openFileLine } from '../support/file-line.ts';
import { makePerson } from '../support/people.ts';
import {
  everyOperation,
  keyOf,
  makeCorrection,
  makeMail,
  makeRating,
  makeSignature,
  makeTicket,
} from '../support/region-requests.ts';
import { company, known, makeSubmission, TASK_CODE } from '../support/sandbox.ts';
import { seededRandom } from '../support/tif-account.ts';

/** The kind `file-exchange` against its sandbox: a real SFTP server, real files. */

const never = new AbortController().signal;
const opened: FileLine[] = [];
async function open(options: FileLineOptions = {}): Promise<FileLine> {
  const line = await openFileLine(options);
  opened.push(line);
  return line;
}
afterEach(async () => {
  for (const line of opened.splice(0)) await line.stop();
});

const RECEIVED: CaseProgress = {
  caseNumber: null,
  state: 'received',
  acceptedAt: null,
  finishedAt: null,
  resultReady: false,
};
const submission = makeSubmission(TASK_CODE);
const key = submission.idempotencyKey;
const failed = (what: RegionFailure['kind'], code: string) => ({
  ok: false,
  error: regionFailure(what, `file-exchange.${code}`),
});
const pending = (operation: string) => ({
  ok: false,
  error: { ...regionFailure('unreachable', `file-exchange.${operation}.pending`), pending: true },
});
function value<T>(answer: { ok: true; value: T } | { ok: false; error: RegionFailure }): T {
  if (!answer.ok) throw new Error(answer.error.technicianCode);
  return answer.value;
}
async function booked(line: FileLine, n = 1, change = {}): Promise<string> {
  const one = makeSubmission(TASK_CODE, n, change);
  value(await line.adapter.submit(one, never));
  return value(await line.adapter.progress(one.idempotencyKey, never))?.caseNumber as string;
}
const files = (line: FileLine, folder: string) => readdirSync(join(line.folder, folder)).sort();

describe('file-exchange: a case', () => {
  it('is received without a number, then goes its way to the result', async () => {
    const { adapter, clock } = await open();
    expect(await adapter.submit(submission, never)).toEqual({ ok: true, value: RECEIVED });
    const states: unknown[] = [];
    for (const ms of [0, 3_000, 2_500, 2_500]) {
      await clock.advance(ms);
      states.push(value(await adapter.progress(key, never))?.state);
    }
    expect(states).toEqual(['received', 'accepted', 'approved', 'finished']);
    const caseNumber = value(await adapter.progress(key, never))?.caseNumber ?? '';
    const { bytes: pdf } = value(await adapter.fetchResult(caseNumber, never));
    expect(Buffer.from(pdf).toString()).toBe(`%PDF-1.7 result of ${caseNumber}`);
  });

  it('has no number before the region has taken the package up', async () => {
    const { adapter, clock, sandbox } = await open({ answerAfterMs: 60_000 });
    await adapter.submit(submission, never);
    expect(await adapter.progress(key, never)).toEqual({ ok: true, value: RECEIVED });
    expect(await adapter.submit(submission, never)).toEqual({ ok: true, value: RECEIVED });
    expect(sandbox.cases()).toEqual([]);
    await clock.advance(61_000);
    expect(value(await adapter.progress(key, never))?.caseNumber).toMatch(/^[0-9A-Z]{43}$/);
    expect(value(await adapter.submit(submission, never)).caseNumber).toMatch(/^[0-9A-Z]{43}$/);
    expect(sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
  });

  it('that nobody sent is unknown', async () => {
    const { adapter } = await open();
    expect(await adapter.progress(keyOf(99), never)).toEqual({ ok: true, value: null });
    expect(await adapter.status('N-1', never)).toEqual({ ok: true, value: null });
    expect(await adapter.fetchResult('N-1', never)).toEqual(
      failed('unreachable', 'fetchResult.refused:RESULT_NOT_READY'),
    );
  });

  it('sent twenty times at once is one package and one case', async () => {
    const line = await open({ answerAfterMs: 60_000 });
    await Promise.all(Array.from({ length: 20 }, () => line.adapter.submit(submission, never)));
    expect(files(line, 'in')).toEqual([`${key}.submit.sealed`]);
    await line.clock.advance(61_000);
    await line.adapter.progress(key, never);
    expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
  });

  it('refused by its acknowledgement ends without a number, and the code is in the log', async () => {
    const { adapter, logged } = await open();
    const wrong = makeSubmission('X'.repeat(31));
    expect(value(await adapter.submit(wrong, never)).state).toBe('received');
    expect(await adapter.progress(wrong.idempotencyKey, never)).toEqual({
      ok: true,
      value: { ...RECEIVED, state: 'refused' },
    });
    expect(logged.join()).toContain('region.package-refused {"region":"131000","code":"TASK_UNKNOWN"}');
    expect(await adapter.submit(wrong, never)).toEqual(failed('rejected', 'submit.refused:TASK_UNKNOWN'));
  });

  it('is taken back once the acknowledgement says so, and never comes to life again', async () => {
    const { adapter, clock, sandbox } = await open();
    await adapter.submit(submission, never);
    expect(await adapter.withdraw(key, never)).toEqual(pending('withdraw'));
    expect(await adapter.withdraw(key, never)).toEqual({ ok: true, value: 'withdrawn' });
    await clock.advance(20_000);
    expect(value(await adapter.progress(key, never))?.state).toBe('withdrawn');
    expect(sandbox.cases()).toHaveLength(1);
  });

  it('taken back before it arrived is refused when it does', async () => {
    const { adapter, sandbox } = await open();
    await adapter.withdraw(key, never);
    expect(await adapter.withdraw(key, never)).toEqual({ ok: true, value: 'withdrawn' });
    await adapter.submit(submission, never);
    expect(value(await adapter.progress(key, never))?.state).toBe('refused');
    expect(sandbox.cases()).toEqual([]);
  });

  it('is too late to take back once it is accepted', async () => {
    const line = await open();
    await booked(line);
    await line.clock.advance(3_000);
    await line.adapter.withdraw(key, never);
    expect(await line.adapter.withdraw(key, never)).toEqual({ ok: true, value: 'too-late' });
  });

  it.each(['tongban', 'guangdong', 'zhejiang'] as const)('goes in the codes of %s', async (dialect) => {
    const line = await open({ sandbox: { dialect }, config: { codeSet: dialect } });
    await booked(line);
    await line.clock.advance(8_000);
    expect(value(await line.adapter.progress(key, never))?.state).toBe('finished');
  });
});

describe('file-exchange: what else goes by files', () => {
  it('a package of several: each under its own key', async () => {
    const { adapter, sandbox } = await open();
    const items = [1, 2, 3].map((n) => makeSubmission(n === 2 ? 'X'.repeat(31) : TASK_CODE, n));
    const codes = async () =>
      value(await adapter.submitPackage(items, never)).map((one) =>
        one.ok ? one.value.state : one.error.technicianCode,
      );
    expect(await codes()).toEqual(Array(3).fill('file-exchange.submitPackage.item-later'));
    expect(await codes()).toEqual([
      'received',
      'file-exchange.submitPackage.refused:TASK_UNKNOWN',
      'received',
    ]);
    expect(sandbox.cases()).toHaveLength(2);
  });

  it('a correction is asked for and answered', async () => {
    const line = await open();
    const { adapter, clock } = line;
    line.sandbox.correctNext(1);
    const caseNumber = await booked(line);
    expect(await adapter.correction(caseNumber, never)).toEqual({ ok: true, value: null });
    await clock.advance(3_000);
    expect(value(await adapter.progress(key, never))?.state).toBe('correction');
    const round = value(await adapter.correction(caseNumber, never));
    const answer = makeCorrection(caseNumber, round?.id ?? '');
    expect(await adapter.answerCorrection(answer, never)).toEqual(pending('answerCorrection'));
    expect(value(await adapter.answerCorrection(answer, never)).state).toBe('accepted');
    await clock.advance(5_000);
    expect(value(await adapter.status(caseNumber, never))?.state).toBe('finished');
  });

  it('a case waits for its further signers', async () => {
    const second = makePerson(2);
    const line = await open({ sandbox: { people: [known, second] } });
    const { adapter, clock } = line;
    const plain = await booked(line, 2);
    expect(await adapter.signers(plain, never)).toEqual({ ok: true, value: null });
    const caseNumber = await booked(line, 1, {
      furtherSigners: [{ name: second.name, number: second.number }],
    });
    const list = value(await adapter.signers(caseNumber, never));
    const signature = makeSignature(caseNumber, list?.signers[0]?.id ?? '', second);
    expect(await adapter.sign(signature, never)).toEqual(pending('sign'));
    expect(value(await adapter.sign(signature, never)).signers.map(({ signed }) => signed)).toEqual([true]);
    await clock.advance(3_000);
    expect(value(await adapter.status(caseNumber, never))?.state).toBe('accepted');
  });

  it('events come page by page, and the same place gives the same events', async () => {
    const line = await open();
    const caseNumber = await booked(line);
    await line.clock.advance(8_000);
    const states: string[] = [];
    let cursor: string | null = null;
    for (let more = true; more; ) {
      const page: {
        events: readonly { state: string; caseNumber: string }[];
        cursor: string;
        more: boolean;
      } = value(await line.adapter.events(cursor, never));
      states.push(...page.events.map((event) => `${event.caseNumber === caseNumber} ${event.state}`));
      cursor = page.cursor;
      more = page.more;
    }
    expect(states.at(-1)).toBe('true finished');
    const first = value(await line.adapter.events(null, never));
    expect(value(await line.adapter.events(null, never))).toEqual(first);
  });

  it('tickets are answered, ratings and parcels are taken', async () => {
    const line = await open();
    const { adapter, clock } = line;
    const caseNumber = await booked(line);
    const asked = makeTicket();
    expect(await adapter.sendTicket(asked, never)).toEqual(pending('sendTicket'));
    const { ticketNumber } = value(await adapter.sendTicket(asked, never));
    await clock.advance(20_000);
    expect(value(await adapter.ticket(ticketNumber, never))?.answers).not.toEqual([]);
    expect(await adapter.ticket('T-unknown', never)).toEqual({ ok: true, value: null });
    const rating = makeRating(caseNumber);
    expect(await adapter.rate(rating, never)).toEqual(pending('rate'));
    expect(await adapter.rate(rating, never)).toEqual({ ok: true, value: undefined });
    expect(line.sandbox.ratings().map(({ stars }) => stars)).toEqual([5]);
    const order = makeMail(caseNumber);
    expect(await adapter.orderMail(order, never)).toEqual(pending('orderMail'));
    expect(value(await adapter.orderMail(order, never)).mailNumber).toMatch(/^EM/);
  });

  it('the list of matters comes with its version', async () => {
    const { adapter, clock } = await open();
    await clock.advance(1_000);
    const list = value(await adapter.matters(null, never));
    expect(list.matters?.map(({ taskCode }) => taskCode)).toEqual([TASK_CODE]);
    expect(value(await adapter.matters(list.version, never))).toEqual({ ...list, matters: null });
  });

  it('what wants an answer at once is not supported, and nothing is sent', async () => {
    const { adapter } = await open();
    expect(await adapter.checkPerson({ name: known.name, number: known.number }, never)).toEqual(
      failed('not-supported', 'checkPerson.not-supported'),
    );
  });
});

describe('file-exchange: faults of the box', () => {
  it('cut in the middle of a write: the next attempt replaces it, and there is one case', async () => {
    const line = await open({ answerAfterMs: 1_000 });
    line.sandbox.faults.failNext('cut-write', { count: 2 });
    expect(await line.adapter.submit(submission, never)).toEqual(failed('unreachable', 'submit.cut'));
    expect(files(line, 'in').map((name) => name.split('.').at(-1))).toEqual(['part']);
    expect(await line.adapter.submit(submission, never)).toEqual({ ok: true, value: RECEIVED });
    expect(files(line, 'in')).toEqual([`${key}.submit.sealed`]);
    await line.clock.advance(2_000);
    await line.adapter.progress(key, never);
    expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
  });

  it('cut once is tried again at once, unseen', async () => {
    const line = await open();
    line.sandbox.faults.failNext('cut-write');
    expect(await line.adapter.submit(submission, never)).toEqual({ ok: true, value: RECEIVED });
    await line.adapter.progress(key, never);
    expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
  });

  it('cut after the rename is never a second package', async () => {
    const line = await open({ answerAfterMs: 1_000 });
    line.sandbox.faults.failNext('cut-rename');
    expect(await line.adapter.submit(submission, never)).toEqual({ ok: true, value: RECEIVED });
    expect(files(line, 'in')).toEqual([`${key}.submit.sealed`]);
    await line.clock.advance(2_000);
    await line.adapter.progress(key, never);
    expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
  });

  it.each([
    ['rename-refused', 'submit.rename-failure'],
    ['disk-full', 'submit.write-failure'],
  ] as const)('%s: nothing is left behind, and later it works', async (fault, code) => {
    const line = await open();
    line.sandbox.faults.failNext(fault);
    expect(await line.adapter.submit(submission, never)).toEqual(failed('unreachable', code));
    expect(files(line, 'in')).toEqual([]);
    await booked(line);
    expect(line.sandbox.cases()).toHaveLength(1);
  });

  it('a kiosk takes away the parts that it left, and no others', async () => {
    const line = await open();
    const others = ['a.submit.B018-0000000000000000.part', 'notes.part'];
    for (const name of [...others, `${key}.submit.B017-00112233445566ff.part`])
      writeFileSync(join(line.folder, 'in', name), 'x');
    await line.adapter.ping(never);
    expect(files(line, 'in')).toEqual(others);
  });

  it.each([
    ['partial-answer', failed('unreachable', 'progress.answer-unfinished')],
    ['garbage', failed('unauthorized', 'progress.answer-not-a-sealed-file')],
    ['forged-answer', failed('unauthorized', 'progress.answer-other-sender')],
  ] as const)('%s is not believed, and the case waits for the right one', async (fault, expected) => {
    const line = await open();
    line.sandbox.faults.failNext(fault, { operation: 'submit' });
    await line.adapter.submit(submission, never);
    expect(await line.adapter.progress(key, never)).toEqual(expected);
    expect(value(await line.adapter.progress(key, never))?.caseNumber).not.toBeNull();
  });

  it('an answer that somebody put in the place of another is not believed', async () => {
    const line = await open();
    await booked(line, 1);
    await booked(line, 2);
    const other = makeSubmission(TASK_CODE, 2).idempotencyKey;
    const ack = (name: string) => join(line.folder, 'ack', `${name}.submit.sealed`);
    renameSync(ack(other), ack(key));
    expect(await line.adapter.progress(key, never)).toEqual(
      failed('unauthorized', 'progress.answer-of-another'),
    );
  });

  it('garbage among the packages disturbs nobody', async () => {
    const line = await open();
    writeFileSync(join(line.folder, 'in', 'readme.txt'), 'x');
    writeFileSync(join(line.folder, 'in', `${keyOf(7)}.submit.sealed`), 'x');
    await booked(line);
    expect(line.sandbox.cases()).toHaveLength(1);
    expect(await line.adapter.progress(keyOf(7), never)).toEqual(
      failed('unreachable', 'progress.package-damaged'),
    );
  });

  it('a package that is refused for its signature is a technician’s matter, and is sent again', async () => {
    const line = await open();
    line.sandbox.faults.failNext('wrong-signature');
    await line.adapter.submit(submission, never);
    const refused = (operation: string) => failed('unauthorized', `${operation}.refused:SIGNATURE_WRONG`);
    expect(await line.adapter.progress(key, never)).toEqual(refused('progress'));
    expect(await line.adapter.progress(key, never)).toEqual({ ok: true, value: null });
    line.sandbox.faults.failNext('wrong-signature');
    await line.adapter.submit(submission, never);
    await line.clock.advance(1_000);
    expect(await line.adapter.submit(submission, never)).toEqual(refused('submit'));
    await booked(line);
    expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
  });

  it('a region that is down takes the package up later; "already received" is one case', async () => {
    const line = await open();
    line.sandbox.faults.failNext('server-error', { operation: 'submit' });
    line.sandbox.faults.failNext('duplicate');
    await line.adapter.submit(submission, never);
    expect(value(await line.adapter.progress(key, never))?.state).toBe('received');
    expect(value(await line.adapter.progress(key, never))?.caseNumber).not.toBeNull();
    expect(line.sandbox.cases()).toHaveLength(1);
  });

  it('off is unreachable, and on again it works on a new connection', async () => {
    const line = await open();
    expect(await line.adapter.ping(never)).toEqual({ ok: true, value: undefined });
    await line.sandbox.setMode('off');
    expect(await line.adapter.submit(submission, never)).toEqual(failed('unreachable', 'submit.cut'));
    await line.sandbox.setMode('on');
    await booked(line);
    await line.sandbox.setMode('refusing');
    expect(await line.adapter.ping(never)).toEqual(failed('unreachable', 'ping.stat-failure'));
  });

  it('a folder that the account may not see is a matter for a technician', async () => {
    const line = await open();
    const endpoint = `${line.sandbox.connection.endpoint}elsewhere`;
    const { clock, account } = line;
    const settings = { ...line.sandbox.connection, endpoint };
    const adapter = fileAdapter({ settings, secrets: account.secrets, clock });
    expect(await adapter.ping(never)).toEqual(failed('unauthorized', 'ping.stat-permission-denied'));
  });

  it('a connection that nobody needs is closed, and opened again when somebody does', async () => {
    const line = await open();
    await line.adapter.ping(never);
    await line.clock.advance(60_000);
    expect(await line.adapter.ping(never)).toEqual({ ok: true, value: undefined });
  });

  it('a box that says nothing is given up at the deadline, and asked anew', async () => {
    const sockets: Socket[] = [];
    const mute = createServer((socket) => void sockets.push(socket));
    await new Promise<void>((resolve) => {
      mute.listen(0, '127.0.0.1', resolve);
    });
    const { port } = mute.address() as { port: number };
    const line = await open({ config: { endpoint: `sftp://127.0.0.1:${port}/` } });
    const waiting = line.adapter.ping(never);
    while (sockets.length === 0) await new Promise((resolve) => void setImmediate(resolve));
    await line.clock.advance(5_000);
    expect(await waiting).toEqual(failed('unreachable', 'ping.timeout'));
    for (const socket of sockets) socket.destroy();
    await new Promise<void>((resolve) => void mute.close(() => resolve()));
  });
});

describe('file-exchange: who is who', () => {
  it('a box with another host key is not spoken to', async () => {
    const line = await open({ config: { hostKeys: [`SHA256:${'A'.repeat(43)}`] } });
    expect(await line.adapter.ping(never)).toEqual(failed('unauthorized', 'ping.host-key'));
  });

  it('a password does as well as a key', async () => {
    const { adapter } = await open({ config: { authentication: 'password' }, secrets: { 'ssh-key': null } });
    expect(await adapter.ping(never)).toEqual({ ok: true, value: undefined });
  });

  it.each([
    ['another key', 'key', 'account', async () => ({ 'ssh-key': (await stranger()).secrets['ssh-key'] })],
    ['another password', 'password', 'account', async () => ({ password: 'canary-password' })],
    ['no key', 'key', 'no-ssh-key', async () => ({ 'ssh-key': null })],
    ['no password', 'password', 'no-password', async () => ({ password: null })],
    ['a key that is none', 'key', 'bad-ssh-key', async () => ({ 'ssh-key': 'canary' })],
  ] as const)('%s is a matter for a technician', async (_, authentication, reason, secrets) => {
    const line = await open({ config: { authentication }, secrets: await secrets() });
    expect(await line.adapter.ping(never)).toEqual(failed('unauthorized', `ping.${reason}`));
  });

  it.each([
    ['no-seal-key', { 'seal-key': null }],
    ['bad-seal-key', { 'seal-key': 'canary' }],
  ] as const)('without the key for packages nothing is written: %s', async (reason, secrets) => {
    const line = await open({ secrets });
    expect(await line.adapter.submit(submission, never)).toEqual(failed('unauthorized', `submit.${reason}`));
    expect(files(line, 'in')).toEqual([]);
  });

  it('a kiosk with keys that the region does not know is refused', async () => {
    const other = await stranger();
    const line = await open({ secrets: { 'seal-key': other.secrets['seal-key'] } });
    await line.adapter.submit(submission, never);
    expect(await line.adapter.progress(key, never)).toEqual(
      failed('unauthorized', 'progress.refused:SIGNATURE_WRONG'),
    );
    expect(line.sandbox.cases()).toEqual([]);
  });
});

describe('file-exchange: redaction', () => {
  it('nothing of a person stands in a name, in a file, in the log or in a failure', async () => {
    const line = await open();
    const { adapter, sandbox, logged, folder } = line;
    const caseNumber = await booked(line);
    const session = { region: '131000', holder: 'person', token: 'canary-token', expiresAt: 1e15 } as const;
    const told: string[] = [];
    const faults = ['garbage', 'server-error', 'disk-full', 'wrong-signature', 'partial-answer'] as const;
    for (const fault of [null, ...faults]) {
      if (fault) sandbox.faults.failRepeatedly(fault);
      for (const call of Object.values(everyOperation(adapter, { session, caseNumber }))) {
        const answer = await call();
        if (!answer.ok) told.push(JSON.stringify(answer.error));
      }
      sandbox.faults.clear();
    }
    const lying = ['in', 'ack', 'out', 'bad'].flatMap((room) =>
      files(line, room).flatMap((name) => [name, readFileSync(join(folder, room, name), 'latin1')]),
    );
    expect(lying.length).toBeGreaterThan(10);
    expect(told.length).toBeGreaterThan(50);
    const out = [...logged, ...told, ...lying].join('\n');
    const secrets = Object.values(line.account.secrets);
    for (const canary of [known.name, known.number, company.name, company.creditCode, ...secrets])
      expect(out).not.toContain(canary);
    for (const name of lying.filter((_, i) => i % 2 === 0)) expect(name).not.toContain(caseNumber);
  });

  it('the secrets are not in the way of a wrong account either', async () => {
    const logged: string[] = [];
    const line = await open();
    const adapter = fileAdapter({
      settings: { ...line.sandbox.connection, authentication: 'password' },
      secrets: { ...line.account.secrets, password: 'canary-password' },
      clock: line.clock,
      logged,
    });
    const answer = await adapter.ping(never);
    expect(JSON.stringify(answer) + logged.join()).not.toContain('canary');
    expect(logged).toHaveLength(1);
  });
});

function stranger() {
  return makeFileAccount('B017', seededRandom('stranger'));
}

describe('file-exchange: the played region', () => {
  it('goes on where it stood after its line was off', async () => {
    const first = await open();
    const caseNumber = await booked(first);
    const name = (line: FileLine) => files(line, 'out').filter((one) => one.startsWith('events-'));
    expect(name(first)).toHaveLength(1);
    await first.sandbox.setMode('off');
    await first.sandbox.setMode('on');
    await first.clock.advance(8_000);
    expect(value(await first.adapter.progress(key, never))).toMatchObject({ caseNumber, state: 'finished' });
    expect(name(first).length).toBeGreaterThan(1);
  });
});
