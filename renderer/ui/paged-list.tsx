import { ChevronDown, ChevronUp } from 'lucide-react';
import { Fragment, type ReactNode, useState } from 'react';
import { Button } from './button.tsx';

export interface PagedListProps<T> {
  readonly label: string;
  readonly items: readonly T[];
  /** How many at a time. */
  readonly perPage: number;
  readonly keyOf: (item: T) => string;
  /** A `<li>`: a ListRow does. */
  readonly row: (item: T) => ReactNode;
  readonly words: {
    readonly more: string;
    readonly back: string;
    readonly place: (page: number, pages: number) => string;
  };
}

/** A long list by pages: nothing to scroll, and what lies behind is said. */
export function PagedList<T>({ label, items, perPage, keyOf, row, words }: PagedListProps<T>) {
  const [wanted, setWanted] = useState(0);
  const pages = Math.max(1, Math.ceil(items.length / perPage));
  const page = Math.min(wanted, pages - 1);
  const shown = items.slice(page * perPage, (page + 1) * perPage);
  return (
    <div className="paged">
      <ul className="list-rows" aria-label={label}>
        {shown.map((item) => (
          <Fragment key={keyOf(item)}>{row(item)}</Fragment>
        ))}
      </ul>
      {pages > 1 && (
        <div className="pager">
          <Button icon={ChevronUp} disabled={page === 0} onPress={() => setWanted(page - 1)} name="page-back">
            {words.back}
          </Button>
          <p className="place-word digits" role="status">
            {words.place(page + 1, pages)}
          </p>
          <Button
            icon={ChevronDown}
            disabled={page === pages - 1}
            onPress={() => setWanted(page + 1)}
            name="page-more"
          >
            {words.more}
          </Button>
        </div>
      )}
    </div>
  );
}
