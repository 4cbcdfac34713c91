import { err, ok, type Result } from '../core/index.ts';
import { readSynonyms } from './folder.ts';
import { type CatalogueProblem, Problems, problemLine } from './problem.ts';
import type { SynonymsFile } from './schemas/synonyms.ts';

/** The everyday words of the search. Read when the search is built; without them it still finds official words. */
export function loadSynonyms(options: {
  readonly assetsDir: string;
}): Result<SynonymsFile, CatalogueProblem> {
  const problems = new Problems();
  const file = readSynonyms(options.assetsDir, problems);
  const fault = problems.firstError();
  return file && !fault ? ok(file) : err({ message: fault ? problemLine(fault) : 'nothing was read' });
}
