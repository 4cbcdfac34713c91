import { ChevronRight } from 'lucide-react';
import { useState } from 'react';
import type { FormField } from '../../../electron/contract/index.ts';
import { birthWords } from '../../i18n/dates.ts';
import { Field, useKeyboards } from '../../input/index.ts';
import { Button, ChoiceList, KeyValue } from '../../ui/index.ts';
import { type ScreenProps, useKiosk } from '../context.tsx';
import { Frame } from '../frame.tsx';
import { Back, Body } from '../shared.tsx';

const MOBILE = /^1[3-9]\d{9}$/;

export function DetailsScreen({ data }: ScreenProps<'details'>) {
  const { t, text, send, language } = useKiosk();
  const { person, fields } = data;
  const [values, setValues] = useState<Record<string, string>>(() => ({ ...data.values }));
  const [active, setActive] = useState<string | null>(null);
  const { NumberPad } = useKeyboards();
  const set = (name: string, value: string) => setValues((old) => ({ ...old, [name]: value }));
  const wrong = fields.filter((field) => problemOf(field, values[field.name] ?? '') !== null);
  const filled = Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ''));
  const firstEmpty = fields.find((field) => problemOf(field, values[field.name] ?? '') === 'empty');
  return (
    <Frame
      title={t('screens:details.title')}
      lead={t('screens:details.lead')}
      actions={
        <>
          <Back />
          <Button
            kind="primary"
            iconAfter={ChevronRight}
            disabled={wrong.length > 0}
            onPress={() => send({ type: 'confirmDetails', values: filled })}
            name="primary"
          >
            {firstEmpty
              ? t('screens:details.choose', { label: text(firstEmpty.label) })
              : t('screens:details.confirm')}
          </Button>
        </>
      }
    >
      <Body label={t('screens:details.title')}>
        <div className="two details">
          <section className="card">
            <h2>{t('screens:details.person')}</h2>
            <KeyValue
              pairs={[
                { key: t('screens:details.name'), value: person.name, big: true },
                { key: t('screens:details.number'), value: person.number, big: true },
                { key: t('screens:details.sex'), value: t(`screens:details.${person.sex}`) },
                { key: t('screens:details.birth'), value: birthWords(person.birthDate, language) },
                ...(person.ethnicGroup
                  ? [{ key: t('screens:details.ethnic'), value: person.ethnicGroup }]
                  : []),
                ...(person.address ? [{ key: t('screens:details.address'), value: person.address }] : []),
              ]}
            />
            <p className="lead footnote">
              {t(person.source === 'card' ? 'screens:details.fromCard' : 'screens:details.typed')}
              {language === 'zh-CN' ? '。' : '. '}
              {t('screens:details.wrong')}
            </p>
          </section>
          {fields.length > 0 && (
            <section className="card form">
              <h2>{t('screens:details.form')}</h2>
              {fields.map((field) =>
                field.kind === 'choice' ? (
                  <div key={field.name} className="field">
                    <p className="label">{text(field.label)}</p>
                    <ChoiceList
                      shape="grid"
                      label={text(field.label)}
                      required={field.required}
                      value={values[field.name] ?? null}
                      onChange={(value) => set(field.name, value)}
                      choices={field.choices.map(({ value, label }) => ({ value, label: text(label) }))}
                    />
                  </div>
                ) : (
                  <div key={field.name} className="field">
                    <Field
                      label={text(field.label)}
                      hint={field.required ? '' : t('screens:details.optional')}
                      value={values[field.name] ?? ''}
                      onChange={(value) => set(field.name, value.replace(/\D/g, '').slice(0, 11))}
                      active={active === field.name}
                      onActivate={() => setActive(field.name)}
                      problem={
                        problemOf(field, values[field.name] ?? '') === 'wrong'
                          ? t('screens:details.phoneWrong')
                          : null
                      }
                    />
                    {active === field.name && NumberPad && (
                      <NumberPad
                        t={t}
                        value={values[field.name] ?? ''}
                        onChange={(value) => set(field.name, value)}
                        length={11}
                      />
                    )}
                  </div>
                ),
              )}
            </section>
          )}
        </div>
      </Body>
    </Frame>
  );
}

function problemOf(field: FormField, value: string): 'empty' | 'wrong' | null {
  if (value === '') return field.required ? 'empty' : null;
  return field.kind === 'phone' && !MOBILE.test(value) ? 'wrong' : null;
}
