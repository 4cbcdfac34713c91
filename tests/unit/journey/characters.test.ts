import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/core/index.ts';
import type { ApplicationForm, DocumentPress } from '../../../electron/documents/index.ts';
import { drawnOf, missingIn } from '../../../electron/journey/characters.ts';
import type { Draft } from '../../../electron/journey/index.ts';
import {
  DOCUMENT,
  type Harness,
  journeyHarness,
  missingCharacter,
  personOf,
  SIGNATURE,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';
import { sampleForm } from '../documents/samples.ts';

const SECOND = '\ue864';

async function asked(...missing: Parameters<typeof missingCharacter>[0][]): Promise<Harness> {
  const h = journeyHarness();
  await WAYS.preparing?.(h);
  h.held.prepare.answer(ok({ missing: missing.map((over) => missingCharacter(over)) }));
  await h.settle();
  return h;
}

describe('a character that no font has', () => {
  it('is shown with its code and the name that it stands in, before anything is printed', async () => {
    const h = await asked({});
    expect(h.view()).toMatchObject({
      screen: 'character',
      step: { at: 5 },
      data: { codePoint: 'U+E863', kind: 'private', where: { text: '张\ue863' }, at: 1, of: 1 },
    });
    expect(h.view().events).toEqual(expect.arrayContaining(['drew', 'toStaff', 'back']));
    expect(h.view().events).not.toContain('correct');
  });

  it('is drawn once, and the document is made with it', async () => {
    const h = await asked({});
    await h.say({ type: 'drew', strokes: SIGNATURE });
    expect(h.screen()).toBe('preparing');
    expect(h.held.prepare.calls).toBe(2);
    expect(h.drafts.at(-1)?.drawn).toEqual({ '\ue863': SIGNATURE });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    expect(h.screen()).toBe('review');
  });

  it('is followed by the next one, and both are kept', async () => {
    const h = await asked({}, { character: SECOND, codePoint: 'U+E864' });
    await h.say({ type: 'drew', strokes: SIGNATURE });
    expect(h.view()).toMatchObject({ screen: 'character', data: { codePoint: 'U+E864', at: 2, of: 2 } });
    await h.say({ type: 'drew', strokes: SIGNATURE });
    expect(Object.keys(h.drafts.at(-1)?.drawn ?? {})).toEqual(['\ue863', SECOND]);
  });

  it('that was typed can be corrected where it was typed', async () => {
    const h = await asked({ typed: true, drawable: false, kind: 'other' });
    expect(h.view().events).toContain('correct');
    expect(h.view().events).not.toContain('drew');
    await h.say({ type: 'correct' });
    expect(h.view()).toMatchObject({ screen: 'details', data: { values: { purpose: 'train' } } });
  });

  it('can be left to a person at a counter, who is named', async () => {
    const h = await asked({});
    await h.say({ type: 'toStaff' });
    expect(h.view()).toMatchObject({
      screen: 'stuck',
      data: { problem: { kind: 'unprintable' }, places: [{ phone: '022-0000 0000' }] },
    });
    expect(h.view().events).not.toContain('retry');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('delivery');
  });

  it('lets the citizen go back to the delivery, drawings kept', async () => {
    const h = await asked({}, { character: SECOND });
    await h.say({ type: 'drew', strokes: SIGNATURE });
    await h.say({ type: 'back' });
    await h.say({ type: 'chooseDelivery', delivery: 'window' });
    expect(h.drafts.at(-1)?.drawn).toEqual({ '\ue863': SIGNATURE });
  });

  it('is forgotten with the person, drawing and all', async () => {
    const h = await asked({});
    await h.say({ type: 'drew', strokes: SIGNATURE });
    h.held.prepare.answer(ok(DOCUMENT));
    await h.settle();
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    await h.say({ type: 'done' });
    await WAYS.preparing?.(h);
    expect(h.drafts.at(-1)?.drawn).toEqual({});
  });
});

describe('what a form lacks', () => {
  const press = (lacking: string) =>
    ({
      unprintable: async (text: string, drawn = {}) =>
        [...new Set(text)].filter((ch) => lacking.includes(ch) && !Object.hasOwn(drawn, ch)),
    }) as unknown as DocumentPress;
  const answer = (value: string) => ({
    label: { 'zh-CN': '收件人', en: 'To' },
    value: { 'zh-CN': value, en: '' },
  });
  const form = (over: Partial<ApplicationForm>) => sampleForm({ answers: [], ...over });
  const named = (name: string) => ({ ...sampleForm().applicant, name, address: `某路${name}` });

  it('is named once each, name before address before answers', async () => {
    const lacks = await missingIn(
      form({
        applicant: named('张\ue863'),
        sections: [{ title: answer('').label, answers: [answer('\ue863\u{3fff0}')] }],
      }),
      press('\ue863\u{3fff0}'),
    );
    expect(
      lacks.map(({ codePoint, kind, typed, where }) => [codePoint, kind, typed, where.label.en]),
    ).toEqual([
      ['U+E863', 'private', false, 'Name'],
      ['U+3FFF0', 'rare', true, 'To'],
    ]);
  });

  it('is not asked for again once it is drawn', async () => {
    const drawn = { '\ue863': SIGNATURE };
    expect(await missingIn(form({ applicant: named('张\ue863'), drawn }), press('\ue863'))).toEqual([]);
  });

  it('cannot be drawn where letters change with their neighbours', async () => {
    expect(await missingIn(form({ answers: [answer('م')] }), press('م'))).toMatchObject([
      { kind: 'other', drawable: false, typed: true },
    ]);
  });

  it('takes only the drawings along that still stand somewhere', () => {
    const draft = {
      person: { ...personOf(1), name: '张\ue863' },
      values: { to: SECOND },
      drawn: {},
    } as unknown as Draft;
    const drawn = { '\ue863': SIGNATURE, [SECOND]: SIGNATURE, '\ue865': SIGNATURE };
    expect(drawnOf({ ...draft, drawn })).toEqual({ drawn: { '\ue863': SIGNATURE, [SECOND]: SIGNATURE } });
    expect(drawnOf(draft)).toEqual({});
  });
});
