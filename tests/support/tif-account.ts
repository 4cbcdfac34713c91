import { createHash } from 'node:crypto';
import type { TifGateOptions, TifGateSettings } from '../../electron/demo/sandbox-region/fronts/tif-gate.ts';
import { ciphers } from '../../electron/regions/index.ts';

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

const random = seededRandom('tif-account');
const kiosk = ciphers.sm2KeyPair(random);
const region = ciphers.sm2KeyPair(random);

export const TIF_SECRETS = {
  'gateway-token': 'canary-gateway-token',
  'sm4-key': ciphers.hexOf(random(16)),
  'sm2-private-key': ciphers.hexOf(kiosk.privateKey),
} as const;

export const TIF_SETTINGS: TifGateSettings = {
  headers: { prefix: 'x-tif', hash: 'sha256', hexCase: 'lower' },
  appCode: 'TONGBAN',
  version: '1.0.0',
  cipher: { mode: 'cbc', encoding: 'base64' },
  signature: { form: 'raw', encoding: 'hex', covers: 'encrypted' },
};

/** The keys of the gateway's side. */
export const TIF_GATE: Pick<TifGateOptions, 'account' | 'privateKey'> = {
  account: {
    paasId: 'test-kiosk',
    token: TIF_SECRETS['gateway-token'],
    sm4Key: ciphers.bytesOfHex(TIF_SECRETS['sm4-key']) as Uint8Array,
    publicKey: kiosk.publicKey,
  },
  privateKey: region.privateKey,
};

/** The keys that a region file of kind `tif-gateway` has beside the exchange's. */
export function tifConfig(endpoint: string, settings: TifGateSettings = TIF_SETTINGS) {
  return {
    kind: 'tif-gateway' as const,
    endpoint,
    clientId: TIF_GATE.account.paasId,
    ...settings,
    regionPublicKey: ciphers.hexOf(region.publicKey),
  };
}
