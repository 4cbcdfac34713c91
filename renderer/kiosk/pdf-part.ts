import { lazyPart } from '../ui/lazy-part.ts';

/** The document viewer; its worker is started along with it. */
export const pdfPart = lazyPart(async () => {
  const viewer = await import('../pdf/index.ts');
  viewer.warmUp();
  return viewer;
});
