import type { Text } from '../../contract/index.ts';
import type { FontSet } from '../kit/fonts.ts';
import { Sheet } from '../kit/sheet.ts';
import { bilingual, type Density, type Para, STYLE } from '../kit/style.ts';
import type { AcceptanceNotice, CorrectionNotice } from '../notice-types.ts';
import { brandOf } from './application-form.ts';

/** What stands beside the code of a notice. */
export const SCAN_NUMBER: readonly Para[] = [
  { text: '扫码核对编号', style: { ...STYLE.furniture, leading: 10 } },
  { text: 'Scan to check the number', style: STYLE.labelSmall, lang: 'en' },
];

/** A sheet with the head that every notice (通知书, 告知书) has: whose, its name, and what warns of it. */
export function openNotice(
  fonts: FontSet,
  notice: AcceptanceNotice | CorrectionNotice,
  options: { readonly title: string; readonly heading: Text; readonly density: Density },
): Sheet {
  const sheet = new Sheet({
    fonts,
    title: options.title,
    brand: notice.brand ?? brandOf(notice.region),
    site: notice.site,
    machineCode: notice.machineCode,
    madeAt: notice.printedAt,
    density: options.density,
  });
  sheet.title(options.heading);
  sheet.gap(12);
  if (notice.caution) {
    sheet.notice(bilingual(notice.caution, STYLE.strong, STYLE.valueSmall), 'frame');
    sheet.gap(10);
  }
  return sheet;
}
