import * as ciphers from '../../../ciphers/index.ts';
import type { RandomBytes } from '../../../core/index.ts';
import type { TifGateOptions, TifGateSettings } from './tif-gate.ts';

/** How the demo's gateway wants to be spoken to; its region file says the same. */
export const TIF_SETTINGS: TifGateSettings = {
  headers: { prefix: 'x-tif', hash: 'sha256', hexCase: 'lower' },
  appCode: 'TONGBAN',
  version: '1.0.0',
  cipher: { mode: 'cbc', encoding: 'base64' },
  signature: { form: 'raw', encoding: 'hex', covers: 'encrypted' },
};

/** An account at a gateway that is played here: what the front keeps, and the machine's secrets by their names. */
export interface TifAccount extends Pick<TifGateOptions, 'account' | 'privateKey'> {
  readonly secrets: Readonly<Record<'gateway-token' | 'sm4-key' | 'sm2-private-key', string>>;
}

/** New keys for both sides. */
export function makeTifAccount(paasId: string, random: RandomBytes): TifAccount {
  const kiosk = ciphers.sm2KeyPair(random);
  const region = ciphers.sm2KeyPair(random);
  const sm4Key = random(16);
  const token = ciphers.hexOf(random(24));
  return {
    account: { paasId, token, sm4Key, publicKey: kiosk.publicKey },
    privateKey: region.privateKey,
    secrets: {
      'gateway-token': token,
      'sm4-key': ciphers.hexOf(sm4Key),
      'sm2-private-key': ciphers.hexOf(kiosk.privateKey),
    },
  };
}
