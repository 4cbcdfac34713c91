import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { DIST, ensureBuilt } from '../../../electron/cli/build.ts';

type Metafile = Record<string, string[]>;
const metafile = (dir: string, name = 'metafile.json') =>
  JSON.parse(readFileSync(join(DIST, dir, name), 'utf8')) as Metafile;
const modulesOf = (files: Metafile) => Object.values(files).flat();

/** What plays hardware, backends or faults. */
const PLAYED = /^electron\/demo\/|emulator|sandbox-|faulty|^tests\//;

describe('what was built', () => {
  beforeAll(async () => {
    const built = await ensureBuilt(() => {});
    if (!built.ok) throw new Error(built.error.message);
  }, 180_000);

  it('production holds every program', () => {
    expect(Object.keys(metafile('host'))).toEqual(
      expect.arrayContaining([
        'browser-host.js',
        'electron-main.js',
        'electron-host.js',
        'tif-thread.js',
        'press-thread.js',
      ]),
    );
    expect(metafile('host', 'metafile-preload.json')).toEqual({
      'preload.cjs': ['electron/shell/preload.ts'],
    });
    expect(modulesOf(metafile('host'))).toEqual(
      expect.arrayContaining(['electron/host.ts', 'electron/store/open.ts']),
    );
  });
  it('nothing in production plays hardware, a backend or a fault', () => {
    expect(modulesOf(metafile('host')).filter((id) => PLAYED.test(id))).toEqual([]);
  });
  it('the demo does, so the check sees what it looks for', () => {
    const played = modulesOf(metafile('demo')).filter((id) => PLAYED.test(id));
    expect(played).toEqual(expect.arrayContaining(['electron/demo/compose.ts']));
    expect(played.some((id) => id.includes('emulator'))).toBe(true);
    expect(played.some((id) => id.includes('sandbox-'))).toBe(true);
  });
  it('no native addon is inside, only its name', () => {
    for (const dir of ['host', 'demo'])
      expect(
        modulesOf(metafile(dir)).filter(
          (id) =>
            /node_modules\/(better-sqlite3|serialport|@serialport|electron)\//.test(id) ||
            id.endsWith('.node'),
        ),
      ).toEqual([]);
    const files = readdirSync(DIST, { recursive: true }).map(String);
    expect(files.filter((file) => file.endsWith('.node'))).toEqual([]);
  });
  it('the fonts of the documents travel with the assets', () => {
    for (const file of [
      'fonts/NotoSansSC_400Regular.ttf',
      'fonts/NotoSansSC_700Bold.ttf',
      'profiles/demo.json',
      'regions/120000.json',
    ])
      expect(existsSync(join(DIST, 'assets', file)), file).toBe(true);
  });
  it('the pages need no inline script and no other origin', () => {
    for (const page of ['index.html', 'dock.html']) {
      const html = readFileSync(join(DIST, 'renderer', page), 'utf8');
      expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>|<style|\son\w+=|(src|href)="(https?:)?\/\//);
    }
  });
  it('the dock’s code is not among the kiosk’s', () => {
    const manifest = JSON.parse(readFileSync(join(DIST, 'renderer/manifest.json'), 'utf8')) as Record<
      string,
      { imports?: string[]; dynamicImports?: string[] }
    >;
    const seen = new Set<string>();
    const walk = (key: string) => {
      if (seen.has(key)) return;
      seen.add(key);
      for (const next of [...(manifest[key]?.imports ?? []), ...(manifest[key]?.dynamicImports ?? [])])
        walk(next);
    };
    walk('index.html');
    expect(manifest['index.html']).toBeDefined();
    expect([...seen].filter((key) => key.startsWith('dock'))).toEqual([]);
  });
});
