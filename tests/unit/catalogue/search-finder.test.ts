import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type Catalogue,
  checkCatalogue,
  createMatterFinder,
  loadCatalogue,
  loadPinyin,
  loadSynonyms,
  type MatterFinderDeps,
  NO_SYNONYMS,
} from '../../../electron/catalogue/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';

const assetsDir = join(import.meta.dirname, '../../../assets');
const TIANJIN = '120000';

function catalogueOf(regionCodes = [TIANJIN]): Catalogue {
  const loaded = loadCatalogue({ assetsDir, regionCodes, clock: new VirtualClock() });
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

const words = () => {
  const read = loadSynonyms({ assetsDir });
  if (!read.ok) throw new Error(read.error.message);
  return read.value;
};

const finderOf = (over: Partial<MatterFinderDeps> = {}) => {
  const catalogue = catalogueOf();
  return createMatterFinder({
    catalogue: () => catalogue,
    synonyms: words,
    pinyin: loadPinyin,
    now: () => new VirtualClock().now(),
    ...over,
  });
};

describe('the finder over the catalogue', () => {
  it('answers nothing until it is prepared', async () => {
    const finder = finderOf();
    expect(finder.find(TIANJIN, '身份证明')).toBeNull();
    await finder.prepare();
    expect(finder.find(TIANJIN, '身份证明')).not.toBeNull();
  });

  it('finds the matter as the region has it', async () => {
    const finder = finderOf();
    await finder.prepare();
    const card = catalogueOf().matters(TIANJIN)[0];
    if (!card) throw new Error('the sample region offers nothing');
    const finding = finder.find(TIANJIN, card.name['zh-CN']);
    expect(finding).toMatchObject({ region: TIANJIN, hits: [{ matter: card }] });
    expect(finding?.hits[0]?.marks).toEqual([{ from: 0, to: card.name['zh-CN'].length }]);
  });

  it('says that another region has what is not here', async () => {
    const finder = finderOf();
    await finder.prepare();
    const card = catalogueOf().matters(TIANJIN)[0];
    const finding = finder.find('440100', card?.name['zh-CN'] ?? '');
    expect(finding).toMatchObject({ hits: [], total: 0, elsewhere: [{ region: TIANJIN }] });
  });

  it('builds its index anew for another catalogue and for another day, and for nothing else', async () => {
    const clock = new VirtualClock();
    let catalogue = catalogueOf();
    let builds = 0;
    const finder = finderOf({
      catalogue: () => catalogue,
      now: () => clock.now(),
      synonyms: () => {
        builds++;
        return words();
      },
    });
    await finder.prepare();
    finder.find(TIANJIN, 'a');
    finder.find(TIANJIN, 'b');
    expect(builds).toBe(1);
    catalogue = catalogueOf();
    finder.find(TIANJIN, 'c');
    expect(builds).toBe(2);
    await clock.advance(24 * 3_600_000);
    finder.find(TIANJIN, 'd');
    expect(builds).toBe(3);
  });

  it('finds official words without the table of everyday words', async () => {
    const finder = finderOf({ synonyms: () => NO_SYNONYMS });
    await finder.prepare();
    expect(finder.find(TIANJIN, '临时身份证明')?.hits).not.toEqual([]);
    expect(finder.find(TIANJIN, '没带身份证住酒店')?.hits).toEqual([]);
  });
});

describe('the table of everyday words', () => {
  it.each([
    ['{', 'broken JSON'],
    [
      '{"about":"x","fillers":{"zh-CN":[],"en":[]},"words":[{"say":[],"matters":["XT-GA-001"]}]}',
      'words[0].say',
    ],
    [
      '{"about":"x","fillers":{"zh-CN":[],"en":[]},"words":[{"say":["a"],"matters":["GA"]}]}',
      'words[0].matters[0]',
    ],
  ])('is refused when it is %s', async (content, says) => {
    const dir = mkdtempSync(join(tmpdir(), 'tongban-synonyms-'));
    try {
      await mkdir(join(dir, 'catalogue'));
      writeFileSync(join(dir, 'catalogue/synonyms.json'), content);
      const read = loadSynonyms({ assetsDir: dir });
      expect(read.ok ? '' : read.error.message).toContain(says);
      expect(read.ok ? '' : read.error.message).toContain('catalogue/synonyms.json');
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it.each([
    [{ say: ['办证'], matters: ['XT-ZZ-999'] }, 'words[0].matters[0]', 'XT-ZZ-999, which is unknown'],
    [{ say: ['办证', '办证'], matters: ['XT-GA-020'] }, 'words[0].say[1]', 'keep one of them'],
  ])('is checked with the catalogue: %j', (entry, path, says) => {
    const dir = mkdtempSync(join(tmpdir(), 'tongban-synonyms-'));
    try {
      for (const folder of ['catalogue', 'regions', 'calendar'])
        cpSync(join(assetsDir, folder), join(dir, folder), { recursive: true });
      const table = { about: 'x', fillers: { 'zh-CN': [], en: [] }, words: [entry] };
      writeFileSync(join(dir, 'catalogue/synonyms.json'), JSON.stringify(table));
      const errors = checkCatalogue(dir).filter(({ severity }) => severity === 'error');
      expect(errors).toMatchObject([{ file: 'catalogue/synonyms.json', path }]);
      expect(errors[0]?.message).toContain(says);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});
