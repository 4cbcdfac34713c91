import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadRatingRemarks } from '../../../electron/cases/index.ts';
import { satisfactionSchema } from '../../../electron/contract/index.ts';
import { SATISFACTIONS } from '../../../electron/regions/index.ts';

let assetsDir: string;
beforeEach(() => {
  assetsDir = mkdtempSync(join(tmpdir(), 'tongban-remarks-'));
  mkdirSync(join(assetsDir, 'catalogue'));
});
afterEach(() => rmSync(assetsDir, { recursive: true, force: true }));

const write = (content: unknown) =>
  writeFileSync(
    join(assetsDir, 'catalogue/rating-remarks.json'),
    typeof content === 'string' ? content : JSON.stringify(content),
  );
const remark = (code: string) => ({ code, levels: ['satisfied'], text: { 'zh-CN': '好', en: 'good' } });
const load = (samples = true) => loadRatingRemarks({ assetsDir, samples });

describe('the remarks that go with a rating', () => {
  it('have some for every level in the list that is delivered', () => {
    const loaded = loadRatingRemarks({
      assetsDir: join(import.meta.dirname, '../../../assets'),
      samples: true,
    });
    if (!loaded.ok) throw new Error(loaded.error.message);
    for (const level of satisfactionSchema.options)
      expect(loaded.value.some(({ levels }) => levels.includes(level))).toBe(true);
    expect(satisfactionSchema.options).toEqual([...SATISFACTIONS]);
  });

  it('are none where only a sample is there and samples do not count, or no list at all', () => {
    expect(load()).toEqual({ ok: true, value: [] });
    write({ version: '1', sample: true, remarks: [remark('A')] });
    expect(load(false)).toEqual({ ok: true, value: [] });
    expect(load()).toMatchObject({ value: [{ code: 'A' }] });
    write({ version: '2', sample: false, remarks: [remark('A')] });
    expect(load(false)).toMatchObject({ value: [{ code: 'A' }] });
  });

  it.each([
    ['no JSON', '{', 'is no JSON'],
    ['a code twice', { version: '1', sample: false, remarks: [remark('A'), remark('A')] }, 'a code twice'],
    ['no version', { sample: false, remarks: [] }, 'version'],
  ])('with %s are a fault that says where', (_, content, message) => {
    write(content);
    const loaded = load();
    expect(!loaded.ok && loaded.error.message).toContain(message);
  });
});
