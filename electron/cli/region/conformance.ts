import { readFileSync, statSync } from 'node:fs';
import { basename } from 'node:path';
import { checkRegionFile } from '../../catalogue/index.ts';
import { err, ok, type Result, systemClock } from '../../core/index.ts';
import {
  KIND_FRONTS,
  type PlayedKind,
  playedBench,
  remoteBench,
  remoteSecrets,
  remoteWorld,
} from '../../demo/conformance/index.ts';
import { conformance as kit } from '../../regions/index.ts';
import { adapterFaults } from './adapter-faults.ts';
import { type Complaint, type Context, complain, counted, type Outcome } from './types.ts';

const MARKS = {
  passed: 'passed    ',
  failed: 'FAILED    ',
  'not-theirs': 'not theirs',
  'not-run': 'not run   ',
};

/** Runs the kit: against a region that is played here, or with `--against` against one's own test system. */
export async function conformance(context: Context): Promise<Outcome> {
  const { options, words, world } = context;
  const [name, ...more] = words;
  const kinds = KIND_FRONTS.map(({ kind }) => kind.kind);
  if (name === undefined || more.length > 0)
    return complain(`conformance takes a kind (${kinds.join(', ')}) or a region file`, 2);
  const bench = benchFor(name, context, kinds);
  if (!bench.ok) return bench;
  const told = (one: kit.Checked) => {
    if (options.json) return;
    const why = one.why === null ? '' : `: ${one.why}`;
    world.say(
      `${MARKS[one.verdict]} ${one.seconds.toFixed(2).padStart(6)} s  ${one.id}  ${one.sentence}${why}\n`,
    );
  };
  let report: kit.Report;
  try {
    report = await kit.runChecks(bench.value, kit.CHECKS, systemClock, told);
  } catch (error) {
    return complain(`the region cannot be opened: ${(error as Error).message}`);
  }
  const { counts } = report;
  return ok({
    lines: [
      `${report.kind}: ${counted(report.checks.length, 'check')}, ${counts.passed} passed, ${counts.failed} failed, ${counts['not-theirs']} not theirs, ${counts['not-run']} not run`,
    ],
    data: report,
    ...(counts.failed > 0 || counts.passed === 0 ? { exitCode: 1 as const } : {}),
  });
}

function benchFor(name: string, context: Context, kinds: readonly string[]): Result<kit.Bench, Complaint> {
  const { options } = context;
  const bare = KIND_FRONTS.find(({ kind }) => kind.kind === name);
  if (bare)
    return options.against === undefined
      ? ok(playedBench(bare))
      : complain('--against needs a region file: conformance FILE --against URL', 2);
  if (!name.endsWith('.json'))
    return complain(`no such kind: "${name}"; the kit plays ${kinds.join(', ')}, or name a region file`, 2);
  const { region, problems } = checkRegionFile(name, options.assets ?? context.world.assetsDir);
  if (!region)
    return complain(`${basename(name)}: ${problems[0]?.message}; npm run region -- check says more`);
  const fault = adapterFaults(region.code, region.adapter)[0];
  if (fault)
    return complain(`${basename(name)}: ${fault.path}: ${fault.message}; npm run region -- check says more`);
  const played = KIND_FRONTS.find(({ kind }) => kind.kind === region.adapter.kind);
  if (!played) return complain(`the kit does not play ${region.adapter.kind}; it plays ${kinds.join(', ')}`);
  if (options.against === undefined) {
    if (options.secret !== undefined || options.people !== undefined)
      return complain('--secret and --people go with --against URL', 2);
    return ok(playedBench({ ...played, adapter: region.adapter }));
  }
  return remote(context, played, region.code, region.adapter);
}

function remote(
  { options }: Context,
  { kind, without }: PlayedKind,
  code: string,
  adapter: Readonly<Record<string, unknown>>,
): Result<kit.Bench, Complaint> {
  const { against = '', secret, people } = options;
  if (secret === undefined || people === undefined)
    return complain(
      '--against needs --secret FILE and --people FILE; electron/cli/README.md has their shape',
      2,
    );
  const secrets = readJson(secret, true);
  if (!secrets.ok) return secrets;
  const known = readJson(people, false);
  if (!known.ok) return known;
  const names = remoteSecrets(secrets.value);
  if (!names.ok) return complain(`${basename(secret)}: ${names.error.message}`);
  const world = remoteWorld(known.value, systemClock.now());
  if (!world.ok) return complain(`${basename(people)}: ${world.error.message}`);
  return ok(
    remoteBench({
      kind,
      code,
      adapter: { ...adapter, endpoint: against },
      secrets: names.value,
      without,
      world: world.value,
    }),
  );
}

/** `closed`: only its owner may read it. */
function readJson(file: string, closed: boolean): Result<unknown, Complaint> {
  try {
    if (closed && process.platform !== 'win32' && (statSync(file).mode & 0o077) !== 0)
      return complain(`${basename(file)}: others may read it; chmod 600 it`);
    return ok(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return err({
      message: `${basename(file)}: ${code === undefined ? 'broken JSON; correct it' : `cannot be read (${code})`}`,
      exitCode: 1,
    });
  }
}
