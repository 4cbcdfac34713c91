import { CircleAlert, CircleCheck, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

export type Tone = 'good' | 'care' | 'wrong' | 'info';

export const TONE_ICON = { good: CircleCheck, care: TriangleAlert, wrong: CircleAlert, info: Info } as const;

export interface NoticeProps {
  readonly tone: Tone;
  /** Said before the text to who cannot see the colour and the icon. */
  readonly word: string;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  readonly action?: ReactNode;
}

/** A sentence that stands out. Wrong and care are announced at once, the others when there is time. */
export function Notice({ tone, word, title, children, action }: NoticeProps) {
  const Icon = TONE_ICON[tone];
  return (
    <div className={`notice ${tone}`} role={tone === 'wrong' ? 'alert' : 'status'}>
      <Icon size="1.9rem" strokeWidth={2} aria-hidden />
      <div>
        <span className="hidden-visually">{word}</span>
        {title && <b>{title}</b>}
        {children}
      </div>
      {action}
    </div>
  );
}
