import type { CatalogueRegion } from '../catalogue/index.ts';
import type { Text } from '../contract/index.ts';
import type { DocumentPress } from '../documents/index.ts';
import { joined } from '../printing/index.ts';
import { DEMO_PEOPLE, demoCompany, nameOn } from './people.ts';
import type { SandboxLicence } from './sandbox-region/index.ts';

/** What the company's archive holds: a page each. */
const ARCHIVE_PAGES: readonly Text[] = [
  { 'zh-CN': '企业登记档案封面', en: 'Cover' },
  { 'zh-CN': '设立登记申请书', en: 'Application for registration' },
  { 'zh-CN': '公司章程（首页）', en: 'Articles of association (first page)' },
  { 'zh-CN': '股东名录', en: 'Shareholders' },
  { 'zh-CN': '住所使用证明', en: 'Proof of premises' },
  { 'zh-CN': '变更登记记录', en: 'Changes' },
];

/** Who of the demo has the certificates; the others have none, as happens. */
const HOLDERS: readonly string[] = ['zhang', 'ouyang'];

/** What a region of the demo gives out for printing: made-up papers that are good for nothing. */
export async function sandboxLicences(
  { code, name, prints = [], licences = [] }: CatalogueRegion,
  press: () => Promise<DocumentPress>,
  now: number,
): Promise<SandboxLicence[]> {
  if (prints.length + licences.length === 0) return [];
  const ready = await press();
  const page = (title: Text, holder: string, number: string) =>
    ready.sampleResult({
      number: `${code}-SAMPLE`,
      name: holder,
      citizenNumber: number,
      authority: name['zh-CN'],
      issuedAt: now,
      title,
      result: title,
    });
  const company = demoCompany();
  const made: SandboxLicence[] = [];
  for (const [at, print] of prints.entries()) {
    const common = {
      type: print.type,
      identifier: `1.2.156.3005.2.${print.type}.${code}00000${at}.A`,
      name: print.name['zh-CN'],
      mediaType: 'application/pdf',
      validUntil: null,
    } as const;
    if (print.kind === 'archive') {
      const pages: Uint8Array[] = [];
      for (const title of ARCHIVE_PAGES) pages.push(await page(title, company.name, company.creditCode));
      made.push({
        ...common,
        holder: company.creditCode,
        bytes: await joined(pages, false),
        entitledBy: { matter: print.matter ?? '' },
      });
      continue;
    }
    for (const { card } of DEMO_PEOPLE.filter(({ id }) => HOLDERS.includes(id)))
      made.push({ ...common, holder: card.number, bytes: await page(print.name, nameOn(card), card.number) });
  }
  for (const [at, { type, name: title }] of licences.entries())
    for (const { card } of DEMO_PEOPLE.filter(({ id }) => HOLDERS.includes(id)))
      made.push({
        holder: card.number,
        type,
        identifier: `1.2.156.3005.2.${type}.${code}0000L${at}.A`,
        name: title['zh-CN'],
        mediaType: 'application/pdf',
        bytes: await page(title, nameOn(card), card.number),
        validUntil: null,
      });
  return made;
}
