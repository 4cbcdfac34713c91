import { execFileSync } from 'node:child_process';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { compileForm, VirtualClock } from '../../../electron/core/index.ts';
import {
  createPress,
  type DocumentPress,
  defaultFontFiles,
  receiptVerificationText,
} from '../../../electron/documents/index.ts';
import { qrCode } from '../../../electron/documents/kit/qr-code.ts';
import { richAnswers, richForm } from '../../support/forms.ts';
import { pdfText } from '../../support/pdf-text.ts';
import { makePerson } from '../../support/people.ts';
import { sampleForm, sampleProof, sampleReceipt } from './samples.ts';

const MARGIN = 50;
const RARE_NAME = '𠮷田䶮';
const LONG_CHINESE = '阿卜杜勒拉赫曼·买买提伊敏·努尔艾合麦提江·吐尔逊古丽';
const LONG_LATIN = 'MAXIMILIAN-ALEXANDER BARTHOLOMEW STEVENSON';
const LONG_ADDRESS =
  '示例省样本市测试区第一人民政府路与第二滨海大道交叉口东北侧三百米幸福家园小区十二号楼三单元二千零一室（临时）';

let press: DocumentPress;
beforeAll(async () => {
  press = await createPress({ fontFiles: defaultFontFiles(), clock: new VirtualClock() });
});

const applicant = (over: Partial<ReturnType<typeof sampleForm>['applicant']>) => ({
  ...sampleForm().applicant,
  ...over,
});
const flat = (text: string) => text.replace(/\s/g, '');

/** Loads the file as the screen's viewer does, and gives every text with its place. */
async function opened(pdf: Uint8Array) {
  const task = getDocument({ data: Uint8Array.from(pdf), verbosity: 0 });
  const doc = await task.promise;
  const items: { text: string; x: number; y: number; width: number; turned: boolean }[] = [];
  for (let n = 1; n <= doc.numPages; n++) {
    const page = await doc.getPage(n);
    expect(page.view).toEqual([0, 0, 595.28, 841.89]);
    expect(page.rotate).toBe(0);
    for (const item of (await page.getTextContent()).items) {
      if (!('str' in item) || item.str.trim() === '') continue;
      const [, skew, , , x, y] = item.transform as number[];
      items.push({
        text: item.str,
        x: x as number,
        y: y as number,
        width: item.width,
        turned: Math.abs(skew as number) > 1e-6,
      });
    }
  }
  const { info } = await doc.getMetadata();
  // A Map, whatever the types say.
  const marked = (await doc.getMarkInfo()) as unknown as ReadonlyMap<string, boolean> | null;
  const pages = doc.numPages;
  await task.destroy();
  return { items, pages, info: info as Record<string, unknown>, marked };
}

async function expectInsideMargins(pdf: Uint8Array) {
  const { items } = await opened(pdf);
  expect(items.length).toBeGreaterThan(10);
  for (const item of items.filter(({ turned }) => !turned)) {
    expect(item.x, item.text).toBeGreaterThanOrEqual(MARGIN);
    expect(item.x + item.width, item.text).toBeLessThanOrEqual(595.28 - MARGIN);
    expect(item.y, item.text).toBeGreaterThan(30);
    expect(item.y, item.text).toBeLessThan(841.89 - 36);
  }
}

describe('characters', () => {
  it('keeps every character of a rare name on paper, as poppler reads it back', async () => {
    const pdf = await press.applicationForm(sampleForm({ applicant: applicant({ name: RARE_NAME }) }));
    expect(pdfText(pdf)).toContain(RARE_NAME);
    expect(pdfText(await press.temporaryIdentityProof(sampleProof({ name: RARE_NAME })))).toContain(
      RARE_NAME,
    );
  });

  it('says that everything prints, or names what does not', async () => {
    expect(await press.unprintable('张三，B017 (Tianjin) 𠮷䶮·“”—…')).toEqual([]);
    expect(await press.unprintable('张\u{2ebf0}三\ue000\u{2ebf0}')).toEqual(['\u{2ebf0}', '\ue000']);
  });

  it('names the rare characters when no fallback font is there, and refuses to print them', async () => {
    const { primary } = defaultFontFiles();
    const poor = await createPress({ fontFiles: { primary, fallbacks: [] }, clock: new VirtualClock() });
    expect(await poor.unprintable('张𠮷三䶮')).toEqual(['𠮷']);
    const form = sampleForm({ applicant: applicant({ name: '张𠮷' }) });
    const refusal = await poor.applicationForm(form).then(
      () => null,
      (error: Error) => error,
    );
    expect(refusal?.message).toContain('unprintable');
    expect(refusal?.message, 'an error holds nothing personal').not.toContain('𠮷');
  });
});

describe('application form', () => {
  it('holds every answer, the authority, the statement and what the signature is bound to', async () => {
    const form = sampleForm();
    const text = pdfText(await press.applicationForm(form));
    const { applicant: who } = form;
    const expected = [
      form.title['zh-CN'],
      who.name,
      who.number,
      who.address as string,
      form.authority['zh-CN'],
      ...form.answers.flatMap(({ label, value }) => [label['zh-CN'], value['zh-CN'], value.en]),
      form.statement.en,
      '2026年11月21日10:20',
      "Signed electronically: signature bound to this file's SHA-256",
      '本表以中文内容为准',
      'The Chinese text prevails',
      '第1页，共1页',
      '机器编号B017',
    ];
    for (const part of expected) expect(text).toContain(flat(part));
  });

  it('prints any form by its groups, each line of a list by itself', async () => {
    const form = compileForm(richForm());
    const answers = richAnswers({
      hasBranch: true,
      branchRegion: '440000',
      capital: 5_000,
      reason: '自有资金'.repeat(40),
    });
    const sections = form.readable(answers, { today: '2026-11-21' });
    const pdf = await press.applicationForm(sampleForm({ answers: [], sections }));
    await expectInsideMargins(pdf);
    const text = pdfText(pdf);
    for (const { title, answers: said } of sections) {
      expect(text).toContain(flat(title['zh-CN']));
      for (const { label, value } of said)
        for (const part of [label['zh-CN'], label.en, value['zh-CN'], value.en])
          expect(text, label.en).toContain(flat(part));
    }
  });

  it('puts two short answers side by side and gives a long one its own row', async () => {
    const answer = (name: string, value: string) => ({
      label: { 'zh-CN': name, en: name },
      value: { 'zh-CN': value, en: '' },
    });
    const answers = [
      answer('甲', '短'),
      answer('乙', '长'.repeat(30)),
      answer('丙', '短'),
      answer('丁', '短'),
    ];
    const { items } = await opened(await press.applicationForm(sampleForm({ answers })));
    const line = (name: string) => items.find((item) => item.text === name)?.y ?? 0;
    expect(line('甲')).not.toBe(line('乙'));
    expect(line('丙')).toBe(line('丁'));
  });

  it('wraps long names and addresses inside their cells and cuts nothing', async () => {
    for (const name of [LONG_CHINESE, LONG_LATIN]) {
      const pdf = await press.applicationForm(
        sampleForm({ applicant: applicant({ name, address: LONG_ADDRESS }) }),
      );
      await expectInsideMargins(pdf);
      expect(pdfText(pdf)).toContain(flat(name));
      expect(pdfText(pdf)).toContain(LONG_ADDRESS);
    }
  });

  it('goes on over more pages when there is more, each with its furniture, and loses no line', async () => {
    const sentences = Array.from({ length: 160 }, (_, i) => `第${i + 1}项经历甲乙丙丁`);
    const answers = [
      ...sampleForm().answers,
      { label: { 'zh-CN': '经历', en: 'History' }, value: { 'zh-CN': sentences.join('；'), en: '' } },
      { label: { 'zh-CN': '备注', en: 'Remark' }, value: { 'zh-CN': '最后一项', en: 'The last one' } },
    ];
    const pdf = await press.applicationForm(sampleForm({ answers }));
    const { pages } = await opened(pdf);
    expect(pages).toBeGreaterThanOrEqual(3);
    await expectInsideMargins(pdf);
    const text = pdfText(pdf);
    for (let n = 1; n <= pages; n++) expect(text).toContain(`第${n}页，共${pages}页`);
    expect(text).toContain('最后一项');
    // What stands in the values' column, between the band and the furniture of each page.
    const { items } = await opened(pdf);
    const column = items.filter(({ x, y }) => x > 143 && x < 160 && y > 62 && y < 740);
    expect(flat(column.map((item) => item.text).join(''))).toContain(sentences.join('；'));
  });
});

describe('receipt', () => {
  it('of a matter that is done on the spot promises that day, not 0 working days', async () => {
    const text = pdfText(await press.receipt(sampleReceipt({ promisedWorkingDays: 0, language: 'en' })));
    expect(text).toContain('受理当日办结，预计2026年11月27日');
    expect(text).toContain('Onthedayofacceptance,expectedon27November2026');
    expect(text).not.toContain('0个工作日');
  });

  it('says what is true when the case has been sent', async () => {
    const text = pdfText(await press.receipt(sampleReceipt()));
    for (const part of [
      'B017-261121-0042-7',
      '已提交，待天津市受理',
      '受理后5个工作日内办结，预计不晚于2026年11月27日',
      '提交时间2026年11月21日10:20；受理时间以天津市通知为准',
      '申请已加密保存，天津市确认后7天内从本机删除',
      sampleReceipt().documentSha256,
      'Receiptnumber',
    ]) {
      expect(text).toContain(part);
    }
    expect(text).not.toContain('已受理');
    expect(text).not.toContain('尚未送出');
    expect(text).not.toContain('估算');
  });

  it('says what is true when it has not', async () => {
    const text = pdfText(await press.receipt(sampleReceipt({ sent: false, promiseIsEstimate: true })));
    expect(text).toContain(
      '尚未送出：已加密保存在本机，线路恢复后自动送出；送出前仅本机可查；2026年11月22日10:20前仍未送出请拨022-0000-0000',
    );
    expect(text).toContain('估算');
    expect(text).not.toContain('任一通办自助机');
    expect(text).not.toContain('待天津市受理');
  });

  it('carries the sentences in both languages for who reads English', async () => {
    const chinese = pdfText(await press.receipt(sampleReceipt({ sent: false })));
    const both = pdfText(await press.receipt(sampleReceipt({ sent: false, language: 'en' })));
    for (const part of [
      'Not sent yet',
      'Within 5 working days of acceptance, expected by 27 November 2026',
      'The Chinese text prevails',
    ]) {
      expect(both).toContain(flat(part));
      expect(chinese).not.toContain(flat(part));
    }
    expect(both).toContain('尚未送出');
  });

  it('shows the region’s number beside its own when there is one', async () => {
    expect(pdfText(await press.receipt(sampleReceipt({ regionNumber: 'TJ20261121000123' })))).toContain(
      'TJ20261121000123',
    );
    expect(pdfText(await press.receipt(sampleReceipt()))).not.toContain('办件编号');
  });

  it('is one page inside the margins, in both languages, even when everything is long', async () => {
    const longText = {
      'zh-CN': LONG_ADDRESS,
      en: 'A rather long sentence in English that takes more than one line of this column.',
    };
    for (const language of ['zh-CN', 'en'] as const) {
      const pdf = await press.receipt(
        sampleReceipt({
          language,
          sent: false,
          promiseIsEstimate: true,
          regionNumber: 'TJ-2026-1121-000123-LONG',
          applicantName: LONG_LATIN,
          site: longText,
          matter: longText,
          delivery: longText,
          statement: longText,
        }),
      );
      expect((await opened(pdf)).pages).toBe(1);
      await expectInsideMargins(pdf);
      expect(pdf.length).toBeLessThan(64 * 1024);
    }
  });

  it('is a small file when nothing is out of the ordinary', async () => {
    for (const language of ['zh-CN', 'en'] as const)
      expect((await press.receipt(sampleReceipt({ language }))).length).toBeLessThan(60 * 1024);
  });

  it('draws the very QR code of its verification text, which holds nothing personal', async () => {
    const data = sampleReceipt();
    const text = receiptVerificationText(data);
    expect(text).toContain(data.receiptNumber);
    expect(text).toContain(data.documentSha256.toUpperCase());
    expect(text).toContain('2026-11-21T02:20:00Z');
    expect(text).not.toContain(data.applicantNumber);
    expect(modulesOn(await press.receipt(data))).toEqual(modulesOf(text));
  });
});

describe('temporary identity proof', () => {
  it('is a sample, says so across the page, and says what it is not', async () => {
    const proof = sampleProof();
    const pdf = await press.temporaryIdentityProof(proof);
    const text = pdfText(pdf);
    for (const part of [
      proof.number,
      proof.name,
      proof.citizenNumber,
      proof.purpose,
      '2026年12月21日',
      '不等于临时居民身份证',
    ]) {
      expect(text).toContain(part);
    }
    const { items, pages } = await opened(pdf);
    expect(pages).toBe(1);
    const across = items.filter(({ turned }) => turned).map((item) => item.text);
    expect(across.join('')).toBe('样张 SAMPLE');
    await expectInsideMargins(pdf);
  });
});

describe('the file', () => {
  it('is tagged PDF/A in Chinese, with a title and nothing personal in its metadata', async () => {
    const person = makePerson(11);
    const pdf = await press.applicationForm(sampleForm());
    const { info, marked } = await opened(pdf);
    expect(marked?.get('Marked')).toBe(true);
    expect(info.Language).toBe('zh-CN');
    expect(info.Title).toBe('申请表 Application form');
    expect(JSON.stringify(info)).not.toContain(person.name);
    const raw = Buffer.from(pdf).toString('latin1');
    expect(raw).toContain('<pdfaid:part>2</pdfaid:part>');
    expect(raw).toContain('<pdfaid:conformance>A</pdfaid:conformance>');
    expect(raw).toContain('<pdfuaid:part>1</pdfuaid:part>');
    expect(raw).toContain('/GTS_PDFA1');
    expect(raw).not.toContain('/BaseFont /Helvetica');
  });

  it('balances its marked content, and ties all of it to the structure or to no meaning at all', async () => {
    const structure = execFileSync('pdfinfo', ['-struct-text', '-'], {
      input: await press.receipt(sampleReceipt()),
      encoding: 'utf8',
    });
    for (const part of [
      'Document',
      'H1',
      'Table',
      'TH',
      'TD',
      'Figure',
      '"办件提交回执"',
      // Read aloud by an English voice.
      'Span (inline)\n      "Submission receipt"',
      // A row with one field among rows with two.
      '/ColSpan 3',
    ]) {
      expect(structure).toContain(part);
    }
    expect(structure, 'furniture is no content').not.toContain('Page 1 of 1');
  });

  it('is the same to the byte for the same data, and another for other data', async () => {
    const make = (over = {}) => press.receipt(sampleReceipt(over));
    const first = Buffer.from(await make());
    expect(first.equals(await make())).toBe(true);
    expect(first.equals(await make({ regionNumber: 'X1' }))).toBe(false);
  });

  it('comes out whole when documents are made side by side', async () => {
    const alone = Buffer.from(await press.receipt(sampleReceipt()));
    const [first, , second] = await Promise.all([
      press.receipt(sampleReceipt()),
      press.applicationForm(sampleForm()),
      press.receipt(sampleReceipt()),
    ]);
    expect(alone.equals(first)).toBe(true);
    expect(alone.equals(second)).toBe(true);
  });

  it('warms up without leaving anything behind', async () => {
    const before = Buffer.from(await press.receipt(sampleReceipt()));
    await press.warmUp();
    expect(before.equals(await press.receipt(sampleReceipt()))).toBe(true);
  });
});

function modulesOf(text: string): string[] {
  const { modules } = qrCode(text);
  return Array.from({ length: modules.size }, (_, row) =>
    Array.from({ length: modules.size }, (_, column) => (modules.get(row, column) ? '#' : '.')).join(''),
  );
}

/** The dark and light squares of the printed QR code: poppler paints the page, each square is looked at in its middle. */
function modulesOn(pdf: Uint8Array): string[] {
  const struct = execFileSync('pdfinfo', ['-struct', '-'], { input: pdf, encoding: 'utf8' });
  const [x1, , x2, y2] = (/BBox \[([\d. ]+)\]/.exec(struct)?.[1] ?? '').split(' ').map(Number) as [
    number,
    number,
    number,
    number,
  ];
  const dpi = 288;
  const image = execFileSync('pdftoppm', ['-r', String(dpi), '-gray', '-'], {
    input: pdf,
    maxBuffer: 64 << 20,
  });
  const header = /^P5\s(\d+)\s(\d+)\s255\s/.exec(image.toString('latin1', 0, 40)) as RegExpExecArray;
  const width = Number(header[1]);
  const dark = (x: number, y: number) =>
    (image[header[0].length + Math.floor((y * dpi) / 72) * width + Math.floor((x * dpi) / 72)] as number) <
    128;
  const size = modulesOf(receiptVerificationText(sampleReceipt())).length;
  const step = (x2 - x1) / size;
  const top = 841.89 - y2;
  return Array.from({ length: size }, (_, row) =>
    Array.from({ length: size }, (_, column) =>
      dark(x1 + (column + 0.5) * step, top + (row + 0.5) * step) ? '#' : '.',
    ).join(''),
  );
}
