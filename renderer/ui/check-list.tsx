import { Check } from 'lucide-react';
import { Checkbox, CheckboxGroup } from 'react-aria-components';
import type { Choice } from './choice-list.tsx';

export interface CheckListProps {
  readonly label: string;
  readonly choices: readonly Choice[];
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  /** `grid`: as many columns as fit; `list`: one below the other. */
  readonly shape?: 'grid' | 'list';
}

/** Any number of several, all in sight. */
export function CheckList({ label, choices, value, onChange, shape = 'grid' }: CheckListProps) {
  return (
    <CheckboxGroup aria-label={label} className={`choices ${shape}`} value={[...value]} onChange={onChange}>
      {choices.map(({ value, label, text, icon: Icon, disabled = false }) => (
        <Checkbox
          key={value}
          value={value}
          isDisabled={disabled}
          className="choice several"
          data-name={`choice-${value}`}
        >
          <span className="box" aria-hidden>
            <Check size="1em" strokeWidth={3} />
          </span>
          {Icon && <Icon size="1.9rem" strokeWidth={1.75} aria-hidden />}
          <span>
            {label}
            {text && <small>{text}</small>}
          </span>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}
