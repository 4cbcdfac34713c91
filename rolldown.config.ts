import { cpSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin, type RolldownOptions } from 'rolldown';

const root = dirname(fileURLToPath(import.meta.url));

/** A thread that a region adapter starts; it looks for this name beside its own file. */
const TIF_THREAD = 'electron/regions/adapters/tif-gateway/thread-entry.ts';
/** The thread that makes the papers; found in the same way. */
const PRESS_THREAD = 'electron/documents/worker-entry.ts';
/** The thread that reads pictures of travel documents; found in the same way. */
const MRZ_THREAD = 'electron/mrz/worker-entry.ts';

/**
 * The host's programs. Production and demo are built apart, so that the module list of a production output shows
 * nothing of the demo (`tests/unit/tooling/bundle.test.ts` reads it).
 */
const OUTPUTS = [
  {
    dir: 'dist/host',
    format: 'esm',
    entries: {
      'browser-host': 'electron/browser-shell/host-entry.ts',
      'electron-main': 'electron/shell/main.ts',
      'electron-host': 'electron/shell/host-entry.ts',
      'tif-thread': TIF_THREAD,
      'press-thread': PRESS_THREAD,
      'mrz-thread': MRZ_THREAD,
    },
  },
  { dir: 'dist/host', format: 'cjs', entries: { preload: 'electron/shell/preload.ts' } },
  {
    dir: 'dist/demo',
    format: 'esm',
    entries: {
      'browser-host': 'electron/demo/browser-entry.ts',
      'electron-host': 'electron/demo/electron-entry.ts',
      'tif-thread': TIF_THREAD,
      'press-thread': PRESS_THREAD,
      'mrz-thread': MRZ_THREAD,
    },
  },
] as const;

/** Native addons stay outside: they belong to the runtime layer, the bundle is JavaScript only. */
const EXTERNAL = [
  /^node:/,
  'electron',
  'better-sqlite3',
  'serialport',
  // Finds its own files by __dirname and tries two addons that are never built: it stays a package, beside the addons.
  'ssh2',
];

/** Fonts that documents are printed with; they come from a package and travel with the assets. */
const FONTS = {
  'NotoSansSC_400Regular.ttf': '@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf',
  'NotoSansSC_700Bold.ttf': '@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf',
  LICENSE_FONT: '@expo-google-fonts/noto-sans-sc/LICENSE_FONT',
};

/** What reads words in pictures: its program, and the data of one language. They come from packages, too. */
const READING = {
  'tesseract-core.cjs': 'tesseract.js-core/tesseract-core-simd-lstm.js',
  'tesseract-core.wasm': 'tesseract.js-core/tesseract-core-simd-lstm.wasm',
  'eng.traineddata.gz': '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz',
  LICENSE: 'tesseract.js-core/LICENSE',
};

/** Writes which modules went into which file, for the test of the production wall. */
function metafile(name: string): Plugin {
  return {
    name: 'metafile',
    writeBundle(options, bundle) {
      const files: Record<string, string[]> = {};
      for (const chunk of Object.values(bundle))
        if (chunk.type === 'chunk')
          files[chunk.fileName] = Object.keys(chunk.modules)
            .map((id) => relative(root, id).replaceAll('\\', '/'))
            .sort();
      writeFileSync(join(options.dir as string, name), `${JSON.stringify(files, null, 1)}\n`);
    },
  };
}

/** Copies data files; the demo's profile and pictures for the README travel too, they are not code. */
function assets(): Plugin {
  return {
    name: 'assets',
    writeBundle() {
      const to = join(root, 'dist/assets');
      rmSync(to, { recursive: true, force: true });
      cpSync(join(root, 'assets'), to, {
        recursive: true,
        filter: (from) => !from.includes('/assets/pictures'),
      });
      mkdirSync(join(to, 'fonts'), { recursive: true });
      for (const [folder, files] of Object.entries({ fonts: FONTS, ocr: READING }))
        for (const [name, from] of Object.entries(files))
          cpSync(join(root, 'node_modules', from), join(to, folder, name));
    },
  };
}

export default defineConfig(
  OUTPUTS.flatMap(({ dir, format, entries }, index): RolldownOptions[] => {
    const present = Object.entries(entries).filter(([, file]) => existsSync(join(root, file)));
    if (present.length === 0) return [];
    return [
      {
        cwd: root,
        input: Object.fromEntries(present),
        platform: 'node',
        external: EXTERNAL,
        tsconfig: false,
        transform: { target: 'node24' },
        // Packages with a CommonJS face are bundled too; what they require of Node has to be there in an ES module.
        output: {
          dir: join(root, dir),
          format,
          entryFileNames: format === 'cjs' ? '[name].cjs' : '[name].js',
          chunkFileNames: 'chunks/[name]-[hash].js',
          sourcemap: true,
        },
        plugins: [
          metafile(format === 'cjs' ? 'metafile-preload.json' : 'metafile.json'),
          ...(index === 0 ? [assets()] : []),
        ],
        onLog(level, log, handler) {
          if (level === 'warn' && log.code === 'EVAL') return;
          handler(level, log);
        },
      },
    ];
  }),
);
