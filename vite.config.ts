import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig, type Plugin } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));

const FIRST = '?first';
/** What the file is called then, so that nobody takes it for JSON. */
const NAMED = '.first.js';

/**
 * `words.json?first` is the file once more with a name for each part: only what is imported from it by name goes into the
 * first script, whatever a later script takes from the file itself.
 */
export const firstWords: Plugin = {
  name: 'first-words',
  enforce: 'pre',
  resolveId: (source, from) =>
    source.endsWith(FIRST) && from ? `${join(dirname(from), source.slice(0, -FIRST.length))}${NAMED}` : null,
  load(id) {
    if (!id.endsWith(NAMED)) return null;
    const file = id.slice(0, -NAMED.length);
    // A test run that takes the importing file from its cache asks by the path below the root.
    const parts = Object.entries(
      JSON.parse(readFileSync(file.startsWith(root) ? file : join(root, file), 'utf8')),
    );
    // A part may be called what no variable may, `case` for one.
    return parts
      .map(
        ([name, words], at) =>
          `const part${at} = ${JSON.stringify(words)};\nexport { part${at} as ${name} };`,
      )
      .join('\n');
  },
};

/** The pages that both shells serve: `index.html` for the citizen, `dock.html` for the hands that play the hardware. */
export default defineConfig({
  root: join(root, 'renderer'),
  // Relative addresses: the same files are served at http://127.0.0.1:PORT/ and at app://kiosk/.
  base: './',
  publicDir: false,
  plugins: [firstWords, react()],
  build: {
    outDir: join(root, 'dist/renderer'),
    emptyOutDir: true,
    target: 'chrome120',
    manifest: 'manifest.json',
    // Data addresses and inline scripts would need a laxer content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
    rolldownOptions: {
      input: { kiosk: join(root, 'renderer/index.html'), dock: join(root, 'renderer/dock.html') },
    },
  },
});
