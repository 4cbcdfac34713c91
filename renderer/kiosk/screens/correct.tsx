import { ChevronRight } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import {
  type CompiledForm,
  compileForm,
  type FormProblem,
  type FormValues,
  PAGE,
} from '../../../electron/core/index.ts';
import { momentWords } from '../../i18n/dates.ts';
import { Button, Card, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk, useNow } from '../context.tsx';
import { isTyped, typedText } from '../form/field-input.tsx';
import { answerOf, Fields, type FormDraft, type OpenRow, rowsOf, withAnswer } from '../form/fields.tsx';
import { FieldKeyboard } from '../form/keyboards.tsx';
import { problemField, problemTitle, problemWords, rowTitle } from '../form/words.ts';
import { Frame } from '../frame.tsx';
import { Back, Body, PhoneLine, Places, Problem, ReportDoor } from '../shared.tsx';

/** Milliseconds without a key before the host is given what is typed. */
const PAUSE = 400;

/** 补正: what the region asks, and the questions of the form that it asks once more. */
export function CorrectScreen({ data }: ScreenProps<'correct'>) {
  const file = data.form;
  // biome-ignore lint/correctness/useExhaustiveDependencies: each view brings its own copy of the same questions
  const form = useMemo(() => file && compileForm(file), [JSON.stringify(file)]);
  if (!form || !data.canAnswer) return <Elsewhere data={data} />;
  // New faults found by the host begin with what the host has.
  return <Answer key={JSON.stringify(data.problems)} data={data} form={form} />;
}

function Answer({ data, form }: ScreenProps<'correct'> & { readonly form: CompiledForm }) {
  const kiosk = useKiosk();
  const { t, text, send, session } = kiosk;
  const context = useMemo(() => ({ today: data.today }), [data.today]);
  const [values, setValues] = useState<FormValues>(data.values);
  const [problems, setProblems] = useState<readonly FormProblem[]>(data.problems);
  const [first] = problems;
  const [row, setRow] = useState<OpenRow | null>(null);
  const rowField = row && form.fields.find((field) => field.name === row.field);
  const fields = rowField
    ? form.visibleParts(rowField, rowsOf(values, rowField.name)[row.row] ?? {}, values)
    : form.fields;
  const [active, setActive] = useState<string | null>(first?.field ?? fields[0]?.name ?? null);

  useEffect(() => {
    if (values === data.values) return;
    const id = setTimeout(() => session.typed(PAGE.correction, values), PAUSE);
    return () => clearTimeout(id);
  }, [values, data.values, session]);

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
    const found = form.problems(values, context);
    const mine = row ? found.filter((one) => one.field === row.field && one.row === row.row) : found;
    const [worst] = mine;
    if (!worst && row) return close();
    if (!worst) return send({ type: 'giveCorrection', values });
    setProblems(mine);
    setRow(worst.row === null ? null : { field: worst.field, row: worst.row });
    setActive(worst.part ?? worst.field);
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
  const region = text(data.case.region.short);
  const title = rowField && row ? rowTitle(kiosk, rowField, row.row) : t('screens:correct.title');
  return (
    <Frame
      title={title}
      lead={t('screens:correct.lead', { region, matter: text(data.case.matter) })}
      actions={
        <>
          {rowField ? (
            <Button kind="main" onPress={close} name="back">
              {t('form:backToList')}
            </Button>
          ) : (
            <Back />
          )}
          <Button kind="primary" iconAfter={ChevronRight} onPress={goOn} name="primary">
            {rowField ? t('form:toList') : t('screens:correct.check')}
          </Button>
        </>
      }
    >
      <Problem failure={data.problem} />
      {first && wrong && (
        <Notice tone="wrong" word={t('notice.wrong')} title={problemTitle(kiosk, form, first)}>
          <p>{problemWords(kiosk, wrong, first)}</p>
        </Notice>
      )}
      <div className={`typing form-page${keyboard ? ' open' : ''}`}>
        <Body label={title}>
          <div className="stack">
            {!rowField && <Asks data={data} />}
            <div className="form">
              <Fields draft={draft} />
            </div>
            {!rowField && <ReportDoor />}
          </div>
        </Body>
        {keyboard && <div className="keyboard-place">{keyboard}</div>}
      </div>
    </Frame>
  );
}

/** What cannot be answered at this machine: what is asked, and where it is answered. */
function Elsewhere({ data }: ScreenProps<'correct'>) {
  const { t, text, send } = useKiosk();
  const region = text(data.case.region.short);
  const mixed = data.items.some((item) => item.here) && data.problem === null;
  return (
    <Frame
      title={t('screens:correct.title')}
      lead={t('screens:correct.lead', { region, matter: text(data.case.matter) })}
      actions={
        <Button kind="primary" onPress={() => send({ type: 'back' })} name="primary">
          {t('screens:correct.toCases')}
        </Button>
      }
    >
      <Problem failure={data.problem} />
      <Body label={t('screens:correct.title')}>
        <div className="two">
          <div className="stack">
            <Asks data={data} />
            {data.problem === null && (
              <Notice tone="care" word={t('notice.care')} title={t('screens:correct.elsewhere', { region })}>
                <p>{t(mixed ? 'screens:correct.mixed' : 'screens:correct.material')}</p>
                <p>{t('screens:correct.bring', { number: data.case.receiptNumber })}</p>
                <p>{t('screens:correct.post')}</p>
              </Notice>
            )}
            <ReportDoor />
          </div>
          <div className="stack">
            <Card title={t('screens:correct.places')}>
              <Places places={data.places} />
            </Card>
            <Card>
              <PhoneLine label={t('screens:correct.ask', { region })} phone={data.case.region.phone} />
            </Card>
          </div>
        </div>
      </Body>
    </Frame>
  );
}

/** Every item in the region's words, and until when. */
function Asks({ data }: ScreenProps<'correct'>) {
  const { t, text, language } = useKiosk();
  const now = useNow(10_000);
  const region = text(data.case.region.short);
  const until = data.case.correction?.until ?? null;
  return (
    <Notice tone="info" word={t('notice.info')} title={t('screens:cases.correctionAsks', { region })}>
      {data.items.map((item) => (
        <p key={`${item.kind} ${item.name}`}>
          {item.label ? `${text(item.label)} · ${item.note}` : item.note}
        </p>
      ))}
      <p>
        {until === null
          ? t('screens:cases.correctionNoLimit', { region })
          : t('screens:cases.correctionUntil', { time: momentWords(until, now, language) })}
      </p>
    </Notice>
  );
}
