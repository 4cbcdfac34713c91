import { strToU8, zipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { examineResult, RESULT_LIMITS } from '../../../../electron/documents/results/index.ts';
import { makeOfdFiles, makeSealedFiles, ofdOf, SEAL } from '../../../support/results.ts';

const text = (bytes: Uint8Array | undefined) => Buffer.from(bytes as Uint8Array).toString();
const changed = (files: Record<string, Uint8Array>, name: string, from: string, to: string) => {
  expect(text(files[name])).toContain(from);
  return { ...files, [name]: strToU8(text(files[name]).replace(from, to)) };
};
const look = async (files: Record<string, Uint8Array>, declared: string | null = null) =>
  examineResult(ofdOf(files), declared);
const problem = async (bytes: Uint8Array) => {
  const found = await examineResult(bytes, null);
  return found.ok ? null : found.error.code;
};
const stateOf = async (files: Record<string, Uint8Array>) => {
  const found = await look(files);
  return found.ok ? found.value.seals.map(({ state }) => state) : found.error;
};

describe('an OFD', () => {
  it('is known by its content, its pages counted and measured, its title read', async () => {
    expect(await look(makeOfdFiles(), 'application/ofd')).toEqual({
      ok: true,
      value: {
        kind: 'ofd',
        mediaType: 'application/ofd',
        pages: 2,
        pageSizes: [
          { width: 210, height: 297 },
          { width: 210, height: 297 },
        ],
        title: '结果 <样例>',
        active: [],
        seals: [],
        paper: null,
      },
    });
  });
  it('has the size of its own page where the page says one', async () => {
    const box = '<ofd:Area><ofd:PhysicalBox>0 0 148 210</ofd:PhysicalBox></ofd:Area><ofd:Content>';
    const found = await look(changed(makeOfdFiles(), 'Doc_0/Pages/Page_1/Content.xml', '<ofd:Content>', box));
    expect(found.ok && found.value.pageSizes[1]).toEqual({ width: 148, height: 210 });
  });
  it('that is called a PDF is refused', async () => {
    expect(await look(makeOfdFiles(), 'application/pdf')).toEqual({
      ok: false,
      error: { code: 'declared', at: 'ofd' },
    });
  });

  describe('broken', () => {
    const files = makeOfdFiles();
    const without = (name: string) =>
      Object.fromEntries(Object.entries(files).filter(([one]) => one !== name));
    it.each([
      ['a zip without OFD.xml is no OFD', zipSync({ 'a.txt': strToU8('a') }), 'type'],
      ['an empty package', zipSync({}), 'type'],
      ['its document is missing', ofdOf(without('Doc_0/Document.xml')), 'broken'],
      ['a page is missing', ofdOf(without('Doc_0/Pages/Page_0/Content.xml')), 'broken'],
      [
        'XML that is cut off',
        ofdOf({ ...files, 'OFD.xml': (files['OFD.xml'] as Uint8Array).subarray(0, 90) }),
        'broken',
      ],
      [
        'XML with a document type',
        ofdOf(changed(files, 'OFD.xml', '<ofd:OFD', '<!DOCTYPE a [<!ENTITY b "c">]><ofd:OFD')),
        'broken',
      ],
      ['XML that is no UTF-8', ofdOf({ ...files, 'OFD.xml': Uint8Array.of(0xff, 0xfe, 0x3c) }), 'broken'],
      [
        'no page at all',
        ofdOf(
          changed(
            files,
            'Doc_0/Document.xml',
            text(files['Doc_0/Document.xml']).match(/<ofd:Page ID.*\/><\/ofd:Pages>/)?.[0] ?? '',
            '</ofd:Pages>',
          ),
        ),
        'broken',
      ],
      [
        'a page without a size',
        ofdOf(changed(files, 'Doc_0/Document.xml', '0 0 210 297', '0 0 wide')),
        'broken',
      ],
      [
        'another namespace',
        ofdOf(changed(files, 'OFD.xml', 'ofdspec.org/2016', 'ofdspec.org/1999')),
        'broken',
      ],
      ['a package that is cut off', ofdOf(files).subarray(0, -40), 'broken'],
    ])('%s', async (_, bytes, code) => {
      expect(await problem(bytes)).toBe(code);
    });
  });

  describe('tricks', () => {
    it.each([
      ['../OFD.xml'],
      ['/etc/passwd'],
      ['Doc_0/../../x'],
      ['Doc_0\\x'],
      ['C:x'],
      ['Doc_0//x'],
      ['Doc_0/./x'],
      ['a\u0000b'],
    ])('an entry called %j is refused', async (name) => {
      expect(await problem(ofdOf({ ...makeOfdFiles(), [name]: strToU8('x') }))).toBe('paths');
    });
    it('an entry that stands twice is refused', async () => {
      const bytes = Buffer.from(ofdOf({ ...makeOfdFiles(), 'Doc_0/DocumenX.xml': strToU8('x') }));
      const twin = Buffer.from(bytes.toString('latin1').replaceAll('DocumenX.xml', 'Document.xml'), 'latin1');
      expect(await problem(twin)).toBe('paths');
    });
    it('a location that leaves the package is refused', async () => {
      const files = changed(makeOfdFiles(), 'OFD.xml', 'Doc_0/Document.xml', '../Doc_0/Document.xml');
      expect(await problem(ofdOf(files))).toBe('paths');
    });
    it('a bomb is refused before it is unpacked', async () => {
      expect(await problem(saying(RESULT_LIMITS.entryBytes + 1, ['big']))).toBe('bomb');
    });
    it('an entry that was damaged on the way is broken', async () => {
      const bytes = Buffer.from(zipSync({ ...makeOfdFiles(), 'Doc_0/n': strToU8('stored') }, { level: 0 }));
      bytes.writeUInt8(0x53, bytes.indexOf('stored'));
      expect(await problem(bytes)).toBe('broken');
    });
    it('a bomb that says it is small is broken, and is not unpacked beyond what it said', async () => {
      expect(await problem(saying(10, ['big']))).toBe('broken');
    });
    it('many entries that together are too large are refused', async () => {
      const part = RESULT_LIMITS.packageBytes / 2;
      expect(await problem(saying(part, ['a', 'b', 'c']))).toBe('bomb');
    });
    it('too many entries are refused', async () => {
      const more = Array.from({ length: RESULT_LIMITS.entries }, (_, n) => [`Doc_0/n${n}`, new Uint8Array()]);
      expect(await problem(ofdOf({ ...makeOfdFiles(), ...Object.fromEntries(more) }))).toBe('bomb');
    });
  });

  describe('sealed', () => {
    it('says who sealed it, and by which key', async () => {
      const found = await look(makeSealedFiles());
      expect(found.ok && found.value.seals).toEqual([
        {
          by: '示例市行政审批局（演示章）',
          state: 'good',
          keys: [Buffer.from(SEAL.publicKey).toString('hex'), expect.stringMatching(/^[0-9a-f]{64}$/)],
        },
      ]);
    });
    const sealed = makeSealedFiles();
    const sign = 'Doc_0/Signs/Sign_0/Signature.xml';
    const value = 'Doc_0/Signs/Sign_0/SignedValue.dat';
    const flipped = (at: number) =>
      (sealed[value] as Uint8Array).map((byte, index) => (index === at ? byte ^ 1 : byte));
    const last = (sealed[value] as Uint8Array).length - 1;
    it.each([
      ['a word of a page was changed', changed(sealed, 'Doc_0/Pages/Page_0/Content.xml', '居住证', '驾驶证')],
      [
        'a signed file was taken away',
        Object.fromEntries(Object.entries(sealed).filter(([name]) => name !== 'Doc_0/PublicRes.xml')),
      ],
      ['the signature’s own words were changed', changed(sealed, sign, 'Version="1"', 'Version="2"')],
      ['the signature is another one', { ...sealed, [value]: flipped(last) }],
      [
        'the signed value was taken away',
        Object.fromEntries(Object.entries(sealed).filter(([name]) => name !== value)),
      ],
    ])('and then %s: broken', async (_, files) => {
      expect(await stateOf(files)).toEqual(['broken']);
    });
    it('for another document: broken', async () => {
      const other = changed(makeOfdFiles(), 'Doc_0/Pages/Page_0/Content.xml', '居住证', '驾驶证');
      expect(
        await stateOf({
          ...makeSealedFiles(other),
          'Doc_0/Pages/Page_0/Content.xml': sealed['Doc_0/Pages/Page_0/Content.xml'] as Uint8Array,
        }),
      ).toEqual(['broken']);
    });
    it.each([
      ['a file that no seal covers was added', { ...sealed, 'Doc_0/Res/more.png': strToU8('x') }],
      ['the digests are weak', makeSealedFilesWith('1.2.156.10197.1.401', 'MD5')],
      ['the value is of another form', { ...sealed, [value]: strToU8('PKCS') }],
    ])('where %s: nothing is said', async (_, files) => {
      expect(await stateOf(files)).toEqual(['unchecked']);
    });
  });
});

function makeSealedFilesWith(from: string, to: string) {
  return changed(
    makeSealedFiles(),
    'Doc_0/Signs/Sign_0/Signature.xml',
    `CheckMethod="${from}"`,
    `CheckMethod="${to}"`,
  );
}

/** A package with entries that unpack to a hundred thousand bytes and say that they have `size`. */
function saying(size: number, names: readonly string[]): Uint8Array {
  const real = 100_003;
  const entries = Object.fromEntries(names.map((name) => [`Doc_0/${name}`, new Uint8Array(real)]));
  const bytes = Buffer.from(zipSync({ ...makeOfdFiles(), ...entries }));
  const stated = Buffer.alloc(4);
  stated.writeUInt32LE(real);
  for (let at = bytes.indexOf(stated); at >= 0; at = bytes.indexOf(stated)) bytes.writeUInt32LE(size, at);
  return bytes;
}
