import { maskCitizenNumber, receiptNumber } from '../../../electron/core/index.ts';
import type {
  AcceptanceNotice,
  ApplicationForm,
  Brand,
  CorrectionNotice,
  CourierSlip,
  PackageReceipt,
  Receipt,
  TemporaryIdentityProof,
} from '../../../electron/documents/index.ts';
import { makePerson } from '../../support/people.ts';

const region = { 'zh-CN': '天津市', en: 'Tianjin' };
const site = {
  'zh-CN': '北京城市副中心政务服务中心一层自助区',
  en: 'Government Service Centre, Beijing Sub-centre, ground floor',
};
const caution = {
  'zh-CN': '演示环境：本单据不具法律效力。',
  en: 'Demonstration: this paper has no legal effect.',
};

/** 2026-11-21 10:20 in China. */
export const MORNING = Date.parse('2026-11-21T02:20:00Z');

export function sampleForm(over: Partial<ApplicationForm> = {}): ApplicationForm {
  const person = makePerson(11);
  return {
    brand: {
      name: { 'zh-CN': '天津政务服务 · 跨省通办', en: 'Tianjin government services · cross-province' },
      mark: '津',
    },
    title: { 'zh-CN': '临时身份证明申请表', en: 'Application for a temporary proof of identity' },
    region,
    authority: { 'zh-CN': '天津市公安局（演示）', en: 'Tianjin Public Security Bureau (demonstration)' },
    receiptHint: '提交后另有收件号回执',
    preparedAt: MORNING,
    site,
    machineCode: 'B017',
    applicant: {
      name: person.name,
      sex: '女',
      ethnicGroup: '汉',
      birthDate: person.birthDate,
      number: person.number,
      address: person.address,
      source: 'card',
    },
    answers: [
      { label: { 'zh-CN': '用途', en: 'Purpose' }, value: { 'zh-CN': '乘坐火车', en: 'Train travel' } },
      {
        label: { 'zh-CN': '申请原因', en: 'Reason' },
        value: { 'zh-CN': '居民身份证遗失，正在补领', en: 'ID card lost, replacement in progress' },
      },
      {
        label: { 'zh-CN': '联系电话', en: 'Telephone' },
        value: { 'zh-CN': '000-0000-0000', en: '000-0000-0000' },
      },
    ],
    delivery: { 'zh-CN': '在本机打印', en: 'Printed at this machine' },
    statement: {
      'zh-CN':
        '本人声明所填内容真实、完整，并知悉提供虚假材料须承担相应法律责任；同意将本申请发送给办理机关用于本事项。',
      en: 'I declare that what is given here is true and complete, that I know the legal consequences of false statements, and that I agree to this application being sent to the authority for this matter.',
    },
    caution,
    ...over,
  };
}

export function sampleReceipt(over: Partial<Receipt> = {}): Receipt {
  const person = makePerson(11);
  return {
    language: 'zh-CN',
    brand: {
      name: { 'zh-CN': '天津政务服务 · 跨省通办', en: 'Tianjin government services · cross-province' },
      mark: '津',
    },
    receiptNumber: 'B017-261121-0042-7',
    regionNumber: null,
    matter: { 'zh-CN': '开具临时身份证明', en: 'Temporary proof of identity' },
    region,
    site,
    machineCode: 'B017',
    applicantName: `${[...person.name][0]}*`,
    applicantNumber: maskCitizenNumber(person.number),
    submittedAt: MORNING,
    sent: true,
    promisedBy: '2026-11-27',
    promisedWorkingDays: 5,
    promiseIsEstimate: false,
    delivery: { 'zh-CN': '在本机打印', en: 'Printed at this machine' },
    documentSha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    documentSm3: '66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0',
    phone: '022-0000-0000',
    callAfter: Date.parse('2026-11-22T02:20:00Z'),
    retentionDays: 7,
    caution,
    statement: {
      'zh-CN': '请妥善保管本回执，凭收件号办理后续事宜。',
      en: 'Please keep this receipt; you will need its number.',
    },
    ...over,
  };
}

export function sampleProof(over: Partial<TemporaryIdentityProof> = {}): TemporaryIdentityProof {
  const person = makePerson(11);
  return {
    number: 'TJ-SBX-2026-000042',
    name: person.name,
    citizenNumber: person.number,
    purpose: '乘坐火车',
    authority: '天津市公安局（演示）',
    issuedAt: MORNING,
    validUntil: '2026-12-21',
    ...over,
  };
}

export function sampleAcceptance(over: Partial<AcceptanceNotice> = {}): AcceptanceNotice {
  const person = makePerson(11);
  return {
    brand: sampleForm().brand as Brand,
    receiptNumber: 'B017-261121-0042-7',
    regionNumber: 'TJ20261121000123',
    matter: { 'zh-CN': '开具临时身份证明', en: 'Temporary proof of identity' },
    region,
    authority: sampleForm().authority,
    site,
    machineCode: 'B017',
    applicantName: `${[...person.name][0]}*`,
    applicantNumber: maskCitizenNumber(person.number),
    submittedAt: MORNING,
    acceptedAt: Date.parse('2026-11-23T01:05:00Z'),
    printedAt: Date.parse('2026-11-23T02:00:00Z'),
    promisedBy: '2026-11-30',
    promisedWorkingDays: 5,
    promiseIsEstimate: false,
    delivery: { 'zh-CN': '在本机打印', en: 'Printed at this machine' },
    documentSha256: sampleReceipt().documentSha256,
    materials: [
      { name: { 'zh-CN': '申请表', en: 'Application form' }, copies: 1 },
      { name: { 'zh-CN': '居民身份证', en: 'Resident identity card' }, copies: 1 },
    ],
    phone: '022-0000-0000',
    caution,
    ...over,
  };
}

export function sampleCorrection(over: Partial<CorrectionNotice> = {}): CorrectionNotice {
  const { brand, receiptNumber, regionNumber, matter, authority, applicantName, applicantNumber, phone } =
    sampleAcceptance();
  return {
    brand: brand as Brand,
    receiptNumber,
    regionNumber,
    matter,
    region,
    authority,
    site,
    machineCode: 'B017',
    applicantName,
    applicantNumber,
    printedAt: Date.parse('2026-11-23T02:00:00Z'),
    round: '1',
    until: Date.parse('2026-11-30T15:59:00Z'),
    items: [
      {
        kind: 'material',
        label: { 'zh-CN': '近期免冠照片', en: 'Recent photograph' },
        reason: '照片背景不是白色，请重新提交白色背景的照片。',
      },
      {
        kind: 'field',
        label: { 'zh-CN': '申请原因', en: 'Reason' },
        reason: '请写明居民身份证遗失的日期。',
      },
    ],
    answerAt: 'any-kiosk',
    places: [
      {
        name: { 'zh-CN': '天津市政务服务中心（示例）', en: 'Tianjin Government Service Centre (example)' },
        address: { 'zh-CN': '天津市示例区窗口路 1 号', en: '1 Window Road, Example District, Tianjin' },
        phone: '022-0000-0001',
        hours: { 'zh-CN': '工作日 9:00–17:00', en: 'Working days 9:00–17:00' },
      },
    ],
    phone,
    caution,
    ...over,
  };
}

export function sampleCourierSlip(over: Partial<CourierSlip> = {}): CourierSlip {
  return {
    region: { 'zh-CN': '张家口市', en: 'Zhangjiakou, Hebei' },
    regionCode: '130700',
    desk: '张家口市政务服务中心代收窗口，河北省张家口市示例区窗口路1号，0313-12345',
    site: {
      'zh-CN': '北京城市副中心政务服务中心一层自助区',
      en: 'Government Service Centre, Beijing Sub-centre, ground floor',
    },
    machineCode: 'B017',
    packageNumber: 'T7K3-9QX2-M4BB-70C',
    sealedAt: Date.parse('2026-11-21T02:20:00Z'),
    sha256: '5f'.repeat(32),
    counts: { form: 1, original: 2, copy: 3, electronic: 4 },
    seal: 'S-0001',
    ledgerRow: 12,
    ledgerHash: 'a7'.repeat(32),
    ...over,
  };
}

/** Twenty-seven companies, two of which their region did not take. */
export function samplePackage(over: Partial<PackageReceipt> = {}): PackageReceipt {
  const cities = ['天津', '北京', '济南', '廊坊', '张家口', '广州黄埔'];
  return {
    brand: {
      name: { 'zh-CN': '天津政务服务 · 跨省通办', en: 'Tianjin government services · cross-province' },
      mark: '津',
    },
    language: 'zh-CN',
    matter: { 'zh-CN': '企业登记档案资料查询', en: 'Query of company registration files' },
    site,
    machineCode: 'B017',
    applicantName: '张**',
    applicantNumber: maskCitizenNumber(makePerson(11).number),
    submittedAt: MORNING,
    rows: Array.from({ length: 27 }, (_, i) => ({
      receiptNumber: receiptNumber('B017', '261121', i + 1),
      name: `样本${cities[i % cities.length]}${i + 1}号有限公司`,
      region: { 'zh-CN': cities[i % cities.length] as string, en: `City ${1 + (i % cities.length)}` },
      state: i === 4 || i === 19 ? 'stopped' : i % 6 === 3 ? 'waiting' : 'sent',
      phone: '022-0000 0000',
    })),
    documentSha256: 'a1'.repeat(32),
    documentSm3: 'b2'.repeat(32),
    delivery: { 'zh-CN': '到办理地窗口领取', en: 'Collected at the region’s window' },
    retentionDays: 3,
    phone: '010-0000 0000',
    caution,
    statement: { 'zh-CN': '本回执仅证明本机已收到您的申请。', en: 'This shows that the machine has it.' },
    ...over,
  };
}
