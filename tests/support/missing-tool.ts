import { execFileSync } from 'node:child_process';

/** Whether a program is on the machine. */
export function hasTool(name: string): boolean {
  try {
    execFileSync('sh', ['-c', 'command -v "$1"', 'sh', name], {
      stdio: 'ignore',
      env: { ...process.env, PATH: `${process.env.PATH}:/usr/sbin:/sbin` },
    });
    return true;
  } catch {
    return false;
  }
}

/** True when a test must be left out because tools are missing. Says so loudly; under CI it fails instead. */
export function mustSkip(what: string, missing: readonly string[]): boolean {
  if (missing.length === 0) return false;
  const message = `${what} NOT TESTED: missing ${missing.join(', ')}`;
  if (process.env.CI) throw new Error(message);
  console.warn(`\n*** ${message} ***\n`);
  return true;
}
