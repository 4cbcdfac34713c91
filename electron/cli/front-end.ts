import { type ParseArgsConfig, parseArgs } from 'node:util';
import { err, type Result } from '../core/index.ts';

/** Where a command speaks: answers go `out`, complaints are `say`d. */
export interface Voice {
  out(text: string): void;
  say(text: string): void;
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
  /** 1 when what was found is not as it should be; 2 when nothing could be found out. */
  readonly exitCode?: 1 | 2;
}

export type Outcome = Result<Answer, Complaint>;

/** What a command is given: the world outside, the options, and the words after its name. */
export interface Context<World, Options> {
  readonly world: World;
  readonly options: Options;
  readonly words: readonly string[];
}

export interface Command<World, Options, Out extends Outcome | Promise<Outcome>> {
  readonly usage: string;
  /** The options that it takes, beside `--json`. Default: any of the program's. */
  readonly takes?: readonly Exclude<keyof Options, 'json'>[];
  run(context: Context<World, Options>): Out;
}

/** One `npm run NAME -- COMMAND …`. Every program takes `--json` and `--help`. */
export interface Program<World, Options, Out extends Outcome | Promise<Outcome>> {
  readonly name: string;
  /** The first line of its help, after `npm run NAME -- COMMAND`. */
  readonly about: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  readonly commands: Readonly<Record<string, Command<World, Options, Out>>>;
  /** The complaint about an error that a command throws. Without it the error goes on: it is a bug. */
  readonly onThrow?: (command: string, error: Error) => string;
}

export function complain(message: string, exitCode: Complaint['exitCode'] = 1): Result<never, Complaint> {
  return err({ message, exitCode });
}

export function counted(count: number, word: string): string {
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}

export function usageOf<World, Options>({
  name,
  about,
  commands,
}: Program<World, Options, Outcome | Promise<Outcome>>): string {
  const lines = [
    `npm run ${name} -- COMMAND ${about}`,
    ...Object.entries(commands).map(([command, { usage }]) => `  ${command} ${usage}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Runs one command. Resolves with the exit code: 0 done, 1 it failed or found something, 2 it was not understood. */
export async function run<World extends Voice, Options>(
  program: Program<World, Options, Outcome | Promise<Outcome>>,
  args: readonly string[],
  world: World,
): Promise<number> {
  const call = understand(program, args, world);
  if (!call.run) return call.exitCode;
  let outcome: Outcome;
  try {
    outcome = await call.run();
  } catch (error) {
    outcome = thrown(program, call.name, error);
  }
  return tell(outcome, call.json, world);
}

/** The same for a program whose commands are all done when they return. */
export function runAtOnce<World extends Voice, Options>(
  program: Program<World, Options, Outcome>,
  args: readonly string[],
  world: World,
): number {
  const call = understand(program, args, world);
  if (!call.run) return call.exitCode;
  let outcome: Outcome;
  try {
    outcome = call.run();
  } catch (error) {
    outcome = thrown(program, call.name, error);
  }
  return tell(outcome, call.json, world);
}

function thrown(
  { onThrow }: { readonly onThrow?: (command: string, error: Error) => string },
  command: string,
  error: unknown,
): Outcome {
  if (!onThrow) throw error;
  return complain(onThrow(command, error as Error));
}

type Call<Out> =
  | { readonly run: () => Out | Outcome; readonly name: string; readonly json: boolean }
  | { readonly run: null; readonly exitCode: 0 | 2 };

function understand<World extends Voice, Options, Out extends Outcome | Promise<Outcome>>(
  program: Program<World, Options, Out>,
  args: readonly string[],
  world: World,
): Call<Out> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(program.options, args);
  } catch (cause) {
    const first = (cause as Error).message.split('\n')[0]?.replace(/\. To specify.*$/, '');
    world.say(`${first}; "npm run ${program.name} -- --help" lists the commands\n`);
    return { run: null, exitCode: 2 };
  }
  const { values, positionals } = parsed;
  const { help, ...given } = values;
  if (help || positionals.length === 0) {
    world.out(usageOf(program));
    return { run: null, exitCode: help ? 0 : 2 };
  }
  return {
    run: () => dispatch(program, positionals, given, world),
    name: positionals[0] ?? '',
    json: given.json === true,
  };
}

function parse(options: NonNullable<ParseArgsConfig['options']>, args: readonly string[]) {
  return parseArgs({
    args: [...args],
    options: {
      ...options,
      json: { type: 'boolean', default: false },
      help: { type: 'boolean', short: 'h', default: false },
    },
    allowPositionals: true,
  });
}

function dispatch<World, Options, Out extends Outcome | Promise<Outcome>>(
  { name: program, commands }: Program<World, Options, Out>,
  words: readonly string[],
  given: Readonly<Record<string, unknown>>,
  world: World,
): Out | Outcome {
  const [name = '', ...rest] = words;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command)
    return complain(`no such command: "${name}"; there are ${Object.keys(commands).join(', ')}`, 2);
  const { takes } = command;
  for (const [option, value] of Object.entries(given))
    if (takes && option !== 'json' && value !== undefined && !(takes as readonly string[]).includes(option))
      return complain(`${name} takes no --${option}; "npm run ${program} -- --help" shows what it takes`, 2);
  return command.run({ world, options: given as Options, words: rest });
}

function tell(outcome: Outcome, json: boolean, world: Voice): number {
  if (outcome.ok) {
    const { lines, data, exitCode = 0 } = outcome.value;
    world.out(json ? `${JSON.stringify(data)}\n` : lines.map((line) => `${printable(line)}\n`).join(''));
    return exitCode;
  }
  if (json) world.out(`${JSON.stringify({ error: outcome.error.message })}\n`);
  world.say(`${outcome.error.message}\n`);
  return outcome.error.exitCode;
}

/** What a broken file holds must not move the cursor. */
function printable(line: string): string {
  return line.replace(/(?!\n)\p{Cc}/gu, '?');
}
