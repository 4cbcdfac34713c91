import { Angry, Frown, Laugh, type LucideIcon, Meh, Smile } from 'lucide-react';
import { useId } from 'react';
import { ChoiceMark } from './choice-list.tsx';

/** Levels of the rating (好差评), best first: very satisfied 5 … very dissatisfied 1. */
export type RatingLevel = 5 | 4 | 3 | 2 | 1;

const LEVELS: readonly { readonly level: RatingLevel; readonly icon: LucideIcon }[] = [
  { level: 5, icon: Laugh },
  { level: 4, icon: Smile },
  { level: 3, icon: Meh },
  { level: 2, icon: Frown },
  { level: 1, icon: Angry },
];

export interface RatingRowProps {
  readonly label: string;
  readonly words: Readonly<Record<RatingLevel, string>>;
  readonly value: RatingLevel | null;
  readonly onChange: (value: RatingLevel) => void;
}

/** Five faces, one touch. None is chosen beforehand and none is larger than another. */
export function RatingRow({ label, words, value, onChange }: RatingRowProps) {
  const group = useId();
  return (
    <div role="radiogroup" aria-label={label} className="rating">
      {LEVELS.map(({ level, icon: Icon }) => (
        <ChoiceMark
          key={level}
          group={group}
          value={String(level)}
          chosen={level === value}
          onChoose={() => onChange(level)}
          className="face"
          name={`rating-${level}`}
        >
          <Icon size="2.6rem" strokeWidth={1.5} aria-hidden />
          <span>{words[level]}</span>
        </ChoiceMark>
      ))}
    </div>
  );
}
