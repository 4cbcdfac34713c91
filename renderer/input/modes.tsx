import { useId } from 'react';
import { ChoiceMark } from '../ui/choice-list.tsx';

export interface ModesProps<M extends string> {
  readonly label: string;
  readonly modes: readonly M[];
  readonly words: (mode: M) => string;
  readonly value: M;
  readonly onChange: (mode: M) => void;
}

/** Which keys are shown. */
export function Modes<M extends string>({ label, modes, words, value, onChange }: ModesProps<M>) {
  const group = useId();
  return (
    <div className="modes" role="radiogroup" aria-label={label}>
      {modes.map((mode) => (
        <ChoiceMark
          key={mode}
          group={group}
          value={mode}
          chosen={mode === value}
          onChoose={() => onChange(mode)}
          className="mode"
        >
          {words(mode)}
        </ChoiceMark>
      ))}
    </div>
  );
}
