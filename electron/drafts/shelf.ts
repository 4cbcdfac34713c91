import { createHmac, hkdfSync } from 'node:crypto';
import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Clock, RandomBytes } from '../core/index.ts';
import type { Cipher } from '../store/index.ts';

/** How long a draft is kept, in milliseconds. */
export const DRAFT_MS = 24 * 3_600_000;
/** Drafts of one machine, at most: the oldest goes first. */
const MOST = 500;
const NAME = /^([0-9a-f]{32})-([0-9a-f]{24})\.draft$/;
/** Bytes of the time until which a file is kept, in front of what is sealed. */
const HEAD = 8;

/** What somebody wished to be kept: which matter of which region, and what was said of it, as JSON. */
export interface KeptDraft {
  readonly region: string;
  readonly matter: string;
  readonly content: unknown;
}

/** Drafts by the citizens' wish. Nothing in it can be read without the number on the card. */
export interface DraftShelf {
  /** Keeps a draft in place of an earlier one of this matter; throws what the disk throws. Returns until when (ms). */
  keep(number: string, draft: KeptDraft): number;
  /** What is kept for this person, newest first. */
  of(number: string): (KeptDraft & { readonly until: number })[];
  drop(number: string, region: string, matter: string): void;
  /** Removes what is over and what was never finished. Returns how many. */
  sweep(): number;
}

/**
 * Drafts as sealed files in `folder`. Key of each: HKDF-SHA-256 of the machine's `secret` with the card's number;
 * the time until which it is kept and the file's name are covered by the seal.
 */
export function draftShelf(deps: {
  readonly folder: string;
  /** Of this machine and this use alone, 32 bytes. */
  readonly secret: Uint8Array;
  readonly cipher: Cipher;
  readonly clock: Clock;
  readonly random: RandomBytes;
}): DraftShelf {
  const { folder, secret, cipher, clock, random } = deps;
  const tag = (what: string, of: string, length: number) =>
    createHmac('sha256', secret).update(`${what} ${of}`).digest('hex').slice(0, length);
  const personTag = (number: string) => tag('person', number, 32);
  const nameOf = (number: string, region: string, matter: string) =>
    `${personTag(number)}-${tag('matter', `${number} ${region} ${matter}`, 24)}.draft`;
  const keyOf = (number: string) =>
    cipher.withKey(
      new Uint8Array(hkdfSync('sha256', secret, '', `tongban draft 1 ${number}`, cipher.keyBytes)),
    );
  const covered = (name: string, head: Uint8Array) => Buffer.concat([Buffer.from(name, 'latin1'), head]);
  const names = (): string[] => {
    try {
      return readdirSync(folder);
    } catch {
      return [];
    }
  };
  const untilOf = (bytes: Uint8Array) => Number(Buffer.from(bytes.subarray(0, HEAD)).readBigUInt64BE());
  const remove = (name: string) => rmSync(join(folder, name), { force: true });

  const read = (name: string): Uint8Array | null => {
    try {
      const bytes = readFileSync(join(folder, name));
      return bytes.length > HEAD ? bytes : null;
    } catch {
      return null;
    }
  };

  return {
    keep(number, draft) {
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const kept = names().filter((name) => NAME.test(name));
      const until = clock.now() + DRAFT_MS;
      const name = nameOf(number, draft.region, draft.matter);
      if (kept.length >= MOST && !kept.includes(name)) {
        const oldest = kept
          .map((one) => ({ one, until: untilOf(read(one) ?? new Uint8Array(HEAD)) }))
          .toSorted((a, b) => a.until - b.until)[0];
        if (oldest) remove(oldest.one);
      }
      const head = Buffer.alloc(HEAD);
      head.writeBigUInt64BE(BigInt(until));
      const sealed = keyOf(number).seal(Buffer.from(JSON.stringify(draft)), covered(name, head), random);
      writeWhole(folder, name, Buffer.concat([head, sealed]));
      return until;
    },

    of(number) {
      const mine = personTag(number);
      const key = keyOf(number);
      return names()
        .filter((name) => NAME.exec(name)?.[1] === mine)
        .flatMap((name) => {
          const bytes = read(name);
          if (!bytes || untilOf(bytes) <= clock.now()) return [];
          const plain = key.open(bytes.subarray(HEAD), covered(name, bytes.subarray(0, HEAD)));
          // What does not open is nobody's; it goes with the day.
          return plain
            ? [{ ...(JSON.parse(Buffer.from(plain).toString('utf8')) as KeptDraft), until: untilOf(bytes) }]
            : [];
        })
        .toSorted((a, b) => b.until - a.until);
    },

    drop: (number, region, matter) => remove(nameOf(number, region, matter)),

    sweep() {
      const now = clock.now();
      const over = names().filter((name) => {
        const until = NAME.test(name) ? untilOf(read(name) ?? new Uint8Array(HEAD)) : 0;
        // A clock that was set back keeps nothing longer than it was promised.
        return until <= now || until > now + DRAFT_MS;
      });
      for (const name of over) remove(name);
      return over.length;
    },
  };
}

/** A power cut leaves what was there before, or the new file whole. */
function writeWhole(folder: string, name: string, bytes: Uint8Array): void {
  const half = join(folder, `${name}.new`);
  const file = openSync(half, 'w', 0o600);
  try {
    writeSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(half, join(folder, name));
  const directory = openSync(folder, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}
