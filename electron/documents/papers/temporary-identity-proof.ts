import type { FontSet } from '../kit/fonts.ts';
import { Sheet } from '../kit/sheet.ts';
import { STYLE } from '../kit/style.ts';
import { dateEn, dateZh, momentEn, momentZh } from '../kit/words.ts';
import type { TemporaryIdentityProof } from '../types.ts';
import { field, plain } from './application-form.ts';

/** What the sample's QR code holds: its number and dates, and that it is a sample. Nothing personal. */
export function proofVerificationText(proof: TemporaryIdentityProof): string {
  return [
    '样张 SAMPLE 无效',
    `编号 ${proof.number}`,
    `出具 ${new Date(proof.issuedAt).toISOString()}`,
    `有效期至 ${proof.validUntil}`,
  ].join('\n');
}

/**
 * 临时身份证明, the result document of the sandbox region: a sample that says so across the page, and that says what
 * it is not. No photograph, no emblem.
 */
export function temporaryIdentityProof(fonts: FontSet, proof: TemporaryIdentityProof): Promise<Uint8Array> {
  const sheet = new Sheet({
    fonts,
    title: '临时身份证明（样张） Temporary proof of identity (sample)',
    brand: { name: { 'zh-CN': proof.authority, en: 'Sandbox region' }, mark: '样' },
    site: null,
    machineCode: null,
    madeAt: proof.issuedAt,
    mark: '样张 SAMPLE',
  });
  sheet.gap(14);
  sheet.title({ 'zh-CN': '临时身份证明', en: 'Temporary proof of identity' });
  sheet.gap(10);
  sheet.notice(
    [
      { text: '样张，无法律效力。不等于临时居民身份证。', style: STYLE.strong },
      {
        text: 'Sample without legal effect. It is not a temporary resident identity card.',
        style: STYLE.valueSmall,
        lang: 'en',
      },
    ],
    'frame',
  );
  sheet.gap(16);
  sheet.plate(
    [
      { text: '证明编号', style: STYLE.label },
      { text: 'Number of this proof', style: STYLE.labelSmall, lang: 'en' },
      { text: proof.number, style: { ...STYLE.number, size: 19, leading: 26 } },
    ],
    {
      text: proofVerificationText(proof),
      alt: `二维码：样张编号 ${proof.number} 与有效期`,
      caption: [
        { text: '扫码核对编号', style: STYLE.furniture },
        { text: 'Scan to check the number', style: STYLE.labelSmall, lang: 'en' },
      ],
    },
  );
  sheet.gap(16);
  sheet.table([
    [field('姓名', 'Name', [{ text: proof.name, style: STYLE.name }])],
    [field('公民身份号码', 'Citizen number', plain(proof.citizenNumber))],
    [field('用途', 'Purpose', plain(proof.purpose))],
    [
      field('有效期至', 'Valid until', [
        { text: dateZh(proof.validUntil), style: STYLE.value },
        { text: dateEn(proof.validUntil), style: STYLE.valueSmall, lang: 'en' },
      ]),
    ],
    [
      field('出具时间', 'Issued at', [
        { text: momentZh(proof.issuedAt), style: STYLE.value },
        { text: momentEn(proof.issuedAt), style: STYLE.valueSmall, lang: 'en' },
      ]),
    ],
    [field('出具机关', 'Authority', plain(proof.authority))],
  ]);
  sheet.gap(16);
  sheet.paragraphs([
    { text: '真证明只用于上列用途，逾期失效；本样张不作任何用途。', style: STYLE.note },
    {
      text: 'A real one would serve the purpose above only, until the date above. This sample serves none.',
      style: STYLE.noteSmall,
      lang: 'en',
    },
  ]);
  return sheet.finish();
}
