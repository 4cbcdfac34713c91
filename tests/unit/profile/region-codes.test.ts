import { expect, it } from 'vitest';
import { regionCodes } from '../../../electron/profile/index.ts';

const text = { 'zh-CN': '', en: '' };
const order = (brand: string, site: string, ...codes: string[]) =>
  regionCodes({
    brand: { region: brand, name: text, mark: '津' },
    site: { region: site, name: text, address: text, phone: '', hours: text },
    regions: Object.fromEntries(codes.map((code) => [code, {}])),
  });

it('the brand’s region stands first, then the site’s, then the others by code', () => {
  expect(order('120000', '110115-bda', '440112', '110000', '130700', '120000')).toEqual([
    '120000',
    '110000',
    '130700',
    '440112',
  ]);
});

it('a site that has a region of its own comes before its province', () => {
  expect(order('440112', '110115-bda', '110000', '110115-bda', '120000', '440112')).toEqual([
    '440112',
    '110115-bda',
    '110000',
    '120000',
  ]);
});

it('a brand whose region is not offered changes nothing', () => {
  expect(order('310000', '320000', '120000', '110000')).toEqual(['110000', '120000']);
});
