import { createWriteStream, readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { type Clock, err, type Result } from '../../electron/core/index.ts';
import type { Discovered } from '../supervisor/discovery.ts';
import type { OpenTransport } from '../transport/port.ts';
import { parseRecording, recordedOpen, replayOpen } from '../transport/recording.ts';
import { complain } from './advice.ts';
import { list } from './list.ts';
import type { Answer, Complaint, Context, Options, Verb } from './types.ts';
import { VERBS } from './verbs.ts';

/** What the commands need of the world outside. */
export interface World {
  readonly clock: Clock;
  readonly open: OpenTransport;
  discover(): Promise<Discovered>;
  out(text: string): void;
  say(text: string): void;
  /** Aborts when the person presses Ctrl-C. */
  readonly interrupted: AbortSignal;
  emulate(device: string, options: Options, words: readonly string[]): Promise<Result<Answer, Complaint>>;
}

const DEFAULT_TIMEOUT_MS = 30_000;

const OPTIONS = {
  port: { type: 'string' },
  json: { type: 'boolean', default: false },
  timeout: { type: 'string' },
  reveal: { type: 'boolean', default: false },
  probe: { type: 'boolean', default: false },
  paced: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
  driver: { type: 'string' },
  board: { type: 'string' },
  cell: { type: 'string' },
  cells: { type: 'string' },
  feedback: { type: 'string' },
  paper: { type: 'string' },
  copies: { type: 'string' },
  sides: { type: 'string' },
  media: { type: 'string' },
  pages: { type: 'string' },
  out: { type: 'string' },
  listen: { type: 'string' },
  pty: { type: 'string' },
} as const;

export function usage(): string {
  const lines = [
    'npm run device -- list [--probe]                    what is plugged in; with --probe also what answers there',
    'npm run device -- DEVICE VERB --port ADDRESS        use a device; ADDRESS is serial:///dev/ttyUSB0?baud=…, tcp://host:port or, for documents, ipp://host:port/path',
    'npm run device -- emulate DEVICE --listen tcp://127.0.0.1:7001 | --pty PATH',
    'npm run device -- record FILE DEVICE VERB --port …  the same, and every byte goes into FILE (it may hold personal data)',
    'npm run device -- replay FILE DEVICE VERB           the same against FILE instead of a device; --paced keeps the times',
    'Options: --json, --timeout MS (default 30000), --reveal (names and numbers in full)',
    '',
  ];
  for (const [device, verbs] of Object.entries(VERBS)) {
    for (const [verb, { help }] of Object.entries(verbs)) lines.push(`${device} ${verb}: ${help}`);
  }
  return `${lines.join('\n')}\n`;
}

/** Runs one command. Returns the exit code: 0 done, 1 the device or line failed, 2 the command was not understood. */
export async function run(args: readonly string[], world: World): Promise<number> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (cause) {
    world.say(`${(cause as Error).message}; "npm run device -- --help" lists the commands\n`);
    return 2;
  }
  const { values, words } = parsed;
  if (values.help || words.length === 0) {
    world.out(usage());
    return values.help ? 0 : 2;
  }
  const timeout = values.timeout === undefined ? DEFAULT_TIMEOUT_MS : Number(values.timeout);
  const result =
    Number.isInteger(timeout) && timeout > 0
      ? await dispatch(words, { ...values, timeout } as Options & { probe: boolean; paced: boolean }, world)
      : err(complain('--timeout is a number of milliseconds', 2));
  if (result.ok) {
    world.out(
      values.json
        ? `${JSON.stringify(result.value.data)}\n`
        : result.value.lines.map((line) => `${line}\n`).join(''),
    );
    return 0;
  }
  if (values.json) world.out(`${JSON.stringify({ error: result.error.message })}\n`);
  world.say(`${result.error.message}\n`);
  return result.error.exitCode;
}

function parse(args: readonly string[]) {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  return { values, words: positionals };
}

async function dispatch(
  words: readonly string[],
  options: Options & { readonly probe: boolean; readonly paced: boolean },
  world: World,
): Promise<Result<Answer, Complaint>> {
  const [first = '', ...rest] = words;
  if (first === 'list') return list(await world.discover(), options.probe ? world : null);
  if (first === 'emulate') return world.emulate(rest[0] ?? '', options, rest.slice(1));
  if (first === 'record') {
    const [file, ...command] = rest;
    if (!file) return err(complain('record needs a file: record FILE DEVICE VERB --port ADDRESS', 2));
    const sink = createWriteStream(file, { mode: 0o600, flags: 'wx' });
    const opened = await new Promise<Error | null>((resolve) => {
      sink.once('open', () => resolve(null));
      sink.once('error', resolve);
    });
    if (opened) return err(complain(`${file} cannot be written: ${opened.message}`, 1));
    const open = recordedOpen(world.open, world.clock, (line) => void sink.write(`${line}\n`));
    const result = await use(command, options, { ...world, open });
    await new Promise((resolve) => sink.end(resolve));
    return result;
  }
  if (first === 'replay') {
    const [file, ...command] = rest;
    if (!file) return err(complain('replay needs a file: replay FILE DEVICE VERB', 2));
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch (cause) {
      return err(complain(`${file} cannot be read: ${(cause as NodeJS.ErrnoException).code}`, 1));
    }
    const recording = parseRecording(text);
    if (!recording.ok) return err(complain(`${file}: ${recording.error}`, 1));
    const replay = replayOpen(recording.value, world.clock, { paced: options.paced });
    return use(
      command,
      { ...options, port: options.port ?? recording.value.address },
      { ...world, open: replay },
    );
  }
  return use(words, options, world);
}

/** `DEVICE VERB`, on a line that the world opens. */
async function use(
  words: readonly string[],
  options: Options,
  world: World,
): Promise<Result<Answer, Complaint>> {
  const [device = '', name = '', ...rest] = words;
  const verbs: Readonly<Record<string, Verb>> | undefined = VERBS[device];
  if (!verbs)
    return err(complain(`no such device: "${device}"; there are ${Object.keys(VERBS).join(', ')}`, 2));
  const verb = verbs[name];
  if (!verb) return err(complain(`${device} has no "${name}"; it has ${Object.keys(verbs).join(', ')}`, 2));
  if (!options.port)
    return err(complain(`--port is needed: "npm run device -- list" shows what is there`, 2));
  const late = new AbortController();
  const timer = world.clock.setTimeout(() => late.abort(), options.timeout);
  const context: Context = {
    clock: world.clock,
    open: world.open,
    address: options.port,
    options,
    words: rest,
    signal: AbortSignal.any([late.signal, world.interrupted]),
    say: (line) => world.say(`${line}\n`),
  };
  try {
    return await verb.run(context);
  } finally {
    world.clock.clearTimeout(timer);
  }
}
