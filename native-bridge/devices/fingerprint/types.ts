import type { Result, Watchable } from '../../../electron/core/index.ts';
import type { Presence } from '../../link/device-link.ts';

declare const issued: unique symbol;

/**
 * Features of a finger as this very module made them. Its bytes never leave the driver: it can be given back to the
 * module that made it, to no other, and there is no way to make one out of bytes. So features of other origin (those in
 * an ID card, GA/T 1012, have the same 512 bytes but another format) can never be downloaded into a module.
 */
export interface ModuleTemplate {
  readonly [issued]: true;
  /** Bytes that it has in the module: 512, 768 or 1,536, as the model is. */
  readonly size: number;
  /** Overwrites it; from then on it is refused. */
  erase(): void;
}

/** A print as the sensor saw it: one byte a pixel, 0 black to 255 white, row by row from the top left. */
export interface GreyImage {
  readonly width: number;
  readonly height: number;
  /** A person's: whoever takes it overwrites it after use. */
  readonly pixels: Uint8Array;
}

/** What the module says of itself (ReadSysPara). Nothing of a person. */
export interface ModuleInfo {
  /** False when the module does not know the question (R308 and alike): then these are the usual values. */
  readonly read: boolean;
  readonly systemId: number;
  /** Templates that the library can hold. */
  readonly capacity: number;
  /** 1 (lets most pass) to 5 (lets least pass). */
  readonly securityLevel: number;
  /** Content of a data packet in bytes. */
  readonly packetBytes: number;
  /** Speed that the module believes to have, in bits a second. */
  readonly baud: number;
}

/** What a screen can tell the person while a finger is captured. */
export type CaptureFeedback =
  | 'place-finger' /** nothing lies on the sensor */
  | 'too-messy' /** wet, dirty or smeared: dry the finger and try again */
  | 'too-few-features' /** dry, or touched too lightly or at the edge: press harder */
  | 'moved' /** the image failed: hold still */
  | 'lift-finger' /** good; take it off, it is wanted once more */
  | 'does-not-fit' /** the two captures do not belong together: the same finger, in the same place */
  | 'captured'; /** good */

export interface CaptureOptions {
  /** How long the driver waits for a good capture, in milliseconds. Default 30 s. */
  readonly waitMs?: number;
  readonly feedback?: (feedback: CaptureFeedback) => void;
}

export interface FingerprintFailure {
  readonly kind:
    | 'device-lost' /** the module stopped answering, its line closed, or it is in trouble */
    | 'cancelled'
    | 'busy' /** another session is under way */
    | 'no-finger' /** nobody laid a finger on the sensor in time, or took it off in time */
    | 'poor-image' /** a finger was there, but no capture was good enough */
    | 'not-same-finger' /** the two captures of an enrolment do not belong together */
    | 'not-there' /** a capture or a stored template that this session does not have */
    | 'foreign-template' /** not made by this module, or erased: nothing of it was sent */
    | 'library-full' /** all pages that belong to this kiosk are taken */
    | 'transfer-failed' /** an answer or data was lost or damaged on the line, twice */
    | 'unsupported' /** this model cannot do it */
    | 'refused' /** the module answered with another error */;
  /** `cc-18` (confirmation code), `answer-timeout`, `led` …, for the technician: never a byte of a finger. */
  readonly code: string;
}

export type FingerprintResult<T> = Result<T, FingerprintFailure>;

/** A template that lies in the module's library until its session ends. */
export interface StoredTemplate {
  readonly page: number;
}

/** `score`: how well it fits, as the module counts; 0 when it does not. What counts as a match is the security level's. */
export interface Verdict {
  readonly matched: boolean;
  readonly score: number;
}

export interface Found extends StoredTemplate {
  readonly score: number;
}

/**
 * One person's use of the module. Ends when its work ends; what it left in the module is then erased. Afterwards every
 * call fails with `cancelled`.
 */
export interface FingerprintSession {
  /** Waits for a finger and makes features of it; `template` and `image` are then about this capture. */
  capture(options?: CaptureOptions): Promise<FingerprintResult<void>>;
  /** Two captures of one finger, merged and stored. */
  enrol(options?: CaptureOptions): Promise<FingerprintResult<StoredTemplate>>;
  /** 1:1. The reference was stored in this session, or came from `template` of the same module. */
  verify(
    reference: StoredTemplate | ModuleTemplate,
    options?: CaptureOptions,
  ): Promise<FingerprintResult<Verdict>>;
  /** 1:N among what this session stored; null when none of them fits. */
  identify(options?: CaptureOptions): Promise<FingerprintResult<Found | null>>;
  /** The features of the last capture or enrolment. With `keep` it outlives the session; its holder erases it. */
  template(options?: { readonly keep?: boolean }): Promise<FingerprintResult<ModuleTemplate>>;
  /** Stores an earlier template of this module, for `identify`. */
  store(template: ModuleTemplate): Promise<FingerprintResult<StoredTemplate>>;
  /** The print of the last capture, 256 × 288. About 7 s at 57600 bits a second; `progress` goes from 0 to 1. */
  image(progress?: (fraction: number) => void): Promise<FingerprintResult<GreyImage>>;
}

/** Steady light, or moving; colours only on modules with a coloured ring. */
export interface Light {
  readonly mode: 'on' | 'off' | 'breathing' | 'flashing';
  readonly colour?: 'red' | 'blue' | 'purple';
}

export interface FingerprintModule {
  readonly presence: Watchable<Presence>;
  /** What the module last said of itself; null before it was there. */
  readonly info: Watchable<ModuleInfo | null>;
  /**
   * True while features or a print of a person may still lie in the module: during a session, after one until the finger
   * is taken off, and after one whose cleaning was cut short. It is made good at the next sign of life, before the next
   * session, or at the next connection.
   */
  readonly leftovers: Watchable<boolean>;
  /**
   * Runs `work` as one person's use. Whatever comes of it, all that it stored in the module is deleted, the character
   * buffers and its templates are overwritten. One at a time: a second one is `busy`. An abort ends the call under way.
   */
  session<T, F>(
    work: (session: FingerprintSession) => Promise<Result<T, F>>,
    signal?: AbortSignal,
  ): Promise<Result<T, F | FingerprintFailure>>;
  /** Asks the module for its parameters anew. */
  parameters(): Promise<FingerprintResult<ModuleInfo>>;
  /** Pages of the library that are taken, ascending. */
  index(): Promise<FingerprintResult<readonly number[]>>;
  /** Deletes `count` pages from `first` on. */
  remove(first: number, count: number): Promise<FingerprintResult<void>>;
  /** Deletes the whole library. */
  empty(): Promise<FingerprintResult<void>>;
  light(light: Light): Promise<FingerprintResult<void>>;
  /** The module answers nothing until the next call wakes it; meanwhile its presence is not asked for. */
  sleep(): Promise<FingerprintResult<void>>;
  start(): void;
  /** Ends a session under way and cleans up after it, if the module lets itself be asked. */
  stop(): Promise<void>;
}
