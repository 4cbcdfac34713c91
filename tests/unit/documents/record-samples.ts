import type {
  Authorisation,
  ConsentItem,
  ConsentRecord,
  DiagnosticPage,
  LockerSlip,
  RatingSlip,
  SealLabel,
} from '../../../electron/documents/index.ts';
import { makePerson } from '../../support/people.ts';
import { MORNING } from './samples.ts';

const region = { 'zh-CN': '天津市', en: 'Tianjin' };
const site = {
  'zh-CN': '北京城市副中心政务服务中心一层自助区',
  en: 'Government Service Centre, Beijing Sub-centre, ground floor',
};
const caution = {
  'zh-CN': '演示环境：本单据不具法律效力。',
  en: 'Demonstration: this paper has no legal effect.',
};
const brand = {
  name: { 'zh-CN': '天津政务服务 · 跨省通办', en: 'Tianjin government services · cross-province' },
  mark: '津',
};
const matter = { 'zh-CN': '开具临时身份证明', en: 'Temporary proof of identity' };
const citizenNumber = { 'zh-CN': '公民身份号码', en: 'Citizen number' };

export function sampleAuthorisation(over: Partial<Authorisation> = {}): Authorisation {
  const [principal, agent] = [makePerson(21), makePerson(22)];
  return {
    brand,
    number: 'W-B017-261121-0007',
    principal: {
      name: principal.name,
      numberLabel: citizenNumber,
      number: principal.number,
      representative: null,
      phone: '000-0000-0001',
      address: principal.address,
    },
    agent: {
      name: agent.name,
      numberLabel: citizenNumber,
      number: agent.number,
      representative: null,
      phone: '000-0000-0002',
      address: agent.address,
    },
    relation: { 'zh-CN': '亲属', en: 'Relative' },
    matter,
    region,
    authority: { 'zh-CN': '天津市公安局（演示）', en: 'Tianjin Public Security Bureau (demonstration)' },
    scope: [
      {
        'zh-CN': '填写并提交本事项的申请和材料。',
        en: 'Fill in and hand in the application and its papers.',
      },
      { 'zh-CN': '接收补正、受理和办理结果的通知。', en: 'Receive notices about it, and its result.' },
    ],
    limits: [{ 'zh-CN': '变更申请的用途。', en: 'Change the purpose of the application.' }],
    validFrom: '2026-11-21',
    validUntil: '2026-12-20',
    preparedAt: MORNING,
    site,
    machineCode: 'B017',
    caution,
    ...over,
  };
}

export function sampleConsentItem(over: Partial<ConsentItem> = {}): ConsentItem {
  return {
    what: { 'zh-CN': '居民身份证上的文字和号码', en: 'Text and number on the ID card' },
    why: { 'zh-CN': '确认申请人身份，填写申请表', en: 'To know who applies, and to fill in the form' },
    how: { 'zh-CN': '读取、加密保存、加密传输', en: 'Read, stored encrypted, sent encrypted' },
    keep: {
      'zh-CN': '办理地区确认收到后 7 天内从本机删除',
      en: 'Deleted from this machine within 7 days of the confirmation by the region',
    },
    sensitive: {
      necessity: {
        'zh-CN': '办理机关须凭身份信息决定是否开具证明',
        en: 'The authority can decide only when it knows who applies',
      },
      effect: {
        'zh-CN': '泄露后可能被他人冒用身份',
        en: 'If it leaked, somebody could pretend to be you',
      },
    },
    recipient: {
      name: { 'zh-CN': '天津市公安局（演示）', en: 'Tianjin Public Security Bureau (demonstration)' },
      contact: '022-0000-0000',
    },
    refusing: {
      'zh-CN': '可到天津市政务服务中心窗口办理',
      en: 'You can apply at a window of the Tianjin service centre',
    },
    decision: 'agreed',
    ...over,
  };
}

export function sampleConsent(over: Partial<ConsentRecord> = {}): ConsentRecord {
  const person = makePerson(11);
  return {
    brand,
    number: 'K-B017-261121-0042',
    person: { name: person.name, number: person.number },
    guardian: null,
    handler: {
      name: {
        'zh-CN': '天津市政务服务办公室（演示）',
        en: 'Tianjin Government Service Office (demonstration)',
      },
      contact: '022-0000-0000',
    },
    matter,
    region,
    items: [
      sampleConsentItem(),
      sampleConsentItem({
        what: { 'zh-CN': '现场人脸图像', en: 'Picture of the face' },
        why: { 'zh-CN': '与证件照片比对', en: 'To compare it with the photograph on the card' },
        how: { 'zh-CN': '在本机内存中比对，不上传', en: 'Compared in memory on this machine, never sent' },
        keep: { 'zh-CN': '比对后立即删除', en: 'Deleted as soon as it has been compared' },
        recipient: null,
        refusing: { 'zh-CN': '改用指纹或到窗口核验', en: 'Use a fingerprint, or go to a window' },
        decision: 'refused',
      }),
      sampleConsentItem({
        what: { 'zh-CN': '联系电话', en: 'Telephone number' },
        why: { 'zh-CN': '通知办理进度', en: 'To tell you how the case goes' },
        sensitive: null,
        refusing: { 'zh-CN': '凭收件号自行查询进度', en: 'Ask with the receipt number yourself' },
      }),
    ],
    withdrawing: {
      'zh-CN': '可在任一通办自助机“查进度”中撤回，或拨 022-0000-0000。',
      en: 'Withdraw at any Tongban kiosk under Track, or call 022-0000-0000.',
    },
    given: 'signature',
    decidedAt: MORNING,
    noticeSha256: '3c'.repeat(32),
    signatureSha256: 'b4'.repeat(32),
    site,
    machineCode: 'B017',
    caution,
    ...over,
  };
}

export function sampleRating(over: Partial<RatingSlip> = {}): RatingSlip {
  return {
    brand,
    code: 'R7QX-40MB-2',
    matter,
    region,
    link: 'https://rating.example/r/R7QX-40MB-2',
    ways: [
      { 'zh-CN': '在任一通办自助机选“评价”，输入评价码。', en: 'At any Tongban kiosk: Rate, then the code.' },
      {
        'zh-CN': '用手机扫码，在办理地区的页面评价。',
        en: 'With a telephone: scan the code, rate on the page.',
      },
    ],
    until: '2026-12-05',
    again: true,
    callBackDays: 5,
    phone: '022-0000-0000',
    madeAt: MORNING,
    site,
    machineCode: 'B017',
    caution,
    ...over,
  };
}

export function sampleLockerSlip(over: Partial<LockerSlip> = {}): LockerSlip {
  return {
    brand,
    packageNumber: 'T7K3-9QX2-M4BB-70C',
    seal: 'S-0001',
    receiptNumber: 'B017-261121-0042-7',
    cell: 'A-07',
    matter,
    region,
    regionCode: '120000',
    items: [
      {
        name: { 'zh-CN': '居民户口簿', en: 'Household register' },
        kind: 'original',
        count: 1,
        returned: true,
        note: null,
      },
      {
        name: { 'zh-CN': '遗失声明', en: 'Declaration of loss' },
        kind: 'original',
        count: 1,
        returned: false,
        note: { 'zh-CN': '本人签名', en: 'Signed' },
      },
      {
        name: { 'zh-CN': '近期证件照片', en: 'Recent photographs' },
        kind: 'other',
        count: 2,
        returned: false,
        note: null,
      },
    ],
    depositedAt: MORNING,
    collectedBy: '2026-11-23',
    phone: '022-0000-0000',
    site,
    machineCode: 'B017',
    caution,
    ...over,
  };
}

export function sampleSeal(over: Partial<SealLabel> = {}): SealLabel {
  return {
    kind: 'courier',
    packageNumber: 'T7K3-9QX2-M4BB-70C',
    seal: 'S-0001',
    region: { 'zh-CN': '张家口市', en: 'Zhangjiakou, Hebei' },
    regionCode: '130700',
    sealedAt: MORNING,
    site,
    machineCode: 'B017',
    ...over,
  };
}

export function sampleDiagnostic(over: Partial<DiagnosticPage> = {}): DiagnosticPage {
  return {
    site,
    machineCode: 'B017',
    madeAt: MORNING,
    versions: [
      { label: { 'zh-CN': '通办', en: 'Tongban' }, value: '1.4.0 (slot B)' },
      { label: { 'zh-CN': '操作系统', en: 'System' }, value: 'Debian 12.7' },
      { label: { 'zh-CN': '事项目录', en: 'Catalogue' }, value: '2026-11-18' },
    ],
    devices: [
      {
        name: { 'zh-CN': '身份证阅读器', en: 'ID-card reader' },
        port: 'usb:0483:5750',
        driver: 'sam-usb',
        state: 'ready',
        detail: { 'zh-CN': '固件 2.31', en: 'Firmware 2.31' },
      },
      {
        name: { 'zh-CN': '文档打印机', en: 'Document printer' },
        port: 'ipp://127.0.0.1:631/printers/a4',
        driver: 'ipp',
        state: 'trouble',
        detail: { 'zh-CN': '墨粉不足 8%', en: 'Toner low, 8 %' },
      },
      {
        name: { 'zh-CN': '流转柜', en: 'Locker' },
        port: '/dev/ttyUSB2 9600 8N1',
        driver: '8a80',
        state: 'absent',
        detail: null,
      },
      {
        name: { 'zh-CN': '指纹仪', en: 'Fingerprint reader' },
        port: '—',
        driver: '—',
        state: 'off',
        detail: null,
      },
    ],
    counters: [
      { label: { 'zh-CN': '打印页数', en: 'Pages printed' }, value: '10482' },
      { label: { 'zh-CN': '维护后页数', en: 'Pages since service' }, value: '1204' },
      { label: { 'zh-CN': '待发送办件', en: 'Cases waiting' }, value: '0' },
      { label: { 'zh-CN': '可用空间', en: 'Free space' }, value: '41.2 GB' },
    ],
    rare: '㛃䶮𫖯𠮷𱁬\ue000',
    ...over,
  };
}
