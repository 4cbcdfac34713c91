import type { Failure } from '../contract/index.ts';
import {
  type CompiledForm,
  csvLine,
  err,
  type FormField,
  type FormFile,
  type FormScalar,
  type FormText,
  type FormValue,
  type FormValues,
  ok,
  parseCsv,
  partOfForm,
  type Result,
} from '../core/index.ts';
import type { BatchRow } from './batch-types.ts';
import { failure } from './failures.ts';

/** The list of companies that a citizen brings (批量办理): comma-separated or JSON, and the questions of one row. */

/** Bytes and lines of a list, at most; what is over the matter's own limit is said on the screen. */
export const LIST_LIMITS = { bytes: 256 * 1024, rows: 400 } as const;
const LENGTH = { name: 100, city: 60, authority: 50 } as const;
const NAME_SHORTEST = 2;

export type GivenRow = Omit<BatchRow, 'id' | 'instead' | 'unprintable'>;

/** Fields of a row that every matter has. */
export const ROW = {
  name: 'batchName',
  code: 'batchCode',
  city: 'batchCity',
  authority: 'batchAuthority',
} as const;

const HEAD: Readonly<
  Record<keyof typeof ROW, { readonly label: FormText; readonly also: readonly string[] }>
> = {
  name: { label: { 'zh-CN': '企业名称', en: 'Company' }, also: ['公司名称', '名称', 'name'] },
  code: {
    label: { 'zh-CN': '统一社会信用代码', en: 'Organisation code' },
    also: ['信用代码', '代码', 'code', 'creditcode'],
  },
  city: { label: { 'zh-CN': '城市', en: 'City' }, also: ['地区', '办理地', 'region'] },
  authority: {
    label: { 'zh-CN': '授权书编号', en: 'Authorisation number' },
    also: ['授权书', '委托书编号', 'authority', 'authorisation'],
  },
};

/** The questions of the matter that come from the licence: each row answers them by itself. */
export function licenceFields(form: CompiledForm): string[] {
  return form.file.ui.groups.flatMap(({ fields }) =>
    fields.filter(({ prefill }) => prefill?.from === 'licence').map(({ name }) => name),
  );
}

/** The questions that may be answered differently from row to row. */
export function rowFields(form: CompiledForm, perRow: readonly string[]): readonly FormField[] {
  return form.fields.filter(({ name, kind }) => perRow.includes(name) && kind !== 'repeat');
}

/** One row as a form of its own, with the matter's own questions behind. None of those has to be answered: the common answer holds then. */
export function rowForm(
  form: CompiledForm,
  perRow: readonly string[],
  cities: readonly { readonly code: string; readonly short: FormText }[],
): FormFile {
  const own = partOfForm(form.file, perRow);
  return {
    id: 'batch-row',
    schema: {
      $schema: 'https://json-schema.org/draft/2020-12/schema',
      type: 'object',
      properties: {
        [ROW.name]: { type: 'string', minLength: NAME_SHORTEST, maxLength: LENGTH.name },
        [ROW.code]: { type: 'string' },
        [ROW.city]: { type: 'string', enum: cities.map(({ code }) => code) },
        [ROW.authority]: { type: 'string', maxLength: LENGTH.authority },
        ...own?.schema.properties,
      },
      required: [ROW.name, ROW.code, ROW.city],
      additionalProperties: false,
    },
    ui: {
      groups: [
        {
          id: 'company',
          title: { 'zh-CN': '企业', en: 'Company' },
          fields: [
            { name: ROW.name, label: HEAD.name.label, kind: 'text' },
            { name: ROW.code, label: HEAD.code.label, kind: 'usc-code' },
            {
              name: ROW.city,
              label: HEAD.city.label,
              kind: 'choice',
              choices: cities.map(({ code, short }) => ({ value: code, label: short })),
            },
            {
              name: ROW.authority,
              label: HEAD.authority.label,
              kind: 'text',
              keyboard: 'latin',
              help: {
                'zh-CN': '您不是这家企业的法定代表人时填写。',
                en: 'Where you are not its legal representative.',
              },
            },
          ],
        },
        ...(own?.ui.groups ?? []),
      ],
    },
  };
}

/** The empty list, with a line that shows how it is filled in. A byte-order mark, for spreadsheets read Chinese by it. */
export function templateOf(form: CompiledForm, perRow: readonly string[], language: keyof FormText): string {
  const own = rowFields(form, perRow);
  const head = [...Object.values(HEAD).map(({ label }) => label), ...own.map(({ label }) => label)];
  return `\ufeff${csvLine(head.map((label) => label[language]))}\r\n`;
}

/** The rows of a list. Whether they are right is another question. */
export function rowsOf(
  bytes: Uint8Array,
  form: CompiledForm,
  perRow: readonly string[],
): Result<GivenRow[], Failure> {
  if (bytes.length > LIST_LIMITS.bytes) return err(failure('batchListLong'));
  const text = decoded(bytes);
  if (text === null) return err(failure('batchListKind'));
  const table = text.startsWith('[') ? jsonTable(text) : parseCsv(text);
  if (table === null) return err(failure('batchListKind'));
  const [head, ...lines] = table;
  const own = rowFields(form, perRow);
  const place = columnsOf(head ?? [], own);
  if (place.name === undefined || place.code === undefined || place.city === undefined || lines.length === 0)
    return err(failure('batchListColumns'));
  if (lines.length > LIST_LIMITS.rows) return err(failure('batchListLong'));
  return ok(
    lines.map((line) => {
      const at = (key: string, length: number) => (line[place[key] ?? -1] ?? '').slice(0, length);
      const values: Record<string, FormValue> = {};
      for (const field of own) {
        const value = answerOf(field, at(field.name, LENGTH.name));
        if (value !== undefined) values[field.name] = value;
      }
      return {
        name: at('name', LENGTH.name),
        creditCode: at('code', LENGTH.name).toUpperCase().replaceAll(/[\s-]/g, ''),
        city: at('city', LENGTH.city),
        authority: at('authority', LENGTH.authority),
        values,
      };
    }),
  );
}

/** UTF-8, or what spreadsheets here save otherwise (GB 18030); null: no text. */
function decoded(bytes: Uint8Array): string | null {
  for (const encoding of ['utf-8', 'gb18030']) {
    try {
      const text = new TextDecoder(encoding, { fatal: true }).decode(bytes).trim();
      // A workbook or a picture is never text, whatever its bytes decode to.
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
      return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? null : text;
    } catch {}
  }
  return null;
}

/** A list of objects as a table: the keys first. */
function jsonTable(text: string): string[][] | null {
  let list: unknown;
  try {
    list = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(list)) return null;
  const rows = list.filter((one): one is Record<string, unknown> => typeof one === 'object' && one !== null);
  const head = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return [
    head,
    ...rows.map((row) =>
      head.map((key) => {
        const value = row[key];
        return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
          ? String(value).trim()
          : '';
      }),
    ),
  ];
}

const plain = (word: string) => word.toLowerCase().replaceAll(/[\s*（()）：:]/g, '');

/** Which column is what, by its heading in either language. */
function columnsOf(head: readonly string[], own: readonly FormField[]): Record<string, number | undefined> {
  const words = head.map(plain);
  const at = (names: readonly string[]) => {
    const found = words.findIndex((word) => names.map(plain).includes(word));
    return found < 0 ? undefined : found;
  };
  const texts = ({ 'zh-CN': zh, en }: FormText) => [zh, en];
  return Object.fromEntries([
    ...Object.entries(HEAD).map(([key, { label, also }]) => [key, at([...texts(label), ...also])]),
    ...own.map(({ name, label }) => [name, at([name, ...texts(label)])]),
  ]);
}

/** An answer from its words; undefined where nothing stands. What means nothing stays as it is, and is found wrong. */
function answerOf(field: FormField, word: string): FormValue | undefined {
  if (word === '') return undefined;
  const choice = (one: string): string =>
    field.choices?.find(({ value, label }) =>
      [value, label['zh-CN'], label.en].some((w) => plain(w) === plain(one)),
    )?.value ?? one;
  switch (field.kind) {
    case 'choice':
    case 'region':
      return choice(word);
    case 'choices':
      return word.split(/[、;；|]/).map((one) => choice(one.trim()));
    case 'yes-no':
      return YES_NO[plain(word)] ?? word;
    case 'number':
    case 'money':
      return Number.isFinite(Number(word)) ? Number(word) : word;
    case 'text':
    case 'long-text':
    case 'date':
    case 'phone':
    case 'id-number':
    case 'usc-code':
    case 'repeat':
      return word;
  }
}

const YES_NO: Readonly<Record<string, FormScalar>> = {
  是: true,
  yes: true,
  true: true,
  否: false,
  no: false,
  false: false,
};

/** A row as the answers of its form. */
export function valuesOfRow(row: GivenRow, region: string | null): FormValues {
  return {
    ...(row.name ? { [ROW.name]: row.name } : {}),
    ...(row.creditCode ? { [ROW.code]: row.creditCode } : {}),
    ...(region ? { [ROW.city]: region } : {}),
    ...(row.authority ? { [ROW.authority]: row.authority } : {}),
    ...row.values,
  };
}

/** The row of such answers. A city within a region keeps its own name while the region stays. */
export function rowOfValues(
  values: FormValues,
  before: { readonly city: string; readonly region: string | null } | null,
): GivenRow {
  const { [ROW.name]: name, [ROW.code]: code, [ROW.city]: city, [ROW.authority]: authority, ...own } = values;
  const text = (value: FormValue | undefined) => (typeof value === 'string' ? value : '');
  return {
    name: text(name),
    creditCode: text(code).toUpperCase(),
    city: before && before.region === city ? before.city : text(city),
    authority: text(authority),
    values: own,
  };
}
