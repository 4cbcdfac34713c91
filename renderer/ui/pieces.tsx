import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';

export function Card({ title, children }: { readonly title?: ReactNode; readonly children: ReactNode }) {
  return (
    <section className="card">
      {title && <h2>{title}</h2>}
      {children}
    </section>
  );
}

export interface Choice {
  readonly value: string;
  readonly label: ReactNode;
  readonly text?: ReactNode;
  readonly icon?: LucideIcon;
}

export interface ChoiceListProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: string | null;
  readonly onChange: (value: string) => void;
  /** `row`: pills; `grid`: two columns; `list`: one below the other. */
  readonly shape?: 'row' | 'grid' | 'list';
  readonly required?: boolean;
}

/** One of several, all in sight. */
export function ChoiceList({
  label,
  choices,
  value,
  onChange,
  shape = 'row',
  required = false,
}: ChoiceListProps) {
  return (
    <RadioGroup
      aria-label={label}
      className={`choices ${shape}`}
      value={value}
      onChange={onChange}
      isRequired={required}
      validationBehavior="aria"
    >
      {choices.map(({ value, label, text, icon: Icon }) => (
        <Radio key={value} value={value} className="choice" data-name={`choice-${value}`}>
          {shape !== 'row' && <span className="dot" aria-hidden />}
          {Icon && <Icon size="1.9rem" strokeWidth={1.75} aria-hidden />}
          <span>
            {label}
            {text && <small>{text}</small>}
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}

export interface Pair {
  readonly key: string;
  readonly value: ReactNode;
  readonly big?: boolean;
}

export function KeyValue({ pairs }: { readonly pairs: readonly Pair[] }) {
  return (
    <dl className="key-value">
      {pairs.map(({ key, value, big }) => (
        <div key={key} className="pair">
          <dt>{key}</dt>
          <dd className={big ? 'big digits' : ''}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

export interface Stage {
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
}

/** Where a case stands between submitted and finished. */
export function Timeline({ label, stages }: { readonly label: string; readonly stages: readonly Stage[] }) {
  const last = stages.findLastIndex((stage) => stage.done);
  return (
    <ol className="timeline" aria-label={label}>
      {stages.map((stage, index) => (
        <li
          key={stage.title}
          className={stage.done ? (index === last ? 'done last' : 'done') : ''}
          {...(index === last ? { 'aria-current': 'step' as const } : {})}
        >
          <b>{stage.title}</b>
          <small className="digits">{stage.text}</small>
        </li>
      ))}
    </ol>
  );
}
