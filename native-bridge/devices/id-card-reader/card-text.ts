import { err, looksForeign, looksLikePermit, ok, type Result } from '../../../electron/core/index.ts';
import type { Message } from '../../codec/message.ts';
import { type BaseMessage, PHOTO_BYTES, splitBaseMessage } from './base-message.ts';
import {
  citizenNumber,
  date,
  dateOrNoExpiry,
  firstProblem,
  foreignNumber2017,
  foreignNumber2023,
  NO_EXPIRY,
  permitNumber,
  present,
  privateUse,
  threeLetters,
} from './card-check.ts';
import {
  ENGLISH_NAME_FIRST,
  FOREIGN_2017_TEXT,
  FOREIGN_2023_TEXT,
  PERMIT_TEXT,
  RESIDENT_TEXT,
  trimmed,
} from './card-layout.ts';
import { ethnicGroupCode, ethnicGroupName } from './ethnic-groups.ts';
import type {
  CardFailure,
  CardKind,
  ForeignCard2017,
  ForeignCard2023,
  IdCard,
  ResidencePermitCard,
  ResidentCard,
  Sex,
} from './types.ts';

/** What lies in the chip of a card: all of it but what is found out while reading. */
export type CardContent = IdCard extends infer Card
  ? Card extends IdCard
    ? Omit<Card, 'privateUse'>
    : never
  : never;

type Layout = 'resident' | 'permit' | 'foreign-2017' | 'foreign-2023';

const KIND: Record<Layout, CardKind> = {
  resident: 'resident',
  permit: 'residence-permit',
  'foreign-2017': 'foreign-permanent-resident',
  'foreign-2023': 'foreign-permanent-resident',
};

/** Where the number stands on all cards but the foreign one of 2017, and the mark of the card's type on all, in bytes. */
const NUMBER = [122, 158] as const;
const TYPE = 248;

/**
 * The card in the data of a "read base message" reply, and its fingerprints as a view of the data. A card that is not
 * among those accepted is `unknown-card`; what cannot stand on a genuine one is `bad-content`, whose code names the
 * field and never its value. `todayYmd` is the local date as YYYYMMDD.
 */
export function decodeBaseMessage(
  data: Uint8Array,
  todayYmd: string,
  accept: readonly CardKind[] = ['resident'],
  withFingerprints = false,
): Result<{ readonly card: IdCard; readonly fingerprints: Uint8Array | null }, CardFailure> {
  const blocks = splitBaseMessage(data, withFingerprints);
  if (!blocks) return bad('lengths');
  const { layout, code } = classify(blocks.text);
  if (layout === null || !accept.includes(KIND[layout])) return err({ kind: 'unknown-card', code });
  const card = DECODERS[layout](blocks, todayYmd);
  return card.ok ? ok({ card: card.value, fingerprints: blocks.fingerprints }) : card;
}

/**
 * Which card this is. A number with the form of a foreigner's of 2023 is trusted more than the mark, for the mark of
 * that card is hearsay; without a mark a permit's number and a Latin name count. Null for a mark that nobody knows.
 */
function classify(text: Uint8Array): { readonly layout: Layout | null; readonly code: string } {
  const number = utf16(text.subarray(...NUMBER)).trim();
  const mark = trimmed(utf16(text.subarray(TYPE, TYPE + 2)));
  const foreign = looksForeign(number);
  if (mark === 'I' && !foreign) return { layout: 'foreign-2017', code: 'type-I' };
  if (mark === 'J') return { layout: 'permit', code: 'type-J' };
  if (mark === 'Y') return { layout: 'foreign-2023', code: 'type-Y' };
  if (foreign) return { layout: 'foreign-2023', code: 'type-foreign-number' };
  if (looksLikePermit(number)) return { layout: 'permit', code: 'type-permit-number' };
  if (mark !== '') return { layout: null, code: `type-${/^[A-Z]$/.test(mark) ? mark : 'other'}` };
  if (/^[A-Z]$/.test(utf16(text.subarray(0, 2)))) return { layout: 'foreign-2017', code: 'type-latin-name' };
  return { layout: 'resident', code: 'type-none' };
}

function utf16(bytes: Uint8Array): string {
  return new TextDecoder('utf-16le').decode(bytes);
}

const VALIDITY = { birthDate: date, validFrom: date, validTo: dateOrNoExpiry };

const DECODERS: {
  readonly [L in Layout]: (blocks: BaseMessage, today: string) => Result<IdCard, CardFailure>;
} = {
  resident({ text, photo }, today): Result<ResidentCard, CardFailure> {
    const fields = fieldsOf(RESIDENT_TEXT, text);
    const problem = firstProblem(fields, { name: present, number: citizenNumber, ...VALIDITY }, today);
    if (problem !== null) return bad(problem);
    const texts = {
      name: trimmed(fields.name),
      address: trimmed(fields.address),
      issuer: trimmed(fields.issuer),
    };
    return ok({
      kind: 'resident',
      ...texts,
      ...common(fields, photo),
      ethnicGroup: ethnicGroupName(trimmed(fields.ethnicGroup)),
      number: fields.number.toUpperCase(),
      privateUse: privateUse(texts),
    });
  },

  permit({ text, photo }, today): Result<ResidencePermitCard, CardFailure> {
    const fields = fieldsOf(PERMIT_TEXT, text);
    const problem = firstProblem(fields, { name: present, number: permitNumber, ...VALIDITY }, today);
    if (problem !== null) return bad(problem);
    const texts = {
      name: trimmed(fields.name),
      address: trimmed(fields.address),
      issuer: trimmed(fields.issuer),
    };
    return ok({
      kind: 'residence-permit',
      ...texts,
      ...common(fields, photo),
      region: PERMIT_REGIONS[fields.number.slice(0, 2)] as ResidencePermitCard['region'],
      number: fields.number.toUpperCase(),
      passNumber: trimmed(fields.passNumber) || null,
      issues: trimmed(fields.issues),
      privateUse: privateUse(texts),
    });
  },

  'foreign-2017'({ text, photo }, today): Result<ForeignCard2017, CardFailure> {
    const fields = fieldsOf(FOREIGN_2017_TEXT, text);
    const problem = firstProblem(
      fields,
      { englishName: present, number: foreignNumber2017, nationality: threeLetters, ...VALIDITY },
      today,
    );
    if (problem !== null) return bad(problem);
    const chineseName = trimmed(fields.chineseName);
    const texts = { englishName: spaced(fields.englishName) };
    return ok({
      kind: 'foreign-permanent-resident',
      edition: '2017',
      ...texts,
      chineseName: chineseName || null,
      ...common(fields, photo),
      number: fields.number,
      nationality: fields.nationality,
      cardVersion: trimmed(fields.cardVersion),
      authorityCode: trimmed(fields.authorityCode),
      privateUse: privateUse({ ...texts, chineseName }),
    });
  },

  'foreign-2023'({ text, photo }, today): Result<ForeignCard2023, CardFailure> {
    const fields = fieldsOf(FOREIGN_2023_TEXT, text);
    const problem = firstProblem(
      fields,
      { englishName: present, number: foreignNumber2023, ...VALIDITY },
      today,
    );
    if (problem !== null) return bad(problem);
    const chineseName = trimmed(fields.chineseName);
    // Not trimmed before they are joined: a space may stand at the end of the first part.
    const texts = { englishName: spaced(fields.englishName + fields.englishNameRest) };
    return ok({
      kind: 'foreign-permanent-resident',
      edition: '2023',
      ...texts,
      chineseName: chineseName || null,
      ...common(fields, photo),
      number: fields.number.toUpperCase(),
      nationality: trimmed(fields.nationality),
      renewals: trimmed(fields.renewals),
      previousPermit: trimmed(fields.previousPermit),
      privateUse: privateUse({ ...texts, chineseName }),
    });
  },
};

function fieldsOf<T>(layout: Message<T>, text: Uint8Array): T {
  const fields = layout.decode(text);
  // coverage-defer: a block of 256 bytes has every field, whatever is in it
  /* v8 ignore next -- @preserve */
  if (fields === null) throw new RangeError(`a text block of ${text.length} bytes`);
  return fields;
}

const PERMIT_REGIONS: Readonly<Record<string, ResidencePermitCard['region']>> = {
  81: 'hong-kong',
  82: 'macao',
  83: 'taiwan',
};

function common(
  fields: { readonly sex: string; readonly birthDate: string; validFrom: string; validTo: string },
  photo: Uint8Array,
) {
  const validTo = trimmed(fields.validTo);
  return {
    sex: sexOf(fields.sex),
    birthDate: fields.birthDate,
    validFrom: fields.validFrom,
    validTo: validTo === NO_EXPIRY ? null : validTo,
    photo: photo.slice(),
  };
}

/** A Latin name with single spaces: fields are filled up with them. */
function spaced(name: string): string {
  return name.replace(/[\0 ]+/g, ' ').trim();
}

/** The three blocks of a card. Throws a `RangeError` when a field does not fit: real ones always do. For emulators. */
export function cardBlocks(card: CardContent, fingerprints: Uint8Array | null = null): BaseMessage {
  const photo = new Uint8Array(PHOTO_BYTES);
  photo.set(card.photo.subarray(0, PHOTO_BYTES));
  return { text: encodeText(card), photo, fingerprints };
}

/** The 256 bytes of text of a card. */
export function encodeText(card: CardContent): Uint8Array {
  const shared = {
    sex: card.sex === 'male' ? '1' : card.sex === 'female' ? '2' : '9',
    birthDate: card.birthDate,
    number: card.number,
    validFrom: card.validFrom,
    validTo: card.validTo ?? NO_EXPIRY,
    reserved1: '',
    reserved2: '',
    reserved3: '',
  } as const;
  switch (card.kind) {
    case 'resident':
      return RESIDENT_TEXT.encode({
        ...card,
        ...shared,
        ethnicGroup: ethnicGroupCode(card.ethnicGroup),
        type: '',
      });
    case 'residence-permit':
      return PERMIT_TEXT.encode({ ...card, ...shared, passNumber: card.passNumber ?? '', type: 'J' });
    case 'foreign-permanent-resident': {
      const chineseName = card.chineseName ?? '';
      if (card.edition === '2017')
        return FOREIGN_2017_TEXT.encode({ ...card, ...shared, chineseName, type: 'I' });
      return FOREIGN_2023_TEXT.encode({
        ...card,
        ...shared,
        chineseName,
        englishName: card.englishName.slice(0, ENGLISH_NAME_FIRST),
        englishNameRest: card.englishName.slice(ENGLISH_NAME_FIRST),
        type: 'Y',
      });
    }
  }
}

function sexOf(digit: string): Sex {
  return digit === '1' ? 'male' : digit === '2' ? 'female' : 'other';
}

function bad(code: string): Result<never, CardFailure> {
  return err({ kind: 'bad-content', code });
}
