import { createHash, sign } from 'node:crypto';
import { type RandomBytes, uuidV7 } from '../core/index.ts';
import { fileKey, sealChunk } from './cipher.ts';
import {
  END_MARK,
  ENTRY_NAME,
  headerSchema,
  MAGIC,
  type Purpose,
  SEALED_FILE_LIMITS,
  type SealedEntry,
  type SealedHeader,
  SIGNATURE_CONTEXT,
} from './format.ts';
import { type KeyPair, makeKeyPair, type PublicKey } from './keys.ts';

export interface SealOptions {
  readonly purpose: Purpose;
  /** Machine code of the kiosk. */
  readonly sender: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly key: KeyPair<'sender'>;
  readonly to: PublicKey<'recipient'>;
  readonly random: RandomBytes;
  /** Default: a new UUID v7. */
  readonly id?: string;
}

/**
 * Writes a sealed file piece by piece to `sink`; no more than one entry and one chunk are in memory. Throws what `sink` and
 * `entries` throw, and on a bad name, the same name twice or an entry over the limit: those are bugs of the caller.
 */
export function writeSealedFile(
  sink: (bytes: Uint8Array) => void,
  entries: Iterable<SealedEntry>,
  options: SealOptions,
): SealedHeader {
  const { to, key: sender, random } = options;
  const ephemeral = makeKeyPair('recipient', random);
  const header = headerSchema.parse({
    format: 'tongban-sealed-file',
    version: 1,
    id: options.id ?? uuidV7(options.createdAt, random),
    purpose: options.purpose,
    sender: options.sender,
    createdAt: new Date(options.createdAt).toISOString(),
    senderKey: sender.public.id,
    recipientKey: to.id,
    ephemeralKey: Buffer.from(ephemeral.public.raw).toString('hex'),
  } satisfies SealedHeader);
  const json = Buffer.from(JSON.stringify(header));
  const head = Buffer.concat([MAGIC, uint(4, json.length), json]);
  const hash = createHash('sha512');
  const put = (bytes: Uint8Array) => {
    hash.update(bytes);
    sink(bytes);
  };

  put(head);
  const key = fileKey(
    ephemeral.private,
    to.key,
    { ephemeral: ephemeral.public.raw, recipient: to.raw },
    head,
  );
  writeChunks(put, key, content(entries));
  key.fill(0);
  put(END_MARK);
  sink(sign(null, Buffer.concat([SIGNATURE_CONTEXT, hash.digest()]), sender.private));
  return header;
}

/** A small sealed file in memory. */
export function sealToBuffer(entries: Iterable<SealedEntry>, options: SealOptions): Uint8Array {
  const pieces: Uint8Array[] = [];
  writeSealedFile((bytes) => pieces.push(bytes), entries, options);
  return Buffer.concat(pieces);
}

function* content(entries: Iterable<SealedEntry>): Generator<Uint8Array> {
  const names = new Set<string>();
  for (const { name, bytes } of entries) {
    if (!ENTRY_NAME.test(name) || names.has(name)) throw new Error(`entry ${names.size}: a bad name`);
    if (bytes.length > SEALED_FILE_LIMITS.entry) throw new Error(`entry ${names.size}: too large`);
    names.add(name);
    yield Buffer.concat([uint(2, name.length), Buffer.from(name), uint(4, bytes.length)]);
    yield bytes;
  }
  yield Buffer.concat([uint(2, 0), uint(4, names.size)]);
}

function writeChunks(put: (bytes: Uint8Array) => void, key: Uint8Array, pieces: Iterable<Uint8Array>): void {
  const chunk = Buffer.alloc(SEALED_FILE_LIMITS.chunk);
  let filled = 0;
  let number = 0;
  for (const piece of pieces) {
    for (let at = 0; at < piece.length; ) {
      // A full chunk waits for the next byte: only then is it known not to be the last.
      if (filled === chunk.length) {
        put(sealChunk(key, number++, false, chunk));
        filled = 0;
      }
      const part = piece.subarray(at, at + chunk.length - filled);
      chunk.set(part, filled);
      filled += part.length;
      at += part.length;
    }
  }
  put(sealChunk(key, number, true, chunk.subarray(0, filled)));
  chunk.fill(0);
}

function uint(bytes: number, value: number): Buffer {
  const out = Buffer.alloc(bytes);
  out.writeUIntBE(value, 0, bytes);
  return out;
}
