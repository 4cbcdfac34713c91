import { createHash, sign } from 'node:crypto';
import { closeSync, mkdtempSync, openSync, rmSync, truncateSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  bufferSource,
  type Expected,
  fileSource,
  openSealedFile,
  PURPOSES,
  SEALED_FILE_LIMITS,
  sealedFileAdvice,
  sealToBuffer,
  writeSealedFile,
} from '../../../electron/sealed-file/index.ts';
import { countingRandom } from '../../support/memory-store.ts';
import { EXPECTED, entry, PARTIES, sealOptions } from '../../support/sealed.ts';
import { readByTheBook, sealByTheBook } from './by-the-book.ts';

const ENTRIES = [
  entry('job-1.json', '{"a":1}'),
  entry('empty', ''),
  entry('photo.jpg', new Uint8Array(200_000).fill(7)),
];

const sealed = () => Buffer.from(sealToBuffer(ENTRIES, sealOptions()));
const open = (bytes: Uint8Array, expected: Partial<Expected> = {}) => {
  const opened = openSealedFile(bufferSource(bytes), { ...EXPECTED, ...expected });
  return opened.ok ? [...opened.value.entries()] : opened.error;
};
const headerLength = (file: Buffer) => 12 + file.readUInt32BE(8);

/** The file with other bytes in the place of its header, properly signed. */
function withHeader(file: Buffer, header: Uint8Array | string): Buffer {
  const text = Buffer.from(header);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(text.length);
  return signed(Buffer.concat([file.subarray(0, 8), length, text, file.subarray(headerLength(file), -64)]));
}
function signed(body: Uint8Array, key = PARTIES.kiosk.private): Buffer {
  const message = Buffer.concat([
    Buffer.from('tongban sealed file 1 signature\0'),
    createHash('sha512').update(body).digest(),
  ]);
  return Buffer.concat([body, sign(null, message, key)]);
}
const headerOf = (file: Buffer) =>
  JSON.parse(file.subarray(12, headerLength(file)).toString()) as Record<string, unknown>;

describe('a sealed file', () => {
  it('gives its recipient what the sender put in, and says where it is from', () => {
    const opened = openSealedFile(bufferSource(sealed()), EXPECTED);
    if (!opened.ok) throw new Error(opened.error.kind);
    expect([...opened.value.entries()]).toEqual(ENTRIES);
    expect([...opened.value.entries()]).toHaveLength(3);
    expect(opened.value.header).toMatchObject({
      purpose: 'queue-export',
      sender: 'B017',
      createdAt: '2026-11-21T08:00:00.000Z',
      senderKey: PARTIES.kiosk.public.id,
      recipientKey: PARTIES.office.public.id,
    });
  });

  it.each([0, 1, 65_529, 65_536, 65_537, 131_072, 200_000])('holds an entry of %i bytes', (size) => {
    // The lengths around 65,536 put the end of the content before, on and behind the edge of a chunk.
    for (const less of [0, 1, 6, 7, 13, 14]) {
      const one = entry('x', new Uint8Array(Math.max(0, size - less)).fill(1));
      expect(open(sealToBuffer([one], sealOptions()))).toEqual([one]);
    }
  });

  it('may be empty', () => expect(open(sealToBuffer([], sealOptions()))).toEqual([]));

  it('is the same through a file', () => {
    const dir = mkdtempSync(join(tmpdir(), 'tongban-sealed-'));
    try {
      const path = join(dir, 'out.tbs');
      const out = openSync(path, 'wx');
      const header = writeSealedFile((bytes) => writeSync(out, bytes), ENTRIES, sealOptions());
      closeSync(out);
      const file = openSync(path, 'r');
      const opened = openSealedFile(fileSource(file), EXPECTED);
      if (!opened.ok) throw new Error(opened.error.kind);
      expect(opened.value.header).toEqual(header);
      expect([...opened.value.entries()]).toEqual(ENTRIES);
      truncateSync(path, 1_000);
      expect(() => [...opened.value.entries()]).toThrow('shorter');
      writeFileSync(path, Buffer.alloc(300_000));
      expect(() => [...opened.value.entries()]).toThrow();
      closeSync(file);
    } finally {
      rmSync(dir, { recursive: true });
    }
  });

  it('shows nothing of its content, names included, and differs each time', () => {
    const file = sealed();
    expect(file.includes('job-1.json')).toBe(false);
    expect(file.includes('"a":1')).toBe(false);
    const again = Buffer.from(sealToBuffer(ENTRIES, sealOptions({ random: countingRandom('again') })));
    expect(again.subarray(headerLength(again), -72)).not.toEqual(file.subarray(headerLength(file), -72));
  });

  it('keeps its bytes from version to version', () => {
    const file = sealToBuffer([entry('a', 'b')], sealOptions());
    expect(createHash('sha256').update(file).digest('hex')).toMatchInlineSnapshot(
      `"d666d2590611c2d58443fd69b1ac637fdaebb80992a0817b54cfd57a103f67da"`,
    );
  });

  it('is read by a reader that was written from the description alone', () => {
    expect(readByTheBook(sealed(), PARTIES.office.private, PARTIES.kiosk.public.key)).toEqual(ENTRIES);
  });

  it('may be written by such a writer', () => {
    const file = sealByTheBook(headerOf(sealed()), ENTRIES, PARTIES.office.public.key, PARTIES.kiosk.private);
    expect(open(file)).toEqual(ENTRIES);
  });
});

describe('a sealed file is refused', () => {
  it.each(PURPOSES.slice(1))('for another purpose: %s', (purpose) => {
    expect(open(sealed(), { purpose })).toEqual({ kind: 'other-purpose', purpose: 'queue-export' });
  });

  it('by another recipient', () => {
    expect(open(sealed(), { key: PARTIES.otherOffice })).toEqual({
      kind: 'other-recipient',
      recipientKey: PARTIES.office.public.id,
    });
  });

  it('from another sender', () => {
    expect(open(sealed(), { from: PARTIES.otherKiosk.public })).toEqual({
      kind: 'other-sender',
      sender: 'B017',
      senderKey: PARTIES.kiosk.public.id,
    });
  });

  it('when somebody else puts his name and signature on it', () => {
    const file = sealed();
    const header = { ...headerOf(file), senderKey: PARTIES.otherKiosk.public.id };
    const stolen = signed(
      withHeader(file, JSON.stringify(header)).subarray(0, -64),
      PARTIES.otherKiosk.private,
    );
    expect(open(stolen, { from: PARTIES.otherKiosk.public })).toEqual({ kind: 'bad-content' });
  });

  it('when its purpose or machine was rewritten by its own sender', () => {
    const file = sealed();
    const header = { ...headerOf(file), purpose: 'courier' };
    expect(open(withHeader(file, JSON.stringify(header)), { purpose: 'courier' })).toEqual({
      kind: 'bad-content',
    });
  });

  it.each([
    ['nothing', '', 'not-a-sealed-file'],
    ['something else', 'PK\x03\x04 and so on', 'not-a-sealed-file'],
    ['a beginning', 'TBSE', 'truncated'],
    ['the magic', 'TBSEALED', 'truncated'],
    ['a header that is not there', 'TBSEALED\0\0\x01\0{', 'truncated'],
    ['an endless header', 'TBSEALED\0\0\x10\x01{', 'bad-header'],
  ])('when it is only %s', (_, text, kind) => {
    expect(open(Buffer.from(text, 'latin1'))).toEqual({ kind });
  });

  it.each([
    ['no JSON', 'hello', { kind: 'bad-header' }],
    ['no text', Uint8Array.of(0xff, 0xfe), { kind: 'bad-header' }],
    ['null', 'null', { kind: 'bad-header' }],
    [
      'of a newer version',
      '{"format":"tongban-sealed-file","version":2}',
      { kind: 'newer-version', version: 2 },
    ],
    ['of another format', '{"format":"else","version":2}', { kind: 'bad-header' }],
  ])('when its header is %s', (_, header, failure) => {
    expect(open(withHeader(sealed(), header))).toEqual(failure);
  });

  it('when its header has a key too many or a bad value', () => {
    const file = sealed();
    for (const change of [{ more: 1 }, { sender: 'b017' }, { createdAt: 'today' }, { ephemeralKey: 'aa' }]) {
      expect(open(withHeader(file, JSON.stringify({ ...headerOf(file), ...change })))).toEqual({
        kind: 'bad-header',
      });
    }
  });

  it('when its ephemeral key is weak (X25519 gives zero)', () => {
    const header = { ...headerOf(sealed()), ephemeralKey: '00'.repeat(32) };
    expect(open(withHeader(sealed(), JSON.stringify(header)))).toEqual({ kind: 'bad-content' });
  });

  it('when nothing is between header and end', () => {
    const file = sealed();
    expect(
      open(signed(Buffer.concat([file.subarray(0, headerLength(file)), Buffer.from('TBSEALOK')]))),
    ).toEqual({
      kind: 'bad-content',
    });
  });

  it.each<[string, Uint8Array]>([
    ['ends within an entry', Buffer.from('\0\x01a\0\0\0\x05bc')],
    ['ends without saying so', Buffer.from('\0\x01a\0\0\0\x01b')],
    ['counts wrongly', Buffer.from('\0\x01a\0\0\0\x01b\0\0\0\0\0\x02')],
    ['goes on after its end', Buffer.from('\0\0\0\0\0\0more')],
    [
      'goes on after its end in another chunk',
      Buffer.concat([Buffer.from('\0\0\0\0\0\0'), Buffer.alloc(70_000)]),
    ],
    ['has a path for a name', Buffer.from('\0\x04../a\0\0\0\0\0\0\0\0\0\x01')],
    ['has a name twice', Buffer.from('\0\x01a\0\0\0\0\0\x01a\0\0\0\0\0\0\0\0\0\x02')],
    ['has an entry over the limit', Buffer.from('\0\x01a\x10\0\0\x01')],
  ])('when its signed content %s', (_, content) => {
    const file = sealByTheBook(headerOf(sealed()), content, PARTIES.office.public.key, PARTIES.kiosk.private);
    expect(open(file)).toEqual({ kind: 'bad-content' });
  });

  it('with one line that says what to try', () => {
    const line = sealedFileAdvice({ kind: 'other-sender', sender: 'B018', senderKey: 'ab' });
    expect(line).toBe(
      'it comes from another sender: take the public key of the machine that made it (sender B018, senderKey ab)',
    );
    expect(sealedFileAdvice({ kind: 'truncated' })).toMatch(/^it is cut off: copy it again[^\n]*made$/);
  });
});

describe('the writer', () => {
  it.each(['', '../x', 'a/b', '.hidden', 'ä', 'a'.repeat(129)])('takes no entry named %j', (name) => {
    expect(() => sealToBuffer([entry(name, '')], sealOptions())).toThrow('bad name');
  });
  it('takes no name twice, and no entry over the limit', () => {
    expect(() => sealToBuffer([entry('a', ''), entry('a', '')], sealOptions())).toThrow('bad name');
    const huge = { name: 'a', bytes: { length: SEALED_FILE_LIMITS.entry + 1 } as Uint8Array };
    expect(() => sealToBuffer([huge], sealOptions())).toThrow('too large');
  });
  it('takes no machine code that is none', () => {
    expect(() => sealToBuffer([], sealOptions({ sender: '张三' }))).toThrow();
  });
});
