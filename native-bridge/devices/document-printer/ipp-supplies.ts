import { type Attributes, count, keywords } from './ipp-client.ts';
import type { Supply } from './types.ts';

/** Percent at which a supply is low when the printer does not say where low begins; a waste box counts what is left. */
const LOW_PERCENT = 10;

/** One value of `printer-supply` and its like, PWG 5100.13: `key=value;key=value;`. */
export type Fields = Readonly<Record<string, string>>;

export function fieldsOf(value: unknown): Fields[] {
  return keywords(value).map((text) =>
    Object.fromEntries(
      text
        .split(';')
        .filter((part) => part.includes('='))
        .map((part) => [part.slice(0, part.indexOf('=')).trim(), part.slice(part.indexOf('=') + 1).trim()]),
    ),
  );
}

/** Toner, ink, drums, waste boxes: from CUPS's `marker-*` attributes, which most printers have, or `printer-supply`. */
export function suppliesOf(printer: Attributes): Supply[] {
  const levels = numbers(printer['marker-levels']);
  if (levels.length > 0) {
    const names = keywords(printer['marker-names']);
    const types = keywords(printer['marker-types']);
    const lows = numbers(printer['marker-low-levels']);
    return levels.map((level, i) => supply(names[i] ?? '', types[i] ?? '', level, lows[i]));
  }
  const names = keywords(printer['printer-supply-description']);
  return fieldsOf(printer['printer-supply']).map((fields, i) => {
    const most = Number(fields.maxcapacity ?? -2);
    const level = Number(fields.level ?? -2);
    const percent = most > 0 && level >= 0 ? Math.round((level / most) * 100) : -2;
    return supply(names[i] ?? fields.colorantname ?? '', kebab(fields.type ?? ''), percent);
  });
}

function supply(name: string, type: string, told: number, low = LOW_PERCENT): Supply {
  const level = count(told);
  const left = level === null ? null : type.startsWith('waste') ? 100 - level : level;
  return {
    name,
    type,
    level,
    state: left === null ? 'ok' : left <= 0 ? 'empty' : left <= low ? 'low' : 'ok',
  };
}

/** `wasteToner` of one attribute is `waste-toner` of the other. */
function kebab(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}

function numbers(value: unknown): number[] {
  return (Array.isArray(value) ? value : [value]).filter((one): one is number => typeof one === 'number');
}
