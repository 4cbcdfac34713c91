import type { Clock, Result } from '../../electron/core/index.ts';
import type { Presence } from '../link/device-link.ts';
import type { OpenTransport } from '../transport/port.ts';

/** What went wrong, in one line that says what to try. */
export interface Complaint {
  readonly message: string;
  /** 1: the device or the line failed. 2: the command was not understood. */
  readonly exitCode: 1 | 2;
}

/** What a verb has to say: lines for a person, and the same as data for a script. */
export interface Answer {
  readonly lines: readonly string[];
  readonly data: unknown;
}

export interface Options {
  readonly port?: string;
  readonly json: boolean;
  /** Milliseconds for the whole command. */
  readonly timeout: number;
  /** Show names, numbers and pictures in full. */
  readonly reveal: boolean;
  readonly driver?: string;
  readonly board?: string;
  readonly cell?: string;
  readonly cells?: string;
  readonly feedback?: string;
  readonly paper?: string;
  readonly copies?: string;
  readonly sides?: string;
  readonly media?: string;
  readonly pages?: string;
  readonly out?: string;
  readonly listen?: string;
  readonly pty?: string;
}

export interface Context {
  readonly clock: Clock;
  readonly open: OpenTransport;
  readonly address: string;
  readonly options: Options;
  /** Words after the verb. */
  readonly words: readonly string[];
  /** Aborts when the time is up or the person presses Ctrl-C. */
  readonly signal: AbortSignal;
  /** What the person has to do now, e.g. "lay a card on the reader". Goes to the error output, so scripts are not disturbed. */
  say(line: string): void;
}

export interface Verb {
  readonly help: string;
  run(context: Context): Promise<Result<Answer, Complaint>>;
}

/** What every driver has in common, as far as the commands go. */
export interface Startable {
  readonly presence: {
    readonly value: Presence;
    subscribe(fn: (value: Presence) => void): () => void;
  };
  start(): void;
  stop(): Promise<void>;
}
