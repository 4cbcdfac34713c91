import { kdf, sm2 } from 'sm-crypto-v2';
import type { RandomBytes } from '../core/index.ts';
import { hexOf, joined } from './bytes.ts';
import { sm2PublicKeyOf, sm2Scalar } from './sm2-keys.ts';
import { sm3 } from './sm3.ts';

/** Order of point (C1), text (C2) and digest (C3): the standard's C1C3C2, or C1C2C3 of systems older than 2012. */
export type Sm2CipherOrder = 'c1c3c2' | 'c1c2c3';

const POINT = 65;
const DIGEST = 32;

/**
 * SM2 encryption, GB/T 32918.4-2016 (GM/T 0003.4). `publicKey` is 65 bytes; the point of the answer begins with 04. Throws
 * when the key is no point of the curve.
 */
export function sm2Encrypt(
  publicKey: Uint8Array,
  plain: Uint8Array,
  random: RandomBytes,
  order: Sm2CipherOrder,
): Uint8Array {
  for (;;) {
    const k = sm2Scalar(random);
    const shared = sm2.ecdh(k, publicKey, false).subarray(1);
    const mask = kdf(shared, plain.length);
    // The standard's step A5: a mask of zeros would leave a short text as it is.
    if (plain.length > 0 && mask.every((byte) => byte === 0)) continue;
    const c1 = sm2PublicKeyOf(k);
    const c2 = plain.map((byte, i) => byte ^ (mask[i] as number));
    const c3 = sm3(joined(shared.subarray(0, 32), plain, shared.subarray(32)));
    return order === 'c1c3c2' ? joined(c1, c3, c2) : joined(c1, c2, c3);
  }
}

/** Null when the bytes were not encrypted for this key, in this order, or were changed since. */
export function sm2Decrypt(
  privateKey: Uint8Array,
  encrypted: Uint8Array,
  order: Sm2CipherOrder,
): Uint8Array | null {
  if (encrypted.length < POINT + DIGEST || encrypted[0] !== 4) return null;
  try {
    // The library takes the point without its 04. For a wrong digest it answers with an empty list, not with bytes.
    const opened: unknown = sm2.doDecrypt(
      hexOf(encrypted.subarray(1)),
      hexOf(privateKey),
      order === 'c1c3c2' ? 1 : 0,
      { output: 'array' },
    );
    return opened instanceof Uint8Array ? opened : null;
  } catch {
    return null;
  }
}
