import { join } from 'node:path';
import { defineConfig } from 'vite';
import pages from './vite.config.ts';

/**
 * The gallery of components, `npx vite -c vite.gallery.config.ts`. Built apart from the pages that machines show: it is not
 * among them in any build, and what it alone uses weighs nothing in theirs.
 */
export default defineConfig({
  ...pages,
  server: { open: '/gallery.html' },
  build: {
    ...pages.build,
    outDir: join(import.meta.dirname, 'dist/gallery'),
    rolldownOptions: { input: { gallery: join(import.meta.dirname, 'renderer/gallery.html') } },
  },
});
