import { createHash } from 'node:crypto';
import type {
  CaptureFeedback,
  FingerprintFailure,
  FingerprintModule,
  GreyImage,
} from '../../native-bridge/devices/fingerprint/types.ts';
import { err, ok, type Result } from '../core/index.ts';
import { printQuality } from './print-quality.ts';

/** How often a print that is not good enough is taken anew before the person is asked what to do. */
const TRIES = 3;

export interface PrintImage {
  readonly png: Uint8Array;
  /** Of the PNG: SHA-256, lower-case hex. */
  readonly sha256: string;
}

/** What a screen can say; `reading`: the image is on its way and the finger may go. */
export type FingerWord = 'place-finger' | 'too-messy' | 'too-few-features' | 'moved' | 'reading';

/** `lost`: the module is away. `none`: nobody laid a finger down. `poor`: no print was good enough. */
export type FingerTrouble = 'lost' | 'none' | 'poor' | 'cancelled';

export interface FingerDeskDeps {
  readonly module: FingerprintModule;
  /** For the log: why it failed; nothing of a finger. */
  readonly onFailure: (kind: string, code: string) => void;
}

const SAID: Partial<Record<CaptureFeedback, FingerWord>> = {
  'place-finger': 'place-finger',
  'too-messy': 'too-messy',
  'too-few-features': 'too-few-features',
  moved: 'moved',
};

/** The fingerprint module as the journey uses it: one image of one finger, and nothing of it left in the module. */
export class FingerDesk {
  readonly #deps: FingerDeskDeps;

  constructor(deps: FingerDeskDeps) {
    this.#deps = deps;
  }

  get ready(): boolean {
    return this.#deps.module.presence.value === 'ready';
  }

  /** Takes the image of a finger. Features are made by the module to judge the print, and are erased with the session. */
  async take(
    signal: AbortSignal,
    say: (word: FingerWord) => void,
  ): Promise<Result<PrintImage, FingerTrouble>> {
    const taken = await this.#deps.module.session<GreyImage, FingerprintFailure>(async (session) => {
      for (let tries = 1; ; tries++) {
        const captured = await session.capture({
          feedback: (feedback) => {
            const word = SAID[feedback];
            if (word) say(word);
          },
        });
        if (!captured.ok) return captured;
        say('reading');
        const image = await session.image();
        if (!image.ok) return image;
        const quality = printQuality(image.value);
        if (quality === 'good') return image;
        image.value.pixels.fill(0);
        say(quality === 'smeared' ? 'too-messy' : 'too-few-features');
        if (tries === TRIES) return err({ kind: 'poor-image', code: quality });
      }
    }, signal);
    if (taken.ok) return ok(await pngOf(taken.value));
    const { kind, code } = taken.error;
    if (kind !== 'cancelled') this.#deps.onFailure(kind, code);
    return err(troubleOf(kind));
  }
}

function troubleOf(kind: FingerprintFailure['kind']): FingerTrouble {
  if (kind === 'cancelled') return 'cancelled';
  if (kind === 'no-finger') return 'none';
  return kind === 'poor-image' ? 'poor' : 'lost';
}

async function pngOf({ width, height, pixels }: GreyImage): Promise<PrintImage> {
  // Fetched when the first finger comes: most machines never need it.
  const { Image, encodePng } = await import('image-js');
  const png = encodePng(new Image(width, height, { colorModel: 'GREY', data: pixels }));
  pixels.fill(0);
  return { png, sha256: createHash('sha256').update(png).digest('hex') };
}
