import { type Clock, err, ok, type Result, Signal, sleep } from '../../../electron/core/index.ts';
import { CARD_FEATURE_BYTES, type CardFeature } from '../../codec/card-feature.ts';
import type { Presence } from '../../link/device-link.ts';
import type {
  CardFingerprintMatcher,
  CardMatch,
  MatcherFailure,
  MatchFeedback,
  MatchOptions,
} from './types.ts';

/**
 * EMULATOR: it plays a certified matcher for the demo and for tests. It reads no real card features: it knows only the
 * blocks that `emulatedCardFeature` makes, which belong to nobody, and finds no match in any other. No protocol lies
 * below it, for those of the certified modules are not public.
 */
export class CardFingerprintMatcherEmulator implements CardFingerprintMatcher {
  /** So that nobody takes it for the real thing. */
  readonly emulated = true;
  readonly presence = new Signal<Presence>('unknown');
  readonly #clock: Clock;
  #started = false;
  #plugged = true;
  #finger: { readonly id: number; readonly condition: EmulatedCondition } | null = null;
  #comparing = false;
  #refusal: string | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  start(): void {
    this.#started = true;
    this.#stand();
  }

  async stop(): Promise<void> {
    this.#started = false;
    this.presence.set('unknown');
  }

  /** Lays a finger on the sensor. Fingers are numbers from 0 to 65,535: nobody has them. */
  place(finger: number, condition: EmulatedCondition = 'good'): void {
    this.#finger = { id: finger, condition };
  }

  lift(): void {
    this.#finger = null;
  }

  unplug(): void {
    this.#plugged = false;
    this.#stand();
  }

  plug(): void {
    this.#plugged = true;
    this.#stand();
  }

  /** The next comparison is refused with this code. */
  refuseNext(code: string): void {
    this.#refusal = code;
  }

  async compare(
    features: readonly CardFeature[],
    { waitMs = EMULATED_TIMING.wait, feedback, signal }: MatchOptions = {},
  ): Promise<Result<CardMatch, MatcherFailure>> {
    if (features.length === 0 || features.some((feature) => feature.erased)) {
      return err({ kind: 'no-features', code: 'none-in-card' });
    }
    if (this.#comparing) return err({ kind: 'refused', code: 'busy' });
    this.#comparing = true;
    try {
      const captured = await this.#capture(waitMs, feedback, signal);
      if (!captured.ok) return captured;
      feedback?.('comparing');
      await sleep(this.#clock, EMULATED_TIMING.compare, signal);
      const gone = this.#gone(signal);
      if (gone) return err(gone);
      const refusal = this.#refusal;
      this.#refusal = null;
      if (refusal !== null) return err({ kind: 'refused', code: refusal });
      const finger = features.findIndex((one) => one.lend(fingerIn) === captured.value);
      return ok({ finger: finger < 0 ? null : finger });
    } finally {
      this.#comparing = false;
    }
  }

  async #capture(
    waitMs: number,
    feedback: MatchOptions['feedback'],
    signal: AbortSignal | undefined,
  ): Promise<Result<number, MatcherFailure>> {
    const until = this.#clock.now() + waitMs;
    let last: MatchFeedback | null = null;
    for (;;) {
      const gone = this.#gone(signal);
      if (gone) return err(gone);
      const finger = this.#finger;
      if (finger?.condition === 'good') return ok(finger.id);
      const said = finger === null ? 'place-finger' : POOR[finger.condition as keyof typeof POOR];
      if (said !== last) feedback?.(said);
      last = said;
      if (this.#clock.now() >= until) {
        return err({ kind: finger ? 'poor-image' : 'no-finger', code: 'waited' });
      }
      await sleep(this.#clock, EMULATED_TIMING.look, signal);
    }
  }

  #gone(signal: AbortSignal | undefined): MatcherFailure | null {
    if (signal?.aborted) return { kind: 'cancelled', code: 'aborted' };
    if (!this.#started) return { kind: 'cancelled', code: 'stopped' };
    return this.#plugged ? null : { kind: 'device-lost', code: 'absent' };
  }

  #stand(): void {
    if (this.#started) this.presence.set(this.#plugged ? 'ready' : 'absent');
  }
}

export type EmulatedCondition = 'good' | 'wet' | 'dry' | 'moving';

const POOR = { wet: 'too-messy', dry: 'press-harder', moving: 'moved' } as const;

/** Milliseconds. */
export const EMULATED_TIMING = { wait: 30_000, look: 100, compare: 300 } as const;

const MARK = 'EMULATED CARD FEATURE, NOBODY’S';

/** 512 bytes in the place of a card's feature: a label in plain words, and the number of an invented finger. */
export function emulatedCardFeature(finger: number): Uint8Array {
  const bytes = new Uint8Array(CARD_FEATURE_BYTES).fill(0x20);
  const label = new TextEncoder().encode(MARK);
  bytes.set(label);
  bytes[label.length] = finger >> 8;
  bytes[label.length + 1] = finger & 0xff;
  return bytes;
}

function fingerIn(bytes: Uint8Array): number | null {
  const label = new TextEncoder().encode(MARK);
  if (!label.every((byte, i) => bytes[i] === byte)) return null;
  return ((bytes[label.length] as number) << 8) | (bytes[label.length + 1] as number);
}

export function createCardFingerprintMatcherEmulator(clock: Clock): CardFingerprintMatcherEmulator {
  return new CardFingerprintMatcherEmulator(clock);
}
