import type { FontSet } from '../kit/fonts.ts';
import { Sheet } from '../kit/sheet.ts';
import { STYLE } from '../kit/style.ts';
import { momentEn, momentZh } from '../kit/words.ts';
import type { SampleResult } from '../types.ts';
import { field, plain } from './application-form.ts';

/**
 * The result (办理结果) of any matter of a sandbox region: it says across the page that it is a sample, and what the real
 * paper would be. For the demo, training and tests.
 */
export function sampleResult(fonts: FontSet, result: SampleResult): Promise<Uint8Array> {
  const sheet = new Sheet({
    fonts,
    title: `${result.title['zh-CN']}（样张） ${result.title.en} (sample)`,
    brand: { name: { 'zh-CN': result.authority, en: 'Sandbox region' }, mark: '样' },
    site: null,
    machineCode: null,
    madeAt: result.issuedAt,
    mark: '样张 SAMPLE',
  });
  sheet.gap(14);
  sheet.title(result.title);
  sheet.gap(10);
  sheet.notice(
    [
      { text: '样张，无法律效力。', style: STYLE.strong },
      { text: 'Sample without legal effect.', style: STYLE.valueSmall, lang: 'en' },
    ],
    'frame',
  );
  sheet.gap(16);
  sheet.table([
    [field('办件编号', 'Case number', plain(result.number))],
    [field('申请人', 'Applicant', [{ text: result.name, style: STYLE.name }])],
    [field('证件号码', 'Document number', plain(result.citizenNumber))],
    [
      field('办理结果', 'Result', [
        { text: result.result['zh-CN'], style: STYLE.value },
        { text: result.result.en, style: STYLE.valueSmall, lang: 'en' },
      ]),
    ],
    [
      field('出具时间', 'Issued at', [
        { text: momentZh(result.issuedAt), style: STYLE.value },
        { text: momentEn(result.issuedAt), style: STYLE.valueSmall, lang: 'en' },
      ]),
    ],
    [field('出具机关', 'Authority', plain(result.authority))],
  ]);
  return sheet.finish();
}
