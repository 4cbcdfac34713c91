import { sm3 as sm3OfLibrary } from 'sm-crypto-v2';
import { bytesOfHex } from './bytes.ts';

/** Bytes of a digest. */
export const SM3_BYTES = 32;

/** SM3 digest, 32 bytes. GB/T 32905-2016 (GM/T 0004-2012). */
export function sm3(message: Uint8Array): Uint8Array {
  return bytesOfHex(sm3OfLibrary(message)) as Uint8Array;
}

/** HMAC (GB/T 15852.2, RFC 2104) over SM3, 32 bytes. */
export function hmacSm3(key: Uint8Array, message: Uint8Array): Uint8Array {
  // The library takes an empty key for a forgotten one. HMAC fills a short key up with zeros anyway.
  const filled = key.length === 0 ? new Uint8Array(1) : key;
  return bytesOfHex(sm3OfLibrary(message, { key: filled })) as Uint8Array;
}
