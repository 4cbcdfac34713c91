import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** Two pseudo-terminals, joined like the two ends of a serial cable. */
export interface PtyPair {
  readonly a: string;
  readonly b: string;
  /** Pulls the cable: both ends break, and their names are gone. */
  pull(): Promise<void>;
}

/** Lays a cable with `socat`. With `names` an earlier cable's ends come back under the same names. */
export async function layCable(names?: { a: string; b: string }): Promise<PtyPair> {
  const dir = names ? dirname(names.a) : mkdtempSync(join(tmpdir(), 'tongban-pty-'));
  mkdirSync(dir, { recursive: true });
  const a = names?.a ?? join(dir, 'a');
  const b = names?.b ?? join(dir, 'b');
  const socat = spawn('socat', [`pty,raw,echo=0,link=${a}`, `pty,raw,echo=0,link=${b}`], { stdio: 'ignore' });
  const exited = once(socat, 'exit');
  for (let tries = 0; !(existsSync(a) && existsSync(b)); tries++) {
    if (tries > 200 || socat.exitCode !== null) throw new Error('socat did not lay the cable');
    await wait(10);
  }
  return {
    a,
    b,
    async pull() {
      if (socat.exitCode !== null || socat.signalCode !== null) return;
      socat.kill('SIGTERM');
      await exited;
      rmSync(dir, { recursive: true, force: true });
    },
  };
}
