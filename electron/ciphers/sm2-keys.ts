import { sm2 } from 'sm-crypto-v2';
import type { RandomBytes } from '../core/index.ts';
import { bytesOfHex, hexOf } from './bytes.ts';

/** Order of the curve's group less one, GB/T 32918.5-2017. */
const ORDER_LESS_ONE = 'fffffffeffffffffffffffffffffffff7203df6b21c6052b53bbf40939d54122';

/** A draw fails once in 2^32. So many in a row say that the source is broken. */
const DRAWS = 8;

/** A random number from 1 to n − 2 in 32 bytes, which is what a private key and a signature's k are. */
export function sm2Scalar(random: RandomBytes): Uint8Array {
  for (let i = 0; i < DRAWS; i++) {
    const bytes = random(32);
    if (isScalar(bytes)) return bytes;
  }
  throw new Error('the source of random bytes is broken');
}

/** A new key pair: 32 bytes, and 65 bytes (04 ‖ x ‖ y). */
export function sm2KeyPair(random: RandomBytes): {
  readonly privateKey: Uint8Array;
  readonly publicKey: Uint8Array;
} {
  const privateKey = sm2Scalar(random);
  return { privateKey, publicKey: sm2PublicKeyOf(privateKey) };
}

/** The public key of a private one. Throws when it is none. */
export function sm2PublicKeyOf(privateKey: Uint8Array): Uint8Array {
  if (!isScalar(privateKey)) throw new Error('not an SM2 private key');
  return bytesOfHex(sm2.getPublicKeyFromPrivateKey(hexOf(privateKey))) as Uint8Array;
}

/** Null unless the text is 64 hexadecimal digits of a private key. */
export function sm2PrivateKeyOfHex(text: string): Uint8Array | null {
  const bytes = bytesOfHex(text);
  return bytes && isScalar(bytes) ? bytes : null;
}

/**
 * Null unless the text is a public key in hexadecimal: 130 digits beginning with 04, the same 128 without it, or 66 of a
 * compressed one. The answer is always 65 bytes, a point of the curve.
 */
export function sm2PublicKeyOfHex(text: string): Uint8Array | null {
  const bytes = bytesOfHex(text.length === 128 ? `04${text}` : text);
  if (bytes?.length === 33) return uncompressed(bytes);
  if (bytes?.length !== 65) return null;
  try {
    return sm2.verifyPublicKey(hexOf(bytes)) ? bytes : null;
  } catch {
    return null;
  }
}

/** Once the point is the point: the library's way to its long form. */
function uncompressed(point: Uint8Array): Uint8Array | null {
  const once = new Uint8Array(32);
  once[31] = 1;
  try {
    return sm2.ecdh(once, point, false);
  } catch {
    return null;
  }
}

function isScalar(bytes: Uint8Array): boolean {
  if (bytes.length !== 32) return false;
  const hex = hexOf(bytes);
  return /[^0]/.test(hex) && hex < ORDER_LESS_ONE;
}
