import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cases } from '../../../electron/cases/index.ts';
import type { Catalogue } from '../../../electron/catalogue/index.ts';
import { instantOf, VirtualClock, WorkingCalendar } from '../../../electron/core/index.ts';
import { StaffCalls, type VideoCallNews, type VideoPort } from '../../../electron/help/index.ts';
import { helpEffects, helpFacts, printFacts } from '../../../electron/journey/facts-doors.ts';
import type { CallNews } from '../../../electron/journey/help-types.ts';
import type { PaperState, PrintService } from '../../../electron/printing/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import type { DocumentPrinter } from '../../../native-bridge/index.ts';
import { CAN_ALL, fakeDocumentPrinter } from '../../support/document-printer.ts';
import { PRINT_ITEMS } from '../../support/journey-doors.ts';
import { testDatabase } from '../../support/memory-store.ts';
import { testProfile } from '../../support/profile.ts';

const both = (zh: string) => ({ 'zh-CN': zh, en: zh });

describe('the print door', () => {
  const PURPOSES = [{ id: 'own', text: both('自用') }];
  const [certificate, archive, result] = PRINT_ITEMS;
  if (!certificate || !archive || !result) throw new Error('no items');
  const opened = { id: 'door-1' } as never;

  function doorWith(over: { printer?: DocumentPrinter | null; paper?: PaperState | null } = {}) {
    const asked: unknown[] = [];
    const region = { phone: '022-1', prints: [{ id: 'own-file', purposes: PURPOSES }] };
    const facts = printFacts({
      catalogue: {
        region: (code: string) => (code === '120000' ? region : null),
      } as unknown as Catalogue,
      cases: {
        byReceipt: (receipt: string) => (receipt === result?.receiptNumber ? { id: 'case-1' } : null),
      } as unknown as Cases,
      printing: {
        paper: (what: string, caseId: string | null) => {
          asked.push([what, caseId]);
          return over.paper ?? null;
        },
      } as unknown as PrintService,
      printer: over.printer ?? null,
      sitePhone: '010-0',
    });
    return { facts, asked };
  }
  const PAPER: PaperState = { what: 'x', caseId: null, printer: 'page', state: 'done', pages: 3, done: 3 };

  it('knows for what a paper may be wanted, where the region gives it out', () => {
    const { facts } = doorWith();
    expect(facts.purposes({ ...archive, id: '120000:own-file' })).toEqual(PURPOSES);
    expect(facts.purposes({ ...archive, id: '120000:other' })).toEqual([]);
    expect(facts.purposes({ ...archive, region: { code: '990000', short: both('无') } })).toEqual([]);
  });

  it('names who answers for a region, and the hall for one that nobody knows', () => {
    const { facts } = doorWith();
    expect([facts.phone('120000'), facts.phone('990000')]).toEqual(['022-1', '010-0']);
  });

  it('prints both sides only with a printer that says that it can', () => {
    const fake = fakeDocumentPrinter();
    const duplex = (printer: DocumentPrinter | null) => doorWith({ printer }).facts.duplex();
    expect(duplex(fake.printer)).toBe(true);
    fake.capabilities.set({ ...CAN_ALL, sides: ['one-sided'] });
    expect(duplex(fake.printer)).toBe(false);
    fake.capabilities.set(null);
    expect(duplex(fake.printer)).toBe(false);
    expect(duplex(null)).toBe(false);
  });

  it.each([
    ['printing', 'printing'],
    ['done', 'printed'],
    ['failed', 'failed'],
    ['unknown', 'asking'],
  ] as const)('tells a paper that is %s as %s', (state, told) => {
    const { facts } = doorWith({ paper: { ...PAPER, state } });
    expect(facts.paper(opened, certificate)).toEqual({ printer: 'page', pages: 3, done: 3, state: told });
  });

  it('looks for a result under its case, for another paper under its own name, and may find none', () => {
    const { facts, asked } = doorWith();
    expect(facts.paper(opened, result)).toBeNull();
    expect(facts.paper(opened, certificate)).toBeNull();
    expect(asked).toEqual([
      ['result', 'case-1'],
      ['door-1', null],
    ]);
  });
});

describe('help', () => {
  let dir: string;
  let db: SqlDatabase;
  let clock: VirtualClock;
  let calls: StaffCalls;
  const calendar = new WorkingCalendar({ holidays: [], workingWeekends: [], years: [2026] });

  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tongban-help-'));
    db = testDatabase(join(dir, 'kiosk.db'));
    clock = new VirtualClock(instantOf('2026-11-20', '10:00'));
    calls = new StaffCalls(db, clock);
  });
  afterEach(() => {
    db.close();
    rmSync(dir, { recursive: true, force: true });
  });

  type Site = ReturnType<typeof testProfile>['site'];
  const deps = (over: { site?: Partial<Site>; video?: VideoPort | null } = {}) => {
    const profile = testProfile();
    return {
      profile: { ...profile, site: { ...profile.site, ...over.site } },
      clock,
      calendar,
      calls,
      video: over.video ?? null,
    };
  };
  const port = (ready: boolean): VideoPort => ({
    ready,
    call: (order, heard) => {
      heard({ state: 'ringing', words: `${order.screen} ${order.language}` });
      return () => heard({ state: 'ended', words: null });
    },
  });

  describe('at the desk', () => {
    const staff = { open: '09:00', close: '17:00' };
    it('is there within its hours, with nothing to wait for', () =>
      expect(helpFacts(deps({ site: { staff } })).desk()).toEqual({
        phone: '010-0000 0000',
        hours: testProfile().site.hours,
        open: true,
        opensAt: null,
      }));

    it('says when it opens again: over a week-end on Monday', async () => {
      await clock.advance(8 * 3_600_000);
      expect(helpFacts(deps({ site: { staff } })).desk()).toMatchObject({
        open: false,
        opensAt: instantOf('2026-11-23', '09:00'),
      });
    });

    it('is not promised where the site names no hours of its staff', () =>
      expect(helpFacts(deps()).desk()).toMatchObject({ open: false, opensAt: null }));
  });

  it.each<[string, boolean, VideoPort | null, boolean]>([
    ['the site has it and it can be rung', true, port(true), true],
    ['it cannot be rung now', true, port(false), false],
    ['nothing is joined to the kiosk', true, null, false],
    ['the site has none', false, port(true), false],
  ])('has video where %s', (_, video, joined, has) =>
    expect(helpFacts(deps({ site: { video }, video: joined })).hasVideo()).toBe(has),
  );

  describe('a call for somebody', () => {
    const call = () => {
      const heard: CallNews[] = [];
      const over = helpEffects(deps()).callStaff({ screen: 'details', language: 'en' }, (news) =>
        heard.push(news),
      );
      return { heard, over };
    };

    it('is written down with the screen, answered, and over when it is over here', () => {
      const { heard, over } = call();
      const at = clock.now();
      const [waiting] = calls.waiting();
      expect(waiting).toMatchObject({ screen: 'details', calledAt: at });
      calls.answer(waiting?.id ?? 0);
      expect(heard).toEqual([
        { kind: 'called', at },
        { kind: 'answered', at },
      ]);
      over();
      expect(calls.get(waiting?.id ?? 0)?.endedAt).toBe(at);
      expect(heard).toHaveLength(2);
    });

    it('is not answered by an answer to another', () => {
      const { heard } = call();
      const other = calls.call('guide');
      calls.answer(other.id);
      expect(heard.map(({ kind }) => kind)).toEqual(['called']);
    });
  });

  describe('a video call', () => {
    const ring = (video: VideoPort | null) => {
      const heard: VideoCallNews[] = [];
      const over = helpEffects(deps({ video })).callVideo({ screen: 'details', language: 'en' }, (news) =>
        heard.push(news),
      );
      over();
      return heard;
    };
    it('rings whoever is joined, and hangs up', () =>
      expect(ring(port(true))).toEqual([
        { state: 'ringing', words: 'details en' },
        { state: 'ended', words: null },
      ]));
    it('fails at once where nothing is joined', () =>
      expect(ring(null)).toEqual([{ state: 'failed', words: null }]));
  });
});
