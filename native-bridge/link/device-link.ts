import { type Clock, err, type Result, Signal, sleep } from '../../electron/core/index.ts';
import type { OpenTransport, Transport } from '../transport/port.ts';
import { type HeldLine, keepOpen } from './keep-open.ts';

/** `ready`: it answered lately. `absent`: nothing answers at the address. `trouble`: it answers that it is broken. */
export type Presence = 'unknown' | 'ready' | 'absent' | 'trouble';

/** The device cannot be asked, or the question was taken back. */
export interface LinkFailure {
  readonly kind: 'device-lost' | 'cancelled';
  /** Why, for the technician: `absent`, `trouble`, `line-closed`, `no-answer`, `stopped`, `aborted`, or a transport failure. */
  readonly code: string;
}

export interface DeviceLinkOptions<Line extends HeldLine> {
  readonly address: string;
  readonly open: OpenTransport;
  readonly clock: Clock;
  /** `wake` is to be called when the line closes, so that the loss is seen at once. */
  attach(transport: Transport, wake: () => void): Line;
  /** Asks what is there and how it stands. */
  identify(line: Line): Promise<'ready' | 'trouble' | 'absent'>;
  /** The question between jobs that proves that the device is still there; it also says how the device stands now. */
  check(line: Line): Promise<'ready' | 'trouble' | 'unsure'>;
  /** Time between two checks while there is nothing else to do, in milliseconds. */
  readonly checkEveryMs: number;
}

interface Job<Line> {
  run(line: Line): Promise<void>;
  giveUp(failure: LinkFailure): void;
}

/**
 * A device that is asked: keeps its line open, knows whether it is there, and lets one job at a time have the line.
 * Jobs wait their turn; while the device is away they fail at once.
 */
export class DeviceLink<Line extends HeldLine> {
  readonly presence = new Signal<Presence>('unknown');
  readonly #options: DeviceLinkOptions<Line>;
  #stopping: AbortController | null = null;
  #running: Promise<void> = Promise.resolve();
  #nap = new AbortController();
  #jobs: Job<Line>[] = [];

  constructor(options: DeviceLinkOptions<Line>) {
    this.#options = options;
  }

  start(): void {
    if (this.#stopping) return;
    const stopping = new AbortController();
    this.#stopping = stopping;
    const { address, open, clock, attach } = this.#options;
    this.#running = keepOpen({
      address,
      open,
      clock,
      stop: stopping.signal,
      attach: (transport) => attach(transport, () => this.#nap.abort()),
      identify: (line) => this.#identify(line),
      step: (line) => this.#step(line),
      gone: (code) => this.#gone(code),
    });
  }

  async stop(): Promise<void> {
    this.#stopping?.abort();
    this.#nap.abort();
    await this.#running;
    this.#giveUpAll({ kind: 'cancelled', code: 'stopped' });
    this.presence.set('unknown');
    this.#stopping = null;
  }

  /**
   * Runs `work` alone on the line, after the jobs before it. `work` decides what a lost answer means to it. Fails with
   * `device-lost` when the device is away now or before its turn, with `cancelled` when aborted before its turn; once
   * begun, `work` itself has to watch the signal.
   */
  use<T, F>(
    work: (line: Line) => Promise<Result<T, F>>,
    signal?: AbortSignal,
  ): Promise<Result<T, F | LinkFailure>> {
    const { value } = this.presence;
    if (signal?.aborted) return Promise.resolve(err({ kind: 'cancelled', code: 'aborted' }));
    if (value === 'absent' || !this.#stopping)
      return Promise.resolve(err({ kind: 'device-lost', code: 'absent' }));
    return new Promise((resolve, reject) => {
      const job: Job<Line> = {
        run: async (line) => {
          signal?.removeEventListener('abort', cancel);
          await work(line).then(resolve, reject);
        },
        giveUp: (failure) => {
          signal?.removeEventListener('abort', cancel);
          resolve(err(failure));
        },
      };
      const cancel = () => {
        this.#jobs = this.#jobs.filter((one) => one !== job);
        job.giveUp({ kind: 'cancelled', code: 'aborted' });
      };
      signal?.addEventListener('abort', cancel, { once: true });
      this.#jobs.push(job);
      this.#nap.abort();
    });
  }

  async #identify(line: Line): Promise<boolean> {
    const found = await this.#options.identify(line);
    if (found === 'absent') return false;
    this.presence.set(found);
    return true;
  }

  async #step(line: Line): Promise<void> {
    const job = this.#jobs.shift();
    if (job) return job.run(line);
    this.#nap = new AbortController();
    await sleep(this.#options.clock, this.#options.checkEveryMs, this.#nap.signal);
    if (this.#jobs.length > 0 || line.lost || this.#stopping?.signal.aborted) return;
    const found = await this.#options.check(line);
    if (found !== 'unsure' && !line.lost) this.presence.set(found);
  }

  #gone(code: string): void {
    this.presence.set('absent');
    this.#giveUpAll({ kind: 'device-lost', code });
  }

  #giveUpAll(failure: LinkFailure): void {
    for (const job of this.#jobs.splice(0)) job.giveUp(failure);
  }
}
