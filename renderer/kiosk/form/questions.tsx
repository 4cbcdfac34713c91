import { ChevronRight } from 'lucide-react';
import { type ReactNode, useMemo, useState } from 'react';
import {
  type CompiledForm,
  compileForm,
  type FormFile,
  type FormProblem,
  type FormValues,
} from '../../../electron/core/index.ts';
import { Button, Notice } from '../../ui/index.ts';
import { useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body } from '../shared.tsx';
import { isTyped, typedText } from './field-input.tsx';
import { answerOf, Fields, type FormDraft, type OpenRow, rowsOf, withAnswer } from './fields.tsx';
import { FieldKeyboard } from './keyboards.tsx';
import { problemField, problemTitle, problemWords, rowTitle } from './words.ts';

export interface QuestionsProps {
  readonly file: FormFile;
  readonly values: FormValues;
  /** What the host found wrong. */
  readonly problems: readonly FormProblem[];
  readonly today: string;
  readonly title: string;
  readonly lead?: string;
  readonly next: string;
  /** Whether a field may be left open though the form asks for it. */
  readonly open?: (field: string) => boolean;
  /** Between the title and the questions. */
  readonly children?: ReactNode;
  /** Buttons beside back and next. */
  readonly more?: ReactNode;
  readonly onDone: (values: FormValues) => void;
}

/** Questions on one screen, judged here at once and by the host in the end. */
export function Questions(props: QuestionsProps) {
  const { file } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each view brings its own copy of the same questions
  const form = useMemo(() => compileForm(file), [JSON.stringify(file)]);
  // New faults found by the host begin with what the host has.
  return <Asked key={JSON.stringify(props.problems)} {...props} form={form} />;
}

function Asked(props: QuestionsProps & { readonly form: CompiledForm }) {
  const kiosk = useKiosk();
  const { t } = kiosk;
  const { form, open = () => false } = props;
  const context = useMemo(() => ({ today: props.today }), [props.today]);
  const [values, setValues] = useState<FormValues>(props.values);
  const [problems, setProblems] = useState<readonly FormProblem[]>(props.problems);
  const [first] = problems;
  const [row, setRow] = useState<OpenRow | null>(null);
  const rowField = row && form.fields.find((field) => field.name === row.field);
  const asked = form.visible(values, context).flatMap(({ fields }) => fields);
  const fields = rowField
    ? form.visibleParts(rowField, rowsOf(values, rowField.name)[row.row] ?? {}, values)
    : asked;
  const [active, setActive] = useState<string | null>(first?.field ?? fields[0]?.name ?? null);
  const close = () => {
    setRow(null);
    setActive(null);
  };
  const draft: FormDraft = {
    form,
    values,
    fields,
    problems,
    notes: {},
    active,
    row,
    set: (next) => {
      setValues(next);
      setProblems((old) => old.filter((one) => values[one.field] === next[one.field]));
    },
    activate: setActive,
    open: (next) => {
      setRow(next);
      setActive(form.fields.find((field) => field.name === next.field)?.fields[0]?.name ?? null);
    },
  };
  const goOn = () => {
    const found = form
      .problems(values, context)
      .filter((one) => one.kind !== 'missing' || one.part !== null || !open(one.field));
    const mine = row ? found.filter((one) => one.field === row.field && one.row === row.row) : found;
    const [worst] = mine;
    if (!worst) return row ? close() : props.onDone(values);
    setProblems(mine);
    setRow(worst.row === null ? null : { field: worst.field, row: worst.row });
    return setActive(worst.part ?? worst.field);
  };
  const typing = fields.find((field) => field.name === active && isTyped(field)) ?? null;
  const keyboard = typing && (
    <FieldKeyboard
      key={typing.name}
      field={typing}
      value={typedText(typing, answerOf(draft, typing.name))}
      onChange={(value) => draft.set(withAnswer(draft, typing.name, value || undefined))}
    />
  );
  const wrong = first && problemField(form, first);
  const title = rowField && row ? rowTitle(kiosk, rowField, row.row) : props.title;
  return (
    <Frame
      title={title}
      {...(props.lead === undefined ? {} : { lead: props.lead })}
      actions={
        <>
          {rowField ? (
            <Button kind="main" onPress={close} name="back">
              {t('form:backToList')}
            </Button>
          ) : (
            <>
              <Back />
              {props.more}
            </>
          )}
          <Button kind="primary" iconAfter={ChevronRight} onPress={goOn} name="primary">
            {rowField ? t('form:toList') : props.next}
          </Button>
        </>
      }
    >
      {first && wrong && (
        <Notice tone="wrong" word={t('notice.wrong')} title={problemTitle(kiosk, form, first)}>
          <p>{problemWords(kiosk, wrong, first)}</p>
        </Notice>
      )}
      <div className={`typing form-page${keyboard ? ' open' : ''}`}>
        <Body label={title}>
          <div className="stack">
            {!rowField && props.children}
            <div className="form">
              <Fields draft={draft} />
            </div>
          </div>
        </Body>
        {keyboard && <div className="keyboard-place">{keyboard}</div>}
      </div>
    </Frame>
  );
}
