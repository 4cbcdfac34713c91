import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { loadCalendar, loadCatalogue } from '../../../electron/catalogue/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import { type Assets, goodAssets, text, writeAssets } from '../../support/catalogue-assets.ts';

const folders: string[] = [];
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true });
});

function folder(change: (assets: Assets) => void = () => {}): string {
  const assets = goodAssets();
  change(assets);
  const dir = writeAssets(assets);
  folders.push(dir);
  return dir;
}

function load(
  change?: (assets: Assets) => void,
  regionCodes = ['120000', '440100'],
  clock = new VirtualClock(),
) {
  return loadCatalogue({ assetsDir: folder(change), regionCodes, clock });
}

function message(result: ReturnType<typeof load> | ReturnType<typeof loadCalendar>): string {
  if (result.ok) throw new Error('it was loaded all the same');
  expect(result.error.message).not.toContain('\n');
  return result.error.message;
}

const REGION = 'regions/120000.json';
const MATTERS = 'catalogue/matters.json';
const FORM = 'catalogue/forms/temporary-identity-proof.json';
const CALENDAR = 'calendar/2026.json';

/** The whole table of faults is that of the check: planted-errors.test.ts. */
describe('a fault in the assets stops the start with one line that says where and what to do', () => {
  it('the files themselves are sound', () => expect(load().ok).toBe(true));

  it.each<[string, string, (assets: Assets) => void]>([
    [
      'broken JSON',
      'catalogue/matters.json: line 1 column 14 is broken JSON; correct the syntax there',
      (a) => {
        a[MATTERS] = '{"matters": [';
      },
    ],
    [
      'an unknown key',
      'regions/120000.json: matters[0] has the unknown key "promisedWorkinDays"; remove it or correct its spelling',
      (a) => {
        a[REGION].matters[0].promisedWorkinDays = 2;
      },
    ],
    [
      'a text without its English',
      'regions/120000.json: places[0].name.en is missing; add it',
      (a) => delete a[REGION].places[0].name.en,
    ],
    [
      'a matter that nobody defines',
      'regions/120000.json: matters[1].matter names XT-GA-999, which catalogue/matters.json does not have; add it there or correct the code',
      (a) => {
        a[REGION].matters[1].matter = 'XT-GA-999';
      },
    ],
    [
      'something that neither the region nor the guide says',
      'regions/120000.json: matters[0].authority is missing here and in the guide of XT-GA-020; add it to one of them',
      (a) => delete a[REGION].matters[0].authority,
    ],
    [
      'a form that does not ask what it requires',
      `${FORM}: schema.required names "age", which schema.properties has not; correct the name`,
      (a) => a[FORM].schema.required.push('age'),
    ],
    [
      'a published agreement without a signature',
      'catalogue/agreements.json: agreements[0].signatures lack that of "440100"; a published agreement needs both sides, add it or say "state": "draft"',
      (a) => a['catalogue/agreements.json'].agreements[0].signatures.pop(),
    ],
  ])('%s', (_what, line, change) => {
    expect(message(load(change))).toBe(line);
  });

  it('a region without a file', () => {
    expect(message(load(undefined, ['120000', '999999']))).toBe(
      'regions/999999.json: the file does not exist; add it or correct the reference to it',
    );
  });

  it('of several, the first', () => {
    const spoilt = load((a) => {
      a[REGION].phone = 12345;
      a[MATTERS].matters[0].audience = [];
    });
    expect(message(spoilt)).toMatch(/^catalogue\/matters\.json: /);
  });

  it('a region that this machine does not offer is not read', () => {
    const loaded = load(
      (a) => {
        a['regions/440100.json'] = '{';
      },
      ['120000'],
    );
    expect(loaded.ok).toBe(true);
  });

  it('what is there for nothing stops nobody', () => {
    const loaded = load((a) =>
      a['catalogue/terms.json'].themes.push({ id: 'idle', name: text('闲', 'Idle') }),
    );
    expect(loaded.ok).toBe(true);
  });

  it('a folder in the place of a file', () => {
    const dir = folder((a) => delete a[REGION]);
    mkdirSync(join(dir, REGION), { recursive: true });
    const loaded = loadCatalogue({ assetsDir: dir, regionCodes: ['120000'], clock: new VirtualClock() });
    expect(message(loaded)).toBe(`${REGION}: the file cannot be read (EISDIR); look at its rights`);
  });
});

describe('a fault in the calendar', () => {
  it.each<[string, (content: { holidays: string[]; workingWeekends: string[]; years: number[] }) => void]>([
    [
      'workingWeekends[1] (2026-03-02) is neither Saturday nor Sunday; correct it',
      (c) => c.workingWeekends.push('2026-03-02'),
    ],
    [
      'workingWeekends[1] (2026-01-03) is both a holiday and worked; correct it',
      (c) => c.workingWeekends.push('2026-01-03'),
    ],
    [
      'workingWeekends[1] is outside the years of the file; move it',
      (c) => c.workingWeekends.push('2027-01-02'),
    ],
  ])('%s', (line, change) => {
    const assetsDir = folder((a) => change(a[CALENDAR]));
    expect(message(loadCalendar({ assetsDir }))).toBe(`${CALENDAR}: ${line}`);
  });

  it('a year that two files claim', () => {
    const assetsDir = folder((a) => {
      a['calendar/2026-b.json'] = a[CALENDAR];
    });
    expect(message(loadCalendar({ assetsDir }))).toBe(
      'calendar/2026-b.json: years[0] 2026 stands in another file too; remove one',
    );
  });

  it('no calendar at all is an empty table', () => {
    const assetsDir = folder((a) => delete a[CALENDAR]);
    expect(loadCalendar({ assetsDir })).toEqual({
      ok: true,
      value: { holidays: [], workingWeekends: [], years: [] },
    });
  });
});
