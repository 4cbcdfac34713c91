import { Check } from 'lucide-react';

export interface ProgressProps {
  readonly label: string;
  /** The steps' names, in order. */
  readonly words: readonly string[];
  /** Number of the step at hand; the first is 1. */
  readonly at: number;
}

/** The steps of a journey and where in it one is. */
export function Progress({ label, words, at }: ProgressProps) {
  return (
    <ol className="stepper" aria-label={label}>
      {words.map((word, index) => {
        const n = index + 1;
        return (
          <li
            key={word}
            className={n < at ? 'done' : n === at ? 'now' : ''}
            {...(n === at ? { 'aria-current': 'step' as const } : {})}
          >
            <span className="n">{n < at ? <Check size="1rem" strokeWidth={3} aria-hidden /> : n}</span>
            <span className="word">{word}</span>
          </li>
        );
      })}
    </ol>
  );
}
