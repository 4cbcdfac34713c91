import { deflateSync } from 'node:zlib';
import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { examineResult, RESULT_LIMITS } from '../../../../electron/documents/results/index.ts';
import { makePdf } from '../../../support/results.ts';

const problem = async (bytes: Uint8Array) => {
  const found = await examineResult(bytes, null);
  return found.ok ? null : found.error.code;
};

/** A PDF that would do something by itself. */
async function withAction(action: Record<string, unknown>): Promise<Uint8Array> {
  const document = await PDFDocument.load(await makePdf());
  document.catalog.set(PDFName.of('OpenAction'), document.context.obj(action as never));
  return document.save({ useObjectStreams: false });
}

/** A hand-made file with an object stream of these bytes. */
function withObjectStream(dictionary: string, content: Uint8Array): Uint8Array {
  const head = Buffer.from(
    `%PDF-1.7\n1 0 obj\n<< ${dictionary} /N 1 /First 4 /Length ${content.length} >>\nstream\n`,
  );
  const tail = Buffer.from('\nendstream\nendobj\n');
  const at = head.length + content.length + tail.length;
  const end = `xref\n0 1\n0000000000 65535 f \ntrailer\n<< /Size 1 >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([head, content, tail, Buffer.from(end)]);
}

describe('a PDF', () => {
  it('is known by its content, counted and measured, and printed as it came', async () => {
    const bytes = await makePdf(3);
    const found = await examineResult(bytes, 'application/pdf');
    expect(found.ok && { ...found.value, paper: found.value.paper === bytes }).toEqual({
      kind: 'pdf',
      mediaType: 'application/pdf',
      pages: 3,
      pageSizes: Array.from({ length: 3 }, () => ({
        width: expect.closeTo(210, 0),
        height: expect.closeTo(297, 0),
      })),
      title: 'Result',
      active: [],
      seals: [],
      paper: true,
    });
  });
  it('that is called an OFD is refused', async () => {
    expect(await examineResult(await makePdf(), 'application/ofd')).toEqual({
      ok: false,
      error: { code: 'declared', at: 'pdf' },
    });
  });
  it('with a password, or with rights alone, is refused', async () => {
    expect(await problem(await makePdf(1, { userPassword: 'a', ownerPassword: 'b' }))).toBe('encrypted');
    expect(await problem(await makePdf(1, { ownerPassword: 'b' }))).toBe('encrypted');
  });

  it.each([
    ['a script', { S: 'JavaScript', JS: PDFString.of('app.alert(1)') }, 'javascript'],
    ['a program', { S: 'Launch', F: PDFString.of('calc') }, 'launch'],
    ['a form sent away', { S: 'SubmitForm', F: PDFString.of('https://x.example') }, 'other-action'],
  ])('that would start %s is named so, and its paper copy does not', async (_, action, what) => {
    const bytes = await withAction(action);
    const found = await examineResult(bytes, null);
    expect(found.ok && found.value.active).toContain(what);
    const paper = (found.ok && found.value.paper) as Uint8Array;
    expect(Buffer.from(paper).toString('latin1')).not.toMatch(/JavaScript|app\.alert|Launch|SubmitForm/);
    const again = await examineResult(paper, null);
    expect(again.ok && { active: again.value.active, pages: again.value.pages }).toEqual({
      active: [],
      pages: 1,
    });
  });
  it('that hides a script’s name behind another spelling is named so too', async () => {
    const bytes = Buffer.from(await withAction({ S: 'JavaScript', JS: PDFString.of('a') }));
    const spelt = Buffer.from(
      bytes.toString('latin1').replace('/S /JavaScript', '/S /J#61vaScrip#74').replace('/JS ', '/#4aS '),
      'latin1',
    );
    expect(spelt.includes('JavaScript')).toBe(false);
    const at = spelt.lastIndexOf('\nxref') + 1;
    const moved = Buffer.from(
      spelt.toString('latin1').replace(/startxref\n\d+/, `startxref\n${at}`),
      'latin1',
    );
    const found = await examineResult(moved, null);
    expect(found.ok && found.value.active).toContain('javascript');
  });

  describe('broken', () => {
    it.each([
      ['cut off in the middle', (bytes: Uint8Array) => bytes.subarray(0, bytes.length / 2)],
      ['without its last line', (bytes: Uint8Array) => bytes.subarray(0, -8)],
      [
        'with an end that points nowhere',
        (bytes: Uint8Array) =>
          Buffer.from(
            Buffer.from(bytes)
              .toString('latin1')
              .replace(/startxref\n\d+/, 'startxref\n7'),
            'latin1',
          ),
      ],
      ['with more after its end', (bytes: Uint8Array) => Buffer.concat([bytes, Buffer.from('%more')])],
      [
        'without pages',
        (bytes: Uint8Array) =>
          Buffer.from(Buffer.from(bytes).toString('latin1').replaceAll('/Kids', '/K1ds'), 'latin1'),
      ],
    ])('%s', async (_, change) => {
      expect(await problem(change(await makePdf()))).toBe('broken');
    });
    it.each([
      ['nothing', new Uint8Array()],
      ['words', Buffer.from('no document at all')],
      ['a picture', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
      ['a PDF behind something else', Buffer.from('GIF89a%PDF-1.7')],
    ])('%s is no document', async (_, bytes) => {
      expect(await problem(bytes)).toBe('type');
    });
  });

  describe('beyond the limits', () => {
    it('too many bytes', async () => {
      expect(await problem(new Uint8Array(RESULT_LIMITS.bytes + 1))).toBe('too-large');
    });
    it('too many pages', async () => {
      expect(await problem(await makePdf(RESULT_LIMITS.pages + 1))).toBe('too-many-pages');
    });
    it('an object stream that unpacks beyond them', async () => {
      const bomb = deflateSync(new Uint8Array(RESULT_LIMITS.expanded + 1));
      expect(bomb.length).toBeLessThan(100_000);
      expect(await problem(withObjectStream('/Type /ObjStm /Filter /FlateDecode', bomb))).toBe('bomb');
      expect(await problem(withObjectStream('/Type /Obj#53tm /Filter /Fl', bomb))).toBe('bomb');
    });
    it('an object stream packed in two ways, which no bound would hold', async () => {
      const twice = deflateSync(deflateSync(new Uint8Array(9)));
      const filters = '/Type /ObjStm /Filter [/FlateDecode /FlateDecode]';
      expect(await problem(withObjectStream(filters, twice))).toBe('bomb');
    });
  });
});
