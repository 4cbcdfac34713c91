import { parseArgs } from 'node:util';
import { hold, release, retry } from './change.ts';
import { exportJobs } from './export.ts';
import { importJobs } from './import.ts';
import { list, show } from './look.ts';
import { newKey } from './new-key.ts';
import { type Context, complain, type Options, type Outcome, type World } from './types.ts';
import { verify } from './verify.ts';

const COMMANDS: Readonly<Record<string, { readonly usage: string; run(context: Context): Outcome }>> = {
  list: {
    usage: '[--lane L] [--state ready|held|dead|done]   what there is to do; nothing personal',
    run: list,
  },
  show: {
    usage: 'ID [--reveal]   one job and its case; with --reveal what it carries (personal)',
    run: show,
  },
  retry: { usage: 'ID | --all-dead [--lane L]   a dead or waiting job is ready now', run: retry },
  hold: { usage: 'ID   a waiting job is not sent until it is released; stop the kiosk first', run: hold },
  release: {
    usage:
      'ID | --export FILE-ID   a held job is ready; the jobs of a sealed file that was not delivered are ready',
    run: release,
  },
  export: {
    usage:
      'FILE --to RECIPIENT.pub.pem --key SENDER.pem [--lane L] [--machine CODE]   waiting and held jobs into a sealed file, held here; stop the kiosk first',
    run: exportJobs,
  },
  import: {
    usage:
      'FILE --key RECIPIENT.pem --from SENDER.pub.pem --out DIR   the other end of export; needs no --data',
    run: importJobs,
  },
  verify: { usage: '  whether database, seals and cases are whole; one line a finding', run: verify },
  'new-key': {
    usage: 'sender|recipient FILE.pem   a pair of keys for sealed files; needs no --data',
    run: newKey,
  },
};

const OPTIONS = {
  data: { type: 'string' },
  json: { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
  lane: { type: 'string' },
  state: { type: 'string' },
  reveal: { type: 'boolean', default: false },
  'all-dead': { type: 'boolean', default: false },
  export: { type: 'string' },
  to: { type: 'string' },
  key: { type: 'string' },
  from: { type: 'string' },
  out: { type: 'string' },
  machine: { type: 'string' },
} as const;

export function usage(): string {
  const lines = [
    'npm run queue -- COMMAND --data DIR [--json]   the outbox of a kiosk, whose data folder is DIR',
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
    world.say(`${first}; "npm run queue -- --help" lists the commands\n`);
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

/** A region's code in a last error must not move the cursor. */
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
  try {
    return command.run({ world, options, words: rest });
  } catch (error) {
    // What the database or the disk throws in the middle of a command; transactions have undone their half.
    return complain(`${name} failed (${(error as Error).message}): try "npm run queue -- verify"`);
  }
}
