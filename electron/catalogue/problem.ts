import type { z } from 'zod';

/** Why the catalogue cannot be used: one line that says which file, where in it, and what to do. */
export interface CatalogueProblem {
  readonly message: string;
}

/** Thrown by `compileForm` only; whoever calls it makes a `Problem` of it. */
export class CatalogueError extends Error {}

export function fail(file: string, what: string): never {
  throw new CatalogueError(`${file}: ${what}`.replace(/\s+/g, ' '));
}

/** One thing wrong in the assets. */
export interface Problem {
  /** A warning stops nobody: something is there that nothing uses. */
  readonly severity: 'error' | 'warning';
  /** Relative to the assets folder, forward slashes. */
  readonly file: string;
  /** `matters[0].fee.text.en`; empty for the file as a whole. */
  readonly path: string;
  /** What is wrong there and what to do, to be read after the path. */
  readonly message: string;
}

/** Collects what is wrong. The same message at the same place is said once. */
export class Problems {
  readonly #found = new Map<string, Problem>();

  error(file: string, path: string, message: string): void {
    this.#add({ severity: 'error', file, path, message });
  }

  warning(file: string, path: string, message: string): void {
    this.#add({ severity: 'warning', file, path, message });
  }

  /** In the order in which they were found. */
  all(): readonly Problem[] {
    return [...this.#found.values()];
  }

  firstError(): Problem | null {
    for (const problem of this.#found.values()) if (problem.severity === 'error') return problem;
    return null;
  }

  #add(problem: Problem): void {
    const line = problemLine(problem);
    if (!this.#found.has(line)) this.#found.set(line, problem);
  }
}

/** The whole problem in one line. */
export function problemLine({ file, path, message }: Problem): string {
  return `${file}: ${path === '' ? 'the file' : path} ${message}`.replace(/\s+/g, ' ');
}

/** `matters[0].fee.en` */
export function pathText(path: readonly PropertyKey[]): string {
  let text = '';
  for (const part of path)
    text += typeof part === 'number' ? `[${part}]` : text === '' ? String(part) : `.${String(part)}`;
  return text;
}

type Issue = z.core.$ZodIssue;

/** Everything that a schema found wrong, each with its path and a sentence. Expects `reportInput`. */
export function issueProblems(issues: readonly Issue[]): { path: string; message: string }[] {
  return issues
    .flatMap((issue) => flat(issue, []))
    .map(({ at, message }) => ({ path: pathText(at), message }));
}

function flat(issue: Issue, above: readonly PropertyKey[]): { at: PropertyKey[]; message: string }[] {
  const at = [...above, ...issue.path];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({
      at,
      message: `has the unknown key "${key}"; remove it or correct its spelling`,
    }));
  if (issue.input === undefined && issue.code !== 'custom') return [{ at, message: 'is missing; add it' }];
  if (issue.code === 'invalid_union') {
    const branch = nearestBranch(issue.errors);
    if (branch) return branch.flatMap((inner) => flat(inner, at));
  }
  return [{ at, message: `${sentence(issue)}; correct it` }];
}

/** The alternative that was meant: the one whose faults lie inside the value, not in what kind of value it is. */
function nearestBranch(branches: readonly (readonly Issue[])[]): readonly Issue[] | null {
  const deep = branches.filter(
    (branch) =>
      branch.length > 0 &&
      !branch.some(
        ({ path, code }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'),
      ),
  );
  return deep.length === 1 ? (deep[0] as readonly Issue[]) : null;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  object: 'an object in braces',
  array: 'a list',
  null: 'null',
};

function sentence(issue: Issue): string {
  if (issue.code === 'invalid_type' && issue.expected === 'int') return 'must be a whole number';
  if (issue.code === 'invalid_type')
    return `must be ${KINDS[issue.expected] ?? issue.expected}, not ${KINDS[kindOf(issue.input)]}`;
  if (issue.code === 'invalid_value')
    return `must be ${issue.values.length > 1 ? 'one of ' : ''}${issue.values.map((value) => JSON.stringify(value)).join(', ')}`;
  if (issue.code === 'invalid_union' && issue.message === 'Invalid input')
    return 'has none of the shapes that are possible here';
  if ((issue.code === 'too_small' || issue.code === 'too_big') && /^Too (small|big)/.test(issue.message))
    return issue.code === 'too_small'
      ? `must be at least ${issue.minimum}`
      : `must be at most ${issue.maximum}`;
  return issue.message.replace(/^Invalid input: /, '');
}

function kindOf(value: unknown): string {
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : typeof value;
}

/** Calls `found` for each value that stood before. */
export function repeated(values: readonly string[], found: (index: number, value: string) => void): void {
  const seen = new Set<string>();
  for (const [i, value] of values.entries()) {
    if (seen.has(value)) found(i, value);
    seen.add(value);
  }
}
