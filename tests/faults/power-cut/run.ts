/**
 * `npm run power-cut [-- --quick] [-- --states N] [-- --seed N]`: cuts the power of the kiosk's store in 10,000 states
 * (900 with `--quick`), and of a planted bad writer, which must be seen to lose cases.
 */
import { parseArgs } from 'node:util';
import { recordWriter, simulatePowerCuts } from './simulate.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    states: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const states = Number(values.states ?? (values.quick ? 900 : 10_000));
const cases = values.quick ? 60 : 200;
let failed = false;
for (const sync of ['full', 'normal'] as const) {
  const report = simulatePowerCuts(recordWriter(cases, sync), states, Number(values.seed));
  const { examples, ...figures } = report;
  process.stdout.write(`synchronous=${sync}: ${JSON.stringify(figures)}\n`);
  for (const example of examples) process.stdout.write(`  ${example}\n`);
  if (report.corrupt > 0) failed = true;
  if (sync === 'full' && report.lossy > 0) failed = true;
  if (sync === 'normal' && report.lossy === 0) {
    failed = true;
    process.stdout.write('  the planted bad writer lost nothing: this simulator sees nothing\n');
  }
}
process.stdout.write(failed ? 'FAILED\n' : 'nothing promised was lost\n');
process.exitCode = failed ? 1 : 0;
