import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { z } from 'zod';
import { fail, issueText } from './problem.ts';

/** The only module of this room that touches the disk. Paths in messages are relative to the assets folder. */

/** `name` with forward slashes, relative to `assetsDir`. Throws `CatalogueError`. */
export function readAsset<S extends z.ZodType>(assetsDir: string, name: string, schema: S): z.infer<S> {
  let text: string;
  try {
    text = readFileSync(join(assetsDir, name), 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return fail(
      name,
      code === 'ENOENT'
        ? 'there is no such file; add it or correct the reference to it'
        : `cannot be read (${code})`,
    );
  }
  const answer = schema.safeParse(parse(name, text), { reportInput: true });
  if (!answer.success) fail(name, issueText(answer.error.issues[0] as z.core.$ZodIssue));
  return answer.data;
}

/** Names (not paths) of the JSON files of a folder, sorted. A folder that does not exist has none. */
export function jsonNames(assetsDir: string, folder: string): string[] {
  try {
    return readdirSync(join(assetsDir, folder))
      .filter((name) => name.endsWith('.json'))
      .sort();
  } catch {
    return [];
  }
}

function parse(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    // V8's message quotes the source; only its position is wanted.
    const at = /position (\d+)/.exec((error as Error).message)?.[1];
    const before = at === undefined ? text : text.slice(0, Number(at));
    const line = before.split('\n').length;
    const column = before.length - before.lastIndexOf('\n');
    return fail(name, `line ${line} column ${column}: broken JSON; correct the syntax there`);
  }
}
