import { describe, expect, it } from 'vitest';
import { ok } from '../../../electron/core/index.ts';
import { type Harness, journeyHarness, materialFile } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';
import { LICENCE } from '../../support/journey-ways-licence.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

describe('a material that comes as an electronic licence', () => {
  it('is asked for only after the holder has consented', async () => {
    const h = await at('licence');
    expect(h.view()).toMatchObject({ screen: 'licence', step: { at: 3 }, data: { phase: 'consent' } });
    expect(h.held.licence.calls).toBe(0);
    await h.say({ type: 'consentLicence' });
    expect([h.held.licence.calls, h.view()]).toMatchObject([1, { data: { phase: 'fetching' } }]);
    expect(h.view().events).not.toContain('consentLicence');
  });

  it('is one of the ways only where it is offered', async () => {
    const h = await at('materials');
    expect(h.view().events).not.toContain('fromLicence');
  });

  it('is shown by name and validity, with its bytes, before it is used', async () => {
    const h = await at('licenceCame');
    expect(h.view()).toMatchObject({
      screen: 'licence',
      data: { phase: 'came', licence: { ...LICENCE, file: { pages: 1 } } },
    });
    expect(h.journey.material()).toEqual(materialFile().bytes);
  });

  it('settles the material, and can be chosen otherwise again', async () => {
    const h = await at('licenceGiven');
    expect(h.view()).toMatchObject({
      screen: 'materials',
      data: { materials: [{ id: 'licence', given: { way: 'licence', licence: LICENCE } }, {}] },
    });
    expect(JSON.stringify(h.view())).not.toContain('bytes":{');
    expect(h.journey.material()).toBeNull();
    await h.say({ type: 'chooseAgain', material: 'licence' });
    expect(h.view()).toMatchObject({ data: { materials: [{ given: null }, {}] } });
  });

  it('goes into the case with its own way', async () => {
    const h = await at('licenceGiven');
    await h.say({ type: 'materialsDone' });
    expect(h.screen()).not.toBe('materials');
  });

  it('that the region cannot give now may be asked for again', async () => {
    const h = await at('licenceDown');
    expect(h.view()).toMatchObject({
      data: { phase: 'consent', problem: { kind: 'licenceRegionDown' } },
    });
    await h.say({ type: 'consentLicence' });
    expect(h.view()).toMatchObject({ data: { phase: 'fetching', problem: null } });
  });

  it('that the holder has not leaves the other ways', async () => {
    const h = await at('licenceNone');
    expect(h.view()).toMatchObject({ data: { problem: { kind: 'licenceNone' } } });
    expect(h.view().events).not.toContain('consentLicence');
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'materials', data: { materials: [{ given: null }, {}] } });
    expect(h.view().events).toContain('fromPhone');
  });

  it.each(['licence', 'licenceFetching', 'licenceCame'])('can be refused at %s', async (way) => {
    const h = await at(way);
    await h.say({ type: 'back' });
    expect(h.screen()).toBe('materials');
    expect(h.journey.material()).toBeNull();
    // What comes after the citizen has gone on is dropped.
    if (way === 'licenceFetching') {
      h.held.licence.answer(ok({ file: materialFile(), licence: LICENCE }));
      await h.settle();
      expect(h.view()).toMatchObject({ screen: 'materials', data: { materials: [{ given: null }, {}] } });
    }
  });

  it('is gone when the citizen leaves', async () => {
    const h = await at('licenceCame');
    await h.say({ type: 'leave' });
    if (h.view().events.includes('leaveNow')) await h.say({ type: 'leaveNow' });
    expect(h.journey.material()).toBeNull();
  });
});
