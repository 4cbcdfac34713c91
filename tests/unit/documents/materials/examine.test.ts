import { PDFDocument, PDFName, PDFString } from '@cantoo/pdf-lib';
import { PNG } from 'pngjs';
import { describe, expect, it } from 'vitest';
import { err, MATERIAL_LIMITS, ok } from '../../../../electron/core/index.ts';
import { materialScanner } from '../../../../electron/documents/index.ts';

const scan = (bytes: Uint8Array) => materialScanner.scan(bytes);

/** As small as a JPEG can be told: its start, a size, a scan and its end. */
function jpeg(width: number, height: number): Buffer {
  const frame = Buffer.from('ffc00011080000000003012200021101031101', 'hex');
  frame.writeUInt16BE(height, 5);
  frame.writeUInt16BE(width, 7);
  const header = Buffer.from('ffd8ffe000104a46494600010100000100010000', 'hex');
  return Buffer.concat([header, frame, Buffer.from('ffda000c03010002110311003f00aabbccffd9', 'hex')]);
}

function png(width: number, height: number): Buffer {
  return PNG.sync.write(new PNG({ width, height }));
}

async function pdf(change?: (document: PDFDocument) => void, pages = 1): Promise<Uint8Array> {
  const document = await PDFDocument.create();
  for (let page = 0; page < pages; page++) document.addPage([200, 200]);
  change?.(document);
  return document.save({ useObjectStreams: false });
}

describe('a citizen’s file', () => {
  it('is what its bytes say', async () => {
    expect(await scan(jpeg(800, 600))).toEqual(ok({ mediaType: 'image/jpeg', pages: 1 }));
    expect(await scan(png(3, 2))).toEqual(ok({ mediaType: 'image/png', pages: 1 }));
    expect(await scan(await pdf(undefined, 3))).toEqual(ok({ mediaType: 'application/pdf', pages: 3 }));
  });

  it.each([
    ['HEIC of a phone', Buffer.from('000000286674797068656963000000006d696631', 'hex')],
    ['a program', Buffer.from('MZ\u0090\u0000')],
    ['an archive', Buffer.from('PK\u0003\u0004')],
    ['a page of the web', Buffer.from('<!doctype html><script>alert(1)</script>')],
    ['a drawing that may hold scripts', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>')],
    ['GIF', Buffer.from('GIF89a')],
    ['nothing', Buffer.alloc(0)],
  ])('of another kind is not taken: %s', async (_, bytes) => {
    expect(await scan(bytes)).toEqual(err('kind'));
  });

  it('that would do something by itself is not taken', async () => {
    const scripted = await pdf((document) => {
      const action = document.context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(1)') });
      document.catalog.set(PDFName.of('OpenAction'), action);
    });
    expect(await scan(scripted)).toEqual(err('unsafe'));
  });

  it.each([
    ['JPEG', jpeg(800, 600)],
    ['PNG', png(3, 2)],
  ])('that is cut off is broken: %s', async (_, bytes) => {
    for (const length of [bytes.length - 3, Math.floor(bytes.length / 2), 10])
      expect((await scan(bytes.subarray(0, length))).ok, String(length)).toBe(false);
  });

  it('of a PDF that is cut off is broken', async () => {
    const whole = await pdf();
    expect(await scan(whole.subarray(0, whole.length - 40))).toEqual(err('broken'));
  });

  it('without a size is broken', async () => {
    expect(await scan(jpeg(0, 600))).toEqual(err('broken'));
  });

  it('that would fill the memory is too large', async () => {
    expect(await scan(jpeg(60_000, 60_000))).toEqual(err('too-large'));
    expect(await scan(Buffer.alloc(MATERIAL_LIMITS.fileBytes + 1))).toEqual(err('too-large'));
    expect(await scan(await pdf(undefined, MATERIAL_LIMITS.pages + 1))).toEqual(err('too-large'));
  });
});
