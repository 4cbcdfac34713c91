import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  readonly children?: ReactNode;
  /** A way on: an empty place is no dead end. */
  readonly action?: ReactNode;
}

/** There is nothing here, and what can be done about it. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <div className="empty-state">
      <Icon size="3.4rem" strokeWidth={1.5} aria-hidden />
      <h2>{title}</h2>
      {children}
      {action}
    </div>
  );
}
