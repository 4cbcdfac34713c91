import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { err, ok, type Result, sleep, systemClock } from '../core/index.ts';

/** The checkout that this file stands in. */
export const ROOT = resolve(import.meta.dirname, '../..');
export const DIST = join(ROOT, 'dist');

const SOURCES = ['electron', 'native-bridge', 'renderer', 'assets'];
const SINGLE = ['package-lock.json', 'rolldown.config.ts', 'vite.config.ts'];
const STAMP = join(DIST, '.built');
const LOCK = join(DIST, '.building');

/** Milliseconds to wait for a build that another process runs. */
const WAIT_LIMIT_MS = 180_000;

/** A digest of everything that is built, by path, size and time of change: contents need not be read. */
export function sourceDigest(root = ROOT): string {
  const hash = createHash('sha256');
  const add = (path: string) => {
    const { size, mtimeMs } = statSync(join(root, path));
    hash.update(`${path}\0${size}\0${mtimeMs}\n`);
  };
  for (const dir of SOURCES) {
    if (!existsSync(join(root, dir))) continue;
    const files = readdirSync(join(root, dir), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();
    for (const file of files) add(file);
  }
  for (const file of SINGLE) if (existsSync(join(root, file))) add(file);
  return hash.digest('hex');
}

/** Builds the host's programs and the pages when they are older than their sources. Says so through `say`. */
export async function ensureBuilt(
  say: (line: string) => void,
  options: { readonly force?: boolean } = {},
): Promise<Result<void, { readonly message: string }>> {
  const digest = sourceDigest();
  if (!options.force && isBuilt(digest)) return ok();
  if (!(await lock()))
    return err({ message: `another build does not end: look for it, then remove ${LOCK}` });
  try {
    if (!options.force && isBuilt(digest)) return ok();
    say('building');
    rmSync(STAMP, { force: true });
    for (const part of ['host', 'demo', 'renderer'])
      rmSync(join(DIST, part), { recursive: true, force: true });
    const programs = await run(['node_modules/rolldown/bin/cli.mjs', '-c']);
    if (programs !== '') return err({ message: `the host cannot be built: ${programs}` });
    const pages = await run(['node_modules/vite/bin/vite.js', 'build']);
    if (pages !== '') return err({ message: `the pages cannot be built: ${pages}` });
    writeFileSync(STAMP, digest);
    return ok();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}

function isBuilt(digest: string): boolean {
  return existsSync(STAMP) && readFileSync(STAMP, 'utf8') === digest;
}

/** Two starts at once must not build over each other. A lock whose owner is gone is taken over. */
async function lock(): Promise<boolean> {
  mkdirSync(DIST, { recursive: true });
  const until = systemClock.now() + WAIT_LIMIT_MS;
  while (systemClock.now() < until) {
    try {
      mkdirSync(LOCK);
      writeFileSync(join(LOCK, 'pid'), String(process.pid));
      return true;
    } catch {
      if (ownerIsGone()) rmSync(LOCK, { recursive: true, force: true });
      else await sleep(systemClock, 200);
    }
  }
  return false;
}

function ownerIsGone(): boolean {
  try {
    process.kill(Number(readFileSync(join(LOCK, 'pid'), 'utf8')), 0);
    return false;
  } catch (error) {
    // Just made, its owner's number not yet written: not gone.
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** Runs a Node program; empty when it went well, else its last words on one line. */
function run(args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, args, {
      cwd: ROOT,
      stdio: ['ignore', 'pipe', 'pipe'],
      // Whoever starts the build (a test runner sets NODE_ENV to test), what comes out is the same.
      env: { ...process.env, NODE_ENV: 'production', NO_COLOR: '1', FORCE_COLOR: '0' },
    });
    let said = '';
    const keep = (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? '' : errorOf(said) || `code ${code}`));
  });
}

/** The lines that say what is wrong, of a bundler's many, as one. */
function errorOf(said: string): string {
  const lines = said
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);
  const first = lines.findIndex((line) => /\b(error|unresolved|could not|cannot)\b/i.test(line));
  return lines.slice(Math.max(0, first)).slice(0, 3).join(' ').slice(0, 400);
}

if (import.meta.main) {
  const say = (line: string) => process.stderr.write(`tongban: ${line}\n`);
  const built = await ensureBuilt(say, { force: process.argv.includes('--force') });
  if (!built.ok) say(built.error.message);
  process.exitCode = built.ok ? 0 : 1;
}
