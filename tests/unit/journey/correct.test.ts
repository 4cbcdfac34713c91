import { describe, expect, it } from 'vitest';
import type { CaseView } from '../../../electron/contract/index.ts';
import { err, ok, PAGE } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import {
  askedCase,
  caseView,
  correctionAsked,
  DOCUMENT,
  type Harness,
  journeyHarness,
  missingCharacter,
  personOf,
  REPORT,
  SIGNATURE,
  TICKET,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const RECEIPT = askedCase().receiptNumber;
const ROUND = askedCase().correction as NonNullable<CaseView['correction']>;
const OPEN = { type: 'openCorrection', receiptNumber: RECEIPT } as const;
const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};
const correctOf = (h: Harness) => {
  const view = h.view();
  if (view.screen !== 'correct') throw new Error(`on ${view.screen}`);
  return view.data;
};

describe('a correction that a region asks for', () => {
  it('is answered: what is asked, the very document, the signature, and what became of it', async () => {
    const h = await at('correct');
    expect(correctOf(h)).toMatchObject({
      items: [{ name: 'purpose', note: '请重新选择用途', here: true }],
      canAnswer: true,
      values: { purpose: 'train' },
      problems: [],
    });
    await h.say({ type: 'giveCorrection', values: { purpose: 'exam' } });
    expect(h.screen()).toBe('preparing');
    expect(h.corrections[0]).toMatchObject({
      receiptNumber: RECEIPT,
      round: 'round-1',
      values: { purpose: 'exam' },
    });
    h.held.prepareCorrection.answer(ok(DOCUMENT));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'review', data: { sha256: DOCUMENT.sha256 } });
    expect(h.journey.document()?.sha256).toBe(DOCUMENT.sha256);
    await h.say({ type: 'toSign' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.screen()).toBe('submitting');
    expect(h.corrections[1]).toMatchObject({ document: DOCUMENT, strokes: SIGNATURE });
    const waiting = askedCase({ correction: { ...ROUND, answer: 'waiting' } });
    h.held.sendCorrection.answer(ok(waiting));
    await h.settle();
    expect(h.view()).toMatchObject({
      screen: 'corrected',
      data: { case: { correction: { answer: 'waiting' } } },
    });
    // Nothing of the signed document is left once it is stored.
    expect(h.journey.document()).toBeNull();
    h.caseChanges(caseView({ state: 'accepted' }));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'corrected', data: { case: { state: 'accepted' } } });
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'cases', data: { cases: [{ state: 'accepted' }] } });
    expect(h.view().events).not.toContain('openCorrection');
  });

  it('is answered by who laid down a card', async () => {
    const h = await at('trackIdentify');
    let asked: unknown = null;
    h.correction.ask = (who) => {
      asked = who;
      return correctionAsked({}, who);
    };
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(4)));
    await h.settle();
    h.held.find.answer(ok([askedCase({ elsewhere: true })]));
    await h.settle();
    await h.say(OPEN);
    expect(h.screen()).toBe('correct');
    expect(asked).toEqual(personOf(4));
  });

  it('is not opened for a case of nobody here, one that asks nothing, or one that was answered', async () => {
    const answer = async (over: Parameters<typeof askedCase>[0], receiptNumber = RECEIPT) => {
      const h = await at('finding');
      h.held.find.answer(ok([askedCase(over), caseView({ receiptNumber: 'B017-261121-0009-X' })]));
      await h.settle();
      if (h.view().events.includes('openCorrection')) await h.say({ ...OPEN, receiptNumber });
      return h.screen();
    };
    expect(await answer({})).toBe('correct');
    expect(await answer({ correction: { ...ROUND, answer: 'failed' } })).toBe('correct');
    expect(await answer({ correction: { ...ROUND, answer: 'sent' } })).toBe('cases');
    expect(await answer({}, 'B017-000000-0000-0')).toBe('cases');
    expect(await answer({}, 'B017-261121-0009-X')).toBe('cases');
    // The region does not say what it wants.
    expect(await answer({ correction: undefined })).toBe('cases');
  });

  it('cannot be opened when nothing is known of it here', async () => {
    const h = await at('askedCases');
    h.correction.ask = () => null;
    await h.say(OPEN);
    expect(h.screen()).toBe('cases');
  });

  it('that wants a material is shown with where to take it, and is not answered by half here', async () => {
    const h = await at('askedCases');
    const [field] = correctionAsked().items;
    const photo = { kind: 'material', name: 'photo', note: '照片', label: null, here: false } as const;
    h.correction.ask = () => correctionAsked({ items: [field as never, photo] });
    await h.say(OPEN);
    expect(correctOf(h)).toMatchObject({ canAnswer: false, items: [{ here: true }, { here: false }] });
    expect(correctOf(h).places).not.toHaveLength(0);
    expect(h.view().events).not.toContain('giveCorrection');
    expect(h.view().events).toEqual(expect.arrayContaining(['report', 'back', 'leave']));
  });

  it('says what is wrong with an answer, which stays', async () => {
    const h = await at('correct');
    await h.say({ type: 'giveCorrection', values: { purpose: 'nonsense' } });
    expect(correctOf(h)).toMatchObject({
      values: { purpose: 'nonsense' },
      problems: [{ field: 'purpose', kind: 'choice' }],
    });
    await h.say({ type: 'giveCorrection', values: { phone: '13900000000' } });
    expect(correctOf(h).problems.map(({ kind }) => kind)).toEqual(['unknown', 'missing']);
    expect(h.held.prepareCorrection.calls).toBe(0);
  });

  it('keeps what was typed through a lost screen, the way back, and a report in between', async () => {
    const h = await at('correct');
    h.journey.typed('boot-1', PAGE.correction, { purpose: 'exam', phone: '1' });
    await h.settle();
    expect(correctOf(h).values).toEqual({ purpose: 'exam' });
    h.journey.typed('boot-1', PAGE.all, { purpose: 'hotel' });
    await h.settle();
    expect(correctOf(h).values).toEqual({ purpose: 'exam' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('cases');
    await h.say(OPEN);
    expect(correctOf(h).values).toEqual({ purpose: 'exam' });
    await h.say({ type: 'report' });
    expect(h.view()).toMatchObject({ screen: 'report', data: { receiptNumber: RECEIPT, known: true } });
    await h.say(REPORT);
    h.held.file.answer(ok(TICKET));
    await h.settle();
    await h.say({ type: 'back' });
    expect(correctOf(h).values).toEqual({ purpose: 'exam' });
  });

  it('begins anew with a new round', async () => {
    const h = await at('correct');
    h.journey.typed('boot-1', PAGE.correction, { purpose: 'exam' });
    await h.settle();
    await h.say({ type: 'giveCorrection', values: { purpose: 'exam' } });
    h.held.prepareCorrection.answer(ok(DOCUMENT));
    await h.settle();
    await h.say({ type: 'toSign' });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    h.held.sendCorrection.answer(ok(askedCase({ correction: { ...ROUND, round: 'round-2' } })));
    await h.settle();
    await h.say({ type: 'back' });
    await h.say(OPEN);
    expect(correctOf(h).values).toEqual({ purpose: 'train' });
  });
});

describe('when answering a correction does not work', () => {
  it('a character that cannot be printed is said, and can be written another way', async () => {
    const h = await at('correctPreparing');
    h.held.prepareCorrection.answer(ok({ missing: [missingCharacter({ typed: true })] }));
    await h.settle();
    expect(correctOf(h)).toMatchObject({ canAnswer: true, problem: { kind: 'correctionUnprintable' } });
    await h.say({ type: 'giveCorrection', values: { purpose: 'exam' } });
    expect(h.held.prepareCorrection.calls).toBe(2);
  });

  it('a document that cannot be made leaves the answer on the screen', async () => {
    for (const end of ['answer', 'fail'] as const) {
      const h = await at('correctPreparing');
      if (end === 'fail') h.held.prepareCorrection.fail();
      else h.held.prepareCorrection.answer(err(failure('internal')));
      await h.settle();
      expect(correctOf(h)).toMatchObject({
        canAnswer: true,
        values: { purpose: 'exam' },
        problem: { kind: 'internal' },
      });
    }
  });

  it('can be read again before and after the signature, and changed', async () => {
    const h = await at('correctSign');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('review');
    await h.say({ type: 'back' });
    expect(correctOf(h).values).toEqual({ purpose: 'exam' });
    expect(h.journey.document()).toBeNull();
  });

  it('a full disk or a bug leaves the citizen before the signature, to try again', async () => {
    const h = await at('correctSending');
    h.held.sendCorrection.answer(err(failure('diskFull')));
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'sign', data: { problem: { kind: 'diskFull' } } });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    h.held.sendCorrection.fail();
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'sign', data: { problem: { kind: 'internal' } } });
    await h.say({ type: 'signed', strokes: SIGNATURE });
    expect(h.held.sendCorrection.calls).toBe(3);
  });

  it.each(['correctionClosed', 'correctionByPhone', 'receiptUnknown'] as const)(
    '(%s) is said with other ways on',
    async (kind) => {
      const h = await at('correctSending');
      h.held.sendCorrection.answer(err(failure(kind)));
      await h.settle();
      const view = h.view();
      expect(view).toMatchObject({ data: { problem: { kind } } });
      const ways = view.events.filter((one) => ['back', 'report', 'signed'].includes(one));
      expect(ways.length).toBeGreaterThanOrEqual(2);
      if (view.screen === 'correct') expect(view.data.canAnswer).toBe(false);
    },
  );

  it('what is typed no longer counts once nothing can be answered', async () => {
    const h = await at('correctElsewhere');
    h.journey.typed('boot-1', PAGE.correction, { purpose: 'exam' });
    await h.settle();
    expect(correctOf(h)).toMatchObject({ form: null, canAnswer: false });
  });

  it('without news of the case the journey goes on', async () => {
    const h = await at('correctSending');
    h.breakWatching();
    h.held.sendCorrection.answer(ok(askedCase()));
    await h.settle();
    expect(h.screen()).toBe('corrected');
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('farewell');
    await h.say({ type: 'done' });
    expect(h.screen()).toBe('home');
  });
});

describe('who walks away from a correction', () => {
  it.each(['correct', 'correctPreparing', 'correctReview', 'correctSign', 'correctSending', 'corrected'])(
    '(%s) is forgotten, and the next one finds nothing of it',
    async (way) => {
      const h = await at(way);
      await h.say({ type: 'leave' });
      await h.say({ type: 'leaveNow' });
      expect(h.screen()).toBe('farewell');
      await h.say({ type: 'done' });
      await WAYS.correct?.(h);
      expect(correctOf(h)).toMatchObject({ values: { purpose: 'train' }, problems: [], problem: null });
    },
  );
});
