import type { SealedEntry } from '../../../sealed-file/index.ts';
import type { Json, JsonObject } from '../../exchange/index.ts';
import type { Material, Submission } from '../../requests.ts';

export type PackageKind = 'application' | 'correction' | 'withdrawal' | 'mail-order';

/**
 * In what form something is in a package: the signed form itself, an original on paper (原件), a picture of one (复印件),
 * something that was electronic from the beginning (电子件).
 */
export const ITEM_FORMS = ['form', 'original', 'copy', 'electronic'] as const;
export type ItemForm = (typeof ITEM_FORMS)[number];
export type ItemCounts = Readonly<Record<ItemForm, number>>;

/** One line of a package checklist (材料清单). */
export interface ChecklistItem {
  readonly line: number;
  readonly code: string;
  readonly name: string;
  readonly form: ItemForm;
  readonly count: number;
  /** SHA-256 of the file, lower-case hex; null for what travels on paper. */
  readonly sha256: string | null;
}

export interface PackageContent {
  readonly kind: PackageKind;
  readonly key: string;
  /** Package number of the application that it is about; null for an application. */
  readonly about: string | null;
  readonly machineCode: string;
  readonly fields: JsonObject;
  readonly checklist: readonly ChecklistItem[];
}

const DOCUMENT_CODE = 'application';
const FORM_OF: Readonly<Record<Material['from'], ItemForm>> = {
  camera: 'copy',
  phone: 'copy',
  licence: 'electronic',
  'earlier-case': 'electronic',
  original: 'original',
};

/** The signed form and each material, a line each. */
export function checklistOf(one: Pick<Submission, 'document' | 'materials'>): ChecklistItem[] {
  const form: ChecklistItem = {
    line: 1,
    code: DOCUMENT_CODE,
    name: '申请表',
    form: 'form',
    count: 1,
    sha256: one.document.sha256,
  };
  const materials = (one.materials ?? []).map(
    ({ code, name, from, file }, index): ChecklistItem => ({
      line: index + 2,
      code,
      name,
      form: file ? FORM_OF[from] : 'original',
      count: 1,
      sha256: file?.sha256 ?? null,
    }),
  );
  return [form, ...materials];
}

export function countsOf(checklist: readonly ChecklistItem[]): ItemCounts {
  const counts = { form: 0, original: 0, copy: 0, electronic: 0 };
  for (const { form, count } of checklist) counts[form] += count;
  return counts;
}

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': 'pdf',
  'application/ofd': 'ofd',
  'image/jpeg': 'jpg',
  'image/png': 'png',
};

/**
 * The entries of a package's sealed file: `package.json` (what it is, with its checklist), `fields.json` (the exchange's fields
 * of the operation; a file in them has `entry` in place of `base64`), and each file under that name.
 */
export function entriesOf(
  content: PackageContent,
  facts: { readonly number: string; readonly region: string; readonly sealedAt: number },
): SealedEntry[] {
  const files: SealedEntry[] = [];
  const lift = (value: Json | undefined): Json | undefined => {
    if (Array.isArray(value)) return value.map((one) => lift(one) as Json);
    if (typeof value !== 'object' || value === null) return value;
    const { base64, ...rest } = value as JsonObject;
    if (typeof base64 !== 'string' || typeof rest.mediaType !== 'string')
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, lift(one)]));
    const entry = `file-${String(files.length + 1).padStart(3, '0')}.${ENDINGS[rest.mediaType] ?? 'bin'}`;
    files.push({ name: entry, bytes: Buffer.from(base64, 'base64') });
    return { ...rest, entry };
  };
  const fields = lift(content.fields);
  const { kind, key, about, machineCode, checklist } = content;
  const { number, region, sealedAt } = facts;
  const manifest = {
    format: 'tongban-courier-package',
    version: 1,
    number,
    region,
    kind,
    key,
    about,
    machineCode,
    sealedAt: new Date(sealedAt).toISOString(),
    checklist,
  };
  return [json('package.json', manifest), json('fields.json', fields), ...files];
}

function json(name: string, value: unknown): SealedEntry {
  return { name, bytes: Buffer.from(JSON.stringify(value)) };
}
