import type { Delivery, Text } from '../contract/index.ts';

/** Sentences that stand on paper and that the citizen signs. The Chinese text prevails. */
export const STATEMENT = {
  application: {
    'zh-CN':
      '本人确认以上信息真实、准确，同意将本申请及本人签名提交给上述办理机关，用于办理本事项。如与本机其他语言的显示不一致，以中文为准。',
    en: 'I confirm that the above is true and correct, and agree that this application and my signature are handed to the authority named above to handle this matter. The Chinese text prevails.',
  },
  batch: {
    'zh-CN':
      '本人确认名单和以上信息真实、准确，有权为名单中的各企业办理，同意将本申请、名单及本人签名提交给名单中各地的办理机关；每家企业各为一件，各有收件号。如与本机其他语言的显示不一致，以中文为准。',
    en: 'I confirm that the list and the above are true and correct and that I may act for each company, and agree that this application, the list and my signature are handed to the authority of each city on it. Each company is a case of its own with its own receipt number. The Chinese text prevails.',
  },
  batchHint: {
    'zh-CN': '提交后每家企业另有收件号，见回执',
    en: 'Each company gets a receipt number after submission; see the receipt',
  },
  correction: {
    'zh-CN':
      '本人确认以上补正内容真实、准确，同意将本次答复及本人签名提交给上述办理机关，作为原申请的补充；其他内容以原申请为准。如与本机其他语言的显示不一致，以中文为准。',
    en: 'I confirm that the above is true and correct, and agree that this answer and my signature are handed to the authority named above as part of my application, which otherwise stands as it is. The Chinese text prevails.',
  },
  receiptHint: {
    'zh-CN': '提交后另有收件号，见回执',
    en: 'A receipt number is given after submission; see the receipt',
  },
  receipt: {
    'zh-CN': '本回执仅证明本机已收到您的申请，不是受理决定；是否受理由办理地区决定。',
    en: 'This receipt shows that this machine has taken your application; whether it is accepted is for the region to decide.',
  },
} as const satisfies Record<string, Text>;

/** Behind the name of the matter, on the answer to a correction (补正). */
export const CORRECTION_TITLE: Text = { 'zh-CN': '（补正答复）', en: ' – answer to a correction' };

export const DELIVERY_TEXT: Readonly<Record<Delivery, Text>> = {
  'print-here': { 'zh-CN': '在本机打印', en: 'Printed at this machine' },
  'e-document': { 'zh-CN': '电子文件（存到手机）', en: 'Electronic file, to your phone' },
  locker: { 'zh-CN': '放入取件柜', en: 'Put into a locker' },
  ems: { 'zh-CN': '邮寄（EMS）', en: 'By post (EMS)' },
  window: { 'zh-CN': '到办理地窗口领取', en: 'Collected at the region’s window' },
};
