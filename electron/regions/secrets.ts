import { readFile, stat } from 'node:fs/promises';
import type { Secrets } from './adapter-kind.ts';
import type { ConnectionOverride } from './registry.ts';

/**
 * Reads each region's secret from the file that the profile names, anew every time, so that a secret can be changed
 * while the machine runs. A file that others may read (mode bits 077, not on Windows) counts as none.
 */
export function fileSecrets(profileRegions: Readonly<Record<string, ConnectionOverride>>): Secrets {
  return async (region) => {
    const file = profileRegions[region]?.secretFile;
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
