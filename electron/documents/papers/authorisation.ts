import type { Text } from '../../contract/index.ts';
import type { MachineSigner } from '../integrity/machine-key.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onFewestPages, Sheet } from '../kit/sheet.ts';
import { bilingual, COLOUR, DENSITIES, type Density, type Field, STYLE } from '../kit/style.ts';
import { dateEn, dateZh, momentEn, momentZh } from '../kit/words.ts';
import type { Authorisation, Party } from '../record-types.ts';
import { brandOf, field, pair, plain } from './application-form.ts';

/** What no agent may do under any authorisation of this machine (Civil Code, articles 162, 164 and 169). */
export const AGENT_MAY_NOT: readonly Text[] = [
  {
    'zh-CN': '办理本书未列明的事项，或者超出上列权限和期限。',
    en: 'Act in anything that is not listed here, or beyond the powers and the time above.',
  },
  {
    'zh-CN': '未经委托人同意，将委托转给他人。',
    en: 'Pass the authorisation on to anybody else without the consent of the principal.',
  },
  {
    'zh-CN': '将委托人的个人信息和材料用于本事项以外的用途。',
    en: 'Use the personal information or the papers of the principal for anything but this matter.',
  },
];

/** What the QR code of an authorisation holds: its number, region and days. Nothing personal. */
export function authorisationVerificationText(data: Authorisation, signer?: MachineSigner): string {
  return verificationText(
    {
      paper: { 'zh-CN': '通办委托书', en: 'Tongban authorisation' },
      site: data.site,
      machineCode: data.machineCode,
      number: data.number,
      at: data.preparedAt,
      sha256: null,
      sm3: null,
      more: [['有效 Valid', `${data.validFrom} ${data.validUntil}`]],
    },
    signer,
  );
}

/**
 * The authorisation (授权委托书). Names the agent, the matter, the powers and the time, and has room for both signatures
 * (Civil Code, article 165).
 */
export function authorisation(
  fonts: FontSet,
  data: Authorisation,
  signer?: MachineSigner,
): Promise<Uint8Array> {
  const code = authorisationVerificationText(data, signer);
  return onFewestPages(DENSITIES.slice(0, 2), (density) => write(fonts, data, density, code)).finish();
}

function write(fonts: FontSet, data: Authorisation, density: Density, code: string): Sheet {
  const sheet = new Sheet({
    fonts,
    title: '授权委托书 Authorisation',
    brand: data.brand ?? brandOf(data.region),
    site: data.site,
    machineCode: data.machineCode,
    madeAt: data.preparedAt,
    density,
  });
  sheet.title({ 'zh-CN': '授权委托书', en: 'Authorisation to act for another' });
  sheet.gap(10);
  if (data.caution) {
    sheet.notice(bilingual(data.caution, STYLE.strong, STYLE.valueSmall), 'frame');
    sheet.gap(10);
  }
  sheet.plate(
    [
      { text: '委托书编号', style: STYLE.label },
      { text: 'Number', style: STYLE.labelSmall, lang: 'en' },
      { text: data.number, style: { ...STYLE.number, size: 17, leading: 24 } },
      { text: '有效期', style: STYLE.label },
      { text: 'Valid, both days included', style: STYLE.labelSmall, lang: 'en' },
      {
        text: `${dateZh(data.validFrom)} 至 ${dateZh(data.validUntil)}`,
        style: { ...STYLE.strong, size: 12, leading: 18 },
      },
      {
        text: `${dateEn(data.validFrom)} to ${dateEn(data.validUntil)}`,
        style: STYLE.valueSmall,
        lang: 'en',
      },
    ],
    {
      text: code,
      alt: `二维码：委托书编号 ${data.number} 与有效期`,
      caption: [
        { text: '扫码核对编号', style: { ...STYLE.furniture, leading: 10 } },
        { text: 'Scan to check the number', style: STYLE.labelSmall, lang: 'en' },
      ],
    },
  );
  sheet.gap(14);
  sheet.heading({ 'zh-CN': '委托人', en: 'Principal' });
  sheet.table(party(data.principal));
  sheet.gap(12);
  sheet.heading({ 'zh-CN': '受托人', en: 'Agent' });
  sheet.table([
    ...party(data.agent),
    ...(data.relation ? [[field('与委托人的关系', 'Relation to principal', pair(data.relation))]] : []),
  ]);
  sheet.gap(12);
  sheet.heading({ 'zh-CN': '委托内容', en: 'What it is for' });
  sheet.table([
    [field('事项', 'Matter', bilingual(data.matter, STYLE.strong, STYLE.valueSmall))],
    [field('办理地区', 'Region', pair(data.region)), field('办理机关', 'Authority', pair(data.authority))],
  ]);
  sheet.gap(10);
  list(sheet, { 'zh-CN': '受托人可以', en: 'The agent may' }, data.scope);
  sheet.gap(10);
  list(sheet, { 'zh-CN': '受托人不得', en: 'The agent may not' }, [...AGENT_MAY_NOT, ...data.limits]);
  sheet.gap(12);
  sheet.paragraphs(bilingual(EFFECT, STYLE.note, STYLE.noteSmall));
  sheet.gap(12);
  signatures(sheet, [
    { 'zh-CN': '委托人签名（盖章）', en: 'Principal: signature or seal' },
    { 'zh-CN': '受托人签名', en: 'Agent: signature' },
  ]);
  sheet.gap(8);
  sheet.paragraphs([
    {
      text: `本书由 ${data.machineCode} 号自助机于 ${momentZh(data.preparedAt)} 按委托人填写的内容制作，委托人签名后生效。以中文内容为准。`,
      style: STYLE.note,
    },
    {
      text: `Made by kiosk ${data.machineCode} on ${momentEn(data.preparedAt)} from what the principal filled in; in force once the principal has signed. The Chinese text prevails.`,
      style: STYLE.noteSmall,
      lang: 'en',
    },
  ]);
  return sheet;
}

const EFFECT: Text = {
  'zh-CN':
    '受托人在上列权限和期限内以委托人名义办理本事项，其后果由委托人承担。委托人可以随时取消委托；取消时请书面通知受托人和办理机关。',
  en: 'Within these powers and this time the agent acts in the name of the principal, who bears the consequences. The principal may end the authorisation at any time by writing to the agent and the authority.',
};

function party(who: Party): Field[][] {
  const rows: Field[][] = [
    [field('姓名或名称', 'Name', [{ text: who.name, style: STYLE.name }])],
    [
      { label: who.numberLabel, value: plain(who.number) },
      ...(who.phone === null ? [] : [field('联系电话', 'Telephone', plain(who.phone))]),
    ],
  ];
  if (who.representative !== null)
    rows.push([
      field('法定代表人', 'Legal representative', [{ text: who.representative, style: STYLE.name }]),
    ]);
  if (who.address !== null) rows.push([field('住址或住所', 'Address', plain(who.address))]);
  return rows;
}

/** A sentence a row under a head that stands again on every page: nobody may take a power for a limit. */
function list(sheet: Sheet, label: Text, sentences: readonly Text[]): void {
  sheet.grid(
    [
      { label: { 'zh-CN': '序号', en: 'No.' }, share: 1 },
      { label, share: 10 },
    ],
    sentences.map((sentence, i) => [plain(String(i + 1)), pair(sentence)]),
  );
}

/** Empty boxes side by side, each to be signed and dated by hand. */
function signatures(sheet: Sheet, labels: readonly Text[]): void {
  const gap = 12;
  sheet.canvas(104, ({ box, ornament, text }) => {
    const width = (box.width - gap * (labels.length - 1)) / labels.length;
    labels.forEach((label, i) => {
      const x = box.x + i * (width + gap);
      ornament((doc) => {
        doc.lineWidth(0.8).strokeColor(COLOUR.second).rect(x, box.y, width, box.height).stroke();
        doc.rect(x + 62, box.y + box.height - 11, width - 74, 0.7).fill(COLOUR.line);
      });
      text(bilingual(label, STYLE.strong, STYLE.valueSmall), x + 10, box.y + 6, width - 20);
      text(
        [
          { text: '日期', style: { ...STYLE.note, leading: 11 } },
          { text: 'Date', style: { ...STYLE.labelSmall, leading: 8 }, lang: 'en' },
        ],
        x + 10,
        box.y + box.height - 26,
        50,
      );
    });
  });
}
