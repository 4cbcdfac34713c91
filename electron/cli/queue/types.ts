import { join } from 'node:path';
import { type Clock, ok, type RandomBytes, type Result } from '../../core/index.ts';
import {
  type Access,
  createSealer,
  machineKeys,
  type OpenDatabase,
  openExisting,
  type Sealer,
  type SqlDatabase,
} from '../../store/index.ts';
import type * as front from '../front-end.ts';
import { type Complaint, complain } from '../front-end.ts';

export { type Answer, type Complaint, complain, type Outcome } from '../front-end.ts';

/** What the commands need of the world outside. */
export interface World extends front.Voice {
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly open: OpenDatabase;
  /** `$CREDENTIALS_DIRECTORY` of systemd, where the machine's keys may be. */
  readonly credentials: string | undefined;
}

export interface Options {
  readonly data?: string;
  readonly json?: boolean;
  readonly lane?: string;
  readonly state?: string;
  readonly reveal?: boolean;
  readonly 'all-dead'?: boolean;
  readonly export?: string;
  readonly to?: string;
  readonly key?: string;
  readonly from?: string;
  readonly out?: string;
  readonly machine?: string;
}

export type Context = front.Context<World, Options>;

/** The option's value, or a complaint that names it. */
export function needed(
  options: Options,
  name: 'data' | 'to' | 'key' | 'from' | 'out',
): Result<string, Complaint> {
  const value = options[name];
  return value ? ok(value) : complain(`--${name} is needed; "npm run queue -- --help" shows how`, 2);
}

/** Runs `work` on the kiosk's database, and closes it. A later access is tried when the file is in use. */
export function withDatabase<T>(
  { world, options }: Context,
  accesses: readonly Access[],
  work: (db: SqlDatabase, dataDir: string, access: Access) => Result<T, Complaint>,
): Result<T, Complaint> {
  const dataDir = needed(options, 'data');
  if (!dataDir.ok) return dataDir;
  const [access = 'read', ...others] = accesses;
  const opened = openExisting(join(dataDir.value, 'kiosk.db'), world.open, access);
  if (!opened.ok && opened.error.kind === 'in-use' && others.length > 0)
    return withDatabase({ world, options, words: [] }, others, work);
  if (!opened.ok) return complain(opened.error.message);
  try {
    return work(opened.value, dataDir.value, access);
  } finally {
    opened.value.close();
  }
}

/** What opens the sealed payloads of this machine. */
export function sealerOf(world: World, dataDir: string): Result<Sealer, Complaint> {
  const keys = machineKeys(dataDir, world.credentials, world.random).load(false);
  return keys.ok ? ok(createSealer(keys.value, world.random)) : complain(keys.error.message);
}
