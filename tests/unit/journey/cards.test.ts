import { describe, expect, it } from 'vitest';
import { journeyViewSchema } from '../../../electron/contract/index.ts';
import { err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { foreigner, type Harness, journeyHarness, personOf } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

describe('a card that the matter does not take', () => {
  it('is refused before anything is filled in, with what counts and where to go', async () => {
    const h = await at('cardRefused');
    expect(h.view()).toMatchObject({
      screen: 'cardNeeded',
      step: { at: 2 },
      data: {
        given: 'foreign-pr-card',
        accepts: ['resident-card'],
        region: { 'zh-CN': '天津' },
        places: [{ phone: '022-0000 0000' }],
      },
    });
    expect(journeyViewSchema.safeParse(h.view()).success).toBe(true);
    expect(h.view().events).toEqual(['report', 'back', 'leave', 'setLanguage', 'help']);
  });

  it('leaves nothing of its holder: nobody is known, and nothing of the card is in view', async () => {
    const h = await at('cardRefused');
    const { name, number, chineseName } = foreigner();
    for (const part of [name, number, chineseName]) expect(JSON.stringify(h.view())).not.toContain(part);
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(h.screen()).toBe('home');
  });

  it('gives way to another card', async () => {
    const h = await at('cardRefused');
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'identify', data: { phase: 'consent' } });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(personOf(1)));
    await h.settle();
    expect(h.screen()).toBe('details');
  });

  it('is forgotten when the matter is asked for without a card afterwards', async () => {
    const h = await at('cardNeeded');
    expect(h.view()).toMatchObject({ data: { given: null } });
  });

  it('may be reported, and the way back leads here again', async () => {
    const h = await at('cardRefused');
    await h.say({ type: 'report' });
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'cardNeeded', data: { given: 'foreign-pr-card' } });
  });
});

describe('a card of a foreigner', () => {
  it('finds cases, whatever the matters take', async () => {
    const h = await at('trackIdentify');
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(foreigner()));
    await h.settle();
    h.held.find.answer(err(failure('noCases')));
    await h.settle();
    expect(h.held.find.calls).toBe(1);
    expect(h.screen()).not.toBe('cardNeeded');
  });

  it('goes on to the form where the matter takes it, with both names and the nationality', async () => {
    const h = await at('home');
    await h.say({ type: 'apply' });
    await h.say({ type: 'chooseMatter', matter: 'any-card' });
    await h.say({ type: 'start' });
    await h.say({ type: 'consent' });
    h.held.read.answer(ok(foreigner()));
    await h.settle();
    const { name, number, chineseName } = foreigner();
    expect(name).toHaveLength(40);
    expect(h.view()).toMatchObject({
      screen: 'details',
      data: { person: { name, number, chineseName, nationality: 'XZZ', document: 'foreign-pr-card' } },
    });
    expect(journeyViewSchema.safeParse(h.view()).success).toBe(true);
  });
});
