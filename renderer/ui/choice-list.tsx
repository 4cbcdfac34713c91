import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Radio, RadioGroup } from 'react-aria-components';

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
      {choices.map(({ value, label, text, icon: Icon, disabled = false }) => (
        <Radio
          key={value}
          value={value}
          isDisabled={disabled}
          className="choice"
          data-name={`choice-${value}`}
        >
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
