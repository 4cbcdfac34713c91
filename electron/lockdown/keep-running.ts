import { type Clock, systemClock, type TimerHandle } from '../core/index.ts';

/** Limits of restarting, in milliseconds. */
export interface RestartRules {
  /** Crashes within `windowMs` after which the program gives up. */
  readonly crashes: number;
  readonly windowMs: number;
  readonly firstDelayMs: number;
  readonly longestDelayMs: number;
}

/** Five crashes in two minutes are a crash loop: a person has to look. */
export const RESTART_RULES: RestartRules = {
  crashes: 5,
  windowMs: 120_000,
  firstDelayMs: 250,
  longestDelayMs: 10_000,
};

export type RestartDecision =
  | { readonly kind: 'restart'; readonly delayMs: number }
  | { readonly kind: 'give-up' };

/** What to do after the newest of `crashes` (instants in ms, oldest first). */
export function decideRestart(crashes: readonly number[], rules: RestartRules): RestartDecision {
  const newest = crashes.at(-1);
  if (newest === undefined) return { kind: 'restart', delayMs: 0 };
  const recent = crashes.filter((at) => at > newest - rules.windowMs).length;
  if (recent >= rules.crashes) return { kind: 'give-up' };
  return { kind: 'restart', delayMs: Math.min(rules.longestDelayMs, rules.firstDelayMs * 2 ** (recent - 1)) };
}

export interface KeepRunning {
  /** The thing went away without being asked. Restarts it later, or gives up. Further calls while one waits are ignored. */
  crashed(): void;
  /** No restart from here on. */
  stop(): void;
}

/** Restarts something after crashes, ever more slowly, until it crashes too often. */
export function keepRunning(options: {
  readonly start: () => void;
  readonly onGiveUp: () => void;
  readonly onRestart?: (delayMs: number) => void;
  readonly clock?: Clock;
  readonly rules?: RestartRules;
}): KeepRunning {
  const clock = options.clock ?? systemClock;
  const rules = options.rules ?? RESTART_RULES;
  let crashes: number[] = [];
  let waiting: TimerHandle | null = null;
  let stopped = false;
  return {
    crashed() {
      if (stopped || waiting !== null) return;
      const now = clock.now();
      crashes = [...crashes.filter((at) => at > now - rules.windowMs), now];
      const decision = decideRestart(crashes, rules);
      if (decision.kind === 'give-up') {
        stopped = true;
        options.onGiveUp();
        return;
      }
      options.onRestart?.(decision.delayMs);
      waiting = clock.setTimeout(() => {
        waiting = null;
        options.start();
      }, decision.delayMs);
    },
    stop() {
      stopped = true;
      if (waiting !== null) clock.clearTimeout(waiting);
      waiting = null;
    },
  };
}
