import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { err, MATERIAL_LIMITS, ok } from '../../../electron/core/index.ts';
import { CameraDesk, cameraAnswers, photographs } from '../../../electron/host-camera.ts';
import { fromCamera } from '../../../electron/journey/effects-camera.ts';
import { materialsOf } from '../../../electron/journey/effects-materials.ts';
import type { PhotographJoiner } from '../../../electron/journey/index.ts';
import { materialFile } from '../../support/journey-harness.ts';
import { smallestJpeg } from '../../support/smallest-jpeg.ts';

const PAGE = { id: 'a', bytes: smallestJpeg(300, 400) };
const ROOM = MATERIAL_LIMITS.caseBytes;
const effects = (over: Partial<PhotographJoiner> = {}) =>
  fromCamera(async () => ({ ...(await photographs()), ...over }));

describe('photographed pages on their way into the case', () => {
  it('are kept as they are when they may be', async () =>
    expect(await effects().examinePage(PAGE.bytes)).toEqual(ok(PAGE.bytes)));
  it('are refused with the reason', async () =>
    expect(await effects().examinePage(new Uint8Array([1]))).toMatchObject(err({ kind: 'materialKind' })));
  it('become one examined file', async () => {
    const file = await effects().joinPages([PAGE, PAGE], ROOM);
    const bytes = file.ok ? file.value.bytes : new Uint8Array();
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(file).toEqual(ok({ bytes, sha256, mediaType: 'application/pdf', pages: 2 }));
  });
  it.each([
    ['there is no room for the file', {}, 100, 'materialTooLarge'],
    ['a page is no picture', { join: async () => err('broken' as const) }, ROOM, 'materialBroken'],
    [
      'the file does not pass the site’s scanner',
      { scanner: { scan: async () => err('unsafe' as const) } },
      ROOM,
      'materialUnsafe',
    ],
  ])('are no file when %s', async (_why, over, room, kind) =>
    expect(await effects(over).joinPages([PAGE], room)).toMatchObject(err({ kind })),
  );
  it('travel as what the camera took', () => {
    const name = { 'zh-CN': '银行卡', en: 'Bank card' };
    const draft = { materials: [{ id: 'm', name, given: { way: 'camera', file: materialFile() } }] };
    expect(materialsOf(draft as unknown as Parameters<typeof materialsOf>[0])).toMatchObject({
      materials: [{ code: 'm', from: 'camera', file: { mediaType: 'image/jpeg' } }],
    });
  });
});

describe('the camera as the host knows it', () => {
  it('is ready when the window has seen the one of the profile, and says so once', () => {
    let changes = 0;
    const desk = new CameraDesk('any', () => changes++);
    const journey = { piece: () => ok(), photograph: () => null };
    const answers = cameraAnswers(journey, desk);
    expect(desk.ready).toBe(false);
    answers.stands({ present: true });
    answers.stands({ present: true });
    expect([desk.ready, changes]).toEqual([true, 1]);
    answers.stands({ present: false });
    expect([desk.ready, changes]).toEqual([false, 2]);
    expect(answers.page({ page: 'a' })).toMatchObject({ ok: false });
  });
  it('is never ready on a machine without one', () => {
    const desk = new CameraDesk(undefined, () => undefined);
    desk.seen(true);
    expect(desk.ready).toBe(false);
  });
});
