import { describe, expect, it } from 'vitest';
import type { Catalogue, CatalogueRegion, Implementation } from '../../../electron/catalogue/index.ts';
import { instantOf, receiptNumber, VirtualClock, WorkingCalendar } from '../../../electron/core/index.ts';
import { createFacts, type FactDeps } from '../../../electron/journey/facts.ts';
import type { PaperState } from '../../../electron/printing/index.ts';
import type { PrinterCondition } from '../../../native-bridge/index.ts';
import { fakeDocumentPrinter } from '../../support/document-printer.ts';
import { CABINET } from '../../support/locker-data.ts';
import { testProfile } from '../../support/profile.ts';

/** The facts of the machine, where they depend on what this machine and its regions have. */

const both = (zh: string) => ({ 'zh-CN': zh, en: zh });
const LICENCE = { kind: 'business-licence', name: both('营业执照（电子）') };
const REGIONS = [
  { code: '120000', short: both('天津'), licences: [LICENCE] },
  { code: '110000', short: both('北京') },
] as unknown as CatalogueRegion[];
const material = (over: object = {}) => ({
  id: 'licence',
  text: both('营业执照'),
  kind: 'original',
  required: true,
  gapAllowed: false,
  licence: 'business-licence',
  ...over,
});

function factsWith(over: Partial<FactDeps> = {}, materials: readonly object[] = [material()]) {
  const catalogue = {
    regions: () => REGIONS,
    region: (code: string) => REGIONS.find((one) => one.code === code) ?? null,
    implementation: (_: string, matter: string) =>
      matter === 'known' ? ({ materials } as unknown as Implementation) : null,
  } as unknown as Catalogue;
  return createFacts({
    profile: testProfile(),
    clock: new VirtualClock(instantOf('2026-11-20', '10:00')),
    catalogue,
    calendar: new WorkingCalendar({ holidays: [], workingWeekends: [], years: [2026] }),
    finder: { prepare: async () => {}, find: () => null },
    reader: null,
    printer: null,
    lineDown: () => false,
    correction: () => null,
    tickets: { deskOf: () => null, shown: () => [] } as unknown as FactDeps['tickets'],
    newId: () => 'id',
    hasRoom: () => true,
    ...over,
  });
}

type Facts = ReturnType<typeof factsWith>;
const waysIn = (facts: Facts, region = '120000') =>
  facts.materials?.(region, 'known').map(({ ways }) => ways);

describe('the ways by which a material comes', () => {
  it('is the window alone on a machine that can nothing', () =>
    expect(waysIn(factsWith())).toEqual([['window']]));

  it('begins with the electronic licence, named, where the region gives it out', () => {
    const facts = factsWith({ givesLicences: () => true });
    expect(facts.materials?.('120000', 'known')).toEqual([
      {
        id: 'licence',
        name: both('营业执照'),
        required: true,
        ways: ['licence', 'window'],
        laterBy: null,
        licence: LICENCE.name,
      },
    ]);
  });

  it.each<[string, Facts, string]>([
    [
      'the region has none of this kind',
      factsWith({ givesLicences: () => true }, [material({ licence: null })]),
      '120000',
    ],
    ['the region lists none', factsWith({ givesLicences: () => true }), '110000'],
    ['nobody knows the region', factsWith({ givesLicences: () => true }), '990000'],
    ['the region gives none out', factsWith({ givesLicences: () => false }), '120000'],
  ])('has no electronic licence where %s', (_, facts, region) =>
    expect(waysIn(facts, region)).toEqual([['window']]),
  );

  it('has the camera where it stands, and the telephone where it can send', () => {
    expect(waysIn(factsWith({ cameraReady: () => true }))).toEqual([['camera', 'window']]);
    expect(waysIn(factsWith({ cameraReady: () => false, phoneUploads: () => false }))).toEqual([['window']]);
    expect(waysIn(factsWith({ phoneUploads: () => true }))).toEqual([['phone', 'window']]);
  });

  it('has nothing that would need the line of a region that takes no files', () => {
    const all = { givesLicences: () => true, cameraReady: () => true, phoneUploads: () => true };
    expect(waysIn(factsWith({ ...all, takesFiles: () => false }))).toEqual([['window']]);
    expect(waysIn(factsWith({ ...all, takesFiles: () => true }))).toEqual([
      ['licence', 'camera', 'phone', 'window'],
    ]);
  });

  it('has the locker while a small cell is free', () => {
    const locker = (small: number): NonNullable<FactDeps['locker']> => ({
      ready: () => true,
      free: () => ({ small, medium: 1, large: 1 }),
      cabinet: () => CABINET,
      lying: () => [],
      codes: () => ({ digits: 8, lockedUntil: null, left: null }),
    });
    expect(waysIn(factsWith({ locker: locker(1) }))).toEqual([['locker', 'window']]);
    expect(waysIn(factsWith({ locker: locker(0) }))).toEqual([['window']]);
    expect(factsWith({ locker: locker(0) }).locker?.ready()).toBe(true);
    expect(factsWith().locker).toBeUndefined();
  });

  it('may be later, by a working day, where the region says within how many', () => {
    const friday = factsWith({}, [material({ gapAllowed: true, gapDays: 1 })]);
    expect(friday.materials?.('120000', 'known')).toMatchObject([
      { ways: ['later', 'window'], laterBy: '2026-11-23' },
    ]);
    expect(waysIn(factsWith({}, [material({ gapAllowed: true })]))).toEqual([['window']]);
  });

  it('says how many pages are wanted at most, and nothing of a matter that is not here', () => {
    const facts = factsWith({}, [material({ pagesAtMost: 2 })]);
    expect(facts.materials?.('120000', 'known')).toMatchObject([{ pagesAtMost: 2 }]);
    expect(facts.materials?.('120000', 'unknown')).toEqual([]);
  });
});

describe('what a region takes', () => {
  it('is files and no signers as long as nobody says otherwise', () => {
    const bare = factsWith();
    expect([bare.takesFiles?.('120000'), bare.takesSigners?.('120000'), bare.phoneReady?.()]).toEqual([
      true,
      false,
      false,
    ]);
    const said = factsWith({ takesFiles: () => false, takesSigners: () => true, phoneUploads: () => true });
    expect([said.takesFiles?.('120000'), said.takesSigners?.('120000'), said.phoneReady?.()]).toEqual([
      false,
      true,
      true,
    ]);
  });

  it.each<[string, Partial<FactDeps>]>([
    ['no-camera', {}],
    ['no-camera', { readsPassports: () => false, checksPassports: () => true }],
    ['unchecked', { readsPassports: () => true }],
    ['unchecked', { readsPassports: () => true, checksPassports: () => false }],
    ['here', { readsPassports: () => true, checksPassports: (region) => region === '120000' }],
  ])('is a passport: %s', (answer, over) => expect(factsWith(over).passport?.('120000')).toBe(answer));

  it('is a guardian where it checks one', () => {
    expect(factsWith().checksGuardians?.('120000')).toBe(false);
    expect(factsWith({ checksGuardians: () => true }).checksGuardians?.('120000')).toBe(true);
  });

  it('names the regions that were not heard', () => {
    expect(factsWith().unheard?.()).toEqual([]);
    expect(factsWith({ unheard: () => ['110000', '990000'] }).unheard?.()).toEqual([
      { code: '110000', short: both('北京') },
    ]);
  });
});

describe('a paper at this machine', () => {
  const paper = (state: PaperState['state']): PaperState => ({
    what: 'receipt',
    caseId: 'c',
    printer: 'page',
    state,
    pages: 2,
    done: 1,
  });
  it.each([
    ['printing', 'printing'],
    ['done', 'printed'],
    ['failed', 'failed'],
    ['unknown', 'asking'],
  ] as const)('that is %s is told as %s', (state, told) => {
    const facts = factsWith({ paper: () => paper(state) });
    expect(facts.paper?.('receipt', 'R')).toMatchObject({ state: told, pages: 2, done: 1 });
  });

  it('is none where none was printed, or nobody keeps a book', () => {
    expect(factsWith({ paper: () => null }).paper?.('receipt', 'R')).toBeNull();
    expect(factsWith().paper?.('receipt', 'R')).toBeNull();
  });

  it('waits in the tray as its sensor says; without one nobody knows', () => {
    expect(factsWith().paperWaiting?.()).toBeNull();
    expect(factsWith({ paperWaiting: () => null }).paperWaiting?.()).toBeNull();
    expect(factsWith({ paperWaiting: () => false }).paperWaiting?.()).toBe(false);
  });
});

describe('what is typed', () => {
  it('is a receipt number or is told as unknown', () => {
    const receipt = receiptNumber('B017', '261121', 1);
    const misread = receipt.replace('0001', '0002');
    expect(factsWith().receiptProblem(receipt)).toBeNull();
    expect(factsWith().receiptProblem(misread)).toMatchObject({ kind: 'receiptUnknown' });
  });
  it('may be a remark of the region’s list, where there is one', () => {
    const remarks = [{ code: 'S301', text: both('等候时间长') }] as unknown as NonNullable<
      FactDeps['remarks']
    >;
    expect(factsWith().ratingRemarks?.()).toEqual([]);
    expect(factsWith({ remarks }).ratingRemarks?.()).toEqual(remarks);
  });
});

describe('a printer that cannot print', () => {
  const WELL: PrinterCondition = {
    reasons: [],
    jammed: false,
    coverOpen: false,
    supplies: [],
    inputTrays: [],
    output: null,
    counters: { pages: null, sheets: null },
  };
  const supply = (state: 'ok' | 'empty') => ({ state }) as unknown as PrinterCondition['supplies'][number];
  const reason = (name: string) => ({ reason: name }) as unknown as PrinterCondition['reasons'][number];
  const troubleOf = (over: Partial<PrinterCondition> | null, presence: 'trouble' | 'absent' = 'trouble') => {
    const fake = fakeDocumentPrinter();
    fake.presence.set(presence);
    fake.condition.set(over && { ...WELL, ...over });
    const reader = { presence: { value: 'ready' } } as unknown as FactDeps['reader'];
    const facts = factsWith({ printer: fake.printer, reader });
    expect(facts.printerReady()).toBe(false);
    return facts.obstacles('120000').map(({ kind }) => kind);
  };

  it.each<[string, Partial<PrinterCondition>, string]>([
    ['a jam', { jammed: true, coverOpen: true }, 'printerJam'],
    ['an open cover', { coverOpen: true, output: 'full' }, 'printerCover'],
    ['a full tray', { output: 'full', supplies: [supply('empty')] }, 'printerFull'],
    [
      'no toner',
      { supplies: [supply('ok'), supply('empty')], reasons: [reason('media-empty')] },
      'printerToner',
    ],
    ['no paper', { supplies: [supply('ok')], reasons: [reason('media-empty')] }, 'printerNoPaper'],
    ['paper that is wanted', { reasons: [reason('media-needed')] }, 'printerNoPaper'],
    ['something else', { output: 'waiting', reasons: [reason('media-empty-soon')] }, 'printerAbsent'],
  ])('because of %s says so before anybody begins, the first thing first', (_, over, kind) =>
    expect(troubleOf(over)).toEqual([kind]),
  );

  it('is away when it says nothing, whatever it said before', () => {
    expect(troubleOf(null)).toEqual(['printerAbsent']);
    expect(troubleOf({ jammed: true }, 'absent')).toEqual(['printerAbsent']);
  });
});
