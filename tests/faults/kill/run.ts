/**
 * `npm run kill [-- --quick] [-- --kills N] [-- --seed N]`: kills the kiosk 250 times (28 with `--quick`), each time at
 * the next kind of step, and starts it again; then two kiosks with a planted fault, which must be caught.
 */
import { parseArgs } from 'node:util';
import { killAgainAndAgain } from './simulate.ts';
import { PLANTED, STEPS, type Step } from './steps.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    kills: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const kills = Number(values.kills ?? (values.quick ? STEPS.length : 250));
let failed = false;

const { killedAt, lost, doubled, wrong, ...figures } = await killAgainAndAgain(kills, Number(values.seed));
const faults = [...lost, ...doubled, ...wrong];
process.stdout.write(
  `${JSON.stringify({ ...figures, lost: lost.length, doubled: doubled.length, wrong: wrong.length })}\n`,
);
process.stdout.write(`killed at ${JSON.stringify(killedAt)}\n`);
for (const fault of faults.slice(0, 10)) process.stdout.write(`  ${fault}\n`);
if (faults.length > 0) failed = true;

for (const [kiosk, step] of Object.entries(PLANTED) as [keyof typeof PLANTED, Step][]) {
  const seen = await killAgainAndAgain(4, Number(values.seed), kiosk, [step]);
  process.stdout.write(
    `planted ${kiosk}: ${JSON.stringify({ lost: seen.lost.length, doubled: seen.doubled.length })}\n`,
  );
  if (seen.lost.length + seen.doubled.length > 0) continue;
  failed = true;
  process.stdout.write('  the planted fault was not seen: this harness sees nothing\n');
}
process.stdout.write(failed ? 'FAILED\n' : 'nothing was lost, nothing was done twice\n');
process.exitCode = failed ? 1 : 0;
