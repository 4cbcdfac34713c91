import { describe, expect, it } from 'vitest';
import { systemClock, type VirtualClock } from '../../electron/core/index.ts';
import { adapterKeysFor, registerOf, sandboxOptionsFor } from '../../electron/demo/conformance/index.ts';
import {
  SANDBOX_DELAYS,
  type Sandbox,
  type SandboxOptions,
} from '../../electron/demo/sandbox-region/index.ts';
import { conformance, type RegionAdapter } from '../../electron/regions/index.ts';
import { ALL_CAPABILITIES, TEST_WORLD } from './sandbox.ts';
import { seededRandom } from './tif-account.ts';

/**
 * The conformance kit as a suite of tests: each row a test, against a kind's sandbox over real sockets, with the codes that the
 * protocol has for what goes wrong. A kind gives `open`; what its protocol cannot know it leaves out by name.
 */

export interface SuiteLine {
  readonly adapter: RegionAdapter;
  readonly sandbox: Sandbox;
  readonly clock: VirtualClock;
  readonly logged: readonly string[];
}

export interface SuiteOptions {
  /** `adapter` keys beyond the kind's own. */
  readonly config?: Record<string, unknown>;
  readonly sandbox?: Partial<SandboxOptions>;
}

export interface SuiteKind {
  readonly kind: string;
  open(options: SuiteOptions): Promise<SuiteLine>;
  readonly codes: Required<NonNullable<conformance.Bench['codes']>>;
  /** What the protocol does not know. */
  readonly without?: readonly conformance.Trait[];
}

/** What `SandboxOptions` get beside what the kind needs. */
export const SUITE_REGISTER = registerOf(TEST_WORLD);

export function regionSuite(kind: SuiteKind): void {
  let opened = 0;
  const { without = [], codes } = kind;
  const base = { codeSet: 'tongban', capabilities: { ...ALL_CAPABILITIES } };
  const bench: conformance.Bench = {
    kind: kind.kind,
    world: TEST_WORLD,
    without,
    codes,
    played: true,
    async open(options) {
      const { correctionMs, dialect, ...register } = sandboxOptionsFor(TEST_WORLD, base, options);
      const { codeSet, ...keys } = adapterKeysFor(TEST_WORLD, base, options);
      // Unless a check is about codes, the region speaks what the kind's line has chosen.
      const own = options.codeSet === undefined;
      const { adapter, sandbox, clock, logged } = await kind.open({
        config: own ? keys : { ...keys, codeSet },
        sandbox: {
          ...register,
          // Two lines at one time must not give the same tokens.
          random: seededRandom(`line ${opened++}`),
          ...(own ? {} : { dialect }),
          delays: { ...SANDBOX_DELAYS, slowMs: 60_000, ...(correctionMs ? { correctionMs } : {}) },
        },
      });
      const { faults } = sandbox;
      return {
        adapter,
        logged,
        region: {
          clock,
          pass: (ms) => clock.advance(ms),
          faults,
          setMode: (mode) => sandbox.setMode(mode),
          cases: () => sandbox.cases(),
          ratings: () => sandbox.ratings(),
          refuseNext: (count) => sandbox.refuseNext(count),
          correctNext: (count) => sandbox.correctNext(count),
          refusePartNext: (count) => sandbox.refusePartNext(count),
          pay: (number) => sandbox.pay(number),
        },
        stop: () => sandbox.stop(),
      };
    },
  };

  describe(`${kind.kind}: the conformance kit`, () => {
    for (const check of conformance.CHECKS) {
      // What a protocol does not know is no test of it, not a skipped one.
      if (check.knows && without.includes(check.knows)) continue;
      it(`${check.id}: ${check.sentence}`, async () => {
        const { verdict, why } = await conformance.tryCheck(check, bench, ALL_CAPABILITIES, systemClock);
        expect({ verdict, why }).toEqual({ verdict: 'passed', why: null });
      });
    }
  });
}
