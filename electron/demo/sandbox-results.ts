import { base64Of, hexOf, sm2KeyPair, sm2Signer, sm3 } from '../ciphers/index.ts';
import type { Clock, RandomBytes } from '../core/index.ts';
import { sealOfPem } from '../documents/index.ts';
import { demoSeal, ofdFiles, ofdOf, sealedFiles } from './sample-ofd.ts';
import {
  type MadeResult,
  type SandboxCase,
  type SandboxOptions,
  selfSigned,
} from './sandbox-region/index.ts';

/**
 * What each region of the demo gives: a PDF with a seal, with a signature beside it, an OFD with a PDF rendition, an OFD
 * alone. A region that is not named gives a PDF and its digest.
 */
export const RESULT_FORMS: Readonly<Record<string, 'sealed-pdf' | 'signed-pdf' | 'ofd-and-pdf' | 'ofd'>> = {
  '110000': 'sealed-pdf',
  '440112': 'signed-pdf',
  '370100': 'ofd-and-pdf',
  '131000': 'ofd',
};

const HOLDER = '示例市行政审批局（演示章，无效）';

export interface SandboxResults {
  options(region: string): Pick<SandboxOptions, 'signResult'>;
  /** What the machine is told of the region's results: keys over the region file's `adapter`. */
  connection(region: string): Readonly<Record<string, unknown>>;
  made(region: string, one: SandboxCase, pdf: Uint8Array): Promise<Uint8Array | MadeResult>;
}

/** Seals and signatures of the demo's regions, made anew at each start; nobody stands behind them. */
export function sandboxResults({
  clock,
  random,
}: {
  readonly clock: Clock;
  readonly random: RandomBytes;
}): SandboxResults {
  const now = clock.now();
  const signing = sm2KeyPair(random);
  const sign = sm2Signer(signing.privateKey, random, { form: 'raw' });
  const pdfSeal = selfSigned(HOLDER, now);
  const ofdSeal = demoSeal(HOLDER, now, random);
  const der = pdfSeal.certificate.replaceAll(/-----[A-Z ]+-----|\s/g, '');
  return {
    options: (region) =>
      RESULT_FORMS[region] === 'signed-pdf'
        ? { signResult: (bytes) => ({ sm3: hexOf(sm3(bytes)), signature: base64Of(sign(bytes)) }) }
        : {},
    connection(region) {
      const form = RESULT_FORMS[region];
      if (form === 'sealed-pdf') return { results: { certificates: [der] } };
      if (form === 'signed-pdf') return { results: { key: hexOf(signing.publicKey) } };
      if (form === 'ofd-and-pdf') return { results: { certificates: [base64Of(ofdSeal.certificate)] } };
      // An OFD whose seal this machine was told nothing of.
      return {};
    },
    async made(region, one, pdf) {
      const form = RESULT_FORMS[region];
      if (form === 'sealed-pdf') {
        const pem = { key: pdfSeal.key, certificates: pdfSeal.certificate };
        const seal = await sealOfPem(pem, { random, now });
        if (!seal.ok) throw new Error(seal.error.message);
        return seal.value.seal(pdf, { reason: '审批结果', sealedAt: one.decidedAt });
      }
      if (form !== 'ofd-and-pdf' && form !== 'ofd') return pdf;
      const lines = ['审批结果（样例）', `办件编号 ${one.caseNumber}`, `申请人 ${one.applicant.name}`];
      const files = ofdFiles({ title: '审批结果（样例）', pages: [lines] });
      const bytes = ofdOf(sealedFiles(files, ofdSeal, one.decidedAt, random));
      return { mediaType: 'application/ofd', bytes, rendition: form === 'ofd-and-pdf' ? pdf : undefined };
    },
  };
}
