import { describe, expect, it } from 'vitest';
import { eraseSignature, Ink } from '../../../native-bridge/devices/signature-pad/ink.ts';
import { smooth } from '../../../native-bridge/devices/signature-pad/smooth.ts';
import { toSvg } from '../../../native-bridge/devices/signature-pad/svg.ts';
import { INK_LIMITS } from '../../../native-bridge/devices/signature-pad/timing.ts';
import type { PenPoint, PenState, Signature } from '../../../native-bridge/devices/signature-pad/types.ts';
import { places } from '../../support/pad-bench.ts';

/** Strokes from samples, 7.5 ms apart unless said otherwise. */
function inkwell(packetMs = 4.6875) {
  let now = 1_000;
  const pens: PenState[] = [];
  const drawn: { point: PenPoint; stroke: number }[] = [];
  const ink = new Ink({
    size: { width: 10_000, height: 6_000 },
    packetMs,
    now: () => now,
    onPen: (state) => pens.push(state),
    onPoint: (point, stroke) => drawn.push({ point: { ...point }, stroke }),
  });
  const down = (x: number, y: number, after = 7.5) => {
    now += after;
    ink.sample({ near: true, tip: true, secondSwitch: false, x, y, pressure: 0.5 });
  };
  const up = (after = 7.5) => {
    now += after;
    ink.sample({ near: true, tip: false, secondSwitch: false, x: 0, y: 0, pressure: 0 });
  };
  const away = (after = 7.5) => {
    now += after;
    ink.sample({ near: false, tip: false, secondSwitch: false, x: 0, y: 0, pressure: 0 });
  };
  const line = (x: number, y: number, points: number) => {
    for (let i = 0; i < points; i++) down(x + 20 * i, y);
  };
  const finish = () => ink.finish('isdv4');
  return { ink, pens, drawn, down, up, away, line, finish };
}

const raw = (signature: Signature) => signature.raw.map(({ points }) => places(points));

describe('what is ink', () => {
  it('a stroke ends when the tip is lifted, and when the pen leaves', () => {
    const { line, up, away, finish, pens } = inkwell();
    line(100, 100, 3);
    up();
    line(2_000, 100, 3);
    away();
    line(4_000, 100, 3);
    expect(raw(finish()).map((stroke) => stroke.length)).toEqual([3, 3, 3]);
    expect([...new Set(pens)]).toEqual(['down', 'near', 'away']);
  });

  it('a single wild point in a stroke is noise', () => {
    const { line, down, finish, drawn } = inkwell();
    line(100, 100, 5);
    down(9_000, 5_000);
    line(200, 100, 5);
    const signature = finish();
    expect(raw(signature)).toEqual([Array.from({ length: 10 }, (_, i) => [100 + 20 * i, 100])]);
    expect(signature.counts.dropped.jump).toBe(1);
    expect(drawn.length).toBe(10);
  });

  it('wild points that fit neither each other nor the stroke are all noise, also at its end', () => {
    const { line, down, up, finish } = inkwell();
    line(100, 100, 5);
    down(9_000, 5_000);
    down(100, 5_900);
    down(9_000, 10);
    up();
    const signature = finish();
    expect(raw(signature).map((stroke) => stroke.length)).toEqual([5]);
    expect(signature.counts.dropped.jump).toBe(3);
  });

  it('two points that belong together over there are a new stroke whose lift was lost: nothing is dropped', () => {
    const { line, finish, drawn } = inkwell();
    line(100, 100, 5);
    line(6_000, 3_000, 5);
    const signature = finish();
    expect(raw(signature).map((stroke) => stroke[0])).toEqual([
      [100, 100],
      [6_000, 3_000],
    ]);
    expect(raw(signature).map((stroke) => stroke.length)).toEqual([5, 5]);
    expect(drawn.map(({ stroke }) => stroke)).toEqual([0, 0, 0, 0, 0, 1, 1, 1, 1, 1]);
    expect(signature.counts.dropped.jump).toBe(0);
  });

  it('a wild first point does not spoil its stroke', () => {
    const { down, line, finish, drawn } = inkwell();
    down(9_000, 5_000);
    line(100, 100, 5);
    const signature = finish();
    expect(raw(signature)).toEqual([Array.from({ length: 5 }, (_, i) => [100 + 20 * i, 100])]);
    expect(signature.counts.dropped).toMatchObject({ fleck: 1, jump: 0 });
    expect(drawn[0]).toEqual({ point: { x: 100, y: 100, pressure: 0.5, t: 0 }, stroke: 0 });
  });

  it('a pen that goes on elsewhere after a pause has begun a new stroke; one that goes on here has not', () => {
    const { line, down, finish } = inkwell();
    line(100, 100, 3);
    down(1_000, 100, 200);
    line(1_020, 100, 2);
    down(1_100, 100, 500);
    expect(raw(finish()).map((stroke) => stroke.length)).toEqual([3, 4]);
  });

  it('the fastest hand is no jump', () => {
    const { down, finish } = inkwell();
    // 1.2 m/s along the whole pad, and a halt: no stroke is so sudden.
    for (let i = 0; i < 9; i++) down(100 + 900 * i, 3_000);
    down(7_300, 3_000);
    const signature = finish();
    expect(raw(signature).map((stroke) => stroke.length)).toEqual([10]);
  });

  it('a touch of one packet is a fleck; a point that stays is a dot', () => {
    const { down, up, finish, drawn } = inkwell();
    down(500, 500);
    up();
    down(600, 500);
    up(INK_LIMITS.fleck + 5);
    down(700, 500);
    down(700, 500);
    up();
    const signature = finish();
    expect(raw(signature)).toEqual([
      [[600, 500]],
      [
        [700, 500],
        [700, 500],
      ],
    ]);
    expect(signature.strokes[0]?.points).toEqual([{ x: 600, y: 500, pressure: 0.5, t: 0 }]);
    expect(signature.counts.dropped.fleck).toBe(1);
    expect(drawn.map(({ stroke }) => stroke)).toEqual([0, 1, 1]);
  });

  it('is empty until two points are there', () => {
    const { ink, down } = inkwell();
    expect(ink.isEmpty).toBe(true);
    down(500, 500);
    expect(ink.isEmpty).toBe(true);
    down(500, 500);
    expect(ink.isEmpty).toBe(false);
  });

  it('what is beyond the pad is dropped; the edges belong to it', () => {
    const { down, line, finish } = inkwell();
    down(0, 0);
    down(-1, 0);
    down(5, 0);
    line(9_900, 6_000, 6);
    down(10_001, 6_000);
    down(10_040, 6_000);
    line(9_000, 5_000, 2);
    const signature = finish();
    expect(raw(signature).map((stroke) => stroke.length)).toEqual([2, 6, 2]);
    expect(signature.counts.dropped.outside).toBe(3);
  });

  it('ends a stroke that goes on beyond the pad', () => {
    const { down, line, finish } = inkwell();
    line(100, 5_990, 3);
    down(160, 6_010);
    down(180, 6_020);
    line(200, 5_990, 3);
    expect(raw(finish()).map((stroke) => stroke.length)).toEqual([3, 3]);
  });

  it('packets that arrive in one heap are told apart in time, as fast as the line can carry them', () => {
    const { down, finish } = inkwell(5);
    down(100, 100);
    for (let i = 1; i < 5; i++) down(100 + i, 100, 0);
    down(110, 100, 100);
    const times = finish().raw[0]?.points.map(({ t }) => t);
    expect(times).toEqual([0, 5, 10, 15, 20, 100]);
  });

  it('does not grow for ever', () => {
    const { down, finish } = inkwell();
    for (let i = 0; i < INK_LIMITS.points + 10; i++) down(100 + (i % 50), 100);
    const signature = finish();
    expect(signature.raw[0]?.points.length).toBe(INK_LIMITS.points);
    expect(signature.counts.dropped.surplus).toBe(10);
  });

  it('accounts for every packet', () => {
    const { ink, line, up, down, away, finish } = inkwell();
    line(100, 100, 20);
    down(9_000, 5_000);
    up();
    down(5_000, 5_000);
    up();
    down(-5, 10);
    away();
    ink.touched();
    ink.damaged();
    const { counts, raw: strokes } = finish();
    const points = strokes.reduce((total, { points: all }) => total + all.length, 0);
    const { outside, jump, fleck, eraser, surplus } = counts.dropped;
    expect(counts).toMatchObject({ pen: 26, touch: 1, damaged: 1 });
    expect(points + outside + jump + fleck + eraser + surplus + 3).toBe(counts.pen);
  });

  it('is overwritten when it is erased', () => {
    const { ink, line, up, drawn } = inkwell();
    line(100, 100, 3);
    up();
    line(100, 500, 3);
    expect(drawn.length).toBe(6);
    ink.erase();
    expect(ink.isEmpty).toBe(true);
    const signature = ink.finish('isdv4');
    expect(signature.raw).toEqual([]);
    const other = inkwell();
    other.line(100, 100, 3);
    const kept = other.finish();
    eraseSignature(kept);
    for (const { points } of [...kept.raw, ...kept.strokes]) {
      expect(points).toEqual(Array(3).fill({ x: 0, y: 0, pressure: 0, t: 0 }));
    }
  });
});

const at = (x: number, y: number, pressure = 0.5, t = 0): PenPoint => ({ x, y, pressure, t });

describe('the filter', () => {
  it('leaves a straight even line, and takes a tremble out', () => {
    const straight = Array.from({ length: 9 }, (_, i) => at(100 * i, 50 * i, 0.5, 7.5 * i));
    expect(smooth(straight)).toEqual(straight);
    const trembling = straight.map((point, i) => ({ ...point, y: point.y + (i % 2 ? 4 : -4) }));
    const calm = smooth(trembling).slice(2, -2);
    for (const [i, point] of calm.entries()) expect(Math.abs(point.y - 50 * (i + 2))).toBeLessThan(0.3);
  });

  it('is 1 4 6 4 1 / 16 away from the ends', () => {
    const spike = [0, 0, 0, 16, 0, 0, 0].map((y, i) => at(i, y));
    expect(smooth(spike).map(({ y }) => y)).toEqual([0, 1, 4, 6, 4, 1, 0]);
  });

  it.each([0, 1, 2])('has nothing to do for %i points', (count) => {
    const points = Array.from({ length: count }, (_, i) => at(i * 10, 5));
    expect(smooth(points)).toEqual(points);
  });
});

function signatureOf(...strokes: PenPoint[][]): Signature {
  const made = strokes.map((points) => ({ points }));
  return {
    protocol: 'isdv4',
    size: { width: 9_600, height: 6_005 },
    strokes: made,
    raw: [{ points: [at(1, 2)] }],
    counts: {
      pen: 0,
      touch: 0,
      damaged: 0,
      dropped: { outside: 0, jump: 0, fleck: 0, eraser: 0, surplus: 0 },
    },
  };
}

describe('the picture', () => {
  it('has the size of the pad in millimetres, and wider lines for more pressure', () => {
    const svg = toSvg(
      signatureOf(
        [at(1_000, 2_000, 0), at(1_105, 2_000, 0), at(1_200, 2_000, 1), at(1_300, 2_000, 1)],
        [at(5, 5, 1)],
      ),
      { widthsMm: [0.2, 1] },
    );
    expect(svg).toBe(
      [
        '<svg xmlns="http://www.w3.org/2000/svg" width="96mm" height="60.05mm" viewBox="0 0 96 60.05">',
        '<g fill="none" stroke="black" stroke-linecap="round" stroke-linejoin="round">',
        '<path stroke-width="0.2" d="M10 20L11.05 20"/>',
        '<path stroke-width="0.6" d="M11.05 20L12 20"/>',
        '<path stroke-width="1" d="M12 20L13 20"/>',
        '<path stroke-width="1" d="M0.05 0.05L0.05 0.05"/>',
        '</g>',
        '</svg>',
        '',
      ].join('\n'),
    );
  });

  it('joins neighbours of one width into one line', () => {
    const svg = toSvg(signatureOf(Array.from({ length: 50 }, (_, i) => at(100 + i, 100))));
    expect(svg.match(/<path/g)?.length).toBe(1);
    expect(svg.match(/L/g)?.length).toBe(49);
  });

  it('can show the ink as it came, and in another colour', () => {
    const svg = toSvg(signatureOf([at(500, 500), at(600, 600)]), { ink: 'raw', colour: '#102030' });
    expect(svg).toContain('d="M0.01 0.02L0.01 0.02"');
    expect(svg).toContain('stroke="#102030"');
  });

  it('of nothing is an empty picture', () => {
    expect(toSvg(signatureOf())).not.toContain('<path');
    expect(toSvg(signatureOf([]))).not.toContain('<path');
  });

  it('takes no colour or width that is none', () => {
    expect(() => toSvg(signatureOf(), { colour: 'red"/><script>' })).toThrow(RangeError);
    expect(() => toSvg(signatureOf(), { widthsMm: [0, 1] })).toThrow(RangeError);
    expect(() => toSvg(signatureOf(), { widthsMm: [Number.NaN, 1] })).toThrow(RangeError);
  });
});
