import { type Clock, err, type Result } from '../core/index.ts';
import { failure } from './failure.ts';
import type { RegionAdapter, RegionFailure, RegionSession } from './port.ts';
import type { Login } from './requests.ts';

/** Milliseconds. */
export const ROAMING_TIMING = {
  /** How long the regions have to end their sessions. What has not ended by then ends by itself. */
  endMs: 3_000,
  /** A session that ends sooner than this is as good as ended. */
  spareMs: 5_000,
} as const;

/** Why there is no session: nobody is logged in, or not for this region; or the region's own reason. */
export type RoamingRefusal = 'no-login' | 'no-consent' | 'not-served' | RegionFailure;

export interface RoamingDeps {
  /** The region's adapter; undefined when this machine does not serve it. */
  readonly adapter: (region: string) => RegionAdapter | undefined;
  readonly clock: Clock;
}

/** What a person consented to: every region of this machine, or those that are named. */
export type RoamingConsent = 'every-region' | readonly string[];

/**
 * One log-in, several regions. A session is opened when a region is first needed, by the log-in that the person gave once,
 * and only where the person consented. Its token goes to that region alone. Everything is in memory: after a crash nothing
 * of it is left here, and at the regions it runs out.
 */
export interface Roaming {
  /** Somebody is identified. Whoever was before is logged out. */
  begin(login: Login, consent: RoamingConsent): void;
  /** The person consents to more regions. */
  allow(more: RoamingConsent): void;
  /**
   * Does something in the person's session at a region. A session that the region has ended meanwhile is opened once more.
   * The signal given to `work` is aborted when the log-in ends too.
   */
  use<T>(
    region: string,
    work: (
      adapter: RegionAdapter,
      session: RegionSession,
      signal: AbortSignal,
    ) => Promise<Result<T, RegionFailure>>,
    signal: AbortSignal,
  ): Promise<Result<T, RoamingRefusal>>;
  /** Regions in which a session is open. */
  open(): readonly string[];
  /** Forgets the person at once, and ends every session at its region as far as that can be reached. Never rejects. */
  end(): Promise<void>;
}

interface Visit {
  readonly login: Login;
  allowed: RoamingConsent;
  readonly sessions: Map<string, Promise<Result<RegionSession, RegionFailure>>>;
  readonly live: Map<string, RegionSession>;
  readonly over: AbortController;
}

export function createRoaming({ adapter, clock }: RoamingDeps): Roaming {
  let visit: Visit | null = null;
  const leaving = new Set<Promise<void>>();

  /** Many ask, one logs in. A log-in that did not work may be tried again. */
  function session(of: Visit, at: RegionAdapter): Promise<Result<RegionSession, RegionFailure>> {
    const live = of.live.get(at.region);
    if (live && live.expiresAt - clock.now() < ROAMING_TIMING.spareMs) forget(of, at.region);
    const known = of.sessions.get(at.region);
    if (known) return known;
    const opening = logIn(of, at);
    of.sessions.set(at.region, opening);
    return opening;
  }

  async function logIn(of: Visit, at: RegionAdapter): Promise<Result<RegionSession, RegionFailure>> {
    // Not the asker's signal: others may wait for the same log-in.
    const answer = await at.authenticate(of.login, of.over.signal).catch(() => null);
    const heard = answer ?? err(failure('unreachable', 'roaming.authenticate.threw'));
    const opened =
      heard.ok && heard.value.region !== at.region
        ? err(failure('schema', 'roaming.authenticate.other-region'))
        : heard;
    if (!opened.ok) of.sessions.delete(at.region);
    // The person left while the region thought about it.
    else if (of.over.signal.aborted) track(bounded([(signal) => endOne(at, opened.value, signal)]));
    else of.live.set(at.region, opened.value);
    return opened;
  }

  function forget(of: Visit, region: string): void {
    of.sessions.delete(region);
    of.live.delete(region);
  }

  async function endOne(at: RegionAdapter, session: RegionSession, signal: AbortSignal): Promise<void> {
    await at.endSession(session, signal).catch(() => null);
  }

  /** Waits for all of it, but no longer than the regions have. */
  async function bounded(works: readonly ((signal: AbortSignal) => Promise<void>)[]): Promise<void> {
    const late = new AbortController();
    const timer = clock.setTimeout(() => late.abort(), ROAMING_TIMING.endMs);
    const gone = new Promise<void>((resolve) => late.signal.addEventListener('abort', () => resolve()));
    await Promise.race([Promise.all(works.map((work) => work(late.signal))), gone]);
    clock.clearTimeout(timer);
  }

  function track(work: Promise<void>): void {
    leaving.add(work);
    void work.finally(() => leaving.delete(work));
  }

  function leave(): void {
    const before = visit;
    visit = null;
    if (!before) return;
    before.over.abort();
    const works = [...before.live].flatMap(([region, one]) => {
      const at = adapter(region);
      return at ? [(signal: AbortSignal) => endOne(at, one, signal)] : [];
    });
    before.live.clear();
    before.sessions.clear();
    if (works.length > 0) track(bounded(works));
  }

  return {
    begin(login, consent) {
      leave();
      visit = {
        login,
        allowed: consent,
        sessions: new Map(),
        live: new Map(),
        over: new AbortController(),
      };
    },

    allow(more) {
      if (!visit || visit.allowed === 'every-region') return;
      visit.allowed = more === 'every-region' ? more : [...visit.allowed, ...more];
    },

    async use(region, work, signal) {
      const now = visit;
      if (!now) return err('no-login');
      if (now.allowed !== 'every-region' && !now.allowed.includes(region)) return err('no-consent');
      const at = adapter(region);
      if (!at?.capabilities.sessions) return err('not-served');
      const either = AbortSignal.any([signal, now.over.signal]);
      for (let again = false; ; again = true) {
        const opened = await session(now, at);
        if (!opened.ok) return opened;
        if (now.over.signal.aborted) return err('no-login');
        const done = await work(at, opened.value, either);
        if (done.ok || done.error.kind !== 'unauthorized' || again) return done;
        if (now.live.get(region) === opened.value) forget(now, region);
      }
    },

    open: () => [...(visit?.live.keys() ?? [])],

    async end() {
      leave();
      await Promise.all(leaving);
    },
  };
}
