import type { CodeSetName } from '../../exchange/index.ts';
import { SATISFACTIONS } from '../../requests.ts';
import type { OpenOptions } from '../bench.ts';
import type { Check } from '../check.ts';
import { never } from '../requests.ts';
import type { Trial } from '../trial.ts';
import { fails, holds, like, same, value } from '../verdict.ts';

/** 实施编码 of the two generations. */
const LONG = '11120000TB9900006A2122009020001';
const SHORT = '112233445566778899001133';

const SETS: readonly CodeSetName[] = ['tongban', 'gb-39046', 'guangdong', 'zhejiang'];

/** A region of a code set. GB/T 39046 has codes of 24 digits, so that a file with the others must say which is which. */
function speaking(codeSet: CodeSetName, { bench }: Trial): OpenOptions {
  const theirs = codeSet === 'gb-39046' ? SHORT : LONG;
  return bench.world.taskCode.length === theirs.length
    ? { codeSet }
    : { codeSet, taskCode: { theirs, mapped: true } };
}

/** The other generation than the file's. */
const otherGeneration = ({ bench }: Trial): { codeSet: CodeSetName; theirs: string } =>
  bench.world.taskCode.length === SHORT.length
    ? { codeSet: 'tongban', theirs: LONG }
    : { codeSet: 'gb-39046', theirs: SHORT };

/** What differs from region to region and looks the same: mapped at the edge, there and back. */
const EACH: readonly Check[] = SETS.flatMap((codeSet): Check[] => [
  {
    id: `trap.satisfaction.${codeSet}`,
    sentence: `${codeSet}: from the best to the worst, a rating arrives as it was meant.`,
    needs: ['ratings'],
    knows: 'at-once',
    async run(trial) {
      const line = await trial.played(speaking(codeSet, trial));
      const { key, rating } = trial.requests;
      for (const [i, word] of SATISFACTIONS.entries()) {
        const caseNumber = await trial.book(line, i + 1);
        const idempotencyKey = key(100 + i);
        value(await line.adapter.rate(rating(caseNumber, word, { idempotencyKey }), never), 'rate');
      }
      same(
        line.region.ratings().map(({ stars, rater }) => [stars, rater]),
        [5, 4, 3, 2, 1].map((stars) => [stars, 'person']),
        'stars and raters',
      );
    },
  },
  {
    id: `trap.case-type.${codeSet}`,
    sentence: `${codeSet}: instant and promised matters (即办件, 承诺件) are not taken for each other.`,
    needs: ['matters'],
    async run(trial) {
      const { adapter } = await trial.played(speaking(codeSet, trial));
      const { matterCode, taskCode } = trial.bench.world;
      const { matters } = value(await adapter.matters(null, never));
      like(matters, [{ matterCode, taskCode, caseType: 'promised' }]);
    },
  },
  {
    id: `trap.dates.${codeSet}`,
    sentence: `${codeSet}: instants are written in its way and come back to the second.`,
    async run(trial) {
      const line = await trial.played(speaking(codeSet, trial));
      const begun = line.region.clock.now();
      await trial.book(line);
      const { acceptedAt, finishedAt } = (await trial.after(line, 8_000, 'finished')) ?? {};
      holds(acceptedAt != null && finishedAt != null, 'both instants are told');
      same(finishedAt - acceptedAt, 5_000, 'milliseconds from the one to the other');
      if (trial.knows('at-once')) same(acceptedAt, begun + 3_000, 'the first');
    },
  },
]);

const WRONG: readonly (readonly [CodeSetName, CodeSetName])[] = [
  ['guangdong', 'tongban'],
  ['tongban', 'zhejiang'],
  ['zhejiang', 'guangdong'],
];

const FILES: readonly Check[] = WRONG.map(
  ([spoken, codeSet]): Check => ({
    id: `trap.wrong-file.${spoken}`,
    sentence: `A region that speaks ${spoken}, a file that says ${codeSet}: found out before anything is booked.`,
    async run(trial) {
      const line = await trial.played({ codeSet, spoken });
      fails(
        await trial.submit(line, trial.requests.submission()),
        'rejected',
        trial.code(trial.knows('at-once') ? 'submit.refused:SCHEMA' : 'submit.'),
      );
      same(line.region.cases(), [], 'cases in the books');
    },
  }),
);

const CODES: readonly Check[] = [
  {
    id: 'trap.code-length',
    sentence: 'An implementation code (实施编码) of the other generation is not sent at all.',
    async run(trial) {
      const { codeSet, theirs } = otherGeneration(trial);
      const { adapter, region } = await trial.played({ codeSet, taskCode: { theirs, mapped: false } });
      await region.setMode('off');
      fails(
        await adapter.submit(trial.requests.submission(), never),
        'rejected',
        trial.code('submit.mapping:taskCode'),
      );
    },
  },
  {
    id: 'trap.code-mapped',
    sentence: 'A case under the region’s own implementation code comes back under the file’s.',
    needs: ['sessions', 'casesOf'],
    async run(trial) {
      const { codeSet, theirs } = otherGeneration(trial);
      const line = await trial.played({ codeSet, taskCode: { theirs, mapped: true } });
      const caseNumber = await trial.book(line);
      holds(caseNumber.startsWith(theirs), 'the region works under its own code');
      const { matterCode, taskCode } = trial.bench.world;
      const session = await trial.login(line);
      like(value(await line.adapter.casesOf(session, null, never)).cases, [{ matterCode, taskCode }]);
    },
  },
  {
    id: 'trap.channel',
    sentence: 'The channel is self-service in the region’s own code, and another code is refused.',
    async run(trial) {
      await trial.book(await trial.played());
      const wrong = await trial.played({ mappings: { channel: { 'self-service': '1' } } });
      fails(await trial.submit(wrong, trial.requests.submission()), 'rejected', trial.code('submit.'));
      same(wrong.region.cases(), [], 'cases in the books');
    },
  },
];

export const TRAPS: readonly Check[] = [...EACH, ...FILES, ...CODES];
