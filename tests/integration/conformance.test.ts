import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/index.ts';
import { KIND_FRONTS, type PlayedKind, playedBench } from '../../electron/demo/conformance/index.ts';
import { conformance, REGION_KINDS } from '../../electron/regions/index.ts';
import { type Mischief, toyKind } from '../support/toy-kind.ts';

/** The kit over every kind of this build, over real sockets and real files; over a kind that nobody knows; over liars. */

/** The whole kit on a machine that does other things too; nothing in it waits for time to pass. */
const KIT_MS = 120_000;

const tried = (played: PlayedKind, checks = conformance.CHECKS) =>
  conformance.runChecks(playedBench(played), checks, systemClock);
const failedOf = ({ checks }: conformance.Report) =>
  checks.filter(({ verdict }) => verdict === 'failed').map(({ id, why }) => `${id}: ${why}`);

/** At least so many rows pass; what is not theirs is by capability or by protocol. */
const LEAST: Readonly<Record<string, number>> = { 'file-exchange': 60, courier: 45 };
const USUAL_LEAST = 110;

describe('the conformance kit', () => {
  it('has a name and a sentence of its own for every check', () => {
    const { CHECKS } = conformance;
    expect(CHECKS.length).toBeGreaterThanOrEqual(45);
    expect(new Set(CHECKS.map(({ id }) => id)).size).toBe(CHECKS.length);
    for (const { sentence } of CHECKS) expect(sentence).toMatch(/\.$/);
  });

  it('plays every kind of the registry', () => {
    expect(KIND_FRONTS.map(({ kind }) => kind.kind)).toEqual(REGION_KINDS.map(({ kind }) => kind));
  });

  it.each(KIND_FRONTS.map((played) => [played.kind.kind, played] as const))(
    'is met by %s',
    { timeout: KIT_MS },
    async (name, played) => {
      const report = await tried(played);
      expect(failedOf(report)).toEqual([]);
      expect(report.counts.passed).toBeGreaterThanOrEqual(LEAST[name] ?? USUAL_LEAST);
      expect(report.counts['not-run']).toBe(0);
      process.stdout.write(`${name}: ${report.checks.length} checks, ${report.counts.passed} passed\n`);
    },
  );
});

describe('a seventh kind', () => {
  it('meets the kit without a word of it in any room', { timeout: KIT_MS }, async () => {
    const report = await tried(toyKind());
    expect(failedOf(report)).toEqual([]);
    expect(report.counts.passed).toBeGreaterThanOrEqual(100);
    const root = join(import.meta.dirname, '../../electron');
    const knows = readdirSync(root, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .filter((name) => readFileSync(join(root, name), 'utf8').includes('toy-lines'));
    expect(knows).toEqual([]);
  });
});

describe('a bad adapter is found out', () => {
  const found = async (mischief: Mischief) => {
    const report = await tried(toyKind(mischief));
    const ids = report.checks.filter(({ verdict }) => verdict === 'failed').map(({ id }) => id);
    return { ids, text: JSON.stringify(report) };
  };

  it('one that sends under another key after a cut', { timeout: KIT_MS }, async () => {
    const { ids } = await found('doubles');
    expect(ids).toContain('fault.cut');
    expect(ids).not.toContain('case.course');
  });

  it('one that tells a name to the technician; and what the kit says has no name in it', {
    timeout: KIT_MS,
  }, async () => {
    const { ids, text } = await found('leaks');
    expect(ids).toEqual(expect.arrayContaining(['redaction.failures', 'redaction.log.cut']));
    expect(text).not.toContain(playedBench(toyKind()).world.known.name);
  });
});
