import { ChevronRight } from 'lucide-react';
import { useMemo, useState } from 'react';
import {
  compileForm,
  type FormProblem,
  type FormValues,
  MAIL_FORM,
  placesNear,
} from '../../../electron/core/index.ts';
import { Button, Notice } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { isTyped, typedText } from '../form/field-input.tsx';
import { Fields, type FormDraft } from '../form/fields.tsx';
import { FieldKeyboard } from '../form/keyboards.tsx';
import { problemField, problemTitle, problemWords } from '../form/words.ts';
import '../delivery.css';
import { Frame } from '../frame.tsx';
import { Back, Body } from '../shared.tsx';

/** Places that are offered for one touch, at most. */
const PICKS = 12;

/** Where the parcel (EMS) goes: begun from the card, checked and changed here. */
export function MailAddressScreen({ data }: ScreenProps<'mailAddress'>) {
  // New faults found by the host begin with what the host has.
  return <Address key={JSON.stringify(data.problems)} data={data} />;
}

function Address({ data }: ScreenProps<'mailAddress'>) {
  const kiosk = useKiosk();
  const { t, text, send } = kiosk;
  const form = useMemo(() => compileForm(MAIL_FORM), []);
  const [values, setValues] = useState<FormValues>(data.values);
  const [problems, setProblems] = useState<readonly FormProblem[]>(data.problems);
  const [active, setActive] = useState<string | null>(data.problems[0]?.field ?? null);
  /** The field whose offered places are all wrong. */
  const [byHand, setByHand] = useState<string | null>(null);
  const [first] = problems;
  const { fields } = form;
  const set = (next: FormValues) => {
    // Another province has other cities, another city other counties.
    const moved = next.province !== values.province;
    const { city: _, county: __, ...rest } = next;
    setValues(moved ? rest : next);
    setProblems((old) => old.filter((one) => values[one.field] === next[one.field]));
    if (moved) setActive('city');
  };
  const draft: FormDraft = {
    form,
    values,
    fields,
    problems,
    notes: {},
    active,
    row: null,
    set,
    activate: setActive,
    open: () => undefined,
  };
  const goOn = () => {
    const found = form.problems(values, { today: data.today });
    if (found.length === 0) return send({ type: 'giveAddress', values });
    setProblems(found);
    setActive(found[0]?.field ?? null);
  };
  const said = (key: string) => (typeof values[key] === 'string' ? values[key] : '');
  const near = placesNear(data.divisions, said('province'), said('city'));
  const picks = active === 'city' ? near.cities : active === 'county' ? near.counties : [];
  const typing = fields.find((field) => field.name === active && isTyped(field)) ?? null;
  // What can be touched need not be typed.
  const choosing = typing !== null && picks.length > 0 && byHand !== typing.name;
  const change = (name: string, value: string) => {
    const { [name]: _, ...rest } = values;
    set(value === '' ? rest : { ...rest, [name]: value });
  };
  const wrong = first && problemField(form, first);
  const region = text(data.region);
  return (
    <Frame
      title={t('screens:mailAddress.title')}
      lead={t(data.values.street ? 'screens:mailAddress.leadCard' : 'screens:mailAddress.lead')}
      actions={
        <>
          <Back />
          <Button kind="primary" iconAfter={ChevronRight} onPress={goOn} name="primary">
            {t('screens:mailAddress.next')}
          </Button>
        </>
      }
    >
      {first && wrong && (
        <Notice tone="wrong" word={t('notice.wrong')} title={problemTitle(kiosk, form, first)}>
          <p>{problemWords(kiosk, wrong, first)}</p>
        </Notice>
      )}
      <div className={`typing form-page${typing ? ' open' : ''}`}>
        <Body label={t('screens:mailAddress.title')}>
          <div className="form">
            <Fields draft={draft} />
            <p className="lead">
              {t(`screens:delivery.paidBy.${data.paidBy ?? 'unknown'}`, { region, phone: data.phone })}{' '}
              {t('screens:mailAddress.kept', { region })}
            </p>
          </div>
        </Body>
        {typing && (
          <div className="keyboard-place">
            {choosing && (
              <fieldset className="picks" aria-label={t('screens:mailAddress.pick')}>
                {picks.slice(0, PICKS).map((place) => (
                  <Button key={place} onPress={() => change(typing.name, place)} name={`pick-${place}`}>
                    {place}
                  </Button>
                ))}
                <Button kind="quiet" onPress={() => setByHand(typing.name)} name="by-hand">
                  {t('screens:mailAddress.type')}
                </Button>
              </fieldset>
            )}
            {!choosing && (
              <FieldKeyboard
                key={typing.name}
                field={typing}
                value={typedText(typing, values[typing.name])}
                onChange={(value) => change(typing.name, value)}
              />
            )}
          </div>
        )}
      </div>
    </Frame>
  );
}
