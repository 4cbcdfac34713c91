import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useId } from 'react';

export interface Choice {
  readonly value: string;
  readonly label: ReactNode;
  readonly text?: ReactNode;
  readonly icon?: LucideIcon;
  readonly disabled?: boolean;
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

/** One of several, all in sight: the browser's own radio buttons, so that arrow keys move between them. */
export function ChoiceList({
  label,
  choices,
  value,
  onChange,
  shape = 'row',
  required = false,
}: ChoiceListProps) {
  const group = useId();
  return (
    <div
      role="radiogroup"
      aria-label={label}
      className={`choices ${shape}`}
      {...(required ? { 'aria-required': true } : {})}
    >
      {choices.map(({ value: own, label, text, icon: Icon, disabled = false }) => (
        <ChoiceMark
          key={own}
          group={group}
          value={own}
          chosen={own === value}
          disabled={disabled}
          onChoose={() => onChange(own)}
        >
          {shape !== 'row' && <span className="dot" aria-hidden />}
          {Icon && <Icon size="1.9rem" strokeWidth={1.75} aria-hidden />}
          <span>
            {label}
            {text && <small>{text}</small>}
          </span>
        </ChoiceMark>
      ))}
    </div>
  );
}

export interface ChoiceMarkProps {
  /** What the marks of one question share. Without it any number can be chosen, each for itself. */
  readonly group?: string;
  readonly value: string;
  readonly chosen: boolean;
  readonly onChoose: () => void;
  readonly disabled?: boolean;
  readonly className?: string;
  readonly name?: string;
  readonly children: ReactNode;
}

/** One answer of a question: a radio button, or without a group a checkbox, whose whole label is touched. */
export function ChoiceMark(props: ChoiceMarkProps) {
  const { group, value, chosen, disabled = false, name = `choice-${value}` } = props;
  return (
    <label
      className={`choice ${props.className ?? ''}`}
      data-name={name}
      {...(chosen ? { 'data-selected': true } : {})}
      {...(disabled ? { 'data-disabled': true } : {})}
    >
      <input
        type={group === undefined ? 'checkbox' : 'radio'}
        name={group}
        value={value}
        checked={chosen}
        disabled={disabled}
        onChange={props.onChoose}
      />
      {props.children}
    </label>
  );
}
