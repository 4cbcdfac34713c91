import { join } from 'node:path';
import { type Clock, err, ok, type RandomBytes, type Result } from '../../core/index.ts';
import {
  type Access,
  backup,
  createSealer,
  decommission,
  inspect,
  keyFile,
  keysInUse,
  machineKeys,
  moveIn,
  moveOut,
  type OpenDatabase,
  openExisting,
  packagesBeside,
  packagesOf,
  reseal,
  restore,
  rotateKey,
  type SqlDatabase,
  SUITES,
  type Suite,
  withoutKey,
} from '../../store/index.ts';
import * as front from '../front-end.ts';

/** What the commands need of the world outside. */
export interface StoreWorld extends front.Voice {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly open: OpenDatabase;
  /** `$CREDENTIALS_DIRECTORY` of systemd, where the machine's keys may be. */
  readonly credentials: string | undefined;
}

type Outcome = Result<Record<string, unknown>, { readonly message: string; readonly exitCode?: 2 }>;

interface Call {
  readonly world: StoreWorld;
  readonly data: string;
  readonly words: readonly string[];
  readonly options: Options;
}

interface Options {
  readonly data?: string;
  readonly machine?: string;
  readonly suite?: string;
  readonly yes?: boolean;
  readonly 'even-unsent'?: boolean;
  readonly json?: boolean;
}

interface Command {
  readonly help: string;
  run(call: Call): Outcome | Promise<Outcome>;
}

const database = ({ data }: Call) => join(data, 'kiosk.db');
const keysOf = ({ world, data }: Call) => machineKeys(data, world.credentials, world.random);
const usage = (message: string): Outcome => err({ message, exitCode: 2 });

/** Opens the machine's database, does the work, closes it again. */
async function withDatabase(
  call: Call,
  access: Access,
  work: (db: SqlDatabase) => Outcome | Promise<Outcome>,
): Promise<Outcome> {
  const opened = openExisting(database(call), call.world.open, access);
  if (!opened.ok) return opened;
  try {
    return await work(opened.value);
  } finally {
    opened.value.close();
  }
}

const COMMANDS: Readonly<Record<string, Command>> = {
  backup: {
    help: 'FILE: copies the database while the kiosk works, and its packages to FILE.packages; looked through before it gets its name',
    run: (call) => {
      const [file] = call.words;
      if (!file) return usage('backup needs a file: backup FILE --data DIR');
      return withDatabase(call, 'read', (db) =>
        withPackages(call.data, backup(db, file, call.world.open, call.data)),
      );
    },
  },
  inspect: {
    help: 'FILE: looks a backup through, every page and every reference',
    run: ({ words: [file], world }) =>
      file
        ? withPackages(packagesOf(file), inspect(file, world.open))
        : usage('inspect needs a file: inspect FILE'),
  },
  restore: {
    help: 'FILE: puts a backup in the place of the database; the kiosk is stopped; what was there is kept beside it',
    run: (call) => {
      const [file] = call.words;
      if (!file) return usage('restore needs a file: restore FILE --data DIR');
      return withPackages(
        packagesOf(file),
        restore(file, database(call), call.world.open, call.world.clock.now()),
      );
    },
  },
  'move-out': {
    help: 'DIR: writes database, keys and packages for a replacement machine; as secret as the machine itself',
    run: (call) => {
      const [folder] = call.words;
      if (!folder) return usage('move-out needs a folder: move-out DIR --data DIR');
      const keys = keysOf(call).load(false);
      if (!keys.ok) return keys;
      const { open, random } = call.world;
      return withDatabase(call, 'alone', (db) =>
        withPackages(call.data, moveOut(db, keys.value, folder, open, random, call.data)),
      );
    },
  },
  'move-in': {
    help: 'DIR: takes such a folder over into an empty data folder',
    run: (call) => {
      const [folder] = call.words;
      if (!folder) return usage('move-in needs a folder: move-in DIR --data DIR');
      const { open, random, clock } = call.world;
      return withPackages(folder, moveIn(folder, call.data, open, random, clock.now()));
    },
  },
  'rotate-key': {
    help: '[--suite aes-256-gcm|sm4-ctr-hmac-sm3]: a new key; everything sealed is sealed anew, then the old keys go',
    run: (call) => {
      const suite = SUITES.find((one) => one === (call.options.suite ?? 'aes-256-gcm')) as Suite | undefined;
      if (!suite) return usage(`--suite is one of ${SUITES.join(', ')}`);
      return withDatabase(call, 'alone', (db) => rotate(call, db, suite));
    },
  },
  decommission: {
    help: '--machine CODE --yes [--even-unsent]: the end of service: payloads and packages erased, keys destroyed, a proof to print',
    run: (call) => {
      const { machine, yes } = call.options;
      if (!machine) return usage('--machine CODE is needed: it stands on the proof');
      if (!yes) return usage('this destroys the keys for good: say --yes');
      const opened = openExisting(database(call), call.world.open, 'alone');
      if (!opened.ok) return opened;
      const db = opened.value;
      const done = decommission({
        db,
        path: database(call),
        keys: keysOf(call),
        machineCode: machine,
        nowMs: call.world.clock.now(),
        evenUnsent: call.options['even-unsent'] === true,
      });
      if (!done.ok) closeIfOpen(db);
      return spread(done);
    },
  },
};

function closeIfOpen(db: SqlDatabase): void {
  try {
    db.close();
  } catch {
    // It was closed before the keys were to go.
  }
}

/** A new current key, everything resealed under it, and the keys that nothing uses any more dropped. */
function rotate(call: Call, db: SqlDatabase, suite: Suite): Outcome {
  const file = keyFile(join(call.data, 'keys.json'), call.world.random);
  const old = file.load(false);
  if (!old.ok) return old;
  // Packages are sealed for their regions: no key of this machine is in them, if they are packages.
  const { sound, unsound } = packagesBeside(call.data);
  const [odd] = unsound;
  if (odd)
    return err({
      message: `${odd.name} cannot be sealed anew: ${odd.why}; put it right or take it away first (${unsound.length} such)`,
    });
  const next = rotateKey(old.value, suite, call.world.random);
  file.replace(next);
  const sealer = createSealer(next, call.world.random);
  let [moved, unreadable] = [0, 0];
  for (const step of reseal(db, sealer)) {
    moved += step.moved;
    unreadable += step.unreadable;
  }
  const used = keysInUse(db);
  let left = next;
  for (const id of next.keys.keys()) {
    const without = withoutKey(left, id, used);
    // The current key and those that still seal something stay.
    if (without.ok) left = without.value;
  }
  file.replace(left);
  return ok({
    current: left.current,
    suite,
    moved,
    unreadable,
    keysKept: [...left.keys.keys()],
    packages: sound.length,
  });
}

/** The outcome, with how many packages were carried along, and the names of files that were not because they are none. */
async function withPackages<T extends object>(
  folder: string,
  result: Result<T, { readonly message: string }> | Promise<Result<T, { readonly message: string }>>,
): Promise<Outcome> {
  const settled = await spread(result);
  if (!settled.ok) return settled;
  const { sound, unsound } = packagesBeside(folder);
  const left = unsound.length > 0 ? { packagesLeftOut: unsound.map(({ name }) => name) } : {};
  return ok({ ...settled.value, packages: sound.length, ...left });
}

async function spread<T extends object>(
  result: Result<T, { readonly message: string }> | Promise<Result<T, { readonly message: string }>>,
): Promise<Outcome> {
  const settled = await result;
  return settled.ok ? ok({ ...settled.value } as Record<string, unknown>) : err(settled.error);
}

const PROGRAM: front.Program<StoreWorld, Options, Promise<front.Outcome>> = {
  name: 'store',
  about: "--data DIR [--json]   care for a machine's data, whose folder is DIR",
  options: {
    data: { type: 'string' },
    machine: { type: 'string' },
    suite: { type: 'string' },
    yes: { type: 'boolean', default: false },
    'even-unsent': { type: 'boolean', default: false },
  },
  commands: Object.fromEntries(
    Object.entries(COMMANDS).map(([name, command]) => [
      name,
      { usage: command.help, run: (context) => answerOf(name, command, context) },
    ]),
  ),
};

/** What the command did as lines of keys and values, and as data. */
async function answerOf(
  name: string,
  command: Command,
  { world, options, words }: front.Context<StoreWorld, Options>,
): Promise<front.Outcome> {
  const outcome: Outcome =
    options.data === undefined && name !== 'inspect'
      ? usage('--data DIR is needed: the folder with kiosk.db')
      : await command.run({ world, data: options.data ?? '.', words, options });
  if (!outcome.ok) return front.complain(outcome.error.message, outcome.error.exitCode ?? 1);
  const text = (value: unknown) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value);
  return ok({
    lines: Object.entries(outcome.value).map(([key, value]) => `${key}: ${text(value)}`),
    data: outcome.value,
  });
}

/** Runs one command. Returns the exit code: 0 done, 1 it failed, 2 it was not understood. */
export function runStore(args: readonly string[], world: StoreWorld): Promise<number> {
  return front.run(PROGRAM, args, world);
}
