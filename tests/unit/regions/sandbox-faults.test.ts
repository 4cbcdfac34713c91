import { describe, expect, it } from 'vitest';
import { FaultDesk } from '../../../electron/demo/sandbox-region/index.ts';

describe('the desk of faults', () => {
  it('fails the next so many requests, then no more', () => {
    const desk = new FaultDesk();
    desk.failNext('cut', { count: 2 });
    expect([1, 2, 3].map(() => desk.take('cut', 'submit') !== null)).toEqual([true, true, false]);
  });

  it('of one operation alone, when it is named', () => {
    const desk = new FaultDesk();
    desk.failNext('slow', { operation: 'submit', slowMs: 5 });
    expect(desk.take('slow', 'progress')).toBeNull();
    expect(desk.take('slow', 'submit')).toMatchObject({ slowMs: 5 });
    expect(desk.take('slow', 'submit')).toBeNull();
  });

  it('repeatedly means until it is cleared', () => {
    const desk = new FaultDesk();
    desk.failRepeatedly('drift');
    desk.failRepeatedly('too-many');
    for (let i = 0; i < 100; i++) expect(desk.take('drift', 'x')).not.toBeNull();
    desk.clear('drift');
    expect(desk.take('drift', 'x')).toBeNull();
    expect(desk.pending('too-many')).toBe(true);
    desk.clear();
    expect(desk.pending('too-many')).toBe(false);
  });

  it('an order of zero is none', () => {
    const desk = new FaultDesk();
    desk.failNext('cut', { count: 0 });
    expect(desk.take('cut', 'submit')).toBeNull();
  });
});
