import { type Clock, err, ok, sleep } from '../../../electron/core/index.ts';
import { type ModuleLine, refused } from './module-line.ts';
import { type Ack, CC, codeOf, parametersOf } from './protocol.ts';
import { FINGERPRINT_TIMING as TIMING } from './timing.ts';
import type { CaptureFeedback, CaptureOptions, FingerprintFailure, FingerprintResult } from './types.ts';

export interface Capturing {
  readonly line: ModuleLine;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly options: CaptureOptions;
}

const CANCELLED: FingerprintFailure = { kind: 'cancelled', code: 'aborted' };

/** What is wrong with a capture that may be better at the next try. */
const POOR: ReadonlyMap<number, CaptureFeedback> = new Map([
  [CC.captureFailed, 'moved'],
  [CC.tooMessy, 'too-messy'],
  [CC.tooFewFeatures, 'too-few-features'],
  [CC.noImage, 'moved'],
]);

/** Looks for a finger until there is a good capture, and makes features of it in a character buffer. */
export async function capture(
  { line, clock, signal, options }: Capturing,
  buffer: number,
): Promise<FingerprintResult<void>> {
  const until = clock.now() + (options.waitMs ?? TIMING.captureWait);
  let last: CaptureFeedback | null = null;
  let poorCode: string | null = null;
  let poor = 0;
  while (!signal.aborted) {
    const looked = await look(line, buffer);
    if (!looked.ok) return looked;
    // Aborted while the module was at it: its answer is not wanted any more.
    if (signal.aborted) break;
    const feedback = feedbackOf(looked.value.code);
    if (feedback === null) return err(refused(looked.value));
    if (feedback === 'captured') {
      options.feedback?.('captured');
      return ok();
    }
    if (feedback !== 'place-finger') {
      poor++;
      poorCode = codeOf(looked.value.code);
    }
    if (feedback !== last) options.feedback?.(feedback);
    last = feedback;
    if (poor >= TIMING.poorCaptures || clock.now() >= until) {
      return err(poorCode ? { kind: 'poor-image', code: poorCode } : { kind: 'no-finger', code: 'waited' });
    }
    const pause = feedback === 'place-finger' ? TIMING.lookEvery : TIMING.afterPoorCapture;
    await sleep(clock, Math.min(pause, until - clock.now()), signal);
  }
  return err(CANCELLED);
}

/** GenImg and, when there is an image, Img2Tz: the answer that decides. */
async function look(line: ModuleLine, buffer: number): Promise<FingerprintResult<Ack>> {
  const image = await line.ask('genImg');
  if (!image.ok) return err(line.failure(image.error));
  if (image.value.code !== CC.done) return ok(image.value);
  const features = await line.ask('img2Tz', parametersOf.buffer.encode({ buffer }));
  return features.ok ? ok(features.value) : err(line.failure(features.error));
}

/** Null for an answer that no further try makes better. */
function feedbackOf(code: number): CaptureFeedback | null {
  if (code === CC.done) return 'captured';
  if (code === CC.noFinger) return 'place-finger';
  return POOR.get(code) ?? null;
}

/** Waits until nothing lies on the sensor. */
async function lifted({ line, clock, signal, options }: Capturing): Promise<FingerprintResult<void>> {
  const until = clock.now() + TIMING.liftWait;
  options.feedback?.('lift-finger');
  while (!signal.aborted) {
    const image = await line.ask('genImg');
    if (!image.ok) return err(line.failure(image.error));
    if (image.value.code === CC.noFinger) return ok();
    if (clock.now() >= until) return err({ kind: 'no-finger', code: 'not-lifted' });
    await sleep(clock, TIMING.lookEvery, signal);
  }
  return err(CANCELLED);
}

/** Two captures of one finger, merged: the template is then in both buffers. */
export async function captureTwice(capturing: Capturing): Promise<FingerprintResult<void>> {
  const { line, options } = capturing;
  for (let round = 1; ; round++) {
    const first = await capture(capturing, 1);
    if (!first.ok) return first;
    const off = await lifted(capturing);
    if (!off.ok) return off;
    const second = await capture(capturing, 2);
    if (!second.ok) return second;
    const merged = await line.ask('regModel');
    if (!merged.ok) return err(line.failure(merged.error));
    if (merged.value.code === CC.done) return ok();
    if (merged.value.code !== CC.cannotMerge) return err(refused(merged.value));
    options.feedback?.('does-not-fit');
    if (round === TIMING.enrolRounds) {
      return err({ kind: 'not-same-finger', code: codeOf(merged.value.code) });
    }
    const again = await lifted(capturing);
    if (!again.ok) return again;
  }
}
