import { PDFDocument, PDFName } from '@cantoo/pdf-lib';
import { CAMERA_LIMITS, err, ok, type Result } from '../../core/index.ts';
import { jpegSize, type MaterialProblem } from './examine.ts';

/** A4 in points (ISO 216), the shorter side first. */
const A4 = [595.28, 841.89] as const;

/** A page from the document camera: a whole JPEG within `CAMERA_LIMITS`, by its content. Never throws. */
export function examinePhotograph(bytes: Uint8Array): Result<void, MaterialProblem> {
  if (bytes.length > CAMERA_LIMITS.pageBytes) return err('too-large');
  if (bytes[0] !== 0xff || bytes[1] !== 0xd8 || bytes[2] !== 0xff) return err('kind');
  const size = jpegSize(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  if (!size || size.width === 0 || size.height === 0) return err('broken');
  return Math.max(size.width, size.height) > CAMERA_LIMITS.pagePixels ? err('too-large') : ok();
}

/**
 * One PDF of photographed pages, each on A4 the way it lies, as large as fits and in the middle. The JPEGs go in as they are; the
 * file holds no time and no name. The same pages give the same bytes.
 */
export async function joinPhotographs(
  pages: readonly Uint8Array[],
): Promise<Result<Uint8Array, MaterialProblem>> {
  const file = await PDFDocument.create({ updateMetadata: false });
  for (const bytes of pages) {
    let image: Awaited<ReturnType<typeof file.embedJpg>>;
    try {
      image = await file.embedJpg(bytes);
    } catch {
      return err('broken');
    }
    const [short, long] = A4;
    const across = image.width > image.height;
    const [width, height] = across ? [long, short] : [short, long];
    const scale = Math.min(width / image.width, height / image.height);
    const [w, h] = [image.width * scale, image.height * scale];
    file
      .addPage([width, height])
      .drawImage(image, { x: (width - w) / 2, y: (height - h) / 2, width: w, height: h });
  }
  file.context.trailerInfo.Info = undefined as never;
  file.catalog.delete(PDFName.of('Metadata'));
  return ok(await file.save({ useObjectStreams: false }));
}
