import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Tone } from './notice.tsx';

export interface TagProps {
  readonly tone?: Tone;
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

/** One word about a thing. The colour never says more than the word. */
export function Tag({ tone = 'info', icon: Icon, children }: TagProps) {
  return (
    <span className={`tag ${tone}`}>
      {Icon && <Icon size="1.1em" aria-hidden />}
      {children}
    </span>
  );
}
