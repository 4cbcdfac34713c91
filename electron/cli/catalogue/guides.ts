import { readFileSync, writeFileSync } from 'node:fs';
import {
  type Catalogue,
  compareMatter,
  fromGb39046,
  guideSources,
  loadCatalogue,
  regionCodesIn,
  toGb39046,
} from '../../catalogue/index.ts';
import type { ComparedRow, Text } from '../../contract/index.ts';
import { err, instantOf, ok, type Result } from '../../core/index.ts';
import { type Complaint, type Context, complain, type Outcome } from './types.ts';

/** Guides in force, in the shape of GB/T 39046, for other systems. */
export function exportGuides({ world, options, words }: Context): Outcome {
  const [matter, ...more] = words;
  if (more.length > 0) return complain('export takes at most one matter: export [XT-RS-028]', 2);
  const loaded = catalogueOf({ world, options, words });
  if (!loaded.ok) return loaded;
  const catalogue = loaded.value;
  if (matter !== undefined && !catalogue.matter(matter))
    return complain(`there is no matter ${matter}; "check" and the file matters.json know the codes`);
  const regions = catalogue.regions().filter(({ code }) => !options.region || code === options.region);
  const sources = regions.flatMap(({ code }) =>
    guideSources(catalogue, code).filter((one) => matter === undefined || one.matter.code === matter),
  );
  if (sources.length === 0)
    return complain('no region has such a guide in force; try another --region or --on');
  const file = toGb39046(sources);
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (options.out === undefined) return ok({ lines: [text.trimEnd()], data: file });
  const written = attempt(() => writeFileSync(options.out as string, text, { flag: 'wx' }));
  if (!written.ok) return complain(`${options.out}: ${written.error}`);
  return ok({ lines: [`${sources.length} guides`], data: { guides: sources.length } });
}

/** Reads a file of the standard's shape: entries for region files, and what a person must still fill in. */
export function importGuides({ options, words }: Context): Outcome {
  const [name, ...more] = words;
  if (name === undefined || more.length > 0) return complain('import reads one file: import FILE', 2);
  const read = attempt(() => JSON.parse(readFileSync(name, 'utf8')) as unknown);
  if (!read.ok) return complain(`${name}: ${read.error}`);
  const guides = fromGb39046(read.value);
  if (!guides.ok) return complain(`${name}: ${guides.error}`);
  const text = `${JSON.stringify(guides.value, null, 2)}\n`;
  if (options.out !== undefined) {
    const written = attempt(() => writeFileSync(options.out as string, text, { flag: 'wx' }));
    if (!written.ok) return complain(`${options.out}: ${written.error}`);
  }
  return ok({
    lines: guides.value.flatMap((guide) => [
      `${guide.region} ${guide.matter ?? guide.name}: ${guide.gaps.length === 0 ? 'whole' : 'a draft'}`,
      ...guide.gaps.map((gap) => `  ${gap}`),
    ]),
    data: guides.value,
  });
}

/** One matter side by side: what all regions ask, and who differs. */
export function compareRegions({ world, options, words }: Context): Outcome {
  const [matter, ...regions] = words;
  if (matter === undefined) return complain('compare needs a matter: compare XT-RS-028 [120000 440112 …]', 2);
  const loaded = catalogueOf({ world, options, words }, regions.length > 0 ? regions : undefined);
  if (!loaded.ok) return loaded;
  const catalogue = loaded.value;
  const first = catalogue.regions().find(({ code }) => catalogue.implementation(code, matter));
  const compared = first ? compareMatter(catalogue, first.code, matter) : null;
  if (!compared) return complain(`fewer than two of these regions have ${matter} in force`);
  const zh = (one: Text) => one['zh-CN'];
  const short = new Map(compared.regions.map(({ code, short: name }) => [code, zh(name)]));
  const names = (codes: readonly string[]) => codes.map((code) => short.get(code)).join('、');
  const rows = (row: ComparedRow) =>
    row.groups.map(({ regions: codes, value }) => {
      const said = value === null ? '不要求' : typeof value === 'number' ? `${value} 个工作日` : zh(value);
      return `  ${row.groups.length === 1 ? '＝' : `≠ ${names(codes)}：`}${said}`;
    });
  return ok({
    lines: [
      `${zh(compared.matter)}（${names([...short.keys()])}）${compared.unified ? '：同事同标' : ''}`,
      ...compared.facts.flatMap((row) => [ASPECT[row.aspect], ...rows(row)]),
      '材料',
      ...compared.materials.flatMap(rows),
      '条件',
      ...compared.conditions.flatMap(rows),
    ],
    data: compared,
  });
}

const ASPECT = {
  promised: '承诺时限',
  statutory: '法定时限',
  fee: '费用',
  'authority-level': '办理层级',
} as const;

function catalogueOf({ world, options }: Context, regions?: readonly string[]): Result<Catalogue, Complaint> {
  const { on } = options;
  if (on !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(on))
    return complain('--on needs a date like 2026-01-31', 2);
  const assetsDir = options.assets ?? world.assetsDir;
  const loaded = loadCatalogue({
    assetsDir,
    regionCodes: regions ?? regionCodesIn(assetsDir),
    clock: { now: () => (on === undefined ? world.now() : instantOf(on, '12:00')) },
  });
  return loaded.ok ? loaded : err({ message: loaded.error.message, exitCode: 1 });
}

function attempt<T>(work: () => T): Result<T, string> {
  try {
    return ok(work());
  } catch (cause) {
    if (cause instanceof SyntaxError) return err('is not JSON; correct the syntax');
    const code = (cause as NodeJS.ErrnoException).code;
    return err(code === 'EEXIST' ? 'exists already; name another file' : `cannot be used (${code})`);
  }
}
