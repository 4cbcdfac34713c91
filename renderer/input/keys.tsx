import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface KeyProps {
  readonly onPress: () => void;
  readonly children?: ReactNode;
  readonly icon?: LucideIcon;
  readonly label?: string;
  readonly wide?: boolean;
  readonly soft?: boolean;
  readonly disabled?: boolean;
  readonly lang?: string;
}

/** A key. It never takes the focus from the field it writes into, and it acts on release, so that a slip can be taken back. */
export function Key({ onPress, children, icon: Icon, label, wide, soft, disabled, lang }: KeyProps) {
  return (
    <button
      type="button"
      className={`key${wide ? ' wide' : ''}${soft ? ' soft' : ''}`}
      disabled={disabled}
      onPointerDown={(event) => event.preventDefault()}
      onMouseDown={(event) => event.preventDefault()}
      onClick={onPress}
      {...(label && !children ? { 'aria-label': label } : {})}
      {...(lang ? { lang } : {})}
    >
      {Icon && <Icon size="1.3em" aria-hidden />}
      {children && <span>{children}</span>}
    </button>
  );
}
