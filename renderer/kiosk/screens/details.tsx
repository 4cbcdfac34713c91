import { ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import {
  type CompiledForm,
  compileForm,
  type FormProblem,
  type FormValues,
  PAGE,
  pageProblems,
} from '../../../electron/core/index.ts';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { CheckPage } from '../form/check-page.tsx';
import { isTyped, typedText } from '../form/field-input.tsx';
import { answerOf, Fields, type FormDraft, type OpenRow, rowsOf, withAnswer } from '../form/fields.tsx';
import { FieldKeyboard } from '../form/keyboards.tsx';
import { PersonCard } from '../form/person-card.tsx';
import { problemField, problemTitle, problemWords, rowTitle } from '../form/words.ts';
import { Frame } from '../frame.tsx';
import { Back, Body } from '../shared.tsx';

/** Milliseconds without a key before the host is given what is typed. */
const PAUSE = 400;

/** The form, a page at a time. The host says which page; what is typed on it lives here and, for safety, in the host. */
export function DetailsScreen({ data }: ScreenProps<'details'>) {
  const file = data.form;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each view brings its own copy of the same file
  const form = useMemo(() => file && compileForm(file), [file?.id]);
  if (!form) return null;
  // A new page, or new faults found by the host, begin with what the host has.
  return <Page key={`${data.page} ${JSON.stringify(data.problems)}`} data={data} form={form} />;
}

function Page({ data, form }: ScreenProps<'details'> & { readonly form: CompiledForm }) {
  const kiosk = useKiosk();
  const { t, text, send, session } = kiosk;
  const { page, pages } = data;
  const context = useMemo(() => ({ today: data.today }), [data.today]);
  const [values, setValues] = useState<FormValues>(data.values);
  const [problems, setProblems] = useState<readonly FormProblem[]>(data.problems);
  const [first] = problems;
  const [row, setRow] = useState<OpenRow | null>(() => rowOf(first));
  const asked = form.visible(values, context).filter((group) => page === PAGE.all || group.id === page);
  const group = asked[0] ?? null;
  const rowField = row && form.fields.find((field) => field.name === row.field);
  const fields = rowField
    ? form.visibleParts(rowField, rowsOf(values, rowField.name)[row.row] ?? {}, values)
    : asked.flatMap((one) => one.fields);
  const [active, setActive] = useState<string | null>(() => {
    const wanted = first ? (first.part ?? first.field) : fields[0]?.name;
    return page === PAGE.all && !first ? null : (wanted ?? null);
  });

  useEffect(() => {
    if (values === data.values) return;
    const id = setTimeout(() => session.typed(page, values), PAUSE);
    return () => clearTimeout(id);
  }, [values, data.values, page, session]);

  const show = (found: readonly FormProblem[]) => {
    const [worst] = found;
    if (!worst) return;
    setProblems(found);
    setRow(rowOf(worst));
    setActive(worst.part ?? worst.field);
  };
  const draft: FormDraft = {
    form,
    values,
    fields,
    problems,
    notes: data.notes,
    active,
    row,
    set: (next) => {
      setValues(next);
      // What is being corrected is not wrong any more until somebody looks again.
      setProblems((old) => old.filter((one) => stillStands(one, values, next)));
    },
    activate: setActive,
    open: (next) => {
      setRow(next);
      const part = form.fields.find((field) => field.name === next.field)?.fields[0];
      setActive(part?.name ?? null);
    },
  };

  const goOn = () => {
    const found = pageProblems(form, page, form.problems(values, context));
    if (rowField && row) {
      const mine = found.filter((one) => one.field === row.field && one.row === row.row);
      if (mine.length > 0) return show(mine);
      setRow(null);
      setActive(null);
      setProblems([]);
      return;
    }
    if (found.length > 0) return show(found);
    if (page === PAGE.all || page === PAGE.check) send({ type: 'confirmDetails', values });
    else send({ type: 'answerPage', page, values });
  };

  const previous = pages[pages.indexOf(page) - 1];
  const back = rowField ? (
    <Button
      kind="main"
      onPress={() => {
        setRow(null);
        setActive(null);
      }}
      name="back"
    >
      {t('form:backToList')}
    </Button>
  ) : previous === undefined ? (
    <Back />
  ) : (
    <Button kind="main" onPress={() => send({ type: 'goToPage', page: previous, values })} name="back">
      {t('back')}
    </Button>
  );

  const title = rowField && row ? rowTitle(kiosk, rowField, row.row) : titleOf();
  function titleOf(): string {
    if (page === PAGE.all) return t('screens:details.title');
    if (page === PAGE.person) return t('form:personTitle');
    return page === PAGE.check || !group ? t('form:checkTitle') : text(group.title);
  }
  const help =
    page === PAGE.all || page === PAGE.person
      ? t('screens:details.lead')
      : page === PAGE.check
        ? t('form:checkLead')
        : group?.help && text(group.help);
  const steps = pages.length > 1 && t('stepOf', { at: pages.indexOf(page) + 1, of: pages.length });
  const typing = fields.find((field) => field.name === active && isTyped(field)) ?? null;
  const locked = typing !== null && !row && data.notes[typing.name]?.locked === true;
  const keyboard = typing && !locked && (
    <FieldKeyboard
      key={typing.name}
      field={typing}
      value={typedText(typing, answerOf(draft, typing.name))}
      onChange={(value) => draft.set(withAnswer(draft, typing.name, value || undefined))}
    />
  );
  const wrong = first && problemField(form, first);
  return (
    <Frame
      title={title}
      lead={[steps, help].filter(Boolean).join(' · ')}
      actions={
        <>
          {back}
          <Button kind="primary" iconAfter={ChevronRight} onPress={goOn} name="primary">
            {rowField
              ? t('form:toList')
              : page === PAGE.all || page === PAGE.check || page === PAGE.person
                ? t('screens:details.confirm')
                : t('form:next')}
          </Button>
        </>
      }
    >
      {first && wrong && (
        <Notice tone="wrong" word={t('notice.wrong')} title={problemTitle(kiosk, form, first)}>
          <p>{problemWords(kiosk, wrong, first)}</p>
        </Notice>
      )}
      {page === PAGE.person && (
        <Body label={title}>
          <PersonCard person={data.person} principal={data.principal} />
        </Body>
      )}
      {page === PAGE.check && (
        <Body label={title}>
          <CheckPage form={form} values={values} context={context} />
        </Body>
      )}
      {page === PAGE.all && (
        <Body label={title}>
          <div className="two details">
            <PersonCard person={data.person} principal={data.principal} />
            <section className="card form">
              <h2>{t('screens:details.form')}</h2>
              <Fields draft={draft} />
              {keyboard}
            </section>
          </div>
        </Body>
      )}
      {group && page === group.id && (
        <div className={`typing form-page${keyboard ? ' open' : ''}`}>
          <Body label={title}>
            <div className="form">
              <Fields draft={draft} />
            </div>
          </Body>
          {keyboard && <div className="keyboard-place">{keyboard}</div>}
        </div>
      )}
    </Frame>
  );
}

function rowOf(problem: FormProblem | undefined): OpenRow | null {
  return problem && problem.row !== null ? { field: problem.field, row: problem.row } : null;
}

/** A problem of an answer that has not been touched. Of a list, every change counts. */
function stillStands(problem: FormProblem, before: FormValues, after: FormValues): boolean {
  if (problem.row === null) return before[problem.field] === after[problem.field];
  const at = (values: FormValues) => rowsOf(values, problem.field)[problem.row ?? 0]?.[problem.part ?? ''];
  return (
    rowsOf(before, problem.field).length === rowsOf(after, problem.field).length && at(before) === at(after)
  );
}
