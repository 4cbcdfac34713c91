import { ChevronDown, Lock } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';
import {
  type FormField,
  type FormProblem,
  type FormValue,
  masked,
  type PrefillNote,
  readableValue,
} from '../../../electron/core/index.ts';
import { Field } from '../../input/index.ts';
import { Button, CheckList, ChoiceList } from '../../ui/index.ts';
import { useKiosk } from '../context.tsx';
import { problemWords } from './words.ts';

export interface FieldInputProps {
  readonly field: FormField;
  readonly value: FormValue | undefined;
  readonly onChange: (value: FormValue | undefined) => void;
  readonly problem: FormProblem | null;
  readonly note: PrefillNote | null;
  readonly active: boolean;
  readonly onActivate: () => void;
}

/** One of several cannot be unchosen by a second touch; where nothing need be chosen, this takes it back. */
const CLEARABLE: readonly FormField['kind'][] = ['choice', 'yes-no', 'region'];

const DATE_MASK = '####-##-##';

/** Whether a field is answered by keys. */
export function isTyped(field: FormField): boolean {
  return !['choice', 'choices', 'yes-no', 'region', 'repeat'].includes(field.kind);
}

/** What stands in the field while it is typed: the answer, or as much of it as there is. */
export function typedText(field: FormField, value: FormValue | undefined): string {
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  return field.kind === 'date' ? text.replaceAll('-', '') : text;
}

/** One question, by its kind. */
export function FieldInput(props: FieldInputProps) {
  const { field, value, problem, note } = props;
  const kiosk = useKiosk();
  const { text, t } = kiosk;
  return (
    <div className="field" data-field={field.name}>
      {note?.locked ? <Locked {...props} /> : <Answer {...props} />}
      {!field.required && value !== undefined && CLEARABLE.includes(field.kind) && !note?.locked && (
        <Button kind="quiet" onPress={() => props.onChange(undefined)} name={`clear-${field.name}`}>
          {t('form:clear')}
          <span className="hidden-visually"> {text(field.label)}</span>
        </Button>
      )}
      {field.help && <p className="lead help">{text(field.help)}</p>}
      {note && (
        <p className="lead help">
          {t(`form:from.${note.from}`)}
          {note.locked && ` · ${t('form:locked')}`}
        </p>
      )}
      {problem && !isTyped(field) && <p className="field-note">{problemWords(kiosk, field, problem)}</p>}
    </div>
  );
}

function Locked({ field, value }: FieldInputProps) {
  const { text } = useKiosk();
  return (
    <>
      <Label field={field} />
      <p className="locked digits">
        <Lock size="1.1em" aria-hidden />
        {value === undefined ? '' : masked(field.mask, text(readableValue(field, value)))}
      </p>
    </>
  );
}

function Label({ field, children }: { readonly field: FormField; readonly children?: ReactNode }) {
  const { text, t } = useKiosk();
  return (
    <p className="label">
      {text(field.label)}
      {(children || !field.required) && <small>{children ?? t('form:optional')}</small>}
    </p>
  );
}

function Answer(props: FieldInputProps) {
  const { field, value, onChange, problem, active, onActivate } = props;
  const kiosk = useKiosk();
  const { t, text } = kiosk;
  const { kind, choices, required } = field;
  if (kind === 'yes-no') {
    const chosen = typeof value === 'boolean' ? (value ? 'yes' : 'no') : null;
    return (
      <>
        <Label field={field} />
        <ChoiceList
          shape="grid"
          label={text(field.label)}
          required={required}
          value={chosen}
          onChange={(next) => onChange(next === 'yes')}
          choices={(['yes', 'no'] as const).map((one) => ({ value: one, label: t(`form:${one}`) }))}
        />
      </>
    );
  }
  if (kind === 'choice') {
    return (
      <>
        <Label field={field} />
        <ChoiceList
          shape="grid"
          label={text(field.label)}
          required={required}
          value={typeof value === 'string' ? value : null}
          onChange={onChange}
          choices={choices.map((choice) => ({ value: choice.value, label: text(choice.label) }))}
        />
      </>
    );
  }
  if (kind === 'choices') return <SeveralChoices {...props} />;
  if (kind === 'region') return <RegionChoice {...props} />;
  const shown = typedText(field, value);
  const hint = field.unit ? text(field.unit) : kind === 'date' ? t('form:dateHint') : '';
  const common = {
    label: text(field.label),
    hint: [required ? '' : t('form:optional'), hint].filter(Boolean).join(' · '),
    active,
    onActivate,
    problem: problem && problemWords(kiosk, field, problem),
  };
  const set = (next: string) => onChange([...next].slice(0, field.most).join('') || undefined);
  if (kind === 'long-text') return <LongField {...common} value={shown} onChange={set} />;
  const mask = kind === 'date' ? DATE_MASK : field.mask;
  return mask ? (
    <Field {...common} value={masked(mask, shown)} onChange={(next) => set(withoutMask(mask, next))} />
  ) : (
    <Field {...common} value={shown} onChange={set} />
  );
}

/** What was typed, without the signs that the mask puts in. */
function withoutMask(mask: string, text: string): string {
  const signs = new Set([...mask].filter((sign) => sign !== '#'));
  return [...text].filter((ch) => !signs.has(ch)).join('');
}

function SeveralChoices({ field, value, onChange }: FieldInputProps) {
  const { text, t } = useKiosk();
  return (
    <>
      <Label field={field}>
        {t('form:several')}
        {!field.required && ` · ${t('form:optional')}`}
      </Label>
      <CheckList
        label={text(field.label)}
        value={Array.isArray(value) ? (value as string[]) : []}
        onChange={(next) => onChange(next.length > 0 ? next : undefined)}
        choices={field.choices.map((choice) => ({ value: choice.value, label: text(choice.label) }))}
      />
    </>
  );
}

/** A long list opens only when it is wanted, and closes with the choice. */
function RegionChoice({ field, value, onChange, active, onActivate }: FieldInputProps) {
  const { text, t } = useKiosk();
  const chosen = field.choices.find((choice) => choice.value === value);
  return (
    <>
      <Label field={field} />
      {active || !chosen ? (
        <ChoiceList
          shape="row"
          label={text(field.label)}
          required={field.required}
          value={chosen?.value ?? null}
          onChange={onChange}
          choices={field.choices.map((choice) => ({ value: choice.value, label: text(choice.label) }))}
        />
      ) : (
        <Button iconAfter={ChevronDown} onPress={onActivate} name={`open-${field.name}`}>
          {text(chosen.label)} · {t('form:change')}
        </Button>
      )}
    </>
  );
}

interface LongFieldProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly active: boolean;
  readonly onActivate: () => void;
  readonly problem: string | null;
}

function LongField({ label, hint, value, onChange, active, onActivate, problem }: LongFieldProps) {
  const id = useId();
  return (
    <div className={`text-field${active ? ' active' : ''}`}>
      <label htmlFor={id}>
        {label}
        {hint && <small>{hint}</small>}
      </label>
      <textarea
        id={id}
        rows={4}
        inputMode="none"
        autoComplete="off"
        spellCheck={false}
        value={value}
        onFocus={onActivate}
        onChange={(event) => onChange(event.target.value.replace(/\s+/g, ' '))}
        {...(problem ? { 'aria-describedby': `${id}-problem` } : {})}
      />
      {problem && (
        <p className="field-note" id={`${id}-problem`}>
          {problem}
        </p>
      )}
    </div>
  );
}
