import { parse } from 'mrz';
import { err, ok, type Result } from '../core/index.ts';
import type { Likeness } from './shapes.ts';
import type { TravelDocument, ZoneFailure } from './types.ts';

/** From what the places look like to a document that its check digits confirm. */

/** What may stand in a place: A letter, D digit, X either; small: or the filler. */
const LAYOUTS = {
  passport: [
    `Aaaaa${'a'.repeat(39)}`,
    `${'x'.repeat(9)}Daaa${'d'.repeat(6)}Da${'D'.repeat(6)}D${'x'.repeat(14)}dD`,
  ],
  card: [
    `Aaaaa${'x'.repeat(9)}d${'x'.repeat(15)}`,
    `${'d'.repeat(6)}Da${'D'.repeat(6)}Daaa${'x'.repeat(11)}D`,
    'a'.repeat(30),
  ],
} as const;

/** Likeness that a letter must have, and by how much another may fall short and still be what stands there. */
const CERTAIN = 0.6;
const RIVAL = 0.12;
const TWIN = 0.04;
const NEAR = 0.02;
/** Letters that blurred print confuses and whose exchange changes the check digit. G and 6 would not: they are not exchanged. */
const CONFUSED = ['0O', '0D', '0Q', '1I', '2Z', '5S', '8B', '4A', '7Z', '1L'];

/** The places of the number, the line's own: letters and digits mixed, so a check digit has to confirm each exchange. */
const FREE = { passport: { line: 1, from: 0, to: 9 }, card: { line: 0, from: 5, to: 14 } } as const;

export interface ZoneText {
  readonly kind: TravelDocument['kind'];
  readonly lines: readonly string[];
}

/** The lines as their letters look, mended where a place allows one reading alone and a check digit confirms it. */
export function textOf(lines: readonly (Likeness | null)[][]): Result<ZoneText, 'no-zone' | 'unclear'> {
  const kind = lines.length === 3 ? 'card' : 'passport';
  const layout = LAYOUTS[kind];
  const read: string[] = [];
  let doubtful = false;
  for (const [row, places] of lines.entries()) {
    let text = '';
    for (const [at, likeness] of places.entries()) {
      const may = layout[row]?.[at] ?? 'x';
      if (likeness === null) {
        if (may === may.toUpperCase()) return err('no-zone');
        text += '<';
        continue;
      }
      const best = likeness.find(({ character }) => fits(character, may));
      if (!best || best.likeness < CERTAIN || hasTwin(best, likeness, may)) doubtful = true;
      text += best?.character ?? '<';
    }
    read.push(text);
  }
  if (doubtful) return err('unclear');
  const text = { kind, lines: read } as const;
  if (sound(text)) return ok(text);
  return mended(text, lines);
}

/**
 * Another letter is nearly as likely, and no check digit could tell the two apart: one that counts the same, as G and 6 do,
 * or in a place of letters alone, which no check digit covers.
 */
function hasTwin(best: Likeness[number], likeness: Likeness, may: string): boolean {
  return likeness.some(
    ({ character, likeness: other }) =>
      character !== best.character &&
      fits(character, may) &&
      ((worth(character) - worth(best.character)) % 10 === 0
        ? best.likeness - other < TWIN
        : may === 'a' && best.likeness - other < NEAR),
  );
}

/** Of a letter in a check digit: A is 10. */
const worth = (character: string) => Number.parseInt(character, 36);

function fits(character: string, may: string): boolean {
  const digit = character >= '0' && character <= '9';
  return may.toUpperCase() === 'X' || (may.toUpperCase() === 'D') === digit;
}

/** One letter of the number exchanged for one that it is easily taken for; only if a single exchange makes everything right. */
function mended(
  { kind, lines }: ZoneText,
  seen: readonly (Likeness | null)[][],
): Result<ZoneText, 'unclear'> {
  const found: ZoneText[] = [];
  const { line, from, to } = FREE[kind];
  for (let at = from; at < to; at++) {
    const was = (lines[line] as string)[at] as string;
    const likeness = seen[line]?.[at] ?? [];
    const own = likeness.find(({ character }) => character === was)?.likeness ?? 0;
    for (const { character, likeness: other } of likeness) {
      if (character === was || own - other > RIVAL) continue;
      if (!CONFUSED.some((pair) => pair.includes(was) && pair.includes(character))) continue;
      const changed = lines.map((text, row) =>
        row === line ? text.slice(0, at) + character + text.slice(at + 1) : text,
      );
      if (sound({ kind, lines: changed })) found.push({ kind, lines: changed });
    }
  }
  return found.length === 1 ? ok(found[0] as ZoneText) : err('unclear');
}

/** Whether every check digit is right. */
function sound({ kind, lines }: ZoneText): boolean {
  const { format, details } = parse([...lines]);
  if (format !== (kind === 'passport' ? 'TD3' : 'TD1')) return false;
  const checks = details.filter(({ field }) => field?.endsWith('CheckDigit'));
  return checks.length >= 4 && checks.every(({ valid }) => valid);
}

/** What the lines say. `today`: local date, YYYYMMDD. */
export function documentOf(text: ZoneText, today: string): Result<TravelDocument, ZoneFailure> {
  const { kind, lines } = text;
  if (!sound(text)) return err('unclear');
  const { fields, details } = parse([...lines]);
  const raw = (name: string) => details.find(({ field }) => field === name)?.value ?? '';
  const names = namesIn(kind === 'passport' ? (lines[0] as string).slice(5) : (lines[2] as string));
  const number = fields.documentNumber ?? '';
  const birth = raw('birthDate');
  const expiry = raw('expirationDate');
  if (number === '' || names === null || !isDay(`20${expiry}`)) return err('unclear');
  // Some states leave day or month open: nobody may guess them.
  if (!/^\d{6}$/.test(birth)) return err('no-date');
  const birthDate = [`20${birth}`, `19${birth}`].find((date) => date <= today) as string;
  if (!isDay(birthDate)) return err('unclear');
  const sex = fields.sex;
  return ok({
    kind,
    code: (lines[0] as string).slice(0, 2).replaceAll('<', ''),
    issuer: (lines[0] as string).slice(2, 5).replaceAll('<', ''),
    number,
    nationality: (kind === 'passport'
      ? (lines[1] as string).slice(10, 13)
      : (lines[1] as string).slice(15, 18)
    ).replaceAll('<', ''),
    birthDate,
    sex: sex === 'male' || sex === 'female' ? sex : 'other',
    validTo: `20${expiry}`,
    ...names,
  });
}

/** Primary and secondary identifier: two fillers stand between them, one between words. Null: no name at all. */
function namesIn(field: string): Pick<TravelDocument, 'primary' | 'secondary' | 'truncated'> | null {
  const [primary = '', ...rest] = field.split('<<');
  const words = (text: string) => text.split('<').filter(Boolean).join(' ');
  if (words(primary) === '') return null;
  // Doc 9303, part 3, 4.7: a name that was cut runs up to the last place.
  return { primary: words(primary), secondary: words(rest.join('<')), truncated: !field.endsWith('<') };
}

function isDay(ymd: string): boolean {
  if (!/^\d{8}$/.test(ymd)) return false;
  const date = new Date(`${ymd.slice(0, 4)}-${ymd.slice(4, 6)}-${ymd.slice(6)}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10).replaceAll('-', '') === ymd;
}
