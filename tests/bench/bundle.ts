import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { DIST, ensureBuilt } from '../../electron/cli/build.ts';
import { report } from './support.ts';

/** P7: what the kiosk's page must load before its first screen: its script and everything that imports statically. */
const built = await ensureBuilt((line) => console.error(line));
if (!built.ok) throw new Error(built.error.message);

interface Entry {
  readonly file: string;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
  readonly isDynamicEntry?: boolean;
}
const pages = join(DIST, 'renderer');
const manifest = JSON.parse(readFileSync(join(pages, 'manifest.json'), 'utf8')) as Record<string, Entry>;

function initial(page: string): { js: Set<string>; css: Set<string> } {
  const js = new Set<string>();
  const css = new Set<string>();
  const walk = (key: string) => {
    const entry = manifest[key];
    if (!entry) throw new Error(`the manifest has no ${key}`);
    if (js.has(entry.file)) return;
    js.add(entry.file);
    for (const file of entry.css ?? []) css.add(file);
    for (const next of entry.imports ?? []) walk(next);
  };
  walk(page);
  return { js, css };
}
const gzipped = (files: Iterable<string>) =>
  [...files].reduce(
    (sum, file) => sum + gzipSync(readFileSync(join(pages, file)), { level: 9 }).byteLength,
    0,
  ) / 1024;

const { js, css } = initial('index.html');
const later = Object.values(manifest).filter((entry) => entry.isDynamicEntry && !js.has(entry.file));
const figures = [
  { what: 'kiosk: JavaScript before the first screen, gzip', value: gzipped(js), unit: 'KB', target: 200 },
  { what: 'kiosk: styles before the first screen, gzip', value: gzipped(css), unit: 'KB' },
  {
    what: 'kiosk: scripts loaded when needed, gzip',
    value: gzipped(later.map((entry) => entry.file)),
    unit: 'KB',
  },
];
if (!(figures[0] && figures[0].value > 1)) throw new Error('no script was found: the measurement is wrong');
report('bundle', figures);
