import { PROVINCES } from './provinces.ts';
import type {
  CheckSpec,
  FieldSpec,
  FormChoice,
  FormFile,
  GroupSpec,
  KeyboardMode,
  PropertySchema,
} from './types.ts';

/** A field as screen, host and paper need it: what the file says, with the defaults filled in. */
export interface FormField extends FieldSpec {
  readonly required: boolean;
  readonly choices: readonly FormChoice[];
  readonly keyboard: KeyboardMode;
  readonly check: readonly CheckSpec[];
  readonly mask: string | undefined;
  /** Most characters of a text; of a repeated group, most lines. */
  readonly most: number;
  readonly decimals: number;
  readonly schema: PropertySchema;
  readonly fields: readonly FormField[];
}

export interface FormGroup extends GroupSpec {
  readonly fields: readonly FormField[];
}

/** Where a file sets no bound of its own. */
const MOST = { text: 100, longText: 500, phone: 20, mobile: 11, number: 18, lines: 20 } as const;

const KEYBOARDS: Readonly<Partial<Record<FieldSpec['kind'], KeyboardMode>>> = {
  'long-text': 'matter',
  date: 'date',
  number: 'digits',
  money: 'digits',
  phone: 'digits',
  'id-number': 'id-number',
  'usc-code': 'latin',
};

/** Checks that a kind brings along, unless the file names a narrower one of `instead`. */
const KIND_CHECKS: Readonly<
  Partial<Record<FieldSpec['kind'], { is: CheckSpec; instead: readonly string[] }>>
> = {
  phone: { is: 'phone', instead: ['mobile', 'landline'] },
  'id-number': { is: 'citizen-number', instead: [] },
  'usc-code': { is: 'usc-code', instead: [] },
};

export function groupsOf(file: FormFile): FormGroup[] {
  return file.ui.groups.map((group) => ({
    ...group,
    fields: group.fields.map((field) => fieldOf(field, file.schema)),
  }));
}

function fieldOf(spec: FieldSpec, owner: PropertySchema): FormField {
  const schema = owner.properties?.[spec.name] ?? { type: 'string' };
  const given = spec.check ?? [];
  const kind = KIND_CHECKS[spec.kind];
  const implied = kind && !given.some((one) => one === kind.is || kind.instead.includes(one as string));
  return {
    ...spec,
    required: (owner.required ?? []).includes(spec.name) || spec.required === true,
    choices: spec.list === 'provinces' ? PROVINCES : (spec.choices ?? []),
    keyboard: spec.keyboard ?? KEYBOARDS[spec.kind] ?? 'general',
    check: implied ? [kind.is, ...given] : given,
    mask: spec.mask ?? (spec.kind === 'id-number' ? '###### ######## ####' : undefined),
    most: mostOf(spec, schema),
    decimals: spec.decimals ?? (spec.kind === 'money' ? 2 : 0),
    schema,
    fields: (spec.fields ?? []).map((field) => fieldOf(field, schema.items ?? { type: 'object' })),
  };
}

function mostOf({ kind, check }: FieldSpec, schema: PropertySchema): number {
  if (kind === 'repeat') return schema.maxItems ?? MOST.lines;
  if (kind === 'id-number' || kind === 'usc-code') return MOST.number;
  if (schema.maxLength !== undefined) return schema.maxLength;
  if (kind === 'phone') return check?.includes('mobile') ? MOST.mobile : MOST.phone;
  return kind === 'long-text' ? MOST.longText : MOST.text;
}
