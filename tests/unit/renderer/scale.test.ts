import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { instantOf } from '../../../electron/core/index.ts';
import { backoff } from '../../../renderer/api/keep-connected.ts';
import { tokenOf } from '../../../renderer/api/link.ts';
import { birthWords, dayWords, headerDate, momentWords } from '../../../renderer/i18n/dates.ts';
import { scaleOf } from '../../../renderer/ui/scale.ts';

const renderer = join(import.meta.dirname, '../../../renderer');
const css = readFileSync(join(renderer, 'ui/tokens.css'), 'utf8');
const HIGH = ':root[data-contrast="high"]';
const usual = css.slice(0, css.indexOf(HIGH));
const high = css.slice(css.indexOf(HIGH));
const token = (name: string, from = usual) =>
  new RegExp(`--${name}: (#[0-9a-f]{6})`).exec(from)?.[1] as string;

function luminance(hex: string): number {
  const [r, g, b] = [1, 3, 5].map((at) => {
    const c = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(a: string, b: string): number {
  const [light, dark] = [luminance(a), luminance(b)].sort((x, y) => y - x) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

describe('tokens', () => {
  const PAIRS = [
    ['ink', 'paper'],
    ['ink', 'ground'],
    ['second', 'ground'],
    ['second', 'paper'],
    ['action', 'paper'],
    ['action', 'ground'],
    ['paper', 'action'],
    ['action-dark', 'tint'],
    ['good', 'good-tint'],
    ['good', 'paper'],
    ['care', 'care-tint'],
    ['care', 'paper'],
    ['wrong', 'wrong-tint'],
    ['wrong', 'paper'],
    ['second', 'tint'],
    ['second', 'off'],
    ['action-dark', 'pressed'],
    ['action-dark', 'paper'],
    ['paper', 'action-dark'],
    ['wrong', 'wrong-pressed'],
    ['ink', 'pressed'],
  ] as const;

  it.each(PAIRS)('%s on %s has a contrast of 7:1', (text, ground) => {
    expect(contrast(token(text), token(ground))).toBeGreaterThanOrEqual(7);
  });

  it.each(PAIRS)('%s on %s has 10:1 in high contrast', (text, ground) => {
    expect(
      contrast(token(text, high) ?? token(text), token(ground, high) ?? token(ground)),
    ).toBeGreaterThanOrEqual(10);
  });

  it('moves nothing for longer than 200 ms', () => {
    const styles = readdirSync(renderer, { recursive: true, encoding: 'utf8' }).filter((name) =>
      name.endsWith('.css'),
    );
    expect(styles.length).toBeGreaterThan(5);
    for (const name of styles) {
      const text = readFileSync(join(renderer, name), 'utf8');
      for (const [rule] of text.matchAll(/\b(?:transition|animation)(?:-duration)?:[^;]+;/g))
        for (const [, number, unit] of rule.matchAll(/([\d.]+)(ms|s)\b/g))
          expect(Number(number) * (unit === 's' ? 1_000 : 1), `${name}: ${rule}`).toBeLessThanOrEqual(200);
    }
  });
});

describe('scale', () => {
  it('gives the millimetre of the panels that kiosks have', () => {
    expect(scaleOf({ widthPx: 1080, heightPx: 1920, widthMm: 398, heightMm: 708 }).mm).toBeCloseTo(2.71, 1);
    expect(scaleOf({ widthPx: 1920, heightPx: 1080, widthMm: 476, heightMm: 268 }).mm).toBeCloseTo(4.03, 1);
  });

  it.each([
    ['32-inch portrait', { widthPx: 1080, heightPx: 1920, widthMm: 398, heightMm: 708 }],
    ['21.5-inch landscape', { widthPx: 1920, heightPx: 1080, widthMm: 476, heightMm: 268 }],
    ['17-inch', { widthPx: 1280, heightPx: 1024, widthMm: 338, heightMm: 270 }],
  ])('on a %s panel capitals of body text are at least 5 mm high, the smallest 4.8 mm', (_, panel) => {
    const { mm, rem } = scaleOf(panel);
    const CAPITALS = 0.733;
    expect((CAPITALS * rem) / mm).toBeGreaterThanOrEqual(5);
    const small = Number(/--small: ([\d.]+)rem/.exec(css)?.[1]);
    expect((CAPITALS * rem * small) / mm).toBeGreaterThanOrEqual(4.8);
    expect(css).toContain('calc(6.85 * var(--mm))');
  });

  it('no text is smaller than the smallest', () => {
    for (const name of readdirSync(renderer, { recursive: true, encoding: 'utf8' })) {
      // The dock is for hands that play hardware, on a desk.
      if (!name.endsWith('.css') || name.startsWith('dock')) continue;
      const text = readFileSync(join(renderer, name), 'utf8');
      for (const [rule, size] of text.matchAll(/font-size: ([\d.]+)rem/g))
        expect(Number(size), `${name}: ${rule}`).toBeGreaterThanOrEqual(0.96);
    }
  });

  it('stays usable when the profile tells of another screen', () => {
    for (const [widthPx, heightPx] of [
      [540, 960],
      [1920, 1080],
      [3840, 2160],
      [800, 600],
    ] as const) {
      const { mm, rem } = scaleOf({ widthPx, heightPx, widthMm: 50, heightMm: 90 });
      expect(20 * mm).toBeLessThanOrEqual(rem * 3.4);
      expect(rem).toBeGreaterThanOrEqual(11);
    }
  });
});

describe('dates', () => {
  const now = instantOf('2026-11-21', '02:17');
  it('names the weekday, in the local time of China', () => {
    expect(dayWords('2026-11-23', 'zh-CN')).toBe('11月23日（周一）');
    expect(dayWords('2026-11-23', 'en')).toBe('Mon 23 Nov');
    expect(headerDate(now, 'zh-CN')).toBe('11月21日 星期六');
    expect(headerDate(now, 'en')).toBe('Saturday 21 November');
  });
  it('says today only when it is', () => {
    expect(momentWords(instantOf('2026-11-21', '00:00'), now, 'zh-CN')).toBe('今天 00:00');
    expect(momentWords(instantOf('2026-11-20', '23:59'), now, 'zh-CN')).toBe('11月20日（周五） 23:59');
    expect(momentWords(instantOf('2026-11-23', '09:00'), now, 'en')).toBe('Mon 23 Nov 09:00');
  });
  it('writes a birth date out', () => {
    expect(birthWords('19580312', 'zh-CN')).toBe('1958年3月12日');
    expect(birthWords('19580312', 'en')).toBe('12 Mar 1958');
    expect(birthWords('?', 'en')).toBe('?');
  });
});

describe('link', () => {
  it('reads the token from the fragment only', () => {
    expect(tokenOf('#token=abc_-1')).toBe('abc_-1');
    expect(tokenOf('')).toBeNull();
    expect(tokenOf('#other=1')).toBeNull();
  });
  it('waits 0.2 s at first and never longer than 2 s', () => {
    expect([0, 1, 2, 3, 4, 20].map(backoff)).toEqual([200, 400, 800, 1_600, 2_000, 2_000]);
  });
});
