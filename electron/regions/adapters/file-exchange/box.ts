import type { RandomBytes } from '../../../core/index.ts';
import { Connection, type ConnectionOptions } from './connection.ts';
import { FOLDERS, isPartOf, partName, pathOf } from './names.ts';
import { BoxProblem } from './problem.ts';
import type { Sftp } from './sftp.ts';

type Folder = keyof typeof FOLDERS;

export interface BoxOptions extends Omit<ConnectionOptions, 'fresh'> {
  readonly sender: string;
  readonly random: RandomBytes;
}

/** The kiosk's folder on the front-end box (前置机). Throws `BoxProblem`. */
export class Box {
  readonly #options: BoxOptions;
  readonly #connection: Connection;
  /** Of packages that are being written now, and over what. */
  readonly #parts = new Map<string, Sftp>();
  readonly #placing = new Map<string, Promise<void>>();

  constructor(options: BoxOptions) {
    this.#options = options;
    this.#connection = new Connection({ ...options, fresh: (sftp) => this.#sweep(sftp) });
  }

  /** Whether packages can be put there. */
  async reach(signal: AbortSignal): Promise<void> {
    const there = await this.#connection.use(signal, (sftp) => sftp.exists(this.#at(FOLDERS.in)));
    if (!there) throw new BoxProblem('unreachable', 'no-folder');
  }

  read(folder: Folder, name: string, signal: AbortSignal): Promise<Uint8Array | null> {
    return this.#connection.use(signal, (sftp) => sftp.read(this.#at(pathOf(folder, name))));
  }

  exists(folder: Folder, name: string, signal: AbortSignal): Promise<boolean> {
    return this.#connection.use(signal, (sftp) => sftp.exists(this.#at(pathOf(folder, name))));
  }

  remove(folder: Folder, name: string, signal: AbortSignal): Promise<void> {
    return this.#connection.use(signal, (sftp) => sftp.remove(this.#at(pathOf(folder, name))));
  }

  /**
   * Puts a package into `in/`: it is there whole or not at all. Two calls for one name at a time are one. After a cut the next
   * call writes it anew; what was begun is taken away with the next connection.
   */
  async place(name: string, bytes: Uint8Array, signal: AbortSignal): Promise<void> {
    const placing = this.#placing.get(name);
    if (placing) return placing;
    const mine = this.#connection
      .use(signal, async (sftp, again) => {
        // The cut may have come after the rename, and the region may have been quick.
        const at = (folder: Folder) => this.#at(pathOf(folder, name));
        if (again && ((await sftp.exists(at('in'))) || (await sftp.exists(at('ack'))))) return;
        await this.#write(sftp, name, bytes);
      })
      .finally(() => this.#placing.delete(name));
    this.#placing.set(name, mine);
    return mine;
  }

  async #write(sftp: Sftp, name: string, bytes: Uint8Array): Promise<void> {
    const { sender, random } = this.#options;
    const part = partName(name, sender, random(8));
    const from = this.#at(`${FOLDERS.in}/${part}`);
    const to = this.#at(pathOf('in', name));
    this.#parts.set(part, sftp);
    try {
      await sftp.write(from, bytes);
      await sftp.rename(from, to);
    } catch (error) {
      if (error instanceof BoxProblem && !error.cut) {
        // Another attempt may have been quicker; a server without replacing renames then refuses this one.
        const there = await sftp.exists(to).catch(() => false);
        await sftp.remove(from).catch(() => {});
        if (there) return;
      }
      throw error;
    } finally {
      this.#parts.delete(part);
    }
  }

  /** Takes away what this kiosk began to write and never finished. */
  async #sweep(sftp: Sftp): Promise<void> {
    try {
      for (const [part, { gone }] of this.#parts) if (gone) this.#parts.delete(part);
      for (const name of await sftp.list(this.#at(FOLDERS.in)))
        if (isPartOf(this.#options.sender, name) && !this.#parts.has(name))
          await sftp.remove(this.#at(`${FOLDERS.in}/${name}`));
    } catch (error) {
      // It costs room, nothing else; whoever wanted the connection finds out by himself what is wrong.
      if (error instanceof BoxProblem && error.cut) throw error;
    }
  }

  #at(path: string): string {
    return this.#options.address.folder + path;
  }
}
