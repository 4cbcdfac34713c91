import { Check } from 'lucide-react';
import { type Choice, ChoiceMark } from './choice-list.tsx';

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
  const turned = (one: string) =>
    value.includes(one) ? value.filter((other) => other !== one) : [...value, one];
  return (
    <fieldset aria-label={label} className={`choices ${shape}`}>
      {choices.map(({ value: own, label, text, icon: Icon, disabled = false }) => (
        <ChoiceMark
          key={own}
          value={own}
          chosen={value.includes(own)}
          disabled={disabled}
          className="several"
          onChoose={() => onChange(turned(own))}
        >
          <span className="box" aria-hidden>
            <Check size="1em" strokeWidth={3} />
          </span>
          {Icon && <Icon size="1.9rem" strokeWidth={1.75} aria-hidden />}
          <span>
            {label}
            {text && <small>{text}</small>}
          </span>
        </ChoiceMark>
      ))}
    </fieldset>
  );
}
