import { describe, expect, it } from 'vitest';
import { srgbProfile } from '../../../electron/documents/kit/srgb-profile.ts';

const view = new DataView(Uint8Array.from(srgbProfile()).buffer);
const name = (at: number) => String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
const fixed = (at: number) => view.getInt32(at) / 65536;
const tags = new Map(
  Array.from({ length: view.getUint32(128) }, (_, i) => {
    const at = 132 + 12 * i;
    return [name(at), { at: view.getUint32(at + 4), size: view.getUint32(at + 8) }] as const;
  }),
);
const tag = (which: string) => tags.get(which)?.at as number;

describe('the sRGB profile', () => {
  it('says its own size, kind and version in the header', () => {
    expect(view.getUint32(0)).toBe(view.byteLength);
    expect([name(12), name(16), name(20), name(36)]).toEqual(['mntr', 'RGB ', 'XYZ ', 'acsp']);
    expect(view.getUint8(8)).toBe(4);
  });

  it('has every tag that a display profile needs, aligned and inside the file', () => {
    const needed = ['desc', 'cprt', 'wtpt', 'chad', 'rXYZ', 'gXYZ', 'bXYZ', 'rTRC', 'gTRC', 'bTRC'];
    expect([...tags.keys()].sort()).toEqual(needed.sort());
    for (const { at, size } of tags.values()) {
      expect(at % 4).toBe(0);
      expect(at + size).toBeLessThanOrEqual(view.byteLength);
    }
  });

  it('mixes full red, green and blue to the white of D50', () => {
    const sum = [0, 1, 2].map((i) =>
      ['rXYZ', 'gXYZ', 'bXYZ'].reduce((total, which) => total + fixed(tag(which) + 8 + 4 * i), 0),
    );
    expect(sum[0]).toBeCloseTo(0.9642, 3);
    expect(sum[1]).toBeCloseTo(1, 3);
    expect(sum[2]).toBeCloseTo(0.8249, 3);
  });

  it('maps middle grey as sRGB does', () => {
    const at = tag('rTRC');
    const [g, a, b, c, d] = [0, 1, 2, 3, 4].map((i) => fixed(at + 12 + 4 * i)) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const curve = (x: number) => (x >= d ? (a * x + b) ** g : c * x);
    expect(curve(0.5)).toBeCloseTo(0.21404, 4);
    expect(curve(0.04)).toBeCloseTo(0.04 / 12.92, 5);
  });
});
