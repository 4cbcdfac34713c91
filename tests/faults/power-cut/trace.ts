import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/** What a program did to one folder's files, in the order in which it did it. Paths are relative to the folder. */
export type DiskOp =
  | { readonly kind: 'create'; readonly path: string; readonly truncate: boolean }
  | { readonly kind: 'write'; readonly path: string; readonly at: number; readonly bytes: Uint8Array }
  | { readonly kind: 'truncate'; readonly path: string; readonly size: number }
  | { readonly kind: 'sync'; readonly path: string }
  | { readonly kind: 'unlink'; readonly path: string }
  | { readonly kind: 'rename'; readonly path: string; readonly to: string }
  /** A line on the program's standard output. */
  | { readonly kind: 'said'; readonly line: string };

const CALLS =
  'openat,open,creat,write,pwrite64,writev,pwritev,fsync,fdatasync,ftruncate,rename,renameat,renameat2,unlink,unlinkat';

/** Runs a program under strace and returns what it did in `folder`. Throws when it fails or does what is not understood. */
export function recordDisk(command: readonly string[], folder: string): DiskOp[] {
  const scratch = mkdtempSync(join(folder, '..', 'trace-'));
  const log = join(scratch, 'strace.txt');
  try {
    const flags = [
      '-f',
      '-y',
      '-xx',
      '-s',
      '2000000',
      '-e',
      `trace=${CALLS}`,
      '-e',
      'signal=none',
      '-o',
      log,
    ];
    const run = spawnSync('strace', [...flags, ...command], {
      encoding: 'utf8',
      maxBuffer: 64 * 1024 * 1024,
    });
    if (run.status !== 0) throw new Error(`the traced program failed: ${run.stderr || run.error?.message}`);
    return parseTrace(readFileSync(log, 'latin1'), folder);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

/** Reads strace's lines (`-f -y -xx`): hexadecimal strings, descriptors with their paths. */
export function parseTrace(log: string, folder: string): DiskOp[] {
  const ops: DiskOp[] = [];
  const unfinished = new Map<string, string>();
  for (const line of log.split('\n')) {
    const [, pid = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    if (rest === '' || rest.startsWith('+++') || rest.startsWith('---')) continue;
    if (rest.endsWith('<unfinished ...>')) {
      unfinished.set(pid, rest.slice(0, -'<unfinished ...>'.length).trimEnd());
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest);
    const whole = resumed ? `${unfinished.get(pid) ?? ''}${resumed[1]}` : rest;
    const op = parseCall(whole, folder);
    if (op) ops.push(...op);
  }
  return ops;
}

function parseCall(call: string, folder: string): DiskOp[] | null {
  const [, name = '', args = '', outcome = ''] = /^(\w+)\((.*)\)\s+=\s+(-?\d+)/.exec(call) ?? [];
  if (outcome.startsWith('-')) return null;
  const onFile = /^(\d+)<([^>]*)>/.exec(args);
  const path = inFolder(onFile ? unhexPath(onFile[2] as string) : null, folder);
  switch (name) {
    case 'write': {
      const bytes = unhex(/"((?:\\x[0-9a-f]{2})*)"/.exec(args)?.[1] ?? '');
      if (onFile?.[1] === '1')
        return Buffer.from(bytes)
          .toString('utf8')
          .trim()
          .split('\n')
          .map((line) => ({ kind: 'said', line }) as const);
      if (path !== null) throw new Error(`a write without a place is not understood: ${call.slice(0, 120)}`);
      return null;
    }
    case 'pwrite64': {
      if (path === null) return null;
      const [, hex = '', length = '', at = ''] = /"((?:\\x[0-9a-f]{2})*)", (\d+), (\d+)$/.exec(args) ?? [];
      const bytes = unhex(hex);
      if (bytes.length !== Number(length)) throw new Error('strace has cut a write short');
      return [{ kind: 'write', path, at: Number(at), bytes }];
    }
    case 'fsync':
    case 'fdatasync':
      return path === null ? null : [{ kind: 'sync', path }];
    case 'ftruncate':
      return path === null ? null : [{ kind: 'truncate', path, size: Number(/, (\d+)$/.exec(args)?.[1]) }];
    case 'open':
    case 'openat':
    case 'creat': {
      const opened = inFolder(text(args), folder);
      if (opened === null || !(name === 'creat' || args.includes('O_CREAT'))) return null;
      return [{ kind: 'create', path: opened, truncate: name === 'creat' || args.includes('O_TRUNC') }];
    }
    case 'unlink':
    case 'unlinkat': {
      const gone = inFolder(text(args), folder);
      return gone === null ? null : [{ kind: 'unlink', path: gone }];
    }
    case 'rename':
    case 'renameat':
    case 'renameat2': {
      const [from, to] = [...args.matchAll(/"((?:\\x[0-9a-f]{2})*)"/g)].map((one) =>
        inFolder(Buffer.from(unhex(one[1] as string)).toString('utf8'), folder),
      );
      return from == null || to == null ? null : [{ kind: 'rename', path: from, to }];
    }
    default:
      if (path !== null) throw new Error(`not understood: ${call.slice(0, 120)}`);
      return null;
  }
}

/** The first string of the arguments. */
function text(args: string): string {
  return Buffer.from(unhex(/"((?:\\x[0-9a-f]{2})*)"/.exec(args)?.[1] ?? '')).toString('utf8');
}

function inFolder(path: string | null, folder: string): string | null {
  return path?.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : null;
}

/** Some versions of strace write the paths of descriptors in hexadecimal, too. */
function unhexPath(path: string): string {
  return path.startsWith('\\x') ? Buffer.from(unhex(path)).toString('utf8') : path;
}

function unhex(escaped: string): Uint8Array {
  return Buffer.from(escaped.replaceAll('\\x', ''), 'hex');
}
