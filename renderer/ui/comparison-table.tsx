import { BadgeCheck, Scale } from 'lucide-react';
import type { ReactNode } from 'react';

export interface ComparedCell {
  readonly content: ReactNode;
  /** `better` where the standards were agreed upon, `care` where one may be turned away; always with its words. */
  readonly mark?: { readonly kind: 'better' | 'care'; readonly words: ReactNode };
}

export interface ComparisonTableProps {
  readonly caption: string;
  readonly columns: readonly { readonly key: string; readonly title: ReactNode; readonly note?: ReactNode }[];
  readonly rows: readonly {
    readonly key: string;
    readonly title: ReactNode;
    /** One of each column, in their order. */
    readonly cells: readonly ComparedCell[];
  }[];
}

const ICON = { better: BadgeCheck, care: Scale } as const;

/** What two to four regions ask, side by side. More of them do not fit and are grouped by whoever shows them. */
export function ComparisonTable({ caption, columns, rows }: ComparisonTableProps) {
  return (
    <table className="table comparison">
      <caption className="hidden-visually">{caption}</caption>
      <thead>
        <tr>
          <td />
          {columns.map(({ key, title, note }) => (
            <th key={key} scope="col">
              {title} {note && <small>{note}</small>}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            <th scope="row">{row.title}</th>
            {columns.map(({ key }, at) => {
              const cell = row.cells[at];
              const Icon = cell?.mark && ICON[cell.mark.kind];
              return (
                <td key={key} className={cell?.mark?.kind ?? ''}>
                  {cell?.content}
                  {cell?.mark && Icon && (
                    <span className="mark">
                      <Icon size="1.1em" aria-hidden /> {cell.mark.words}
                    </span>
                  )}
                </td>
              );
            })}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
