import { readFile, stat } from 'node:fs/promises';
import type { SecretName, Secrets } from './adapter-kind.ts';
import type { ConnectionOverride } from './registry.ts';

/**
 * Reads each region's secrets from the files that the profile names, anew every time, so that a secret can be changed
 * while the machine runs. `secretFile` is the `client-secret`; the others stand in `secretFiles` by name. A file that others
 * may read (mode bits 077, not on Windows) counts as none.
 */
export function fileSecrets(profileRegions: Readonly<Record<string, ConnectionOverride>>): Secrets {
  return async (region, name) => {
    const file = fileOf(profileRegions[region], name);
    if (file === undefined) return null;
    try {
      const { mode } = await stat(file);
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) return null;
      const secret = (await readFile(file, 'utf8')).trim();
      return secret === '' ? null : secret;
    } catch {
      return null;
    }
  };
}

function fileOf(connection: ConnectionOverride | undefined, name: SecretName): string | undefined {
  return connection?.secretFiles?.[name] ?? (name === 'client-secret' ? connection?.secretFile : undefined);
}
