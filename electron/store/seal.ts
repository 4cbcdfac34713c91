import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { closeSync, fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { z } from 'zod';
import { err, ok, type RandomBytes, type Result } from '../core/index.ts';

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
  seal(plain: Uint8Array, context: SealContext): Sealed;
  /** An error when the key is not known or anything was changed; the sealed bytes stay as they are. */
  open(sealed: Sealed, context: SealContext): Result<Uint8Array, 'unknown-key' | 'not-authentic'>;
  /** Keyed HMAC-SHA-256 of a document number (32 bytes). */
  personHmac(number: string): Uint8Array;
}

const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface SealKeys {
  /** Id of the key that seals from now on. */
  readonly current: number;
  readonly keys: ReadonlyMap<number, Uint8Array>;
  readonly lookup: Uint8Array;
}

/** AES-256-GCM with a random 96-bit nonce: nonce ‖ tag ‖ ciphertext. AAD is `idem|kind|keyId|schema`. */
export function createSealer(keys: SealKeys, random: RandomBytes): Sealer {
  const aad = (context: SealContext, keyId: number) =>
    Buffer.from(`${context.idem}|${context.kind}|${keyId}|${context.schema}`);
  return {
    seal(plain, context) {
      const nonce = random(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', keys.keys.get(keys.current) as Uint8Array, nonce);
      cipher.setAAD(aad(context, keys.current));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { bytes: Buffer.concat([nonce, cipher.getAuthTag(), body]), keyId: keys.current };
    },
    open(sealed, context) {
      const key = keys.keys.get(sealed.keyId);
      if (!key) return err('unknown-key');
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, sealed.bytes.subarray(0, NONCE_BYTES));
        decipher.setAAD(aad(context, sealed.keyId));
        decipher.setAuthTag(sealed.bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
        return ok(
          Buffer.concat([decipher.update(sealed.bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]),
        );
      } catch {
        return err('not-authentic');
      }
    },
    personHmac: (number) => createHmac('sha256', keys.lookup).update(number).digest(),
  };
}

const key32 = z.string().regex(/^[0-9a-f]{64}$/);
const keyFileSchema = z.strictObject({
  current: z.number().int(),
  keys: z.record(z.string(), key32),
  lookup: key32,
});

/**
 * Reads the key file (mode 0600, owner only), making one at the first start. A broken file is an error, never replaced:
 * with it goes every sealed payload.
 */
export function loadKeyFile(path: string, random: RandomBytes): Result<SealKeys, { message: string }> {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as { code?: string }).code !== 'ENOENT')
      return err({ message: `the key file ${path} cannot be read: check its owner` });
    const hex = () => Buffer.from(random(32)).toString('hex');
    text = JSON.stringify({ current: 1, keys: { 1: hex() }, lookup: hex() });
    const file = openSync(path, 'wx', 0o600);
    writeSync(file, text);
    fsyncSync(file);
    closeSync(file);
  }
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const parsed = keyFileSchema.safeParse(json);
  if (!parsed.success || !(String(parsed.data.current) in parsed.data.keys)) {
    return err({
      message: `the key file ${path} is broken: restore it from its backup, sealed cases need it`,
    });
  }
  const keys = new Map(
    Object.entries(parsed.data.keys).map(([id, hex]) => [Number(id), Buffer.from(hex, 'hex')]),
  );
  return ok({ current: parsed.data.current, keys, lookup: Buffer.from(parsed.data.lookup, 'hex') });
}
