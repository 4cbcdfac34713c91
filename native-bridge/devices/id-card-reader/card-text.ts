import { citizenNumberProblem, err, ok, type Result } from '../../../electron/core/index.ts';
import { ethnicGroupCode, ethnicGroupName } from './ethnic-groups.ts';
import type { CardFailure, ResidentCard } from './types.ts';

/** Offset and size in bytes of the fields of the text block (UTF-16LE, padded with spaces), GA/T 490. */
const FIELDS = {
  name: [0, 30],
  sex: [30, 2],
  ethnicGroup: [32, 4],
  birthDate: [36, 16],
  address: [52, 70],
  number: [122, 36],
  issuer: [158, 30],
  validFrom: [188, 16],
  validTo: [204, 16],
  /** Blank on a resident card; `I`, `J`, `Y` on the cards of foreigners and of Hong Kong, Macao and Taiwan residents. */
  type: [248, 2],
} as const;

export const TEXT_BYTES = 256;
export const PHOTO_BYTES = 1024;
const NO_EXPIRY = '长期';

/** Province codes of GB/T 2260: on a foreigner's card (2023) they follow a leading 9. */
const PROVINCES = /^9(1[1-5]|2[1-3]|3[1-7]|4[1-6]|5[0-4]|6[1-5]|71|8[12])/;
/** Residence permits of Hong Kong, Macao and Taiwan residents. */
const RESIDENCE_PERMIT = /^8[123]0000/;

/**
 * The card in the data of a "read base message" reply: text length, photo length (2 bytes each, big-endian), text,
 * photo. Anything but a resident card is `unknown-card`; what cannot stand on a genuine one is `bad-content`, whose
 * code names the field and never its value. `todayYmd` is the local date as YYYYMMDD.
 */
export function decodeBaseMessage(data: Uint8Array, todayYmd: string): Result<ResidentCard, CardFailure> {
  if (data.length < 4) return bad('lengths');
  const textLength = ((data[0] as number) << 8) | (data[1] as number);
  const photoLength = ((data[2] as number) << 8) | (data[3] as number);
  if (
    textLength !== TEXT_BYTES ||
    photoLength !== PHOTO_BYTES ||
    data.length < 4 + TEXT_BYTES + PHOTO_BYTES
  ) {
    return bad('lengths');
  }
  const text = data.subarray(4, 4 + TEXT_BYTES);
  const photo = data.slice(4 + TEXT_BYTES, 4 + TEXT_BYTES + PHOTO_BYTES);
  return decodeText(text, photo, todayYmd);
}

function decodeText(
  text: Uint8Array,
  photo: Uint8Array,
  todayYmd: string,
): Result<ResidentCard, CardFailure> {
  const decoder = new TextDecoder('utf-16le', { fatal: true, ignoreBOM: true });
  const broken: string[] = [];
  const field = (name: keyof typeof FIELDS): string => {
    const [offset, size] = FIELDS[name];
    try {
      return decoder.decode(text.subarray(offset, offset + size)).replace(/[\0 \u3000]+$/u, '');
    } catch {
      broken.push(name);
      return '';
    }
  };
  const type = field('type');
  if (type !== '')
    return err({ kind: 'unknown-card', code: `type-${/^[A-Z]$/.test(type) ? type : 'other'}` });
  const number = field('number').toUpperCase();
  if (/^[A-Z]/.test(field('name'))) return err({ kind: 'unknown-card', code: 'type-latin-name' });
  if (PROVINCES.test(number)) return err({ kind: 'unknown-card', code: 'type-foreign-number' });
  if (RESIDENCE_PERMIT.test(number)) return err({ kind: 'unknown-card', code: 'type-permit-number' });

  const validTo = field('validTo');
  const card: ResidentCard = {
    kind: 'resident',
    name: field('name'),
    sex: sexOf(field('sex')),
    ethnicGroup: ethnicGroupName(field('ethnicGroup')),
    birthDate: field('birthDate'),
    address: field('address'),
    number,
    issuer: field('issuer'),
    validFrom: field('validFrom'),
    validTo: validTo === NO_EXPIRY ? null : validTo,
    photo,
  };
  if (broken.length > 0) return bad(`text-${broken[0]}`);
  if (card.name === '') return bad('name');
  const numberProblem = citizenNumberProblem(number, todayYmd);
  if (numberProblem !== null) return bad(`number-${numberProblem}`);
  if (!isDate(card.birthDate)) return bad('birth-date');
  if (!isDate(card.validFrom)) return bad('valid-from');
  if (card.validTo !== null && (!isDate(card.validTo) || card.validTo < card.validFrom))
    return bad('valid-to');
  return ok(card);
}

/** The data of a "read base message" reply for a card. Throws when a field does not fit: real ones always do. */
export function encodeBaseMessage(card: ResidentCard): Uint8Array {
  const data = new Uint8Array(4 + TEXT_BYTES + PHOTO_BYTES);
  data.set([TEXT_BYTES >> 8, TEXT_BYTES & 0xff, PHOTO_BYTES >> 8, PHOTO_BYTES & 0xff]);
  data.set(encodeText(card), 4);
  data.set(card.photo.subarray(0, PHOTO_BYTES), 4 + TEXT_BYTES);
  return data;
}

/** The 256 bytes of text of a resident card. */
export function encodeText(card: ResidentCard): Uint8Array {
  const text = Buffer.alloc(TEXT_BYTES, ' ', 'utf16le');
  const put = (name: keyof typeof FIELDS, value: string) => {
    const [offset, size] = FIELDS[name];
    const bytes = Buffer.from(value, 'utf16le');
    if (bytes.length > size) throw new RangeError(`${name} is too long for a card`);
    bytes.copy(text, offset);
  };
  put('name', card.name);
  put('sex', card.sex === 'male' ? '1' : card.sex === 'female' ? '2' : '9');
  put('ethnicGroup', ethnicGroupCode(card.ethnicGroup));
  put('birthDate', card.birthDate);
  put('address', card.address);
  put('number', card.number);
  put('issuer', card.issuer);
  put('validFrom', card.validFrom);
  put('validTo', card.validTo ?? NO_EXPIRY);
  return new Uint8Array(text);
}

function sexOf(digit: string): ResidentCard['sex'] {
  return digit === '1' ? 'male' : digit === '2' ? 'female' : 'other';
}

function isDate(ymd: string): boolean {
  if (!/^\d{8}$/.test(ymd)) return false;
  const date = new Date(`${ymd.slice(0, 4)}-${ymd.slice(4, 6)}-${ymd.slice(6, 8)}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10).replaceAll('-', '') === ymd;
}

function bad(code: string): Result<never, CardFailure> {
  return err({ kind: 'bad-content', code });
}
