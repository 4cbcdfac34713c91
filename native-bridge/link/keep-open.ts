import { type Clock, retryDelay, sleep } from '../../electron/core/index.ts';
import type { OpenTransport, Transport } from '../transport/port.ts';

/** Pause before opening a line again, in milliseconds: doubles from first to max. */
export const RECONNECT = { firstMs: 500, maxMs: 10_000 } as const;

/** A driver's own hold of an open line. */
export interface HeldLine {
  /** The line itself is gone. */
  readonly closed: boolean;
  /** The line is closed, or what is behind it has stopped answering. */
  readonly lost: boolean;
  close(): Promise<void>;
}

export interface KeepOpen<Line extends HeldLine> {
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  readonly stop: AbortSignal;
  attach(transport: Transport): Line;
  /** Asks what is there and how it stands: an open port proves nothing, and after an unplug it may be another device. */
  identify(line: Line): Promise<boolean>;
  /** One piece of work or one pause; called again and again while the line holds. */
  step(line: Line): Promise<void>;
  /** The line is gone or could not be opened. `code` says why: a transport failure's kind, `line-closed`, `no-answer`. */
  gone(code: string): void;
}

/** Opens a line, works on it, and opens it again whenever it is lost, ever more seldom, until stopped. */
export async function keepOpen<Line extends HeldLine>(deps: KeepOpen<Line>): Promise<void> {
  const { stop } = deps;
  let failures = 0;
  while (!stop.aborted) {
    const opened = await deps.open(deps.address);
    let code: string = opened.ok ? 'no-answer' : opened.error.kind;
    if (opened.ok) {
      const line = deps.attach(opened.value);
      const close = () => void line.close();
      stop.addEventListener('abort', close, { once: true });
      if (stop.aborted) await line.close();
      if (await deps.identify(line)) {
        failures = 0;
        while (!stop.aborted && !line.lost) await deps.step(line);
      }
      code = line.closed ? 'line-closed' : 'no-answer';
      stop.removeEventListener('abort', close);
      await line.close();
    }
    if (stop.aborted) break;
    deps.gone(code);
    failures++;
    // The ceiling without jitter: one cable, no herd to spread.
    await sleep(deps.clock, retryDelay(RECONNECT, failures, 1), stop);
  }
}
