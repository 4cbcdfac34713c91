import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadCalendar, loadCatalogue } from '../../../electron/catalogue/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';

/** A copy of the bundled assets, spoilt in one place. */
let assetsDir: string;

beforeEach(() => {
  assetsDir = mkdtempSync(join(tmpdir(), 'catalogue-'));
  cpSync(join(import.meta.dirname, '../../../assets'), assetsDir, { recursive: true });
});
afterEach(() => rmSync(assetsDir, { recursive: true }));

// biome-ignore lint/suspicious/noExplicitAny: the point is to write what the types forbid
function spoil(file: string, change: (content: any) => void): void {
  const path = join(assetsDir, file);
  const content = JSON.parse(readFileSync(path, 'utf8'));
  change(content);
  writeFileSync(path, JSON.stringify(content));
}

function load(regionCodes = ['120000'], clock = new VirtualClock()) {
  return loadCatalogue({ assetsDir, regionCodes, clock });
}

function message(result: ReturnType<typeof load> | ReturnType<typeof loadCalendar> = load()): string {
  if (result.ok) throw new Error('it was loaded all the same');
  expect(result.error.message).not.toContain('\n');
  return result.error.message;
}

const REGION = 'regions/120000.json';
const MATTERS = 'catalogue/matters.json';
const FORM = 'catalogue/forms/temporary-identity-proof.json';

describe('a fault in the assets is one line that says where and what to do', () => {
  it('the copy itself is sound', () => expect(load().ok).toBe(true));

  it('broken JSON: file, line and column', () => {
    const text = readFileSync(join(assetsDir, REGION), 'utf8').split('\n');
    text.splice(3, 0, '  "oops"');
    writeFileSync(join(assetsDir, REGION), text.join('\n'));
    expect(message()).toMatch(
      /^regions\/120000\.json: line 5 column \d+: broken JSON; correct the syntax there$/,
    );
  });

  it('JSON that ends too early', () => {
    writeFileSync(join(assetsDir, MATTERS), '{"matters": [');
    expect(message()).toBe('catalogue/matters.json: line 1 column 14: broken JSON; correct the syntax there');
  });

  it('a region without a file', () => {
    expect(message(load(['440100']))).toBe(
      'regions/440100.json: there is no such file; add it or correct the reference to it',
    );
  });

  it('an unknown key', () => {
    spoil(REGION, (region) => {
      region.matters[0].promisedWorkinDays = 2;
    });
    expect(message()).toBe(
      'regions/120000.json: matters[0] has the unknown key "promisedWorkinDays"; remove it or correct its spelling',
    );
  });

  it('a text without its English', () => {
    spoil(MATTERS, (content) => {
      delete content.matters[1].implementation.fee.en;
    });
    expect(message()).toBe('catalogue/matters.json: matters[1].implementation.fee.en is missing; add it');
  });

  it('an empty text', () => {
    spoil(MATTERS, (content) => {
      content.matters[0].plain['zh-CN'] = ' ';
    });
    expect(message()).toMatch(/^catalogue\/matters\.json: matters\[0\]\.plain\.zh-CN: .*; correct it$/);
  });

  it('a matter that nobody defines', () => {
    spoil(REGION, (region) => {
      region.matters[1].matter = 'XT-GA-999';
    });
    expect(message()).toBe(
      'regions/120000.json: matters[1].matter: catalogue/matters.json has no XT-GA-999; add it there or correct the code',
    );
  });

  it('a form that nobody wrote', () => {
    spoil(REGION, (region) => {
      region.matters[0].form = 'no-such-form';
    });
    expect(message()).toBe(
      'regions/120000.json: matters[0].form: catalogue/forms has no "no-such-form"; add it or correct the name',
    );
  });

  it('something that neither the region nor the default says', () => {
    spoil(REGION, (region) => {
      delete region.matters[0].promisedWorkingDays;
    });
    expect(message()).toBe(
      'regions/120000.json: matters[0] (XT-GA-020, with what it inherits): promisedWorkingDays is missing; add it',
    );
  });

  it.each(['codeScheme', 'taskCode', 'form'])('a full matter without its %s', (key) => {
    spoil(REGION, (region) => {
      delete region.matters[0][key];
    });
    expect(message()).toContain(`${key}: is missing; a matter of depth "full" needs it`);
  });

  it('a promise over the statutory limit', () => {
    spoil(REGION, (region) => {
      region.matters[0].promisedWorkingDays = 9;
    });
    expect(message()).toContain('promisedWorkingDays: is over the statutory limit; correct it');
  });

  it('a wrong implementation code', () => {
    spoil(REGION, (region) => {
      region.matters[0].taskCode = region.matters[0].taskCode.replace('A', 'B');
    });
    expect(message()).toContain('matters[0].taskCode does not begin with a valid organisation code');
  });

  it('a region file under another name', () => {
    spoil(REGION, (region) => {
      region.code = '130000';
    });
    expect(message()).toBe('regions/120000.json: code is "130000"; name the file after it');
  });

  it('hours that end before they begin', () => {
    spoil(REGION, (region) => {
      region.officeHours.close = '08:00';
    });
    expect(message()).toBe('regions/120000.json: officeHours: opens after it closes; correct it');
  });

  it('the same matter twice', () => {
    spoil(MATTERS, (content) => content.matters.push(content.matters[0]));
    expect(message()).toBe(
      'catalogue/matters.json: matters[6].code: XT-GA-020 stands here twice; remove one',
    );
  });

  it('the same version twice', () => {
    spoil(REGION, (region) => region.matters.push(region.matters[0]));
    expect(message()).toContain('matters[6]: XT-GA-020 from 2026-01-01 stands here twice');
  });
});

describe('a form whose schema and screen do not belong together', () => {
  // biome-ignore lint/suspicious/noExplicitAny: the point is to write what the types forbid
  it.each<[string, (form: any) => void]>([
    ['ui does not ask for "phone"; add a field for it', (form) => form.ui.pop()],
    ['ui asks for the same field twice; remove one', (form) => form.ui.push(form.ui[1])],
    [
      'ui[0].choices and the enum of "purpose" differ in "other"; make them the same',
      (form) => form.ui[0].choices.pop(),
    ],
    [
      'ui[0].choices and the enum of "purpose" differ in "exam"; make them the same',
      (form) => form.schema.properties.purpose.enum.splice(2, 1),
    ],
    [
      'id is "other"; name the file after it',
      (form) => {
        form.id = 'other';
      },
    ],
    [
      'ui[1].choices: only a choice has choices; empty the list',
      (form) => {
        form.ui[1].choices = form.ui[0].choices;
      },
    ],
    [
      'ui[0].choices is empty; a choice needs some',
      (form) => {
        form.ui[0].choices = [];
        delete form.schema.properties.purpose.enum;
      },
    ],
    [
      'ui[2].name: schema.properties has no "age"; add it or correct the name',
      (form) => form.ui.push({ ...form.ui[1], name: 'age' }),
    ],
  ])('%s', (text, change) => {
    spoil(FORM, change);
    expect(message()).toBe(`${FORM}: ${text}`);
  });

  it('a required answer that nothing asks for', () => {
    spoil(FORM, (form) => form.schema.required.push('age'));
    expect(message()).toMatch(
      /^catalogue\/forms\/temporary-identity-proof\.json: schema: .*"age".*; correct the JSON Schema$/,
    );
  });

  it('a JSON Schema that is none', () => {
    spoil(FORM, (form) => {
      form.schema.properties.phone.pattern = '(';
    });
    expect(message()).toMatch(
      /^catalogue\/forms\/temporary-identity-proof\.json: schema: .*; correct the JSON Schema$/,
    );
  });
});

describe('versions of a matter', () => {
  it('the newest that has taken effect counts, from its first minute in China', async () => {
    spoil(REGION, (region) =>
      region.matters.push({ ...region.matters[0], effectiveFrom: '2026-12-01', statutoryWorkingDays: 2 }),
    );
    const clock = new VirtualClock(Date.parse('2026-11-30T15:59:59Z'));
    const loaded = load(['120000'], clock);
    if (!loaded.ok) throw new Error(loaded.error.message);
    expect(loaded.value.guide('120000', 'XT-GA-020')?.statutoryWorkingDays).toBe(3);
    await clock.advance(1000);
    expect(loaded.value.guide('120000', 'XT-GA-020')?.statutoryWorkingDays).toBe(2);
    expect(loaded.value.matters('120000').filter((card) => card.code === 'XT-GA-020')).toHaveLength(1);
  });

  it('what has not taken effect is not offered', () => {
    const loaded = load(['120000'], new VirtualClock(Date.parse('2025-06-01T00:00:00Z')));
    if (!loaded.ok) throw new Error(loaded.error.message);
    expect(loaded.value.matters('120000')).toEqual([]);
    expect(loaded.value.guide('120000', 'XT-GA-020')).toBeNull();
  });
});

describe('a fault in the calendar', () => {
  const CALENDAR = 'calendar/2026.json';
  it.each<[string, (content: { holidays: string[]; workingWeekends: string[]; years: number[] }) => void]>([
    [
      'workingWeekends[6] (2026-03-02) is neither Saturday nor Sunday; correct it',
      (c) => c.workingWeekends.push('2026-03-02'),
    ],
    ['2026-01-03 is both a holiday and worked; correct it', (c) => c.workingWeekends.push('2026-01-03')],
    [
      'workingWeekends[6] is outside the years of the file; move it',
      (c) => c.workingWeekends.push('2027-01-02'),
    ],
  ])('%s', (text, change) => {
    spoil(CALENDAR, change);
    expect(message(loadCalendar({ assetsDir }))).toBe(`${CALENDAR}: ${text}`);
  });

  it('a year that two files claim', () => {
    cpSync(join(assetsDir, CALENDAR), join(assetsDir, 'calendar/2026-b.json'));
    expect(message(loadCalendar({ assetsDir }))).toBe(
      'calendar/2026.json: 2026 stands in another file too; remove one',
    );
  });
});
