import type { z } from 'zod';

/** Why the catalogue cannot be used: one line that says which file, where in it, and what to do. */
export interface CatalogueProblem {
  readonly message: string;
}

/** Thrown inside the loader only; its front door turns it into a `Result`. */
export class CatalogueError extends Error {}

export function fail(file: string, what: string): never {
  throw new CatalogueError(`${file}: ${what}`.replace(/\s+/g, ' '));
}

/** `matters[0].fee.en` */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path)
    text += typeof part === 'number' ? `[${part}]` : text === '' ? String(part) : `.${String(part)}`;
  return text;
}

/** The first thing wrong, in words. */
export function issueText(issue: z.core.$ZodIssue): string {
  const where = pathText(issue.path) || 'the file';
  if (issue.code === 'unrecognized_keys')
    return `${where} has the unknown key "${issue.keys[0]}"; remove it or correct its spelling`;
  if (issue.code === 'invalid_type' && issue.input === undefined) return `${where} is missing; add it`;
  const expected = issue.message.replace(/^Invalid input: /, '');
  return `${where}: ${expected}; correct it`;
}
