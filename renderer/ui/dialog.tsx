import type { LucideIcon } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useLayoutEffect, useRef } from 'react';
import { createPortal } from 'react-dom';

export interface DialogProps {
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  readonly alert?: boolean;
}

/** From the last button on to the first, and back: the page under it and the browser around it are not for now. */
function keepFocus(event: KeyboardEvent<HTMLElement>): void {
  if (event.key !== 'Tab') return;
  const buttons = [
    ...event.currentTarget.querySelectorAll<HTMLElement>('button:enabled, input:enabled, a[href]'),
  ];
  const [from, to] = event.shiftKey ? [buttons[0], buttons.at(-1)] : [buttons.at(-1), buttons[0]];
  const { activeElement } = document;
  if (activeElement !== from && !(event.shiftKey && activeElement === event.currentTarget)) return;
  event.preventDefault();
  to?.focus();
}

export interface OverProps {
  readonly children: ReactNode;
  /** What it is called, or the id of the element that says so. */
  readonly label?: string;
  readonly labelledBy?: string;
  readonly alert?: boolean;
  /** It covers the screen instead of standing on it. */
  readonly whole?: boolean;
}

/**
 * Lies over the screen until it is taken away; a touch beside it does nothing, and what lies under it takes neither touch nor
 * focus. Not the browser's own dialog: that one lies above everything, also above the word that the line is lost.
 */
export function Over({ children, label, labelledBy, alert = false, whole = false }: OverProps) {
  const veil = useRef<HTMLDivElement>(null);
  const dialog = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const before = document.activeElement;
    const under = [...document.body.children].filter(
      (one) => one instanceof HTMLElement && one !== veil.current && !one.inert,
    ) as HTMLElement[];
    for (const one of under) one.inert = true;
    dialog.current?.focus({ preventScroll: true });
    return () => {
      for (const one of under) one.inert = false;
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);
  return createPortal(
    <div className={whole ? 'veil whole' : 'veil'} ref={veil}>
      <div>
        <div
          className={whole ? 'dialog whole' : 'dialog'}
          ref={dialog}
          tabIndex={-1}
          {...{
            role: alert ? 'alertdialog' : 'dialog',
            'aria-modal': true,
            'aria-label': label,
            'aria-labelledby': labelledBy,
            onKeyDown: keepFocus,
          }}
        >
          {children}
        </div>
      </div>
    </div>,
    document.body,
  );
}

/** A question over the screen. */
export function Dialog({ icon: Icon, title, children, actions, alert = false }: DialogProps) {
  const id = useId();
  return (
    <Over alert={alert} labelledBy={id}>
      <h2 id={id}>
        <Icon size="2.2rem" aria-hidden />
        {title}
      </h2>
      {children}
      <div className="actions">{actions}</div>
    </Over>
  );
}
