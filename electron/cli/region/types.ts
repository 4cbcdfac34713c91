import { err, type Result } from '../../core/index.ts';

/** What the commands need of the world outside. */
export interface World {
  /** The assets of this package, unless `--assets` names others. */
  readonly assetsDir: string;
  out(text: string): void;
  say(text: string): void;
}

export interface Options {
  readonly assets?: string;
  readonly code?: string;
  readonly out?: string;
  readonly against?: string;
  readonly secret?: string;
  readonly people?: string;
  readonly json?: boolean;
}

export interface Context {
  readonly world: World;
  readonly options: Options;
  /** Words after the command. */
  readonly words: readonly string[];
}

/** What went wrong, in one line that says what to try. */
export interface Complaint {
  readonly message: string;
  /** 1: it failed. 2: the command was not understood. */
  readonly exitCode: 1 | 2;
}

/** What a command has to say: lines for a person, and the same as data for a script. */
export interface Answer {
  readonly lines: readonly string[];
  readonly data: unknown;
  /** 1 when what was found is not as it should be. */
  readonly exitCode?: 1;
}

export type Outcome = Result<Answer, Complaint>;

export interface Command {
  readonly usage: string;
  /** The options that it takes, beside `--json`. */
  readonly takes: readonly Exclude<keyof Options, 'json'>[];
  run(context: Context): Outcome | Promise<Outcome>;
}

export function complain(message: string, exitCode: Complaint['exitCode'] = 1): Result<never, Complaint> {
  return err({ message, exitCode });
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
