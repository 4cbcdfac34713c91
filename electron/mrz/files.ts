import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Paths of what the reader of words is made of: its program, the program's code and its data. */
export interface ReadingFiles {
  readonly core: string;
  readonly wasm: string;
  readonly data: string;
}

/** The name in the assets folder, and the file in the npm package that the build copies there. */
export const READING_FILES = {
  core: ['tesseract-core.cjs', 'tesseract.js-core/tesseract-core-simd-lstm.js'],
  wasm: ['tesseract-core.wasm', 'tesseract.js-core/tesseract-core-simd-lstm.wasm'],
  data: ['eng.traineddata.gz', '@tesseract.js-data/eng/4.0.0_best_int/eng.traineddata.gz'],
} as const;

/** The files of a build whose assets lie in `assetsDir`; without `ocr` in it, those of the npm packages. Throws when one is nowhere. */
export function readingFilesIn(assetsDir: string): ReadingFiles {
  const resolve = createRequire(import.meta.url).resolve;
  const find = ([name, file]: readonly [string, string]) => {
    const own = join(assetsDir, 'ocr', name);
    return existsSync(own) ? own : resolve(file);
  };
  return {
    core: find(READING_FILES.core),
    wasm: find(READING_FILES.wasm),
    data: find(READING_FILES.data),
  };
}
