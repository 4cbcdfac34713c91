import type { Clock } from '../core/index.ts';
import type { DocumentPress } from './document-press.ts';
import type { MachineSigner } from './integrity/machine-key.ts';
import type { ElectronicSeal } from './integrity/seal.ts';
import { type FontFiles, FontSet } from './kit/fonts.ts';
import { missingFrom } from './kit/text.ts';
import { acceptanceNotice } from './papers/acceptance-notice.ts';
import { applicationForm } from './papers/application-form.ts';
import { archivePrint } from './papers/archive-print.ts';
import { authorisation } from './papers/authorisation.ts';
import { consentRecord } from './papers/consent-record.ts';
import { correctionNotice } from './papers/correction-notice.ts';
import { courierSlip } from './papers/courier-slip.ts';
import { diagnosticPage } from './papers/diagnostic-page.ts';
import { lockerSlip } from './papers/locker-slip.ts';
import { packageReceipt } from './papers/package-receipt.ts';
import { ratingSlip } from './papers/rating-slip.ts';
import { receipt } from './papers/receipt.ts';
import { sampleResult } from './papers/sample-result.ts';
import { sealLabel } from './papers/seal-label.ts';
import { temporaryIdentityProof } from './papers/temporary-identity-proof.ts';
import { drawLine } from './strips/line.ts';
import { receiptStrip } from './strips/receipt.ts';
import type { Receipt } from './types.ts';

/**
 * Makes the press: reads the primary fonts once (10 MB a weight) and keeps them. Rejects when one cannot be read.
 * Rendering is synchronous inside (some 10 ms a page); a character that no font has makes it reject, which is a bug of
 * the caller: ask `unprintable` first.
 */
export async function createPress(options: {
  readonly fontFiles: FontFiles;
  readonly clock: Clock;
  /** Signs the verification texts; without it they state the facts and prove nothing. */
  readonly signer?: MachineSigner | undefined;
  /** Seals the papers by which the machine itself says something: receipts and notices of acceptance. */
  readonly seal?: ElectronicSeal | null | undefined;
}): Promise<DocumentPress> {
  const { signer, seal, clock } = options;
  const sealed = async (pdf: Uint8Array, reason: string): Promise<Uint8Array> => {
    const sealedAt = clock.now();
    return seal && sealedAt < seal.validTo ? seal.seal(pdf, { reason, sealedAt }) : pdf;
  };
  const fonts = await FontSet.load(options.fontFiles, options.clock);
  const render = async <T>(make: () => Promise<T>) => {
    fonts.rest();
    return make();
  };
  const press: DocumentPress = {
    warmUp: async () => {
      // Several times: the second rendering is still slow until the code has been compiled.
      for (let i = 0; i < 3; i++) {
        await press.receipt(WARM_UP);
        await press.receipt({ ...WARM_UP, language: 'en' });
      }
    },
    unprintable: async (text, drawn) => missingFrom(fonts.with(drawn), text),
    applicationForm: (form) => render(() => applicationForm(fonts.with(form.drawn), form)),
    receipt: (data) =>
      render(async () => sealed(await receipt(fonts.with(data.drawn), data, signer), '办件提交回执')),
    packageReceipt: (data) =>
      render(async () => sealed(await packageReceipt(fonts, data, signer), '批量办件提交回执')),
    receiptStrip: async (data, width) => {
      fonts.rest();
      return receiptStrip(fonts.with(data.drawn), data, width, signer);
    },
    rasterise: (line) => {
      fonts.rest();
      return drawLine(fonts, line);
    },
    sampleResult: (result) => render(() => sampleResult(fonts.with(result.drawn), result)),
    temporaryIdentityProof: (proof) => render(() => temporaryIdentityProof(fonts.with(proof.drawn), proof)),
    acceptanceNotice: (notice) =>
      render(async () =>
        sealed(await acceptanceNotice(fonts.with(notice.drawn), notice, signer), '受理通知书'),
      ),
    archivePrint: (file) => render(() => archivePrint(fonts.with(file.drawn), file)),
    correctionNotice: (notice) => render(() => correctionNotice(fonts.with(notice.drawn), notice, signer)),
    courierSlip: (slip) => render(() => courierSlip(fonts, slip, signer)),
    authorisation: (data) => render(() => authorisation(fonts.with(data.drawn), data, signer)),
    consentRecord: (record) => render(() => consentRecord(fonts.with(record.drawn), record, signer)),
    lockerSlip: (slip) => render(() => lockerSlip(fonts, slip, signer)),
    sealLabel: (label) => render(() => sealLabel(fonts, label)),
    ratingSlip: (slip) => render(() => ratingSlip(fonts, slip)),
    diagnosticPage: (page) => render(() => diagnosticPage(fonts, page)),
  };
  return press;
}

const text = (zh: string) => ({ 'zh-CN': zh, en: 'warm-up' });

const WARM_UP: Receipt = {
  language: 'zh-CN',
  receiptNumber: '0000-000000-0000-0',
  regionNumber: null,
  matter: text('预热'),
  region: text('预热'),
  site: text('预热'),
  machineCode: '0000',
  applicantName: '预*',
  applicantNumber: '0',
  submittedAt: 0,
  sent: false,
  promisedBy: '1970-01-01',
  promisedWorkingDays: 1,
  promiseIsEstimate: false,
  delivery: text('预热'),
  documentSha256: '0'.repeat(64),
  documentSm3: '0'.repeat(64),
  phone: '0',
  callAfter: 0,
  retentionDays: 1,
  caution: text('预热'),
  statement: text('预热'),
};
