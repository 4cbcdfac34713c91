/** What a file is, by its first bytes and not by its name. */
export type FileKind = 'pdf' | 'ofd' | 'zip' | 'jpeg' | 'png' | 'sealed-file' | 'text' | 'other';

const HEADS: readonly (readonly [FileKind, string])[] = [
  ['pdf', '%PDF-'],
  ['sealed-file', 'TBSEALED'],
  ['jpeg', '\u00ff\u00d8\u00ff'],
  ['png', '\u0089PNG\r\n\u001a\n'],
];
const ZIP = 'PK\u0003\u0004';
/** The entry that makes a ZIP an OFD (GB/T 33190-2016 §7.4). */
const OFD_ENTRY = 'OFD.xml';
/** Bytes at the end of a ZIP in which its list of entries is looked for. */
const LIST_BYTES = 1 << 20;

export function fileKind(bytes: Uint8Array): FileKind {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const head = all.toString('latin1', 0, 16);
  const known = HEADS.find(([, mark]) => head.startsWith(mark));
  if (known) return known[0];
  if (head.startsWith(ZIP)) return all.subarray(-LIST_BYTES).includes(OFD_ENTRY) ? 'ofd' : 'zip';
  return isText(all.subarray(0, 4096)) ? 'text' : 'other';
}

/** UTF-8 without control characters other than those that move to another line or column. */
function isText(bytes: Buffer): boolean {
  if (bytes.length === 0 || bytes.some((byte) => byte < 0x09 || (byte > 0x0d && byte < 0x20))) return false;
  // The last character may be cut.
  return !bytes.toString('utf8').slice(0, -1).includes('\ufffd');
}
