import type { Log } from './logging/index.ts';
import type { QueueEvents } from './queue/index.ts';

/** The log has no room for a greater difference of times, in milliseconds. */
const LOGGED_MS = 999_999_999;

/** What the log says of the queue. `onDamaged` is called once. */
export function queueEvents(log: Log, onDamaged: () => void): QueueEvents {
  let damaged = false;
  return {
    done: (job, attempts) => log('queue.done', { kind: job.kind, idem: job.idem, lane: job.lane, attempts }),
    failed: (job, code, attempts, nextAt) =>
      log('queue.failed', { kind: job.kind, idem: job.idem, lane: job.lane, code, attempts, nextAt }),
    dead: (job, code) => log('queue.dead', { kind: job.kind, idem: job.idem, lane: job.lane, code }),
    stalled: (lane, reason) => log('queue.stalled', { lane, reason }),
    gate: (lane, state) => log('queue.gate', { lane, state }),
    damaged: (lane) => {
      if (damaged) return;
      damaged = true;
      log('store.damaged', { lane });
      onDamaged();
    },
    clockJumped: (lane, byMs) =>
      log('queue.clock-jumped', { lane, byMs: Math.max(-LOGGED_MS, Math.min(LOGGED_MS, byMs)) }),
  };
}
