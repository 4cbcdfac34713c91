import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import type { Tone } from './notice.tsx';

export interface ScreenHead {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly symbol?: LucideIcon;
  readonly tone?: Tone;
}

export interface ScreenLayoutProps extends ScreenHead {
  /** Name of the screen; when it changes, the title takes the focus, so that a new screen is read from its top. */
  readonly name: string;
  readonly band: ReactNode;
  readonly progress?: ReactNode;
  readonly children?: ReactNode;
  /**
   * Buttons of `kind` main and at most one primary. Where they stand is decided here and in frame.css alone: the primary
   * one at the bottom right in landscape, along the bottom centre in portrait.
   */
  readonly actions?: ReactNode;
  readonly tools: ReactNode;
}

/** What every screen is made of: band, progress, head, body, actions, tools. */
export function ScreenLayout(props: ScreenLayoutProps) {
  const { name, title, lead, symbol: Sign, tone = 'info' } = props;
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name of the screen is the trigger
  useEffect(() => heading.current?.focus({ preventScroll: true }), [name]);
  return (
    <div className="frame" data-screen={name}>
      {props.band}
      <main className="stage">
        {props.progress}
        <div className={`heading${Sign ? '' : ' inline'}`}>
          {Sign && <Sign className={`symbol ${tone}`} size="3.2rem" strokeWidth={1.75} aria-hidden />}
          <div>
            <h1 ref={heading} tabIndex={-1}>
              {title}
            </h1>
            {lead && <p className="lead">{lead}</p>}
          </div>
        </div>
        {props.children}
      </main>
      <footer className="bottom">
        {props.actions && <div className="actions-bar">{props.actions}</div>}
        {props.tools}
      </footer>
    </div>
  );
}
