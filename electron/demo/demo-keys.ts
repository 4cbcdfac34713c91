import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { RandomBytes } from '../core/index.ts';
import { type KeyPair, type KeyRole, loadKeyPair, makeKeyPair, writeKeyPair } from '../sealed-file/index.ts';

/**
 * Keys of the demo's sealed packages. They are kept: a package that was sealed yesterday is opened by the desk of today.
 * Throws when a file is there and is no key.
 */
export function demoKeyPair<Role extends KeyRole>(
  folder: string,
  name: string,
  role: Role,
  random: RandomBytes,
): KeyPair<Role> {
  const file = join(folder, `${name}.pem`);
  if (!existsSync(file)) {
    const pair = makeKeyPair(role, random);
    const written = writeKeyPair(file, pair);
    if (!written.ok) throw new Error(`the demo's key ${name} cannot be written: ${written.error.message}`);
    return pair;
  }
  const loaded = loadKeyPair(file, role);
  if (!loaded.ok) throw new Error(`the demo's key ${name} cannot be read: ${loaded.error.message}`);
  return loaded.value;
}

export function pemOf(pair: KeyPair<KeyRole>): string {
  return pair.private.export({ format: 'pem', type: 'pkcs8' }) as string;
}
