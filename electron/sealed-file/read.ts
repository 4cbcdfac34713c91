import { createHash, verify } from 'node:crypto';
import { fstatSync, readSync } from 'node:fs';
import { err, ok, type Result } from '../core/index.ts';
import { fileKey, openChunk } from './cipher.ts';
import {
  END_MARK,
  ENTRY_NAME,
  headerSchema,
  MAGIC,
  type Purpose,
  SEALED_FILE_LIMITS,
  type SealedEntry,
  type SealedFileFailure,
  type SealedHeader,
  SIGNATURE_BYTES,
  SIGNATURE_CONTEXT,
  TAG_BYTES,
} from './format.ts';
import { type KeyPair, type PublicKey, publicKeyOf } from './keys.ts';

/** Bytes that can be read more than once: a sealed file is checked whole before any of it is believed. */
export interface ByteSource {
  readonly size: number;
  /** Exactly `length` bytes from `offset`. Throws what reading throws. */
  read(offset: number, length: number): Uint8Array;
}

export interface Expected {
  readonly purpose: Purpose;
  readonly key: KeyPair<'recipient'>;
  readonly from: PublicKey<'sender'>;
}

export interface OpenedSealedFile {
  readonly header: SealedHeader;
  /** Reads the entries anew, one in memory at a time. Throws when the bytes changed since the file was opened. */
  entries(): Generator<SealedEntry>;
}

class BadContent extends Error {}

/**
 * Opens a sealed file. It is read twice: first the signature over all of it and every chunk are checked, then `entries`
 * hands out what is in it, so nothing of a file that is refused ever reaches the caller. Throws only what the source throws.
 */
export function openSealedFile(
  source: ByteSource,
  expected: Expected,
): Result<OpenedSealedFile, SealedFileFailure> {
  const head = readHead(source);
  if (!head.ok) return head;
  const { header, bytes } = head.value;
  const { key, from } = expected;
  if (header.purpose !== expected.purpose) return err({ kind: 'other-purpose', purpose: header.purpose });
  if (header.recipientKey !== key.public.id)
    return err({ kind: 'other-recipient', recipientKey: header.recipientKey });
  if (header.senderKey !== from.id)
    return err({ kind: 'other-sender', sender: header.sender, senderKey: header.senderKey });

  const end = endOf(source, bytes);
  if (end === null) return err({ kind: 'truncated' });
  const signature = source.read(source.size - SIGNATURE_BYTES, SIGNATURE_BYTES);
  const signed = Buffer.concat([SIGNATURE_CONTEXT, digest(source, source.size - SIGNATURE_BYTES)]);
  if (!verify(null, signed, from.key, signature)) return err({ kind: 'not-authentic' });

  try {
    const ephemeral = publicKeyOf('recipient', Buffer.from(header.ephemeralKey, 'hex'));
    const secret = sharedKey(key, ephemeral, bytes);
    const entries = () => entriesOf(chunksOf(source, bytes.length, end, secret));
    for (const _ of entries());
    return ok({ header, entries });
  } catch (error) {
    if (error instanceof BadContent) return err({ kind: 'bad-content' });
    throw error;
  }
}

/**
 * What stands on the outside of a sealed file, for whoever only carries it: it is one, of a version that is known, and not
 * cut off. Who made it and whether it was changed, only `openSealedFile` says.
 */
export function describeSealedFile(source: ByteSource): Result<SealedHeader, SealedFileFailure> {
  const head = readHead(source);
  if (!head.ok) return head;
  return endOf(source, head.value.bytes) === null ? err({ kind: 'truncated' }) : ok(head.value.header);
}

/** Where the end mark stands, null where there is none. */
function endOf(source: ByteSource, head: Uint8Array): number | null {
  const end = source.size - END_MARK.length - SIGNATURE_BYTES;
  return end >= head.length && END_MARK.equals(source.read(end, END_MARK.length)) ? end : null;
}

export function bufferSource(bytes: Uint8Array): ByteSource {
  return { size: bytes.length, read: (offset, length) => bytes.subarray(offset, offset + length) };
}

/** The bytes of an open file. */
export function fileSource(file: number): ByteSource {
  return {
    size: fstatSync(file).size,
    read(offset, length) {
      const out = Buffer.alloc(length);
      for (let at = 0; at < length; ) {
        const got = readSync(file, out, at, length - at, offset + at);
        if (got === 0) throw new Error('the file became shorter while it was read');
        at += got;
      }
      return out;
    },
  };
}

function readHead(
  source: ByteSource,
): Result<{ header: SealedHeader; bytes: Uint8Array }, SealedFileFailure> {
  const start = Buffer.from(source.read(0, Math.min(source.size, MAGIC.length + 4)));
  if (start.length === 0 || !MAGIC.subarray(0, start.length).equals(start.subarray(0, MAGIC.length)))
    return err({ kind: 'not-a-sealed-file' });
  if (start.length < MAGIC.length + 4) return err({ kind: 'truncated' });
  const length = start.readUInt32BE(MAGIC.length);
  if (length > SEALED_FILE_LIMITS.header) return err({ kind: 'bad-header' });
  if (source.size < start.length + length) return err({ kind: 'truncated' });
  const bytes = source.read(0, start.length + length);
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(start.length)));
  } catch {
    return err({ kind: 'bad-header' });
  }
  const parsed = headerSchema.safeParse(json);
  if (parsed.success) return ok({ header: parsed.data, bytes });
  const { format, version } = (json ?? {}) as { format?: unknown; version?: unknown };
  return format === 'tongban-sealed-file' && typeof version === 'number' && version > 1
    ? err({ kind: 'newer-version', version })
    : err({ kind: 'bad-header' });
}

function digest(source: ByteSource, end: number): Uint8Array {
  const hash = createHash('sha512');
  for (let at = 0; at < end; at += SEALED_FILE_LIMITS.chunk)
    hash.update(source.read(at, Math.min(SEALED_FILE_LIMITS.chunk, end - at)));
  return hash.digest();
}

function sharedKey(
  key: KeyPair<'recipient'>,
  ephemeral: PublicKey<'recipient'>,
  head: Uint8Array,
): Uint8Array {
  try {
    const publicKeys = { ephemeral: ephemeral.raw, recipient: key.public.raw };
    return fileKey(key.private, ephemeral.key, publicKeys, head);
  } catch {
    throw new BadContent('a weak ephemeral key');
  }
}

function* chunksOf(source: ByteSource, start: number, end: number, key: Uint8Array): Generator<Uint8Array> {
  const sealedBytes = SEALED_FILE_LIMITS.chunk + TAG_BYTES;
  for (let at = start, number = 0; ; at += sealedBytes, number++) {
    const last = end - at <= sealedBytes;
    const length = last ? end - at : sealedBytes;
    const plain = length > TAG_BYTES ? openChunk(key, number, last, source.read(at, length)) : null;
    if (!plain) throw new BadContent(`chunk ${number}`);
    yield plain;
    if (last) return;
  }
}

function* entriesOf(chunks: Iterator<Uint8Array>): Generator<SealedEntry> {
  let rest: Uint8Array = new Uint8Array();
  const take = (length: number): Buffer => {
    const parts: Uint8Array[] = [];
    for (let missing = length; missing > 0; ) {
      if (rest.length === 0) {
        const next = chunks.next();
        if (next.done) throw new BadContent('it ends within an entry');
        rest = next.value;
      }
      const part = rest.subarray(0, missing);
      rest = rest.subarray(part.length);
      missing -= part.length;
      parts.push(part);
    }
    return Buffer.concat(parts);
  };

  const names = new Set<string>();
  for (;;) {
    const nameLength = take(2).readUInt16BE();
    if (nameLength === 0) break;
    const name = take(nameLength).toString('latin1');
    if (!ENTRY_NAME.test(name) || names.has(name)) throw new BadContent('a bad name');
    names.add(name);
    const length = take(4).readUInt32BE();
    if (length > SEALED_FILE_LIMITS.entry) throw new BadContent('an entry is too large');
    yield { name, bytes: take(length) };
  }
  if (take(4).readUInt32BE() !== names.size) throw new BadContent('the number of entries');
  if (rest.length > 0 || !chunks.next().done) throw new BadContent('something follows the end');
}
