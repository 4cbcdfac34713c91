import { type Field, type Message, message } from '../../codec/message.ts';

/**
 * The 256 bytes of text of each type of card, field by field in their order: UTF-16LE, filled up with spaces. Resident
 * card and residence permit: GA/T 490 as implemented. Foreign cards: makers' documents; of the version of 2023 only
 * names, sex, birth date, number and validity have been seen on a card.
 */

/**
 * Text as it stands there, filling included. Half a surrogate pair is let through, so that a check can name the field
 * in which it stands.
 */
function text(size: number): Field<string> {
  return {
    bytes: size,
    read: (bytes) => {
      let value = '';
      for (let at = 0; at < size; at += 2) {
        value += String.fromCharCode((bytes[at] as number) | ((bytes[at + 1] as number) << 8));
      }
      bytes.fill(0);
      return value;
    },
    write: (value) => {
      if (value.length * 2 > size) throw new RangeError('too long for a card');
      const bytes = new Uint8Array(size);
      for (let i = 0; i < size / 2; i++) {
        const unit = i < value.length ? value.charCodeAt(i) : 0x20;
        bytes[2 * i] = unit & 0xff;
        bytes[2 * i + 1] = unit >> 8;
      }
      return bytes;
    },
  };
}

/** Text without meaning: read over, written as spaces. */
function reserved(size: number): Field<''> {
  return { bytes: size, read: () => '', write: () => text(size).write('') };
}

export interface ResidentText {
  name: string;
  sex: string;
  ethnicGroup: string;
  birthDate: string;
  address: string;
  number: string;
  issuer: string;
  validFrom: string;
  validTo: string;
  reserved1: '';
  type: string;
  reserved2: '';
}

export const RESIDENT_TEXT: Message<ResidentText> = message({
  name: text(30),
  sex: text(2),
  ethnicGroup: text(4),
  birthDate: text(16),
  address: text(70),
  number: text(36),
  issuer: text(30),
  validFrom: text(16),
  validTo: text(16),
  reserved1: reserved(28),
  type: text(2),
  reserved2: reserved(6),
});

export interface PermitText {
  name: string;
  sex: string;
  reserved1: '';
  birthDate: string;
  address: string;
  number: string;
  issuer: string;
  validFrom: string;
  validTo: string;
  passNumber: string;
  issues: string;
  reserved2: '';
  type: string;
  reserved3: '';
}

export const PERMIT_TEXT: Message<PermitText> = message({
  name: text(30),
  sex: text(2),
  reserved1: reserved(4),
  birthDate: text(16),
  address: text(70),
  number: text(36),
  issuer: text(30),
  validFrom: text(16),
  validTo: text(16),
  passNumber: text(18),
  issues: text(4),
  reserved2: reserved(6),
  type: text(2),
  reserved3: reserved(6),
});

export interface Foreign2017Text {
  englishName: string;
  sex: string;
  number: string;
  nationality: string;
  chineseName: string;
  validFrom: string;
  validTo: string;
  birthDate: string;
  cardVersion: string;
  authorityCode: string;
  type: string;
  reserved1: '';
}

export const FOREIGN_2017_TEXT: Message<Foreign2017Text> = message({
  englishName: text(120),
  sex: text(2),
  number: text(30),
  nationality: text(6),
  chineseName: text(30),
  validFrom: text(16),
  validTo: text(16),
  birthDate: text(16),
  cardVersion: text(4),
  authorityCode: text(8),
  type: text(2),
  reserved1: reserved(6),
});

export interface Foreign2023Text {
  chineseName: string;
  sex: string;
  renewals: string;
  birthDate: string;
  englishName: string;
  number: string;
  reserved1: '';
  validFrom: string;
  validTo: string;
  englishNameRest: string;
  nationality: string;
  type: string;
  previousPermit: string;
}

/** Characters of the English name that stand in its first field; the rest stands far behind. */
export const ENGLISH_NAME_FIRST = 35;

export const FOREIGN_2023_TEXT: Message<Foreign2023Text> = message({
  chineseName: text(30),
  sex: text(2),
  renewals: text(4),
  birthDate: text(16),
  englishName: text(2 * ENGLISH_NAME_FIRST),
  number: text(36),
  reserved1: reserved(30),
  validFrom: text(16),
  validTo: text(16),
  englishNameRest: text(22),
  nationality: text(6),
  type: text(2),
  previousPermit: text(6),
});

/** Without the filling: spaces, zeros, wide spaces. */
export function trimmed(value: string): string {
  return value.replace(/[\0 \u3000]+$/u, '');
}
