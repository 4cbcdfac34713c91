import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  licenceIdentifier,
  licenceIdentifierProblem,
  mod3736,
  organisationCodeCheck,
  organisationCodeValid,
  parseLicenceIdentifier,
} from '../../../electron/core/index.ts';

const ORGANISATION_ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY';
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Any text of an alphabet. */
const textOf = (alphabet: string, minLength: number, maxLength: number) =>
  fc.string({ unit: fc.constantFrom(...alphabet), minLength, maxLength });
const organisationCode = textOf(ORGANISATION_ALPHABET, 17, 17).map((first17) => {
  return `${first17}${organisationCodeCheck(first17)}`;
});
const licenceParts = fc.record({
  type: fc.tuple(organisationCode, textOf(ALPHABET, 3, 3)).map((parts) => parts.join('')),
  issuer: organisationCode,
  serial: textOf(ALPHABET, 1, 30),
  version: textOf(ALPHABET, 3, 3),
});

/** The text with the character at a place, counted round, moved on by `shift` in its alphabet. */
function changed(text: string, alphabet: string, at: number, shift: number): string {
  const place = at % text.length;
  const now = alphabet.indexOf(text[place] as string);
  const other = alphabet[(now + 1 + (shift % (alphabet.length - 1))) % alphabet.length] as string;
  return text.slice(0, place) + other + text.slice(place + 1);
}

describe('organisation codes', () => {
  // Offices whose implementation codes are published.
  it.each(['11440232MB2D06811W', '12441500196720244T', '11370800MB28559184'])('%s is one', (code) =>
    expect(organisationCodeValid(code)).toBe(true),
  );

  it.each([
    ['a wrong check character', '11440232MB2D06811X'],
    ['a letter that the alphabet leaves out', '11440232MB2D0681IW'],
    ['a lower-case letter', '11440232mb2d06811w'],
    ['seventeen characters', '11440232MB2D06811'],
    ['nineteen characters', '11440232MB2D06811WW'],
    ['nothing', ''],
  ])('%s is none', (_, code) => expect(organisationCodeValid(code)).toBe(false));

  it('tell a changed character wherever it stands', () => {
    fc.assert(
      fc.property(organisationCode, fc.nat(), fc.nat(), (code, at, shift) => {
        expect(organisationCodeValid(code)).toBe(true);
        expect(organisationCodeValid(changed(code, ORGANISATION_ALPHABET, at, shift))).toBe(false);
      }),
    );
  });

  it('tell two neighbours that changed places', () => {
    fc.assert(
      fc.property(organisationCode, fc.integer({ min: 0, max: 15 }), (code, at) => {
        const [a, b] = [code[at], code[at + 1]];
        fc.pre(a !== b);
        expect(organisationCodeValid(`${code.slice(0, at)}${b}${a}${code.slice(at + 2)}`)).toBe(false);
      }),
    );
  });
});

describe('ISO 7064 MOD 37,36', () => {
  // The published examples of GRid and of ISAN (work, and work with version).
  it.each([
    ['A12425GABC1234002', 'M'],
    ['00000000D07A0090', 'Q'],
    ['00000000D07A009000000000', 'X'],
    ['000000003A8D0000', 'Z'],
    ['000000003A8D000000000000', '6'],
  ])('%s has check character %s', (text, check) => expect(mod3736(text)).toBe(check));

  it('tells a changed character wherever it stands', () => {
    fc.assert(
      fc.property(textOf(ALPHABET, 1, 70), fc.nat(), fc.nat(), (text, at, shift) => {
        expect(mod3736(changed(text, ALPHABET, at, shift))).not.toBe(mod3736(text));
      }),
    );
  });
});

describe('identifiers of electronic licences', () => {
  const parts = {
    type: '11440232MB2D06811W001',
    issuer: '12441500196720244T',
    serial: '2026000042',
    version: '001',
  };
  const written = licenceIdentifier(parts);

  it('are written under the national node with a check character over the parts', () => {
    const check = mod3736([parts.type, parts.issuer, parts.serial, parts.version].join(''));
    expect(written).toBe(`1.2.156.3005.2.11440232MB2D06811W001.12441500196720244T.2026000042.001.${check}`);
  });

  it('come apart into what they were made from', () => {
    fc.assert(
      fc.property(licenceParts, (some) => {
        expect(parseLicenceIdentifier(licenceIdentifier(some))).toEqual(some);
      }),
    );
  });

  it('tell a changed character in the serial, the version and the check character', () => {
    fc.assert(
      fc.property(licenceParts, fc.nat(), fc.nat(), (some, at, shift) => {
        const text = licenceIdentifier(some);
        const fixed = text.lastIndexOf('.', text.lastIndexOf('.', text.lastIndexOf('.') - 1) - 1) + 1;
        const tail = text.slice(fixed);
        const places = [...[...tail].keys()].filter((i) => tail[i] !== '.');
        const place = places[at % places.length] as number;
        const other =
          tail.slice(0, place) + changed(tail[place] as string, ALPHABET, 0, shift) + tail.slice(place + 1);
        expect(licenceIdentifierProblem(text.slice(0, fixed) + other)).toBe('check-character');
      }),
    );
  });

  it.each([
    ['form', written.slice(2)],
    ['form', `${written}.1`],
    ['type', written.replace('06811W001', '06811X001')],
    ['type', written.replace('06811W001', '06811W01')],
    ['issuer', written.replace('20244T', '20244U')],
    ['serial', written.replace('2026000042', '2026-00042')],
    ['version', written.replace('.001.', '.01.')],
    ['check-character', written.replace('2026000042', '2026000043')],
  ] as const)('name the wrong %s', (problem, text) => {
    expect(licenceIdentifierProblem(text)).toBe(problem);
    expect(parseLicenceIdentifier(text)).toBeNull();
  });

  it('are never made from parts out of form', () => {
    expect(() => licenceIdentifier({ ...parts, serial: '' })).toThrow('serial');
    expect(() => licenceIdentifier({ ...parts, issuer: parts.type })).toThrow('issuer');
  });
});
