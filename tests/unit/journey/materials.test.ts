import { describe, expect, it } from 'vitest';
import { MATERIAL_LIMITS, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import {
  caseView,
  DOCUMENT,
  type Harness,
  journeyHarness,
  MATERIALS,
  materialFile,
  SIGNATURE,
} from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

/** From the settled materials to the case. */
async function handIn(h: Harness): Promise<void> {
  await h.say({ type: 'materialsDone' });
  await h.say({ type: 'chooseDelivery', delivery: 'print-here' });
  h.held.prepare.answer(ok(DOCUMENT));
  await h.settle();
  await h.say({ type: 'toSign' });
  await h.say({ type: 'signed', strokes: SIGNATURE });
  h.held.submit.answer(ok(caseView()));
  await h.settle();
}

describe('the materials of a matter', () => {
  it('are asked between the form and the delivery, where the matter wants any', async () => {
    const h = await at('materials');
    expect(h.view()).toMatchObject({
      screen: 'materials',
      step: { at: 3 },
      data: { settled: false, paperOnly: false, materials: [{ id: 'licence' }, { id: 'referral' }] },
    });
    expect(h.view().events).toEqual(
      expect.arrayContaining(['bringToWindow', 'handInLater', 'fromPhone', 'back', 'leave']),
    );
    expect(h.view().events).not.toContain('materialsDone');
    expect((await at('delivery')).screen()).toBe('delivery');
  });

  it('are skipped both ways where it wants none', async () => {
    const h = await at('delivery');
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('details');
  });

  it('are settled when each that is needed is; the others may stay open', async () => {
    const h = await at('materials');
    await h.say({ type: 'bringToWindow', material: 'licence' });
    expect(h.view()).toMatchObject({
      data: { settled: true, materials: [{ given: { way: 'window' } }, { given: null }] },
    });
    await h.say({ type: 'materialsDone' });
    expect(h.screen()).toBe('delivery');
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'materials', data: { settled: true } });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('details');
  });

  it('that follow later bear the day, and can be chosen again', async () => {
    const h = await at('materials');
    await h.say({ type: 'handInLater', material: 'licence' });
    expect(h.view()).toMatchObject({
      data: { materials: [{ given: { way: 'later', dueBy: '2026-11-27' } }, { given: null }] },
    });
    await h.say({ type: 'chooseAgain', material: 'licence' });
    expect(h.view()).toMatchObject({ data: { settled: false, materials: [{ given: null }, {}] } });
    expect(h.view().events).not.toContain('chooseAgain');
  });

  it('take no way that is not offered, and no material that is not asked', async () => {
    const h = await at('materials');
    await h.say({ type: 'handInLater', material: 'referral' });
    await h.say({ type: 'bringToWindow', material: 'somebody-elses' });
    await h.say({ type: 'fromPhone', material: 'referral' });
    expect(h.view()).toMatchObject({
      screen: 'materials',
      data: { materials: [{ given: null }, { given: null }] },
    });
    expect(h.page.opened).toEqual([]);
  });

  it('are on paper alone where the line takes no files, and the screen knows it', async () => {
    const h = journeyHarness();
    h.line.takesFiles = false;
    h.line.materials = MATERIALS.map((one) => ({ ...one, ways: ['window'] }));
    await WAYS.materials?.(h);
    expect(h.view()).toMatchObject({ data: { paperOnly: true } });
    expect(h.view().events).not.toContain('fromPhone');
    expect(h.view().events).not.toContain('handInLater');
  });

  it('go with the draft in the order of the guide, and what is owed is said at the end', async () => {
    const h = await at('materials');
    await h.say({ type: 'bringToWindow', material: 'referral' });
    await h.say({ type: 'handInLater', material: 'licence' });
    await handIn(h);
    expect(h.drafts.at(-1)?.materials).toMatchObject([
      { id: 'licence', given: { way: 'later', dueBy: '2026-11-27' } },
      { id: 'referral', given: { way: 'window' } },
    ]);
    expect(h.view()).toMatchObject({
      screen: 'submitted',
      data: { owed: [{ dueBy: '2026-11-27' }, { dueBy: null }] },
    });
  });

  it('are forgotten with the citizen who goes back to the card', async () => {
    const h = await at('materials');
    await h.say({ type: 'bringToWindow', material: 'licence' });
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    await h.say({ type: 'done' });
    const next = h;
    await WAYS.materials?.(next);
    expect(next.view()).toMatchObject({ data: { materials: [{ given: null }, { given: null }] } });
  });
});

describe('a material from the phone', () => {
  it('opens one page for one material, with the room that is left', async () => {
    const h = await at('phone');
    expect(h.page.opened).toEqual([
      { name: MATERIALS[0]?.name, language: 'zh-CN', room: MATERIAL_LIMITS.caseBytes },
    ]);
    expect(h.view()).toMatchObject({
      screen: 'phone',
      data: { url: 'http://kiosk.example/#token', file: null, problem: null },
    });
    expect(h.view().events).toEqual(['back', 'leave', 'setLanguage', 'help']);
  });

  it('waits for the citizen’s word, its page closed by then, and is accepted', async () => {
    const h = await at('phoneCame');
    expect(h.page.closed).toBe(1);
    expect(h.view()).toMatchObject({
      data: { url: null, file: { mediaType: 'image/jpeg', pages: 1, bytes: 3 } },
    });
    expect(h.journey.material()).toEqual(materialFile().bytes);
    await h.say({ type: 'acceptFile' });
    expect(h.journey.material()).toBeNull();
    expect(h.view()).toMatchObject({
      screen: 'materials',
      data: { settled: true, materials: [{ given: { way: 'phone', file: { pages: 1, bytes: 3 } } }, {}] },
    });
    await handIn(h);
    expect(h.drafts.at(-1)?.materials).toMatchObject([{ given: { way: 'phone', file: materialFile() } }]);
    expect(h.view().data).not.toHaveProperty('owed');
  });

  it('is thrown away and sent again by a new page', async () => {
    const h = await at('phoneCame');
    await h.say({ type: 'throwAway' });
    expect(h.page.opened).toHaveLength(2);
    expect(h.journey.material()).toBeNull();
    expect(h.view()).toMatchObject({ screen: 'phone', data: { url: null, file: null } });
  });

  it('has less room once another file is there, and its own place when it comes again', async () => {
    const h = journeyHarness();
    h.line.materials = MATERIALS.map((one) => ({ ...one, ways: ['phone'] }));
    await WAYS.phoneCame?.(h);
    await h.say({ type: 'acceptFile' });
    await h.say({ type: 'fromPhone', material: 'referral' });
    expect(h.page.opened.at(-1)?.room).toBe(MATERIAL_LIMITS.caseBytes - 3);
    await h.say({ type: 'back' });
    await h.say({ type: 'fromPhone', material: 'licence' });
    expect(h.page.opened.at(-1)?.room).toBe(MATERIAL_LIMITS.caseBytes);
  });

  it('that is not taken is named, and the page waits for another', async () => {
    const h = await at('phone');
    h.page.hear({ kind: 'refused', problem: failure('materialUnsafe') });
    await h.settle();
    expect(h.view()).toMatchObject({ screen: 'phone', data: { problem: { kind: 'materialUnsafe' } } });
    expect(h.page.closed).toBe(0);
    h.page.hear({ kind: 'file', file: materialFile() });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { file: { bytes: 3 }, problem: null } });
  });

  it('that does not come in time leaves two ways on', async () => {
    const h = await at('phoneOver');
    expect(h.view()).toMatchObject({ screen: 'phone', data: { url: null, problem: { kind: 'phoneOver' } } });
    expect(h.view().events).toEqual(['retry', 'back', 'leave', 'setLanguage', 'help']);
    await h.say({ type: 'retry' });
    expect(h.page.opened).toHaveLength(2);
    expect(h.view()).toMatchObject({ data: { problem: null } });
    await h.say({ type: 'back' });
    expect(h.page.closed).toBe(2);
    expect(h.view()).toMatchObject({ screen: 'materials' });
  });

  it('gives the citizen the longer time, for who is busy with a phone touches no screen', async () => {
    const h = await at('phone');
    await h.clock.advance(170_000);
    expect(h.view()).toMatchObject({ screen: 'phone', overlay: null });
    await h.clock.advance(20_000);
    expect(h.view().overlay).toMatchObject({ kind: 'idle' });
  });

  it('is closed and forgotten when the citizen leaves or walks away', async () => {
    for (const way of ['phone', 'phoneCame']) {
      const h = await at(way);
      await h.clock.advance(400_000);
      expect(h.screen()).toBe('home');
      expect(h.page.closed).toBe(1);
      expect(h.journey.material()).toBeNull();
    }
  });
});
