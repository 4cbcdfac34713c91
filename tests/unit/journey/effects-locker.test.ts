import { describe, expect, it } from 'vitest';
import type { CaseRecord, Cases } from '../../../electron/cases/index.ts';
import type { Catalogue } from '../../../electron/catalogue/index.ts';
import { err, ok, type Result, Signal } from '../../../electron/core/index.ts';
import type { DocumentPress, LockerSlip } from '../../../electron/documents/index.ts';
import { type LockerDeps, lockerEffects, lockerFacts } from '../../../electron/journey/effects-locker.ts';
import type { DoorOrder, LockerNews } from '../../../electron/journey/locker-types.ts';
import type {
  CellNews,
  CellRecord,
  CodeProblem,
  LockerProblem,
  LockerService,
} from '../../../electron/locker/index.ts';
import type { PaperOrder, PrintService } from '../../../electron/printing/index.ts';
import { caseView } from '../../support/journey-harness.ts';
import { testProfile } from '../../support/profile.ts';

const RECEIPT = caseView().receiptNumber;
const PERSON = Uint8Array.of(1, 2, 3);
const PDF = Uint8Array.of(37, 80);
const text = (zh: string, en = zh) => ({ 'zh-CN': zh, en });
const filed = (over: Partial<CaseRecord> = {}) =>
  ({
    id: 'case-1',
    receiptNumber: RECEIPT,
    region: '120000',
    matter: 'XT-SJ-015',
    submittedAt: 7,
    ...over,
  }) as CaseRecord;

function cellRecord(over: Partial<CellRecord> = {}): CellRecord {
  return {
    cell: '7',
    state: 'placed',
    act: null,
    door: null,
    fault: null,
    what: 'result',
    receiptNumber: RECEIPT,
    person: PERSON,
    items: [],
    since: 100,
    dueAt: 900,
    ...over,
  };
}

const RESERVED = cellRecord({ state: 'reserved', what: 'originals', dueAt: null });
const material = (id: string, kind: string, copies: number) => ({ id, kind, copies, text: text(id) });

interface Bench {
  readonly cases?: Partial<Cases>;
  readonly catalogue?: Partial<Catalogue>;
  readonly locker?: Partial<LockerService>;
  readonly press?: () => Promise<DocumentPress>;
  readonly printed?: Awaited<ReturnType<PrintService['print']>>;
  readonly open?: () => Promise<Result<void, LockerProblem>>;
}

function benchOf(over: Bench = {}) {
  const news = new Signal<CellNews | null>(null);
  const slips: LockerSlip[] = [];
  const papers: PaperOrder[] = [];
  const asked: unknown[][] = [];
  const heard: LockerNews[] = [];
  const locker = {
    news,
    plan: [{ name: '7', board: 1, cell: 1, size: 'small', low: true, column: 2, row: 3, rows: 1 }],
    ready: () => true,
    free: () => ({ small: 3, medium: 2, large: 1 }),
    hashOf: () => PERSON,
    lying: () => [cellRecord()],
    codesLockedUntil: () => null,
    triesLeft: () => 2,
    byCode: () => ok(cellRecord()),
    cell: (name: string) => (name === '7' ? cellRecord() : null),
    reserve: (...args: unknown[]) => {
      asked.push(['reserve', ...args]);
      return ok(RESERVED);
    },
    release: (...args: unknown[]) => void asked.push(['release', ...args]),
    say: (...args: unknown[]) => void asked.push(['say', ...args]),
    open: (...args: unknown[]) => {
      asked.push(['open', ...args]);
      return over.open?.() ?? Promise.resolve(ok(undefined));
    },
    ...over.locker,
  } as unknown as LockerService;
  const deps: LockerDeps = {
    profile: testProfile(),
    catalogue: {
      guide: () => ({ caution: text('注意') }),
      implementation: () => ({
        materials: [
          material('licence', 'original', 2),
          material('plan', 'copy', 1),
          material('form', 'form', 0),
        ],
      }),
      ...over.catalogue,
    } as unknown as Catalogue,
    cases: {
      byReceipt: (number: string) => (number === RECEIPT ? filed() : null),
      personOf: () => PERSON,
      view: () => caseView(),
      ...over.cases,
    } as unknown as Cases,
    printing: {
      print: async (order: PaperOrder) => {
        papers.push(order);
        return over.printed ?? ok(undefined);
      },
    } as unknown as PrintService,
    press:
      over.press ??
      (async () =>
        ({
          lockerSlip: async (slip: LockerSlip) => {
            slips.push(slip);
            return PDF;
          },
        }) as unknown as DocumentPress),
    locker,
  };
  const openDoor = (order: Partial<DoorOrder> = {}) =>
    lockerEffects(deps).openDoor({ ...COLLECT, ...order }, (one) => heard.push(one));
  const tell = (one: Partial<CellNews>) => news.set(cellNews(one));
  return { deps, heard, asked, slips, papers, openDoor, tell };
}

const COLLECT: DoorOrder = {
  act: 'collect',
  cell: '7',
  receiptNumber: RECEIPT,
  items: [],
  low: false,
  language: 'zh-CN',
};
const DEPOSIT = { act: 'deposit', cell: null, items: ['licence'], low: true } as const;
const BY = { role: 'citizen' };

function cellNews(over: Partial<CellNews> = {}): CellNews {
  return {
    cell: '7',
    act: 'collect',
    phase: 'open',
    item: 'present',
    leftOpen: false,
    state: 'placed',
    problem: null,
    ...over,
  };
}

const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};
const slipsIn = (heard: readonly LockerNews[]) =>
  heard.flatMap((one) => (one.kind === 'slip' ? [one.state] : []));
const outcomesIn = (heard: readonly LockerNews[]) =>
  heard.flatMap((one) => (one.kind === 'over' ? [one.outcome] : []));
const problemsIn = (heard: readonly LockerNews[]) =>
  heard.flatMap((one) => (one.kind === 'failed' ? [one.problem] : []));
const never = new Promise<never>(() => undefined);

describe('what the journey may ask of the locker', () => {
  it('is whether it is ready, what is free, and where the doors are, without their boards', () => {
    const facts = lockerFacts(benchOf().deps);
    expect(facts.ready()).toBe(true);
    expect(facts.free()).toEqual({ small: 3, medium: 2, large: 1 });
    expect(facts.cabinet()).toEqual({ cells: [{ name: '7', column: 2, row: 3, rows: 1, low: true }] });
    expect(facts.codes()).toEqual({ digits: 8, lockedUntil: null, left: 2 });
  });

  it('is what lies here for a person, found by the hash of the number', () => {
    const sought: unknown[] = [];
    const locker = {
      hashOf: (number: string) => Buffer.from(number),
      lying: (hash: Uint8Array) => {
        sought.push(Buffer.from(hash).toString());
        return [cellRecord()];
      },
    };
    expect(lockerFacts(benchOf({ locker }).deps).lying('a number')).toEqual([
      {
        cell: '7',
        what: 'result',
        receiptNumber: RECEIPT,
        matter: caseView().matter,
        since: 100,
        until: 900,
        state: 'ready',
      },
    ]);
    expect(sought).toEqual(['a number']);
  });

  it.each<[Partial<CellRecord>, string]>([
    [{}, 'ready'],
    [{ state: 'overdue' }, 'overdue'],
    [{ act: 'take', door: 'open' }, 'busy'],
    [{ state: 'overdue', act: 'take', door: 'open' }, 'busy'],
    [{ state: 'fault', fault: 'UNSURE' }, 'fault'],
  ])('says of a cell with %o that it is %s', (over, state) => {
    const { deps } = benchOf({ locker: { lying: () => [cellRecord(over)] } });
    expect(lockerFacts(deps).lying('x')).toMatchObject([{ state }]);
  });

  it('names no matter of a case that is not kept here any more', () => {
    const { deps } = benchOf({ cases: { byReceipt: () => null } });
    expect(lockerFacts(deps).lying('x')).toMatchObject([{ matter: null, receiptNumber: RECEIPT }]);
  });

  it('asks for no case where a cell names none', () => {
    const { deps } = benchOf({
      locker: { lying: () => [cellRecord({ what: null, receiptNumber: null })] },
      cases: {
        byReceipt: () => {
          throw new Error('asked');
        },
      },
    });
    expect(lockerFacts(deps).lying('x')).toMatchObject([{ what: 'result', matter: null, receiptNumber: '' }]);
  });
});

describe('a pick-up code', () => {
  it('opens the thing that it was given for', async () => {
    const found = await lockerEffects(benchOf().deps).findByCode('12345678');
    expect(found).toMatchObject({ ok: true, value: { cell: '7', state: 'ready' } });
  });

  it.each<[CodeProblem, string]>([
    [{ kind: 'wrong', left: 1 }, 'codeWrong'],
    [{ kind: 'locked', until: 5 }, 'codeLocked'],
    [{ kind: 'expired' }, 'codeExpired'],
  ])('that is %o is said to be so', async (problem, kind) => {
    const { deps } = benchOf({ locker: { byCode: () => err(problem) } });
    expect(await lockerEffects(deps).findByCode('1')).toMatchObject({ ok: false, error: { kind } });
  });
});

describe('collecting', () => {
  it('opens the cell that was shown, tells what is seen of it, and ends when it is empty', async () => {
    const { openDoor, heard, asked, tell } = benchOf();
    openDoor();
    tell({ phase: 'opening', item: 'unknown' });
    tell({ phase: 'open', leftOpen: true });
    tell({ phase: 'asking', item: 'unknown' });
    tell({ phase: 'over', state: 'collected' });
    await settle();
    expect(asked).toEqual([['open', '7', 'collect', BY]]);
    expect(heard).toEqual([
      { kind: 'cell', cell: '7' },
      { kind: 'door', phase: 'opening', item: 'unknown', leftOpen: false },
      { kind: 'door', phase: 'open', item: 'present', leftOpen: true },
      { kind: 'door', phase: 'asking', item: 'unknown', leftOpen: false },
      { kind: 'over', outcome: 'taken' },
    ]);
  });

  it.each([
    ['placed', 'still-inside'],
    ['overdue', 'still-inside'],
    ['fault', 'unsure'],
    ['taken', 'taken'],
    ['free', 'taken'],
  ] as const)('of a cell that stands as %s then is %s', (state, outcome) => {
    const { openDoor, heard, tell } = benchOf();
    openDoor();
    tell({ phase: 'over', state });
    expect(outcomesIn(heard)).toEqual([outcome]);
  });

  it.each<[string, Partial<DoorOrder>]>([
    ['no cell', { cell: null }],
    ['a cell that the locker has not', { cell: '99' }],
    ['a cell that is another case’s by now', { receiptNumber: 'B017-261121-0002-K' }],
  ])('with %s opens nothing', async (_, order) => {
    const { openDoor, heard, asked } = benchOf();
    const door = openDoor(order);
    door.say(true);
    await settle();
    expect(asked).toEqual([]);
    expect(problemsIn(heard)).toMatchObject([
      { kind: 'lockerRefused', technicianCode: expect.stringContaining('changed') },
    ]);
  });

  it('hears nothing of other doors, of other acts, nor of what came after the end', () => {
    const { openDoor, heard, tell, deps } = benchOf();
    openDoor();
    tell({ cell: '8' });
    tell({ act: 'take' });
    (deps.locker.news as Signal<CellNews | null>).set(null);
    expect(heard).toEqual([{ kind: 'cell', cell: '7' }]);
    tell({ phase: 'over', state: 'collected' });
    tell({ phase: 'open' });
    expect(heard).toHaveLength(2);
  });

  it.each<[LockerProblem['kind'], string]>([
    ['no-locker', 'lockerAway'],
    ['no-cell', 'lockerFull'],
    ['refused', 'lockerRefused'],
    ['not-opened', 'lockerNotOpened'],
    ['stuck', 'lockerStuck'],
    ['unknown', 'lockerUnknown'],
  ])('that ends with %s is %s, said once, and the cell stays what it is', async (problem, kind) => {
    const opened = Promise.withResolvers<Result<void, LockerProblem>>();
    const { openDoor, heard, asked, tell } = benchOf({ open: () => opened.promise });
    openDoor();
    // The service says it too, with its problem.
    tell({ phase: 'over', problem: { kind: problem, code: 'x' } });
    opened.resolve(err({ kind: problem, code: 'x' }));
    await settle();
    tell({ phase: 'over', state: 'placed' });
    expect(problemsIn(heard)).toMatchObject([{ kind, technicianCode: expect.stringMatching(/:x$/) }]);
    expect(outcomesIn(heard)).toEqual([]);
    expect(asked.map(([what]) => what)).toEqual(['open']);
  });

  it.each([
    [true, 'inside'],
    [false, 'empty'],
  ])('passes on the citizen’s word where nothing feels (%s)', (inside, word) => {
    const { openDoor, asked } = benchOf();
    openDoor().say(inside);
    expect(asked.at(-1)).toEqual(['say', '7', word]);
  });

  it('prints nothing for the envelope', async () => {
    const { openDoor, heard, papers } = benchOf();
    openDoor();
    await settle();
    expect([papers, slipsIn(heard)]).toEqual([[], []]);
  });

  it('tells nobody anything once nobody looks, also not of a failure', async () => {
    const opened = Promise.withResolvers<Result<void, LockerProblem>>();
    const { openDoor, heard, tell } = benchOf({ open: () => opened.promise });
    openDoor().stop();
    tell({ phase: 'open' });
    opened.resolve(err({ kind: 'stuck', code: 'x' }));
    await settle();
    expect(heard).toEqual([{ kind: 'cell', cell: '7' }]);
  });

  it.each([
    [Object.assign(new Error('full'), { code: 'SQLITE_FULL' }), /:SQLITE_FULL$/],
    [new Error('a bug'), /:unknown$/],
  ])('does not stand still where the books cannot be written', async (error, code) => {
    const { openDoor, heard, tell } = benchOf({ open: () => Promise.reject(error) });
    openDoor();
    await settle();
    tell({ phase: 'open' });
    expect(heard).toHaveLength(2);
    expect(problemsIn(heard)).toMatchObject([
      { kind: 'internal', technicianCode: expect.stringMatching(code) },
    ]);
  });
});

describe('depositing', () => {
  it('reserves a cell for the case and its person, and opens that one', async () => {
    const { openDoor, heard, asked, tell } = benchOf();
    openDoor(DEPOSIT);
    tell({ act: 'deposit', phase: 'over', state: 'deposited' });
    await settle();
    expect(asked).toEqual([
      [
        'reserve',
        { what: 'originals', receiptNumber: RECEIPT, person: PERSON, items: ['licence'], low: true },
        BY,
      ],
      ['open', '7', 'deposit', BY],
    ]);
    expect(outcomesIn(heard)).toEqual(['deposited']);
  });

  it.each([
    ['free', 'empty'],
    ['fault', 'unsure'],
  ] as const)('into a cell that stands as %s then is %s', (state, outcome) => {
    const { openDoor, heard, tell } = benchOf();
    openDoor(DEPOSIT);
    tell({ act: 'deposit', phase: 'over', state });
    expect(outcomesIn(heard)).toEqual([outcome]);
  });

  it.each<[string, Partial<Cases>]>([
    ['an unknown receipt', { byReceipt: () => null }],
    ['a case without a person', { personOf: () => null }],
  ])('for %s reserves nothing', async (_, cases) => {
    const { openDoor, heard, asked, papers } = benchOf({ cases });
    openDoor(DEPOSIT);
    await settle();
    expect([asked, papers]).toEqual([[], []]);
    expect(heard).toMatchObject([{ kind: 'failed', problem: { kind: 'receiptUnknown' } }]);
  });

  it('without a free cell says so, and prints nothing', async () => {
    const { openDoor, heard, papers } = benchOf({
      locker: { reserve: () => err({ kind: 'no-cell', code: 'any' }) },
    });
    openDoor(DEPOSIT);
    await settle();
    expect(heard).toMatchObject([{ kind: 'failed', problem: { kind: 'lockerFull' } }]);
    expect(papers).toEqual([]);
  });

  it.each<[LockerProblem['kind'], boolean]>([
    ['not-opened', true],
    ['stuck', true],
    ['refused', true],
    ['no-locker', true],
    ['unknown', false],
  ])('gives a cell up after %s: %s', async (kind, released) => {
    const { openDoor, asked } = benchOf({ open: async () => err({ kind, code: 'x' }) });
    openDoor(DEPOSIT);
    await settle();
    expect(asked.some(([what]) => what === 'release')).toBe(released);
  });

  it('gives a cell up also when nobody looks any more', async () => {
    const { openDoor, asked } = benchOf({ open: async () => err({ kind: 'stuck', code: 'x' }) });
    openDoor(DEPOSIT).stop();
    await settle();
    expect(asked.at(-1)).toEqual(['release', '7', BY]);
  });
});

describe('the list for the envelope', () => {
  it('is printed while the door is still opening', async () => {
    const { openDoor, heard, papers } = benchOf({ open: () => never });
    openDoor(DEPOSIT);
    expect(slipsIn(heard)).toEqual(['printing']);
    await settle();
    expect(slipsIn(heard)).toEqual(['printing', 'printed']);
    expect(papers).toEqual([
      {
        what: 'locker-slip',
        caseId: 'case-1',
        by: PERSON,
        label: `locker-slip-${RECEIPT}`,
        sides: 'one-sided',
        pdf: PDF,
      },
    ]);
  });

  it('names each thing with its kind and its count, and says what comes back', async () => {
    const { openDoor, slips } = benchOf();
    openDoor({ ...DEPOSIT, items: ['licence', 'plan', 'form', 'gone'] });
    await settle();
    const { phone, name } = testProfile().site;
    expect(slips).toEqual([
      {
        brand: testProfile().brand,
        packageNumber: `L-${RECEIPT}`,
        seal: null,
        receiptNumber: RECEIPT,
        cell: '7',
        matter: caseView().matter,
        region: caseView().region.short,
        regionCode: '120000',
        items: [
          { name: text('licence'), kind: 'original', count: 2, returned: true, note: null },
          { name: text('plan'), kind: 'copy', count: 1, returned: false, note: null },
          { name: text('form'), kind: 'other', count: 1, returned: false, note: null },
          { name: text('gone'), kind: 'other', count: 1, returned: false, note: null },
        ],
        depositedAt: RESERVED.since,
        collectedBy: null,
        phone,
        site: name,
        machineCode: 'B017',
        caution: text('注意'),
      },
    ]);
  });

  it('is made also for a matter that the catalogue has no longer', async () => {
    const { openDoor, slips } = benchOf({
      catalogue: { guide: () => null, implementation: () => null },
    });
    openDoor(DEPOSIT);
    await settle();
    expect(slips).toMatchObject([{ caution: null, items: [{ name: text('licence'), kind: 'other' }] }]);
  });

  it.each<[string, Bench]>([
    ['the printer fails', { printed: err({ kind: 'no-printer', code: 'none' }) }],
    ['it cannot be set', { press: () => Promise.reject(new Error('no fonts')) }],
  ])('holds nothing up where %s', async (_, over) => {
    const { openDoor, heard, tell } = benchOf(over);
    openDoor(DEPOSIT);
    await settle();
    tell({ act: 'deposit', phase: 'over', state: 'deposited' });
    expect(slipsIn(heard)).toEqual(['printing', 'failed']);
    expect(outcomesIn(heard)).toEqual(['deposited']);
  });
});
