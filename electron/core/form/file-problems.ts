import { fieldsOf } from './conditions.ts';
import type { CheckSpec, Condition, FieldKind, FieldSpec, FormFile, PropertySchema } from './types.ts';

/** A fault of a form file: where, and what to do about it. */
export interface FormFileProblem {
  /** E.g. `ui.groups[0].fields[2].choices`. */
  readonly path: string;
  readonly what: string;
}

const TYPES: Readonly<Record<FieldKind, readonly PropertySchema['type'][]>> = {
  text: ['string'],
  'long-text': ['string'],
  choice: ['string'],
  choices: ['array'],
  'yes-no': ['boolean'],
  date: ['string'],
  number: ['number', 'integer'],
  money: ['number', 'integer'],
  phone: ['string'],
  'id-number': ['string'],
  'usc-code': ['string'],
  region: ['string'],
  repeat: ['array'],
};

/** Fields that came before: what conditions and checks may look at. */
type Known = ReadonlyMap<string, FieldSpec>;
type Tell = (path: string, what: string) => void;

/** What the parts of a file (of the right shape) have against each other. Empty when the form can be compiled. */
export function formFileProblems(file: FormFile): FormFileProblem[] {
  const found: FormFileProblem[] = [];
  const tell: Tell = (path, what) => found.push({ path, what });
  const known = new Map<string, FieldSpec>();
  const groupIds = new Set<string>();
  for (const [i, group] of file.ui.groups.entries()) {
    const at = `ui.groups[${i}]`;
    if (groupIds.has(group.id))
      tell(`${at}.id`, `"${group.id}" stands here twice; give each group its own id`);
    groupIds.add(group.id);
    judgeCondition(`${at}.when`, group.when, known, tell);
    judgeFields(`${at}.fields`, group.fields, file.schema, 'schema', known, group.when !== undefined, tell);
  }
  judgeOwner('schema', file.schema, [...known.values()], tell);
  return found;
}

/** Both directions: everything in the schema is asked, and only what exists is required. */
function judgeOwner(at: string, owner: PropertySchema, fields: readonly FieldSpec[], tell: Tell): void {
  const names = new Set(fields.map((field) => field.name));
  const properties = owner.properties ?? {};
  for (const name of Object.keys(properties))
    if (!names.has(name)) tell('ui', `does not ask for "${name}" of ${at}.properties; add a field for it`);
  for (const name of owner.required ?? [])
    if (!Object.hasOwn(properties, name))
      tell(`${at}.required`, `names "${name}", which ${at}.properties has not; correct the name`);
}

function judgeFields(
  at: string,
  fields: readonly FieldSpec[],
  owner: PropertySchema,
  ownerPath: string,
  known: Map<string, FieldSpec>,
  conditional: boolean,
  tell: Tell,
): void {
  const inRow = ownerPath !== 'schema';
  const mine = new Set<string>();
  for (const [i, field] of fields.entries()) {
    const here = `${at}[${i}]`;
    if (mine.has(field.name) || (!inRow && known.has(field.name)))
      tell(`${here}.name`, `"${field.name}" is asked twice; remove one or rename it`);
    mine.add(field.name);
    const schema = Object.hasOwn(owner.properties ?? {}, field.name)
      ? owner.properties?.[field.name]
      : undefined;
    if (!schema)
      tell(`${here}.name`, `${ownerPath}.properties has no "${field.name}"; add it or correct the name`);
    else judgeField(here, field, schema, `${ownerPath}.properties.${field.name}`, known, tell);
    judgeCondition(`${here}.when`, field.when, known, tell);
    const hides = conditional || field.when !== undefined;
    const inSchema = (owner.required ?? []).includes(field.name);
    if (hides && inSchema)
      tell(
        `${ownerPath}.required`,
        `names "${field.name}", which is not always asked; take it out and write "required": true at its field`,
      );
    if (!hides && field.required !== undefined)
      tell(
        `${here}.required`,
        `is for fields with a condition; put "${field.name}" into ${ownerPath}.required`,
      );
    if (inRow && field.prefill)
      tell(`${here}.prefill`, 'a line of a repeated group cannot be filled in; remove it');
    if (inRow && field.kind === 'repeat')
      tell(`${here}.kind`, 'a line cannot hold a repeated group; ask it apart');
    known.set(field.name, field);
  }
}

function judgeField(
  at: string,
  field: FieldSpec,
  schema: PropertySchema,
  schemaPath: string,
  known: Known,
  tell: Tell,
): void {
  if (!TYPES[field.kind].includes(schema.type))
    tell(
      `${schemaPath}.type`,
      `is "${schema.type}"; a field of kind "${field.kind}" needs "${TYPES[field.kind][0]}"`,
    );
  judgePattern(`${schemaPath}.pattern`, schema.pattern, tell);
  judgeChoices(at, field, schema, schemaPath, tell);
  const isNumber = field.kind === 'number' || field.kind === 'money';
  if (!isNumber && field.unit) tell(`${at}.unit`, 'only a number has a unit; remove it');
  if (!isNumber && field.decimals !== undefined)
    tell(`${at}.decimals`, 'only a number has decimals; remove it');
  const decimals = field.decimals ?? (field.kind === 'money' ? 2 : 0);
  if (schema.type === 'integer' && decimals > 0)
    tell(
      `${schemaPath}.type`,
      `is "integer", yet ${decimals} decimals may be given; write "number" or "decimals": 0`,
    );
  if (field.mask && schema.type !== 'string') tell(`${at}.mask`, 'only a text has a mask; remove it');
  const below = new Map([...known, [field.name, field] as const]);
  for (const [i, check] of (field.check ?? []).entries())
    judgeCheck(`${at}.check[${i}]`, check, field, known, tell);
  if (field.kind === 'repeat') judgeRepeat(at, field, schema, schemaPath, below, tell);
  else if (field.fields || field.rowTitle)
    tell(`${at}.${field.fields ? 'fields' : 'rowTitle'}`, 'only a repeated group has it; remove it');
}

function judgeRepeat(
  at: string,
  field: FieldSpec,
  schema: PropertySchema,
  schemaPath: string,
  known: Map<string, FieldSpec>,
  tell: Tell,
): void {
  const { items } = schema;
  if (!field.fields) {
    tell(`${at}.fields`, 'is missing; a repeated group says what a line asks');
    return;
  }
  if (items?.type !== 'object' || items.additionalProperties !== false) {
    tell(`${schemaPath}.items`, 'must be an object with "additionalProperties": false');
    return;
  }
  if (!field.rowTitle) tell(`${at}.rowTitle`, 'is missing; say what one line is called, e.g. 股东');
  judgeFields(`${at}.fields`, field.fields, items, `${schemaPath}.items`, known, false, tell);
  judgeOwner(`${schemaPath}.items`, items, field.fields, tell);
}

function judgeChoices(
  at: string,
  field: FieldSpec,
  schema: PropertySchema,
  schemaPath: string,
  tell: Tell,
): void {
  const chooses = field.kind === 'choice' || field.kind === 'choices' || field.kind === 'region';
  if (!chooses) {
    if (field.choices) tell(`${at}.choices`, `a field of kind "${field.kind}" has no choices; remove them`);
    if (field.list) tell(`${at}.list`, 'only a region has a list; remove it');
    return;
  }
  if (field.list) {
    if (field.kind !== 'region') tell(`${at}.list`, 'only a region has a list; remove it');
    if (field.choices) tell(`${at}.choices`, 'stand beside a list; keep one of the two');
    return;
  }
  if (!field.choices) {
    tell(`${at}.choices`, 'are missing; a choice needs some');
    return;
  }
  const [where, allowed] =
    field.kind === 'choices'
      ? [`${schemaPath}.items.enum`, schema.items?.enum]
      : [`${schemaPath}.enum`, schema.enum];
  const offered = field.choices.map((choice) => choice.value);
  const twice = offered.find((value, i) => offered.indexOf(value) < i);
  if (twice !== undefined) tell(`${at}.choices`, `"${twice}" is offered twice; remove one`);
  if (!allowed) {
    tell(where, `is missing; list the values of ${at}.choices there`);
    return;
  }
  const odd = [
    ...offered.filter((value) => !allowed.includes(value)),
    ...allowed.filter((value) => !offered.includes(value as string)),
  ][0];
  if (odd !== undefined) tell(`${at}.choices`, `and ${where} differ in "${odd}"; make them the same`);
}

function judgePattern(at: string, pattern: string | undefined, tell: Tell): void {
  if (pattern === undefined) return;
  try {
    new RegExp(pattern, 'u');
  } catch {
    tell(at, 'is no regular expression; correct it');
  }
}

function judgeCheck(at: string, check: CheckSpec, field: FieldSpec, known: Known, tell: Tell): void {
  const name = typeof check === 'string' ? check : check.is;
  const dated = ['not-future', 'not-past', 'not-before', 'not-after'].includes(name);
  if (dated && field.kind !== 'date') tell(at, `"${name}" is for dates; remove it`);
  if (name.startsWith('age-') && field.kind !== 'date' && field.kind !== 'id-number')
    tell(at, `"${name}" is for birth dates and ID numbers; remove it`);
  if (typeof check === 'string') return;
  if ('field' in check && !known.has(check.field))
    tell(`${at}.field`, `"${check.field}" is no earlier field; correct the name or the order`);
  if (!('of' in check)) return;
  const part = field.fields?.find((one) => one.name === check.of);
  if (field.kind !== 'repeat') tell(at, `"${name}" is for repeated groups; remove it`);
  else if (!part) tell(`${at}.of`, `a line has no "${check.of}"; correct the name`);
  else if (check.is === 'sum' && part.kind !== 'number' && part.kind !== 'money')
    tell(`${at}.of`, `"${check.of}" is no number; correct the name`);
}

function judgeCondition(at: string, condition: Condition | undefined, known: Known, tell: Tell): void {
  for (const name of fieldsOf(condition))
    if (!known.has(name))
      tell(at, `looks at "${name}", which is no earlier field; correct the name or the order`);
  for (const [name, value] of valuesOf(condition)) {
    const field = known.get(name);
    if (field?.choices && !field.choices.some((choice) => choice.value === value))
      tell(at, `"${name}" has no choice "${value}"; correct the value`);
    if (field?.kind === 'yes-no' && typeof value !== 'boolean')
      tell(at, `"${name}" is answered by yes or no; write true or false`);
  }
}

/** Each value that a condition compares with, and its field. */
function valuesOf(condition: Condition | undefined): [string, unknown][] {
  if (condition === undefined) return [];
  if ('all' in condition) return condition.all.flatMap(valuesOf);
  if ('any' in condition) return condition.any.flatMap(valuesOf);
  if ('equals' in condition) return [[condition.field, condition.equals]];
  if ('not' in condition) return [[condition.field, condition.not]];
  return 'in' in condition ? condition.in.map((value) => [condition.field, value]) : [];
}
