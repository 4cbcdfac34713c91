/** Data of a form and of its answers. The catalogue checks form files against the schema of the contract. */

export interface FormText {
  readonly 'zh-CN': string;
  readonly en: string;
}

export type FormScalar = string | number | boolean;
/** One line of a repeated group, e.g. one shareholder. */
export type FormRow = Readonly<Record<string, FormScalar | readonly string[]>>;
/** An answer as it travels: JSON, never null. What is not answered is not there. */
export type FormValue = FormScalar | readonly string[] | readonly FormRow[];
export type FormValues = Readonly<Record<string, FormValue>>;

/**
 * Which keys the screen offers.
 * `matter`: everyday words of a case; `general`: anything, digits and punctuation included.
 */
export type KeyboardMode =
  | 'name'
  | 'address'
  | 'matter'
  | 'general'
  | 'digits'
  | 'id-number'
  | 'latin'
  | 'date';

export type FieldKind =
  | 'text'
  | 'long-text'
  | 'choice'
  | 'choices'
  | 'yes-no'
  | 'date'
  | 'number'
  | 'money'
  | 'phone'
  | 'id-number'
  | 'usc-code'
  | 'region'
  | 'repeat';

/**
 * When something is asked. A condition looks at earlier fields only; in a repeated group first at its own line.
 * A field that is hidden or not answered fulfils nothing but `{answered: false}`. Of a list, `equals` asks whether it
 * holds the value, `in` whether it holds any, `not` whether it holds none of it.
 */
export type Condition =
  | { readonly field: string; readonly equals: FormScalar }
  | { readonly field: string; readonly in: readonly FormScalar[] }
  | { readonly field: string; readonly not: FormScalar }
  | { readonly field: string; readonly answered: boolean }
  | { readonly field: string; readonly atLeast: number }
  | { readonly field: string; readonly atMost: number }
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] };

export type PrefillCardKey = 'name' | 'number' | 'sex' | 'birthDate' | 'ethnicGroup' | 'address';
export type PrefillSiteKey = 'region' | 'name' | 'address';

/** Where a first answer comes from. `editable` is true unless the file says false. */
export type Prefill = { readonly editable?: boolean | undefined } & (
  | { readonly from: 'card'; readonly key: PrefillCardKey }
  /** Electronic licence (电子证照), by its field. */
  | { readonly from: 'licence'; readonly key: string }
  /** The same person's earlier case, by the field's name there. */
  | { readonly from: 'case'; readonly key: string }
  | { readonly from: 'site'; readonly key: PrefillSiteKey }
);

/** Checks without a parameter. */
export const PLAIN_CHECKS = [
  'citizen-number',
  'usc-code',
  'mobile',
  'landline',
  'phone',
  'not-future',
  'not-past',
  'task-code',
  'person-name',
  'latin-name',
  'bank-card',
  'postcode',
  'email',
] as const;
export type PlainCheck = (typeof PLAIN_CHECKS)[number];

/** A check beyond the JSON Schema: its name, or an object where it needs to know more. */
export type CheckSpec =
  | PlainCheck
  /** Not earlier than a date (YYYY-MM-DD) or than an earlier date field. */
  | { readonly is: 'not-before' | 'not-after'; readonly date: string }
  | { readonly is: 'not-before' | 'not-after'; readonly field: string }
  /** Full years today, of a birth date or of a citizen number. */
  | { readonly is: 'age-at-least' | 'age-at-most'; readonly years: number }
  /** Of a repeated group: the numbers of `of` add up to `equals`. */
  | { readonly is: 'sum'; readonly of: string; readonly equals: number }
  /** Of a repeated group: no two lines have the same `of`. */
  | { readonly is: 'distinct'; readonly of: string }
  /** The answer is, or is not, that of another field. */
  | { readonly is: 'same-as' | 'differs-from'; readonly field: string };

export interface FormChoice {
  readonly value: string;
  readonly label: FormText;
}

export interface FieldSpec {
  readonly name: string;
  readonly label: FormText;
  readonly kind: FieldKind;
  readonly help?: FormText | undefined;
  readonly keyboard?: KeyboardMode | undefined;
  /** Of `choice`, `choices` and `region`; a region may name a `list` instead. */
  readonly choices?: readonly FormChoice[] | undefined;
  readonly list?: 'provinces' | undefined;
  readonly when?: Condition | undefined;
  /** For a field with a condition (its own or its group's): must be answered when it is asked. Else the schema says so. */
  readonly required?: boolean | undefined;
  readonly prefill?: Prefill | undefined;
  readonly check?: readonly CheckSpec[] | undefined;
  /** How it is shown while it is typed and read: `#` is a character, the rest is put in, e.g. `### #### ####`. */
  readonly mask?: string | undefined;
  /** Behind a number, e.g. 万元. */
  readonly unit?: FormText | undefined;
  /** Digits after the point that a number may have. Money 2, else 0. */
  readonly decimals?: number | undefined;
  /** Of `repeat`: what one line asks, and what a line is called. */
  readonly fields?: readonly FieldSpec[] | undefined;
  readonly rowTitle?: FormText | undefined;
}

export interface GroupSpec {
  readonly id: string;
  readonly title: FormText;
  readonly help?: FormText | undefined;
  readonly when?: Condition | undefined;
  readonly fields: readonly FieldSpec[];
}

/** The part of JSON Schema 2020-12 that describes one answer. */
export interface PropertySchema {
  readonly type: 'string' | 'boolean' | 'number' | 'integer' | 'array' | 'object';
  readonly enum?: readonly FormScalar[] | undefined;
  readonly minLength?: number | undefined;
  readonly maxLength?: number | undefined;
  readonly pattern?: string | undefined;
  readonly format?: 'date' | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly items?: PropertySchema | undefined;
  readonly minItems?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly uniqueItems?: boolean | undefined;
  readonly properties?: Readonly<Record<string, PropertySchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly additionalProperties?: false | undefined;
}

export interface FormFile {
  readonly id: string;
  /** JSON Schema of the answers: an object that takes nothing else. */
  readonly schema: PropertySchema & {
    readonly $schema: 'https://json-schema.org/draft/2020-12/schema';
    readonly type: 'object';
    readonly properties: Readonly<Record<string, PropertySchema>>;
  };
  readonly ui: { readonly groups: readonly GroupSpec[] };
}

/** What the first answers may come from; a source that is not at hand is null or missing. */
export interface PrefillSources {
  readonly card?: {
    readonly values: Partial<Readonly<Record<PrefillCardKey, string | null>>>;
    /** Read from the card, or typed and checked by the region. */
    readonly by: 'card' | 'typed';
  } | null;
  readonly licence?: Readonly<Record<string, string>> | null;
  readonly case?: FormValues | null;
  readonly site?: Partial<Readonly<Record<PrefillSiteKey, string>>> | null;
}

/** What judging needs to know besides the answers. */
export interface FormContext {
  /** Local date, YYYY-MM-DD. */
  readonly today: string;
  readonly sources?: PrefillSources | undefined;
}

/** Said under a field that was filled in by the machine. */
export interface PrefillNote {
  readonly from: 'card' | 'typed' | 'licence' | 'case' | 'site';
  readonly locked: boolean;
}

/** The i18n key of the sentence is `form:problem.<kind>`. */
export const PROBLEM_KINDS = [
  'missing',
  'unknown',
  'type',
  'choice',
  'too-short',
  'too-long',
  'too-small',
  'too-large',
  'decimals',
  'pattern',
  'too-few',
  'too-many',
  'twice',
  'date',
  'future',
  'past',
  'before',
  'after',
  'too-young',
  'too-old',
  'citizen-number',
  'usc-code',
  'mobile',
  'landline',
  'phone',
  'task-code',
  'person-name',
  'latin-name',
  'bank-card',
  'postcode',
  'email',
  'sum',
  'same-as',
  'differs-from',
  'schema',
] as const;
export type ProblemKind = (typeof PROBLEM_KINDS)[number];

/** Which answer is wrong and why. Never holds the answer itself. */
export interface FormProblem {
  readonly field: string;
  /** In a repeated group: which line (0-based) and which field of it. */
  readonly row: number | null;
  readonly part: string | null;
  readonly kind: ProblemKind;
  /** The bound that was missed, for the sentence. */
  readonly limit: string | number | null;
}
