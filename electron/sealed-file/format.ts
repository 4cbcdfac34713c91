/**
 * The sealed file: one signed, encrypted envelope for what leaves a kiosk by hand or by mail. Every number is big-endian.
 *
 * ```
 * offset  bytes  what
 * 0       8      magic, ASCII "TBSEALED"
 * 8       4      H, length of the header, at most 4096
 * 12      H      header, JSON in UTF-8 (below)
 * 12+H    …      chunks: ciphertext of 65536 bytes of content ‖ 16 bytes GCM tag, the last one of 1 to 65536 bytes
 * end-72  8      end mark, ASCII "TBSEALOK"
 * end-64  64     Ed25519 signature (RFC 8032)
 * ```
 *
 * **Header.** `{"format":"tongban-sealed-file","version":1,"id":UUID,"purpose":…,"sender":machine code,"createdAt":RFC 3339
 * in UTC with milliseconds,"senderKey":…,"recipientKey":…,"ephemeralKey":…}`; these keys and no others. `senderKey` (Ed25519)
 * and `recipientKey` (X25519) are key ids: SHA-256 of the raw 32-byte public key, in lower-case hex. `ephemeralKey` is a raw
 * X25519 public key, used for this file alone, in hex.
 *
 * **Key.** HKDF-SHA-256 (RFC 5869), 32 bytes: input is the X25519 secret (RFC 7748) of the ephemeral and the recipient's
 * key, salt is ephemeral public key ‖ recipient's public key (64 bytes, raw), info is ASCII "tongban sealed file 1 key", a zero
 * byte, and SHA-256 of bytes 0 to 12+H. So a changed header, another sender's above all, opens nothing.
 *
 * **Chunks.** AES-256-GCM without additional data. Nonce: 11 bytes number of the chunk from 0, then one byte: 1 for the last
 * chunk, otherwise 0 (the STREAM construction of Hoang, Reyhanitabar, Rogaway and Vizár, 2015). So chunks cannot be cut
 * off, put in, left out or swapped.
 *
 * **Content.** Entries one after the other: 2 bytes length of the name, name (ASCII, `[A-Za-z0-9][A-Za-z0-9._-]*`, at most 128
 * bytes, no name twice), 4 bytes length, bytes. Then 2 zero bytes and 4 bytes: how many entries there were.
 *
 * **Signature.** By the sender's key over ASCII "tongban sealed file 1 signature", a zero byte, and SHA-512 of everything
 * before the signature. It is checked before anything is decrypted.
 *
 * The sender is proved to whoever holds the file; that the content is for this recipient, to the recipient.
 */
import { z } from 'zod';

export const PURPOSES = ['queue-export', 'courier', 'diagnostics', 'file-exchange'] as const;
export type Purpose = (typeof PURPOSES)[number];

export const MAGIC = Buffer.from('TBSEALED');
export const END_MARK = Buffer.from('TBSEALOK');
export const SIGNATURE_BYTES = 64;
export const TAG_BYTES = 16;
export const KEY_INFO = Buffer.from('tongban sealed file 1 key\0');
export const SIGNATURE_CONTEXT = Buffer.from('tongban sealed file 1 signature\0');
export const ENTRY_NAME = /^[A-Za-z0-9][A-Za-z0-9._-]{0,127}$/;

export const SEALED_FILE_LIMITS = {
  /** Bytes of the header. */
  header: 4096,
  /** Bytes of content in a chunk. */
  chunk: 65_536,
  /** Bytes of one entry: it is held in memory whole. */
  entry: 256 * 1024 * 1024,
} as const;

const hex32 = z.string().regex(/^[0-9a-f]{64}$/);

export const headerSchema = z.strictObject({
  format: z.literal('tongban-sealed-file'),
  version: z.literal(1),
  id: z.uuid(),
  purpose: z.string().regex(/^[a-z][a-z-]{0,31}$/),
  /** Machine code of the kiosk. */
  sender: z.string().regex(/^[0-9A-Z]{4}$/),
  createdAt: z.iso.datetime({ precision: 3 }),
  senderKey: hex32,
  recipientKey: hex32,
  ephemeralKey: hex32,
});
export type SealedHeader = z.infer<typeof headerSchema>;

/** One named piece of content. */
export interface SealedEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** Why a file is not opened. Nothing of its content was handed out. */
export type SealedFileFailure =
  | { readonly kind: 'not-a-sealed-file' }
  | { readonly kind: 'newer-version'; readonly version: number }
  /** The header is not what the format says. */
  | { readonly kind: 'bad-header' }
  | { readonly kind: 'other-purpose'; readonly purpose: string }
  | { readonly kind: 'other-recipient'; readonly recipientKey: string }
  | { readonly kind: 'other-sender'; readonly sender: string; readonly senderKey: string }
  /** It ends too early. */
  | { readonly kind: 'truncated' }
  /** It is not, to the bit, what the sender signed. */
  | { readonly kind: 'not-authentic' }
  /** The sender signed it, and yet its content is not what the format says. */
  | { readonly kind: 'bad-content' };

const ADVICE: Readonly<Record<SealedFileFailure['kind'], string>> = {
  'not-a-sealed-file': 'it is not a sealed file',
  'newer-version': 'it was made by a newer program: open it with that version',
  'bad-header': 'its header is damaged: copy it again from where it was made',
  'other-purpose': 'it was made for another purpose',
  'other-recipient': 'it was sealed for another recipient: take the private key that belongs to it',
  'other-sender': 'it comes from another sender: take the public key of the machine that made it',
  truncated: 'it is cut off: copy it again from where it was made',
  'not-authentic': 'it was changed on its way: copy it again from where it was made, and trust nothing in it',
  'bad-content': 'its content is broken although it is signed: have it made again',
};

/** What is wrong and what to try, in one line. */
export function sealedFileAdvice(failure: SealedFileFailure): string {
  const detail = Object.entries(failure)
    .filter(([name]) => name !== 'kind')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
  return `${ADVICE[failure.kind]}${detail ? ` (${detail})` : ''}`;
}
