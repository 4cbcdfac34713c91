import type { ShownLicence, Text } from '../contract/index.ts';

export interface PreparedDocument {
  readonly bytes: Uint8Array;
  readonly sha256: string;
  readonly pages: number;
  readonly title: Text;
}

/** The image of a finger in place of a signature (捺印). Lives in memory until it is sealed with what it signs. */
export interface Fingerprint {
  readonly png: Uint8Array;
  /** Of the image: SHA-256, lower-case hex. */
  readonly sha256: string;
}

/** A file that a citizen hands in, whole and examined. Lives in memory until it is sealed with the application. */
export interface MaterialFile {
  readonly bytes: Uint8Array;
  /** Lower-case hex. */
  readonly sha256: string;
  /** By its content. */
  readonly mediaType: 'application/pdf' | 'image/jpeg' | 'image/png';
  readonly pages: number;
}

/** How a material was settled. `dueBy`: local date, YYYY-MM-DD. */
export type HandedIn =
  | { readonly way: 'camera' | 'phone'; readonly file: MaterialFile }
  | { readonly way: 'licence'; readonly file: MaterialFile; readonly licence: ShownLicence }
  | { readonly way: 'later'; readonly dueBy: string }
  | { readonly way: 'locker' }
  | { readonly way: 'window' };

/** A material of the guide, and how it was settled. */
export interface SettledMaterial {
  readonly id: string;
  readonly name: Text;
  readonly given: HandedIn;
}
