import { z } from 'zod';
import { CAMERA_LIMITS } from '../core/index.ts';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';

/** Of a picture; made by the screen, and the page's own from then on. */
export const pictureIdSchema = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** A piece of a straightened page on its way to the host: bytes from `at` on, of `of` in all. In order, one picture at a time. */
export const cameraPieceSchema = z.object({
  boot: z.string().max(60),
  picture: pictureIdSchema,
  at: z.number().int().min(0).max(CAMERA_LIMITS.pageBytes),
  of: z.number().int().min(1).max(CAMERA_LIMITS.pageBytes),
  base64: z.base64().max(4 * Math.ceil(CAMERA_LIMITS.pieceBytes / 3)),
});
export type CameraPiece = z.infer<typeof cameraPieceSchema>;

export const cameraScreens = {
  /** One material is photographed (高拍仪). The picture itself stays on the screen until it is kept. */
  camera: z.object({
    name: textSchema,
    /** In order. */
    pages: z.array(z.object({ id: pictureIdSchema })),
    /** Pages that are taken at most. */
    most: z.number().int(),
    phase: z.enum(['taking', 'examining', 'joining']),
    problem: failureSchema.nullable(),
  }),
};

export const cameraEvents = {
  /** A material is photographed here. */
  fromCamera: z.object({ material: z.string().max(60) }),
  /** The picture whose pieces have come is a page; with `instead`, in that page's place. */
  keepPage: z.object({ picture: pictureIdSchema, instead: pictureIdSchema.nullable() }),
  removePage: z.object({ page: pictureIdSchema }),
  /** One place earlier. */
  earlierPage: z.object({ page: pictureIdSchema }),
  /** These are all pages. */
  pagesDone: z.object({}),
};
