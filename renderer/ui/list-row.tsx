import { ChevronRight, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Press } from './press.tsx';

export interface ListRowProps {
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly icon?: LucideIcon;
  /** What stands at its end: a tag, a number. A row that leads somewhere has an arrow there by itself. */
  readonly end?: ReactNode;
  readonly onPress?: () => void;
  readonly disabled?: boolean;
  readonly name?: string;
}

/** A line of a list; a `<li>`, so its place is in a `<ul className="list-rows">`. */
export function ListRow({ title, text, icon: Icon, end, onPress, disabled = false, name }: ListRowProps) {
  const inside = (
    <>
      {Icon ? <Icon className="icon" size="1.6rem" strokeWidth={1.75} aria-hidden /> : <span />}
      <span>
        <b>{title}</b>
        {text && <small>{text}</small>}
      </span>
      <span className="end">
        {end}
        {onPress && <ChevronRight size="1.5rem" aria-hidden />}
      </span>
    </>
  );
  return (
    <li>
      {onPress ? (
        <Press className="list-row" onPress={onPress} disabled={disabled} name={name}>
          {inside}
        </Press>
      ) : (
        <div className="list-row">{inside}</div>
      )}
    </li>
  );
}
