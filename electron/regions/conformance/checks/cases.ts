import type { Check } from '../check.ts';
import { never } from '../requests.ts';
import type { Trial } from '../trial.ts';
import { fails, holds, like, same, value } from '../verdict.ts';

const ORDER = ['received', 'accepted', 'approved', 'finished'];

/** A case that its region has decided, so that its result can be fetched. */
async function finished(trial: Trial) {
  const line = await trial.played();
  const caseNumber = await trial.book(line);
  await trial.after(line, 8_000, 'finished');
  return { line, caseNumber };
}

/** One application: booked once, found again, taken back, decided. */
export const CASES: readonly Check[] = [
  {
    id: 'case.line',
    sentence: 'Asked whether the line is up, a region that is up says yes.',
    anywhere: true,
    async run(trial) {
      const { adapter } = await trial.open();
      value(await adapter.ping(never));
    },
  },
  {
    id: 'case.course',
    sentence: 'A case goes from received over accepted and approved to its end, and never back.',
    async run(trial) {
      const line = await trial.played();
      await trial.book(line);
      const { idempotencyKey } = trial.requests.submission();
      const states: string[] = [];
      for (let i = 0; i < 40 && states.at(-1) !== 'finished'; i++) {
        const state = value(await line.adapter.progress(idempotencyKey, never))?.state ?? 'unknown';
        if (state !== states.at(-1)) states.push(state);
        await line.region.pass(500);
      }
      same(states, ORDER, 'the states');
    },
  },
  {
    id: 'case.instants',
    sentence: 'Instants come back to the second, by key and by case number.',
    needs: ['events'],
    knows: 'at-once',
    async run(trial) {
      const { adapter, region } = await trial.played();
      const begun = region.clock.now();
      const submission = trial.requests.submission();
      const { caseNumber } = value(await adapter.submit(submission, never));
      holds(caseNumber !== null, 'the case has a number');
      const states: string[] = [];
      for (const ms of [0, 3_000, 2_500, 2_500]) {
        await region.pass(ms);
        states.push(value(await adapter.progress(submission.idempotencyKey, never))?.state ?? 'unknown');
      }
      same(states, ORDER, 'the states');
      const ended = { state: 'finished', acceptedAt: begun + 3_000, finishedAt: begun + 8_000 };
      same(value(await adapter.status(caseNumber, never)), { caseNumber, ...ended, resultReady: true });
    },
  },
  {
    id: 'case.result',
    sentence: 'The result of a finished case is the very document that the region made.',
    needs: ['fetchResult'],
    async run(trial) {
      const { line, caseNumber } = await finished(trial);
      const result = await trial.ask(line, () => line.adapter.fetchResult(caseNumber, never));
      const { bytes, mediaType } = value(result);
      same(Buffer.from(bytes).toString(), `%PDF-1.7 result of ${caseNumber}`, 'the document');
      same(mediaType, 'application/pdf', 'its type');
    },
  },
  {
    id: 'case.result-digest',
    sentence: 'A result that is not what the region says of it is asked for again, and the right one taken.',
    needs: ['fetchResult'],
    knows: 'at-once',
    async run(trial) {
      const { line, caseNumber } = await finished(trial);
      line.region.faults.failNext('wrong-digest', { operation: 'fetchResult' });
      like(value(await line.adapter.fetchResult(caseNumber, never)), { digest: true });
    },
  },
  {
    id: 'case.result-contradicted',
    sentence: 'A result that stays another one than the region says is not taken, and a person must look.',
    needs: ['fetchResult'],
    knows: 'at-once',
    async run(trial) {
      const { line, caseNumber } = await finished(trial);
      line.region.faults.failRepeatedly('wrong-digest', { operation: 'fetchResult' });
      const answer = await line.adapter.fetchResult(caseNumber, never);
      holds(!answer.ok, 'it fails');
      like(answer.error, {
        kind: 'schema',
        retryable: false,
        contradicted: true,
        technicianCode: trial.code('fetchResult.schema:sha256'),
      });
    },
  },
  {
    id: 'case.result-unsaid',
    sentence: 'Where the region says nothing of a result’s bytes, the result is taken and called unchecked.',
    needs: ['fetchResult'],
    knows: 'at-once',
    async run(trial) {
      const { line, caseNumber } = await finished(trial);
      line.region.faults.failNext('no-digest', { operation: 'fetchResult' });
      like(value(await line.adapter.fetchResult(caseNumber, never)), { digest: false, signature: null });
    },
  },
  {
    id: 'case.no-result-yet',
    sentence: 'Before its end a case has no result, and that is a matter of time and no refusal.',
    needs: ['fetchResult'],
    async run(trial) {
      const line = await trial.played();
      const caseNumber = await trial.book(line);
      fails(
        await line.adapter.fetchResult(caseNumber, never),
        'unreachable',
        trial.code(trial.knows('at-once') ? 'fetchResult.refused:RESULT_NOT_READY' : 'fetchResult.'),
      );
    },
  },
  {
    id: 'case.refused',
    sentence: 'A case that is refused says so, and has no result.',
    async run(trial) {
      const line = await trial.played();
      line.region.refuseNext(1);
      await trial.book(line);
      like(await trial.after(line, 3_000, 'refused'), { state: 'refused', resultReady: false });
    },
  },
  {
    id: 'case.organisation',
    sentence: 'An organisation’s case by an agent, with materials of both kinds, is taken.',
    async run(trial) {
      const line = await trial.played();
      const { company } = trial.bench.world;
      const organisation = { name: company.name, creditCode: company.creditCode };
      await trial.book(line, 1, {
        mode: 'collect',
        organisation,
        agency: {
          principal: { holder: 'organisation', organisation },
          proof: { kind: 'legal-representative', number: null, sha256: null },
        },
        materials: [trial.requests.material(1), trial.requests.material(2, { from: 'original', file: null })],
      });
      same(line.region.cases().length, 1, 'cases in the books');
    },
  },
  {
    id: 'case.material-hash',
    sentence: 'A material that is not the hashed one is refused, and nothing is booked.',
    async run(trial) {
      const line = await trial.played();
      const file = { mediaType: 'image/png', base64: 'AAAA', sha256: '0'.repeat(64) } as const;
      const materials = [trial.requests.material(1, { file })];
      const answer = await trial.submit(line, trial.requests.submission(1, { materials }));
      fails(
        answer,
        'rejected',
        trial.code(trial.knows('at-once') ? 'submit.refused:MATERIAL_HASH' : 'submit.'),
      );
      same(line.region.cases(), [], 'cases in the books');
    },
  },
  {
    id: 'case.unknown',
    sentence: 'What nobody sent is unknown, and that is an answer and no failure.',
    anywhere: true,
    async run(trial) {
      const { adapter } = await trial.open();
      same(await adapter.progress(trial.requests.key(99), never), { ok: true, value: null });
    },
  },
  {
    id: 'case.unknown-number',
    sentence: 'A case number that the region never gave is unknown, and that is an answer.',
    needs: ['events'],
    async run(trial) {
      const { adapter } = await trial.played();
      const number = `${trial.bench.world.taskCode}202611209999`;
      same(await adapter.status(number, never), { ok: true, value: null });
    },
  },
  {
    id: 'idempotency.twice',
    sentence: 'The same application sent again under its key is the same case.',
    anywhere: true,
    async run(trial) {
      const line = await trial.open();
      const first = await trial.book(line);
      same(await trial.book(line), first, 'the second number');
      if (line.region) same(line.region.cases().length, 1, 'cases in the books');
    },
  },
  {
    id: 'idempotency.twenty',
    sentence: 'Sent twenty times at once it is one case.',
    knows: 'at-once',
    async run(trial) {
      const { adapter, region } = await trial.played();
      const answers = await Promise.all(
        Array.from({ length: 20 }, () => adapter.submit(trial.requests.submission(), never)),
      );
      same(new Set(answers.map((answer) => value(answer).caseNumber)).size, 1, 'numbers given');
      same(
        region.cases().map(({ copies }) => copies),
        [20],
        'copies that arrived',
      );
    },
  },
  {
    id: 'idempotency.other-content',
    sentence: 'Another application under a used key is refused for good, and the first one stands.',
    anywhere: true,
    knows: 'at-once',
    async run(trial) {
      const line = await trial.open();
      await trial.book(line);
      const other = trial.requests.submission(1, { form: trial.bench.world.otherForm });
      fails(
        await line.adapter.submit(other, never),
        'rejected',
        trial.code('submit.refused:IDEMPOTENCY_KEY_REUSED'),
      );
      if (line.region) same(line.region.cases().length, 1, 'cases in the books');
    },
  },
  {
    id: 'withdraw.before',
    sentence: 'Taken back before it is accepted, twice if need be, it lives no more and never comes to life.',
    needs: ['withdraw'],
    knows: 'at-once',
    async run(trial) {
      const { adapter, region } = await trial.played();
      const submission = trial.requests.submission();
      value(await adapter.submit(submission, never));
      for (let i = 0; i < 2; i++)
        same(await adapter.withdraw(submission.idempotencyKey, never), { ok: true, value: 'withdrawn' });
      fails(await adapter.submit(submission, never), 'rejected', trial.code('submit.refused:CASE_WITHDRAWN'));
      await region.pass(20_000);
      same(await adapter.progress(submission.idempotencyKey, never), { ok: true, value: null });
    },
  },
  {
    id: 'withdraw.unsent',
    sentence: 'Taken back before it ever arrived, a copy that comes later is refused.',
    needs: ['withdraw'],
    async run(trial) {
      const line = await trial.played();
      const submission = trial.requests.submission();
      const { idempotencyKey } = submission;
      const taken = await trial.ask(line, () => line.adapter.withdraw(idempotencyKey, never));
      same(taken, { ok: true, value: 'withdrawn' });
      fails(await trial.submit(line, submission), 'rejected', trial.code('submit.'));
      same(line.region.cases(), [], 'cases in the books');
    },
  },
  {
    id: 'withdraw.too-late',
    sentence: 'Once it is accepted it is too late to take it back.',
    needs: ['withdraw'],
    async run(trial) {
      const line = await trial.played();
      await trial.book(line);
      await line.region.pass(3_000);
      const { idempotencyKey } = trial.requests.submission();
      const taken = await trial.ask(line, () => line.adapter.withdraw(idempotencyKey, never));
      same(taken, { ok: true, value: 'too-late' });
    },
  },
];
