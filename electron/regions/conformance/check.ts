import { createHash } from 'node:crypto';
import type { Clock } from '../../core/index.ts';
import { within } from '../exchange/index.ts';
import type { RegionCapabilities } from '../port.ts';
import type { Bench, Trait } from './bench.ts';
import { CANARY } from './requests.ts';
import { Trial } from './trial.ts';
import { Unmet } from './verdict.ts';

export interface Check {
  /** `group.name` */
  readonly id: string;
  /** What every adapter must do, as one sentence. */
  readonly sentence: string;
  /** Without these the check is not theirs. */
  readonly needs?: readonly (keyof RegionCapabilities)[];
  readonly knows?: Trait;
  /** Runs against a real region too: injects nothing, and does no more than a case or two. */
  readonly anywhere?: true;
  /** Throws `Unmet` when the sentence does not hold. */
  run(trial: Trial): Promise<void>;
}

export interface Verdict {
  /** `not-theirs`: the kind or the region cannot do it, and says so. `not-run`: nobody can make this region fail. */
  readonly verdict: 'passed' | 'failed' | 'not-theirs' | 'not-run';
  readonly why: string | null;
}

export interface Checked extends Verdict {
  readonly id: string;
  readonly sentence: string;
  readonly seconds: number;
}

export interface Report {
  readonly kind: string;
  readonly checks: readonly Checked[];
  readonly counts: Readonly<Record<Verdict['verdict'], number>>;
}

/** A check that has not ended by then has failed: what waits for something that never comes. */
export const CHECK_DEADLINE_MS = 30_000;

const TRAITS: Readonly<Record<Trait, string>> = {
  line: 'there is no line that could be down',
  'at-once': 'answers come later',
  'retry-after': 'the protocol cannot say how long to wait',
  'expired-token': 'no token is renewed',
  'clock-skew': 'the time of a request is not looked at',
  'forged-answer': 'answers bear no signature',
};

/** Tries one check. Never rejects. `can` are the capabilities of the kind or of the region's file. */
export async function tryCheck(
  check: Check,
  bench: Bench,
  can: RegionCapabilities,
  clock: Clock,
): Promise<Checked> {
  const { id, sentence } = check;
  const begun = clock.now();
  const verdict = await judged(check, bench, can, clock);
  return { id, sentence, ...verdict, seconds: (clock.now() - begun) / 1_000 };
}

async function judged(check: Check, bench: Bench, can: RegionCapabilities, clock: Clock): Promise<Verdict> {
  const lacking = check.needs?.filter((name) => !can[name]) ?? [];
  if (lacking.length > 0) return { verdict: 'not-theirs', why: `cannot: ${lacking.join(', ')}` };
  if (check.knows && bench.without.includes(check.knows))
    return { verdict: 'not-theirs', why: TRAITS[check.knows] };
  if (!bench.played && !check.anywhere)
    return { verdict: 'not-run', why: 'needs a region that can be made to fail' };
  const trial = new Trial(bench);
  try {
    const ended = await within(clock, CHECK_DEADLINE_MS, undefined, () => check.run(trial));
    if (ended.kind === 'done') return { verdict: 'passed', why: null };
    return { verdict: 'failed', why: `no end within ${CHECK_DEADLINE_MS / 1_000} s` };
  } catch (error) {
    const why = error instanceof Unmet ? error.message : `broke: ${(error as Error).message}`;
    return { verdict: 'failed', why: cleaned(why, bench) };
  } finally {
    await trial.close().catch(() => {});
  }
}

/** Everything of a person that a check sends; of none of it, nor of its SHA-256, may there be a trace. */
export function canariesOf({ world }: Pick<Bench, 'world'>): string[] {
  const people = [world.known, world.second, world.third].flatMap(({ name, number, address }) => [
    name,
    number,
    address,
  ]);
  const plain = [...people, world.company.name, world.company.creditCode, ...Object.values(CANARY)];
  return plain.flatMap((one) => [one, createHash('sha256').update(one).digest('hex')]);
}

function cleaned(text: string, bench: Bench): string {
  return canariesOf(bench).reduce((left, canary) => left.replaceAll(canary, '…'), text);
}

/** All checks, one after the other. `told` hears of each as it ends. */
export async function runChecks(
  bench: Bench,
  checks: readonly Check[],
  clock: Clock,
  told: (one: Checked) => void = () => {},
): Promise<Report> {
  const line = await bench.open({});
  const can = line.adapter.capabilities;
  await line.stop();
  const done: Checked[] = [];
  for (const check of checks) {
    const one = await tryCheck(check, bench, can, clock);
    done.push(one);
    told(one);
  }
  const count = (verdict: Verdict['verdict']) => done.filter((one) => one.verdict === verdict).length;
  return {
    kind: bench.kind,
    checks: done,
    counts: {
      passed: count('passed'),
      failed: count('failed'),
      'not-theirs': count('not-theirs'),
      'not-run': count('not-run'),
    },
  };
}
