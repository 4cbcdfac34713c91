import { join } from 'node:path';
import type { Clock, RandomBytes } from './core/index.ts';
import { type DraftShelf, draftShelf } from './drafts/index.ts';
import { CIPHERS, type Cipher, currentSuite, machineSecret, type SealKeys } from './store/index.ts';

/** Drafts beside the database, under the suite that seals here. The keys were refused when their suite is not there. */
export function createDrafts(
  keys: SealKeys,
  { clock, dataDir, random }: { clock: Clock; dataDir: string; random: RandomBytes },
): DraftShelf {
  return draftShelf({
    folder: join(dataDir, 'drafts'),
    secret: machineSecret(keys, 'drafts'),
    cipher: CIPHERS[currentSuite(keys)] as Cipher,
    clock,
    random,
  });
}
