import type { FormFile, FormValues } from './form/index.ts';
import { PROVINCES } from './form/provinces.ts';

/** Where a parcel (EMS) goes: asked for as a form, and as it travels. */

export interface PostalAddress {
  readonly name: string;
  readonly phone: string;
  readonly province: string;
  readonly city: string;
  readonly county: string;
  readonly street: string;
  readonly postcode: string | null;
}

/** Characters at most, as carriers take them. */
export const MAIL_LENGTH = { name: 40, phone: 15, place: 30, street: 120 } as const;

const text = (most: number) => ({ type: 'string', maxLength: most }) as const;

/** The questions for an address. The county is not asked for everywhere: some cities (东莞市) have none. */
export const MAIL_FORM: FormFile = {
  id: 'mail-address',
  schema: {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    type: 'object',
    properties: {
      name: text(MAIL_LENGTH.name),
      phone: text(MAIL_LENGTH.phone),
      province: { type: 'string', enum: PROVINCES.map(({ value }) => value) },
      city: text(MAIL_LENGTH.place),
      county: text(MAIL_LENGTH.place),
      street: text(MAIL_LENGTH.street),
    },
    required: ['name', 'phone', 'province', 'city', 'street'],
    additionalProperties: false,
  },
  ui: {
    groups: [
      {
        id: 'address',
        title: { 'zh-CN': '寄到哪里', en: 'Where to' },
        fields: [
          { name: 'name', label: { 'zh-CN': '收件人', en: 'Receiver' }, kind: 'text', keyboard: 'name' },
          { name: 'phone', label: { 'zh-CN': '收件电话', en: 'Phone' }, kind: 'phone', check: ['phone'] },
          {
            name: 'province',
            label: { 'zh-CN': '省、自治区、直辖市', en: 'Province' },
            kind: 'region',
            list: 'provinces',
          },
          { name: 'city', label: { 'zh-CN': '市', en: 'City' }, kind: 'text', keyboard: 'address' },
          { name: 'county', label: { 'zh-CN': '区、县', en: 'County' }, kind: 'text', keyboard: 'address' },
          {
            name: 'street',
            label: { 'zh-CN': '街道、小区、门牌号', en: 'Street and number' },
            kind: 'text',
            keyboard: 'address',
          },
        ],
      },
    ],
  },
};

/** Divisions that are at once a province and a city (直辖市). */
const MUNICIPALITIES: readonly string[] = ['110000', '120000', '310000', '500000'];

const CITY = /^(.{2,12}?(?:自治州|地区|盟|市))/;
const COUNTY = /^(.{1,12}?(?:自治县|自治旗|新区|林区|特区|区|县|旗|市))/;

/** First answers, from what the card says; what cannot be told apart is asked. */
export function mailPrefill(known: {
  readonly name: string;
  readonly address: string | null;
  readonly phone: string | null;
}): FormValues {
  const { name, address, phone } = known;
  return {
    name: name.slice(0, MAIL_LENGTH.name),
    ...(phone === null ? {} : { phone }),
    ...(address === null ? {} : placesIn(address)),
  };
}

/** 河北省张家口市桥东区和平路12号 in its parts. Whatever does not begin with a province is a street. */
function placesIn(address: string): FormValues {
  const whole = address.replaceAll(/\s/g, '');
  const province = PROVINCES.find(({ label }) => whole.startsWith(label['zh-CN']));
  if (!province) return whole === '' ? {} : { street: whole.slice(0, MAIL_LENGTH.street) };
  let rest = whole.slice(province.label['zh-CN'].length);
  const take = (pattern: RegExp): string => {
    const found = pattern.exec(rest)?.[1] ?? '';
    rest = rest.slice(found.length);
    return found;
  };
  const city = MUNICIPALITIES.includes(province.value) ? province.label['zh-CN'] : take(CITY);
  const county = take(COUNTY);
  return {
    province: province.value,
    ...(city && { city }),
    ...(county && { county }),
    ...(rest && { street: rest.slice(0, MAIL_LENGTH.street) }),
  };
}

/** The address of right answers to the form. */
export function mailAddressOf(values: FormValues): PostalAddress {
  const said = (key: string) => (typeof values[key] === 'string' ? values[key].trim() : '');
  const province = PROVINCES.find(({ value }) => value === said('province'));
  return {
    name: said('name'),
    phone: said('phone'),
    province: province?.label['zh-CN'] ?? '',
    city: said('city'),
    county: said('county'),
    street: said('street'),
    postcode: null,
  };
}

/** An address as answers to the form. */
export function mailAnswers({ province, postcode: _, ...rest }: PostalAddress): FormValues {
  const code = PROVINCES.find(({ label }) => label['zh-CN'] === province)?.value;
  return Object.fromEntries(
    Object.entries({ ...rest, ...(code ? { province: code } : {}) }).filter(([, value]) => value !== ''),
  );
}

/** On one line, as it stands on paper. */
export function mailLine({ name, phone, province, city, county, street }: PostalAddress): string {
  const places = [province, ...(city === province ? [] : [city]), county, street].join('');
  return `${places}，${name}，${phone}`;
}

export interface NamedDivision {
  readonly code: string;
  readonly name: string;
}

/** Cities of a province, and counties of a city in it, that the catalogue's divisions know: quicker than typing. */
export function placesNear(
  divisions: readonly NamedDivision[],
  province: string,
  city: string,
): { readonly cities: readonly string[]; readonly counties: readonly string[] } {
  if (province === '') return { cities: [], counties: [] };
  const own = divisions.filter(
    ({ code }) => code.length === 6 && code !== province && code.startsWith(province.slice(0, 2)),
  );
  const whole = PROVINCES.find(({ value }) => value === province)?.label['zh-CN'] ?? '';
  if (MUNICIPALITIES.includes(province))
    return {
      cities: whole === '' ? [] : [whole],
      counties: own.map(({ name }) => name.replace(whole, '')).filter(isCounty),
    };
  const cities = own.filter(({ code }) => code.endsWith('00'));
  const chosen = cities.find(({ name }) => name === city);
  return {
    cities: cities.map(({ name }) => name),
    counties: chosen
      ? own
          .filter(({ code }) => code !== chosen.code && code.startsWith(chosen.code.slice(0, 4)))
          .map(({ name }) => name.replace(chosen.name, ''))
          .filter(isCounty)
      : [],
  };
}

/** A zone (开发区) is no place of an address. */
const isCounty = (name: string) => /[区县市旗]$/.test(name) && !name.endsWith('开发区');
