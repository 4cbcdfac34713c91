import type { ReactNode } from 'react';

export interface TableProps {
  /** Said to who cannot see it; shown by whoever shows the table. */
  readonly caption: string;
  readonly columns: readonly { readonly key: string; readonly title: ReactNode; readonly number?: boolean }[];
  readonly rows: readonly { readonly key: string; readonly cells: readonly ReactNode[] }[];
}

/** Plain rows and columns. The first cell of a row names it. */
export function Table({ caption, columns, rows }: TableProps) {
  return (
    <table className="table">
      <caption className="hidden-visually">{caption}</caption>
      <thead>
        <tr>
          {columns.map(({ key, title, number }) => (
            <th key={key} scope="col" className={number ? 'number' : ''}>
              {title}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={row.key}>
            {columns.map(({ key, number }, at) =>
              at === 0 ? (
                <th key={key} scope="row">
                  {row.cells[at]}
                </th>
              ) : (
                <td key={key} className={number ? 'number digits' : ''}>
                  {row.cells[at]}
                </td>
              ),
            )}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
