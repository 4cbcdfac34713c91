import type { RandomBytes } from '../../../core/index.ts';
import { type KeyPair, makeKeyPair, type PublicKey } from '../../../sealed-file/index.ts';

/** An account on a box that is played here: both sides' keys, and the machine's secrets by their names. */
export interface FileAccount {
  readonly user: string;
  /** Machine code of the kiosk. */
  readonly sender: string;
  readonly secrets: Readonly<Record<'ssh-key' | 'password' | 'seal-key' | 'opening-key', string>>;
  /** As it stands in `authorized_keys`. */
  readonly authorizedKey: string;
  readonly kiosk: { readonly sign: PublicKey<'sender'>; readonly seal: PublicKey<'recipient'> };
  readonly region: { readonly sign: KeyPair<'sender'>; readonly seal: KeyPair<'recipient'> };
  /** Private key of the box, OpenSSH format. */
  readonly hostKey: string;
}

/** Tries until a made key can be read again. One in about 250 of the library's Ed25519 keys cannot. */
const KEY_TRIES = 20;

/** New keys for everybody. */
export async function makeFileAccount(sender: string, random: RandomBytes): Promise<FileAccount> {
  const sign = makeKeyPair('sender', random);
  const opening = makeKeyPair('recipient', random);
  const [own, host] = [await sshKeyPair(), await sshKeyPair()];
  return {
    user: 'kiosk',
    sender,
    secrets: {
      'ssh-key': own.private,
      password: Buffer.from(random(18)).toString('base64url'),
      'seal-key': pemOf(sign),
      'opening-key': pemOf(opening),
    },
    authorizedKey: own.public,
    kiosk: { sign: sign.public, seal: opening.public },
    region: { sign: makeKeyPair('sender', random), seal: makeKeyPair('recipient', random) },
    hostKey: host.private,
  };
}

/** An Ed25519 key pair for SSH, in OpenSSH's format. Throws when none can be made. */
export async function sshKeyPair(): Promise<{ readonly private: string; readonly public: string }> {
  const { default: ssh2 } = await import('ssh2');
  for (let i = 0; i < KEY_TRIES; i++) {
    const pair = ssh2.utils.generateKeyPairSync('ed25519');
    const read = ssh2.utils.parseKey(pair.private);
    const open = ssh2.utils.parseKey(pair.public);
    if (read instanceof Error || open instanceof Error) continue;
    const proof = Buffer.from('proof');
    const signature = read.sign(proof);
    if (Buffer.isBuffer(signature) && open.verify(proof, signature) === true) return pair;
  }
  throw new Error('no usable SSH key could be made');
}

function pemOf(pair: KeyPair<'sender' | 'recipient'>): string {
  return pair.private.export({ format: 'pem', type: 'pkcs8' }) as string;
}
