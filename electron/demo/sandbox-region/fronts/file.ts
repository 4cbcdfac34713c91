import { createHash } from 'node:crypto';
import type { Desk, Front, FrontFactory } from '../front.ts';
import type { FileAccount } from './file-account.ts';
import { FileOffice } from './file-office.ts';
import { FileServer } from './file-server.ts';

export interface FileFrontOptions {
  readonly account: FileAccount;
  /** The kiosk's folder on the box; it is made when it is not there. */
  readonly folder: string;
  /** Milliseconds that a package lies there before the region takes it up; `FILE_ANSWER_MS` unless told. */
  readonly answerAfterMs?: number | undefined;
  /** 0 (the default) takes a free one. */
  readonly port?: number | undefined;
}

export const FILE_ANSWER_MS = 2_000;

/** An SFTP server on 127.0.0.1 and a region that knows files alone: the other side of the adapter kind `file-exchange`. */
export function fileFront(options: FileFrontOptions): FrontFactory {
  return (desk) => new FileFront(desk, options);
}

class FileFront implements Front {
  readonly #options: FileFrontOptions;
  readonly #office: FileOffice;
  readonly #server: FileServer;
  #fingerprint = '';

  constructor(desk: Desk, options: FileFrontOptions) {
    this.#options = options;
    const { account, folder, answerAfterMs = FILE_ANSWER_MS, port = 0 } = options;
    const office = new FileOffice(desk, { account, folder, answerAfterMs });
    this.#office = office;
    this.#server = new FileServer({
      account,
      folder,
      port,
      refusing: () => desk.refusing,
      meets: (fault, name) => desk.faults.take(fault, name.split('.')[1] ?? '') !== null,
      round: () => office.round(),
      seen: (path) => office.seen(path),
    });
  }

  get connection() {
    const { account } = this.#options;
    return {
      endpoint: `sftp://127.0.0.1:${this.#server.port}/`,
      clientId: account.user,
      sender: account.sender,
      hostKeys: [this.#fingerprint],
      regionSealKey: Buffer.from(account.region.seal.public.raw).toString('hex'),
      regionSignKey: Buffer.from(account.region.sign.public.raw).toString('hex'),
    };
  }

  async start(): Promise<void> {
    this.#fingerprint ||= await fingerprintOf(this.#options.account.hostKey);
    await this.#server.start();
    this.#office.start();
  }

  async stop(): Promise<void> {
    await this.#server.stop();
    this.#office.stop();
  }
}

/** As `ssh-keygen -l` prints it. */
async function fingerprintOf(privateKey: string): Promise<string> {
  const { default: ssh2 } = await import('ssh2');
  const key = ssh2.utils.parseKey(privateKey);
  if (key instanceof Error) throw key;
  const digest = createHash('sha256').update(key.getPublicSSH()).digest('base64');
  return `SHA256:${digest.replace(/=+$/, '')}`;
}
