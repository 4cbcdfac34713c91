import { parseArgs } from 'node:util';
import { check } from './check.ts';
import { diff } from './diff.ts';
import { compareRegions, exportGuides, importGuides } from './guides.ts';
import { type Command, complain, type Options, type Outcome, type World } from './types.ts';

const COMMANDS: Readonly<Record<string, Command>> = {
  check: { usage: '[--assets DIR]   everything that is wrong in the files, a line each', run: check },
  diff: { usage: 'A B   what changes from one assets folder to another', run: diff },
  compare: {
    usage: 'MATTER [REGION …]   one matter side by side: what all ask, and who differs',
    run: compareRegions,
  },
  export: {
    usage: '[MATTER] [--region CODE] [--on DATE] [--out FILE]   guides in force, in the shape of GB/T 39046',
    run: exportGuides,
  },
  import: {
    usage:
      'FILE [--out FILE]   a file of that shape: entries for region files, and what is still to be filled in',
    run: importGuides,
  },
};

const OPTIONS = {
  assets: { type: 'string' },
  region: { type: 'string' },
  on: { type: 'string' },
  out: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export function usage(): string {
  const lines = [
    'npm run catalogue -- COMMAND [--json]   the files of matters, regions, alliances and forms',
    ...Object.entries(COMMANDS).map(([name, command]) => `  ${name} ${command.usage}`),
  ];
  return `${lines.join('\n')}\n`;
}

/** Runs one command. Returns the exit code: 0 done, 1 it failed or found something, 2 it was not understood. */
export function run(args: readonly string[], world: World): number {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (cause) {
    const first = (cause as Error).message.split('\n')[0]?.replace(/\. To specify.*$/, '');
    world.say(`${first}; "npm run catalogue -- --help" lists the commands\n`);
    return 2;
  }
  const { values, words } = parsed;
  if (values.help || words.length === 0) {
    world.out(usage());
    return values.help ? 0 : 2;
  }
  const outcome = dispatch(words, values, world);
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

function dispatch(words: readonly string[], options: Options, world: World): Outcome {
  const [name = '', ...rest] = words;
  const command = Object.hasOwn(COMMANDS, name) ? COMMANDS[name] : undefined;
  if (!command)
    return complain(`no such command: "${name}"; there are ${Object.keys(COMMANDS).join(', ')}`, 2);
  return command.run({ world, options, words: rest });
}
