import { Pencil } from 'lucide-react';
import type { CompiledForm, FormContext, FormValues } from '../../../electron/core/index.ts';
import { Button, KeyValue } from '../../ui/index.ts';
import { useKiosk } from '../context.tsx';

/** Every answer once more, as it will stand on the paper, each group with a way to change it. */
export function CheckPage(props: {
  readonly form: CompiledForm;
  readonly values: FormValues;
  readonly context: FormContext;
}) {
  const { t, text, send } = useKiosk();
  const groups = props.form.readable(props.values, props.context);
  return (
    <div className="two">
      {groups.map(({ id, group, title, answers }) => (
        <section className="card" key={id}>
          <div className="case-head">
            <h2>{text(title)}</h2>
            <Button
              icon={Pencil}
              kind="quiet"
              onPress={() => send({ type: 'goToPage', page: group, values: {} })}
              name={`change-${id}`}
            >
              {t('form:change')}
              <span className="hidden-visually"> {text(title)}</span>
            </Button>
          </div>
          <KeyValue pairs={answers.map(({ label, value }) => ({ key: text(label), value: text(value) }))} />
        </section>
      ))}
    </div>
  );
}
