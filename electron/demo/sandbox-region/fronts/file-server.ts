import { type FileHandle, mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join, posix } from 'node:path';
import type { AuthContext, Connection, FileEntry, SFTPWrapper } from 'ssh2';
import type { Fault } from '../faults.ts';
import type { FileAccount } from './file-account.ts';

export interface FileServerOptions {
  readonly folder: string;
  readonly account: FileAccount;
  readonly port: number;
  /** Every request is answered with a failure. */
  readonly refusing: () => boolean;
  /** Whether a request about this file meets the fault. */
  readonly meets: (fault: Fault, fileName: string) => boolean;
  /** Before a file of the region's is looked at, and after a package came. */
  readonly round: () => Promise<void>;
  readonly seen: (path: string) => void;
}

type Ssh2 = typeof import('ssh2');
type Status = keyof Ssh2['utils']['sftp']['STATUS_CODE'];

interface Opened {
  readonly path: string;
  readonly file: FileHandle | null;
  /** Of a folder: what has not been told yet. */
  names: string[];
}

const ROOM = /^\/(in|ack|out)(\/[A-Za-z0-9._-]{1,200})?$/;
/** Names in one answer of a listing. */
const LISTED = 100;

/** An SFTP server for one account on 127.0.0.1: the box between the zones, with what can go wrong there. */
export class FileServer {
  readonly #options: FileServerOptions;
  readonly #sockets = new Set<Socket>();
  #port: number;
  #server: Server | null = null;

  constructor(options: FileServerOptions) {
    this.#options = options;
    this.#port = options.port;
  }

  get port(): number {
    return this.#port;
  }

  /** Rejects when the port is taken. */
  async start(): Promise<void> {
    if (this.#server) return;
    const { default: ssh2 } = await import('ssh2');
    await mkdir(this.#options.folder, { recursive: true });
    let arriving: Socket | null = null;
    const ssh = new ssh2.Server({ hostKeys: [this.#options.account.hostKey] }, (connection) => {
      this.#welcome(ssh2, connection, arriving as Socket);
    });
    const server = createServer((socket) => {
      this.#sockets.add(socket);
      socket.setNoDelay(true);
      socket.once('close', () => this.#sockets.delete(socket));
      arriving = socket;
      ssh.injectSocket(socket);
    });
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#port, '127.0.0.1', resolve);
    });
    this.#port = (server.address() as AddressInfo).port;
    this.#server = server;
  }

  async stop(): Promise<void> {
    const server = this.#server;
    this.#server = null;
    if (!server) return;
    await new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of this.#sockets) socket.destroy();
    });
  }

  #welcome(ssh2: Ssh2, connection: Connection, socket: Socket): void {
    connection.on('error', () => socket.destroy());
    connection.on('authentication', (context) => {
      if (this.#knows(ssh2, context)) context.accept();
      else context.reject(['publickey', 'password']);
    });
    connection.on('ready', () => {
      connection.on('session', (accept) => {
        accept().on('sftp', (acceptSftp) => {
          new FileSession(ssh2, acceptSftp(), this.#options, () => socket.destroy()).serve();
        });
      });
    });
  }

  #knows(ssh2: Ssh2, context: AuthContext): boolean {
    const { account } = this.#options;
    if (context.username !== account.user) return false;
    if (context.method === 'password') return context.password === account.secrets.password;
    if (context.method !== 'publickey') return false;
    const key = ssh2.utils.parseKey(account.authorizedKey);
    if (key instanceof Error || !key.getPublicSSH().equals(context.key.data)) return false;
    if (!context.signature || !context.blob) return true;
    return key.verify(context.blob, context.signature, context.hashAlgo) === true;
  }
}

class FileSession {
  readonly #sftp: SFTPWrapper;
  readonly #options: FileServerOptions;
  readonly #cut: () => void;
  readonly #status: Ssh2['utils']['sftp']['STATUS_CODE'];
  readonly #mode: Ssh2['utils']['sftp']['OPEN_MODE'];
  readonly #opened = new Map<number, Opened>();
  #last = 0;

  constructor(ssh2: Ssh2, sftp: SFTPWrapper, options: FileServerOptions, cut: () => void) {
    this.#sftp = sftp;
    this.#options = options;
    this.#cut = cut;
    this.#status = ssh2.utils.sftp.STATUS_CODE;
    this.#mode = ssh2.utils.sftp.OPEN_MODE;
  }

  serve(): void {
    const sftp = this.#sftp;
    sftp.on('close', () => {
      for (const { file } of this.#opened.values()) void file?.close();
      this.#opened.clear();
    });
    sftp.on('REALPATH', (id, path) => {
      const filename = posix.resolve('/', path);
      sftp.name(id, [{ filename, longname: filename, attrs: attributes(0, 0) as FileEntry['attrs'] }]);
    });
    sftp.on('OPEN', (id, path, flags) => this.#do(id, () => this.#open(id, path, flags)));
    sftp.on('READ', (id, handle, offset, length) =>
      this.#do(id, () => this.#read(id, handle, offset, length)),
    );
    sftp.on('WRITE', (id, handle, offset, data) => this.#do(id, () => this.#write(id, handle, offset, data)));
    sftp.on('FSTAT', (id, handle) =>
      this.#do(id, async () => {
        const { size, mode } = await this.#fileOf(handle).stat();
        sftp.attrs(id, attributes(mode, size));
      }),
    );
    const look = (id: number, path: string) =>
      this.#do(id, async () => {
        const at = this.#place(path);
        if (!at.inside.startsWith('/in')) await this.#options.round();
        const { size, mode } = await stat(at.real);
        sftp.attrs(id, attributes(mode, size));
      });
    sftp.on('STAT', look);
    sftp.on('LSTAT', look);
    sftp.on('CLOSE', (id, handle) => this.#do(id, () => this.#close(id, handle)));
    sftp.on('OPENDIR', (id, path) =>
      this.#do(id, async () => {
        const at = this.#place(path);
        this.#hand(id, { path: at.inside, file: null, names: await readdir(at.real) });
      }),
    );
    sftp.on('READDIR', (id, handle) => this.#do(id, async () => this.#list(id, handle)));
    sftp.on('REMOVE', (id, path) =>
      this.#do(id, async () => {
        await rm(this.#place(path).real);
        this.#say(id, 'OK');
      }),
    );
    sftp.on('RENAME', (id, from, to) => this.#do(id, () => this.#rename(id, from, to)));
  }

  async #open(id: number, path: string, flags: number): Promise<void> {
    const at = this.#place(path);
    if ((flags & this.#mode.WRITE) === 0) {
      await this.#options.round();
      const file = await open(at.real, 'r');
      this.#options.seen(at.inside.slice(1));
      this.#hand(id, { path: at.inside, file, names: [] });
      return;
    }
    if (!at.inside.startsWith('/in/')) throw coded('EACCES');
    const file = await open(at.real, (flags & this.#mode.EXCL) === 0 ? 'w' : 'wx');
    this.#hand(id, { path: at.inside, file, names: [] });
  }

  async #read(id: number, handle: Buffer, offset: number, length: number): Promise<void> {
    const { bytesRead, buffer } = await this.#fileOf(handle).read(Buffer.alloc(length), 0, length, offset);
    if (bytesRead === 0) this.#say(id, 'EOF');
    else this.#sftp.data(id, buffer.subarray(0, bytesRead));
  }

  async #write(id: number, handle: Buffer, offset: number, data: Buffer): Promise<void> {
    const opened = this.#openedBy(handle);
    const name = posix.basename(opened.path);
    const file = this.#fileOf(handle);
    if (this.#options.meets('cut-write', name)) {
      await file.write(data, 0, Math.floor(data.length / 2), offset);
      this.#cut();
      return;
    }
    if (this.#options.meets('disk-full', name)) throw coded('ENOSPC');
    await file.write(data, 0, data.length, offset);
    this.#say(id, 'OK');
  }

  async #close(id: number, handle: Buffer): Promise<void> {
    const { file } = this.#openedBy(handle);
    this.#opened.delete(handle.readUInt32BE());
    await file?.close();
    this.#say(id, 'OK');
  }

  #list(id: number, handle: Buffer): void {
    const opened = this.#openedBy(handle);
    const some = opened.names.splice(0, LISTED);
    if (some.length === 0) this.#say(id, 'EOF');
    else
      this.#sftp.name(
        id,
        some.map((filename) => ({
          filename,
          longname: filename,
          attrs: attributes(0, 0) as FileEntry['attrs'],
        })),
      );
  }

  /** As version 3 wants it: a name that is taken is refused. */
  async #rename(id: number, from: string, to: string): Promise<void> {
    const [old, next] = [this.#place(from), this.#place(to)];
    const name = posix.basename(next.inside);
    if (this.#options.meets('rename-refused', name)) throw coded('EIO');
    const taken = await stat(next.real).then(
      () => true,
      () => false,
    );
    if (taken) throw coded('EEXIST');
    await rename(old.real, next.real);
    void this.#options.round();
    if (this.#options.meets('cut-rename', name)) this.#cut();
    else this.#say(id, 'OK');
  }

  #hand(id: number, opened: Opened): void {
    this.#last++;
    this.#opened.set(this.#last, opened);
    const handle = Buffer.alloc(4);
    handle.writeUInt32BE(this.#last);
    this.#sftp.handle(id, handle);
  }

  #openedBy(handle: Buffer): Opened {
    const opened = handle.length === 4 ? this.#opened.get(handle.readUInt32BE()) : undefined;
    if (!opened) throw coded('EBADF');
    return opened;
  }

  #fileOf(handle: Buffer): FileHandle {
    const { file } = this.#openedBy(handle);
    if (!file) throw coded('EBADF');
    return file;
  }

  /** Nobody comes out of the kiosk's three folders. */
  #place(path: string): { readonly inside: string; readonly real: string } {
    const inside = posix.resolve('/', path);
    if (!ROOM.test(inside)) throw coded('EACCES');
    return { inside, real: join(this.#options.folder, inside) };
  }

  #do(id: number, work: () => Promise<void>): void {
    const doing = this.#options.refusing() ? Promise.reject(coded('EIO')) : work();
    doing.catch((error: { code?: string }) => this.#say(id, statusOf(error.code)));
  }

  #say(id: number, status: Status): void {
    this.#sftp.status(id, this.#status[status]);
  }
}

function statusOf(code: string | undefined): Status {
  if (code === 'ENOENT') return 'NO_SUCH_FILE';
  return code === 'EACCES' ? 'PERMISSION_DENIED' : 'FAILURE';
}

function attributes(mode: number, size: number) {
  return { mode, uid: 0, gid: 0, size, atime: 0, mtime: 0 };
}

function coded(code: string): Error {
  return Object.assign(new Error(code), { code });
}
