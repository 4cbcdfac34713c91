import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  getCiphers,
  getHashes,
  timingSafeEqual,
} from 'node:crypto';
import type { RandomBytes } from '../core/index.ts';

/** An authenticated cipher suite. One sealed form a suite; which suite a key is for stands in the key file. */
export interface Cipher {
  /** Length of its keys, in bytes. */
  readonly keyBytes: number;
  /** Takes a key up once for many uses: to do so takes longer than to seal a kilobyte. */
  withKey(key: Uint8Array): KeyedCipher;
}

/** A suite with one key. */
export interface KeyedCipher {
  seal(plain: Uint8Array, aad: Uint8Array, random: RandomBytes): Uint8Array;
  /** Null when anything differs from what was sealed. */
  open(sealed: Uint8Array, aad: Uint8Array): Uint8Array | null;
}

export const SUITES = ['aes-256-gcm', 'sm4-ctr-hmac-sm3'] as const;
export type Suite = (typeof SUITES)[number];

/** The suites that this runtime brings; null where it lacks the algorithms. */
export type Ciphers = Readonly<Record<Suite, Cipher | null>>;

const GCM_NONCE = 12;
const GCM_TAG = 16;

/** AES-256-GCM (NIST SP 800-38D) with a random 96-bit nonce: nonce ‖ tag ‖ ciphertext. */
export const aes256Gcm: Cipher = {
  keyBytes: 32,
  withKey(bytes) {
    const key = createSecretKey(bytes);
    return {
      seal(plain, aad, random) {
        const nonce = random(GCM_NONCE);
        const cipher = createCipheriv('aes-256-gcm', key, nonce);
        cipher.setAAD(aad);
        const body = cipher.update(plain);
        cipher.final();
        return Buffer.concat([nonce, cipher.getAuthTag(), body]);
      },
      open(sealed, aad) {
        try {
          const decipher = createDecipheriv('aes-256-gcm', key, sealed.subarray(0, GCM_NONCE), {
            authTagLength: GCM_TAG,
          });
          decipher.setAAD(aad);
          decipher.setAuthTag(sealed.subarray(GCM_NONCE, GCM_NONCE + GCM_TAG));
          const plain = decipher.update(sealed.subarray(GCM_NONCE + GCM_TAG));
          decipher.final();
          return plain;
        } catch {
          return null;
        }
      },
    };
  },
};

/** The two algorithms that the SM4 suite is put together from. */
export interface SmPrimitives {
  /** SM4 (GB/T 32907) in counter mode; the 16-byte `counter` is the first block. The same call opens. */
  sm4Ctr(key: Uint8Array, counter: Uint8Array, data: Uint8Array): Uint8Array;
  /** HMAC (GB/T 15852.2) over SM3 (GB/T 32905), 32 bytes, of the parts one after another. */
  hmacSm3(key: Uint8Array, parts: readonly Uint8Array[]): Uint8Array;
}

/** SM4 and SM3 as OpenSSL brings them, or null: Node has them, Electron's BoringSSL does not. */
export function opensslSm(
  ciphers: readonly string[] = getCiphers(),
  hashes: readonly string[] = getHashes(),
): SmPrimitives | null {
  if (!ciphers.includes('sm4-ctr') || !hashes.includes('sm3')) return null;
  return {
    sm4Ctr(key, counter, data) {
      const cipher = createCipheriv('sm4-ctr', key, counter);
      return Buffer.concat([cipher.update(data), cipher.final()]);
    },
    hmacSm3(key, parts) {
      const mac = createHmac('sm3', key);
      for (const part of parts) mac.update(part);
      return mac.digest();
    },
  };
}

const SM4_KEY = 16;
const COUNTER = 16;
const MAC = 32;

/**
 * SM4 for secrecy, HMAC-SM3 for integrity, encrypt then MAC: the pair that assessments of commercial cryptography
 * (商用密码应用安全性评估, GB/T 39786) ask for. Sealed form: counter ‖ MAC ‖ ciphertext, with a random 16-byte counter; the
 * key is SM4 key (16) ‖ MAC key (32). The MAC covers length of AAD (8 bytes, big endian) ‖ AAD ‖ counter ‖ ciphertext.
 */
export function sm4CtrHmacSm3(sm: SmPrimitives): Cipher {
  return {
    keyBytes: SM4_KEY + MAC,
    withKey(bytes) {
      // A copy of its own: the caller may wipe what it handed over.
      const key = Uint8Array.from(bytes);
      const secrecy = key.subarray(0, SM4_KEY);
      const integrity = key.subarray(SM4_KEY);
      const mac = (aad: Uint8Array, counter: Uint8Array, body: Uint8Array) => {
        const length = Buffer.alloc(8);
        length.writeBigUInt64BE(BigInt(aad.length));
        return sm.hmacSm3(integrity, [length, aad, counter, body]);
      };
      return {
        seal(plain, aad, random) {
          const counter = random(COUNTER);
          const body = sm.sm4Ctr(secrecy, counter, plain);
          return Buffer.concat([counter, mac(aad, counter, body), body]);
        },
        open(sealed, aad) {
          if (sealed.length < COUNTER + MAC) return null;
          const counter = sealed.subarray(0, COUNTER);
          const body = sealed.subarray(COUNTER + MAC);
          if (!timingSafeEqual(mac(aad, counter, body), sealed.subarray(COUNTER, COUNTER + MAC))) return null;
          return sm.sm4Ctr(secrecy, counter, body);
        },
      };
    },
  };
}

/** The suites over a runtime's own SM algorithms, or over a library's where the runtime has none. */
export function ciphersOf(sm: SmPrimitives | null): Ciphers {
  return { 'aes-256-gcm': aes256Gcm, 'sm4-ctr-hmac-sm3': sm && sm4CtrHmacSm3(sm) };
}

export const CIPHERS: Ciphers = ciphersOf(opensslSm());
