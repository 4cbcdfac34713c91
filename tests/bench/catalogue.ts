import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadCatalogue } from '../../electron/catalogue/index.ts';
import { openSqlite } from '../../electron/store/index.ts';
import { goodAssets, material, taskCode, text, writeAssets } from '../support/catalogue-assets.ts';
import { type Figure, percentile, quick, report } from './support.ts';

/**
 * A country's worth of matters: 334 regions with 300 matters each, 100,200 versions, every one with an authority, a
 * code and a changed material of its own. Each start is a process of its own, so that its memory can be measured.
 */
const REGIONS = quick ? 20 : 334;
const MATTERS = quick ? 150 : 300;
const QUESTIONS = 2_000;

type Kind = 'first start, compiled' | 'later start, compiled' | 'memory only';

interface Measured {
  readonly loadMs: number;
  /** Of the processor: what the machine's other work cannot stretch. */
  readonly cpuMs: number;
  /** Of the whole process, after a collection. */
  readonly rssMb: number;
  /** The highest so far. */
  readonly peakMb: number;
  readonly guides: readonly number[];
  readonly listMs: number;
}

const codes = Array.from({ length: REGIONS }, (_, i) => {
  const province = 11 + (i % 30);
  const city = 1 + Math.floor(i / 30);
  return `${province}${String(city).padStart(2, '0')}00`;
});
const matterCodes = Array.from({ length: MATTERS }, (_, i) => `XT-GA-${String(i + 1).padStart(3, '0')}`);

function write(): string {
  const assets = goodAssets();
  const [matter] = assets['catalogue/matters.json'].matters;
  const guide = assets['catalogue/guides/XT-GA-020.json'];
  const region = assets['regions/120000.json'];
  const [division] = assets['catalogue/divisions.json'].divisions;
  for (const name of Object.keys(assets)) if (/guides|regions/.test(name)) delete assets[name];
  assets['catalogue/matters.json'].matters = matterCodes.map((code) => ({ ...matter, code }));
  for (const code of matterCodes) assets[`catalogue/guides/${code}.json`] = { ...guide, matter: code };
  const places = assets['catalogue/divisions.json'].divisions;
  const known = new Set(places.map((one: { code: string }) => one.code));
  for (const code of codes) {
    if (!known.has(code)) places.push({ ...division, code });
    assets[`regions/${code}.json`] = {
      ...region,
      code,
      matters: matterCodes.map((matterCode, i) => ({
        matter: matterCode,
        effectiveFrom: '2026-01-01',
        authority: text(`${code} 第 ${i} 局`, `Office ${i} of ${code}`),
        promisedWorkingDays: i % 3,
        codeScheme: '31',
        taskCode: taskCode(code, 3, i + 1),
        authorityLevel: 3,
        materials: {
          change: [material('card', `身份证，${code}。`, `Identity card, as ${code} wants it.`)],
          add: [material('form', '申请表。', 'The form.', { kind: 'form' })],
        },
      })),
    };
  }
  assets['catalogue/agreements.json'].agreements = [];
  return writeAssets(assets);
}

/** In the child: one start and some questions. */
function measure(kind: Kind, assetsDir: string, dataDir: string): Measured {
  const collect = (globalThis as { gc?: () => void }).gc ?? (() => {});
  const before = process.cpuUsage();
  const began = performance.now();
  const loaded = loadCatalogue({
    assetsDir,
    regionCodes: codes,
    clock: { now: () => Date.parse('2026-11-21T04:00:00Z') },
    ...(kind === 'memory only'
      ? {}
      : { storage: { file: join(dataDir, 'catalogue.db'), openDatabase: openSqlite } }),
  });
  const loadMs = performance.now() - began;
  const { user, system } = process.cpuUsage(before);
  const cpuMs = (user + system) / 1000;
  if (!loaded.ok) throw new Error(loaded.error.message);
  const catalogue = loaded.value;
  collect();
  const mb = (bytes: number) => bytes / 2 ** 20;
  const rssMb = mb(process.memoryUsage().rss);
  const guides = Array.from({ length: QUESTIONS }, (_, i) => {
    const asked = performance.now();
    // Far apart: hardly ever what was asked last.
    const guide = catalogue.guide(
      codes[(i * 7919) % codes.length] as string,
      matterCodes[(i * 104_729) % matterCodes.length] as string,
    );
    if (!guide) throw new Error('no guide');
    return performance.now() - asked;
  });
  const asked = performance.now();
  if (catalogue.matters(codes[1] as string).length !== MATTERS) throw new Error('matters are missing');
  const listMs = performance.now() - asked;
  catalogue.close();
  return { loadMs, cpuMs, rssMb, peakMb: process.resourceUsage().maxRSS / 1024, guides, listMs };
}

const [, , role, kind, assetsDir, dataDir] = process.argv;
if (role === '--child') {
  process.stdout.write(JSON.stringify(measure(kind as Kind, assetsDir as string, dataDir as string)));
} else {
  const assets = write();
  const data = mkdtempSync(join(tmpdir(), 'catalogue-bench-'));
  try {
    const figures: Figure[] = [{ what: 'versions of matters', value: REGIONS * MATTERS, unit: '' }];
    for (const one of ['first start, compiled', 'later start, compiled', 'memory only'] satisfies Kind[]) {
      const child = spawnSync(
        process.execPath,
        ['--expose-gc', import.meta.filename, '--child', one, assets, data, ...(quick ? ['--quick'] : [])],
        { encoding: 'utf8', maxBuffer: 2 ** 24 },
      );
      if (child.status !== 0) throw new Error(child.stderr);
      const { loadMs, cpuMs, rssMb, peakMb, guides, listMs } = JSON.parse(child.stdout) as Measured;
      figures.push(
        { what: `${one}: loading`, value: loadMs, unit: 'ms' },
        { what: `${one}: loading, of the processor`, value: cpuMs, unit: 'ms' },
        { what: `${one}: process, after a collection`, value: rssMb, unit: 'MB' },
        { what: `${one}: process, highest`, value: peakMb, unit: 'MB' },
        { what: `${one}: a guide, median`, value: percentile(guides, 0.5) * 1000, unit: 'µs' },
        { what: `${one}: a guide, 95 %`, value: percentile(guides, 0.95) * 1000, unit: 'µs' },
        { what: `${one}: list of a region`, value: listMs, unit: 'ms' },
      );
    }
    figures.push({
      what: 'compiled file',
      value: statSync(join(data, 'catalogue.db')).size / 2 ** 20,
      unit: 'MB',
    });
    report('catalogue', figures);
  } finally {
    rmSync(assets, { recursive: true });
    rmSync(data, { recursive: true });
  }
}
