import { Pencil, Plus, Trash2 } from 'lucide-react';
import type { FormField, FormProblem, FormRow, FormValue } from '../../../electron/core/index.ts';
import { readableValue } from '../../../electron/core/index.ts';
import { Button } from '../../ui/index.ts';
import { useKiosk } from '../context.tsx';
import { problemWords, rowTitle } from './words.ts';

export interface RowsProps {
  readonly field: FormField;
  readonly rows: readonly FormRow[];
  readonly problems: readonly FormProblem[];
  readonly onOpen: (row: number) => void;
  readonly onChange: (rows: readonly FormRow[]) => void;
}

/** The lines of a repeated group: what each says, to change or to remove, and room for one more. */
export function Rows({ field, rows, problems, onOpen, onChange }: RowsProps) {
  const kiosk = useKiosk();
  const { t, text } = kiosk;
  const whole = problems.find((problem) => problem.row === null);
  const name = text(field.rowTitle ?? field.label);
  const summary = (row: FormRow) =>
    field.fields
      .flatMap((part) => {
        const value: FormValue | undefined = row[part.name];
        return value === undefined ? [] : [text(readableValue(part, value))];
      })
      .slice(0, 4)
      .join(' · ');
  return (
    <div className="field rows" data-field={field.name}>
      <p className="label">{text(field.label)}</p>
      {rows.length === 0 && <p className="lead">{t('form:noRows')}</p>}
      <ul>
        {rows.map((row, index) => {
          const title = rowTitle(kiosk, field, index);
          const wrong = problems.some((problem) => problem.row === index);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: a line is known by its place alone
            <li key={index} className="card form-row">
              <div>
                <h2>{title}</h2>
                <p>{summary(row) || t('form:emptyRow')}</p>
                {wrong && <p className="field-note">{t('form:wrongRow')}</p>}
              </div>
              <Button icon={Pencil} onPress={() => onOpen(index)} name={`row-${index}`}>
                {t('form:edit')}
                <span className="hidden-visually"> {title}</span>
              </Button>
              <Button
                icon={Trash2}
                kind="quiet"
                onPress={() => onChange(rows.filter((_, i) => i !== index))}
                name={`remove-${index}`}
              >
                {t('form:remove')}
                <span className="hidden-visually"> {title}</span>
              </Button>
            </li>
          );
        })}
      </ul>
      {rows.length < field.most ? (
        <Button
          icon={Plus}
          onPress={() => {
            onChange([...rows, {}]);
            onOpen(rows.length);
          }}
          name={`add-${field.name}`}
        >
          {t('form:add', { title: name })}
        </Button>
      ) : (
        <p className="lead">{t('form:full', { count: field.most })}</p>
      )}
      {field.help && <p className="lead help">{text(field.help)}</p>}
      {whole && <p className="field-note">{problemWords(kiosk, field, whole)}</p>}
    </div>
  );
}
