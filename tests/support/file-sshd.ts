import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import type { FileAccount } from '../../electron/demo/sandbox-region/index.ts';

export const SSHD = '/usr/sbin/sshd';
const SFTP_SERVER = ['/usr/lib/openssh/sftp-server', '/usr/libexec/openssh/sftp-server'].find((path) =>
  existsSync(path),
);

/** Programs of the test that this machine lacks. */
export const missingForSshd = [
  ...(existsSync(SSHD) ? [] : ['openssh-server']),
  ...(SFTP_SERVER ? [] : ['openssh-sftp-server']),
];

/** Debian's OpenSSH on a loopback port, with a config, a host key and an authorized key of its own in `folder`. */
export interface Sshd {
  readonly port: number;
  /** Ends the server and every connection's process. */
  stop(): Promise<void>;
}

export async function startSshd(
  folder: string,
  account: Pick<FileAccount, 'hostKey' | 'authorizedKey'>,
  options: { readonly port?: number; readonly config?: readonly string[] } = {},
): Promise<Sshd> {
  const port = options.port ?? (await freePort());
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  // Where it lets connections wait before they are let in; as root it insists on it.
  if (process.getuid?.() === 0) mkdirSync('/run/sshd', { recursive: true, mode: 0o755 });
  const at = (name: string, text: string, mode = 0o600) => {
    const path = join(folder, name);
    writeFileSync(path, text, { mode });
    chmodSync(path, mode);
    return path;
  };
  const config = [
    'ListenAddress 127.0.0.1',
    `Port ${port}`,
    `HostKey ${at('host_key', account.hostKey)}`,
    `AuthorizedKeysFile ${at('authorized_keys', `${account.authorizedKey}\n`)}`,
    'PidFile none',
    'UsePAM no',
    'StrictModes no',
    'PasswordAuthentication no',
    'KbdInteractiveAuthentication no',
    `AllowUsers ${userInfo().username}`,
    'PermitRootLogin prohibit-password',
    `Subsystem sftp ${SFTP_SERVER}`,
    ...(options.config ?? []),
  ];
  const file = at('sshd_config', `${config.join('\n')}\n`);
  const child = spawn(SSHD, ['-D', '-e', '-f', file], { stdio: ['ignore', 'ignore', 'pipe'] });
  await listening(child);
  return {
    port,
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null) return;
      await new Promise<void>((resolve) => {
        child.once('exit', () => resolve());
        child.kill('SIGTERM');
      });
    },
  };
}

function listening(child: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let said = '';
    child.once('error', reject);
    child.once('exit', () => reject(new Error(`sshd did not start: ${said}`)));
    child.stderr?.on('data', (piece: Buffer) => {
      said = (said + piece.toString()).slice(-4_000);
      if (said.includes('Server listening on')) resolve();
    });
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
