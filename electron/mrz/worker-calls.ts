import type { Result } from '../core/index.ts';
import type { ReadingFiles } from './files.ts';
import type { TravelDocument, ZoneFailure } from './types.ts';

/** What goes between the host and the thread that reads pictures. */

export interface ReadingStart {
  readonly files: ReadingFiles;
}

export interface ReadingCall {
  readonly id: number;
  /** A JPEG or PNG file. */
  readonly bytes: Uint8Array;
  /** Local date, YYYYMMDD. */
  readonly today: string;
}

export type ReadingAnswer =
  | { readonly id: number; readonly ok: true; readonly value: Result<TravelDocument, ZoneFailure> }
  | { readonly id: number; readonly ok: false; readonly error: unknown };
