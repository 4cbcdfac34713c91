import { crc32 } from 'node:zlib';
import { unzipSync } from 'fflate';
import { RESULT_LIMITS, Refused } from './types.ts';

/** The entries of an OFD package (a zip file) by their path, without a leading slash. */
export type Package = ReadonlyMap<string, Uint8Array>;

const FOLDER = /\/$/;
/** Absolute, backslashes, drive letters, control characters, empty or dotted steps. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const TRICK = /^\/|[\\\u0000-\u001f:]|(^|\/)\.{0,2}(\/|$)/;

/**
 * Unpacks a package within `RESULT_LIMITS`. Sizes are judged before anything is unpacked, and an entry that is not as long
 * as it said is broken. Nothing is ever written to a disk. Throws `Refused`, or what the library throws.
 */
export function unpack(bytes: Uint8Array): Package {
  const stated = new Map<string, number>();
  let total = 0;
  let count = 0;
  unzipSync(bytes, {
    filter({ name, size, originalSize, compression }) {
      if (++count > RESULT_LIMITS.entries) throw new Refused('bomb', 'entries');
      if (FOLDER.test(name) && originalSize === 0) return false;
      if (TRICK.test(name)) throw new Refused('paths', 'name');
      if (stated.has(name)) throw new Refused('paths', 'twice');
      if (compression === 0 && size !== originalSize) throw new Refused('broken', 'size');
      if (originalSize > RESULT_LIMITS.entryBytes) throw new Refused('bomb', 'entry');
      total += originalSize;
      if (total > RESULT_LIMITS.packageBytes) throw new Refused('bomb', 'package');
      stated.set(name, originalSize);
      return false;
    },
  });
  if (stated.size === 0) throw new Refused('broken', 'empty');
  const files = unzipSync(bytes, { filter: ({ name }) => stated.has(name) });
  const checks = checksOf(bytes);
  const entries = new Map<string, Uint8Array>();
  for (const [name, size] of stated) {
    const file = files[name];
    // The library stops at the stated length without a word: only the checksum tells a cut entry, or a damaged one.
    if (file?.length !== size || crc32(file) !== checks.get(name)) throw new Refused('broken', 'entry');
    entries.set(name, file);
  }
  return entries;
}

/** Signatures and sizes of the zip format (APPNOTE 4.3.12, 4.3.16). */
const END = { mark: 0x06054b50, bytes: 22, mostComment: 65_535 } as const;
const CENTRAL = { mark: 0x02014b50, bytes: 46 } as const;

/** CRC-32 by name, from the directory at the package's end, which the library reads without telling it. */
function checksOf(bytes: Uint8Array): ReadonlyMap<string, number> {
  const raw = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = raw.length - END.bytes;
  const first = Math.max(0, end - END.mostComment);
  while (end >= first && raw.readUInt32LE(end) !== END.mark) end--;
  if (end < first) throw new Refused('broken', 'end');
  const checks = new Map<string, number>();
  let at = raw.readUInt32LE(end + 16);
  for (let left = raw.readUInt16LE(end + 10); left > 0; left--) {
    if (at + CENTRAL.bytes > end || raw.readUInt32LE(at) !== CENTRAL.mark)
      throw new Refused('broken', 'directory');
    const name = at + CENTRAL.bytes;
    const after = name + raw.readUInt16LE(at + 28);
    checks.set(raw.toString('utf8', name, after), raw.readUInt32LE(at + 16));
    at = after + raw.readUInt16LE(at + 30) + raw.readUInt16LE(at + 32);
  }
  return checks;
}

/** The entry that `location` means, seen from the file at `from` (GB/T 33190-2016 §7.2: a leading slash is the root). */
export function pathOf(location: string, from: string): string {
  const steps = location.startsWith('/') ? [] : from.split('/').slice(0, -1);
  for (const step of location.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) throw new Refused('paths', 'location');
  }
  return steps.join('/');
}
