import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { strokesSchema } from '../../../electron/contract/index.ts';
import { characterOf, dropLast } from '../../../renderer/input/edit.ts';
import { candidates, couldGrow } from '../../../renderer/input/pinyin.ts';
import { createRecorder, STROKE_LIMITS } from '../../../renderer/input/strokes.ts';

describe('pinyin', () => {
  it('puts surnames first for the first character of a name only', () => {
    expect(candidates('zhang', true)[0]).toBe('张');
    expect(candidates('wang', true)[0]).toBe('王');
    expect(candidates('li', true)[0]).toBe('李');
    expect(candidates('zhang', false)[0]).not.toBe('张');
    expect(candidates('zhang', false)).toContain('张');
  });

  it('knows readings that only surnames have, and compound surnames', () => {
    expect(candidates('shan', true)[0]).toBe('单');
    expect(candidates('zeng', true)).toContain('曾');
    expect(candidates('ouyang', true)).toEqual(['欧阳']);
    expect(candidates('ouyang', false)).toEqual([]);
  });

  it('offers something while a syllable is still being spelt', () => {
    expect(candidates('zh', false).length).toBeGreaterThan(10);
    expect(candidates('', true)).toEqual([]);
    expect(candidates('xq', true)).toEqual([]);
  });

  it('takes lv and nü for what people mean', () => {
    expect(candidates('lv', false)).toContain('绿');
    expect(candidates('nü', false)).toEqual(candidates('nv', false));
  });

  it('offers no character twice, and only characters', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z]{1,7}$/), fc.boolean(), (typed, first) => {
        const found = candidates(typed, first);
        expect(new Set(found).size).toBe(found.length);
        for (const one of found) expect(one).toMatch(/^\p{Script=Han}{1,2}$/u);
        if (found.length > 0) expect(couldGrow(typed)).toBe(true);
      }),
    );
  });
});

describe('rare characters', () => {
  it('finds a character by its code point in the ways it is written', () => {
    for (const code of ['20BB7', '20bb7', 'U+20BB7', '&#x20BB7;', '\\u{20BB7}', ' 20BB7 '])
      expect(characterOf(code)).toBe('𠮷');
  });

  it('refuses what is no Han character', () => {
    for (const code of ['', '41', '0041', '0000', '202E', 'D800', 'FFFFFF', 'E000', 'zzzz', '3FFF0'])
      expect(characterOf(code)).toBeNull();
  });

  it('deletes a character as a person counts', () => {
    expect(dropLast('张𠮷')).toBe('张');
    expect(dropLast('')).toBe('');
  });
});

describe('signature', () => {
  it('keeps points in 0…1 and time from the first touch, whatever the finger does', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.tuple(fc.double({ noNaN: true, min: -5, max: 5 }), fc.double({ noNaN: true, min: -5, max: 5 })),
          {
            minLength: 1,
            maxLength: 40,
          },
        ),
        (points) => {
          const recorder = createRecorder();
          for (const [index, [x, y]] of points.entries()) {
            if (index % 7 === 0) recorder.begin(x, y, 1_000 + index);
            else recorder.move(x, y, 1_000 + index);
          }
          expect(strokesSchema.safeParse(recorder.strokes).success).toBe(true);
          expect(recorder.strokes[0]?.[0]?.t).toBe(0);
        },
      ),
    );
  });

  it('does not take a dot for a signature', () => {
    const recorder = createRecorder();
    recorder.begin(0.5, 0.5, 0);
    recorder.end();
    expect(recorder.written).toBe(false);
    recorder.begin(0.2, 0.5, 10);
    recorder.move(0.6, 0.5, 20);
    expect(recorder.written).toBe(true);
    recorder.clear();
    expect(recorder.written).toBe(false);
    expect(recorder.strokes).toEqual([]);
  });

  it('stays within what the host takes', () => {
    const recorder = createRecorder();
    for (let stroke = 0; stroke < STROKE_LIMITS.strokes + 20; stroke++) {
      recorder.begin(0.1, 0.1, stroke);
      recorder.end();
    }
    recorder.clear();
    recorder.begin(0, 0, 0);
    for (let i = 0; i < STROKE_LIMITS.points + 50; i++) recorder.move((i % 100) / 100, 0.5, i);
    expect(recorder.strokes[0]?.length).toBe(STROKE_LIMITS.points);
    expect(strokesSchema.safeParse(recorder.strokes).success).toBe(true);
  });
});
