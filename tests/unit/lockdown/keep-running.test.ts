import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import { decideRestart, keepRunning, RESTART_RULES } from '../../../electron/lockdown/index.ts';

const rules = { crashes: 3, windowMs: 10_000, firstDelayMs: 100, longestDelayMs: 150 };

describe('restarting', () => {
  it('waits longer after each crash, up to a limit, and gives up after too many', () => {
    expect(decideRestart([], rules)).toEqual({ kind: 'restart', delayMs: 0 });
    expect(decideRestart([5], rules)).toEqual({ kind: 'restart', delayMs: 100 });
    expect(decideRestart([5, 6], rules)).toEqual({ kind: 'restart', delayMs: 150 });
    expect(decideRestart([5, 6, 7], rules)).toEqual({ kind: 'give-up' });
  });
  it('forgets crashes outside the window', () => {
    expect(decideRestart([0, 1, 10_001], rules)).toEqual({ kind: 'restart', delayMs: 100 });
  });

  function keeper() {
    const clock = new VirtualClock();
    const seen: string[] = [];
    const keep = keepRunning({
      clock,
      rules,
      start: () => seen.push('start'),
      onGiveUp: () => seen.push('give up'),
      onRestart: (ms) => seen.push(`in ${ms}`),
    });
    return { clock, seen, keep };
  }

  it('starts again after the delay, then gives up for good', async () => {
    const { clock, seen, keep } = keeper();
    keep.crashed();
    keep.crashed(); // told twice of the same end
    expect(seen).toEqual(['in 100']);
    await clock.advance(100);
    keep.crashed();
    await clock.advance(150);
    keep.crashed();
    keep.crashed();
    await clock.advance(60_000);
    expect(seen).toEqual(['in 100', 'start', 'in 150', 'start', 'give up']);
  });
  it('does not start anything after it was stopped', async () => {
    const { clock, seen, keep } = keeper();
    keep.crashed();
    keep.stop();
    keep.crashed();
    await clock.advance(60_000);
    expect(seen).toEqual(['in 100']);
    expect(clock.pending).toBe(0);
  });
  it('bears a crash now and then for ever', async () => {
    const { clock, seen, keep } = keeper();
    for (let n = 0; n < 50; n++) {
      keep.crashed();
      await clock.advance(rules.windowMs / 2 + 1);
    }
    expect(seen.filter((one) => one === 'start')).toHaveLength(50);
    expect(RESTART_RULES.crashes).toBeGreaterThan(2);
  });
});
