import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cases } from '../../../electron/cases/index.ts';
import { type Catalogue, loadCatalogue } from '../../../electron/catalogue/index.ts';
import { systemClock, VirtualClock } from '../../../electron/core/index.ts';
import type {
  AcceptanceNotice,
  ApplicationForm,
  CorrectionNotice,
  DocumentPress,
} from '../../../electron/documents/index.ts';
import { correctionEffects } from '../../../electron/journey/effects-correct.ts';
import { noticePaper } from '../../../electron/journey/effects-notice.ts';
import { correctionAsked, paperKey } from '../../../electron/journey/index.ts';
import type { CorrectionAsked, CorrectionDraft, PreparedDocument } from '../../../electron/journey/types.ts';
import type { CorrectionRound } from '../../../electron/regions/index.ts';
import type { SqlDatabase } from '../../../electron/store/index.ts';
import { AskingRegion, makeRound } from '../../support/asking-region.ts';
import { application, bootCases, person } from '../../support/cases-bench.ts';
import { personOf, SIGNATURE } from '../../support/journey-harness.ts';
import { testDatabase } from '../../support/memory-store.ts';
import { testProfile } from '../../support/profile.ts';

/** What a region asks for, made into questions, a document and an answer in the outbox. */
let catalogue: Catalogue;
let dir: string;
let db: SqlDatabase;
let clock: VirtualClock;
let region: AskingRegion;
let cases: Cases;
let receiptNumber: string;
let forms: ApplicationForm[];
let unprintable: string[];

beforeAll(() => {
  const loaded = loadCatalogue({
    assetsDir: join(import.meta.dirname, '../../../assets'),
    regionCodes: ['120000'],
    clock: systemClock,
  });
  if (!loaded.ok) throw new Error(loaded.error.message);
  catalogue = loaded.value;
});
afterAll(() => catalogue.close());

const FIELD = { kind: 'field', name: 'purpose', note: '用途请重新选择' } as const;

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'tongban-correct-'));
  db = testDatabase(join(dir, 'kiosk.db'));
  clock = new VirtualClock();
  region = new AskingRegion();
  forms = [];
  unprintable = [];
  cases = bootCases(db, clock, region).cases;
  receiptNumber = cases.submit(application({ drawn: { '\ue863': SIGNATURE } })).receiptNumber;
});
afterEach(() => {
  db.close();
  rmSync(dir, { recursive: true, force: true });
});

async function asksFor(over: Partial<CorrectionRound> = {}): Promise<void> {
  region.state = 'correction';
  region.round = makeRound({ items: [FIELD], ...over });
  await clock.advance(3_000);
}
const ask = (who: Parameters<ReturnType<typeof correctionAsked>>[1] = null) =>
  correctionAsked({ cases, catalogue })(receiptNumber, who);
const effects = () =>
  correctionEffects({
    profile: testProfile(),
    clock,
    catalogue,
    cases,
    press: async () =>
      ({
        unprintable: () => unprintable,
        applicationForm: async (form: ApplicationForm) => {
          forms.push(form);
          return Buffer.from(`/Type /Page ${JSON.stringify(form.answers)}`);
        },
      }) as unknown as DocumentPress,
  });
const draft = (over: Partial<CorrectionDraft> = {}): CorrectionDraft => ({
  receiptNumber,
  round: 'round-1',
  asked: ask() as CorrectionAsked,
  values: { purpose: 'exam' },
  document: null,
  strokes: SIGNATURE,
  ...over,
});
async function document(): Promise<PreparedDocument> {
  const made = await effects().prepareCorrection(draft());
  if (!made.ok || 'missing' in made.value) throw new Error('not prepared');
  return made.value;
}

describe('what a region asks for', () => {
  it('has the label and the answer of the form, and the person of the case where no card was read', async () => {
    await asksFor();
    expect(ask()).toMatchObject({
      region: '120000',
      matter: 'XT-GA-020',
      person: { name: person.name, number: person.number, birthDate: person.number.slice(6, 14) },
      items: [{ ...FIELD, here: true, label: { 'zh-CN': expect.any(String) } }],
      values: { purpose: 'train' },
      places: expect.arrayContaining([expect.objectContaining({ phone: expect.any(String) })]),
    });
    expect(ask(personOf(7))?.person).toEqual(personOf(7));
  });

  it('is not answered here where it is a material or a question that the form does not have', async () => {
    await asksFor({
      items: [
        FIELD,
        { kind: 'field', name: 'nobodyKnows', note: '补' },
        { kind: 'material', name: 'purpose', note: '补' },
      ],
    });
    expect(ask()?.items.map(({ here }) => here)).toEqual([true, false, false]);
    expect(ask()?.form?.fields.map(({ name }) => name)).toEqual(['purpose']);
  });

  it('is nothing while nothing is asked, or for a number that nobody gave out', () => {
    expect(ask()).toBeNull();
    expect(correctionAsked({ cases, catalogue })('B017-000000-0000-0', personOf(1))).toBeNull();
  });
});

describe('the answer', () => {
  it('is a document of the asked questions alone, with the drawn characters of the application', async () => {
    await asksFor();
    const made = await document();
    expect(made.sha256).toBe(createHash('sha256').update(made.bytes).digest('hex'));
    expect(made).toMatchObject({ pages: 1, title: { 'zh-CN': expect.stringContaining('补正') } });
    expect(forms[0]).toMatchObject({
      receiptHint: expect.stringContaining(receiptNumber),
      applicant: { name: person.name, number: person.number },
      answers: [{ value: { 'zh-CN': expect.any(String) } }],
      drawn: { '\ue863': SIGNATURE },
    });
  });

  it('with a character that nobody can print is not made', async () => {
    await asksFor();
    unprintable = ['\ue000'];
    const made = await effects().prepareCorrection(draft());
    expect(made).toMatchObject({ ok: true, value: { missing: [{ character: '\ue000' }] } });
  });

  it('reaches the region with the signed document, and the case goes on', async () => {
    await asksFor();
    const made = await document();
    const taken = await effects().sendCorrection(draft({ document: made }));
    expect(taken).toMatchObject({ ok: true, value: { correction: { answer: 'waiting' } } });
    await clock.advance(10_000);
    expect(region.answers).toMatchObject([
      {
        roundId: 'round-1',
        form: { purpose: 'exam' },
        materials: [],
        document: { sha256: made.sha256, base64: Buffer.from(made.bytes).toString('base64') },
        signature: { sha256: made.sha256, strokes: SIGNATURE },
      },
    ]);
  });

  it('waits in the outbox while the line is down', async () => {
    await asksFor();
    const made = await document();
    region.failure = { kind: 'unreachable', retryable: true, technicianCode: 'down' } as never;
    await effects().sendCorrection(draft({ document: made }));
    await clock.advance(10_000);
    const record = cases.byReceipt(receiptNumber);
    expect(record && cases.view(record).correction?.answer).toBe('waiting');
  });

  it.each([
    ['another round is asked by now', 'correctionClosed', { id: 'round-2' }],
    ['its last moment is over', 'correctionClosed', { until: 1 }],
  ] as const)('is refused in words when %s', async (_, kind, round) => {
    await asksFor(round);
    const made = await document();
    expect(await effects().sendCorrection(draft({ document: made }))).toMatchObject({
      ok: false,
      error: { kind, retryable: false },
    });
  });

  it('is refused in words by a region that takes none, and for a case that is not here', async () => {
    await asksFor();
    const given = draft({ document: await document() });
    region.capabilities.correction = false;
    expect(await effects().sendCorrection(given)).toMatchObject({ error: { kind: 'correctionByPhone' } });
    expect(await effects().sendCorrection({ ...given, receiptNumber: 'B017-0' })).toMatchObject({
      error: { kind: 'receiptUnknown' },
    });
  });

  it.each([
    ['SQLITE_FULL', 'notKept'],
    ['SQLITE_IOERR', 'internal'],
  ])('that the disk does not take (%s) can be given again', async (code, kind) => {
    await asksFor();
    const given = draft({ document: await document() });
    cases.correct = () => {
      throw Object.assign(new Error('disk'), { code });
    };
    expect(await effects().sendCorrection(given)).toMatchObject({ error: { kind, retryable: true } });
  });
});

describe('a notice on paper', () => {
  const notices: { acceptance: AcceptanceNotice[]; correction: CorrectionNotice[] } = {
    acceptance: [],
    correction: [],
  };
  const noticeDeps = () => ({
    profile: testProfile(),
    clock,
    catalogue,
    cases,
    press: async () =>
      ({
        acceptanceNotice: async (notice: AcceptanceNotice) => {
          notices.acceptance.push(notice);
          return Buffer.from('acceptance');
        },
        correctionNotice: async (notice: CorrectionNotice) => {
          notices.correction.push(notice);
          return Buffer.from('correction');
        },
      }) as unknown as DocumentPress,
  });
  const record = () => cases.byReceipt(receiptNumber) as NonNullable<ReturnType<Cases['byReceipt']>>;

  it('of what to correct has every item, until when, and the drawn characters; the name is masked', async () => {
    await asksFor({ until: clock.now() + 86_400_000 });
    expect((await noticePaper(noticeDeps(), 'correction', record())).ok).toBe(true);
    const notice = notices.correction.at(-1);
    expect(notice).toMatchObject({
      receiptNumber,
      regionNumber: 'R-1',
      round: 'round-1',
      until: expect.any(Number),
      items: [
        { kind: 'field', reason: FIELD.note, label: { 'zh-CN': expect.not.stringMatching('purpose') } },
      ],
      answerAt: 'this-kiosk',
      drawn: { '\ue863': SIGNATURE },
    });
    expect(JSON.stringify(notice)).not.toContain(person.number);
    expect(JSON.stringify(notice)).not.toContain(person.name);
  });

  it('says that a material is not answered at a kiosk', async () => {
    await asksFor({ items: [{ kind: 'material', name: 'photo', note: '补' }] });
    await noticePaper(noticeDeps(), 'correction', record());
    expect(notices.correction.at(-1)).toMatchObject({
      answerAt: 'no-kiosk',
      items: [{ label: { 'zh-CN': 'photo' } }],
    });
  });

  it('of acceptance is there once the region has accepted, and not before', async () => {
    expect(await noticePaper(noticeDeps(), 'acceptance', record())).toMatchObject({
      error: { kind: 'noticeNotReady' },
    });
    expect(await noticePaper(noticeDeps(), 'correction', record())).toMatchObject({
      error: { kind: 'noticeNotReady' },
    });
    region.state = 'accepted';
    await clock.advance(3_000);
    expect((await noticePaper(noticeDeps(), 'acceptance', record())).ok).toBe(true);
    expect(notices.acceptance.at(-1)).toMatchObject({
      receiptNumber,
      regionNumber: 'R-1',
      documentSha256: 'a'.repeat(64),
      materials: [],
    });
  });

  it('of a case whose application is not here names nobody, and what the matter says only where it is known', async () => {
    cases.submission = () => null;
    await asksFor();
    await noticePaper(noticeDeps(), 'correction', record());
    expect(notices.correction.at(-1)).toMatchObject({ applicantName: '—', answerAt: 'no-kiosk' });
    region.state = 'accepted';
    await clock.advance(3_000);
    const noGuide = { ...catalogue, guide: () => null, form: () => null } as unknown as Catalogue;
    await noticePaper({ ...noticeDeps(), catalogue: noGuide }, 'acceptance', record());
    expect(notices.acceptance.at(-1)).toMatchObject({ authority: { 'zh-CN': '天津' }, caution: null });
  });

  it('is kept apart from the other papers, and each round from the one before', async () => {
    const key = (what: 'result' | 'acceptance' | 'correction') => paperKey(cases, record(), what);
    expect([key('result'), key('acceptance')]).toEqual(['result', 'acceptance']);
    await asksFor();
    const first = key('correction');
    await asksFor({ id: 'round-2' });
    expect(key('correction')).not.toBe(first);
  });
});
