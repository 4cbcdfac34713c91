import { createHash } from 'node:crypto';
import { afterEach, describe, expect, it } from 'vitest';
import { receiptNumber, type VirtualClock } from '../../electron/core/index.ts';
import type { Sandbox, SandboxOptions } from '../../electron/demo/sandbox-region/index.ts';
import {
  type RegionAdapter,
  type RegionFailure,
  type RegionSession,
  regionFailure,
  SATISFACTIONS,
  type Submission,
} from '../../electron/regions/index.ts';
import { makePerson } from './people.ts';
import {
  AT,
  claim,
  companyLogin,
  everyOperation,
  keyOf,
  LICENCE_TYPE,
  makeCorrection,
  makeLicenceRequest,
  makeMail,
  makeMaterial,
  makeRating,
  makeSignature,
  makeTicket,
  personLogin,
} from './region-requests.ts';
import { company, known, makeSubmission, TASK_CODE, until } from './sandbox.ts';

/**
 * What every kind must do, against its sandbox over real sockets: the whole port, the faults, the traps, idempotency, roaming,
 * redaction. A kind gives `open`; what its protocol cannot know it leaves out by name.
 */

export interface SuiteLine {
  readonly adapter: RegionAdapter;
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly logged: readonly string[];
}

export interface SuiteOptions {
  /** `adapter` keys beyond the kind's own. */
  readonly config?: Record<string, unknown>;
  readonly sandbox?: Partial<SandboxOptions>;
}

export interface SuiteKind {
  readonly kind: string;
  open(options: SuiteOptions): Promise<SuiteLine>;
  /** Codes of what the protocol says in its own way; `{op}` is the operation. */
  readonly codes: {
    /** The line was cut after the work was done. */
    readonly cut: string;
    /** 5xx or its like. */
    readonly serverError: string;
    readonly tooMany: string;
    readonly off: string;
    /** Our account, key or signature is refused again and again. */
    readonly refusedAccount: string;
  };
  /** Faults that the protocol does not know. */
  readonly without?: readonly ('retry-after' | 'expired-token' | 'clock-skew' | 'forged-answer')[];
}

const never = new AbortController().signal;
const second = makePerson(2);
const third = makePerson(3);
/** What `SandboxOptions` get beside what the kind needs. */
export const SUITE_REGISTER: Pick<SandboxOptions, 'people' | 'organisations' | 'authorities' | 'licences'> = {
  people: [known, second, third],
  organisations: [company, { ...company, name: '样本注销有限公司', closed: true }],
  authorities: [
    {
      proofNumber: 'A-1',
      agent: second.number,
      principal: known.number,
      matters: ['XT-GA-020'],
      until: AT + 86_400_000,
    },
    { proofNumber: 'A-2', agent: second.number, principal: known.number, matters: null, until: AT - 1 },
  ],
  licences: [
    {
      holder: known.number,
      type: LICENCE_TYPE,
      identifier: `1.2.156.3005.2.${LICENCE_TYPE}.11990000MB0000000X.A0001.001.M`,
      name: '居民户口簿',
      mediaType: 'application/ofd',
      bytes: Buffer.from('PK made-up OFD'),
      validUntil: null,
    },
  ],
};

export function regionSuite(kind: SuiteKind): void {
  const opened: SuiteLine[] = [];
  async function open(options: SuiteOptions = {}): Promise<SuiteLine> {
    const line = await kind.open({ ...options, sandbox: { ...SUITE_REGISTER, ...options.sandbox } });
    opened.push(line);
    return line;
  }
  afterEach(async () => {
    for (const { sandbox } of opened.splice(0)) await sandbox.stop();
  });

  const failed = (what: RegionFailure['kind'], code: string, wait?: number) => ({
    ok: false,
    error: regionFailure(what, `${kind.kind}.${code}`, wait),
  });
  const code = (template: string, operation: string) => template.replace('{op}', operation);
  const knows = (fault: NonNullable<SuiteKind['without']>[number]) => !kind.without?.includes(fault);
  /** What a protocol does not know is no test of it, not a skipped one. */
  const itKnows = (fault: NonNullable<SuiteKind['without']>[number]) =>
    knows(fault) ? it : (_name: string, _test: () => Promise<void>) => {};

  async function booked(line: SuiteLine, n = 1, change: Partial<Submission> = {}): Promise<string> {
    return value(await line.adapter.submit(makeSubmission(TASK_CODE, n, change), never)).caseNumber as string;
  }
  async function loggedIn(line: SuiteLine, login = personLogin()): Promise<RegionSession> {
    return value(await line.adapter.authenticate(login, never));
  }

  describe(`${kind.kind}: a case`, () => {
    it('goes from received over accepted and approved to the result', async () => {
      const line = await open();
      const { adapter, clock } = line;
      const begun = clock.now();
      const caseNumber = await booked(line);
      const key = makeSubmission(TASK_CODE).idempotencyKey;
      const states: string[] = [];
      for (const ms of [0, 3_000, 2_500, 2_500]) {
        await clock.advance(ms);
        states.push(value(await adapter.progress(key, never))?.state ?? 'unknown');
      }
      expect(states).toEqual(['received', 'accepted', 'approved', 'finished']);
      expect(await adapter.status(caseNumber, never)).toEqual({
        ok: true,
        value: {
          caseNumber,
          state: 'finished',
          acceptedAt: begun + 3_000,
          finishedAt: begun + 8_000,
          resultReady: true,
        },
      });
      const { pdf } = value(await adapter.fetchResult(caseNumber, never));
      expect(Buffer.from(pdf).toString()).toBe(`%PDF-1.7 result of ${caseNumber}`);
    });

    it('has no result before its end, and that is no refusal', async () => {
      const line = await open();
      const caseNumber = await booked(line);
      expect(await line.adapter.fetchResult(caseNumber, never)).toEqual(
        failed('unreachable', 'fetchResult.refused:RESULT_NOT_READY'),
      );
    });

    it('sent twenty times at once is one case', async () => {
      const { adapter, sandbox } = await open();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => adapter.submit(makeSubmission(TASK_CODE), never)),
      );
      expect(new Set(answers.map((answer) => value(answer).caseNumber)).size).toBe(1);
      expect(sandbox.cases().map(({ copies }) => copies)).toEqual([20]);
    });

    it('sent again with another body under the same key is refused for good', async () => {
      const line = await open();
      await booked(line);
      const other = makeSubmission(TASK_CODE, 1, { form: { purpose: 'exam' } });
      expect(await line.adapter.submit(other, never)).toEqual(
        failed('rejected', 'submit.refused:IDEMPOTENCY_KEY_REUSED'),
      );
    });

    it('that nobody sent is unknown, not a failure', async () => {
      const { adapter } = await open();
      expect(await adapter.progress(keyOf(99), never)).toEqual({ ok: true, value: null });
      expect(await adapter.status(`${TASK_CODE}202611209999`, never)).toEqual({ ok: true, value: null });
    });

    it('is taken back before it is accepted, and never comes to life again', async () => {
      const line = await open();
      const submission = makeSubmission(TASK_CODE);
      await booked(line);
      for (let i = 0; i < 2; i++)
        expect(await line.adapter.withdraw(submission.idempotencyKey, never)).toEqual({
          ok: true,
          value: 'withdrawn',
        });
      expect(await line.adapter.submit(submission, never)).toEqual(
        failed('rejected', 'submit.refused:CASE_WITHDRAWN'),
      );
      await line.clock.advance(20_000);
      expect(await line.adapter.progress(submission.idempotencyKey, never)).toEqual({
        ok: true,
        value: null,
      });
    });

    it('is too late to take back once it is accepted', async () => {
      const line = await open();
      await booked(line);
      await line.clock.advance(3_000);
      expect(await line.adapter.withdraw(makeSubmission(TASK_CODE).idempotencyKey, never)).toEqual({
        ok: true,
        value: 'too-late',
      });
    });

    it('that is refused says so', async () => {
      const line = await open();
      line.sandbox.refuseNext(1);
      const caseNumber = await booked(line);
      await line.clock.advance(3_000);
      expect(await line.adapter.status(caseNumber, never)).toMatchObject({
        value: { state: 'refused', resultReady: false },
      });
    });

    it('of an organisation, by an agent, with materials', async () => {
      const line = await open();
      const { name, creditCode } = company;
      await booked(line, 1, {
        mode: 'collect',
        organisation: { name, creditCode },
        agency: {
          principal: { holder: 'organisation', organisation: { name, creditCode } },
          proof: { kind: 'legal-representative', number: null, sha256: null },
        },
        materials: [makeMaterial(1), makeMaterial(2, { from: 'original', file: null })],
      });
      expect(line.sandbox.cases()).toHaveLength(1);
    });

    it('with a material that is not the hashed one is refused', async () => {
      const { adapter, sandbox } = await open();
      const file = { mediaType: 'image/png', base64: 'AAAA', sha256: '0'.repeat(64) } as const;
      const wrong = makeSubmission(TASK_CODE, 1, { materials: [makeMaterial(1, { file })] });
      expect(await adapter.submit(wrong, never)).toEqual(failed('rejected', 'submit.refused:MATERIAL_HASH'));
      expect(sandbox.cases()).toEqual([]);
    });
  });

  describe(`${kind.kind}: correction, signatures, joint handling, packages`, () => {
    it('a correction is asked for, answered once, and the case goes on', async () => {
      const line = await open();
      const { adapter, clock, sandbox } = line;
      sandbox.correctNext(1);
      const caseNumber = await booked(line);
      expect(await adapter.correction(caseNumber, never)).toEqual({ ok: true, value: null });
      await clock.advance(3_000);
      const progress = value(await adapter.status(caseNumber, never));
      expect(progress).toMatchObject({ state: 'correction' });
      const round = value(await adapter.correction(caseNumber, never));
      expect(round).toEqual(progress?.correction);
      expect(round?.items[0]).toMatchObject({ kind: 'material', name: 'photo' });
      const answer = makeCorrection(caseNumber, round?.id ?? '');
      const first = await adapter.answerCorrection(answer, never);
      expect(first).toMatchObject({ value: { state: 'accepted' } });
      expect(await adapter.answerCorrection(answer, never)).toEqual(first);
      await clock.advance(5_000);
      expect(await adapter.status(caseNumber, never)).toMatchObject({ value: { state: 'finished' } });
      expect(await adapter.answerCorrection({ ...answer, idempotencyKey: keyOf(50) }, never)).toEqual(
        failed('rejected', 'answerCorrection.refused:CORRECTION_CLOSED'),
      );
    });

    it('a correction that nobody answers ends the case at its time limit', async () => {
      const line = await open({ sandbox: { delays: { correctionMs: 60_000 } } });
      line.sandbox.correctNext(1);
      const caseNumber = await booked(line);
      await line.clock.advance(3_000 + 60_000);
      expect(await line.adapter.status(caseNumber, never)).toMatchObject({ value: { state: 'refused' } });
    });

    it('a case waits for its further signers', async () => {
      const line = await open();
      const { adapter, clock } = line;
      const caseNumber = await booked(line, 1, { furtherSigners: [claim(second), claim(third)] });
      await clock.advance(60_000);
      expect(await adapter.status(caseNumber, never)).toMatchObject({ value: { state: 'received' } });
      const list = value(await adapter.signers(caseNumber, never));
      expect(list?.signers.map(({ signed }) => signed)).toEqual([false, false]);
      expect(JSON.stringify(list)).not.toContain(second.number);
      const [one, two] = list?.signers ?? [];
      const sign = (id = '', who = second, n = 2) =>
        adapter.sign(makeSignature(caseNumber, id, who, { idempotencyKey: keyOf(n) }), never);
      expect(await sign(one?.id, third)).toEqual(failed('rejected', 'sign.refused:SIGNER_UNKNOWN'));
      expect(value(await sign(one?.id)).signers.map(({ signed }) => signed)).toEqual([true, false]);
      expect(value(await sign(one?.id)).signers.map(({ signed }) => signed)).toEqual([true, false]);
      await sign(two?.id, third, 3);
      await clock.advance(0);
      expect(await adapter.status(caseNumber, never)).toMatchObject({ value: { state: 'accepted' } });
    });

    it('a case without further signers needs none', async () => {
      const line = await open();
      expect(await line.adapter.signers(await booked(line), never)).toEqual({ ok: true, value: null });
    });

    it('one refused part of a joint handling does not hide the others', async () => {
      const line = await open();
      line.sandbox.refusePartNext(1);
      const part = { matterCode: 'XT-GA-020', taskCode: TASK_CODE };
      const caseNumber = await booked(line, 1, {
        mode: 'joint',
        parts: [
          { ...part, id: 'P1', authority: '市场监管局' },
          { ...part, id: 'P2', authority: '税务局' },
        ],
      });
      await line.clock.advance(8_000);
      const progress = value(await line.adapter.status(caseNumber, never));
      expect(progress?.state).toBe('finished');
      expect(progress?.parts?.map(({ id, state }) => [id, state])).toEqual([
        ['P1', 'refused'],
        ['P2', 'finished'],
      ]);
    });

    it('a package of which a part came in: each item has its own outcome, and asking again completes it', async () => {
      const { adapter, sandbox } = await open();
      const items = [1, 2, 3, 4, 5].map((n) =>
        makeSubmission(n === 3 ? 'X'.repeat(31) : TASK_CODE, n, {
          package: { id: 'package-1', index: n, of: 5 },
        }),
      );
      sandbox.faults.failNext('partial-batch');
      const first = value(await adapter.submitPackage(items, never));
      expect(first.map((one) => (one.ok ? 'ok' : one.error.technicianCode.split('.').at(-1)))).toEqual([
        'ok',
        'item-later',
        'refused:TASK_UNKNOWN',
        'item-later',
        'item-missing',
      ]);
      const again = value(await adapter.submitPackage(items, never));
      expect(again.map((one) => one.ok)).toEqual([true, true, false, true, true]);
      expect(sandbox.cases()).toHaveLength(4);
    });
  });

  describe(`${kind.kind}: people, organisations, authority`, () => {
    it('says whether name and number belong together', async () => {
      const { adapter } = await open();
      expect(await adapter.checkPerson(claim(known), never)).toEqual({ ok: true, value: { match: true } });
      expect(await adapter.checkPerson({ ...claim(known), name: '某人' }, never)).toEqual({
        ok: true,
        value: { match: false },
      });
    });

    it('knows living organisations', async () => {
      const { adapter } = await open();
      const { name, creditCode } = company;
      expect(await adapter.checkOrganisation({ name, creditCode }, never)).toMatchObject({
        value: { match: true },
      });
      expect(await adapter.checkOrganisation({ name: '样本注销有限公司', creditCode }, never)).toMatchObject({
        value: { match: false },
      });
    });

    it('knows who may act for whom', async () => {
      const { adapter } = await open();
      const ask = (number: string, matterCode = 'XT-GA-020') =>
        adapter.checkAuthority(
          {
            agent: claim(second),
            principal: { holder: 'person', person: claim(known) },
            matterCode,
            proof: { kind: 'registered', number, sha256: null },
          },
          never,
        );
      expect(await ask('A-1')).toEqual({ ok: true, value: { valid: true, until: AT + 86_400_000 } });
      expect(await ask('A-1', 'XT-RS-002')).toMatchObject({ value: { valid: false } });
      expect(await ask('A-2')).toMatchObject({ value: { valid: false } });
      const legal = adapter.checkAuthority(
        {
          agent: claim(known),
          principal: { holder: 'organisation', organisation: company },
          matterCode: 'XT-SJ-001',
          proof: { kind: 'legal-representative', number: null, sha256: null },
        },
        never,
      );
      expect(await legal).toEqual({ ok: true, value: { valid: true, until: null } });
    });

    it('lists matters, and says when nothing has changed', async () => {
      const { adapter } = await open();
      const list = value(await adapter.matters(null, never));
      expect(list.matters).toMatchObject([
        { matterCode: 'XT-GA-020', taskCode: TASK_CODE, caseType: 'promised' },
      ]);
      expect(await adapter.matters(list.version, never)).toEqual({
        ok: true,
        value: { version: list.version, matters: null },
      });
    });

    it('looks a draft over and books nothing', async () => {
      const { adapter, sandbox } = await open();
      const draft = (form: Record<string, string>) =>
        adapter.preCheck({ matterCode: 'XT-GA-020', taskCode: TASK_CODE, form, materials: [] }, never);
      expect(await draft({ purpose: 'train' })).toEqual({ ok: true, value: { problems: [] } });
      expect(await draft({ purpose: 'train', phone: '12' })).toMatchObject({
        value: { problems: [{ kind: 'field', name: 'phone' }] },
      });
      expect(sandbox.cases()).toEqual([]);
    });
  });

  describe(`${kind.kind}: one person's own things`, () => {
    it('lists the cases of who is logged in, newest first, and nobody else’s', async () => {
      const line = await open();
      for (let n = 1; n <= 23; n++) await booked(line, n);
      const applicant = { ...makeSubmission(TASK_CODE).applicant, ...claim(second) };
      await booked(line, 24, { applicant });
      const session = await loggedIn(line);
      const page = value(await line.adapter.casesOf(session, null, never));
      expect(page.cases).toHaveLength(20);
      expect(page.cases[0]?.receiptNumber).toBe(makeSubmission(TASK_CODE, 23).receiptNumber);
      expect(page.cases[0]).toMatchObject({
        matterCode: 'XT-GA-020',
        taskCode: TASK_CODE,
        state: 'received',
      });
      const rest = value(await line.adapter.casesOf(session, page.next, never));
      expect(rest.cases).toHaveLength(3);
      expect(rest.next).toBeNull();
      const theirs = await loggedIn(line, personLogin(second));
      expect(value(await line.adapter.casesOf(theirs, null, never)).cases).toHaveLength(1);
    });

    it('an organisation sees its own, whoever sent them', async () => {
      const line = await open();
      const { name, creditCode } = company;
      await booked(line, 1, { organisation: { name, creditCode } });
      await booked(line, 2);
      const session = await loggedIn(line, companyLogin(second));
      expect(value(await line.adapter.casesOf(session, null, never)).cases).toHaveLength(1);
    });

    it('somebody unknown is not logged in', async () => {
      const { adapter } = await open();
      expect(await adapter.authenticate(personLogin(makePerson(9)), never)).toEqual(
        failed('rejected', 'authenticate.refused:PERSON_UNKNOWN'),
      );
    });

    it('after logging out the token opens nothing', async () => {
      const line = await open();
      const session = await loggedIn(line);
      expect(await line.adapter.endSession(session, never)).toEqual({ ok: true, value: undefined });
      expect(await line.adapter.endSession(session, never)).toEqual({ ok: true, value: undefined });
      expect(await line.adapter.casesOf(session, null, never)).toMatchObject({
        error: { kind: 'unauthorized', for: 'citizen' },
      });
    });

    it('a licence comes by consent, for its holder alone', async () => {
      const line = await open();
      const mine = value(await line.adapter.fetchLicence(await loggedIn(line), makeLicenceRequest(), never));
      expect(mine).toMatchObject({ name: '居民户口簿', mediaType: 'application/ofd', validUntil: null });
      expect(Buffer.from(mine?.bytes ?? []).toString()).toBe('PK made-up OFD');
      const theirs = await loggedIn(line, personLogin(second));
      expect(await line.adapter.fetchLicence(theirs, makeLicenceRequest(), never)).toEqual({
        ok: true,
        value: null,
      });
    });

    it('events tell what happened since a place, and the same place tells the same', async () => {
      const line = await open();
      const { adapter, clock } = line;
      const caseNumber = await booked(line);
      const first = value(await adapter.events(null, never));
      expect(first.events.map(({ state }) => state)).toEqual(['received']);
      await clock.advance(8_000);
      const next = value(await adapter.events(first.cursor, never));
      expect(next).toMatchObject({ more: false });
      expect(next.events.map((one) => [one.caseNumber, one.state])).toEqual([
        [caseNumber, 'accepted'],
        [caseNumber, 'approved'],
        [caseNumber, 'finished'],
      ]);
      expect(value(await adapter.events(first.cursor, never))).toEqual(next);
      expect(value(await adapter.events(next.cursor, never)).events).toEqual([]);
    });
  });

  describe(`${kind.kind}: payment, tickets, ratings, parcels`, () => {
    it('a payment is asked for once, paid, or runs out', async () => {
      const line = await open();
      const { adapter, clock, sandbox } = line;
      const caseNumber = await booked(line);
      const request = { idempotencyKey: keyOf(6), caseNumber };
      const payment = value(await adapter.requestPayment(request, never));
      expect(payment).toMatchObject({ amountFen: 1_000, state: 'open' });
      expect(value(await adapter.requestPayment(request, never))).toEqual(payment);
      sandbox.pay(payment.paymentNumber);
      expect(await adapter.paymentState(payment.paymentNumber, never)).toMatchObject({
        value: { state: 'paid', payUrl: null },
      });
      const other = value(await adapter.requestPayment({ ...request, idempotencyKey: keyOf(7) }, never));
      await clock.advance(15 * 60_000);
      expect(await adapter.paymentState(other.paymentNumber, never)).toMatchObject({
        value: { state: 'expired' },
      });
    });

    it('a ticket is taken once, and answered', async () => {
      const { adapter, clock, sandbox } = await open();
      void sandbox;
      const ticket = value(await adapter.sendTicket(makeTicket(), never));
      expect(value(await adapter.sendTicket(makeTicket(), never)).ticketNumber).toBe(ticket.ticketNumber);
      expect(ticket.state).toBe('received');
      await clock.advance(8_000);
      const answered = value(await adapter.ticket(ticket.ticketNumber, never));
      expect(answered).toMatchObject({ state: 'answered' });
      expect(answered?.answers).toHaveLength(1);
      expect(await adapter.ticket('T0', never)).toEqual({ ok: true, value: null });
      const offList = makeTicket({ idempotencyKey: keyOf(8), about: 'off-list', matterCode: null });
      expect((await adapter.sendTicket(offList, never)).ok).toBe(true);
    });

    it('a ticket takes its deadlines along, and comes back referred and closed with a reason', async () => {
      const { adapter, clock } = await open();
      const ticket = makeTicket({
        receiptNumber: receiptNumber('B017', '261120', 7),
        region: '120000',
        wishedBy: '2026-11-30',
        referBy: AT + 8 * 3_600_000,
        answerBy: AT + 5 * 86_400_000,
      });
      const { ticketNumber } = value(await adapter.sendTicket(ticket, never));
      await clock.advance(60_000);
      const closed = value(await adapter.ticket(ticketNumber, never));
      expect(closed).toMatchObject({ state: 'closed', closing: { class: 'special-handling' } });
      expect(closed?.referredAt).toBeGreaterThan(0);
    });

    it('satisfaction arrives as it was meant, from the best to the worst', async () => {
      const line = await open();
      for (const [i, word] of SATISFACTIONS.entries()) {
        const caseNumber = await booked(line, i + 1);
        const rating = makeRating(caseNumber, word, { idempotencyKey: keyOf(100 + i) });
        expect(await line.adapter.rate(rating, never)).toEqual({ ok: true, value: undefined });
      }
      expect(line.sandbox.ratings().map(({ stars }) => stars)).toEqual([5, 4, 3, 2, 1]);
      expect(new Set(line.sandbox.ratings().map(({ rater }) => rater))).toEqual(new Set(['person']));
    });

    it('is rated once and once more, not a third time', async () => {
      const line = await open();
      const caseNumber = await booked(line);
      const rate = (round: 1 | 2, n: number) =>
        line.adapter.rate(makeRating(caseNumber, 'satisfied', { round, idempotencyKey: keyOf(n) }), never);
      expect((await rate(1, 20)).ok).toBe(true);
      expect((await rate(1, 20)).ok).toBe(true);
      expect((await rate(2, 21)).ok).toBe(true);
      expect(await rate(2, 22)).toEqual(failed('rejected', 'rate.refused:RATING_CLOSED'));
      expect(line.sandbox.ratings()).toHaveLength(2);
    });

    it('a parcel is ordered once', async () => {
      const line = await open();
      const order = makeMail(await booked(line));
      const first = value(await line.adapter.orderMail(order, never));
      expect(first.mailNumber).toMatch(/^[0-9A-Z]+$/);
      expect(value(await line.adapter.orderMail(order, never))).toEqual(first);
    });
  });

  describe(`${kind.kind}: faults`, () => {
    it('cut after the case was booked, then sent again: one case', async () => {
      const line = await open();
      line.sandbox.faults.failNext('cut', { operation: 'submit', count: 2 });
      const cut = failed('unreachable', code(kind.codes.cut, 'submit'));
      for (let i = 0; i < 2; i++)
        expect(await line.adapter.submit(makeSubmission(TASK_CODE), never)).toEqual(cut);
      expect(value(await line.adapter.progress(makeSubmission(TASK_CODE).idempotencyKey, never))?.state).toBe(
        'received',
      );
      await booked(line);
      expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([3]);
    });

    it('"already received" without a case is asked for, and is one case', async () => {
      const line = await open();
      line.sandbox.faults.failNext('duplicate');
      expect(value(await line.adapter.submit(makeSubmission(TASK_CODE), never)).state).toBe('received');
      expect(line.sandbox.cases()).toHaveLength(1);
    });

    it('slower than the deadline is unreachable, and one case all the same', async () => {
      const line = await open();
      const { adapter, clock, sandbox } = line;
      await adapter.ping(never);
      sandbox.faults.failNext('slow', { operation: 'submit', slowMs: 1e9 });
      const waiting = adapter.submit(makeSubmission(TASK_CODE), never);
      await until(() => sandbox.cases().length === 1);
      await clock.advance(30_000);
      expect(await waiting).toEqual(failed('unreachable', 'submit.timeout'));
      await booked(line);
      expect(sandbox.cases()).toHaveLength(1);
    });

    it('given up by the caller ends at once', async () => {
      const { adapter, sandbox } = await open();
      sandbox.faults.failNext('slow', { operation: 'submit', slowMs: 1e9 });
      const stop = new AbortController();
      const waiting = adapter.submit(makeSubmission(TASK_CODE), stop.signal);
      await until(() => sandbox.cases().length === 1);
      stop.abort();
      expect(await waiting).toEqual(failed('unreachable', 'submit.aborted'));
    });

    it('server errors are unreachable, and nothing was done', async () => {
      const { adapter, sandbox } = await open();
      sandbox.faults.failNext('server-error', { operation: 'submit' });
      expect(await adapter.submit(makeSubmission(TASK_CODE), never)).toEqual(
        failed('unreachable', code(kind.codes.serverError, 'submit')),
      );
      expect(sandbox.cases()).toEqual([]);
    });

    it('too many is a pause of the length that the region asks for', async () => {
      const line = await open();
      const { adapter, sandbox } = line;
      for (const retryAsDate of [false, true]) {
        const retryAfterSeconds = 17;
        sandbox.faults.failNext('too-many', { operation: 'submit', retryAfterSeconds, retryAsDate });
        expect(await adapter.submit(makeSubmission(TASK_CODE), never)).toEqual(
          failed(
            'rate-limited',
            code(kind.codes.tooMany, 'submit'),
            knows('retry-after') ? 17_000 : undefined,
          ),
        );
      }
      await booked(line);
    });

    it('off is unreachable, and on again it works', async () => {
      const line = await open();
      await line.adapter.ping(never);
      await line.sandbox.setMode('off');
      expect(await line.adapter.submit(makeSubmission(TASK_CODE), never)).toEqual(
        failed('unreachable', code(kind.codes.off, 'submit')),
      );
      await line.sandbox.setMode('on');
      await booked(line);
      expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
    });

    it('refusing is unreachable, before and after the first answer', async () => {
      const { adapter, sandbox } = await open();
      await sandbox.setMode('refusing');
      expect(await adapter.ping(never)).toMatchObject({ error: { kind: 'unreachable' } });
      await sandbox.setMode('on');
      expect(await adapter.ping(never)).toEqual({ ok: true, value: undefined });
      await sandbox.setMode('refusing');
      expect(await adapter.ping(never)).toMatchObject({ error: { kind: 'unreachable' } });
    });

    it('an answer in another form names the place; the case is booked and found again', async () => {
      const line = await open();
      line.sandbox.faults.failNext('drift', { operation: 'submit' });
      expect(await line.adapter.submit(makeSubmission(TASK_CODE), never)).toEqual(
        failed('schema', 'submit.schema:caseNumber'),
      );
      await booked(line);
      expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([2]);
    });

    itKnows('expired-token')('an expired token is renewed, unseen by the caller', async () => {
      const line = await open();
      await line.adapter.ping(never);
      line.sandbox.faults.failNext('expired-token', { operation: 'submit' });
      await booked(line);
      expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
    });

    it('an account that is refused again and again is a matter for a technician', async () => {
      const { adapter, sandbox } = await open();
      sandbox.faults.failRepeatedly('wrong-signature');
      expect(await adapter.submit(makeSubmission(TASK_CODE), never)).toEqual(
        failed('unauthorized', code(kind.codes.refusedAccount, 'submit')),
      );
      expect(sandbox.cases()).toEqual([]);
      sandbox.faults.clear();
      expect((await adapter.submit(makeSubmission(TASK_CODE), never)).ok).toBe(true);
    });

    itKnows('clock-skew')('a clock that is ten minutes wrong is learnt, unseen by the caller', async () => {
      for (const skewMs of [600_000, -600_000]) {
        const line = await open();
        line.sandbox.faults.failRepeatedly('clock-skew', { skewMs });
        await booked(line);
        expect(line.sandbox.cases().map(({ copies }) => copies)).toEqual([1]);
      }
    });

    itKnows('forged-answer')('an answer whose signature is wrong is not believed', async () => {
      const line = await open();
      line.sandbox.faults.failNext('forged-answer', { operation: 'submit' });
      expect(await line.adapter.submit(makeSubmission(TASK_CODE), never)).toMatchObject({
        error: { kind: 'schema' },
      });
      await booked(line);
    });
  });

  describe(`${kind.kind}: redaction`, () => {
    it('no operation and no fault writes anything of a person into the log or a failure', async () => {
      const line = await open();
      const { adapter, sandbox, logged } = line;
      const caseNumber = await booked(line);
      const session = await loggedIn(line);
      const told: string[] = [];
      const faults = ['drift', 'server-error', 'too-many', 'cut', 'wrong-signature'] as const;
      for (const fault of [null, ...faults]) {
        if (fault) sandbox.faults.failRepeatedly(fault);
        for (const call of Object.values(everyOperation(adapter, { session, caseNumber }))) {
          const answer = await call();
          if (!answer.ok) told.push(JSON.stringify(answer.error));
        }
        sandbox.faults.clear();
      }
      const out = logged.join('\n') + told.join('\n');
      expect(logged.length).toBeGreaterThan(100);
      expect(told.length).toBeGreaterThan(80);
      const canaries = [
        known.name,
        known.number,
        company.name,
        company.creditCode,
        session.token,
        '13800000000',
      ];
      for (const canary of [...canaries, '和平路12号', '跑了三次没办成', known.address]) {
        expect(out).not.toContain(canary);
        expect(out).not.toContain(createHash('sha256').update(canary).digest('hex'));
      }
    });
  });
}

function value<T>(answer: { ok: true; value: T } | { ok: false; error: RegionFailure }): T {
  if (!answer.ok) throw new Error(answer.error.technicianCode);
  return answer.value;
}
