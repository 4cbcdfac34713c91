import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ok } from '../../core/index.ts';
import { REGION_KINDS } from '../../regions/index.ts';
import { type Context, complain, type Outcome } from './types.ts';

/** Played by `new` when nobody says which: any division of the catalogue would do. */
const EXAMPLE_CODE = '120000';
/** What every kind can do, be it by files that are answered tomorrow. */
const MODEST = { fetchResult: true, withdraw: true, correction: true };

interface Division {
  readonly code: string;
  readonly codeSource: string;
  readonly name: Readonly<Record<'zh-CN' | 'en', string>>;
}

/** A region file of a kind that passes `check`. Its values are made up and marked as samples. */
export function scaffold({ world, options, words }: Context): Outcome {
  const [name, ...more] = words;
  const kinds = REGION_KINDS.map(({ kind }) => kind);
  if (name === undefined || more.length > 0)
    return complain(`new takes one kind of ${kinds.join(', ')}: new KIND`, 2);
  const kind = REGION_KINDS.find((one) => one.kind === name);
  if (!kind) return complain(`no such kind: "${name}"; this build speaks ${kinds.join(', ')}`, 2);
  const code = options.code ?? EXAMPLE_CODE;
  const division = divisionOf(options.assets ?? world.assetsDir, code);
  if (!division)
    return complain(`--code ${code}: catalogue/divisions.json has none; add it there or take another`);
  const file = fileOf(division, { kind: name, codeSet: 'tongban', ...kind.example, capabilities: MODEST });
  const text = `${JSON.stringify(file, null, 2)}\n`;
  if (options.out === undefined) return ok({ lines: [text.trimEnd()], data: file });
  try {
    writeFileSync(options.out, text, { flag: 'wx' });
  } catch (error) {
    const { code: why } = error as NodeJS.ErrnoException;
    return complain(
      why === 'EEXIST'
        ? `${options.out} is already there; take another name`
        : `${options.out} cannot be written (${why}); look at its folder`,
    );
  }
  return ok({
    lines: [
      `${options.out} written; fill in the adapter's keys, then: npm run region -- check ${options.out}`,
    ],
    data: { file: options.out },
  });
}

function divisionOf(assetsDir: string, code: string): Division | null {
  try {
    const text = readFileSync(join(assetsDir, 'catalogue/divisions.json'), 'utf8');
    const { divisions } = JSON.parse(text) as { divisions: readonly Division[] };
    return divisions.find((one) => one.code === code) ?? null;
  } catch {
    return null;
  }
}

function fileOf({ code, codeSource, name }: Division, adapter: Readonly<Record<string, unknown>>) {
  const hours = { 'zh-CN': '工作日 9:00–17:00', en: 'Working days 9:00–17:00' };
  const place = {
    name: { 'zh-CN': '政务服务中心', en: 'Government service centre' },
    address: { 'zh-CN': '待填写', en: 'To be filled in' },
    phone: '12345',
    hours,
  };
  return {
    code,
    codeSource,
    name,
    short: name,
    phone: '12345',
    hours,
    officeHours: { open: '09:00', close: '17:00' },
    sample: true,
    adapter,
    places: [place],
    matters: [
      {
        matter: 'XT-GA-020',
        effectiveFrom: '2026-01-01',
        authority: { 'zh-CN': '公安局', en: 'Public security bureau' },
        authorityLevel: 3,
        depth: 'filing',
        promisedWorkingDays: 1,
        form: 'temporary-identity-proof',
        places: [place],
        codeScheme: 'local',
        taskCode: `${code.slice(0, 6)}XTGA020`,
        sample: true,
      },
    ],
  };
}
