import { closeSync, fstatSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { err, ok, type RandomBytes, type Result } from '../core/index.ts';
import { CIPHERS, type Ciphers, type Suite } from './ciphers.ts';
import { overwrite, syncFolder, writeWhole } from './files.ts';
import { type KeyProvider, keysText, newKeys, parseKeys, type SealKeys } from './keys.ts';

type Failure = { readonly message: string };

/** Rights of group and others. */
const SHARED = 0o077;

export interface KeyFile extends KeyProvider {
  /** Replaces the keys by changed ones (`rotateKey`, `withoutKey`), whole or not at all, and overwrites the old file's bytes. */
  replace(keys: SealKeys): void;
}

/**
 * Keys in a file that its owner alone may read (mode 0600; else it is refused), made at the first start. A broken file is
 * an error and never replaced: with it goes every sealed payload. `suite` is what the first key is made for.
 */
export function keyFile(
  path: string,
  random: RandomBytes,
  suite: Suite = 'aes-256-gcm',
  ciphers: Ciphers = CIPHERS,
): KeyFile {
  return {
    load(mayCreate) {
      const text = read(path);
      if (!text.ok) return text;
      if (text.value !== null) return parseKeys(text.value, `the key file ${path}`, ciphers);
      if (!mayCreate)
        return err({
          message: `the key file ${path} is missing and sealed cases need it: restore it from its backup`,
        });
      if (!ciphers[suite]) return err({ message: `this runtime lacks ${suite}: start it under Node` });
      const keys = newKeys(suite, random);
      try {
        writeWhole(path, keysText(keys));
      } catch {
        return err({
          message: `the key file ${path} cannot be written: check the folder's owner and its space`,
        });
      }
      return ok(keys);
    },
    replace(keys) {
      const old = openSync(path, 'r+');
      try {
        writeWhole(path, keysText(keys));
        overwrite(old);
      } finally {
        closeSync(old);
      }
    },
    destroy() {
      let file: number;
      try {
        file = openSync(path, 'r+');
      } catch {
        return err({ message: `the key file ${path} cannot be opened for destruction: check its owner` });
      }
      try {
        overwrite(file);
      } finally {
        closeSync(file);
      }
      rmSync(path);
      syncFolder(dirname(path));
      return ok({ destroyed: true, note: 'key file overwritten, synced and removed' });
    },
  };
}

/** The file's text, null when there is none. */
function read(path: string): Result<string | null, Failure> {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOENT') return ok(null);
    return err({ message: `the key file ${path} cannot be read: check its owner` });
  }
  try {
    // Windows tells no such rights apart; there the data folder's access list does it.
    if (process.platform !== 'win32' && (fstatSync(file).mode & SHARED) !== 0)
      return err({
        message: `the key file ${path} is open to others: run chmod 600 on it, then rotate the key`,
      });
    return ok(readFileSync(file, 'utf8'));
  } catch {
    return err({ message: `the key file ${path} cannot be read: check its owner` });
  } finally {
    closeSync(file);
  }
}
