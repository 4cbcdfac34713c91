import { describe, expect, it } from 'vitest';
import { chime } from '../../../renderer/ui/chime.ts';

describe('the chime', () => {
  it('plays two tones one after the other, then lets the sound device go', () => {
    const played: [number, number, number][] = [];
    const ended: (() => void)[] = [];
    let closed = 0;
    const node = () => ({ gain: { value: 1 }, connect() {} });
    const context = {
      currentTime: 5,
      destination: {},
      createGain: node,
      createOscillator: () => {
        const frequency = { value: 0 };
        let began = 0;
        return {
          frequency,
          connect() {},
          start: (at: number) => {
            began = at;
          },
          stop: (at: number) => played.push([frequency.value, began, at]),
          addEventListener: (_: string, fn: () => void) => ended.push(fn),
        };
      },
      close: () => closed++,
    };
    chime(() => context as unknown as AudioContext);
    expect(played.map(([hertz]) => hertz)).toEqual([660, 880]);
    expect(played[0]?.[2]).toBeLessThanOrEqual(played[1]?.[1] as number);
    expect(closed).toBe(0);
    for (const fn of ended) fn();
    expect(closed).toBe(1);
  });

  it('is silent on a machine without sound', () => {
    expect(() =>
      chime(() => {
        throw new Error('no device');
      }),
    ).not.toThrow();
  });
});
