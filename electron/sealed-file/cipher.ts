import {
  createCipheriv,
  createDecipheriv,
  createHash,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto';
import { KEY_INFO, TAG_BYTES } from './format.ts';

/** The file's key; `head` is everything before the first chunk. Throws when the shared secret is zero (a weak public key). */
export function fileKey(
  own: KeyObject,
  other: KeyObject,
  publicKeys: { readonly ephemeral: Uint8Array; readonly recipient: Uint8Array },
  head: Uint8Array,
): Uint8Array {
  const secret = diffieHellman({ privateKey: own, publicKey: other });
  const salt = Buffer.concat([publicKeys.ephemeral, publicKeys.recipient]);
  const info = Buffer.concat([KEY_INFO, createHash('sha256').update(head).digest()]);
  const key = new Uint8Array(hkdfSync('sha256', secret, salt, info, 32));
  secret.fill(0);
  return key;
}

function nonce(number: number, last: boolean): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUIntBE(number, 5, 6);
  bytes[11] = last ? 1 : 0;
  return bytes;
}

export function sealChunk(key: Uint8Array, number: number, last: boolean, plain: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce(number, last));
  return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

/** Null when it is not what was sealed in this place. */
export function openChunk(
  key: Uint8Array,
  number: number,
  last: boolean,
  sealed: Uint8Array,
): Uint8Array | null {
  try {
    const decipher = createDecipheriv('aes-256-gcm', key, nonce(number, last), { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]);
  } catch {
    return null;
  }
}
