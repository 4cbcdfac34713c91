import { PDFDocument } from '@cantoo/pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { selfSigned } from '../../../../electron/demo/sandbox-region/index.ts';
import { lookOverResult, sealOfPem } from '../../../../electron/documents/index.ts';
import { makeOfdFiles, makePdf, makeSealedFiles, ofdOf, SEAL, sameRandom } from '../../../support/results.ts';

const AT = Date.UTC(2026, 10, 21, 3);
const HOLDER = '示例市行政审批局（演示章）';
const made = selfSigned(HOLDER, AT - 1_000);
const der = new Uint8Array(Buffer.from(made.certificate.replaceAll(/-----[A-Z ]+-----|\s/g, ''), 'base64'));

let plain: Uint8Array;
let sealed: Uint8Array;
beforeAll(async () => {
  plain = await makePdf(2);
  const seal = await sealOfPem(
    { key: made.key, certificates: made.certificate },
    { random: sameRandom('s'), now: AT },
  );
  if (!seal.ok) throw new Error(seal.error.message);
  sealed = await seal.value.seal(plain, { reason: 'result', sealedAt: AT });
});

interface Line {
  readonly certificates?: readonly Uint8Array[];
  readonly digest?: boolean;
  readonly signature?: 'good' | 'unchecked' | null;
}

/** Kind, verdict and holder in one line. */
async function word(bytes: Uint8Array, line: Line = {}): Promise<string> {
  const mediaType = bytes[0] === 0x25 ? 'application/pdf' : 'application/ofd';
  const found = await lookOverResult(
    { bytes, mediaType, digest: false, signature: null, certificates: [], ...line },
    AT,
  );
  if (!found.ok) return found.error.code;
  const { kind, pages, verdict, sealedBy } = found.value;
  return `${kind} ${pages} ${verdict} ${sealedBy ?? '-'}`;
}

describe('a result is called', () => {
  it('unchecked where there is nothing to check', async () => {
    expect(await word(plain)).toBe('pdf 2 absent -');
  });
  it('verified by its digest, or by the signature beside it', async () => {
    expect(await word(plain, { digest: true })).toBe('pdf 2 verified -');
    expect(await word(plain, { signature: 'good' })).toBe('pdf 2 verified -');
    expect(await word(plain, { digest: true, signature: 'unchecked' })).toBe('pdf 2 not-verified -');
  });
  it('verified by a seal of a holder whom the region has named', async () => {
    expect(await word(sealed, { certificates: [der] })).toBe(`pdf 2 verified ${HOLDER}`);
  });
  it('not verified by a seal of nobody we know, whatever its digest', async () => {
    expect(await word(sealed, { digest: true })).toBe(`pdf 2 not-verified ${HOLDER}`);
  });
  it('contradicted when a sealed byte was changed', async () => {
    const at = Buffer.from(sealed).indexOf('/MediaBox');
    const changed = Uint8Array.from(sealed);
    changed[at + 12] = 0x31;
    expect(await word(changed, { certificates: [der], digest: true })).toBe(`pdf 2 contradicted ${HOLDER}`);
  });
  it('contradicted when something was put behind the seal', async () => {
    const document = await PDFDocument.load(sealed, { forIncrementalUpdate: true });
    document.addPage();
    const update = await document.saveIncremental(document.takeSnapshot()).catch(() => new Uint8Array());
    const longer = update.length > 0 ? Buffer.concat([sealed, update]) : await document.save();
    expect(await word(new Uint8Array(longer), { certificates: [der] })).toMatch(/contradicted/);
  });
  it('the same for an OFD', async () => {
    const ofd = ofdOf(makeSealedFiles());
    expect(await word(ofdOf(makeOfdFiles()))).toBe('ofd 2 absent -');
    expect(await word(ofd, { certificates: [SEAL.certificate] })).toBe(`ofd 2 verified ${SEAL.holder}`);
    expect(await word(ofd, { certificates: [der] })).toBe(`ofd 2 not-verified ${SEAL.holder}`);
    const page = 'Doc_0/Pages/Page_1/Content.xml';
    const changed = {
      ...makeSealedFiles(),
      [page]: makeOfdFiles()['Doc_0/Pages/Page_0/Content.xml'] as Uint8Array,
    };
    expect(await word(ofdOf(changed), { certificates: [SEAL.certificate] })).toBe(
      `ofd 2 contradicted ${SEAL.holder}`,
    );
  });
  it('nothing at all when it is broken', async () => {
    expect(await word(plain.subarray(0, 400))).toBe('broken');
  });
});
