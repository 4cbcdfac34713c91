import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const root = dirname(fileURLToPath(import.meta.url));

/** The pages that both shells serve: `index.html` for the citizen, `dock.html` for the hands that play the hardware. */
export default defineConfig({
  root: join(root, 'renderer'),
  // Relative addresses: the same files are served at http://127.0.0.1:PORT/ and at app://kiosk/.
  base: './',
  publicDir: false,
  plugins: [react()],
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
