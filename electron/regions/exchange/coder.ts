import { z } from 'zod';
import { err, type FormValues, localDate, type Result, recodeForm } from '../../core/index.ts';
import type { CodeTables, DateStyle } from './code-sets.ts';
import type { ExchangeConfig } from './config.ts';

const CHINA_MS = 8 * 3_600_000;

/** An instant (ms) as the region writes it, in Chinese local time, whole seconds. */
export function writeInstant(style: DateStyle, ms: number): string {
  const date = localDate(ms);
  const time = new Date(ms + CHINA_MS).toISOString().slice(11, 19);
  switch (style) {
    case 'rfc3339':
      return `${date}T${time}+08:00`;
    case 'spaced':
      return `${date} ${time}`;
    case 'basic-t':
      return `${date}T${time}`.replaceAll(/[-:]/g, '');
    case 'basic':
      return `${date}${time}`.replaceAll(/[-:]/g, '');
  }
}

/** A local date (`YYYY-MM-DD`) as the region writes it. */
export function writeDay(style: DateStyle, date: string): string {
  switch (style) {
    case 'rfc3339':
    case 'spaced':
      return date;
    case 'basic-t':
    case 'basic':
      return date.replaceAll('-', '');
  }
}

const rfc3339 = z.iso.datetime({ offset: true });
const LOCAL = /^(\d{4})(-?)(\d\d)\2(\d\d)(?:[T ]?(\d\d)(:?)(\d\d)\6(\d\d))?$/;

/**
 * The instant (ms) that a region wrote, or undefined. The standard itself spells `YYYYMMDDhhmmss` with and without `T`, so
 * local spellings are all read; a day without a time is its first moment, or with `end` its last.
 */
export function readInstant(style: DateStyle, text: string, end = false): number | undefined {
  if (style === 'rfc3339') return rfc3339.safeParse(text).success ? Date.parse(text) : undefined;
  const match = LOCAL.exec(text);
  if (!match) return undefined;
  const [, year, , month, day, hour, , minute, second] = match;
  const time = hour === undefined ? (end ? '23:59:59.999' : '00:00:00') : `${hour}:${minute}:${second}`;
  const ms = Date.parse(`${year}-${month}-${day}T${time}+08:00`);
  // The thirtieth of February parses in some engines: what does not come back the same was no date.
  return Number.isNaN(ms) || localDate(ms) !== `${year}-${month}-${day}` ? undefined : ms;
}

/** Names the place where the data have no code for a value; never the value. */
export interface MappingGap {
  readonly path: string;
}

/** Words ↔ codes of one region. Ours always have a code; theirs may not have a word, which is a change of the protocol. */
export class Coder {
  readonly #config: ExchangeConfig;
  readonly #back: ReadonlyMap<string, ReadonlyMap<string, string>>;
  readonly #taskBack: ReadonlyMap<string, string>;

  constructor(config: ExchangeConfig) {
    this.#config = config;
    this.#back = new Map(
      Object.entries(config.codes.tables).map(([table, words]) => [
        table,
        new Map(Object.entries(words as Record<string, string>).map(([word, code]) => [code, word])),
      ]),
    );
    this.#taskBack = new Map(Object.entries(config.taskCode).map(([ours, theirs]) => [theirs, ours]));
  }

  code<T extends keyof CodeTables>(table: T, word: keyof CodeTables[T] & string): string {
    return (this.#config.codes.tables[table] as Readonly<Record<string, string>>)[word] as string;
  }

  instant(ms: number): string {
    return writeInstant(this.#config.codes.dates, ms);
  }

  day(date: string): string {
    return writeDay(this.#config.codes.dates, date);
  }

  /** The region's implementation code for ours, or undefined when it is of the other generation and has no pair. */
  taskCode(ours: string): string | undefined {
    const { taskCode, codes } = this.#config;
    const theirs = Object.hasOwn(taskCode, ours) ? (taskCode[ours] as string) : ours;
    return codes.taskCodes === 'any' || theirs.length === Number(codes.taskCodes) ? theirs : undefined;
  }

  /** A form's answers in the region's codes; the error is the first field whose answer has no code. */
  form(matter: string, values: FormValues): Result<FormValues, MappingGap> {
    const mapped = Object.hasOwn(this.#config.form, matter) ? this.#config.form[matter] : undefined;
    const recoded = recodeForm(values, (field, text) => {
      const codes = mapped && Object.hasOwn(mapped, field) ? mapped[field] : undefined;
      return codes ? (Object.hasOwn(codes, text) ? codes[text] : undefined) : text;
    });
    return recoded.ok ? recoded : err({ path: `form.${recoded.error}` });
  }

  /** Schema of a coded field of an answer: gives our word. */
  coded<T extends keyof CodeTables>(table: T) {
    const words = this.#back.get(table);
    return z.string().transform((code, context): keyof CodeTables[T] & string => {
      const word = words?.get(code);
      if (word === undefined) {
        context.addIssue({ code: 'custom', message: 'no word for this code' });
        return z.NEVER;
      }
      return word as keyof CodeTables[T] & string;
    });
  }

  /** Schema of an instant of an answer: gives milliseconds. */
  time(end = false) {
    return z.string().transform((text, context): number => {
      const ms = readInstant(this.#config.codes.dates, text, end);
      if (ms === undefined) {
        context.addIssue({ code: 'custom', message: 'no instant' });
        return z.NEVER;
      }
      return ms;
    });
  }

  /** Schema of an implementation code of an answer: gives ours. */
  task() {
    return z
      .string()
      .min(1)
      .max(50)
      .transform((code) => this.#taskBack.get(code) ?? code);
  }
}
