import type { DocumentPress } from './document-press.ts';
import type { SignatureMethod } from './integrity/machine-key.ts';
import type { FontFiles } from './kit/font-files.ts';
import type { lookOverResult } from './results/index.ts';

/** What goes between the host and the thread that has the press. */

/** What the thread begins with. Goes to it once; nothing of it is ever in an answer. */
export interface PressStart {
  readonly fontFiles: FontFiles;
  /** By what the machine signs its verification texts: `machineSigner(secret, method)`. */
  readonly signer: { readonly secret: Uint8Array; readonly method: SignatureMethod } | null;
  /** Files of the electronic seal: `loadSeal(seal)`. */
  readonly seal: { readonly key: string; readonly certificates: string } | null;
}

/** What the thread does beside making papers: results of regions can be large, and their digests slow. */
export interface WorkerExtras {
  readonly lookOver: typeof lookOverResult;
}

export interface PressCall {
  readonly id: number;
  /** The caller's time, milliseconds since 1970. */
  readonly now: number;
  readonly method: keyof DocumentPress | keyof WorkerExtras;
  readonly args: readonly unknown[];
}

export type PressAnswer =
  | { readonly id: number; readonly ok: true; readonly value: unknown }
  | { readonly id: number; readonly ok: false; readonly error: unknown };
