import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Cases, loadTicketRoutes, Tickets } from '../../../electron/cases/index.ts';
import {
  type Catalogue,
  type CatalogueRegion,
  loadCatalogue,
  type MatterFinding,
} from '../../../electron/catalogue/index.ts';
import type { CaseView } from '../../../electron/contract/index.ts';
import {
  err,
  type FormValues,
  instantOf,
  ok,
  type Result,
  Signal,
  VirtualClock,
  WorkingCalendar,
} from '../../../electron/core/index.ts';
import type { DocumentPress, Receipt } from '../../../electron/documents/index.ts';
import {
  correctionAsked,
  createEffects,
  createFacts,
  createMarker,
  createTicketDesk,
  type Draft,
  type JourneyEffects,
  type PreparedDocument,
  type PrintOrder,
  type ReportToFile,
  type SessionMarker,
} from '../../../electron/journey/index.ts';
import { PrintService } from '../../../electron/printing/index.ts';
import type { Profile } from '../../../electron/profile/index.ts';
import { Queue } from '../../../electron/queue/index.ts';
import { type RegionAdapter, type RegionFailure, regionFailure } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import type {
  CardFailure,
  DocumentPrinter,
  IdCard,
  IdCardReader,
  Presence,
  Printed,
  PrintFailure,
} from '../../../native-bridge/index.ts';
import { makeCard, makeForeign2017, makeForeign2023, makePermit } from '../../support/cards.ts';
import { takenAsPdf } from '../../support/cases-bench.ts';
import { fakeDocumentPrinter } from '../../support/document-printer.ts';
import { countingRandom, testDatabase, testSealer } from '../../support/memory-store.ts';
import { makePerson } from '../../support/people.ts';
import { testProfile } from '../../support/profile.ts';

const assetsDir = join(import.meta.dirname, '../../../assets');
const MATTER = 'XT-GA-020';
const never = new AbortController().signal;

let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let catalogue: Catalogue;
let cases: Cases;
let tickets: Tickets;
/** The region as the cases see it. */
let regionOfCases: RegionAdapter | undefined;
let marker: SessionMarker;
let effects: JourneyEffects;
let read: Result<IdCard, CardFailure>;
let printed: Result<Printed, PrintFailure>;
let checked: Result<{ match: boolean }, RegionFailure>;
let canCheckPassports = false;
let canCheck: boolean;
let unprintable: string[];
let receipts: Receipt[];
let strips: number[];
let papers: { pdf: string; title: string }[];
const readerPresence = new Signal<Presence>('ready');
const printerPresence = new Signal<Presence>('ready');

const reader: IdCardReader = {
  presence: readerPresence,
  cardPresent: new Signal(true),
  read: async (_, reading) => {
    reading();
    return read;
  },
  start() {},
  stop: async () => {},
};
const printer: DocumentPrinter = {
  ...fakeDocumentPrinter().printer,
  presence: printerPresence,
  print: async (pdf, { title }) => {
    papers.push({ pdf: Buffer.from(pdf).toString(), title });
    return printed;
  },
};
const adapter = () =>
  ({
    region: '120000',
    capabilities: {
      checkPersonWithoutCard: canCheck,
      checkPassport: canCheckPassports,
      fetchResult: true,
      withdraw: true,
    },
    checkPerson: async () => checked,
  }) as unknown as RegionAdapter;
const press: DocumentPress = {
  warmUp: async () => {},
  unprintable: async () => unprintable,
  applicationForm: async (form) => Buffer.from(`/Type /Pages /Type /Page ${JSON.stringify(form)}`),
  receipt: async (receipt) => {
    receipts.push(receipt);
    return Buffer.from(`receipt ${receipt.receiptNumber}`);
  },
  packageReceipt: async () => Buffer.from(''),
  receiptStrip: async (_, width) => {
    strips.push(width);
    return [];
  },
  rasterise: () => ({ width: 1, height: 1, bits: Uint8Array.of(0) }),
  sampleResult: async () => Buffer.from(''),
  temporaryIdentityProof: async () => Buffer.from(''),
  courierSlip: async () => Buffer.from(''),
  acceptanceNotice: async () => Buffer.from(''),
  correctionNotice: async () => Buffer.from(''),
  archivePrint: async () => err({ kind: 'broken' }),
  authorisation: async () => Buffer.from(''),
  consentRecord: async () => Buffer.from(''),
  lockerSlip: async () => Buffer.from(''),
  sealLabel: async () => Buffer.from(''),
  ratingSlip: async () => Buffer.from(''),
  diagnosticPage: async () => Buffer.from(''),
};

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-effects-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  const loaded = loadCatalogue({ assetsDir, regionCodes: ['120000'], clock });
  if (!loaded.ok) throw new Error(loaded.error.message);
  catalogue = loaded.value;
  const sealer = testSealer();
  const random = countingRandom();
  const queue = new Queue({
    db,
    sealer,
    clock,
    random,
    events: { done() {}, failed() {}, dead() {}, stalled() {} },
  });
  const guide = catalogue.guide('120000', MATTER);
  if (!guide) throw new Error('no guide');
  cases = new Cases({
    db,
    sealer,
    queue,
    clock,
    random,
    calendar: new WorkingCalendar({ holidays: [], workingWeekends: [], years: [2026] }),
    machineCode: 'B017',
    acceptRegion: '110115-bda',
    retentionDays: 3,
    resultDays: 30,
    facts: () => ({
      matter: guide.matter.name,
      region: { code: '120000', short: guide.region.short, phone: '022-0000 0000' },
      hours: { open: '09:00', close: '17:00' },
      promisedWorkingDays: 1,
      taskCode: 'T',
    }),
    lookOver: takenAsPdf,
    adapter: () => regionOfCases,
  });
  const routes = loadTicketRoutes({ assetsDir, samples: true });
  if (!routes.ok) throw new Error(routes.error.message);
  tickets = new Tickets({
    db,
    sealer,
    queue,
    clock,
    calendar: new WorkingCalendar({ holidays: [], workingWeekends: [], years: [2026] }),
    machineCode: 'B017',
    acceptRegion: '110115-bda',
    resultDays: 30,
    routes: routes.value,
    line: () => undefined,
  });
  marker = createMarker(db, clock);
  read = ok(makeCard(1));
  printed = ok({ pages: 1, sheets: 1 });
  checked = ok({ match: true });
  canCheck = true;
  regionOfCases = undefined;
  unprintable = [];
  receipts = [];
  strips = [];
  papers = [];
  readerPresence.set('ready');
  printerPresence.set('ready');
  effects = makeEffects();
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

const makeEffects = (over: { reader?: null; printer?: null; profile?: Profile } = {}) =>
  createEffects({
    profile: over.profile ?? testProfile(),
    clock,
    catalogue,
    cases,
    tickets: createTicketDesk(tickets, catalogue),
    press: async () => press,
    reader,
    adapter,
    marker,
    ...over,
    printing: new PrintService({
      db,
      clock,
      random: countingRandom(),
      printer: over.printer === null ? null : printer,
      strips: null,
      reprintFor: 600_000,
    }),
  });

const RESIDENT = { document: 'resident-card', chineseName: null, nationality: null } as const;
const person = () => {
  const { name, number, sex, birthDate, address } = makePerson(1);
  return { name, number, ...RESIDENT, sex, birthDate, address, ethnicGroup: '汉', source: 'card' as const };
};
const draft = (over: Partial<Draft> = {}): Draft => ({
  region: '120000',
  matter: MATTER,
  person: person(),
  values: { purpose: 'train' },
  materials: [],
  delivery: 'print-here',
  document: null,
  strokes: STROKES,
  drawn: {},
  ...over,
});
const STROKES = [[{ x: 0, y: 0, t: 0 }]];
async function prepared(given: Draft): Promise<PreparedDocument> {
  const made = await effects.prepare(given, never);
  if (!made.ok || 'missing' in made.value) throw new Error('not prepared');
  return made.value;
}
async function submitted(): Promise<CaseView> {
  const taken = await effects.submit(draft({ document: await prepared(draft()) }));
  if (!taken.ok) throw new Error(taken.error.technicianCode);
  return taken.value;
}
const jobs = () =>
  db.prepare<{ what: string; state: string }>('select what, state from print_jobs order by id').all();
const print = (what: 'receipt' | 'result', receiptNumber: string, over: Partial<PrintOrder> = {}) =>
  effects.print({ what, receiptNumber, language: 'zh-CN', known: true, came: null, ...over });

const LONG_NAME = 'SAMPLEHUBERWOLFESCHLEGELST, MARIA THERES';

describe('reading a person', () => {
  it('takes what stands on the card', async () => {
    const card = makeCard(1);
    expect(await effects.readPerson(never, () => {})).toEqual({
      ok: true,
      value: {
        name: card.name,
        number: card.number,
        ...RESIDENT,
        sex: card.sex,
        birthDate: card.birthDate,
        ethnicGroup: card.ethnicGroup,
        address: card.address,
        source: 'card',
      },
    });
  });

  it.each([makeForeign2017(), makeForeign2023({ englishName: LONG_NAME, chineseName: null })])(
    "takes a foreigner's card, version of $edition: the Latin name, the Chinese one where there is one",
    async (card) => {
      read = ok(card);
      expect(await effects.readPerson(never, () => {})).toMatchObject({
        ok: true,
        value: {
          name: card.englishName,
          number: card.number,
          document: 'foreign-pr-card',
          chineseName: card.chineseName,
          nationality: 'XZZ',
          ethnicGroup: null,
          address: null,
        },
      });
    },
  );

  it('takes a residence permit, with an address and no ethnic group', async () => {
    const card = makePermit();
    read = ok(card);
    expect(await effects.readPerson(never, () => {})).toMatchObject({
      ok: true,
      value: {
        name: card.name,
        number: card.number,
        document: 'hmt-residence-permit',
        address: card.address,
        ethnicGroup: null,
        nationality: null,
      },
    });
  });

  it.each([
    ['device-lost', 'readerAbsent'],
    ['cancelled', 'readerAbsent'],
    ['read-failed', 'cardReadFailed'],
    ['not-genuine', 'cardNotGenuine'],
    ['unknown-card', 'cardUnknown'],
    ['bad-content', 'cardBadContent'],
  ] as const)('%s is told as %s, with the code for the technician', async (kind, key) => {
    read = err({ kind, code: 'sw-41' });
    expect(await effects.readPerson(never, () => {})).toMatchObject({
      ok: false,
      error: { citizenMessageKey: key, technicianCode: expect.stringContaining('sw-41') },
    });
  });

  it('refuses a card from the day after its last, and never one without end', async () => {
    const today = '20261120';
    for (const [validTo, fits] of [
      [today, true],
      ['20261119', false],
      [null, true],
    ] as const) {
      read = ok(makeCard(1, { validTo }));
      expect((await effects.readPerson(never, () => {})).ok).toBe(fits);
    }
  });

  it('says that there is no reader', async () => {
    expect(await makeEffects({ reader: null }).readPerson(never, () => {})).toMatchObject({
      error: { kind: 'readerAbsent' },
    });
  });

  it('takes a person whose name no font has: whoever only asks after a case prints nothing', async () => {
    unprintable = ['\u{3FFFF}'];
    expect((await effects.readPerson(never, () => {})).ok).toBe(true);
  });
});

describe('checking a person without a card', () => {
  const claim = { name: makePerson(1).name, number: makePerson(1).number };
  it('derives sex and birth date from the number, and claims no more than was typed', async () => {
    const { birthDate, sex } = makePerson(1);
    expect(await effects.checkPerson('120000', claim, never)).toEqual({
      ok: true,
      value: { ...claim, ...RESIDENT, birthDate, sex, ethnicGroup: null, address: null, source: 'typed' },
    });
  });
  it.each([
    ['no match', () => (checked = ok({ match: false })), 'identityMismatch'],
    ['a line that is down', () => (checked = err(regionFailure('unreachable', 'x'))), 'regionDown'],
    ['a region that refuses', () => (checked = err(regionFailure('rejected', 'x'))), 'identityCannotCheck'],
    ['a region that cannot', () => (canCheck = false), 'identityCannotCheck'],
  ])('%s', async (_, arrange, kind) => {
    arrange();
    expect(await effects.checkPerson('120000', claim, never)).toMatchObject({ ok: false, error: { kind } });
  });
});

describe('checking who has a passport', () => {
  const claim = {
    name: 'SAMPLE, ANNA',
    number: 'U99C7O1B4',
    passport: { nationality: 'UTO', birthDate: '19950730', sex: 'female' as const },
  };
  it('asks a region that can', async () => {
    canCheckPassports = true;
    expect(await effects.checkPerson('120000', claim, never)).toMatchObject({
      value: { name: claim.name, document: 'passport', nationality: 'UTO' },
    });
  });
  it('asks none that checks citizen numbers alone', async () => {
    canCheckPassports = false;
    expect(await effects.checkPerson('120000', claim, never)).toMatchObject({
      error: { kind: 'identityCannotCheck' },
    });
  });
});

describe('preparing', () => {
  it('puts labels, not codes, on the paper, and hashes the very bytes', async () => {
    const made = await prepared(draft({ values: { purpose: 'train', phone: '13800000000' } }));
    const text = Buffer.from(made.bytes).toString();
    expect(text).toContain('乘坐火车');
    expect(text).not.toContain('"train"');
    expect(text).toContain('13800000000');
    expect(made.pages).toBe(1);
    expect(made.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
});

describe('what was typed into a form', () => {
  it('is asked about before it is printed wrong', async () => {
    unprintable = ['\ue863'];
    expect(await effects.prepare(draft(), never)).toMatchObject({
      ok: true,
      value: { missing: [{ character: '\ue863', where: { text: person().name } }] },
    });
  });

  it('goes with what was drawn for it: on the form and in the sealed case', async () => {
    const given = {
      person: { ...person(), name: '\ue863明' },
      drawn: { '\ue863': STROKES, '\ue864': STROKES },
    };
    const document = await prepared(draft(given));
    const needed = { '\ue863': STROKES };
    expect(Buffer.from(document.bytes).toString()).toContain(`"drawn":${JSON.stringify(needed)}`);
    await effects.submit(draft({ ...given, document }));
    const [record] = cases.ofPerson(person().number);
    expect(cases.submission(record?.id ?? '')?.drawn).toEqual(needed);
    expect(await print('receipt', record?.receiptNumber ?? '')).toEqual({ ok: true });
    expect(receipts.at(-1)).toMatchObject({ applicantName: '\ue863*', drawn: needed });
  });

  it('is made for the strip printer too, where there is one', async () => {
    const devices = { ...testProfile().devices, receiptPrinter: 'memory:strip' };
    for (const [stripMm, dots] of [
      [58, 384],
      [80, 576],
    ] as const) {
      const printing = { ...testProfile().printing, stripMm };
      effects = makeEffects({ profile: { ...testProfile(), devices, printing } });
      const { receiptNumber } = await submitted();
      await print('receipt', receiptNumber);
      expect(strips.at(-1)).toBe(dots);
    }
  });

  it('says at which number the applicant wants to be reached', async () => {
    const values = { purpose: 'train', phone: '13800000000' };
    await effects.submit(draft({ values, document: await prepared(draft({ values })) }));
    const [record] = cases.ofPerson(person().number);
    expect(cases.submission(record?.id ?? '')).toMatchObject({
      applicant: { phone: '13800000000' },
      form: values,
    });
  });
});

describe('submitting', () => {
  it('takes the case in and tells the marker in the same breath', async () => {
    marker.begin();
    const view = await submitted();
    expect(view).toMatchObject({ state: 'waiting', delivery: 'print-here' });
    expect(marker.read()).toEqual({ receiptNumber: view.receiptNumber });
    marker.end();
    expect(marker.read()).toBeNull();
  });

  it.each([
    ['SQLITE_FULL', 'diskFull'],
    [undefined, 'internal'],
  ])('a database that refuses (%s) leaves nothing behind', async (code, kind) => {
    marker.received = () => {
      throw Object.assign(new Error('no'), { code });
    };
    const taken = await effects.submit(draft({ document: await prepared(draft()) }));
    expect(taken).toMatchObject({ ok: false, error: { kind } });
    expect(db.prepare('select * from cases').all()).toEqual([]);
  });
});

describe('materials', () => {
  it('are sealed with the application in the same row, and never in clear', async () => {
    const canary = Buffer.from('canary of a bank card');
    const file = { bytes: canary, sha256: 'c'.repeat(64), mediaType: 'image/jpeg' as const, pages: 1 };
    const materials: Draft['materials'] = [
      { id: 'bank-card', name: { 'zh-CN': '银行卡', en: 'Bank card' }, given: { way: 'phone', file } },
      {
        id: 'licence',
        name: { 'zh-CN': '执照', en: 'Licence' },
        given: { way: 'later', dueBy: '2026-12-04' },
      },
    ];
    const document = await prepared(draft({ materials }));
    expect(Buffer.from(document.bytes).toString()).toContain('以后补交，最晚 2026-12-04');
    const taken = await effects.submit(draft({ materials, document }));
    if (!taken.ok) throw new Error(taken.error.kind);
    const record = cases.byReceipt(taken.value.receiptNumber);
    expect(cases.submission(record?.id ?? '')).toMatchObject({
      materials: [{ code: 'bank-card', from: 'phone', file: { base64: canary.toString('base64') } }],
      later: [{ code: 'licence', dueBy: '2026-12-04' }],
    });
    await print('receipt', taken.value.receiptNumber);
    expect(receipts.at(-1)?.owed).toEqual([{ name: { 'zh-CN': '执照', en: '执照' }, dueBy: '2026-12-04' }]);
    const payloads = db.prepare<{ payload: Uint8Array | null }>('select payload from outbox').all();
    expect(payloads).not.toEqual([]);
    for (const { payload } of payloads) {
      const stored = Buffer.from(payload ?? []).toString('latin1');
      expect(stored).not.toContain(canary.toString('base64'));
      expect(stored).not.toContain('canary');
    }
  });
});

describe('what somebody reports', () => {
  const report = (over: Partial<ReportToFile> = {}): ReportToFile => ({
    id: '01938e2c-0000-7000-8000-000000000001',
    from: 'stuck',
    kind: 'not-done',
    region: '120000',
    matter: null,
    receiptNumber: null,
    technicianCode: 'R-LINE-01',
    query: '',
    number: null,
    said: { text: '窗口不受理', phone: '13900000000', name: '', wishedBy: null },
    ...over,
  });

  it('is a ticket with its deadlines, whom it goes to, and what had gone wrong', async () => {
    const filed = await effects.fileTicket(report());
    if (!filed.ok) throw new Error(filed.error.kind);
    expect(filed.value).toMatchObject({ state: 'filed', region: { code: '120000' }, closing: null });
    expect(filed.value.answerBy).toBeGreaterThan(filed.value.referBy);
    const id = tickets.open()[0]?.id as string;
    expect(tickets.request(id)?.text).toBe('窗口不受理\n[R-LINE-01]');
    expect(await effects.fileTicket(report())).toMatchObject({ value: { number: filed.value.number } });
    expect(tickets.open()).toHaveLength(1);
  });

  it.each([
    [{ phone: '1' }, 'ticketPhone'],
    [{ text: '  ' }, 'ticketText'],
    [{ wishedBy: '2001-01-01' }, 'ticketDate'],
  ] as const)('is refused with what is wrong with it: %j', async (said, kind) => {
    const whole = { text: '事', phone: '13900000000', name: '', wishedBy: null, ...said };
    expect(await effects.fileTicket(report({ said: whole, technicianCode: null }))).toMatchObject({
      error: { kind },
    });
  });

  it('is not about a case of somebody else, has said something, and has an id', async () => {
    expect(
      await effects.fileTicket(report({ receiptNumber: 'B017-261121-0001-N', number: person().number })),
    ).toMatchObject({ error: { kind: 'receiptUnknown' } });
    expect(await effects.fileTicket(report({ said: null }))).toMatchObject({ error: { kind: 'internal' } });
    expect(await effects.fileTicket(report({ id: 'x' }))).toMatchObject({ error: { kind: 'internal' } });
  });

  it('is not taken in when the disk takes nothing, and says so', async () => {
    db.exec('pragma query_only = 1');
    expect(await effects.fileTicket(report())).toMatchObject({ error: { kind: 'internal' } });
  });

  it('is found with the card, and by its number with the document number; the answer counts as told', async () => {
    const filed = await effects.fileTicket(report({ number: person().number }));
    if (!filed.ok) throw new Error(filed.error.kind);
    const id = tickets.open()[0]?.id as string;
    tickets.answer(id, '综合窗口', '可以办。');
    expect(await effects.findByPerson(person())).toEqual(ok([]));
    expect(tickets.untold()).toEqual([]);
    expect(await effects.findByReceipt(filed.value.number, person().number)).toEqual(ok([]));
    expect(await effects.findByReceipt(filed.value.number, '0')).toMatchObject({
      error: { kind: 'receiptUnknown' },
    });
    const desk = createTicketDesk(tickets, catalogue);
    expect(desk.shown(person().number)[0]?.answers).toMatchObject([{ text: '可以办。' }]);
    expect(desk.deskOf('120000').route.hotline).toBe('022-12345');
  });
});

describe('finding', () => {
  it('gives a person’s own cases, and says so when there are none', async () => {
    expect(await effects.findByPerson(person())).toMatchObject({ error: { kind: 'noCases' } });
    const { receiptNumber } = await submitted();
    expect(await effects.findByPerson(person())).toMatchObject({ ok: true, value: [{ receiptNumber }] });
    expect(await effects.findByReceipt(receiptNumber, person().number)).toMatchObject({ ok: true });
    expect(await effects.findByReceipt(receiptNumber, makePerson(2).number)).toMatchObject({
      error: { kind: 'receiptUnknown' },
    });
    expect(await effects.findByReceipt('rubbish', person().number)).toMatchObject({
      error: { kind: 'receiptUnknown' },
    });
  });

  it('tells who watches a case: at once, at each change of it, and of no other', async () => {
    const { receiptNumber } = await submitted();
    const seen: string[] = [];
    const stop = effects.watchCase(receiptNumber, (view) => seen.push(view.state));
    expect(seen).toEqual(['waiting']);
    stop();
    effects.watchCase('B017-000000-0000-0', () => seen.push('wrong'))();
    expect(seen).toEqual(['waiting']);
  });
});

describe('taking back', () => {
  const setWithdrawal = (to: string) => db.prepare('update cases set withdrawal = ?').run(to);
  const withdrawalOf = async (during: (id: string) => void | Promise<void>) => {
    const { receiptNumber } = await submitted();
    const id = cases.byReceipt(receiptNumber)?.id as string;
    // It may have been sent, so the region is asked; here it is this test that answers.
    db.prepare('update outbox set attempts = 1').run();
    regionOfCases = adapter();
    const asked = effects.withdraw(receiptNumber, never);
    await during(id);
    return asked;
  };

  it('is done at once where nothing has left the machine', async () => {
    const { receiptNumber } = await submitted();
    expect(await effects.withdraw(receiptNumber, never)).toMatchObject({
      ok: true,
      value: { state: 'withdrawn', withdrawal: null, canWithdraw: false },
    });
    expect(await effects.withdraw('B017-000000-0000-0', never)).toMatchObject({
      error: { kind: 'receiptUnknown' },
    });
  });

  it('waits a moment for the region, then says that it was asked', async () => {
    const answer = await withdrawalOf(() => clock.advance(8_000));
    expect(answer).toMatchObject({ ok: true, value: { state: 'waiting', withdrawal: 'asked' } });
  });

  it('says so when the region says yes, or that it is too late', async () => {
    expect(
      await withdrawalOf(async () => {
        setWithdrawal('done');
        await clock.advance(8_000);
      }),
    ).toMatchObject({ ok: true, value: { state: 'withdrawn' } });
    db.exec('delete from outbox; delete from cases');
    expect(
      await withdrawalOf(async () => {
        setWithdrawal('too-late');
        await clock.advance(8_000);
      }),
    ).toMatchObject({ ok: false, error: { kind: 'withdrawTooLate' } });
  });

  it('sends the citizen to the telephone where the region knows no withdrawal', async () => {
    const { receiptNumber } = await submitted();
    db.prepare('update outbox set attempts = 1').run();
    expect(await effects.withdraw(receiptNumber, never)).toMatchObject({
      ok: false,
      error: { kind: 'withdrawByPhone' },
    });
    db.prepare("update cases set state = 'accepted'").run();
    expect(await effects.withdraw(receiptNumber, never)).toMatchObject({
      ok: false,
      error: { kind: 'withdrawTooLate' },
    });
  });
});

describe('printing', () => {
  it('masks the person on the receipt, and writes down what was done', async () => {
    const { receiptNumber } = await submitted();
    expect(await print('receipt', receiptNumber, { language: 'en' })).toEqual({ ok: true });
    const { number, name } = makePerson(1);
    expect(receipts[0]).toMatchObject({
      language: 'en',
      sent: false,
      applicantNumber: `${number.slice(0, 6)}********${number.slice(-4)}`,
    });
    expect(receipts[0]?.applicantName).toBe(`${name[0]}${'*'.repeat([...name].length - 1)}`);
    expect(papers[0]?.title).toMatch(new RegExp(`^receipt-${receiptNumber}-[0-9a-f]{16}$`));
    expect(jobs()).toEqual([{ what: 'receipt', state: 'done' }]);
  });

  it('names both digests of the very bytes that were signed', async () => {
    const document = await prepared(draft());
    const taken = await effects.submit(draft({ document }));
    await print('receipt', taken.ok ? taken.value.receiptNumber : '');
    expect(receipts[0]).toMatchObject({
      documentSha256: createHash('sha256').update(document.bytes).digest('hex'),
      documentSm3: createHash('sm3').update(document.bytes).digest('hex'),
    });
  });

  it('calls the date an estimate on paper only where holidays are not announced yet', async () => {
    const { receiptNumber } = await submitted();
    await print('receipt', receiptNumber);
    await clock.advance(45 * 86_400_000);
    db.exec('delete from print_jobs');
    await print('receipt', receiptNumber);
    expect(receipts.map((receipt) => receipt.promiseIsEstimate)).toEqual([false, true]);
  });

  it('still prints a receipt when the sealed application is gone', async () => {
    const { receiptNumber } = await submitted();
    db.exec('update outbox set payload = null');
    expect(await print('receipt', receiptNumber)).toEqual({ ok: true });
    expect(receipts[0]).toMatchObject({ applicantName: '', applicantNumber: '' });
    expect(receipts[0]).not.toHaveProperty('documentSm3');
  });

  it.each([
    ['out-of-paper', 0, 'printerNoPaper', 'failed'],
    ['unreachable', 0, 'printerAbsent', 'failed'],
    ['refused', 0, 'printFailed', 'failed'],
    ['stopped', 0, 'printFailed', 'failed'],
    ['jammed', 0, 'printerJam', 'failed'],
    ['cover-open', 0, 'printerCover', 'failed'],
    ['output-full', 0, 'printerFull', 'failed'],
    ['supply-empty', 0, 'printerToner', 'failed'],
    ['jammed', null, 'printUnknown', 'unknown'],
    ['end-unknown', null, 'printUnknown', 'unknown'],
  ] as const)(
    '%s (%s pages out) is told as %s and written down as %s',
    async (kind, pagesDone, key, state) => {
      const { receiptNumber } = await submitted();
      printed = err({ kind, code: 'c', pagesDone });
      expect(await print('receipt', receiptNumber)).toMatchObject({
        error: { citizenMessageKey: key },
      });
      expect(jobs()).toEqual([{ what: 'receipt', state }]);
    },
  );

  it('prints no result that is not there, nothing for an unknown number, nothing without a printer', async () => {
    const { receiptNumber } = await submitted();
    expect(await print('result', receiptNumber)).toMatchObject({
      error: { kind: 'resultNotReady' },
    });
    db.exec('update cases set finished_at = 1');
    expect(await print('result', receiptNumber)).toMatchObject({
      error: { kind: 'resultUnavailable' },
    });
    expect(await print('receipt', 'B017-000000-0000-0')).toMatchObject({
      error: { kind: 'receiptUnknown' },
    });
    effects = makeEffects({ printer: null });
    expect(await print('receipt', receiptNumber)).toMatchObject({ error: { kind: 'printerAbsent' } });
    expect(papers).toEqual([]);
  });

  it('prints a result that the region sent', async () => {
    const { receiptNumber } = await submitted();
    const id = cases.byReceipt(receiptNumber)?.id as string;
    const sealed = testSealer().seal(Buffer.from('%PDF result'), { idem: id, kind: 'result', schema: 1 });
    db.prepare('update cases set result = ?, result_key_id = ? where id = ?').run(
      sealed.bytes,
      sealed.keyId,
      id,
    );
    expect(await print('result', receiptNumber)).toEqual({ ok: true });
    expect(papers).toMatchObject([{ pdf: '%PDF result' }]);
    await clock.advance(600_001);
    expect(await print('result', receiptNumber)).toMatchObject({ error: { kind: 'reprintOver' } });
    db.exec('update print_jobs set copies = 3, pages_done = 3');
    expect(await print('result', receiptNumber)).toMatchObject({ error: { kind: 'copiesOver' } });
  });

  it('takes the citizen’s word for what came out, and prints again only what did not', async () => {
    const { receiptNumber } = await submitted();
    printed = err({ kind: 'end-unknown', code: 'c', pagesDone: null });
    await print('receipt', receiptNumber);
    printed = ok({ pages: 1, sheets: 1 });
    expect(await print('receipt', receiptNumber)).toMatchObject({ error: { kind: 'printUnknown' } });
    expect(await print('receipt', receiptNumber, { came: { word: 'nothing' } })).toEqual({ ok: true });
    // The same paper as the first time, not another one of now.
    expect(receipts).toHaveLength(1);
    expect(papers.map(({ pdf }) => pdf)).toEqual([`receipt ${receiptNumber}`, `receipt ${receiptNumber}`]);
    db.exec("update print_jobs set state = 'unknown'");
    expect(await print('receipt', receiptNumber, { came: { word: 'all' } })).toEqual({ ok: true });
    expect(papers).toHaveLength(2);
    expect(jobs()).toEqual([{ what: 'receipt', state: 'done' }]);
  });

  it('gives nothing a second time to who has not shown who they are', async () => {
    const { receiptNumber } = await submitted();
    expect(await print('receipt', receiptNumber, { known: false })).toEqual({ ok: true });
    expect(await print('receipt', receiptNumber, { known: false })).toMatchObject({
      error: { kind: 'reprintOver' },
    });
  });
});

describe('facts', () => {
  let finding: MatterFinding | null = null;
  const facts = (
    over: {
      reader?: null;
      printer?: null;
      down?: boolean;
      full?: boolean;
      earlier?: FormValues | null;
      phone?: boolean;
      paperOnly?: boolean;
    } = {},
  ) =>
    createFacts({
      profile: testProfile(),
      clock,
      calendar: new WorkingCalendar({ holidays: [], workingWeekends: [], years: [2026] }),
      catalogue,
      finder: { prepare: async () => {}, find: () => finding },
      reader: over.reader === null ? null : reader,
      printer: over.printer === null ? null : printer,
      lineDown: () => over.down === true,
      hasRoom: () => over.full !== true,
      phoneUploads: () => over.phone === true,
      takesFiles: () => over.paperOnly !== true,
      tickets: createTicketDesk(tickets, catalogue),
      newId: () => 'id',
      correction: correctionAsked({ cases, catalogue }),
      earlierAnswers: () => over.earlier ?? null,
    });

  it('name what stands in the way, and nothing when all is well', () => {
    expect(facts().obstacles('120000')).toEqual([]);
    expect(
      facts({ reader: null, printer: null, down: true, full: true })
        .obstacles('120000')
        .map((o) => o.kind),
    ).toEqual(['noRoom', 'readerAbsent', 'printerAbsent', 'regionDownCanGoOn']);
    expect(facts({ full: true }).hasRoom()).toBe(false);
    printerPresence.set('trouble');
    expect(facts().printerReady()).toBe(false);
    expect(facts().readerReady()).toBe(true);
    expect(facts().cardOnReader()).toBe(true);
    expect(facts({ reader: null }).cardOnReader()).toBe(false);
  });

  it('say by which ways a material can come: as machine, region and matter have them', () => {
    const later = { ways: ['later', 'window'], laterBy: expect.stringMatching(/^\d{4}-\d\d-\d\d$/) };
    expect(facts().materials?.('120000', 'XT-ZJ-001')).toMatchObject([
      { id: 'retirement', required: true, ...later },
      { id: 'bank-card', ways: ['window'], laterBy: null },
    ]);
    const withPhone = facts({ phone: true });
    expect(withPhone.materials?.('120000', 'XT-ZJ-001')).toMatchObject([
      { ways: ['phone', 'later', 'window'] },
      { ways: ['phone', 'window'] },
    ]);
    const paperOnly = facts({ phone: true, paperOnly: true });
    expect(paperOnly.takesFiles?.('120000')).toBe(false);
    expect(paperOnly.materials?.('120000', 'XT-ZJ-001')).toMatchObject([
      { ways: ['later', 'window'] },
      { ways: ['window'] },
    ]);
    expect(facts().materials?.('120000', MATTER)).toEqual([]);
    expect(facts().materials?.('120000', 'XT-XX-000')).toEqual([]);
  });

  it('name the other regions in which something was found, and leave out those that are unknown', () => {
    finding = {
      region: '120000',
      hits: [],
      total: 0,
      elsewhere: [
        { region: '120000', count: 2 },
        { region: '999999', count: 1 },
      ],
    };
    expect(facts().search('120000', 'x')?.found.elsewhere).toMatchObject([{ code: '120000', count: 2 }]);
    finding = null;
    expect(facts().search('120000', 'x')).toBeNull();
  });

  it('say when what is handed in now moves: at once while the office works, or when it opens', async () => {
    expect(facts().service('120000', MATTER)).toEqual({ open: true, movesAt: clock.now() });
    await clock.advance(instantOf('2026-11-20', '18:00') - clock.now());
    const { officeHours } = catalogue.region('120000') as CatalogueRegion;
    expect(facts().service('120000', MATTER)).toEqual({
      open: false,
      movesAt: instantOf('2026-11-23', officeHours.open),
    });
    expect(facts().service('999999', MATTER)).toEqual({ open: false, movesAt: null });
  });

  it('judge numbers before anyone is asked', () => {
    expect(facts().numberProblem(makePerson(1).number)).toBeNull();
    expect(facts().numberProblem('123')).toMatchObject({ kind: 'identityNumberWrong' });
    expect(facts().receiptProblem('rubbish')).toMatchObject({ kind: 'receiptUnknown' });
  });

  it('check answers against the matter’s own form', () => {
    const form = facts().form('120000', MATTER);
    const today = { today: '2026-11-21' };
    expect(form?.fields.map((f) => f.name)).toEqual(['purpose', 'phone']);
    expect(form?.validate({ purpose: 'train' }, today)).toEqual({ ok: true, value: { purpose: 'train' } });
    expect(form?.validate({}, today)).toMatchObject({
      ok: false,
      error: [{ field: 'purpose', kind: 'missing' }],
    });
    expect(facts().form('120000', 'XT-XX-000')).toBeNull();
  });

  it('fill a form in from the card, the site and, for who holds the card, the earlier case', () => {
    const earlier = { phone: '13900000000' };
    const told = (source: 'card' | 'typed', answers: FormValues | null = earlier) =>
      facts({ earlier: answers }).sources({ ...person(), source });
    expect(told('card')).toMatchObject({
      card: { by: 'card', values: { name: person().name } },
      site: { region: testProfile().site.region },
      case: earlier,
    });
    expect(told('card', null).case).toBeNull();
    expect(told('typed')).toMatchObject({ card: { by: 'typed' }, case: null });
    expect(facts().sources(person()).case).toBeNull();
  });

  it('offer the regions and the brand of this machine', () => {
    expect(
      facts()
        .regions()
        .map((r) => r.code),
    ).toEqual(['120000']);
    expect(facts().brandRegion()).toBe('120000');
    expect(
      facts()
        .matters('120000')
        .some((m) => m.code === MATTER),
    ).toBe(true);
    expect(facts().guide('120000', MATTER)?.withoutCard).toBe(true);
    expect(facts().sitePhone()).toBe('010-0000 0000');
    expect(facts().retentionDays()).toBe(3);
    expect(facts().timing().idleWarning).toBe(60);
    expect(facts().now()).toBe(clock.now());
  });
});
