/** Lower-case hexadecimal, two characters a byte. */
export function hexOf(bytes: Uint8Array): string {
  return view(bytes).toString('hex');
}

/** Null when the text is not pairs of hexadecimal digits. Either case is read. */
export function bytesOfHex(text: string): Uint8Array | null {
  return text.length % 2 === 0 && /^[0-9a-fA-F]*$/.test(text) ? plain(Buffer.from(text, 'hex')) : null;
}

/** Base64 with padding, RFC 4648 §4. */
export function base64Of(bytes: Uint8Array): string {
  return view(bytes).toString('base64');
}

/** Null when the text is not canonical base64 with padding. */
export function bytesOfBase64(text: string): Uint8Array | null {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? plain(bytes) : null;
}

/** How bytes are written in a text. */
export type Encoding = 'hex' | 'base64';

export function encodeBytes(bytes: Uint8Array, encoding: Encoding): string {
  return encoding === 'hex' ? hexOf(bytes) : base64Of(bytes);
}

/** Null when the text is not of that encoding. */
export function decodeBytes(text: string, encoding: Encoding): Uint8Array | null {
  return encoding === 'hex' ? bytesOfHex(text) : bytesOfBase64(text);
}

export function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return plain(Buffer.concat(parts));
}

function view(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** A Buffer's bytes without its own ways of printing and comparing. */
function plain(buffer: Buffer): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength);
}
