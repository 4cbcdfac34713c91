import { createHash, createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { closeSync, fstatSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { err, ok, type RandomBytes, type Result } from '../core/index.ts';

/** A sender signs (Ed25519), a recipient decrypts (X25519). A party that does both has two pairs. */
export type KeyRole = 'sender' | 'recipient';

export interface PublicKey<Role extends KeyRole> {
  readonly role: Role;
  /** SHA-256 of the raw key, lower-case hex. */
  readonly id: string;
  /** 32 bytes. */
  readonly raw: Uint8Array;
  readonly key: KeyObject;
}

export interface KeyPair<Role extends KeyRole> {
  readonly public: PublicKey<Role>;
  readonly private: KeyObject;
}

type Failure = { readonly message: string };

const KEY_TYPE = { sender: 'ed25519', recipient: 'x25519' } as const satisfies Record<KeyRole, string>;
/** What stands before the 32 raw bytes in PKCS #8 and in SPKI (RFC 8410). */
const DER = {
  sender: { private: '302e020100300506032b657004220420', public: '302a300506032b6570032100' },
  recipient: { private: '302e020100300506032b656e04220420', public: '302a300506032b656e032100' },
} as const satisfies Record<KeyRole, { private: string; public: string }>;

export function makeKeyPair<Role extends KeyRole>(role: Role, random: RandomBytes): KeyPair<Role> {
  const der = Buffer.concat([Buffer.from(DER[role].private, 'hex'), random(32)]);
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  der.fill(0);
  return pairOf(role, key);
}

/** The public key whose 32 raw bytes these are. */
export function publicKeyOf<Role extends KeyRole>(role: Role, raw: Uint8Array): PublicKey<Role> {
  const der = Buffer.concat([Buffer.from(DER[role].public, 'hex'), raw]);
  return publicPart(role, createPublicKey({ key: der, format: 'der', type: 'spki' }));
}

/**
 * Writes a pair as PEM: the private key (PKCS #8) to `path` with mode 0600, the public one (SPKI) to `path` with `.pub`
 * before its ending. A file that is there is never written over.
 */
export function writeKeyPair(path: string, pair: KeyPair<KeyRole>): Result<{ publicPath: string }, Failure> {
  const publicPath = path.replace(/(\.pem)?$/, '.pub.pem');
  const written: string[] = [];
  try {
    for (const [at, mode, pem] of [
      [path, 0o600, pair.private.export({ format: 'pem', type: 'pkcs8' })],
      [publicPath, 0o644, pair.public.key.export({ format: 'pem', type: 'spki' })],
    ] as const) {
      const file = openSync(at, 'wx', mode);
      written.push(at);
      try {
        writeSync(file, pem as string);
        fsyncSync(file);
      } finally {
        closeSync(file);
      }
    }
  } catch (error) {
    for (const at of written) rmSync(at, { force: true });
    const { code } = error as { code?: string };
    return err({
      message:
        code === 'EEXIST'
          ? `${written.length === 0 ? path : publicPath} is there already: a key is never written over, take another name`
          : `the key ${path} cannot be written (${code})`,
    });
  }
  return ok({ publicPath });
}

/** Reads a private key from PEM. Refused when others than the owner may read the file. */
export function loadKeyPair<Role extends KeyRole>(path: string, role: Role): Result<KeyPair<Role>, Failure> {
  const text = read(path);
  if (!text.ok) return text;
  if (text.value.shared)
    return err({ message: `the private key ${path} is open to others: run chmod 600 on it` });
  let key: KeyObject;
  try {
    key = createPrivateKey(text.value.pem);
  } catch {
    return err({ message: `${path} holds no private key in PEM without a passphrase` });
  }
  return key.asymmetricKeyType === KEY_TYPE[role] ? ok(pairOf(role, key)) : err(wrongType(path, role, key));
}

/** The pair of a private key in PEM (PKCS #8); null when the text holds none for this role. */
export function keyPairOfPem<Role extends KeyRole>(pem: string, role: Role): KeyPair<Role> | null {
  try {
    const key = createPrivateKey(pem);
    return key.asymmetricKeyType === KEY_TYPE[role] ? pairOf(role, key) : null;
  } catch {
    return null;
  }
}

/** Reads a public key from PEM. */
export function loadPublicKey<Role extends KeyRole>(
  path: string,
  role: Role,
): Result<PublicKey<Role>, Failure> {
  const text = read(path);
  if (!text.ok) return text;
  // Node would take the public part out of it; that a private key was handed round should be noticed.
  if (text.value.pem.includes('PRIVATE KEY'))
    return err({
      message: `${path} is a private key: take the public one, and let nobody else have this one`,
    });
  let key: KeyObject;
  try {
    key = createPublicKey(text.value.pem);
  } catch {
    return err({ message: `${path} holds no public key in PEM` });
  }
  return key.asymmetricKeyType === KEY_TYPE[role]
    ? ok(publicPart(role, key))
    : err(wrongType(path, role, key));
}

function read(path: string): Result<{ pem: string; shared: boolean }, Failure> {
  try {
    const file = openSync(path, 'r');
    try {
      // Windows tells no such rights apart.
      const shared = process.platform !== 'win32' && (fstatSync(file).mode & 0o077) !== 0;
      return ok({ pem: readFileSync(file, 'utf8'), shared });
    } finally {
      closeSync(file);
    }
  } catch (error) {
    return err({ message: `the key ${path} cannot be read (${(error as { code?: string }).code})` });
  }
}

function wrongType(path: string, role: KeyRole, key: KeyObject): Failure {
  return {
    message: `${path} is a key for ${key.asymmetricKeyType}; a ${role} has one for ${KEY_TYPE[role]}`,
  };
}

function pairOf<Role extends KeyRole>(role: Role, key: KeyObject): KeyPair<Role> {
  return { public: publicPart(role, createPublicKey(key)), private: key };
}

function publicPart<Role extends KeyRole>(role: Role, key: KeyObject): PublicKey<Role> {
  const raw = key.export({ format: 'der', type: 'spki' }).subarray(-32);
  return { role, id: createHash('sha256').update(raw).digest('hex'), raw, key };
}
