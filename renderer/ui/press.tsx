import type { ReactNode } from 'react';

export interface PressProps {
  readonly className: string;
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  /** It is doing what it was pressed for: it keeps the focus and takes no press. */
  readonly busy?: boolean;
  readonly name?: string | undefined;
}

/**
 * What is touched: the browser's own button, so that finger, keys and screen readers press it alike. It acts on release, so that
 * a slip can be taken back by sliding off.
 */
export function Press({ className, children, onPress, disabled = false, busy = false, name }: PressProps) {
  return (
    <button
      type="button"
      className={className}
      disabled={disabled}
      onClick={busy ? undefined : onPress}
      {...(busy ? { 'aria-disabled': true, 'aria-busy': true } : {})}
      {...(name ? { 'data-name': name } : {})}
    >
      {children}
    </button>
  );
}
