import { describe, expect, it } from 'vitest';
import { CAMERA_LIMITS, err, ok } from '../../../electron/core/index.ts';
import { failure } from '../../../electron/journey/index.ts';
import { createPictureTray } from '../../../electron/journey/picture-tray.ts';
import { type Harness, journeyHarness, materialFile } from '../../support/journey-harness.ts';
import { WAYS } from '../../support/journey-ways.ts';
import { bring, keepPage, PAGE_BYTES } from '../../support/journey-ways-camera.ts';

const at = async (way: string): Promise<Harness> => {
  const h = journeyHarness();
  await WAYS[way]?.(h);
  return h;
};

/** Keeps a page to the end. */
async function keep(h: Harness, picture: string, instead: string | null = null): Promise<void> {
  await keepPage(h, picture, instead);
  h.held.examine.answer(ok(PAGE_BYTES));
  await h.settle();
}

const pages = (h: Harness): string[] => {
  const view = h.view();
  return view.screen === 'camera' ? view.data.pages.map(({ id }) => id) : [];
};

describe('a material that is photographed', () => {
  it('is one of the ways where a camera stands', async () => {
    const h = await at('camera');
    expect(h.view()).toMatchObject({
      screen: 'camera',
      step: { at: 3 },
      data: { pages: [], most: 3, phase: 'taking', problem: null },
    });
    const without = await at('materials');
    expect(without.view().events).not.toContain('fromCamera');
  });

  it('becomes a file of the pages that were kept, and settles the material', async () => {
    const h = await at('cameraDone');
    expect(h.view()).toMatchObject({
      screen: 'materials',
      data: {
        materials: [{ id: 'licence', given: { way: 'camera', file: { mediaType: 'application/pdf' } } }, {}],
      },
    });
  });

  it('shows a kept page from the session’s memory, and no other', async () => {
    const h = await at('cameraKept');
    expect(h.journey.photograph('a')).toEqual(PAGE_BYTES);
    expect(h.journey.photograph('b')).toBeNull();
  });

  it('has its pages taken again, removed and moved up', async () => {
    const h = await at('cameraKept');
    await keep(h, 'b');
    await keep(h, 'c');
    expect(pages(h)).toEqual(['a', 'b', 'c']);
    await keep(h, 'd', 'b');
    expect(pages(h)).toEqual(['a', 'd', 'c']);
    await h.say({ type: 'earlierPage', page: 'c' });
    expect(pages(h)).toEqual(['a', 'c', 'd']);
    await h.say({ type: 'earlierPage', page: 'a' });
    expect(pages(h)).toEqual(['a', 'c', 'd']);
    await h.say({ type: 'removePage', page: 'a' });
    await h.say({ type: 'removePage', page: 'unknown' });
    expect(pages(h)).toEqual(['c', 'd']);
  });

  it('takes no more pages than its guide says, no page twice, and none in an unknown one’s place', async () => {
    const h = await at('cameraKept');
    await keepPage(h, 'a');
    expect(h.view()).toMatchObject({ data: { phase: 'taking' } });
    await keepPage(h, 'z', 'unknown');
    expect(h.view()).toMatchObject({ data: { phase: 'taking' } });
    await keep(h, 'b');
    await keep(h, 'c');
    await keepPage(h, 'd');
    expect(pages(h)).toEqual(['a', 'b', 'c']);
  });

  it('says why a page was not kept, and keeps the others', async () => {
    const h = await at('cameraKept');
    await keepPage(h, 'b');
    h.held.examine.answer(err(failure('materialBroken')));
    await h.settle();
    expect(h.view()).toMatchObject({
      data: { phase: 'taking', pages: [{ id: 'a' }], problem: { kind: 'materialBroken' } },
    });
    await keep(h, 'c');
    expect(h.view()).toMatchObject({ data: { problem: null } });
  });

  it('says so when a picture never came, and when looking at it broke', async () => {
    const h = await at('camera');
    await h.say({ type: 'keepPage', picture: 'never', instead: null });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'taking', pages: [], problem: { kind: 'internal' } } });
    await keepPage(h, 'a');
    h.held.examine.fail(new Error('a bug'));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { phase: 'taking', problem: { kind: 'internal' } } });
    expect(h.bugs).toHaveLength(1);
  });

  it('keeps the pages when they cannot be joined', async () => {
    const h = await at('cameraJoining');
    expect(h.view()).toMatchObject({ data: { phase: 'joining' } });
    h.held.join.answer(err(failure('materialTooLarge')));
    await h.settle();
    expect(h.view()).toMatchObject({
      data: { phase: 'taking', pages: [{ id: 'a' }], problem: { kind: 'materialTooLarge' } },
    });
    await h.say({ type: 'pagesDone' });
    h.held.join.fail(new Error('a bug'));
    await h.settle();
    expect(h.view()).toMatchObject({ data: { pages: [{ id: 'a' }], problem: { kind: 'internal' } } });
    await h.say({ type: 'pagesDone' });
    h.held.join.answer(ok(materialFile()));
    await h.settle();
    expect(h.screen()).toBe('materials');
  });

  it('is forgotten by whoever goes back to choose another way', async () => {
    const h = await at('cameraKept');
    await h.say({ type: 'back' });
    expect(h.view()).toMatchObject({ screen: 'materials', data: { materials: [{ given: null }, {}] } });
    expect(h.journey.photograph('a')).toBeNull();
    await h.say({ type: 'fromCamera', material: 'licence' });
    expect(pages(h)).toEqual([]);
  });

  it('is forgotten with everything else when the citizen leaves or goes away', async () => {
    const left = await at('cameraKept');
    await left.say({ type: 'leave' });
    await left.say({ type: 'leaveNow' });
    const gone = await at('cameraKept');
    await gone.clock.advance(300_000);
    for (const h of [left, gone]) expect(h.journey.photograph('a')).toBeNull();
    expect(gone.screen()).toBe('home');
  });

  it('gives the citizen the time of somebody who is busy elsewhere', async () => {
    const h = await at('camera');
    await h.clock.advance(61_000);
    expect(h.view().overlay).toBeNull();
  });
});

describe('the pieces of a picture', () => {
  const piece = (over: object = {}) => ({
    picture: 'a',
    at: 0,
    of: 4,
    base64: Buffer.from([1, 2]).toString('base64'),
    ...over,
  });

  it('are taken on the camera’s screen alone, from this run alone', async () => {
    const h = await at('materials');
    const { boot } = h.view();
    expect(h.journey.piece({ boot, ...piece() }).ok).toBe(false);
    const there = await at('camera');
    expect(there.journey.piece({ boot: 'another run', ...piece() }).ok).toBe(false);
    expect(there.journey.piece({ boot, ...piece() }).ok).toBe(true);
  });

  it('are gone when the screen is left before the picture was whole', async () => {
    const h = await at('camera');
    bring(h, 'a');
    await h.say({ type: 'back' });
    await h.say({ type: 'fromCamera', material: 'licence' });
    await h.say({ type: 'keepPage', picture: 'a', instead: null });
    await h.settle();
    expect(h.view()).toMatchObject({ data: { pages: [], problem: { kind: 'internal' } } });
  });

  it('are refused on the screen when they do not fit', async () => {
    const h = await at('camera');
    const { boot } = h.view();
    expect(h.journey.piece({ boot, ...piece({ at: 2 }) })).toMatchObject({
      ok: false,
      error: { technicianCode: expect.stringContaining('camera-piece') },
    });
  });

  it('become the picture, which is taken once', () => {
    const tray = createPictureTray();
    expect(tray.put(piece())).toBe(true);
    expect(tray.take('b')).toBeNull();
    tray.put(piece());
    expect(tray.put(piece({ at: 2 }))).toBe(true);
    expect(tray.take('a')).toEqual(new Uint8Array([1, 2, 1, 2]));
    expect(tray.take('a')).toBeNull();
  });

  it.each([
    ['a later piece without its first', [piece({ at: 2 })]],
    ['a gap', [piece(), piece({ at: 3 })]],
    ['the same piece twice', [piece(), piece({ at: 2 }), piece({ at: 2 })]],
    ['another picture in between', [piece(), piece({ picture: 'b', at: 2 })]],
    ['another size than at first', [piece(), piece({ at: 2, of: 6 })]],
    ['more than was said', [piece({ of: 1 })]],
    ['nothing', [piece({ base64: '' })]],
    ['more than a page may have', [piece({ of: CAMERA_LIMITS.pageBytes + 1 })]],
    ['no size', [piece({ of: 0 })]],
    [
      'a piece larger than a piece',
      [piece({ of: 200_000, base64: Buffer.alloc(100_000).toString('base64') })],
    ],
  ])('that are %s leave nothing', (_what, pieces) => {
    const tray = createPictureTray();
    expect(pieces.map((one) => tray.put(one)).at(-1)).toBe(false);
    expect(tray.take('a')).toBeNull();
  });
});
