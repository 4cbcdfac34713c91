import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openStore } from '../../../electron/store/index.ts';
import { Random } from '../../fuzz/random.ts';
import { openTestDatabase } from '../../support/memory-store.ts';
import { KillBackend } from './backend.ts';
import { ACTS_PER_LIFE, isReplaced, isTakenBack, type Kiosk, STEPS, type Step, TIMES } from './steps.ts';

export interface KillReport {
  readonly kills: number;
  /** At which step the kiosk was killed, and how often. */
  readonly killedAt: Readonly<Partial<Record<Step, number>>>;
  /** Cases of which the kiosk has said "received". */
  readonly promised: number;
  /** Cases in the region's books at the end, and how often one arrived that was there already. */
  readonly effects: number;
  readonly arrivedAgain: number;
  /** Answers that were cut off after the region had booked the case. */
  readonly cuts: number;
  readonly withdrawn: number;
  /** What must not be; empty when all is well. */
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly wrong: readonly string[];
}

/**
 * Starts the kiosk and kills it, `kills` times, each time at the next of `steps`; then lets it finish and compares the
 * kiosk's and the region's books.
 */
export async function killAgainAndAgain(
  kills: number,
  seed: number,
  kiosk: Kiosk = 'honest',
  steps: readonly Step[] = STEPS,
): Promise<KillReport> {
  const random = new Random(seed);
  const folder = mkdtempSync(join(tmpdir(), 'tongban-kill-'));
  mkdirSync(join(folder, 'data'));
  const killedAt: Partial<Record<Step, number>> = {};
  /** Acts of which the kiosk said "received", and the case's id. */
  const promised = new Map<number, string>();
  let onStep: (step: Step) => void = () => {};
  const backend = new KillBackend((step) => onStep(step as Step));
  const port = await backend.start();
  const epoch = Date.now();
  let nextAct = 1;

  /** One life of the kiosk: until its step has come, or it is idle, or (without a step) to its end. */
  const live = (plan: { step: Step; nth: number } | null): Promise<void> =>
    new Promise((done, fail) => {
      let seen = 0;
      let dead = false;
      let rest = '';
      const lastAct = plan ? nextAct + ACTS_PER_LIFE - 1 : nextAct - 1;
      const program = join(import.meta.dirname, 'kiosk.ts');
      const args = [program, join(folder, 'data'), port, nextAct, lastAct, epoch, kiosk].map(String);
      const child = spawn(process.execPath, args, {
        stdio: ['pipe', 'pipe', 'inherit'],
        // The program is read once and not at each of its starts.
        env: { ...process.env, NODE_COMPILE_CACHE: join(folder, 'compiled') },
      });
      child.stdin.on('error', () => {});
      onStep = (step) => {
        if (dead || !plan) return;
        if (step !== 'idle' && (step !== plan.step || ++seen < plan.nth)) return;
        dead = true;
        killedAt[step] = (killedAt[step] ?? 0) + 1;
        child.kill('SIGKILL');
      };
      child.stdout.setEncoding('utf8');
      child.stdout.on('data', (text: string) => {
        rest += text;
        for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n')) {
          const [what, one = '', two = ''] = rest.slice(0, end).split(' ');
          rest = rest.slice(end + 1);
          if (what === 'taken') promised.set(Number(one), two);
          else {
            // An act that was begun and of which nothing was said is not begun again: it may be there or not.
            if (one === 'take:begin') nextAct++;
            onStep(one as Step);
          }
          if (!dead) child.stdin.write('.');
        }
      });
      child.on('error', fail);
      child.on('exit', (code) => {
        if (plan ? dead : code === 0) done();
        else fail(new Error(`the kiosk ended by itself (${code})`));
      });
    });

  try {
    for (let life = 0; life < kills; life++) {
      const step = steps[life % steps.length] as Step;
      await live({ step, nth: 1 + random.below(TIMES[step] ?? 1) });
    }
    await live(null);
    return { kills, killedAt, promised: promised.size, ...compare(folder, backend, promised) };
  } finally {
    await backend.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

interface CaseRow {
  readonly id: string;
  readonly withdrawal: string | null;
  readonly replaces: string | null;
  readonly state: number;
}

/** The kiosk's books against the region's. */
function compare(folder: string, backend: KillBackend, promised: ReadonlyMap<number, string>) {
  const [lost, doubled, wrong]: [string[], string[], string[]] = [[], [], []];
  const opened = openStore(join(folder, 'data', 'kiosk.db'), openTestDatabase, 0);
  if (!opened.ok) throw new Error(opened.error.message);
  const { db, setAside } = opened.value;
  const sound = db.pragma('integrity_check');
  const rows = db
    .prepare<CaseRow>(
      `select c.id, c.withdrawal, c.replaces, o.state from cases c join outbox o on o.idem = c.id`,
    )
    .all();
  db.close();
  if (sound !== 'ok' || setAside !== null) wrong.push(`the database is damaged: ${String(sound)}`);

  const keysOfAct = new Map<number, string[]>();
  for (const [key, { act }] of backend.books) keysOfAct.set(act, [...(keysOfAct.get(act) ?? []), key]);
  for (const [act, keys] of keysOfAct) if (keys.length > 1) doubled.push(`act ${act}: ${keys.length} times`);
  const known = new Map(rows.map((row) => [row.id, row]));
  for (const [act, id] of promised) {
    // What the citizen took back, or handed in anew, is looked at below.
    const there = isTakenBack(act) || isReplaced(act) ? known.has(id) : keysOfAct.has(act);
    if (!there) lost.push(`act ${act} was promised and is nowhere`);
  }
  for (const key of backend.books.keys())
    if (!known.has(key)) wrong.push(`${key} is in the region's books, not in the kiosk's`);
  for (const { id, withdrawal, replaces, state } of rows) {
    const lives = backend.books.has(id);
    if (lives !== (withdrawal !== 'done'))
      (lives ? doubled : lost).push(`${id}: withdrawal ${withdrawal}, in the region's books: ${lives}`);
    if (state !== 2) wrong.push(`the job of ${id} is in state ${state}`);
    if (replaces !== null && lives && backend.books.has(replaces))
      doubled.push(`${id} lives beside ${replaces}, in whose place it stands`);
  }
  return {
    effects: backend.books.size,
    arrivedAgain: [...backend.books.values()].reduce((sum, { arrivals }) => sum + arrivals - 1, 0),
    cuts: backend.cuts,
    withdrawn: rows.filter(({ withdrawal }) => withdrawal === 'done').length,
    lost,
    doubled,
    wrong,
  };
}
