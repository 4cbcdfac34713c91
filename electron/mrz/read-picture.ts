import { decode } from 'image-js';
import { err, ok, type Result } from '../core/index.ts';
import type { Grey } from './picture.ts';
import type { Recogniser, Stretch } from './recogniser.ts';
import type { TravelDocument, ZoneFailure } from './types.ts';
import { documentOf } from './zone.ts';
import { type FoundZone, zoneIn } from './zone-picture.ts';

/** A document camera gives 5 million; more than this is no picture of a page. */
const MOST_PIXELS = 25_000_000;

/**
 * Reads the zone in a picture (JPEG or PNG). Its letters are told by their shape; the names, which no check digit covers, are
 * read a second time as words, and have to come out the same.
 */
export function readPicture(
  bytes: Uint8Array,
  today: string,
  recogniser: Recogniser,
): Result<TravelDocument, ZoneFailure> {
  const picture = greyOf(bytes);
  if (!picture.ok) return picture;
  const zone = zoneIn(picture.value);
  if (!zone.ok) return zone;
  if (recogniser.letters(unchecked(zone.value)) !== lettersOf(zone.value)) return err('unclear');
  return documentOf(zone.value.text, today);
}

/** The line that has the names. No check digit covers it. */
const NAMES = { passport: { row: 0, cells: 44 }, card: { row: 2, cells: 30 } } as const;

function unchecked({ text, strips, fillers }: FoundZone): Stretch[] {
  const { row, cells } = NAMES[text.kind];
  const strip = strips[row];
  return strip ? [{ strip, fillers: fillers[row] ?? [], from: 0, to: cells }] : [];
}

function lettersOf({ text }: FoundZone): string {
  return (text.lines[NAMES[text.kind].row] ?? '').replaceAll('<', '');
}

function greyOf(bytes: Uint8Array): Result<Grey, ZoneFailure> {
  try {
    const image = decode(bytes);
    if (image.width * image.height > MOST_PIXELS) return err('not-a-picture');
    const grey = image.colorModel.startsWith('RGB') ? image.grey() : image;
    const eight = grey.bitDepth === 8 ? grey : grey.convertBitDepth(8);
    const { data, channels } = eight.getRawImage();
    const bare =
      channels === 1 ? (data as Uint8Array) : (data as Uint8Array).filter((_, at) => at % channels === 0);
    return ok({ width: image.width, height: image.height, data: bare });
  } catch {
    return err('not-a-picture');
  }
}
