import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout as pause } from 'node:timers/promises';
import { systemClock } from '../../electron/core/index.ts';
import { defaultFontFiles } from '../../electron/documents/kit/font-files.ts';
import { pressInWorker } from '../../electron/documents/press-in-worker.ts';
import { sampleReceipt } from '../unit/documents/samples.ts';

/**
 * A host that does nothing but have receipts made, here or in the press's thread: how long its event loop, on which the
 * screens wait, stands still, and what the process weighs. `node support-press-loop.ts here|thread`; writes JSON.
 */
const RECEIPTS = 20;
/** Time for garbage and pages of the kernel to settle before the memory is read, in milliseconds. */
const SETTLE_MS = 500;
const secret = new Uint8Array(32).fill(7);
const method = 'Ed25519';
const bare = rss();

const press = await (async () => {
  if (process.argv[2] === 'thread')
    return pressInWorker({
      fontFiles: defaultFontFiles,
      clock: systemClock,
      signer: { secret, method },
      seal: null,
    });
  const { createPress, machineSigner } = await import('../../electron/documents/index.ts');
  const signer = machineSigner(secret, method);
  return createPress({ fontFiles: defaultFontFiles(), clock: systemClock, signer });
})();

const loop = monitorEventLoopDelay({ resolution: 1 });
loop.enable();
// What is longer than the first look is not seen.
await pause(SETTLE_MS);
await press.warmUp();
// A loop that never came round has not been measured yet.
await pause(SETTLE_MS);
const warmUp = { p99: loop.percentile(99) / 1e6, max: loop.max / 1e6 };
loop.reset();
const took: number[] = [];
for (let n = 0; n < RECEIPTS; n++) {
  const began = performance.now();
  await press.receipt(sampleReceipt({ phone: `${n}` }));
  took.push(performance.now() - began);
  // A turn for what else waits, as a host has it between two citizens.
  await pause(5);
}
loop.disable();
await pause(SETTLE_MS);
const result = {
  took,
  warmUp,
  receipts: { p50: loop.percentile(50) / 1e6, p99: loop.percentile(99) / 1e6, max: loop.max / 1e6 },
  addedMb: rss() - bare,
};
process.stdout.write(JSON.stringify(result), () => process.exit());

function rss(): number {
  return process.memoryUsage.rss() / 2 ** 20;
}
