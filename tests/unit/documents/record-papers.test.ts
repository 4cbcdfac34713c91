import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VirtualClock } from '../../../electron/core/index.ts';
import {
  AGENT_MAY_NOT,
  authorisationVerificationText,
  checkText,
  consentVerificationText,
  createPress,
  type DocumentPress,
  defaultFontFiles,
  lockerVerificationText,
  machineSigner,
  RATING_LEVELS,
  ratingText,
  readVerificationText,
  sealVerificationText,
} from '../../../electron/documents/index.ts';
import { expectGolden } from '../../support/golden.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { makePerson } from '../../support/people.ts';
import {
  sampleAuthorisation,
  sampleConsent,
  sampleConsentItem,
  sampleDiagnostic,
  sampleLockerSlip,
  sampleRating,
  sampleSeal,
} from './record-samples.ts';

const RARE_NAME = '𠮷田䶮';
const LONG_CHINESE = '阿卜杜勒拉赫曼·买买提伊敏·努尔艾合麦提江·吐尔逊古丽';
const LONG_LATIN = 'MAXIMILIAN-ALEXANDER BARTHOLOMEW STEVENS';
const LONG_ADDRESS =
  '示例省样本市测试区第一人民政府路与第二滨海大道交叉口东北侧三百米幸福家园小区十二号楼三单元二千零一室（临时）';

let press: DocumentPress;
let folder: string;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'tongban-papers-'));
  press = await createPress({ fontFiles: defaultFontFiles(), clock: new VirtualClock() });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const flat = (text: string) => text.replace(/\s/g, '');

/** Every text in some data, at any depth, as it must be found on the paper. */
function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [flat(value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : [];
}

/** Sound as qpdf sees it; returns its text and its number of pages. */
function checked(pdf: Uint8Array): { text: string; pages: number } {
  const file = join(folder, 'paper.pdf');
  writeFileSync(file, pdf);
  expect(execFileSync('qpdf', ['--check', file], { encoding: 'utf8' })).toContain('No syntax or stream');
  const text = pdfText(pdf);
  const pages = Number(/共(\d+)页/.exec(text)?.[1]);
  for (let page = 1; page <= Math.max(pages, 1); page++) expect(text).toContain(`第${page}页，共${pages}页`);
  return { text, pages };
}

/** What stands in the middle of the pages, without what each page repeats. */
function body(pdf: Uint8Array, top = 85): string {
  return execFileSync(
    'pdftotext',
    ['-x', '0', '-y', String(top), '-W', '596', '-H', String(790 - top), '-', '-'],
    { input: pdf, encoding: 'utf8' },
  ).replace(/\s/g, '');
}

function expectAll(text: string, parts: readonly string[]) {
  for (const part of parts) expect(text).toContain(flat(part));
}

describe('authorisation', () => {
  it('names both, the matter, the powers, the time, and what the agent may not do', async () => {
    const data = sampleAuthorisation();
    const { text, pages } = checked(await press.authorisation(data));
    const { principal, agent, scope, limits, matter, authority, relation } = data;
    expectAll(text, [
      ...textsIn([principal, agent, scope, limits, matter, authority, relation, AGENT_MAY_NOT]),
      '2026年11月21日 至 2026年12月20日',
      '委托人签名（盖章）',
      '受托人签名',
      'may end the authorisation at any time',
      'The Chinese text prevails',
    ]);
    expect(pages).toBe(2);
  });

  it('prints what is there alone when much is left out', async () => {
    const bare = { phone: null, address: null, representative: null };
    const data = sampleAuthorisation();
    const { text } = checked(
      await press.authorisation({
        ...data,
        principal: { ...data.principal, ...bare },
        agent: { ...data.agent, ...bare },
        relation: null,
        limits: [],
        caution: null,
      }),
    );
    for (const label of ['联系电话', '住址', '法定代表人', '与委托人的关系', '演示环境', 'null'])
      expect(text).not.toContain(label);
    expectAll(text, textsIn(AGENT_MAY_NOT));
  });

  it('keeps long and rare names whole, and a company with its representative', async () => {
    const data = sampleAuthorisation();
    const company = {
      name: `${'示例'.repeat(20)}（集团）股份有限公司`,
      numberLabel: { 'zh-CN': '统一社会信用代码', en: 'Social credit code' },
      number: '00000000000000000X',
      representative: LONG_LATIN,
      phone: null,
      address: LONG_ADDRESS,
    };
    for (const name of [RARE_NAME, LONG_CHINESE, LONG_LATIN]) {
      const { text } = checked(
        await press.authorisation({ ...data, principal: company, agent: { ...data.agent, name } }),
      );
      expectAll(text, [name, company.name, company.number, LONG_LATIN, LONG_ADDRESS]);
    }
  });

  it('goes on over three pages and loses no sentence of the powers', async () => {
    const scope = Array.from({ length: 60 }, (_, i) => ({
      'zh-CN': `第${i + 1}项权限：代为提交和接收。`,
      en: `Power ${i + 1}: hand in and receive.`,
    }));
    const { text, pages } = checked(await press.authorisation(sampleAuthorisation({ scope })));
    expect(pages).toBeGreaterThanOrEqual(3);
    expectAll(text, textsIn(scope));
    // What may be done and what not is said again on each page that the list goes on to.
    expect(text.split('受托人可以').length - 1).toBeGreaterThanOrEqual(3);
  });

  it('its code holds number and days, and nobody’s name or number', () => {
    const data = sampleAuthorisation();
    const text = authorisationVerificationText(data);
    expect(text.split('\n')).toEqual([
      '通办委托书 Tongban authorisation TB2',
      `网点 Site ${data.site['zh-CN']} B017`,
      '编号 No. W-B017-261121-0007',
      '时间 Time 2026-11-21T02:20:00Z',
      '有效 Valid 2026-11-21 2026-12-20',
    ]);
    for (const who of [data.principal, data.agent])
      for (const part of [who.name, who.number]) expect(text).not.toContain(part);
  });
});

describe('consent record', () => {
  it('says of each kind of information what, why, how, how long, to whom and what refusing means', async () => {
    const record = sampleConsent();
    const { text } = checked(await press.consentRecord(record));
    for (const { decision, ...said } of record.items) expectAll(text, textsIn(said));
    expectAll(text, [
      ...textsIn([record.person, record.handler, record.matter, record.withdrawing]),
      record.noticeSha256,
      record.signatureSha256 as string,
      '撤回同意，不影响撤回前已进行的处理的效力',
    ]);
  });

  it('shows an agreement and a refusal each beside what it is about, and marks what is sensitive', async () => {
    const items = [
      sampleConsentItem({ what: { 'zh-CN': '甲类信息', en: 'Kind one' }, decision: 'agreed' }),
      sampleConsentItem({
        what: { 'zh-CN': '乙类信息', en: 'Kind two' },
        decision: 'refused',
        sensitive: null,
      }),
    ];
    const { text } = checked(await press.consentRecord(sampleConsent({ items })));
    const [first = '', second = ''] = text.split('甲类信息')[1]?.split('乙类信息') ?? [];
    expect(first).toMatch(/^（敏感个人信息）/);
    expect(first).toContain('同意（单独同意）');
    expect(first).toContain('必要性');
    expect(second).not.toMatch(/^（敏感个人信息）/);
    expect(second).toContain('本人的决定不同意');
    expect(second).not.toContain('单独同意');
    expect(second).not.toContain('必要性');
  });

  it('never names a recipient, a guardian or a signature that is not there', async () => {
    const items = [sampleConsentItem({ recipient: null })];
    const { text } = checked(
      await press.consentRecord(
        sampleConsent({ items, signatureSha256: null, given: 'touch', caution: null }),
      ),
    );
    expect(text).toContain('不提供给天津市政务服务办公室（演示）以外的任何人');
    for (const absent of ['监护人', '签名图像摘要', '手写签名', '演示环境', 'null'])
      expect(text).not.toContain(absent);
    expectAll(consentVerificationText(sampleConsent({ signatureSha256: null })), ['TB2']);
    expect(consentVerificationText(sampleConsent({ signatureSha256: null }))).not.toContain('Handwriting');
  });

  it('names the guardian of a child, with a rare name and a long one', async () => {
    const guardian = { name: RARE_NAME, number: makePerson(31).number };
    const person = { name: LONG_LATIN, number: makePerson(32).number };
    const { text } = checked(await press.consentRecord(sampleConsent({ person, guardian })));
    expectAll(text, [...textsIn([person, guardian]), '监护人']);
  });

  it('goes on over as many pages as there are kinds, each heading with its first rows', async () => {
    const items = Array.from({ length: 9 }, (_, i) =>
      sampleConsentItem({ what: { 'zh-CN': `第${i + 1}类信息`, en: `Kind ${i + 1}` } }),
    );
    const pdf = await press.consentRecord(sampleConsent({ items }));
    const { pages } = checked(pdf);
    expect(pages).toBeGreaterThanOrEqual(4);
    for (let i = 1; i <= 9; i++)
      expect(body(pdf)).toMatch(new RegExp(`第${i}类信息（敏感个人信息）Kind${i}\\(sensitive\\)本人的决定`));
  });

  it('its code holds the record’s number and the digests, and nobody’s name or number', () => {
    const record = sampleConsent();
    const text = consentVerificationText(record);
    expectAll(flat(text), [record.number, '3C'.repeat(32), 'B4'.repeat(32)]);
    for (const part of [record.person.name, record.person.number]) expect(text).not.toContain(part);
  });
});

describe('rating slip', () => {
  it('gives code, levels as words, ways, last day and rules, on one page', async () => {
    const slip = sampleRating();
    const { text, pages } = checked(await press.ratingSlip(slip));
    expectAll(text, [
      ...textsIn([slip.code, slip.ways, slip.matter, RATING_LEVELS]),
      '2026年12月5日',
      '以第二次为准',
      '5 个工作日内回访',
      '评价自愿',
    ]);
    expect(pages).toBe(1);
  });

  it('promises nothing that the region has not', async () => {
    const { text } = checked(
      await press.ratingSlip(
        sampleRating({ until: null, again: false, callBackDays: null, link: null, caution: null }),
      ),
    );
    for (const absent of ['截止', '再评价', '回访', '演示环境', 'null']) expect(text).not.toContain(absent);
  });

  it('stays on one page when everything is long', async () => {
    const long = { 'zh-CN': LONG_ADDRESS, en: 'A rather long sentence that takes more than one line of it.' };
    const slip = sampleRating({ matter: long, region: long, site: long, ways: [long, long, long] });
    expect(checked(await press.ratingSlip(slip)).pages).toBe(1);
  });

  it('its code opens the region’s page, or holds the rating code where there is none', () => {
    expect(ratingText(sampleRating())).toBe('https://rating.example/r/R7QX-40MB-2');
    expect(
      ratingText(sampleRating({ link: null }))
        .split('\n')
        .slice(2),
    ).toEqual(['编号 No. R7QX-40MB-2', '时间 Time 2026-11-21T02:20:00Z', '截止 Until 2026-12-05']);
  });
});

describe('material slip of the locker', () => {
  it('lists every paper with kind, count and return, and sums them up', async () => {
    const slip = sampleLockerSlip();
    const { text } = checked(await press.lockerSlip(slip));
    expectAll(text, [
      ...slip.items.flatMap(({ name, note }) => textsIn([name, note])),
      slip.packageNumber,
      slip.receiptNumber,
      slip.cell,
      '办结后退还',
      '合计 3 种',
      '存入不等于受理',
      '最迟 2026年11月23日 取走',
    ]);
    expect(lockerVerificationText(slip)).toContain('份数 Count 4');
  });

  it('says nothing about when it is emptied where nobody promised', async () => {
    const { text } = checked(
      await press.lockerSlip(sampleLockerSlip({ collectedBy: null, seal: null, caution: null })),
    );
    for (const absent of ['最迟', '演示环境', 'null']) expect(text).not.toContain(absent);
    expect(text).toContain('咨询电话022-0000-0000');
  });

  it('goes on over three pages, the heads of the list again on each, the seal once', async () => {
    const items = Array.from({ length: 28 }, (_, i) => ({
      ...(sampleLockerSlip().items[0] as ReturnType<typeof sampleLockerSlip>['items'][number]),
      name: { 'zh-CN': `第${i + 1}份材料`, en: `Paper ${i + 1}` },
    }));
    const pdf = await press.lockerSlip(sampleLockerSlip({ items }));
    const { text, pages } = checked(pdf);
    expect(pages).toBeGreaterThanOrEqual(3);
    expectAll(
      text,
      items.map(({ name }) => name['zh-CN']),
    );
    expect(text.split('窗口核对').length - 1).toBeGreaterThanOrEqual(3);
    expect(text.split('封签断开或破损').length - 1).toBe(1);
    // The heads that stand again are for the eye: whoever has the pages read aloud hears them once.
    const heads = execFileSync('pdfinfo', ['-struct', '-'], { input: pdf, encoding: 'utf8' });
    expect(heads.split('/Scope /Column').length - 1).toBe(6);
  });
});

describe('seal labels', () => {
  it('carry the number in figures, in a bar code and in a QR code, twice, on one page', async () => {
    const pdf = await press.sealLabel(sampleSeal());
    const { text, pages } = checked(pdf);
    expect(pages).toBe(1);
    expect(text.split('T7K3-9QX2-M4BB-70C').length - 1).toBe(2);
    const figures = execFileSync('pdfinfo', ['-struct', '-'], { input: pdf, encoding: 'utf8' });
    expect(figures.split('Figure').length - 1).toBe(4);
  });

  it('are for everybody’s eyes: the code has the number, the way and the seal, no more', () => {
    expect(sealVerificationText(sampleSeal()).split('\n').slice(2)).toEqual([
      '编号 No. T7K3-9QX2-M4BB-70C',
      '时间 Time 2026-11-21T02:20:00Z',
      '去向 To 130700',
      '封签号 Seal S-0001',
    ]);
  });

  it('leave the bar code out when its bars would be too thin to be read', async () => {
    const packageNumber = 'T7K3-9QX2-M4BB-70C-T7K3-9QX2-M4BB-70C';
    const pdf = await press.sealLabel(sampleSeal({ packageNumber, seal: null }));
    const figures = execFileSync('pdfinfo', ['-struct', '-'], { input: pdf, encoding: 'utf8' });
    expect(figures.split('Figure').length - 1).toBe(2);
    expect(checked(pdf).text).toContain(packageNumber);
  });

  it('grow with a long name of the region', async () => {
    const region = { 'zh-CN': LONG_ADDRESS, en: 'A rather long name of a region, in English.' };
    const { text } = checked(await press.sealLabel(sampleSeal({ region })));
    expect(text.split(LONG_ADDRESS).length - 1).toBeGreaterThanOrEqual(2);
  });
});

describe('diagnostic page', () => {
  it('says what the machine is, what its devices say, and tries the printer on a page of its own', async () => {
    const page = sampleDiagnostic();
    const { text, pages } = checked(await press.diagnosticPage(page));
    const devices = page.devices.map(({ state, ...said }) => said);
    expectAll(text, [
      ...textsIn([page.versions, devices, page.counters]),
      ...['就绪', '故障', '无应答', '未启用'],
      '100%',
      '150 毫米',
      'TBX1 B017',
    ]);
    expect(pages).toBe(2);
  });

  it('prints the rare characters, and names those that no font has', async () => {
    const { text } = checked(
      await press.diagnosticPage(sampleDiagnostic({ rare: `㛃䶮${RARE_NAME}\ue000` })),
    );
    expectAll(text, ['㛃䶮', RARE_NAME, '本机字体没有的字：U+E000']);
  });

  it('goes on over three pages on a machine with many devices, and needs no device at all', async () => {
    const page = sampleDiagnostic();
    const many = Array.from({ length: 30 }, (_, i) => ({
      ...(page.devices[1] as (typeof page.devices)[number]),
      name: { 'zh-CN': `第${i + 1}台设备`, en: `Device ${i + 1}` },
    }));
    const { text, pages } = checked(await press.diagnosticPage({ ...page, devices: many }));
    expect(pages).toBeGreaterThanOrEqual(3);
    expectAll(
      text,
      many.map(({ name }) => name['zh-CN']),
    );
    const bare = checked(await press.diagnosticPage({ ...page, devices: [], counters: [], rare: '' }));
    expect(bare.pages).toBe(2);
    expect(bare.text).not.toContain('生僻字');
  });
});

describe('every one of them', () => {
  it('has a verification text that is read back, and that the machine’s key bears out', () => {
    const signer = machineSigner(new Uint8Array(32), 'Ed25519');
    for (const text of [
      authorisationVerificationText(sampleAuthorisation(), signer),
      consentVerificationText(sampleConsent(), signer),
      lockerVerificationText(sampleLockerSlip(), signer),
    ]) {
      const read = readVerificationText(text);
      expect(read.ok && checkText(read.value, signer)).toBe('signed');
    }
    for (const text of [sealVerificationText(sampleSeal()), ratingText(sampleRating({ link: null }))])
      expect(readVerificationText(text)).toMatchObject({ ok: true, value: { signature: null } });
  });

  it('is tagged, and has every font inside it with the characters that its glyphs stand for', async () => {
    const papers = await Promise.all([
      press.authorisation(sampleAuthorisation({ relation: { 'zh-CN': RARE_NAME, en: 'Rare' } })),
      press.consentRecord(sampleConsent()),
      press.ratingSlip(sampleRating()),
      press.lockerSlip(sampleLockerSlip()),
      press.sealLabel(sampleSeal()),
      press.diagnosticPage(sampleDiagnostic()),
    ]);
    for (const input of papers) {
      expect(execFileSync('pdfinfo', ['-'], { input, encoding: 'utf8' })).toMatch(/Tagged: +yes/);
      const [, , ...fonts] = execFileSync('pdffonts', ['-'], { input, encoding: 'utf8' }).trim().split('\n');
      expect(fonts.length).toBeGreaterThanOrEqual(2);
      // Embedded, a subset, with a map to Unicode.
      for (const font of fonts) expect(font).toMatch(/ yes yes yes /);
    }
  });
});

describe('looks as it was found right', () => {
  it.each([
    ['authorisation', () => press.authorisation(sampleAuthorisation())],
    ['consent-record', () => press.consentRecord(sampleConsent())],
    ['rating-slip', () => press.ratingSlip(sampleRating())],
    ['locker-slip', () => press.lockerSlip(sampleLockerSlip())],
    ['seal-label', () => press.sealLabel(sampleSeal())],
    ['diagnostic-page', () => press.diagnosticPage(sampleDiagnostic())],
  ])('%s', async (name, make) => {
    expectGolden(await make(), `${name}-usual`);
  });
});
