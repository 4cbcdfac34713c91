import { createHash, hkdfSync } from 'node:crypto';
import { z } from 'zod';
import { err, ok, type RandomBytes, type Result } from '../core/index.ts';
import { aes256Gcm, CIPHERS, type Ciphers, type Suite } from './ciphers.ts';

export interface SealKey {
  readonly suite: Suite;
  readonly bytes: Uint8Array;
}

/** The keys of one machine. */
export interface SealKeys {
  /** Id of the key that seals from now on. */
  readonly current: number;
  readonly keys: ReadonlyMap<number, SealKey>;
  /** Key under which people are looked up; it stays when the others change. 32 bytes. */
  readonly lookup: Uint8Array;
}

type Failure = { readonly message: string };

/** What became of the keys at the end of a machine's service. */
export interface KeysDestroyed {
  /** False when the place is not ours to destroy: `note` then says what a person has to do. */
  readonly destroyed: boolean;
  readonly note: string;
}

/**
 * Where the keys come from: a file (key-file.ts), a credential of systemd (credential.ts), or a hardware module.
 *
 * A module that hands keys out after unwrapping them (TPM, HSM, 密码卡 by GM/T 0018) implements this port: `load` reads the
 * wrapped key text from its place, has the module unwrap it and gives it to `parseKeys`. A module that never hands a key
 * out implements `Sealer` instead and takes the place of `createSealer`.
 */
export interface KeyProvider {
  /**
   * Reads the keys. With `mayCreate` a place that has none yet makes them: pass it only while nothing sealed is kept,
   * for new keys open nothing old. The error is one line that says what to do.
   */
  load(mayCreate: boolean): Result<SealKeys, Failure>;
  /** Destroys every key, for good. */
  destroy(): Result<KeysDestroyed, Failure>;
}

const id = z.string().regex(/^[1-9]\d{0,8}$/);
const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));
/** A key of AES-256-GCM is bare hex: so programs before the second suite read it, too. */
const keyText = z.union([
  hex(aes256Gcm.keyBytes),
  z.strictObject({ suite: z.literal('sm4-ctr-hmac-sm3'), key: hex(48) }),
]);
const textSchema = z.strictObject({
  current: z.number().int(),
  keys: z.record(id, keyText),
  lookup: hex(32),
});

/** Bytes of a key of each suite. */
const KEY_BYTES: Readonly<Record<Suite, number>> = { 'aes-256-gcm': 32, 'sm4-ctr-hmac-sm3': 48 };

/** Reads the key text (JSON); `where` names its place in the error. */
export function parseKeys(
  text: string,
  where: string,
  ciphers: Ciphers = CIPHERS,
): Result<SealKeys, Failure> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    json = null;
  }
  const parsed = textSchema.safeParse(json);
  if (!parsed.success || !(String(parsed.data.current) in parsed.data.keys))
    return err({ message: `${where} is broken: restore it from its backup, sealed cases need it` });
  const keys = new Map<number, SealKey>();
  for (const [keyId, one] of Object.entries(parsed.data.keys)) {
    const { suite, key } = typeof one === 'string' ? { suite: 'aes-256-gcm' as const, key: one } : one;
    if (!ciphers[suite])
      return err({
        message: `${where} holds a key for ${suite}, which this runtime lacks: start it under Node`,
      });
    keys.set(Number(keyId), { suite, bytes: Buffer.from(key, 'hex') });
  }
  return ok({ current: parsed.data.current, keys, lookup: Buffer.from(parsed.data.lookup, 'hex') });
}

/** The key text (JSON) of these keys: as secret as the keys. */
export function keysText(keys: SealKeys): string {
  const text = ({ suite, bytes }: SealKey) => {
    const key = Buffer.from(bytes).toString('hex');
    return suite === 'aes-256-gcm' ? key : { suite, key };
  };
  return JSON.stringify({
    current: keys.current,
    keys: Object.fromEntries([...keys.keys].map(([keyId, key]) => [keyId, text(key)])),
    lookup: Buffer.from(keys.lookup).toString('hex'),
  });
}

/** The first keys of a machine. */
export function newKeys(suite: Suite, random: RandomBytes): SealKeys {
  return {
    current: 1,
    keys: new Map([[1, { suite, bytes: random(KEY_BYTES[suite]) }]]),
    lookup: random(32),
  };
}

/** Key rotation: a new current key, of any suite; the old ones go on opening what they sealed. */
export function rotateKey(keys: SealKeys, suite: Suite, random: RandomBytes): SealKeys {
  const next = Math.max(...keys.keys.keys()) + 1;
  return {
    ...keys,
    current: next,
    keys: new Map([...keys.keys, [next, { suite, bytes: random(KEY_BYTES[suite]) }]]),
  };
}

/** The keys without one that nothing is sealed with any more (`keysInUse`). */
export function withoutKey(
  keys: SealKeys,
  keyId: number,
  inUse: ReadonlyMap<number, number>,
): Result<SealKeys, Failure> {
  const rows = inUse.get(keyId) ?? 0;
  if (!keys.keys.has(keyId)) return err({ message: `there is no key ${keyId}` });
  if (keyId === keys.current) return err({ message: `key ${keyId} is the current one: rotate first` });
  if (rows > 0) return err({ message: `key ${keyId} still seals ${rows} rows: reseal them first` });
  return ok({ ...keys, keys: new Map([...keys.keys].filter(([other]) => other !== keyId)) });
}

/** What tells one key from another without giving it away: SHA-256 of its bytes, hex. Keys are random, so it cannot be guessed back. */
export function keyFingerprint(key: SealKey): string {
  return createHash('sha256').update(key.suite).update(key.bytes).digest('hex');
}

/** Uses of a machine's secret beside sealing: its signature under verification texts. */
export type SecretUse = 'text signature' | 'drafts';

/**
 * A secret of this machine for another use than sealing, 32 bytes: HKDF-SHA-256 (RFC 5869) of the lookup key, which stays
 * when the sealing keys change. So it is kept, moved to a replacement machine and destroyed with the keys, wherever they
 * come from. `use` keeps one secret apart from another.
 */
export function machineSecret(keys: SealKeys, use: SecretUse): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', keys.lookup, '', `tongban machine secret 1 ${use}`, 32));
}

/** The suite of the key that seals from now on. */
export function currentSuite({ keys, current }: SealKeys): Suite {
  return keys.get(current)?.suite ?? 'aes-256-gcm';
}
