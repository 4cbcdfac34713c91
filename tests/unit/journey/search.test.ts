import { describe, expect, it } from 'vitest';
import { journeyViewSchema } from '../../../electron/contract/index.ts';
import { type Harness, journeyHarness } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';

async function searching(): Promise<Harness> {
  const h = journeyHarness();
  await WAYS.search?.(h);
  return h;
}

describe('the search', () => {
  it('is reached from the list of matters, and leads back to it with an empty field', async () => {
    const h = await searching();
    expect(h.view()).toMatchObject({ screen: 'search', data: { query: '', found: null }, step: { at: 1 } });
    await h.say({ type: 'search', query: 'full' });
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('matters');
    await h.say({ type: 'openSearch' });
    expect(h.view()).toMatchObject({ data: { query: '' } });
  });

  it('shows what answers to every key, in a view that the contract allows', async () => {
    const h = await searching();
    await h.say({ type: 'search', query: 'ful' });
    expect(h.view()).toMatchObject({ data: { query: 'ful', found: { hits: [] } } });
    await h.say({ type: 'search', query: 'full' });
    expect(h.view()).toMatchObject({ data: { found: { hits: [{ matter: { code: 'full' } }] } } });
    expect(journeyViewSchema.safeParse(h.view()).success).toBe(true);
  });

  it('opens a hit as its guide, and comes back to what was typed', async () => {
    const h = await searching();
    await h.say({ type: 'search', query: 'full' });
    await h.say({ type: 'chooseMatter', matter: 'full' });
    expect(h.screen()).toBe('guide');
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'search', data: { query: 'full' } });
  });

  it('goes to the region that the words name', async () => {
    const h = await searching();
    await h.say({ type: 'search', query: '广州 公积金' });
    expect(h.view()).toMatchObject({ data: { region: '440100' } });
    await h.say({ type: 'chooseRegion', region: '120000' });
    expect(h.view()).toMatchObject({ data: { region: '120000', query: '广州 公积金' } });
  });

  it('says when it is not ready, and shows the hits as soon as it is, without a new question', async () => {
    const h = journeyHarness();
    h.search.ready = false;
    await WAYS.search?.(h);
    await h.say({ type: 'search', query: 'full' });
    expect(h.view()).toMatchObject({ data: { found: null } });
    const { seq } = h.view();
    h.search.ready = true;
    h.devices.changed();
    await h.settle();
    expect(h.view()).toMatchObject({ seq, data: { found: { hits: [{ matter: { code: 'full' } }] } } });
  });

  it('forgets what was typed when the citizen leaves', async () => {
    const h = await searching();
    await h.say({ type: 'search', query: 'full' });
    await h.say({ type: 'leave' });
    await h.say({ type: 'leaveNow' });
    expect(h.screen()).toBe('home');
    await WAYS.search?.(h);
    expect(h.view()).toMatchObject({ data: { query: '' } });
  });

  it('wipes the field of a citizen who went away without leaving', async () => {
    const h = await searching();
    await h.say({ type: 'search', query: 'shebaoka' });
    await h.clock.advance(60_000 + 20_000);
    expect(h.screen()).toBe('home');
    expect(JSON.stringify(h.journey.view.value)).not.toContain('shebaoka');
  });
});
