import type { MachineSigner } from '../integrity/machine-key.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onFewestPages, Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, STYLE } from '../kit/style.ts';
import { momentEn, momentZh } from '../kit/words.ts';
import type { PackageReceipt, PackageRow } from '../package-types.ts';
import { note } from './acceptance-notice.ts';
import { brandOf, field, pair, plain } from './application-form.ts';

/** What the receipt's QR code holds: the first number, how many there are, and the digests of what was signed. */
export function packageVerificationText(receipt: PackageReceipt, signer?: MachineSigner): string {
  return verificationText(
    {
      paper: { 'zh-CN': '通办批量回执', en: 'Tongban receipt for several' },
      site: receipt.site,
      machineCode: receipt.machineCode,
      number: first(receipt).receiptNumber,
      at: receipt.submittedAt,
      sha256: receipt.documentSha256,
      sm3: receipt.documentSm3 ?? null,
      more: [['件数 Cases', `${receipt.rows.length}`]],
    },
    signer,
  );
}

const first = ({ rows }: PackageReceipt) => rows[0] as PackageRow;

/** How a case stands at the moment of printing. */
const STATE = {
  sent: '已送达 Sent',
  waiting: '未送出 Waiting',
  stopped: '未收 Not taken',
} as const satisfies Record<PackageRow['state'], string>;

/** The receipt of a batch (批量办理回执): every company with its receipt number and how it stands, on the fewest pages. */
export function packageReceipt(
  fonts: FontSet,
  data: PackageReceipt,
  signer?: MachineSigner,
): Promise<Uint8Array> {
  return onFewestPages(DENSITIES, (density) => write(fonts, data, density, signer)).finish();
}

function write(fonts: FontSet, data: PackageReceipt, density: Density, signer?: MachineSigner): Sheet {
  const count = data.rows.length;
  const sent = data.rows.filter(({ state }) => state === 'sent').length;
  const stopped = data.rows.filter(({ state }) => state === 'stopped').length;
  const waiting = count - sent - stopped;
  const sheet = new Sheet({
    fonts,
    title: '批量办件提交回执 Submission receipt for several companies',
    brand: data.brand ?? brandOf(first(data).region),
    site: data.site,
    machineCode: data.machineCode,
    madeAt: data.submittedAt,
    density,
  });
  sheet.title({ 'zh-CN': '批量办件提交回执', en: 'Submission receipt for several companies' });
  sheet.gap(12);
  if (data.caution) {
    sheet.notice(bilingual(data.caution, STYLE.strong, STYLE.valueSmall), 'frame');
    sheet.gap(10);
  }
  sheet.plate(
    [
      { text: '共提交', style: STYLE.label },
      { text: 'Cases handed in', style: STYLE.labelSmall, lang: 'en' },
      { text: `${count} 件`, style: STYLE.number },
    ],
    {
      text: packageVerificationText(data, signer),
      alt: `二维码：首个收件号、件数 ${count} 和申请文件的摘要`,
      caption: [
        { text: '扫码核对申请文件', style: { ...STYLE.furniture, leading: 10 } },
        { text: 'Scan to check the file', style: STYLE.labelSmall, lang: 'en' },
      ],
    },
  );
  sheet.gap(12);
  sheet.notice(
    note({
      'zh-CN': `打印时：已送达 ${sent} 件，未送出 ${waiting} 件，未收 ${stopped} 件。每件单独办理，一件不成不影响其他件。未送出的，送出前仅本机可查。`,
      en: `When printed: ${sent} sent, ${waiting} not sent yet, ${stopped} not taken. Each is a case of its own: one that fails does not touch the others. Until it is sent, only this machine can find a case.`,
    }),
    'bar',
  );
  sheet.gap(14);
  sheet.table([
    [field('事项', 'Matter', bilingual(data.matter, STYLE.strong, STYLE.valueSmall))],
    [
      field('经办人', 'Handed in by', plain(data.applicantName)),
      field('证件号码', 'Document number', plain(data.applicantNumber)),
    ],
    [
      field(
        '提交时间',
        'Submitted',
        pair({ 'zh-CN': momentZh(data.submittedAt), en: momentEn(data.submittedAt) }),
      ),
      field('送达方式', 'Delivery', pair(data.delivery)),
    ],
    [
      field('申请文件摘要', 'SHA-256 of the file', [
        { text: data.documentSha256, style: { ...STYLE.valueSmall, leading: 12 } },
      ]),
    ],
  ]);
  sheet.gap(16);
  sheet.grid(
    [
      { label: { 'zh-CN': '序号', en: 'No.' }, share: 0.9 },
      { label: { 'zh-CN': '收件号', en: 'Receipt number' }, share: 3 },
      { label: { 'zh-CN': '企业', en: 'Company' }, share: 4.4 },
      { label: { 'zh-CN': '办理地区和电话', en: 'Region and telephone' }, share: 3 },
      { label: { 'zh-CN': '状态', en: 'State' }, share: 2.3 },
    ],
    data.rows.map((row, at) => [
      plain(`${at + 1}`),
      plain(row.receiptNumber, true),
      plain(row.name),
      plain(`${row.region['zh-CN']} ${row.phone}`),
      plain(STATE[row.state]),
    ]),
    { 'zh-CN': '各件', en: 'The cases' },
  );
  sheet.gap(14);
  sheet.paragraphs(
    [
      {
        'zh-CN': '受理时间以各办理地区通知为准。凭收件号和身份证查询进度；已送达的，任一通办自助机可查。',
        en: 'The time of acceptance is the one that each region notifies. Follow a case with its number and your ID card; one that was sent, at any Tongban kiosk.',
      },
      {
        'zh-CN': `申请已加密保存，办理地区确认后 ${data.retentionDays} 天内从本机删除。`,
        en: `The applications are stored encrypted and deleted from this machine within ${data.retentionDays} days of the region's confirmation.`,
      },
      data.statement,
      { 'zh-CN': `咨询电话 ${data.phone}`, en: `Enquiries ${data.phone}` },
    ].flatMap(note),
  );
  return sheet;
}
