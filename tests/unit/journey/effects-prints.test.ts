import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cases } from '../../../electron/cases/index.ts';
import type { Catalogue, RegionPrint } from '../../../electron/catalogue/index.ts';
import type { PrintItem } from '../../../electron/contract/index.ts';
import { err, ok, type Result } from '../../../electron/core/index.ts';
import type { ArchiveFile, DocumentPress } from '../../../electron/documents/index.ts';
import { printEffects, printFacts } from '../../../electron/journey/index.ts';
import type { ArchiveClaim, PrintOpened, PrintRun } from '../../../electron/journey/print-types.ts';
import {
  createRoaming,
  type Licence,
  type Login,
  type RegionAdapter,
  type RegionFailure,
  type RegionSession,
  regionFailure,
} from '../../../electron/regions/index.ts';
import { COMPANY, personOf } from '../../support/journey-harness.ts';
import { testSealer } from '../../support/memory-store.ts';
import { numberedPdf, type PrintBench, printBench } from '../../support/print-bench.ts';
import { testProfile } from '../../support/profile.ts';

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });
const never = new AbortController().signal;
const me = personOf(1);
const region = { code: '120000', short: text('天津') };
const PRINTS: readonly RegionPrint[] = [
  {
    id: 'proof',
    kind: 'certificate',
    type: 'TONGBANSAMPLE00000001',
    name: text('证明'),
    purposes: [{ id: 'own', text: text('本人打印') }],
    copies: { most: 3, period: 'year' },
  },
  {
    id: 'archive',
    kind: 'archive',
    type: 'TONGBANSAMPLE00000002',
    name: text('企业档案'),
    matter: 'XT-SJ-015',
    purposes: [{ id: 'bank', text: text('银行贷款') }],
    copies: { most: 2, period: 'ever' },
    price: text('每份 10 元'),
  },
];
const item = (id: 'proof' | 'archive'): PrintItem => ({
  id: `120000:${id}`,
  kind: id === 'archive' ? 'archive' : 'certificate',
  title: text(id),
  region,
  receiptNumber: null,
});
const RESULT: PrintItem = {
  id: 'result:R-1',
  kind: 'result',
  title: text('结果'),
  region,
  receiptNumber: 'R-1',
};
const CLAIM: ArchiveClaim = {
  organisation: COMPANY,
  as: 'legal-representative',
  authority: null,
  purpose: 'bank',
};

let dir: string;
let bench: PrintBench;
let pdf: Uint8Array;
let said: {
  licence: Result<Licence | null, RegionFailure>;
  company: Result<{ match: boolean }, RegionFailure>;
  authority: Result<{ valid: boolean; until: null }, RegionFailure>;
  session: Result<RegionSession, RegionFailure>;
};
let logins: Login[];
let ended: number;
let proofs: unknown[];
let framed: ArchiveFile[];
let capabilities: Record<string, boolean>;
let results: Result<Uint8Array, 'none'>;
let ids = 0;

const licence = (over: Partial<Licence> = {}): Licence => ({
  identifier: '1.2.156.3005.2.TONGBANSAMPLE.A',
  name: '证明',
  mediaType: 'application/pdf',
  bytes: pdf,
  validUntil: null,
  ...over,
});

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-prints-'));
  bench = await printBench(dir, 3);
  pdf = await numberedPdf(3);
  said = {
    licence: ok(licence()),
    company: ok({ match: true }),
    authority: ok({ valid: true, until: null }),
    session: ok({ region: '120000', holder: 'organisation', token: 't', expiresAt: 9e15 }),
  };
  logins = [];
  ended = 0;
  proofs = [];
  framed = [];
  results = ok(pdf);
  capabilities = { sessions: true, licences: true, checkOrganisation: true, checkAuthority: true };
});
afterEach(() => {
  bench.service.stop();
  bench.db.close();
  rmSync(dir, { recursive: true });
});

function effects() {
  const adapter = {
    region: '120000',
    capabilities,
    authenticate: async (login: Login) => {
      logins.push(login);
      return said.session;
    },
    endSession: async () => {
      ended++;
      return ok();
    },
    fetchLicence: async () => said.licence,
    checkOrganisation: async () => said.company,
    checkAuthority: async ({ proof }: { proof: unknown }) => {
      proofs.push(proof);
      return said.authority;
    },
  } as unknown as RegionAdapter;
  const roaming = createRoaming({ adapter: () => adapter, clock: bench.clock });
  roaming.begin({ holder: 'person', person: { name: me.name, number: me.number }, by: 'card' }, []);
  const regions = [
    { ...region, phone: '022-12345', prints: PRINTS },
    { code: '990000', short: text('无') },
  ];
  const deps = {
    profile: testProfile(),
    clock: bench.clock,
    catalogue: {
      regions: () => regions,
      region: (code: string) => regions.find((one) => one.code === code) ?? null,
    } as unknown as Catalogue,
    cases: {
      byReceipt: (number: string) => (number === 'R-1' ? { id: 'c1' } : null),
      result: () => results,
      view: (record: { id: string }) => ({
        matter: text('事项'),
        region,
        resultReady: record.id === 'c1',
        receiptNumber: 'R-1',
      }),
    } as unknown as Cases,
    printing: bench.service,
    press: async () =>
      ({
        archivePrint: async (file: ArchiveFile) => {
          framed.push(file);
          return ok({ pdf: file.bytes, pages: 3, leftOut: 0 });
        },
      }) as unknown as DocumentPress,
    adapter: (code: string) => (code === '120000' ? adapter : undefined),
    roaming,
    everywhere: async () => ({ cases: [{ id: 'c1' }, { id: 'c2' }] as never, unheard: ['990000'] }),
    hmac: testSealer().personHmac,
    newId: () => `id${++ids}`,
  };
  return { ...printEffects(deps), deps };
}

const run = (opened: PrintOpened, over: Partial<PrintRun> = {}): PrintRun => ({
  item: item('proof'),
  person: me,
  claim: null,
  opened,
  copies: 1,
  duplex: false,
  language: 'zh-CN',
  came: null,
  ...over,
});

async function open(of: PrintItem, claim: ArchiveClaim | null = null): Promise<PrintOpened> {
  const opened = await effects().openPrint({ item: of, person: me, claim }, never);
  if (!opened.ok) throw new Error(opened.error.kind);
  return opened.value;
}
const refusedAs = async (of: PrintItem, claim: ArchiveClaim | null = null) => {
  const opened = await effects().openPrint({ item: of, person: me, claim }, never);
  return opened.ok ? 'opened' : opened.error.kind;
};

describe('what can be printed', () => {
  it('is results that are here and what the regions of this machine give out', async () => {
    const found = await effects().findPrints(me);
    if (!found.ok) throw new Error('not found');
    expect(found.value.items.map(({ id }) => id)).toEqual(['result:R-1', '120000:proof', '120000:archive']);
    expect(found.value.unheard).toEqual(['990000']);
  });

  it('is nothing of a region without sessions', async () => {
    capabilities = { ...capabilities, sessions: false };
    const found = await effects().findPrints(me);
    expect(found).toMatchObject({ value: { items: [{ id: 'result:R-1' }] } });
  });
});

describe('a certificate', () => {
  it('comes by the session of who holds the card, with pages and copies', async () => {
    const opened = await open(item('proof'));
    expect(opened).toMatchObject({ pages: 3, copies: { used: 0, left: 3, period: 'year' }, marked: false });
    expect(logins).toEqual([{ holder: 'person', person: { name: me.name, number: me.number }, by: 'card' }]);
  });

  it('is counted here, also for who comes again, and next year anew', async () => {
    const first = await open(item('proof'));
    expect(await effects().printOut(run(first, { copies: 2 }))).toEqual(
      ok({ used: 2, left: 1, period: 'year' }),
    );
    const again = await open(item('proof'));
    expect(again.copies).toEqual({ used: 2, left: 1, period: 'year' });
    expect(await effects().printOut(run(again, { copies: 2 }))).toMatchObject({
      ok: false,
      error: { kind: 'copiesOver' },
    });
    await bench.clock.advance(400 * 86_400_000);
    expect((await open(item('proof'))).copies.left).toBe(3);
  });

  it('is not printed more often than the region says', async () => {
    said.licence = ok(licence({ copiesLeft: 1 }));
    expect((await open(item('proof'))).copies).toEqual({ used: 0, left: 1, period: 'year' });
  });

  it.each([
    ['printNone', () => ok(null)],
    ['printRefused', () => ok(licence({ validUntil: 1 }))],
    ['printUnreadable', () => ok(licence({ mediaType: 'application/ofd' }))],
    ['printUnreadable', () => ok(licence({ bytes: Uint8Array.of(1) }))],
    ['printRegionDown', () => err(regionFailure('unreachable', 'down'))],
    ['printRefused', () => err(regionFailure('rejected', 'OPERATOR_NOT_ENTITLED'))],
  ] as const)('that cannot be had says %s', async (kind, answer) => {
    said.licence = answer();
    expect(await refusedAs(item('proof'))).toBe(kind);
  });

  it('of a region without sessions is to be asked for by telephone', async () => {
    capabilities = { ...capabilities, sessions: false };
    expect(await refusedAs(item('proof'))).toBe('printByPhone');
    expect(await refusedAs({ ...item('proof'), id: '120000:gone' })).toBe('printByPhone');
  });

  it('prints what is missing after a jam as the same paper', async () => {
    const opened = await open(item('proof'));
    bench.tray.deeds.push({ after: 2, says: { kind: 'jammed', code: 'x', pagesDone: 2 } });
    expect(await effects().printOut(run(opened))).toMatchObject({ error: { kind: 'printerJam' } });
    const { deps } = effects();
    const facts = printFacts({ ...deps, printer: null, sitePhone: '010' });
    expect(facts.paper(opened, item('proof'))).toMatchObject({ state: 'failed', pages: 3, done: 2 });
    expect((await effects().printOut(run(opened))).ok).toBe(true);
    expect(bench.tray.tray).toEqual([1, 2, 3]);
  });

  it('is not printed again when the citizen has all of it', async () => {
    const opened = await open(item('proof'));
    bench.tray.deeds.push({ after: 3, says: { kind: 'end-unknown', code: 'x', pagesDone: null } });
    expect(await effects().printOut(run(opened))).toMatchObject({ error: { kind: 'printUnknown' } });
    expect(await effects().printOut(run(opened, { came: { word: 'all' } }))).toMatchObject({
      value: { used: 1, left: 2 },
    });
    expect(bench.tray.sent).toHaveLength(1);
  });
});

describe('an archive', () => {
  it('is for who may act, by a session of the company that is ended', async () => {
    const opened = await open(item('archive'), CLAIM);
    expect(opened).toMatchObject({
      pages: 3,
      marked: true,
      price: text('每份 10 元'),
      copies: { used: 0, left: 2, period: 'ever' },
    });
    expect(logins).toMatchObject([
      { holder: 'organisation', organisation: COMPANY, operator: { number: me.number } },
    ]);
    expect(ended).toBe(1);
    expect(proofs).toEqual([{ kind: 'legal-representative', number: null, sha256: null }]);
  });

  it('is asked for by an agent with the number of the registered authority', async () => {
    await open(item('archive'), { ...CLAIM, as: 'agent', authority: 'WT1' });
    expect(proofs).toEqual([{ kind: 'registered', number: 'WT1', sha256: null }]);
  });

  it.each([
    ['archiveNotAuthorised', () => (said.authority = ok({ valid: false, until: null }))],
    ['archiveUnknown', () => (said.company = ok({ match: false }))],
    ['printRegionDown', () => (said.company = err(regionFailure('unreachable', 'x')))],
    ['printRegionDown', () => (said.authority = err(regionFailure('unreachable', 'x')))],
    ['printRefused', () => (said.session = err(regionFailure('rejected', 'x')))],
    ['printRefused', () => (said.licence = err(regionFailure('rejected', 'x')))],
    ['printByPhone', () => (capabilities = { ...capabilities, checkAuthority: false })],
  ] as const)('that may not be had says %s', async (kind, change) => {
    change();
    expect(await refusedAs(item('archive'), CLAIM)).toBe(kind);
    expect(bench.tray.tray).toEqual([]);
  });

  it('is nothing without a company', async () => {
    expect(await refusedAs(item('archive'))).toBe('archiveNotAuthorised');
  });

  it('says on each copy who asked, what for and which copy it is', async () => {
    const opened = await open(item('archive'), CLAIM);
    const wish = { item: item('archive'), claim: CLAIM, copies: 2, duplex: true };
    expect(await effects().printOut(run(opened, wish))).toEqual(ok({ used: 2, left: 0, period: 'ever' }));
    expect(framed.map(({ copy, copies, purpose }) => [copy, copies, purpose])).toEqual([
      [1, 2, '银行贷款'],
      [2, 2, '银行贷款'],
    ]);
    expect(framed[0]?.requestedBy).not.toBe(me.name);
    // Each copy begins on a sheet of its own.
    expect(bench.tray.tray).toEqual([1, 2, 3, 3, 1, 2, 3]);
    expect(bench.tray.sent[0]?.sides).toBe('two-sided-long-edge');
  });
});

describe('a result of one’s own case', () => {
  it('is counted by the case, and printed as often as this machine may', async () => {
    const opened = await open(RESULT);
    expect(opened).toMatchObject({ pages: 3, copies: { used: 0, left: 3, period: 'ever' } });
    const printed = await effects().printOut(run(opened, { item: RESULT, copies: 2 }));
    expect(printed).toEqual(ok({ used: 2, left: 1, period: 'ever' }));
  });

  it('that is gone cannot be printed', async () => {
    results = err('none');
    expect(await refusedAs(RESULT)).toBe('resultUnavailable');
    expect(await refusedAs({ ...RESULT, receiptNumber: 'R-2' })).toBe('resultUnavailable');
  });
});
