import { cpSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const ASSETS = join(import.meta.dirname, '../../assets');

/** 企业登记档案资料查询 */
export const ARCHIVE_QUERY = 'XT-SJ-015';

/** Fifteen divisions of the catalogue, as a group's subsidiaries might lie. */
export const FIFTEEN: readonly string[] = [
  '120000',
  '130100',
  '130200',
  '130300',
  '130400',
  '130600',
  '130700',
  '130900',
  '131000',
  '370100',
  '370300',
  '371000',
  '371100',
  '410100',
  '440100',
];

const read = (path: string) => JSON.parse(readFileSync(join(ASSETS, path), 'utf8'));

/**
 * The program's assets with fifteen regions of one matter, each a line of its own (REST), and agreements by which this machine
 * takes them in. The names by code, as lists have them.
 */
export function fifteenCities(folder: string): { assetsDir: string; names: ReadonlyMap<string, string> } {
  const assetsDir = join(folder, 'assets');
  mkdirSync(join(assetsDir, 'regions'), { recursive: true });
  for (const part of ['calendar', 'characters', 'locales', 'phone', 'pictures', 'profiles'])
    symlinkSync(join(ASSETS, part), join(assetsDir, part));
  cpSync(join(ASSETS, 'catalogue'), join(assetsDir, 'catalogue'), { recursive: true });
  const { divisions } = read('catalogue/divisions.json') as {
    divisions: { code: string; name: { 'zh-CN': string; en: string } }[];
  };
  const tianjin = read('regions/120000.json');
  const names = new Map<string, string>();
  for (const code of FIFTEEN) {
    const name = divisions.find((one) => one.code === code)?.name ?? { 'zh-CN': code, en: code };
    const short = { 'zh-CN': name['zh-CN'].replace(/市$/, ''), en: name.en };
    names.set(code, short['zh-CN']);
    const matter = {
      matter: ARCHIVE_QUERY,
      effectiveFrom: '2026-01-01',
      authority: { 'zh-CN': `${name['zh-CN']}登记机关`, en: `Registry of ${name.en}` },
      authorityLevel: code.endsWith('0000') ? 2 : 3,
      depth: 'collection',
      codeScheme: '24',
      taskCode: `${code}TB9931200150000000`,
      hours: 'always',
    };
    // Codes of this standard have 24 characters.
    const adapter = { ...tianjin.adapter, codeSet: 'gb-39046', mappings: {} };
    const region = { ...tianjin, code, name, short, adapter, matters: [matter] };
    writeFileSync(join(assetsDir, 'regions', `${code}.json`), JSON.stringify(region));
  }
  const { agreements } = read('catalogue/agreements.json') as { agreements: { id: string; own: string }[] };
  const model = agreements.find(({ id }) => id === 'etown-jinan') as Record<string, unknown>;
  const more = FIFTEEN.filter((code) => code !== '120000').map((own) => ({
    ...model,
    id: `etown-${own}`,
    matters: [ARCHIVE_QUERY],
    own,
    signatures: (model.signatures as { region: string }[]).map((one) =>
      one.region === '370100' ? { ...one, region: own } : one,
    ),
  }));
  rmSync(join(assetsDir, 'catalogue/halls.json'));
  writeFileSync(join(assetsDir, 'catalogue/halls.json'), JSON.stringify({ halls: [] }));
  writeFileSync(join(assetsDir, 'catalogue/agreements.json'), JSON.stringify({ agreements: more }));
  return { assetsDir, names };
}
