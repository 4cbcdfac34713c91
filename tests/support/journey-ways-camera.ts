import { CAMERA_LIMITS, err, ok } from '../../electron/core/index.ts';
import { failure } from '../../electron/journey/index.ts';
import { type Harness, materialFile } from './journey-harness.ts';
import { WAYS } from './journey-ways.ts';

type Way = (h: Harness) => Promise<void>;

/** What stands for a page in tests: what is in it is the documents' affair. */
export const PAGE_BYTES = Uint8Array.from({ length: CAMERA_LIMITS.pieceBytes + 100 }, (_, n) => n % 251);

/** Brings a picture in pieces, as the screen does. */
export function bring(h: Harness, picture: string, bytes: Uint8Array = PAGE_BYTES): void {
  for (let at = 0; at < bytes.length; at += CAMERA_LIMITS.pieceBytes) {
    const piece = bytes.subarray(at, at + CAMERA_LIMITS.pieceBytes);
    const taken = h.journey.piece({
      boot: h.view().boot,
      picture,
      at,
      of: bytes.length,
      base64: Buffer.from(piece).toString('base64'),
    });
    if (!taken.ok) throw new Error(`a piece was not taken: ${taken.error.technicianCode}`);
  }
}

export async function keepPage(h: Harness, picture: string, instead: string | null = null): Promise<void> {
  bring(h, picture);
  await h.say({ type: 'keepPage', picture, instead });
}

const camera: Way = async (h) => {
  h.line.materials = h.line.materials.map((one) => ({
    ...one,
    ways: ['camera', ...one.ways],
    pagesAtMost: 3,
  }));
  await WAYS.materials?.(h);
  await h.say({ type: 'fromCamera', material: 'licence' });
};
const cameraExamining: Way = async (h) => {
  await camera(h);
  await keepPage(h, 'a');
};
const cameraKept: Way = async (h) => {
  await cameraExamining(h);
  h.held.examine.answer(ok(PAGE_BYTES));
  await h.settle();
};
const cameraRefused: Way = async (h) => {
  await cameraExamining(h);
  h.held.examine.answer(err(failure('materialBroken')));
  await h.settle();
};
const cameraJoining: Way = async (h) => {
  await cameraKept(h);
  await h.say({ type: 'pagesDone' });
};
const cameraDone: Way = async (h) => {
  await cameraJoining(h);
  h.held.join.answer(ok(materialFile({ mediaType: 'application/pdf' })));
  await h.settle();
};

export const CAMERA_WAYS: Record<string, Way> = {
  camera,
  cameraExamining,
  cameraKept,
  cameraRefused,
  cameraJoining,
  cameraDone,
};
