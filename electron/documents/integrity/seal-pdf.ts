import { Signer, SignPdf } from '@signpdf/signpdf';
import type * as Pki from 'pkijs';
import { loadPki } from './certificates.ts';
import type { SealReason } from './seal.ts';
import { detachedCms, type SealingKey } from './sign-cms.ts';

/** Bytes that are kept free for a signature with its certificates, beside them. */
const SIGNATURE_BYTES = 2048;
/** What `@signpdf` looks for and replaces by the numbers of the range: ten digits each. */
const PLACE = '**********';

export interface SealParts {
  readonly key: SealingKey;
  readonly certificate: Pki.Certificate;
  /** Certificates between the signer's and the root, for whoever checks. */
  readonly chain: readonly Pki.Certificate[];
  readonly name: string;
}

/** The PDF with a signature behind it (`ElectronicSeal.seal`). */
export async function sealPdf(pdf: Uint8Array, parts: SealParts, why: SealReason): Promise<Uint8Array> {
  const pkijs = await loadPki();
  const certificates = [parts.certificate, ...parts.chain];
  const room =
    SIGNATURE_BYTES + certificates.reduce((sum, one) => sum + one.toSchema(false).toBER().byteLength, 0);
  const prepared = await withPlace(pdf, parts.name, why, room);
  class Cms extends Signer {
    override async sign(content: Buffer): Promise<Buffer> {
      return Buffer.from(detachedCms(pkijs, content, parts));
    }
  }
  return new SignPdf().sign(Buffer.from(prepared), new Cms());
}

/** The PDF with an empty signature field behind it, in an incremental update. The field shows nothing on the page. */
async function withPlace(pdf: Uint8Array, name: string, why: SealReason, room: number): Promise<Uint8Array> {
  // Half a second to load, and few machines seal.
  const { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFNumber, PDFString } = await import(
    '@cantoo/pdf-lib'
  );
  const document = await PDFDocument.load(pdf, { forIncrementalUpdate: true, updateMetadata: false });
  const { context, catalog } = document;
  const range = PDFArray.withContext(context);
  range.push(PDFNumber.of(0));
  for (let i = 0; i < 3; i++) range.push(PDFName.of(PLACE));
  const signature = context.register(
    context.obj({
      Type: 'Sig',
      Filter: 'Adobe.PPKLite',
      SubFilter: 'ETSI.CAdES.detached',
      ByteRange: range,
      Contents: PDFHexString.of('0'.repeat(room * 2)),
      Name: PDFHexString.fromText(name),
      Reason: PDFHexString.fromText(why.reason),
      M: PDFString.of(pdfDate(why.sealedAt)),
    }),
  );
  const page = document.getPage(0);
  const known = catalog.lookupMaybe(PDFName.of('AcroForm'), PDFDict);
  const form = known ?? context.obj({ Fields: [] });
  const fields = form.lookupMaybe(PDFName.of('Fields'), PDFArray) ?? context.obj([]);
  const field = context.register(
    context.obj({
      Type: 'Annot',
      Subtype: 'Widget',
      FT: 'Sig',
      T: PDFString.of(`Seal${fields.size() + 1}`),
      TU: PDFHexString.fromText('电子签章 Electronic seal'),
      V: signature,
      P: page.ref,
      Rect: [0, 0, 0, 0],
      // Print and Locked.
      F: 132,
    }),
  );
  fields.push(field);
  form.set(PDFName.of('Fields'), fields);
  form.set(PDFName.of('SigFlags'), PDFNumber.of(3));
  if (!known) catalog.set(PDFName.of('AcroForm'), form);
  page.node.addAnnot(field);
  return document.commit({ useObjectStreams: false });
}

/** `D:20261121100000Z`, ISO 32000-1 §7.9.4. */
function pdfDate(ms: number): string {
  return `D:${new Date(ms).toISOString().replace(/[-T:]|\.\d+Z$/g, '')}Z`;
}
