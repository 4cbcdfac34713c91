import { createHash, createPublicKey, hkdfSync, type KeyObject, sign, verify } from 'node:crypto';
import { sm2KeyPair, sm2PublicKeyOfHex, sm2Signer, sm2Verifier } from '../../ciphers/index.ts';
import { err, ok, type Result } from '../../core/index.ts';
import { makeKeyPair } from '../../sealed-file/index.ts';

/** Ed25519 (RFC 8032), or SM2 over SM3 (GB/T 32918.2, r ‖ s) where the machine runs the SM suite. 64 bytes either way. */
export type SignatureMethod = 'Ed25519' | 'SM2';

/** What others need to check a machine's signatures. */
export interface MachineKey {
  readonly method: SignatureMethod;
  /** SHA-256 of the raw public key (32 bytes, or 65 of SM2: 04 ‖ x ‖ y), lower-case hex. */
  readonly id: string;
  /** SubjectPublicKeyInfo in PEM. */
  readonly pem: string;
  /** Whether `signature` is this key's. Never throws. */
  verifies(message: Uint8Array, signature: Uint8Array): boolean;
}

/** Signs what the machine says. The same message gives the same signature. */
export interface MachineSigner extends MachineKey {
  sign(message: Uint8Array): Uint8Array;
}

/** SubjectPublicKeyInfo of an SM2 key before its point (GM/T 0006): id-ecPublicKey, curve 1.2.156.10197.1.301. */
const SM2_SPKI = Buffer.from('3059301306072a8648ce3d020106082a811ccf5501822d034200', 'hex');
const ED25519_SPKI = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * The signing key of a machine. It is made from a secret of the machine's (`machineSecret` of the store), so that it is
 * kept, moved and destroyed with its other keys and is the same after every start. `secret`: 32 bytes.
 */
export function machineSigner(secret: Uint8Array, method: SignatureMethod): MachineSigner {
  return method === 'SM2' ? sm2Machine(secret) : ed25519Machine(secret);
}

function ed25519Machine(secret: Uint8Array): MachineSigner {
  const pair = makeKeyPair('sender', () => derived(secret, 'Ed25519'));
  return { ...ed25519Key(pair.public.key), sign: (message) => sign(null, message, pair.private) };
}

function sm2Machine(secret: Uint8Array): MachineSigner {
  let draws = 0;
  const { privateKey, publicKey } = sm2KeyPair(() => derived(secret, `SM2 ${draws++}`));
  return {
    ...sm2Key(publicKey),
    sign: (message) => {
      let points = 0;
      // The number that must never repeat comes from the secret and the message: no source of random bytes can betray the key.
      const nonce = () =>
        derived(secret, `SM2 nonce ${points++} ${createHash('sha256').update(message).digest('hex')}`);
      return sm2Signer(privateKey, nonce, { form: 'raw' })(message);
    },
  };
}

/** HKDF-SHA-256 (RFC 5869), 32 bytes. */
function derived(secret: Uint8Array, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', `tongban machine signature 1 ${use}`, 32));
}

/** A machine's public key in PEM, as `npm run documents -- key` prints it. */
export function machineKeyOfPem(pem: string): Result<MachineKey, { readonly message: string }> {
  if (pem.includes('PRIVATE KEY'))
    return err({ message: 'it is a private key: take the public one, and let nobody else have this one' });
  const base64 = /-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----/.exec(pem)?.[1];
  const der = Buffer.from(base64 ?? '', 'base64');
  const point = der.subarray(SM2_SPKI.length);
  if (der.subarray(0, SM2_SPKI.length).equals(SM2_SPKI)) {
    const key = sm2PublicKeyOfHex(point.toString('hex'));
    return key ? ok(sm2Key(key)) : err({ message: 'its SM2 key is no point of the curve' });
  }
  if (der.length === ED25519_SPKI.length + 32 && der.subarray(0, ED25519_SPKI.length).equals(ED25519_SPKI))
    return ok(ed25519Key(createPublicKey({ key: der, format: 'der', type: 'spki' })));
  return err({ message: 'there is no public key for Ed25519 or SM2 in PEM in it' });
}

function ed25519Key(key: KeyObject): MachineKey {
  const raw = key.export({ format: 'der', type: 'spki' }).subarray(-32);
  return {
    method: 'Ed25519',
    id: idOf(raw),
    pem: key.export({ format: 'pem', type: 'spki' }) as string,
    verifies: (message, signature) => signature.length === 64 && verify(null, message, key, signature),
  };
}

function sm2Key(point: Uint8Array): MachineKey {
  const base64 = Buffer.concat([SM2_SPKI, point]).toString('base64');
  return {
    method: 'SM2',
    id: idOf(point),
    pem: `-----BEGIN PUBLIC KEY-----\n${base64.replace(/.{64}/g, '$&\n')}\n-----END PUBLIC KEY-----\n`,
    verifies: sm2Verifier(point, { form: 'raw' }),
  };
}

function idOf(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('hex');
}
