import { describe, expect, it } from 'vitest';
import { BREAKER } from '../../../electron/queue/index.ts';
import { LaneGate } from '../../../electron/queue/lane-gate.ts';

const broken = (gate: LaneGate, at: number, times: number = BREAKER.failures) => {
  for (let i = 0; i < times; i++) gate.failed(at, 1);
};

describe('the gate of a lane', () => {
  it('opens after some failures in a row, and not when an answer comes between', () => {
    const gate = new LaneGate();
    broken(gate, 0, BREAKER.failures - 1);
    gate.answered(0);
    broken(gate, 0, BREAKER.failures - 1);
    expect(gate.state(0)).toBe('closed');
    expect(gate.waitMs(0)).toBe(0);
    gate.failed(0, 1);
    expect(gate.state(0)).toBe('open');
    expect(gate.waitMs(0)).toBe(BREAKER.cooldown.firstMs);
  });

  it('lets one probe go when its time has come, and waits twice as long when that fails', () => {
    const gate = new LaneGate();
    broken(gate, 0);
    expect(gate.state(BREAKER.cooldown.firstMs)).toBe('half-open');
    expect(gate.waitMs(BREAKER.cooldown.firstMs)).toBe(0);
    gate.failed(BREAKER.cooldown.firstMs, 1);
    expect(gate.waitMs(BREAKER.cooldown.firstMs)).toBe(2 * BREAKER.cooldown.firstMs);
    for (let i = 0; i < 40; i++) gate.failed(0, 1);
    expect(gate.waitMs(0)).toBe(BREAKER.cooldown.maxMs);
  });

  it('closes at the first answer, and lets the crowd go one by one with gaps', () => {
    const gate = new LaneGate();
    broken(gate, 0);
    gate.answered(10_000);
    expect(gate.state(10_000)).toBe('closed');
    expect(gate.waitMs(10_000)).toBe(BREAKER.drainGapMs);
    expect(gate.waitMs(10_000 + BREAKER.drainGapMs)).toBe(0);
    gate.drained();
    gate.answered(20_000);
    expect(gate.waitMs(20_000)).toBe(0);
  });

  it('keeps a pause that the region asked for, but no absurd one', () => {
    const gate = new LaneGate();
    gate.pause(0, 40_000);
    gate.hurry(0);
    gate.answered(0);
    expect(gate.waitMs(0)).toBe(40_000);
    gate.pause(0, 365 * 24 * 3_600_000);
    expect(gate.waitMs(0)).toBe(BREAKER.longestPauseMs);
  });

  it('lets a probe go at once when somebody saw the line', () => {
    const gate = new LaneGate();
    broken(gate, 0);
    gate.hurry(100);
    expect(gate.state(100)).toBe('half-open');
    expect(gate.waitMs(100)).toBe(0);
  });

  it('moves with the wall clock', () => {
    const gate = new LaneGate();
    broken(gate, 0);
    gate.pause(0, 1_000);
    gate.shift(-3_600_000);
    expect(gate.waitMs(-3_600_000)).toBe(BREAKER.cooldown.firstMs);
  });
});
