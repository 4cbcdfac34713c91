import type { FileEntryWithStats, SFTPWrapper } from 'ssh2';
import { BoxProblem } from './problem.ts';

/** SFTP of version 3 (draft-ietf-secsh-filexfer-02) with OpenSSH's additions (PROTOCOL of OpenSSH, section 4). */

export const SFTP_LIMITS = {
  /** Bytes of one read or write; every server takes so many. */
  chunk: 32_768,
  /** Reads or writes that wait for their answers at one time. */
  parallel: 16,
  /** Bytes of a file that is read. */
  file: 48 * 1024 * 1024,
  /** Names that a listing looks at. */
  listed: 5_000,
} as const;

/** Status codes that mean something here. */
const STATUS: Readonly<Record<number, string>> = {
  1: 'end',
  2: 'no-such-file',
  3: 'permission-denied',
  4: 'failure',
  5: 'bad-message',
  6: 'no-connection',
  7: 'connection-lost',
  8: 'unsupported',
};

const END = 1;
const NO_SUCH_FILE = 2;

type Callback<T> = (error: (Error & { code?: unknown }) | null | undefined, value: T) => void;

/** One request; rejects with `BoxProblem` of the reason `<step>-<status>`. A status that `usual` names is an answer. */
function ask<T>(
  step: string,
  send: (done: Callback<T>) => unknown,
  usual?: { readonly status: number; readonly means: T },
): Promise<T> {
  return new Promise((resolve, reject) => {
    try {
      send((error, value) => {
        if (!error) resolve(value);
        else if (usual && error.code === usual.status) resolve(usual.means);
        else reject(problemOf(step, error));
      });
    } catch {
      // Thrown by the library for what this server has never announced.
      reject(new BoxProblem('unreachable', `${step}-unsupported`));
    }
  });
}

function problemOf(step: string, error: { readonly code?: unknown }): BoxProblem {
  const status = typeof error.code === 'number' ? STATUS[error.code] : undefined;
  // Without a status the channel broke; the server said nothing.
  if (status === undefined || error.code === 6 || error.code === 7)
    return new BoxProblem('unreachable', 'cut', true);
  return new BoxProblem(error.code === 3 ? 'unauthorized' : 'unreachable', `${step}-${status}`);
}

const hasReason = (error: unknown, reason: string) => error instanceof BoxProblem && error.reason === reason;

/** Runs `work` on pieces of `size` bytes, some at a time. */
async function inPieces(
  size: number,
  work: (offset: number, length: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const runner = async () => {
    while (next < size) {
      const offset = next;
      next += SFTP_LIMITS.chunk;
      await work(offset, Math.min(SFTP_LIMITS.chunk, size - offset));
    }
  };
  await Promise.all(Array.from({ length: SFTP_LIMITS.parallel }, runner));
}

/** The few operations that the exchange of files needs. */
export class Sftp {
  /** Its connection is no more: what was asked may never be answered. */
  gone = false;
  readonly #raw: SFTPWrapper;

  constructor(raw: SFTPWrapper) {
    this.#raw = raw;
  }

  /** Null when there is no such file. */
  async read(path: string): Promise<Uint8Array | null> {
    const handle = await ask<Buffer | null>('open', (done) => this.#raw.open(path, 'r', done), {
      status: NO_SUCH_FILE,
      means: null,
    });
    if (!handle) return null;
    try {
      const { size } = await ask<{ size: number }>('stat', (done) => this.#raw.fstat(handle, done));
      if (size > SFTP_LIMITS.file) throw new BoxProblem('unauthorized', 'answer-too-large');
      const bytes = Buffer.alloc(size);
      let end = size;
      await inPieces(size, async (offset, length) => {
        for (let at = offset; at < offset + length; ) {
          const got = await this.#readAt(handle, bytes, at, offset + length - at);
          if (got === 0) {
            end = Math.min(end, at);
            return;
          }
          at += got;
        }
      });
      return bytes.subarray(0, end);
    } finally {
      // Nobody waits for it: reading has changed nothing.
      this.#raw.close(handle, () => {});
    }
  }

  #readAt(handle: Buffer, into: Buffer, at: number, length: number): Promise<number> {
    return ask<number>(
      'read',
      (done) => this.#raw.read(handle, into, at, length, at, (error, count) => done(error, count)),
      { status: END, means: 0 },
    );
  }

  exists(path: string): Promise<boolean> {
    return ask<boolean>('stat', (done) => this.#raw.stat(path, (error) => done(error, true)), {
      status: NO_SUCH_FILE,
      means: false,
    });
  }

  /** Writes a file that is not there yet; on the disk, where the server offers that, when it returns. */
  async write(path: string, bytes: Uint8Array): Promise<void> {
    const handle = await ask<Buffer>('open', (done) => this.#raw.open(path, 'wx', done));
    const content = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    try {
      await inPieces(content.length, (offset, length) =>
        ask('write', (done) =>
          this.#raw.write(handle, content, offset, length, offset, (e) => done(e, undefined)),
        ),
      );
      await this.#sync(handle);
    } finally {
      await ask('close', (done) => this.#raw.close(handle, (error) => done(error, undefined)));
    }
  }

  async #sync(handle: Buffer): Promise<void> {
    try {
      await ask('sync', (done) => this.#raw.ext_openssh_fsync(handle, (error) => done(error, undefined)));
    } catch (error) {
      if (!hasReason(error, 'sync-unsupported')) throw error;
    }
  }

  /** Atomic. An older file of the new name is replaced where the server offers that, otherwise it is `rename-failure`. */
  async rename(from: string, to: string): Promise<void> {
    try {
      await ask('rename', (done) =>
        this.#raw.ext_openssh_rename(from, to, (error) => done(error, undefined)),
      );
    } catch (error) {
      if (!hasReason(error, 'rename-unsupported')) throw error;
      await ask('rename', (done) => this.#raw.rename(from, to, (again) => done(again, undefined)));
    }
  }

  /** A file that is gone is removed. */
  async remove(path: string): Promise<void> {
    const usual = { status: NO_SUCH_FILE, means: undefined };
    await ask('remove', (done) => this.#raw.unlink(path, (error) => done(error, undefined)), usual);
  }

  /** At most `SFTP_LIMITS.listed` names of a folder. */
  async list(path: string): Promise<string[]> {
    const handle = await ask<Buffer>('list', (done) => this.#raw.opendir(path, done));
    const names: string[] = [];
    const next = () =>
      ask<FileEntryWithStats[]>('list', (done) => this.#raw.readdir(handle, done), {
        status: END,
        means: [],
      });
    try {
      while (names.length < SFTP_LIMITS.listed) {
        const some = await next();
        if (some.length === 0) break;
        names.push(...some.map(({ filename }) => filename));
      }
    } finally {
      this.#raw.close(handle, () => {});
    }
    return names.slice(0, SFTP_LIMITS.listed);
  }
}
