import type { Check } from '../check.ts';
import { never } from '../requests.ts';
import type { PlayedLine, Trial } from '../trial.ts';
import { fails, like, same, value } from '../verdict.ts';

const SKEW_MS = 600_000;
/** Longer than any deadline. */
const FOR_EVER_MS = 1e9;
const RETRY_SECONDS = 17;

const copies = ({ region }: PlayedLine) => region.cases().map((one) => one.copies);

/** Lets real sockets work until `done`; no time passes by that. */
async function until(done: () => boolean): Promise<void> {
  while (!done()) await new Promise((resolve) => setImmediate(resolve));
}

async function tooMany(trial: Trial, retryAsDate: boolean): Promise<void> {
  const line = await trial.played();
  line.region.faults.failNext('too-many', {
    operation: 'submit',
    retryAfterSeconds: RETRY_SECONDS,
    retryAsDate,
  });
  fails(
    await line.adapter.submit(trial.requests.submission(), never),
    'rate-limited',
    trial.own('tooMany', 'submit'),
    trial.knows('retry-after') ? RETRY_SECONDS * 1_000 : undefined,
  );
  await trial.book(line);
  same(copies(line), [1], 'copies that arrived');
}

async function skewed(trial: Trial, skewMs: number): Promise<void> {
  const line = await trial.played();
  line.region.faults.failRepeatedly('clock-skew', { skewMs });
  await trial.book(line);
  same(copies(line), [1], 'copies that arrived');
}

/** Everything that goes wrong between a kiosk and a region. */
export const FAULTS: readonly Check[] = [
  {
    id: 'fault.cut',
    sentence: 'Cut after the case was booked, found by its key, then sent again: one case.',
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      const submission = trial.requests.submission();
      region.faults.failNext('cut', { operation: 'submit', count: 2 });
      for (let i = 0; i < 2; i++)
        fails(await adapter.submit(submission, never), 'unreachable', trial.own('cut', 'submit'));
      like(value(await adapter.progress(submission.idempotencyKey, never)), { state: 'received' });
      await trial.book(line);
      same(copies(line), [3], 'copies that arrived');
    },
  },
  {
    id: 'fault.duplicate',
    sentence: '“Already received” without a case is asked for, and is one case.',
    knows: 'at-once',
    async run(trial) {
      const { adapter, region } = await trial.played();
      region.faults.failNext('duplicate');
      like(value(await adapter.submit(trial.requests.submission(), never)), { state: 'received' });
      same(region.cases().length, 1, 'cases in the books');
    },
  },
  {
    id: 'fault.slow',
    sentence: 'Slower than the deadline is unreachable, and one case all the same.',
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      const { adapter, region } = line;
      value(await adapter.ping(never));
      region.faults.failNext('slow', { operation: 'submit', slowMs: FOR_EVER_MS });
      const waiting = adapter.submit(trial.requests.submission(), never);
      await until(() => region.cases().length === 1);
      await region.pass(30_000);
      fails(await waiting, 'unreachable', trial.code('submit.timeout'));
      await trial.book(line);
      same(region.cases().length, 1, 'cases in the books');
    },
  },
  {
    id: 'fault.given-up',
    sentence: 'Given up by the caller it ends at once.',
    knows: 'at-once',
    async run(trial) {
      const { adapter, region } = await trial.played();
      region.faults.failNext('slow', { operation: 'submit', slowMs: FOR_EVER_MS });
      const stop = new AbortController();
      const waiting = adapter.submit(trial.requests.submission(), stop.signal);
      await until(() => region.cases().length === 1);
      stop.abort();
      fails(await waiting, 'unreachable', trial.code('submit.aborted'));
    },
  },
  {
    id: 'fault.given-up-before',
    sentence: 'Given up before it began, nothing is sent.',
    async run(trial) {
      const { adapter, region } = await trial.played();
      const answer = await adapter.submit(trial.requests.submission(), AbortSignal.abort());
      fails(answer, 'unreachable', trial.code('submit.aborted'));
      await region.pass(5_000);
      same(region.cases(), [], 'cases in the books');
    },
  },
  {
    id: 'fault.server-error',
    sentence: 'A server error is unreachable, nothing was done, and the next attempt is one case.',
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      line.region.faults.failNext('server-error', { operation: 'submit' });
      fails(
        await line.adapter.submit(trial.requests.submission(), never),
        'unreachable',
        trial.own('serverError', 'submit'),
      );
      same(line.region.cases(), [], 'cases in the books');
      await trial.book(line);
      same(copies(line), [1], 'copies that arrived');
    },
  },
  {
    id: 'fault.too-many',
    sentence: '“Too many” is a pause of as many seconds as the region asks for.',
    knows: 'at-once',
    run: (trial) => tooMany(trial, false),
  },
  {
    id: 'fault.too-many-until',
    sentence: '“Too many” until a date is a pause until then.',
    knows: 'at-once',
    run: (trial) => tooMany(trial, true),
  },
  {
    id: 'fault.off',
    sentence: 'Nobody listening is unreachable, and when somebody does again it works.',
    knows: 'line',
    async run(trial) {
      const line = await trial.played();
      value(await line.adapter.ping(never));
      await line.region.setMode('off');
      fails(
        await line.adapter.submit(trial.requests.submission(), never),
        'unreachable',
        trial.own('off', 'submit'),
      );
      await line.region.setMode('on');
      await trial.book(line);
      same(copies(line), [1], 'copies that arrived');
    },
  },
  {
    id: 'fault.refusing',
    sentence: 'A region that refuses everything is unreachable, before and after its first answer.',
    knows: 'line',
    async run(trial) {
      const { adapter, region } = await trial.played();
      for (let i = 0; i < 2; i++) {
        await region.setMode('refusing');
        fails(await adapter.ping(never), 'unreachable', trial.code(''));
        await region.setMode('on');
        same(await adapter.ping(never), { ok: true, value: undefined });
      }
    },
  },
  {
    id: 'fault.drift',
    sentence: 'An answer in another form names the place; the case is booked and found again.',
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      line.region.faults.failNext('drift', { operation: 'submit' });
      fails(
        await line.adapter.submit(trial.requests.submission(), never),
        'schema',
        trial.code('submit.schema:caseNumber'),
      );
      await trial.book(line);
      same(copies(line), [2], 'copies that arrived');
    },
  },
  {
    id: 'fault.drift-read',
    sentence: 'A question answered in another form is a fault of the region’s, not an unknown case.',
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      await trial.book(line);
      line.region.faults.failNext('drift', { operation: 'progress' });
      const { idempotencyKey } = trial.requests.submission();
      fails(
        await line.adapter.progress(idempotencyKey, never),
        'schema',
        trial.code('progress.schema:caseNumber'),
      );
    },
  },
  {
    id: 'fault.expired-token',
    sentence: 'An expired token is renewed, unseen by the caller.',
    knows: 'expired-token',
    async run(trial) {
      const line = await trial.played();
      value(await line.adapter.ping(never));
      line.region.faults.failNext('expired-token', { operation: 'submit' });
      await trial.book(line);
      same(copies(line), [1], 'copies that arrived');
    },
  },
  {
    id: 'fault.wrong-signature',
    sentence: 'An account that is refused again and again is a matter for a technician, and the case waits.',
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played();
      line.region.faults.failRepeatedly('wrong-signature');
      fails(
        await line.adapter.submit(trial.requests.submission(), never),
        'unauthorized',
        trial.own('refusedAccount', 'submit'),
      );
      same(line.region.cases(), [], 'cases in the books');
      line.region.faults.clear();
      await trial.book(line);
    },
  },
  {
    id: 'fault.clock-behind',
    sentence: 'A clock that is ten minutes behind the region’s is learnt, unseen by the caller.',
    knows: 'clock-skew',
    run: (trial) => skewed(trial, SKEW_MS),
  },
  {
    id: 'fault.clock-ahead',
    sentence: 'A clock that is ten minutes ahead of the region’s is learnt, unseen by the caller.',
    knows: 'clock-skew',
    run: (trial) => skewed(trial, -SKEW_MS),
  },
  {
    id: 'fault.forged-answer',
    sentence: 'An answer whose signature is wrong is not believed.',
    knows: 'forged-answer',
    async run(trial) {
      const line = await trial.played();
      line.region.faults.failNext('forged-answer', { operation: 'submit' });
      like(await trial.submit(line, trial.requests.submission()), { error: { kind: 'schema' } });
      await trial.book(line);
    },
  },
];
