import { parseArgs } from 'node:util';
import { check } from './check.ts';
import { scaffold } from './new.ts';
import { type Command, complain, type Options, type Outcome, type World } from './types.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  check: {
    usage: 'FILE [--assets DIR]   everything that is wrong in a region file, a line each',
    takes: ['assets'],
    run: check,
  },
  new: {
    usage: 'KIND [--code CODE] [--out FILE] [--assets DIR]   a region file of the kind, to be filled in',
    takes: ['code', 'out', 'assets'],
    run: scaffold,
  },
  conformance: {
    usage:
      'KIND|FILE [--against URL --secret FILE --people FILE] [--assets DIR]   tries a kind or a region, check by check',
    takes: ['against', 'secret', 'people', 'assets'],
    // The kit plays regions, which no other command needs.
    run: async (context) => (await import('./conformance.ts')).conformance(context),
  },
};

const OPTIONS = {
  assets: { type: 'string' },
  code: { type: 'string' },
  out: { type: 'string' },
  against: { type: 'string' },
  secret: { type: 'string' },
  people: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export function usage(): string {
  const lines = [
    'npm run region -- COMMAND [--json]   region files and the kinds that they speak',
    ...Object.entries(COMMANDS).map(([name, command]) => `  ${name} ${command.usage}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Runs one command. Resolves with the exit code: 0 done, 1 it failed or found something, 2 it was not understood. */
export async function run(args: readonly string[], world: World): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (cause) {
    const first = (cause as Error).message.split('\n')[0]?.replace(/\. To specify.*$/, '');
    world.say(`${first}; "npm run region -- --help" lists the commands\n`);
    return 2;
  }
  const { values, words } = parsed;
  if (values.help || words.length === 0) {
    world.out(usage());
    return values.help ? 0 : 2;
  }
  const outcome = await dispatch(words, values, world);
  if (outcome.ok) {
    const { lines, data, exitCode = 0 } = outcome.value;
    world.out(
      values.json ? `${JSON.stringify(data)}\n` : lines.map((line) => `${printable(line)}\n`).join(''),
    );
    return exitCode;
  }
  if (values.json) world.out(`${JSON.stringify({ error: outcome.error.message })}\n`);
  world.say(`${outcome.error.message}\n`);
  return outcome.error.exitCode;
}

/** A key of a broken file must not move the cursor. */
function printable(line: string): string {
  return line.replace(/(?!\n)\p{Cc}/gu, '?');
}

function parse(args: readonly string[]) {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  return { values, words: positionals };
}

function dispatch(words: readonly string[], options: Options, world: World): Outcome | Promise<Outcome> {
  const [name = '', ...rest] = words;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    return complain(`no such command: "${name}"; there are ${Object.keys(COMMANDS).join(', ')}`, 2);
  const { json: _, help: __, ...given } = options as Options & { help?: boolean };
  for (const [option, value] of Object.entries(given))
    if (value !== undefined && !command.takes.includes(option as Command['takes'][number]))
      return complain(`${name} takes no --${option}; "npm run region -- --help" shows what it takes`, 2);
  return command.run({ world, options, words: rest });
}
