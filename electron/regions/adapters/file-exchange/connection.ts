import { createHash } from 'node:crypto';
import type { Client, ConnectConfig } from 'ssh2';
import type { Clock, TimerHandle } from '../../../core/index.ts';
import type { SecretName } from '../../adapter-kind.ts';
import type { BoxAddress } from './config.ts';
import { BoxProblem } from './problem.ts';
import { Sftp } from './sftp.ts';

/** Milliseconds. */
export const CONNECTION_TIMING = {
  /** From the first packet to a usable SFTP channel. */
  connectMs: 15_000,
  /** Between two signs of life on a quiet connection, and how many may stay unanswered. */
  keepAliveMs: 10_000,
  keepAlives: 3,
  /** A connection that nobody needed for so long is closed. */
  idleMs: 60_000,
} as const;

/** Nothing with SHA-1, CBC or finite-field groups; GCM alone, which needs no MAC and is not open to prefix truncation (2023). */
const ALGORITHMS: NonNullable<ConnectConfig['algorithms']> = {
  kex: ['curve25519-sha256', 'curve25519-sha256@libssh.org', 'ecdh-sha2-nistp256', 'ecdh-sha2-nistp384'],
  serverHostKey: [
    'ssh-ed25519',
    'ecdsa-sha2-nistp256',
    'ecdsa-sha2-nistp384',
    'rsa-sha2-512',
    'rsa-sha2-256',
  ],
  cipher: ['aes256-gcm@openssh.com', 'aes128-gcm@openssh.com'],
  hmac: ['hmac-sha2-256-etm@openssh.com', 'hmac-sha2-512-etm@openssh.com'],
  compress: ['none'],
};

export interface ConnectionOptions {
  readonly address: BoxAddress;
  readonly user: string;
  readonly authentication: 'key' | 'password';
  /** `SHA256:…`, as OpenSSH prints them. */
  readonly hostKeys: readonly string[];
  readonly secret: (name: SecretName) => Promise<string | null>;
  readonly clock: Clock;
  /** Called once for each new connection, before anybody uses it. */
  readonly fresh: (sftp: Sftp) => Promise<void>;
}

interface Line {
  readonly client: Client;
  readonly sftp: Sftp;
  /** Rejects when the connection is gone. */
  readonly lost: Promise<never>;
  users: number;
  /** Gone, or not to be trusted with anything new. */
  over: boolean;
}

/** One connection to the box for everybody, opened when it is needed, closed when it has been quiet for long. */
export class Connection {
  readonly #options: ConnectionOptions;
  #line: Line | null = null;
  #opening: Promise<Line> | null = null;
  #idle: TimerHandle | null = null;

  constructor(options: ConnectionOptions) {
    this.#options = options;
  }

  /**
   * Runs `work` on the connection. Rejects with `BoxProblem`, and with reason `cut` at once when `signal` aborts. When an older
   * connection turns out to be gone, `work` is run once more on a new one, with `again`: it must bear that.
   */
  async use<T>(signal: AbortSignal, work: (sftp: Sftp, again: boolean) => Promise<T>): Promise<T> {
    const older = this.#line !== null;
    try {
      return await this.#once(signal, (sftp) => work(sftp, false));
    } catch (error) {
      if (!older || signal.aborted || !(error instanceof BoxProblem && error.cut)) throw error;
      return this.#once(signal, (sftp) => work(sftp, true));
    }
  }

  async #once<T>(signal: AbortSignal, work: (sftp: Sftp) => Promise<T>): Promise<T> {
    const line = await untilAborted(signal, this.#opened());
    if (this.#idle !== null) this.#options.clock.clearTimeout(this.#idle);
    this.#idle = null;
    line.users++;
    try {
      return await untilAborted(signal, Promise.race([work(line.sftp), line.lost]));
    } finally {
      line.users--;
      // What did not answer in time may never answer: whoever comes next gets another connection.
      if (signal.aborted) this.#retire(line);
      if (line.users === 0) this.#quiet(line);
    }
  }

  #quiet(line: Line): void {
    if (line.over) line.client.destroy();
    else
      this.#idle = this.#options.clock.setTimeout(() => {
        if (line.users > 0) return;
        this.#retire(line);
        line.client.end();
      }, CONNECTION_TIMING.idleMs);
  }

  #retire(line: Line): void {
    line.over = true;
    if (this.#line === line) this.#line = null;
  }

  async #opened(): Promise<Line> {
    if (this.#line) return this.#line;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #open(): Promise<Line> {
    const { address, user, authentication, hostKeys, clock, fresh } = this.#options;
    const name = authentication === 'key' ? 'ssh-key' : 'password';
    const secret = await this.#options.secret(name);
    if (secret === null) throw new BoxProblem('unauthorized', `no-${name}`);
    // Not before it is needed: the start of the kiosk does not pay for it.
    const { default: ssh2 } = await import('ssh2');
    if (authentication === 'key' && ssh2.utils.parseKey(secret) instanceof Error)
      throw new BoxProblem('unauthorized', 'bad-ssh-key');
    const client = new ssh2.Client();
    let stranger = false;
    let gone: (problem: BoxProblem) => void = () => {};
    const lost = new Promise<never>((_, reject) => {
      gone = reject;
    });
    lost.catch(() => {});
    let line: Line | null = null;
    const onEnd = (problem: BoxProblem) => {
      gone(problem);
      if (!line) return;
      line.sftp.gone = true;
      this.#retire(line);
    };
    client.on('error', (error) => onEnd(stranger ? STRANGER : problemOf(error)));
    client.on('close', () => onEnd(new BoxProblem('unreachable', 'cut', true)));
    const ready = new Promise<Sftp>((resolve, reject) => {
      client.on('ready', () => {
        client.setNoDelay(true);
        client.sftp((error, raw) =>
          error ? reject(new BoxProblem('unreachable', 'no-sftp')) : resolve(new Sftp(raw)),
        );
      });
    });
    const timer = clock.setTimeout(
      () => onEnd(new BoxProblem('unreachable', 'connect-timeout')),
      CONNECTION_TIMING.connectMs,
    );
    client.connect({
      host: address.host,
      port: address.port,
      username: user,
      ...(authentication === 'key' ? { privateKey: secret } : { password: secret }),
      authHandler: [authentication === 'key' ? 'publickey' : 'password'],
      hostVerifier: (key: Buffer) => {
        stranger = !hostKeys.includes(fingerprintOf(key));
        return !stranger;
      },
      algorithms: ALGORITHMS,
      readyTimeout: 0,
      keepaliveInterval: CONNECTION_TIMING.keepAliveMs,
      keepaliveCountMax: CONNECTION_TIMING.keepAlives,
    });
    try {
      const sftp = await Promise.race([ready, lost]);
      await Promise.race([fresh(sftp), lost]);
      line = { client, sftp, lost, users: 0, over: false };
      this.#line = line;
      return line;
    } catch (error) {
      client.destroy();
      throw error;
    } finally {
      clock.clearTimeout(timer);
    }
  }
}

const STRANGER = new BoxProblem('unauthorized', 'host-key');

/** As OpenSSH prints it; `key` is the public key as it stands in the protocol. */
export function fingerprintOf(key: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

function problemOf(error: Error & { readonly level?: string }): BoxProblem {
  if (error.level === 'client-authentication') return new BoxProblem('unauthorized', 'account');
  // The two sides have no algorithm in common: no time mends that.
  if (error.message.startsWith('Handshake failed: no matching'))
    return new BoxProblem('unauthorized', 'algorithms');
  return new BoxProblem('unreachable', 'cut', true);
}

/** Ends when `signal` aborts, although `work` may go on. */
async function untilAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  const aborted = new BoxProblem('unreachable', 'aborted');
  work.catch(() => {});
  if (signal.aborted) throw aborted;
  let onAbort = () => {};
  const cut = new Promise<never>((_, reject) => {
    onAbort = () => reject(aborted);
  });
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    return await Promise.race([work, cut]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
