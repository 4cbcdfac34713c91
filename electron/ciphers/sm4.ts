import { sm4 } from 'sm-crypto-v2';

/** Bytes of a key, of a block and of an initial vector. */
export const SM4_BYTES = 16;

/**
 * How blocks are chained. ECB shows equal blocks of a text as equal: only for a peer that speaks nothing else. The
 * initial vector of CBC is 16 bytes and never used twice with a key.
 */
export type Sm4Mode = { readonly mode: 'ecb' } | { readonly mode: 'cbc'; readonly iv: Uint8Array };

/** SM4 (GB/T 32907-2016) with PKCS #7 padding. Throws when key or vector is not 16 bytes. */
export function sm4Encrypt(key: Uint8Array, plain: Uint8Array, mode: Sm4Mode): Uint8Array {
  const fill = SM4_BYTES - (plain.length % SM4_BYTES);
  const padded = new Uint8Array(plain.length + fill).fill(fill, plain.length);
  padded.set(plain);
  return blocks('encrypt', key, padded, mode);
}

/** Null when the length or the padding is not that of a text encrypted with this key. Throws as `sm4Encrypt`. */
export function sm4Decrypt(key: Uint8Array, encrypted: Uint8Array, mode: Sm4Mode): Uint8Array | null {
  if (encrypted.length === 0 || encrypted.length % SM4_BYTES !== 0) return null;
  const padded = blocks('decrypt', key, encrypted, mode);
  const fill = padded[padded.length - 1] as number;
  if (fill < 1 || fill > SM4_BYTES) return null;
  return padded.subarray(-fill).every((byte) => byte === fill) ? padded.subarray(0, -fill) : null;
}

/** Whole blocks without padding: the library's own lets wrong padding and half blocks pass. */
export function sm4Blocks(
  direction: 'encrypt' | 'decrypt',
  key: Uint8Array,
  data: Uint8Array,
  mode: Sm4Mode,
): Uint8Array {
  if (data.length % SM4_BYTES !== 0) throw new Error('SM4 takes whole blocks');
  return blocks(direction, key, data, mode);
}

function blocks(
  direction: 'encrypt' | 'decrypt',
  key: Uint8Array,
  data: Uint8Array,
  mode: Sm4Mode,
): Uint8Array {
  if (key.length !== SM4_BYTES) throw new Error('an SM4 key is 16 bytes');
  if (mode.mode === 'cbc' && mode.iv.length !== SM4_BYTES) throw new Error('an SM4 vector is 16 bytes');
  const options =
    mode.mode === 'cbc'
      ? ({ mode: 'cbc', iv: mode.iv, padding: 'none', output: 'array' } as const)
      : ({ mode: 'ecb', padding: 'none', output: 'array' } as const);
  return sm4[direction](data, key, options);
}
