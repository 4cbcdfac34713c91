import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from '../../electron/cli/queue/run.ts';
import { VirtualClock } from '../../electron/core/index.ts';
import { keysText, type OpenDatabase } from '../../electron/store/index.ts';
import { bootCases, MemoryRegion } from './cases-bench.ts';
import { countingRandom, openTestDatabase, testDatabase } from './memory-store.ts';

/** A kiosk's data folder, made by the real queue and cases. */
export class DataFolder {
  readonly dir: string;
  readonly clock = new VirtualClock();
  readonly region = new MemoryRegion();
  /** How the commands open the database. */
  open: OpenDatabase = openTestDatabase;
  readonly #random = countingRandom('command');

  constructor(dir: string) {
    this.dir = dir;
    mkdirSync(dir, { recursive: true });
    // The keys of bootCases, as the kiosk keeps them.
    const random = countingRandom('one key file');
    const key = { suite: 'aes-256-gcm', bytes: random(32) } as const;
    writeFileSync(
      join(dir, 'keys.json'),
      keysText({ current: 1, keys: new Map([[1, key]]), lookup: random(32) }),
      { mode: 0o600 },
    );
  }

  /** Starts the kiosk on it. */
  start() {
    const db = testDatabase(join(this.dir, 'kiosk.db'));
    return { ...bootCases(db, this.clock, this.region), db };
  }

  async stop(kiosk: ReturnType<DataFolder['start']>): Promise<void> {
    await kiosk.queue.stop();
    kiosk.db.close();
  }

  /** Runs the kiosk for `ms` milliseconds, with `work` at the beginning. */
  async session<T>(ms: number, work: (kiosk: ReturnType<DataFolder['start']>) => T): Promise<T> {
    const kiosk = this.start();
    const result = work(kiosk);
    await this.clock.advance(ms);
    await this.stop(kiosk);
    return result;
  }

  /** Changes the database as no program of the house does. */
  tamper(sql: string): void {
    const db = openTestDatabase(join(this.dir, 'kiosk.db'));
    db.exec(`pragma foreign_keys = off; ${sql}`);
    db.close();
  }

  /** Runs one `npm run queue` command in this process. */
  command(...args: string[]) {
    let [out, said] = ['', ''];
    const code = run([...args, '--data', this.dir], {
      clock: this.clock,
      random: this.#random,
      open: this.open,
      credentials: undefined,
      out: (text) => {
        out += text;
      },
      say: (text) => {
        said += text;
      },
    });
    return { code, out, said };
  }

  /** The same with `--json`; throws unless it ends with `code`. */
  // biome-ignore lint/suspicious/noExplicitAny: the shape is what the tests look at
  json(code: number, ...args: string[]): any {
    const answer = this.command(...args, '--json');
    if (answer.code !== code)
      throw new Error(`${args.join(' ')}: ${answer.code} ${answer.said}${answer.out}`);
    return JSON.parse(answer.out);
  }
}
