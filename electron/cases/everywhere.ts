import { type Clock, type Result, sleep } from '../core/index.ts';
import type { ListedCase, RegionAdapter, Roaming, RoamingRefusal } from '../regions/index.ts';
import type { CaseRecord } from './records.ts';
import type { Cases } from './service.ts';

/** Limits of one look at what the regions have of a person. */
export const EVERYWHERE_LIMITS = {
  /** Somebody stands at the screen: no region is waited for any longer. Milliseconds. */
  waitMs: 8_000,
  /** And so long for results that are there and can be printed here. Milliseconds. */
  resultMs: 5_000,
  /** Pages of one region's list. */
  pages: 5,
} as const;

export interface EverywhereDeps {
  readonly cases: Cases;
  readonly roaming: Roaming;
  readonly adapters: () => readonly RegionAdapter[];
  readonly clock: Clock;
  /** For the log: codes alone. */
  readonly onUnheard: (region: string, code: string) => void;
  readonly onLeftOut: (region: string, count: number) => void;
}

export interface FoundCases {
  /** Of this machine and of others, newest first. */
  readonly cases: readonly CaseRecord[];
  /** Regions that list a person's cases and did not answer, or not to the end. */
  readonly unheard: readonly string[];
}

/**
 * A person's cases wherever they were handed in: this machine's own, and those that the regions list for whoever is logged
 * in. Each region is asked by itself; what one does not answer holds up and hides nothing of the others. A case that never
 * left another machine is in no region's list, and is not found here.
 */
export async function casesEverywhere(
  { cases, roaming, adapters, clock, onUnheard, onLeftOut }: EverywhereDeps,
  number: string,
): Promise<FoundCases> {
  const late = new AbortController();
  const timer = clock.setTimeout(() => late.abort(), EVERYWHERE_LIMITS.waitMs);
  const unheard: string[] = [];
  await Promise.all(
    adapters()
      .filter(({ capabilities }) => capabilities.casesOf && capabilities.sessions)
      .map(async ({ region }) => {
        const { listed, refusal } = await listOf(roaming, region, late.signal);
        const leftOut = cases.noteListed(region, number, listed);
        if (leftOut > 0) onLeftOut(region, leftOut);
        if (refusal === null) return;
        unheard.push(region);
        onUnheard(region, refusal);
      }),
  );
  clock.clearTimeout(timer);
  await results(cases, number, clock);
  return { cases: cases.ofPerson(number), unheard: unheard.toSorted() };
}

type Page = Result<{ readonly cases: readonly ListedCase[]; readonly next: string | null }, RoamingRefusal>;

/** As much of a region's list as it gives, and why it is not all. Null: it is. */
async function listOf(
  roaming: Roaming,
  region: string,
  signal: AbortSignal,
): Promise<{ readonly listed: readonly ListedCase[]; readonly refusal: string | null }> {
  const listed: ListedCase[] = [];
  const gone = new Promise<'late'>((resolve) => signal.addEventListener('abort', () => resolve('late')));
  let after: string | null = null;
  for (let page = 0; page < EVERYWHERE_LIMITS.pages; page++) {
    const from: string | null = after;
    const answer: Page | 'late' | 'threw' = await Promise.race([
      roaming
        .use(region, (at, session, either) => at.casesOf(session, from, either), signal)
        .catch(() => 'threw' as const),
      gone,
    ]);
    if (typeof answer === 'string') return { listed, refusal: answer };
    if (!answer.ok) return { listed, refusal: codeOf(answer.error) };
    listed.push(...answer.value.cases);
    after = answer.value.next;
    if (after === null) return { listed, refusal: null };
  }
  return { listed, refusal: 'too-many-pages' };
}

/** Results of finished cases are on their way: who stands there should not have to come back for them. */
async function results(cases: Cases, number: string, clock: Clock): Promise<void> {
  const missing = () =>
    cases
      .ofPerson(number)
      .some(
        (one) =>
          one.course.elsewhere && one.state === 'finished' && one.delivery === 'print-here' && !one.hasResult,
      );
  if (!missing()) return;
  const there = new AbortController();
  const stop = cases.subscribe(() => missing() || there.abort());
  await sleep(clock, EVERYWHERE_LIMITS.resultMs, there.signal);
  stop();
}

function codeOf(refusal: RoamingRefusal): string {
  return typeof refusal === 'string' ? refusal : refusal.technicianCode;
}
