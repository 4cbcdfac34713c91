import type { Text } from '../../contract/index.ts';
import type { MachineSigner } from '../integrity/machine-key.ts';
import { verificationText } from '../integrity/verification-text.ts';
import type { FontSet } from '../kit/fonts.ts';
import { onFewestPages, Sheet } from '../kit/sheet.ts';
import { bilingual, DENSITIES, type Density, type Field, type Para, STYLE } from '../kit/style.ts';
import { momentEn, momentZh } from '../kit/words.ts';
import type { ConsentItem, ConsentRecord } from '../record-types.ts';
import { brandOf, field, pair, plain } from './application-form.ts';

/**
 * What the QR code of a consent record holds: with it, anyone can hold the paper against the record of the machine and
 * against the words that were shown (`sha256sum`), without a network. Nothing personal. Digits of digests are capitals: the
 * code is smaller.
 */
export function consentVerificationText(record: ConsentRecord, signer?: MachineSigner): string {
  const { noticeSha256, signatureSha256 } = record;
  return verificationText(
    {
      paper: { 'zh-CN': '通办同意记录', en: 'Tongban consent record' },
      site: record.site,
      machineCode: record.machineCode,
      number: record.number,
      at: record.decidedAt,
      sha256: null,
      sm3: null,
      more: [
        ['告知内容 Words SHA-256', noticeSha256.toUpperCase()],
        ...(signatureSha256 === null
          ? []
          : [['手写签名 Handwriting SHA-256', signatureSha256.toUpperCase()] as const]),
      ],
    },
    signer,
  );
}

/** The consent record (个人信息处理同意记录): every kind of information by itself, agreed to or refused. */
export function consentRecord(
  fonts: FontSet,
  record: ConsentRecord,
  signer?: MachineSigner,
): Promise<Uint8Array> {
  const code = consentVerificationText(record, signer);
  return onFewestPages(DENSITIES.slice(0, 2), (density) => write(fonts, record, density, code)).finish();
}

function write(fonts: FontSet, record: ConsentRecord, density: Density, code: string): Sheet {
  const sheet = new Sheet({
    fonts,
    title: '个人信息处理同意记录 Record of consent',
    brand: record.brand ?? brandOf(record.region),
    site: record.site,
    machineCode: record.machineCode,
    madeAt: record.decidedAt,
    density,
  });
  sheet.title({
    'zh-CN': '个人信息处理同意记录',
    en: 'Record of consent to the use of personal information',
  });
  sheet.gap(10);
  if (record.caution) {
    sheet.notice(bilingual(record.caution, STYLE.strong, STYLE.valueSmall), 'frame');
    sheet.gap(10);
  }
  sheet.plate(
    [
      { text: '记录编号', style: STYLE.label },
      { text: 'Number of this record', style: STYLE.labelSmall, lang: 'en' },
      { text: record.number, style: { ...STYLE.number, size: 17, leading: 24 } },
      { text: '决定时间', style: STYLE.label },
      { text: 'Decided', style: STYLE.labelSmall, lang: 'en' },
      { text: momentZh(record.decidedAt), style: { ...STYLE.strong, size: 12, leading: 18 } },
      { text: momentEn(record.decidedAt), style: STYLE.valueSmall, lang: 'en' },
    ],
    {
      text: code,
      alt: `二维码：记录编号 ${record.number}、决定时间和告知内容的 SHA-256 摘要`,
      caption: [
        { text: '扫码核对记录', style: { ...STYLE.furniture, leading: 10 } },
        { text: 'Scan to check the record', style: STYLE.labelSmall, lang: 'en' },
      ],
    },
  );
  sheet.gap(14);
  const name = (text: string): Para[] => [{ text, style: STYLE.name }];
  sheet.table([
    [field('本人', 'Person', name(record.person.name))],
    [field('证件号码', 'Document number', plain(record.person.number))],
    ...(record.guardian === null
      ? []
      : [
          [field('监护人', 'Guardian', name(record.guardian.name))],
          [field('监护人证件号码', "Guardian's number", plain(record.guardian.number))],
        ]),
    [field('办理事项', 'Matter', bilingual(record.matter, STYLE.strong, STYLE.valueSmall))],
    [
      field('信息处理者', 'Who is responsible', [
        ...pair(record.handler.name),
        { text: record.handler.contact, style: STYLE.value },
      ]),
    ],
  ]);
  record.items.forEach((item, i) => {
    sheet.gap(14);
    // A decision without what it is about says nothing.
    sheet.table(rowsOf(item, record.handler.name), {
      'zh-CN': `${i + 1}. ${item.what['zh-CN']}${item.sensitive ? '（敏感个人信息）' : ''}`,
      en: `${item.what.en}${item.sensitive ? ' (sensitive)' : ''}`,
    });
  });
  sheet.gap(14);
  sheet.need(120);
  sheet.heading({ 'zh-CN': '撤回与其他权利', en: 'Withdrawal and other rights' });
  sheet.paragraphs([
    ...bilingual(record.withdrawing, STYLE.note, STYLE.noteSmall),
    ...bilingual(RIGHTS, STYLE.note, STYLE.noteSmall),
  ]);
  sheet.gap(12);
  sheet.table([
    [field('表示方式', 'How it was given', pair(GIVEN[record.given]))],
    [field('告知内容摘要', 'SHA-256 of the words', hash(record.noticeSha256))],
    ...(record.signatureSha256 === null
      ? []
      : [[field('签名图像摘要', 'SHA-256 of signature', hash(record.signatureSha256))]]),
  ]);
  sheet.gap(8);
  sheet.paragraphs([
    { text: '以中文内容为准。', style: STYLE.note },
    { text: 'The Chinese text prevails.', style: STYLE.noteSmall, lang: 'en' },
  ]);
  return sheet;
}

const GIVEN: Record<ConsentRecord['given'], Text> = {
  signature: {
    'zh-CN': '阅读告知内容后，逐项在屏幕上选择，并手写签名',
    en: 'Chosen one by one on the screen after reading, and signed by hand',
  },
  touch: {
    'zh-CN': '阅读告知内容后，逐项在屏幕上选择',
    en: 'Chosen one by one on the screen after reading',
  },
};

/** Articles 15, 44 to 47 and 50 of the law. */
const RIGHTS: Text = {
  'zh-CN':
    '撤回同意，不影响撤回前已进行的处理的效力。您有权查阅、复制、更正、补充和删除您的个人信息，并有权要求解释处理规则。',
  en: 'Withdrawing does not undo what was lawfully done before. You have the right to see, copy, correct, complete and delete your personal information, and to have the rules explained.',
};

const DECISION: Record<ConsentItem['decision'], Text> = {
  agreed: { 'zh-CN': '同意（单独同意）', en: 'Agreed to, by itself' },
  refused: { 'zh-CN': '不同意', en: 'Refused' },
};

function rowsOf(item: ConsentItem, handler: Text): Field[][] {
  const { sensitive, recipient } = item;
  return [
    [field('本人的决定', 'Decision', bilingual(DECISION[item.decision], STYLE.strong, STYLE.valueSmall))],
    [field('处理目的', 'What for', pair(item.why))],
    ...(sensitive
      ? [
          [field('必要性', 'Why it is needed', pair(sensitive.necessity))],
          [field('对您的影响', 'What it may mean', pair(sensitive.effect))],
        ]
      : []),
    [field('处理方式', 'What is done with it', pair(item.how))],
    [field('保存期限', 'How long it is kept', pair(item.keep))],
    [
      field(
        '提供给',
        'Who else gets it',
        recipient
          ? [...pair(recipient.name), { text: recipient.contact, style: STYLE.value }]
          : pair({
              'zh-CN': `不提供给${handler['zh-CN']}以外的任何人`,
              en: `Nobody but ${handler.en}`,
            }),
      ),
    ],
    [field('不同意时', 'If refused', pair(item.refusing))],
  ];
}

function hash(sha256: string): Para[] {
  return [{ text: sha256, style: { ...STYLE.valueSmall, leading: 12 } }];
}
