import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { err, ok, type Result } from '../core/index.ts';
import { type Profile, profileSchema } from './schema.ts';

/** Why a profile cannot be used: one line that says what to do. */
export interface ProfileFailure {
  readonly message: string;
}

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/**
 * The profile `nameOrFile`, laid over the package's defaults. A bare name means `assets/profiles/<name>.json`;
 * anything with a slash or ending in `.json` is a file. Reads the disk; never throws.
 */
export function loadProfile(
  nameOrFile: string,
  options: { assetsDir: string },
): Result<Profile, ProfileFailure> {
  const dir = join(options.assetsDir, 'profiles');
  const isFile = /[/\\]|\.json$/.test(nameOrFile);
  if (!isFile && !/^[a-z0-9-]+$/.test(nameOrFile))
    return err({
      message: `profile name ${JSON.stringify(nameOrFile)}: only a-z, 0-9 and hyphens, or a file's path`,
    });
  const file = isFile ? nameOrFile : join(dir, `${nameOrFile}.json`);
  const defaults = readJson(join(dir, 'defaults.json'));
  if (!defaults.ok) return defaults;
  const own = readJson(file);
  if (!own.ok) return own;
  return checkProfile(layer(defaults.value, own.value), basename(file));
}

/** Checks a whole profile; `file` is named in the message. */
export function checkProfile(value: unknown, file: string): Result<Profile, ProfileFailure> {
  const parsed = profileSchema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  const issue = parsed.error.issues[0];
  if (!issue) return err({ message: `profile ${file}: not usable` });
  const where = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const key = issue.keys[0] ?? '';
    const known = keysAt(profileSchema, issue.path);
    const near = nearest(key, known);
    const full = where === '' ? key : `${where}.${key}`;
    const hint = near ? `did you mean "${near}"?` : `known there: ${known.join(', ')}`;
    return err({ message: `profile ${file}: unknown key "${full}"; ${hint}` });
  }
  return err({ message: `profile ${file}: ${where || 'the whole file'}: ${oneLine(issue.message)}` });
}

function readJson(file: string): Result<Json, ProfileFailure> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    return err({
      message:
        code === 'ENOENT' ? `profile ${file}: no such file` : `profile ${file}: cannot be read (${code})`,
    });
  }
  try {
    return ok(JSON.parse(text) as Json);
  } catch (error) {
    return err({ message: `profile ${file}: not valid JSON: ${oneLine((error as Error).message)}` });
  }
}

function isObject(value: unknown): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** `over` laid on `under`: objects key by key, everything else as a whole. */
export function layer(under: Json, over: Json): Json {
  if (!isObject(under) || !isObject(over)) return over;
  const merged: { [key: string]: Json } = { ...under };
  for (const [key, value] of Object.entries(over)) {
    const below = Object.hasOwn(under, key) ? under[key] : undefined;
    // `__proto__` from JSON.parse is an own key; assigning it would change the prototype instead.
    Object.defineProperty(merged, key, {
      value: below === undefined ? value : layer(below, value),
      enumerable: true,
      configurable: true,
      writable: true,
    });
  }
  return merged;
}

/** The keys that the schema knows at a path. */
function keysAt(schema: z.ZodType, path: readonly PropertyKey[]): string[] {
  let at: unknown = schema;
  for (const step of path) {
    if (at instanceof z.ZodObject) at = at.shape[String(step)];
    else if (at instanceof z.ZodRecord) at = at.valueType;
    else return [];
  }
  return at instanceof z.ZodObject ? Object.keys(at.shape) : [];
}

/** The known key nearest to a misspelt one (Levenshtein, case ignored), when it is near enough to be meant. */
export function nearest(key: string, known: readonly string[]): string | null {
  let best: string | null = null;
  let least = Math.max(2, Math.floor(key.length / 3)) + 1;
  for (const candidate of known) {
    const distance = editDistance(key.toLowerCase(), candidate.toLowerCase());
    if (distance < least) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitute = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitute, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
