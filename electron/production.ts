import { randomBytes } from 'node:crypto';
import { openTransport } from '../native-bridge/index.ts';
import type { Audience } from './contract/index.ts';
import { type Clock, ok } from './core/index.ts';
import { createHost } from './host.ts';
import type { Log } from './logging/index.ts';
import type { Profile } from './profile/index.ts';
import { fileSecrets } from './regions/index.ts';
import { machineKeys, openSqlite } from './store/index.ts';

/** What both shells tell a production host. */
export interface ProductionInit {
  readonly profile: Profile;
  readonly dataDir: string;
  readonly assetsDir: string;
}

/** Ends the process as a bug would: whichever shell it is, it starts the host anew. */
export function endForRestart(): void {
  setImmediate(() => {
    throw new Error('the database is damaged: starting anew');
  });
}

/** The host over real devices, real regions and the real clock; the same behind both shells. */
export async function composeProduction(
  init: ProductionInit,
  tools: { readonly log: Log; readonly clock: Clock },
) {
  const { profile, dataDir, assetsDir } = init;
  const random = (count: number) => randomBytes(count);
  const host = await createHost(profile, {
    clock: tools.clock,
    log: tools.log,
    random,
    dataDir,
    assetsDir,
    openDatabase: openSqlite,
    keys: machineKeys(dataDir, process.env.CREDENTIALS_DIRECTORY, random),
    openTransport,
    secrets: fileSecrets(profile.regions),
    fetch,
    restart: endForRestart,
  });
  if (!host.ok) return host;
  const { router, stop } = host.value;
  const audiences: readonly Audience[] = ['citizen'];
  return ok({ router, audiences, stop: () => stop() });
}
