import { Hourglass, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

/** Something is under way and nothing can be done meanwhile. It does not move: what moves and never ends tires. */
export function Wait({
  icon: Icon = Hourglass,
  children,
}: {
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}) {
  return (
    <div className="wait" role="status">
      <Icon size="5rem" strokeWidth={1.5} aria-hidden />
      <p>{children}</p>
    </div>
  );
}

/** Where text will stand in a moment. */
export function Skeleton({ label, lines }: { readonly label: string; readonly lines: number }) {
  return (
    <div className="skeleton" role="status">
      <span className="hidden-visually">{label}</span>
      {Array.from({ length: lines }, (_, line) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines are alike
        <span key={line} className="bar" aria-hidden />
      ))}
    </div>
  );
}
