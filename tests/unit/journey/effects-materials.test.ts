import { describe, expect, it } from 'vitest';
import type { CaseRecord } from '../../../electron/cases/index.ts';
import { askedMaterials } from '../../../electron/catalogue/index.ts';
import { err, MATERIAL_LIMITS, ok } from '../../../electron/core/index.ts';
import {
  fromPhone,
  materialSections,
  materialsOf,
  owedOf,
  toPhone,
} from '../../../electron/journey/effects-materials.ts';
import type { HandedIn, PhoneNews } from '../../../electron/journey/index.ts';
import type { PhoneAsk, PhoneHeard, PhoneOffer } from '../../../electron/phone/index.ts';
import { caseView, materialFile } from '../../support/journey-harness.ts';

const NAME = { 'zh-CN': '营业执照', en: 'Business licence' };
const draftWith = (...given: HandedIn[]) =>
  ({
    materials: given.map((one, index) => ({ id: `m${index}`, name: NAME, given: one })),
  }) as unknown as Parameters<typeof materialsOf>[0];

describe('materials that go with an application', () => {
  it('carry their bytes by hash, travel as originals, or are named with their day', () => {
    expect(
      materialsOf(
        draftWith(
          { way: 'phone', file: materialFile() },
          { way: 'window' },
          { way: 'later', dueBy: '2026-12-04' },
        ),
      ),
    ).toEqual({
      materials: [
        {
          code: 'm0',
          name: '营业执照',
          from: 'phone',
          file: { mediaType: 'image/jpeg', base64: 'CQkJ', sha256: 'b'.repeat(64) },
        },
        { code: 'm1', name: '营业执照', from: 'original', file: null },
      ],
      later: [{ code: 'm2', name: '营业执照', dueBy: '2026-12-04' }],
    });
  });

  it('leave no trace in the application of a matter without any', () => {
    expect(materialsOf(draftWith())).toEqual({});
    expect(materialSections(draftWith())).toEqual([]);
  });

  it('stand in the form that is signed, each in its way', () => {
    const [section] = materialSections(
      draftWith(
        { way: 'phone', file: materialFile({ pages: 2 }) },
        { way: 'window' },
        { way: 'later', dueBy: '2026-12-04' },
      ),
    );
    expect(section?.answers.map(({ value }) => value['zh-CN'])).toEqual([
      '电子文件，共 2 页',
      '原件交到窗口',
      '以后补交，最晚 2026-12-04',
    ]);
  });
});

describe('what is still owed', () => {
  it('is named in both languages: first what has a day, then what is brought', () => {
    const file = { mediaType: 'image/png' as const, base64: '', sha256: '' };
    expect(
      owedOf(
        {
          materials: [
            { code: 'm0', name: '营业执照', from: 'phone', file },
            { code: 'm1', name: '营业执照', from: 'original', file: null },
          ],
          later: [{ code: 'gone', name: '银行卡', dueBy: '2026-12-04' }],
        },
        [{ id: 'm1', text: NAME }],
      ),
    ).toEqual([
      { name: { 'zh-CN': '银行卡', en: '银行卡' }, dueBy: '2026-12-04' },
      { name: NAME, dueBy: null },
    ]);
    expect(owedOf({}, [])).toEqual([]);
  });
});

describe('what is heard of the phone', () => {
  it('comes in the journey’s words, and a file is never larger than one may be', () => {
    const asks: PhoneAsk[] = [];
    const news: PhoneNews[] = [];
    let hear: (heard: PhoneHeard) => void = () => undefined;
    let closed = 0;
    const receive = fromPhone({
      open(ask, heard) {
        asks.push(ask);
        hear = heard;
        return () => closed++;
      },
    });
    const close = receive({ name: NAME, language: 'en', room: MATERIAL_LIMITS.caseBytes }, (one) =>
      news.push(one),
    );
    expect(asks).toEqual([{ name: NAME, language: 'en', room: MATERIAL_LIMITS.fileBytes }]);
    const file = materialFile();
    hear({ kind: 'open', url: 'http://kiosk.example/#t', endsAt: 5 });
    for (const why of ['kind', 'too-large', 'broken', 'unsafe'] as const) hear({ kind: 'refused', why });
    hear({ kind: 'file', file });
    hear({ kind: 'closed', why: 'over' });
    hear({ kind: 'closed', why: 'unavailable' });
    expect(news.map((one) => ('problem' in one ? `${one.kind} ${one.problem.kind}` : one.kind))).toEqual([
      'open',
      'refused materialKind',
      'refused materialTooLarge',
      'refused materialBroken',
      'refused materialUnsafe',
      'file',
      'closed phoneOver',
      'closed phoneUnavailable',
    ]);
    close();
    expect(closed).toBe(1);
  });
});

describe('a result for the phone', () => {
  const record = { id: 'case-1' } as CaseRecord;
  const offered = (files: { original: Uint8Array | null; paper: Uint8Array | null }) => {
    const offers: PhoneOffer[] = [];
    const news: PhoneNews[] = [];
    const give = toPhone(
      {
        offer(offer) {
          offers.push(offer);
          return () => undefined;
        },
      },
      {
        byReceipt: (number) => (number === 'B017-261121-0001-N' ? record : null),
        original: () => (files.original ? ok(files.original) : err('none')),
        result: () => (files.paper ? ok(files.paper) : err('none')),
        view: () =>
          caseView({
            result: {
              kind: files.original ? 'ofd' : 'pdf',
              pages: 1,
              verdict: 'verified',
              sealedBy: null,
              rendition: false,
              use: 'phone',
            },
          }),
      },
    );
    const ask = (receiptNumber = 'B017-261121-0001-N') =>
      give({ receiptNumber, language: 'zh-CN' }, (one) => news.push(one));
    return { ask, offers, news };
  };

  it('is the file as the region gave it, not what is printed in its place', () => {
    const { ask, offers } = offered({ original: Uint8Array.of(1), paper: Uint8Array.of(2) });
    ask();
    expect(offers).toMatchObject([
      { bytes: Uint8Array.of(1), mediaType: 'application/ofd', fileName: 'B017-261121-0001-N.ofd' },
    ]);
  });

  it('is the printed file where the two are one', () => {
    const { ask, offers } = offered({ original: null, paper: Uint8Array.of(2) });
    ask();
    expect(offers).toMatchObject([
      { bytes: Uint8Array.of(2), mediaType: 'application/pdf', fileName: 'B017-261121-0001-N.pdf' },
    ]);
  });

  it('that is not kept here is said so', () => {
    const none = offered({ original: null, paper: null });
    none.ask();
    none.ask('B017-000000-0000-0');
    expect(none.offers).toEqual([]);
    const unavailable = { kind: 'closed', problem: { kind: 'resultUnavailable' } };
    expect(none.news).toMatchObject([unavailable, unavailable]);
  });
});

describe('what somebody who applies in person hands in', () => {
  it('leaves out what the machine makes, what identified them, and what agents bring', () => {
    const material = {
      text: NAME,
      kind: 'copy' as const,
      copies: 1,
      required: true,
      gapAllowed: false,
      licence: null,
    };
    const asked = askedMaterials({
      materials: [
        { ...material, id: 'form', kind: 'form' },
        { ...material, id: 'card', licence: 'resident-card' },
        { ...material, id: 'register', shownBy: 'identity' },
        { ...material, id: 'authorisation', shownBy: 'agent' },
        { ...material, id: 'bank-card' },
      ],
    });
    expect(asked.map(({ id }) => id)).toEqual(['bank-card']);
  });
});
