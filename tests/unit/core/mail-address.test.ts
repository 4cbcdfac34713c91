import { describe, expect, it } from 'vitest';
import { formSchema } from '../../../electron/contract/index.ts';
import {
  compileForm,
  formFileProblems,
  MAIL_FORM,
  mailAddressOf,
  mailAnswers,
  mailLine,
  mailPrefill,
  placesNear,
} from '../../../electron/core/index.ts';

const prefill = (address: string | null, phone: string | null = null) =>
  mailPrefill({ name: '样本', address, phone });

const DIVISIONS = [
  { code: '120000', name: '天津市' },
  { code: '120111', name: '天津市西青区' },
  { code: '130000', name: '河北省' },
  { code: '130700', name: '张家口市' },
  { code: '130708', name: '张家口市万全区' },
  { code: '130771', name: '张家口经济开发区' },
  { code: '131000', name: '廊坊市' },
  { code: '131082', name: '三河市' },
  { code: '110115-bda', name: '北京经济技术开发区' },
];

describe('the address of a parcel', () => {
  it('is a form like any other', () => {
    expect(formSchema.parse(MAIL_FORM)).toEqual(MAIL_FORM);
    expect(formFileProblems(MAIL_FORM)).toEqual([]);
  });

  it.each([
    [
      '河北省张家口市桥东区和平路12号',
      { province: '130000', city: '张家口市', county: '桥东区', street: '和平路12号' },
    ],
    ['天津市和平区示例路1号', { province: '120000', city: '天津市', county: '和平区', street: '示例路1号' }],
    [
      '内蒙古自治区 锡林郭勒盟 正蓝旗 示例街2号',
      { province: '150000', city: '锡林郭勒盟', county: '正蓝旗', street: '示例街2号' },
    ],
    ['广东省东莞市示例街3号', { province: '440000', city: '东莞市', street: '示例街3号' }],
    ['样本路4号', { street: '样本路4号' }],
    ['', {}],
  ])('of the card: %s', (address, parts) => {
    expect(prefill(address)).toEqual({ name: '样本', ...parts });
  });

  it('begins with the name and the phone where nothing else is known', () => {
    expect(prefill(null, '13800000000')).toEqual({ name: '样本', phone: '13800000000' });
  });

  it('goes there and back, and stands on one line', () => {
    const values = { ...prefill('天津市和平区示例路1号', '13800000000') };
    const form = compileForm(MAIL_FORM);
    expect(form.problems(values, { today: '2026-11-21' })).toEqual([]);
    const address = mailAddressOf(values);
    expect(address).toMatchObject({ province: '天津市', county: '和平区', postcode: null });
    expect(mailAnswers(address)).toEqual(values);
    expect(mailLine(address)).toBe('天津市和平区示例路1号，样本，13800000000');
    expect(mailAnswers({ ...address, province: '不存在', county: '' })).not.toHaveProperty('province');
    expect(mailAddressOf({ phone: true })).toMatchObject({ phone: '', province: '' });
  });

  it('wants a phone that rings and a place', () => {
    const problems = compileForm(MAIL_FORM).problems({ name: '样本', phone: '123' }, { today: '2026-11-21' });
    expect(problems.map(({ field }) => field)).toEqual(['phone', 'province', 'city', 'street']);
  });

  it('offers the places that the catalogue knows, no zones', () => {
    expect(placesNear(DIVISIONS, '120000', '')).toEqual({ cities: ['天津市'], counties: ['西青区'] });
    expect(placesNear(DIVISIONS, '130000', '')).toEqual({ cities: ['张家口市', '廊坊市'], counties: [] });
    expect(placesNear(DIVISIONS, '130000', '张家口市').counties).toEqual(['万全区']);
    expect(placesNear(DIVISIONS, '130000', '廊坊市').counties).toEqual(['三河市']);
    expect(placesNear(DIVISIONS, '', '')).toEqual({ cities: [], counties: [] });
  });
});
