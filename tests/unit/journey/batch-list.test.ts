import { describe, expect, it } from 'vitest';
import { compileForm, formFileProblems } from '../../../electron/core/index.ts';
import {
  licenceFields,
  rowForm,
  rowOfValues,
  rowsOf,
  templateOf,
  valuesOfRow,
} from '../../../electron/journey/batch-list.ts';
import { companyForm, companyOf, listOf } from '../../support/batch-samples.ts';

const form = compileForm(companyForm());
const PER_ROW = ['copies', 'seal', 'purpose', 'parts'];
const rows = (text: string | Uint8Array, perRow = PER_ROW) =>
  rowsOf(typeof text === 'string' ? Buffer.from(text) : text, form, perRow);

describe('a list of companies', () => {
  it('is read by its headings, in either language, with each separator', () => {
    const { name, creditCode } = companyOf(1);
    const row = { name, creditCode, city: '天津', authority: '', values: {} };
    expect(rows(`企业名称,统一社会信用代码,城市\n${name},${creditCode},天津\n`)).toEqual({
      ok: true,
      value: [row],
    });
    expect(rows(`City;Code;Name\r\n天津;${creditCode.toLowerCase()};"${name}"`)).toEqual({
      ok: true,
      value: [row],
    });
    expect(rows(`名称\t信用代码（18位）\t地区\n`)).toMatchObject({ ok: false });
    expect(rows(JSON.stringify([{ name, code: creditCode, city: '天津', copies: 2, other: {} }]))).toEqual({
      ok: true,
      value: [{ ...row, values: { copies: 2 } }],
    });
  });

  it('takes what spreadsheets here save (GB 18030)', () => {
    // 企业名称,统一社会信用代码,城市 / 甲乙,A,天津
    const gbk = Buffer.from(
      'c6f3d2b5c3fbb3c62ccdb3d2bbc9e7bbe1d0c5d3c3b4fac2eb2cb3c7cad00abcd7d2d22c412cccecbdf2',
      'hex',
    );
    expect(rows(gbk)).toMatchObject({ ok: true, value: [{ name: '甲乙', creditCode: 'A', city: '天津' }] });
  });

  it('takes answers in words, and keeps what means nothing for the judge', () => {
    const head = '企业名称,统一社会信用代码,城市,份数,打印件加盖查询专用章,用途,档案内容';
    expect(rows(`${head}\nA,B,C,2,是,投标,设立登记、章程\nA,B,C,多,也许,x,\nA,B,C,,no,,`)).toMatchObject({
      ok: true,
      value: [
        { values: { copies: 2, seal: true, purpose: 'tender', parts: ['setup', 'articles'] } },
        { values: { copies: '多', seal: '也许', purpose: 'x' } },
        { values: { seal: false } },
      ],
    });
  });

  it.each([
    ['PK\u0003\u0004', 'batchListKind'],
    ['[{', 'batchListKind'],
    ['["a"]', 'batchListColumns'],
    ['', 'batchListColumns'],
    ['x'.repeat(300_000), 'batchListLong'],
  ])('is refused with a word', (text, kind) => {
    expect(rows(text)).toMatchObject({ ok: false, error: { kind } });
  });

  it('is refused when its bytes are no text', () => {
    expect(rows(Uint8Array.from([0xff, 0xff, 0xff]))).toMatchObject({
      ok: false,
      error: { kind: 'batchListKind' },
    });
  });

  it('has a template that it reads itself', () => {
    for (const language of ['zh-CN', 'en'] as const) {
      const text = `${templateOf(form, ['copies'], language)}样本公司,${companyOf(1).creditCode},天津,SQ-1,2\r\n`;
      expect(rows(text, ['copies'])).toMatchObject({
        ok: true,
        value: [{ name: '样本公司', authority: 'SQ-1', values: { copies: 2 } }],
      });
    }
    expect(rows(listOf([{ ...companyOf(2), city: '北京', copies: '1' }]))).toMatchObject({ ok: true });
  });
});

describe('a row as a form', () => {
  const file = rowForm(form, ['copies'], [{ code: '120000', short: { 'zh-CN': '天津', en: 'Tianjin' } }]);

  it('is a sound form with the matter’s own questions behind', () => {
    expect(formFileProblems(file)).toEqual([]);
    expect(compileForm(file).fields.map(({ name }) => name)).toEqual([
      'batchName',
      'batchCode',
      'batchCity',
      'batchAuthority',
      'copies',
    ]);
    expect(licenceFields(form)).toEqual(['companyName', 'companyCode']);
  });

  it('goes there and back; a city within a region keeps its name while the region stays', () => {
    const row = { ...companyOf(1), city: '滨海新区', authority: 'SQ-1', values: { copies: 2 } };
    const values = valuesOfRow(row, '120000');
    expect(rowOfValues(values, { city: '滨海新区', region: '120000' })).toEqual(row);
    expect(rowOfValues({ ...values, batchCity: '110000' }, { city: '滨海新区', region: '120000' }).city).toBe(
      '110000',
    );
    expect(
      rowOfValues(valuesOfRow({ name: '', creditCode: '', city: '', authority: '', values: {} }, null), null),
    ).toEqual({
      name: '',
      creditCode: '',
      city: '',
      authority: '',
      values: {},
    });
  });
});
