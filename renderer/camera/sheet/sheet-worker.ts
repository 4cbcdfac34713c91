import { CAMERA_LIMITS } from '../../../electron/core/material-limits.ts';
import { cleanPage } from './clean-page.ts';
import { findSheet, LOOK_AT } from './find-sheet.ts';
import { faultOf } from './judge-page.ts';
import type { Answer, Asked, Seen, TakenPage } from './messages.ts';
import { type Corners, greyOf, type Picture } from './picture.ts';
import { PAGE_LONG, pageSize, type Size, straighten } from './straighten.ts';

/** Finds the sheet and straightens it beside the page, so that the screen never stands still. Holds one photograph. */

/** Qualities of JPEG that are tried until a page is small enough, then how much smaller it is made. */
const QUALITIES = [0.78, 0.6, 0.42] as const;
const SMALLER = 0.75;

interface Scope {
  addEventListener(
    type: 'message',
    listener: (event: MessageEvent<{ id: number; asked: Asked }>) => void,
  ): void;
  postMessage(answer: Answer, transfer: Transferable[]): void;
}
const scope = globalThis as unknown as Scope;

let held: ImageBitmap | null = null;

scope.addEventListener('message', (event) => {
  const { id, asked } = event.data;
  answer(asked).then(
    (value) => scope.postMessage({ id, value }, value && 'bytes' in value ? [value.bytes.buffer] : []),
    (error: unknown) => scope.postMessage({ id, failed: (error as Error).name }, []),
  );
});

async function answer(asked: Asked): Promise<Seen | TakenPage | null> {
  switch (asked.kind) {
    case 'look':
      held?.close();
      held = asked.photograph;
      return look(held);
    case 'page':
      return held && page(held, asked.corners, asked.turns);
    case 'forget':
      held?.close();
      held = null;
      return null;
  }
}

function look(photograph: ImageBitmap): Seen {
  const { width, height } = photograph;
  const scale = Math.min(1, LOOK_AT / Math.max(width, height));
  const small = pixelsOf(photograph, { x: 0, y: 0, width, height }, scale);
  const found = findSheet(greyOf(small));
  const corners = found?.corners.map(({ x, y }) => ({
    x: (x + 0.5) / scale - 0.5,
    y: (y + 0.5) / scale - 0.5,
  }));
  return { width, height, corners: (corners as unknown as Corners | undefined) ?? null };
}

async function page(photograph: ImageBitmap, corners: Corners | null, turns: number): Promise<TakenPage> {
  const flat = corners ? sheetOf(photograph, corners) : wholeOf(photograph);
  const fault = faultOf(flat);
  cleanPage(flat);
  const canvas = turned(flat, turns);
  const bytes = await jpegOf(canvas);
  const { width, height } = canvas;
  return { bytes, width, height, fault };
}

/** The part of the photograph that holds the sheet, no finer than the page will be, then straightened. */
function sheetOf(photograph: ImageBitmap, corners: Corners): Picture {
  const size = pageSize(corners);
  const [xs, ys] = [corners.map(({ x }) => x), corners.map(({ y }) => y)];
  const left = Math.max(0, Math.floor(Math.min(...xs)) - 2);
  const top = Math.max(0, Math.floor(Math.min(...ys)) - 2);
  const area = {
    x: left,
    y: top,
    width: Math.min(photograph.width, Math.ceil(Math.max(...xs)) + 3) - left,
    height: Math.min(photograph.height, Math.ceil(Math.max(...ys)) + 3) - top,
  };
  const longest = Math.max(area.width, area.height);
  const scale = Math.min(1, (1.2 * Math.max(size.width, size.height)) / longest);
  const part = pixelsOf(photograph, area, scale);
  const moved = corners.map(({ x, y }) => ({ x: (x - left) * scale, y: (y - top) * scale }));
  return straighten(part, moved as unknown as Corners, size);
}

function wholeOf(photograph: ImageBitmap): Picture {
  const { width, height } = photograph;
  return pixelsOf(
    photograph,
    { x: 0, y: 0, width, height },
    Math.min(1, PAGE_LONG / Math.max(width, height)),
  );
}

function pixelsOf(from: ImageBitmap, area: Size & { x: number; y: number }, scale: number): Picture {
  const width = Math.max(2, Math.round(area.width * scale));
  const height = Math.max(2, Math.round(area.height * scale));
  const context = contextOf(width, height);
  context.imageSmoothingQuality = scale < 0.5 ? 'medium' : 'high';
  context.drawImage(from, area.x, area.y, area.width, area.height, 0, 0, width, height);
  return context.getImageData(0, 0, width, height);
}

function turned(picture: Picture, turns: number): OffscreenCanvas {
  const { width, height } = picture;
  const flat = contextOf(width, height);
  flat.putImageData(new ImageData(picture.data as Uint8ClampedArray<ArrayBuffer>, width, height), 0, 0);
  if (turns % 4 === 0) return flat.canvas;
  const aside = turns % 2 === 1;
  const context = contextOf(aside ? height : width, aside ? width : height);
  context.translate(context.canvas.width / 2, context.canvas.height / 2);
  context.rotate((turns * Math.PI) / 2);
  context.drawImage(flat.canvas, -width / 2, -height / 2);
  return context.canvas;
}

/** Colour stays, since a seal is red: on white paper it costs next to nothing. */
async function jpegOf(canvas: OffscreenCanvas): Promise<Uint8Array<ArrayBuffer>> {
  for (const quality of QUALITIES) {
    const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality });
    if (blob.size <= CAMERA_LIMITS.pageBytes) return new Uint8Array(await blob.arrayBuffer());
  }
  const smaller = contextOf(Math.round(canvas.width * SMALLER), Math.round(canvas.height * SMALLER));
  smaller.drawImage(canvas, 0, 0, smaller.canvas.width, smaller.canvas.height);
  return jpegOf(smaller.canvas);
}

function contextOf(width: number, height: number): OffscreenCanvasRenderingContext2D {
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new Error('no canvas');
  return context;
}
