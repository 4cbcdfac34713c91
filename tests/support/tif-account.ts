import { createHash } from 'node:crypto';
import * as ciphers from '../../electron/ciphers/index.ts';
import {
  makeTifAccount,
  TIF_SETTINGS,
  type TifGateSettings,
} from '../../electron/demo/sandbox-region/index.ts';

export { TIF_SETTINGS };

/** Repeatable bytes that pass for random: a chain of hashes. */
export function seededRandom(seed: string) {
  let count = 0;
  return (length: number) => {
    const parts: Buffer[] = [];
    for (let size = 0; size < length; size += 32)
      parts.push(createHash('sha256').update(`${seed}:${count++}`).digest());
    return new Uint8Array(Buffer.concat(parts).subarray(0, length));
  };
}

const made = makeTifAccount('test-kiosk', seededRandom('tif-account'));

export const TIF_SECRETS = made.secrets;
/** The keys of the gateway's side. */
export const TIF_GATE = { account: made.account, privateKey: made.privateKey };

/** The keys that a region file of kind `tif-gateway` has beside the exchange's. */
export function tifConfig(endpoint: string, settings: TifGateSettings = TIF_SETTINGS) {
  return {
    kind: 'tif-gateway' as const,
    endpoint,
    clientId: made.account.paasId,
    ...settings,
    regionPublicKey: ciphers.hexOf(ciphers.sm2PublicKeyOf(made.privateKey)),
  };
}
