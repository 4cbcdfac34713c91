import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { FAILURE_KINDS } from '../../../electron/journey/failures.ts';
import { failureWords, loadWords, translator } from '../../../renderer/i18n/index.ts';
import { makeFailure } from '../../support/views.ts';

const folder = join(import.meta.dirname, '../../../assets/locales');
const languages = ['zh-CN', 'en'] as const;

type Tree = { readonly [key: string]: string | Tree };

function flat(tree: Tree, path = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(path + key, value);
    else for (const [inner, text] of flat(value, `${path}${key}.`)) found.set(inner, text);
  }
  return found;
}

const read = (language: string, file: string) =>
  flat(JSON.parse(readFileSync(join(folder, language, file), 'utf8')) as Tree);
const files = readdirSync(join(folder, 'zh-CN')).sort();

/** What must never stand on a screen, and why it would be untrue or unkind. */
const NEVER = [
  /[!！]/,
  /只带身份证就能办/,
  /和在当地办一样/,
  /不留您的任何信息/,
  /专人当天回复/,
  /改为代收代办/,
];

beforeAll(async () => {
  for (const language of languages) await loadWords(language);
});

describe('locales', () => {
  it('has the same files in both languages', () => {
    expect(readdirSync(join(folder, 'en')).sort()).toEqual(files);
  });

  it.each(files)('%s: same keys, same placeholders, nothing empty', (file) => {
    const [zh, en] = languages.map((language) => read(language, file)) as [
      Map<string, string>,
      Map<string, string>,
    ];
    expect([...en.keys()].sort()).toEqual([...zh.keys()].sort());
    for (const [key, text] of zh) {
      const other = en.get(key) as string;
      expect(text.trim(), key).not.toBe('');
      expect(other.trim(), key).not.toBe('');
      const holes = (one: string) => [...new Set(one.match(/\{\{\w+\}\}/g) ?? [])].sort();
      expect(holes(other), key).toEqual(holes(text));
    }
  });

  it('says nothing that cannot be true, and shouts at nobody', () => {
    for (const language of languages)
      for (const file of files)
        for (const [key, text] of read(language, file))
          for (const never of NEVER) expect(text, `${file} ${key}`).not.toMatch(never);
  });

  it('has a title and an advice for every failure of the journey, in both languages', () => {
    for (const language of languages) {
      const t = translator(language);
      for (const kind of FAILURE_KINDS) {
        const words = failureWords(t, makeFailure(kind));
        if (kind !== 'internal') expect(words, kind).not.toEqual(failureWords(t, makeFailure('internal')));
        expect(words.title).not.toContain('failures:');
        expect(words.advice.length).toBeGreaterThan(5);
      }
    }
  });

  it('reads a failure that this build does not know as an internal one', () => {
    const t = translator('en');
    expect(failureWords(t, makeFailure('of-another-version'))).toEqual(
      failureWords(t, makeFailure('internal')),
    );
  });

  it('uses every key that a source names', () => {
    const sources = readdirSync(join(folder, '../../renderer'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
      .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'))
      .join('\n');
    const used = [...sources.matchAll(/['"]((?:screens|input|failures):[\w.-]+)['"]/g)].map(
      (match) => match[1] as string,
    );
    expect(used.length).toBeGreaterThan(100);
    for (const key of used) {
      const [file, path] = key.split(':') as [string, string];
      const keys = read('zh-CN', `${file}.json`);
      const there = keys.has(path) || keys.has(`${path}_other`);
      expect(there, key).toBe(true);
    }
  });
});
