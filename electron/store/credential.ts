import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { err, ok, type RandomBytes } from '../core/index.ts';
import { CIPHERS, type Ciphers } from './ciphers.ts';
import { keyFile } from './key-file.ts';
import { type KeyProvider, parseKeys } from './keys.ts';

/** Name of the credential in the service's unit: `LoadCredentialEncrypted=tongban-keys`. */
export const CREDENTIAL = 'tongban-keys';

/**
 * Keys from a credential of systemd, which it unseals with the TPM and shows to this service alone (systemd.exec(5),
 * systemd-creds(1)). `folder` is `$CREDENTIALS_DIRECTORY`. Read only: a change of keys is made with `rotateKey` and
 * `keysText`, sealed again by `systemd-creds encrypt`, and read at the next start. Rights are not checked here, systemd
 * keeps them by an access list that the mode does not show.
 */
export function credentialKeys(folder: string, ciphers: Ciphers = CIPHERS): KeyProvider {
  const path = join(folder, CREDENTIAL);
  return {
    load() {
      let text: string;
      try {
        text = readFileSync(path, 'utf8');
      } catch {
        return err({
          message: `the credential ${CREDENTIAL} cannot be read: check LoadCredentialEncrypted= of the unit`,
        });
      }
      return parseKeys(text, `the credential ${CREDENTIAL}`, ciphers);
    },
    destroy: () =>
      ok({
        destroyed: false,
        note: `remove ${CREDENTIAL} from the credential store, then clear the TPM: only this destroys the keys`,
      }),
  };
}

/** The machine's keys: the credential where the service was given one, otherwise the key file in the data folder. */
export function machineKeys(
  dataDir: string,
  credentials: string | undefined,
  random: RandomBytes,
): KeyProvider {
  return credentials !== undefined && existsSync(join(credentials, CREDENTIAL))
    ? credentialKeys(credentials)
    : keyFile(join(dataDir, 'keys.json'), random);
}
