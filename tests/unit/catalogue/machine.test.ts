import { rmSync } from 'node:fs';
import { afterEach, describe, expect, it } from 'vitest';
import { type Catalogue, loadCatalogue, type Machine } from '../../../electron/catalogue/index.ts';
import { VirtualClock } from '../../../electron/core/index.ts';
import { type Assets, goodAssets, text, writeAssets } from '../../support/catalogue-assets.ts';

const folders: string[] = [];
afterEach(() => {
  for (const dir of folders.splice(0)) rmSync(dir, { recursive: true });
});

const REGION = 'regions/120000.json';
const GUANGZHOU = 'regions/440100.json';
const AGREEMENTS = 'catalogue/agreements.json';
const PROOF = 'XT-GA-020';
const RECORD = 'XT-GA-001';

/** A machine of Tianjin that stands in Beijing E-Town. */
const MACHINE: Machine = { brandRegion: '120000', siteRegion: '110115-bda' };

/** Noon in China. */
const noon = (date: string) => new VirtualClock(Date.parse(`${date}T12:00:00+08:00`));

function catalogue(
  change: (assets: Assets) => void = () => {},
  { clock = noon('2026-11-21'), machine = MACHINE as Machine | null } = {},
): Catalogue {
  const assets = goodAssets();
  change(assets);
  const assetsDir = writeAssets(assets);
  folders.push(assetsDir);
  const loaded = loadCatalogue({
    assetsDir,
    regionCodes: ['120000', '440100'],
    clock,
    ...(machine ? { machine } : {}),
  });
  if (!loaded.ok) throw new Error(loaded.error.message);
  return loaded.value;
}

describe('inheritance', () => {
  it('takes from the guide what the region does not say, and lists item by item', () => {
    const implementation = catalogue().implementation('120000', PROOF);
    expect(implementation?.steps.map(({ id }) => id)).toEqual(['apply', 'collect']);
    expect(implementation?.materials.map(({ id, text }) => [id, text.en])).toEqual([
      ['card', 'Card or number.'],
      ['form', 'The form.'],
    ]);
    expect(implementation?.promisedWorkingDays).toBe(1);
    expect(catalogue().implementation('440100', PROOF)?.promisedWorkingDays).toBe(2);
    expect(
      catalogue()
        .implementation('440100', PROOF)
        ?.materials.map(({ id }) => id),
    ).toEqual(['card', 'photo']);
  });

  it('falls back to the matter, the region and then to what is usual', () => {
    const here = catalogue();
    const implementation = here.implementation('120000', RECORD);
    expect(implementation?.modes).toEqual(here.matter(RECORD)?.modes);
    expect(implementation?.places).toEqual(here.region('120000')?.places);
    expect(implementation).toMatchObject({
      authorityScope: 'full',
      handling: 'ordinary',
      caseType: 'promised',
      identity: { accepts: ['resident-card'], agents: [] },
      limitNote: null,
      caution: null,
    });
  });

  it('reads the level of authority from the code: a municipality has a province’s, Guangzhou a city’s', () => {
    const here = catalogue((a) => delete a[GUANGZHOU].matters[0].authorityLevel);
    expect(here.implementation('120000', PROOF)?.authorityLevel).toBe(2);
    expect(here.implementation('440100', PROOF)?.authorityLevel).toBe(3);
  });

  it('calls a case immediate where nothing is promised but the same day', () => {
    const here = catalogue((a) => {
      a[REGION].matters[0].promisedWorkingDays = 0;
    });
    expect(here.implementation('120000', PROOF)?.caseType).toBe('immediate');
  });

  it('marks values as samples unless the entry says that they are not', () => {
    const here = catalogue((a) => {
      a[REGION].matters[0].sample = false;
    });
    expect(here.implementation('120000', PROOF)?.sample).toBe(false);
    expect(here.implementation('120000', RECORD)?.sample).toBe(true);
  });
});

describe('versions of a matter', () => {
  const next = (a: Assets) =>
    a[REGION].matters.push({
      ...a[REGION].matters[0],
      effectiveFrom: '2026-12-01',
      statutoryWorkingDays: 2,
    });

  it('the newest that has taken effect counts, from its first minute in China', async () => {
    const clock = new VirtualClock(Date.parse('2026-11-30T15:59:59Z'));
    const here = catalogue(next, { clock });
    expect(here.guide('120000', PROOF)?.statutoryWorkingDays).toBe(3);
    await clock.advance(1000);
    expect(here.guide('120000', PROOF)?.statutoryWorkingDays).toBe(2);
    expect(here.matters('120000').filter(({ code }) => code === PROOF)).toHaveLength(1);
  });

  it('what has not taken effect is not offered, and it says from when', () => {
    const here = catalogue(undefined, { clock: noon('2025-06-01') });
    expect(here.matters('120000')).toEqual([]);
    expect(here.guide('120000', PROOF)).toBeNull();
    expect(here.hindrances('120000', PROOF)).toEqual([{ kind: 'not-yet', from: '2026-01-01' }]);
  });

  it('what has ended is gone the day after its last', () => {
    const last = catalogue(undefined, { clock: noon('2026-12-31') });
    expect(last.matters('120000').map(({ code }) => code)).toEqual([PROOF, RECORD]);
    const after = catalogue(undefined, { clock: noon('2027-01-01') });
    expect(after.matters('120000').map(({ code }) => code)).toEqual([PROOF]);
    expect(after.hindrances('120000', RECORD)).toEqual([{ kind: 'ended', to: '2026-12-31' }]);
  });

  it('a matter is new for thirty days; a later version of it is not', () => {
    const isNew = (date: string) => catalogue(next, { clock: noon(date) }).isNew('120000', PROOF);
    expect(['2025-12-31', '2026-01-01', '2026-01-30', '2026-01-31', '2026-12-01'].map(isNew)).toEqual([
      false,
      true,
      true,
      false,
      false,
    ]);
  });
});

describe('what a guide says of its implementation', () => {
  it('samples, identity, agents, handling and modes as the region has them', () => {
    const agents = [{ who: 'family', proof: text('户口簿', 'Household register') }];
    const here = catalogue((a) =>
      Object.assign(a[REGION].matters[0], {
        sample: false,
        identity: { accepts: ['resident-card', 'no-card', 'passport'], agents },
        handling: 'instant',
        promisedWorkingDays: 0,
        modes: ['online', 'collect'],
      }),
    );
    expect(here.guide('120000', PROOF)).toMatchObject({
      sample: false,
      identity: { accepts: ['resident-card', 'no-card', 'passport'], agents },
      handling: 'instant',
      modes: ['online', 'collect'],
      withoutCard: true,
    });
    expect(here.guide('440100', PROOF)?.sample).toBe(true);
  });

  it('cards of the list and the guide call the same matters new', () => {
    const on = (date: string) => {
      const here = catalogue(undefined, { clock: noon(date) });
      const card = here.matters('120000').find(({ code }) => code === PROOF);
      return [card?.isNew, here.guide('120000', PROOF)?.matter.isNew, here.isNew('120000', PROOF)];
    };
    expect(on('2026-01-30')).toEqual([true, true, true]);
    expect(on('2026-01-31')).toEqual([false, false, false]);
  });
});

describe('whose matters a machine takes in', () => {
  it('its brand’s and its site’s own, without any agreement', () => {
    const here = catalogue();
    expect(here.takesIn('120000', PROOF)).toBe(true);
    expect(here.agreementsFor('120000', PROOF)).toEqual([]);
    const inGuangzhou = catalogue(undefined, {
      machine: { brandRegion: '120000', siteRegion: '440103' },
    });
    expect(inGuangzhou.takesIn('440100', PROOF)).toBe(true);
    expect(inGuangzhou.takesIn('440100', RECORD)).toBe(true);
  });

  it('another region’s by a published agreement in force, for the matters it names', () => {
    const here = catalogue();
    expect(here.takesIn('440100', PROOF)).toBe(true);
    expect(here.agreementsFor('440100', PROOF).map(({ id }) => id)).toEqual(['etown-guangzhou']);
    expect(here.takesIn('440100', RECORD)).toBe(false);
    expect(here.matters('440100').map(({ code, depth }) => [code, depth])).toEqual([
      [PROOF, 'full'],
      [RECORD, 'guide'],
    ]);
  });

  it.each([
    ['2026-01-31', false],
    ['2026-02-01', true],
    ['2027-01-31', true],
    ['2027-02-01', false],
  ])('on %s: %s', (date, takes) => {
    const here = catalogue(undefined, { clock: noon(date) });
    expect(here.takesIn('440100', PROOF)).toBe(takes);
    expect(here.guide('440100', PROOF)?.matter.depth).toBe(takes ? 'full' : 'guide');
    if (!takes) expect(here.hindrances('440100', PROOF)).toEqual([{ kind: 'no-agreement' }]);
  });

  it('not by a draft', () => {
    const here = catalogue((a) => {
      a[AGREEMENTS].agreements[0].state = 'draft';
    });
    expect(here.hindrances('440100', PROOF)).toEqual([{ kind: 'no-agreement' }]);
  });

  it('not the other way round', () => {
    const here = catalogue(undefined, {
      machine: { brandRegion: '440100', siteRegion: '440103' },
    });
    expect(here.takesIn('120000', PROOF)).toBe(false);
  });

  it('by all of a list, only what stands on it', () => {
    const here = catalogue((a) => {
      Object.assign(a[AGREEMENTS].agreements[1], {
        state: 'published',
        effectiveFrom: '2026-03-01',
        signatures: a[AGREEMENTS].agreements[0].signatures,
      });
      a[AGREEMENTS].agreements.shift();
    });
    expect(here.takesIn('440100', PROOF)).toBe(true);
    // Not on the national list.
    expect(here.takesIn('440100', RECORD)).toBe(false);
  });

  it('an agreement of a province holds for the divisions in it', () => {
    const here = catalogue((a) => {
      Object.assign(a[AGREEMENTS].agreements[0], { accept: '110000', alliance: 'three-places' });
      a[AGREEMENTS].agreements[0].signatures[0].region = '110000';
      a['catalogue/alliances.json'].alliances[0].members.push('110000');
      delete a['catalogue/alliances.json'].alliances[0].memberCount;
    });
    expect(here.takesIn('440100', PROOF)).toBe(true);
  });

  it('without a machine in particular, all of them', () => {
    expect(catalogue(undefined, { machine: null }).takesIn('440100', RECORD)).toBe(true);
  });
});

describe('what stands in the way', () => {
  it('nothing, where a matter can be done', () => {
    expect(catalogue().hindrances('120000', PROOF)).toEqual([]);
    expect(catalogue().guide('120000', PROOF)?.matter.depth).toBe('full');
  });

  it('is named for what nobody offers', () => {
    const here = catalogue();
    expect(here.hindrances('120000', 'XT-ZZ-999')).toEqual([{ kind: 'unknown-matter' }]);
    expect(here.hindrances('120000', 'XT-GA-099')).toEqual([{ kind: 'unverified' }]);
    expect(here.hindrances('999999', PROOF)).toEqual([{ kind: 'unknown-region' }]);
    expect(here.hindrances('120000', 'XT-SJ-001')).toEqual([{ kind: 'not-offered' }]);
  });

  it('a guide, and no form', () => {
    expect(catalogue().hindrances('120000', RECORD)).toEqual([
      { kind: 'depth', depth: 'guide' },
      { kind: 'no-form' },
    ]);
  });

  it.each<[string, object]>([
    ['no-authority', { authorityScope: 'none', modes: ['collect'] }],
    ['identity', { identity: { accepts: ['passport'], agents: [] } }],
  ])('%s: the card says guide, so that no journey begins', (kind, over) => {
    const here = catalogue((a) => Object.assign(a[REGION].matters[0], over));
    expect(here.hindrances('120000', PROOF)).toEqual([{ kind }]);
    expect(here.matters('120000').find(({ code }) => code === PROOF)?.depth).toBe('guide');
  });

  it('stands on the guide itself, with whom to call', () => {
    const here = catalogue(undefined, { clock: noon('2026-01-31') });
    expect(here.guide('120000', PROOF)?.hindrances).toEqual([]);
    expect(here.guide('440100', PROOF)).toMatchObject({
      hindrances: [{ kind: 'no-agreement' }],
      region: { phone: here.region('440100')?.phone },
      matter: { depth: 'guide' },
    });
    expect(here.guide('120000', RECORD)?.hindrances).toEqual(here.hindrances('120000', RECORD));
  });

  it('has the deliveries in the order in which they are offered', () => {
    const here = catalogue((a) => {
      a[REGION].matters[0].deliveries = ['ems', 'window', 'print-here'];
    });
    expect(here.guide('120000', PROOF)?.deliveries).toEqual(['print-here', 'ems', 'window']);
    expect(here.implementation('120000', PROOF)?.deliveries).toEqual(['ems', 'window', 'print-here']);
  });
});

describe('browsing', () => {
  it('narrows by term and audience', () => {
    const codes = (filter: object) =>
      catalogue()
        .matters('120000', filter)
        .map(({ code }) => code);
    expect(codes({ lifeEvent: 'moving' })).toEqual([PROOF, RECORD]);
    expect(codes({ theme: 'papers', list: 'national' })).toEqual([PROOF]);
    expect(codes({ category: 'business' })).toEqual([]);
    expect(codes({ field: 'person', audience: 'person' })).toEqual([PROOF, RECORD]);
    expect(codes({ audience: 'organisation' })).toEqual([]);
  });

  it('offers only terms under which something can be found, with how much', () => {
    const tiles = catalogue().tiles('120000');
    expect(tiles.categories.map(({ id, count }) => [id, count])).toEqual([['identity', 2]]);
    expect(tiles.fields.map(({ id, count }) => [id, count])).toEqual([['person', 2]]);
    expect(tiles.themes.map(({ id }) => id)).toEqual(['papers']);
    expect(tiles.lifeEvents[0]?.name).toEqual(text('搬家', 'Moving'));
    expect(catalogue().tiles('999999').categories).toEqual([]);
  });

  it('names the category of a card', () => {
    expect(catalogue().matters('120000')[0]?.category).toEqual(text('户籍身份', 'Identity'));
  });
});

describe('alliances and halls', () => {
  it('an accepted direction says nothing about the other', () => {
    const here = catalogue();
    expect(here.takesFrom('beijing-etown')).toEqual([
      { alliance: 'one-way', from: 'beijing-etown', of: '440100', count: 22 },
    ]);
    expect(here.takesFrom('440100')).toEqual([]);
    expect(here.takenBy('440100').map(({ from }) => from)).toEqual(['beijing-etown']);
    expect(here.alliancesOf('440100').map(({ id }) => id)).toEqual(['three-places', 'one-way']);
    expect(here.alliances().map(({ id }) => id)).toEqual(['three-places', 'one-way']);
  });

  it('windows of a matter: its own and those for all of other regions', () => {
    const here = catalogue();
    const ids = (matter: string) => here.windows('110115-bda', matter).map(({ window }) => window.id);
    expect(ids(PROOF)).toEqual(['cross']);
    expect(ids(RECORD)).toEqual(['cross', 'police']);
    expect(here.windows('110115-bda', PROOF)[0]?.hall.id).toBe('etown-hall');
    expect(here.windows('440100', PROOF)).toEqual([]);
    expect(here.halls('120000')).toEqual([]);
  });

  it('knows its release, terms, zones and divisions', () => {
    const here = catalogue();
    expect(here.release().version).toBe('2026.11.21-1');
    expect(here.terms().departments[0]?.id).toBe('police');
    expect(here.zones().map(({ id }) => id)).toEqual(['beijing-etown', 'shijiazhuang']);
    expect(here.divisions()).toHaveLength(7);
    expect(here.matterCodes()).toEqual([PROOF, RECORD, 'XT-SJ-001', 'XT-GA-099']);
  });
});
