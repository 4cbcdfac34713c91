import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type CatalogueDiff, diffCatalogues } from '../../../electron/catalogue/index.ts';
import { type Assets, goodAssets, material, text, writeAssets } from '../../support/catalogue-assets.ts';

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

function diffOf(change: (assets: Assets) => void, before = folder()): CatalogueDiff {
  const diff = diffCatalogues(before, folder(change));
  if (!diff.ok) throw new Error(diff.error.message);
  return diff.value;
}

const TIANJIN = 'regions/120000.json';
const RELEASE = 'catalogue/release.json';
const MATTERS = 'catalogue/matters.json';
const GUIDE = 'catalogue/guides/XT-GA-020.json';
const AGREEMENTS = 'catalogue/agreements.json';
const NONE = { added: [], removed: [], changed: [] };

describe('what changes from one folder to another', () => {
  it('nothing, between equal ones', () => {
    const diff = diffOf(() => {});
    expect(diff).toMatchObject({ matters: NONE, agreements: NONE, byRegion: [], remarks: [] });
    expect(diff.counts.versions).toEqual({ before: 4, after: 4 });
  });

  it('matters added, removed and changed, by name of the field', () => {
    const diff = diffOf((a) => {
      const { matters } = a[MATTERS];
      matters.splice(2, 1);
      matters.push({ ...matters[0], code: 'XT-GA-021' });
      matters[1].plain.en = 'Something else.';
      matters[1].lists = ['national'];
    });
    expect(diff.matters).toEqual({
      added: ['XT-GA-021'],
      removed: ['XT-SJ-001'],
      changed: [{ id: 'XT-GA-001', fields: ['lists', 'plain'] }],
    });
    expect(diff.counts.matters).toEqual({ before: 4, after: 4 });
  });

  it('a region’s entry, with what it inherits, item by item', () => {
    const diff = diffOf((a) => {
      a[TIANJIN].matters[0].promisedWorkingDays = 0;
      a[TIANJIN].matters[0].materials.add[0].text.en = 'Another form.';
      a[TIANJIN].phone = '022-12345';
      a[TIANJIN].matters.pop();
    });
    expect(diff.byRegion).toEqual([
      {
        code: '120000',
        fields: ['phone'],
        added: [],
        removed: ['XT-GA-001 from 2026-01-01'],
        changed: [
          {
            id: 'XT-GA-020 from 2026-01-01',
            fields: ['caseType', 'materials~form', 'promisedWorkingDays'],
          },
        ],
        over: [],
      },
    ]);
  });

  it('a guide, in every region that inherits from it', () => {
    const diff = diffOf((a) => {
      a[GUIDE].implementation.materials[1] = material('deed', '房产证。', 'The deed.');
      a[TIANJIN].matters[0].materials.drop = ['deed'];
    });
    expect(diff.byRegion.map(({ code, changed }) => [code, changed[0]?.fields])).toEqual([
      ['440100', ['materials+deed', 'materials-photo']],
    ]);
  });

  it('items in another order', () => {
    const diff = diffOf((a) => a[GUIDE].implementation.conditions.reverse());
    expect(diff.byRegion[0]?.changed[0]?.fields).toEqual(['conditions']);
  });

  it('a new version, and what it changes of the one before', () => {
    const diff = diffOf((a) =>
      a[TIANJIN].matters.push({
        ...a[TIANJIN].matters[0],
        effectiveFrom: '2026-07-01',
        fee: { amountFen: 5, text: text('5 元', '5 yuan') },
      }),
    );
    expect(diff.byRegion[0]).toMatchObject({
      added: ['XT-GA-020 from 2026-07-01'],
      changed: [],
      over: [{ id: 'XT-GA-020 from 2026-07-01', fields: ['fee'] }],
    });
  });

  it('regions, agreements, terms and forms', () => {
    const diff = diffOf((a) => {
      delete a['regions/440100.json'];
      a[AGREEMENTS].agreements[1].id = 'renamed';
      a[AGREEMENTS].agreements[0].effectiveTo = null;
      a['catalogue/terms.json'].themes[0].name.en = 'Documents';
      a['catalogue/forms/temporary-identity-proof.json'].ui.groups[0].title.en = 'Else';
    });
    expect(diff.regions).toEqual({ added: [], removed: ['440100'] });
    expect(diff.agreements).toEqual({
      added: ['renamed'],
      removed: ['etown-guangzhou-next'],
      changed: [{ id: 'etown-guangzhou', fields: ['effectiveTo'] }],
    });
    expect(diff.terms.changed).toEqual([{ id: 'themes/papers', fields: ['name'] }]);
    expect(diff.forms.changed.map(({ id }) => id)).toEqual(['temporary-identity-proof']);
  });
});

describe('the release', () => {
  const other = (version: string) => (a: Assets) => {
    a[RELEASE].version = version;
    a[TIANJIN].phone = '022-12345';
  };
  it.each([
    ['2026.11.21-1', /the content differs, but the release is 2026\.11\.21-1 in both/],
    ['2026.11.20-9', /goes back from 2026\.11\.21-1 to 2026\.11\.20-9/],
  ])('%s: must go up when the content differs', (version, remark) => {
    expect(diffOf(other(version)).remarks).toEqual([expect.stringMatching(remark)]);
  });

  it.each(['2026.11.21-2', '2026.11.21-10', '2027.01.01-1'])('%s: has gone up', (version) => {
    expect(diffOf(other(version)).remarks).toEqual([]);
  });

  it('need not go up when nothing differs', () => {
    expect(
      diffOf((a) => {
        a[RELEASE].note = 'said better';
      }).remarks,
    ).toEqual([]);
  });
});

it('a folder with a fault is not compared', () => {
  const spoilt = folder((a) => {
    a[TIANJIN].phone = 7;
  });
  const diff = diffCatalogues(folder(), spoilt);
  expect(diff).toEqual({
    ok: false,
    error: {
      message: `${spoilt} cannot be compared: ${TIANJIN}: phone must be a text, not a number; correct it`,
    },
  });
});
