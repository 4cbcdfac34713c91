import { type Clock, err, type Result, sleep } from '../../../electron/core/index.ts';
import type { OnPoint, Signature, SignatureFailure, SignaturePad } from './types.ts';

export interface WholeSignatureOptions {
  readonly clock: Clock;
  /** Ends the signature when the pen has been away for so long, in milliseconds, and something is written. */
  readonly penAwayMs: number;
  /** Gives up: nothing is kept. */
  readonly signal: AbortSignal;
  /** Ends the signature at once, as it is. */
  readonly done?: AbortSignal;
  readonly onPoint?: OnPoint;
}

/** Waits for somebody to sign and to put the pen away. The signature may be empty only when `done` ended it. */
export async function wholeSignature(
  pad: SignaturePad,
  { clock, penAwayMs, signal, done, onPoint }: WholeSignatureOptions,
): Promise<Result<Signature, SignatureFailure>> {
  const begun = await pad.capture(signal, onPoint);
  if (!begun.ok) return begun;
  const capture = begun.value;
  const ends = new AbortController();
  const end = () => ends.abort();
  let pause = new AbortController();
  const watch = capture.pen.subscribe((pen) => {
    pause.abort();
    if (pen !== 'away' || capture.isEmpty()) return;
    pause = new AbortController();
    const mine = pause.signal;
    void sleep(clock, penAwayMs, mine).then(() => {
      if (!mine.aborted && !capture.isEmpty()) end();
    });
  });
  const unwatch = capture.failure.subscribe(end);
  done?.addEventListener('abort', end, { once: true });
  if (!done?.aborted && !capture.failure.value) {
    await new Promise<void>((resolve) =>
      ends.signal.addEventListener('abort', () => resolve(), { once: true }),
    );
  }
  pause.abort();
  watch();
  unwatch();
  done?.removeEventListener('abort', end);
  const { value: failure } = capture.failure;
  return failure ? err(failure) : capture.stop();
}
