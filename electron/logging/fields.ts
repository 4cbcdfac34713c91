import { z } from 'zod';

/**
 * Kinds of log fields. There is no kind for free text: what a citizen is called, types or signs cannot be written in
 * any of these, so it cannot reach a log by mistake.
 */

/** Longest run of digits in a word. Phones (11), document numbers (15, 18) and card numbers (16 and more) are longer. */
const LONGEST_DIGIT_RUN = 6;

function hasLongDigitRun(text: string, longest = LONGEST_DIGIT_RUN): boolean {
  return new RegExp(`\\d{${longest + 1}}`).test(text);
}

/** A code or a name from the program itself: no spaces, no Chinese, no long run of digits. */
export const word = () =>
  z
    .string()
    .max(100)
    .regex(/^[\w.:/@#+-]*$/)
    .refine((text) => !hasLongDigitRun(text));

/** A whole number from 0 to 10^9: nine digits at most, so that it is no phone number. */
export const count = () => z.number().int().min(0).max(999_999_999);

/** A duration in milliseconds, rounded. */
export const ms = () => z.number().min(0).max(999_999_999).transform(Math.round);

/** A difference of times in milliseconds, either way, up to eleven days: more digits could be a telephone number. */
export const shift = () => z.number().min(-999_999_999).max(999_999_999).transform(Math.round);

/** An instant in milliseconds since 1970, from 2001 to 2286 (thirteen digits), or null. */
export const instant = () => z.number().int().min(1e12).max(1e13).nullable();

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
const RECEIPT = /^[0-9A-Z]{4}-\d{6}-\d{4}-[0-9A-Z]$/;

/** A random identifier or a receipt number; otherwise a word. */
export const id = () =>
  z
    .string()
    .max(200)
    .refine((text) => {
      // An identifier may be put together from several: `case:<uuid>:1`.
      const rest = text
        .split(/[:/]/)
        .filter((part) => !UUID.test(part) && !RECEIPT.test(part))
        .join(':');
      return word().safeParse(rest).success;
    });

/** Stands in a log where a value did not fit its field's kind. */
export const WITHHELD = '[withheld]';

/** Several identifiers, a hundred at most; what is none is withheld. */
export const ids = () => z.array(id().catch(WITHHELD)).max(100).readonly();

/** A file of ours; of a path, only its last step. Time stamps of up to 14 digits pass, document numbers do not. */
export const fileName = () =>
  z
    .string()
    .transform((path) => path.split(/[/\\]/).at(-1) ?? '')
    .pipe(
      z
        .string()
        .max(200)
        .regex(/^[\w.-]+$/)
        .refine((name) => !hasLongDigitRun(name, 14) && !/(?<!\d)1\d{10}(?!\d)/.test(name)),
    );

/** A place without spaces, or a stack frame: `async Object.f (file.js:1:2)`. Two bare words could be a name. */
const PLACE = /^(?:[\w.:/@$#+-]*|(?:async |new )?[\w.<>$#]+ \([\w.:/@+-]+:\d+:\d+\))$/;

/** Where in the program something happened: file, line, column, function name. Query and fragment are cut off. */
export const place = () =>
  z
    .string()
    .max(2000)
    .transform((text) => text.replace(/[?#][^\s:)]*/g, ''))
    .pipe(
      z
        .string()
        .max(300)
        .regex(PLACE)
        .refine((text) => !hasLongDigitRun(text)),
    );

/** A flat JSON object; keeps only what is a word, a number or a truth value. */
export const details = () =>
  z.string().transform((text) => {
    const kept: Record<string, string | number | boolean> = {};
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      return kept;
    }
    if (typeof parsed !== 'object' || parsed === null) return kept;
    for (const [key, value] of Object.entries(parsed)) {
      if (!word().safeParse(key).success) continue;
      if (typeof value === 'boolean') kept[key] = value;
      else if (
        typeof value === 'number' &&
        (count().safeParse(value).success || instant().safeParse(value).success)
      )
        kept[key] = value;
      else if (typeof value === 'string' && word().safeParse(value).success) kept[key] = value;
      else kept[key] = WITHHELD;
    }
    return kept;
  });
