import { createHmac, createSecretKey } from 'node:crypto';
import { err, ok, type RandomBytes, type Result } from '../core/index.ts';
import { CIPHERS, type Ciphers, type KeyedCipher } from './ciphers.ts';
import type { SealKeys } from './keys.ts';

/** What a sealed payload is bound to; unsealing with anything else fails. */
export interface SealContext {
  readonly idem: string;
  readonly kind: string;
  readonly schema: number;
}

export interface Sealed {
  readonly bytes: Uint8Array;
  readonly keyId: number;
}

/** Encrypts personal payloads at rest and finds people without storing their numbers. */
export interface Sealer {
  /** Id of the key that seals. */
  readonly currentKey: number;
  seal(plain: Uint8Array, context: SealContext): Sealed;
  /** An error when the key is not known or anything was changed; the sealed bytes stay as they are. */
  open(sealed: Sealed, context: SealContext): Result<Uint8Array, 'unknown-key' | 'not-authentic'>;
  /** Keyed HMAC-SHA-256 of a document number (32 bytes). */
  personHmac(number: string): Uint8Array;
}

/** Each payload under its key's own suite. AAD is `idem|kind|keyId|schema`. Throws when the current key cannot be used. */
export function createSealer(keys: SealKeys, random: RandomBytes, ciphers: Ciphers = CIPHERS): Sealer {
  const aad = (context: SealContext, keyId: number) =>
    Buffer.from(`${context.idem}|${context.kind}|${keyId}|${context.schema}`);
  const taken = new Map<number, KeyedCipher | null>();
  const usable = (keyId: number) => {
    let cipher = taken.get(keyId);
    if (cipher === undefined) {
      const key = keys.keys.get(keyId);
      cipher = (key && ciphers[key.suite]?.withKey(key.bytes)) ?? null;
      taken.set(keyId, cipher);
    }
    return cipher;
  };
  const current = usable(keys.current);
  if (!current) throw new Error(`key ${keys.current} cannot be used here`);
  const lookup = createSecretKey(keys.lookup);
  return {
    currentKey: keys.current,
    seal: (plain, context) => ({
      bytes: current.seal(plain, aad(context, keys.current), random),
      keyId: keys.current,
    }),
    open(sealed, context) {
      const cipher = usable(sealed.keyId);
      if (!cipher) return err('unknown-key');
      const plain = cipher.open(sealed.bytes, aad(context, sealed.keyId));
      return plain ? ok(plain) : err('not-authentic');
    },
    personHmac: (number) => createHmac('sha256', lookup).update(number).digest(),
  };
}
