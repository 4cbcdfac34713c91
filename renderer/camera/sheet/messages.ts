import type { PageFault } from './judge-page.ts';
import type { Corners } from './picture.ts';

/** What is asked of the worker. It holds one photograph at a time, the last one that it was given. */
export type Asked =
  | { readonly kind: 'look'; readonly photograph: ImageBitmap }
  /** `corners`: in pixels of the photograph; null takes the whole of it. `turns`: quarters, clockwise. */
  | { readonly kind: 'page'; readonly corners: Corners | null; readonly turns: number }
  | { readonly kind: 'forget' };

/** What it saw in a photograph, in the photograph's own pixels. */
export interface Seen {
  readonly width: number;
  readonly height: number;
  readonly corners: Corners | null;
}

/** A straightened page: a JPEG, and what is wrong with it as far as a machine can tell. */
export interface TakenPage {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly width: number;
  readonly height: number;
  readonly fault: PageFault | null;
}

export type Answer =
  | { readonly id: number; readonly value: Seen | TakenPage | null }
  | { readonly id: number; readonly failed: string };
