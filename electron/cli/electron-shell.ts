import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Clock, err, ok, type Result, withDeadline } from '../core/index.ts';
import { cleanEnvironment } from '../lockdown/index.ts';

/** Milliseconds that Electron has to be ready, its download on first use included. */
export const ELECTRON_LIMIT_MS = 20_000;

/** Electron's program when it is on this machine, else null: the package brings it from the network on first use. */
export function electronBinary(root: string): string | null {
  const dir = join(root, 'node_modules/electron');
  try {
    const file = join(dir, 'dist', readFileSync(join(dir, 'path.txt'), 'utf8').trim());
    return existsSync(file) ? file : null;
  } catch {
    return null;
  }
}

export interface ElectronShell {
  readonly ended: Promise<number>;
  stop(): Promise<void>;
}

export interface ElectronShellOptions {
  readonly root: string;
  readonly main: string;
  readonly args: readonly string[];
  readonly withoutSandbox: boolean;
  readonly clock: Clock;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly limitMs?: number;
}

/** Starts Electron and waits for its ready line. Fails with the reason, in one line, when it is not ready in time. */
export async function startElectronShell(
  options: ElectronShellOptions,
): Promise<Result<ElectronShell, { readonly message: string }>> {
  const limit = options.limitMs ?? ELECTRON_LIMIT_MS;
  const begun = options.clock.now();
  if (electronBinary(options.root) === null) {
    const fetched = await fetchBinary(options, limit);
    if (fetched !== '') return err({ message: fetched });
  }
  const binary = electronBinary(options.root);
  if (binary === null) return err({ message: 'Electron is not on this machine and could not be fetched' });
  const child = spawn(
    binary,
    [...(options.withoutSandbox ? ['--no-sandbox'] : []), options.main, ...options.args],
    { stdio: ['ignore', 'pipe', 'pipe'], env: cleanEnvironment(options.env) },
  );
  let last = '';
  createInterface({ input: child.stderr }).on('line', (line) => {
    if (line.startsWith('tongban: ')) last = line.slice('tongban: '.length);
  });
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
  const ready = new Promise<true>((resolve) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (line.startsWith('{"ready":true')) resolve(true);
    });
  });
  const left = Math.max(0, limit - (options.clock.now() - begun));
  const first = await withDeadline(options.clock, left, Promise.race([ready, ended]), 'late' as const);
  if (first === true) return ok({ ended, stop: () => stop(child, ended, options.clock) });
  await stop(child, ended, options.clock);
  return err({
    message:
      first === 'late'
        ? `Electron was not ready in ${limit / 1000} s`
        : `Electron ended at once (${last || `code ${first}`})`,
  });
}

async function fetchBinary(options: ElectronShellOptions, limit: number): Promise<string> {
  const child = spawn(process.execPath, [join(options.root, 'node_modules/electron/install.js')], {
    stdio: 'ignore',
    env: { ...options.env },
  });
  const ended = new Promise<number>((resolve) => {
    child.once('error', () => resolve(1));
    child.once('close', (code) => resolve(code ?? 1));
  });
  const code = await withDeadline(options.clock, limit, ended, 'late' as const);
  if (code === 0) return '';
  child.kill('SIGKILL');
  return code === 'late'
    ? `Electron could not be fetched in ${limit / 1000} s`
    : 'Electron could not be fetched';
}

async function stop(child: ChildProcess, ended: Promise<number>, clock: Clock): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
  const kill = clock.setTimeout(() => child.kill('SIGKILL'), 8_000);
  await ended;
  clock.clearTimeout(kill);
}
