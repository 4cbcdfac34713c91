import type { ReactNode } from 'react';

export interface Pair {
  readonly key: string;
  readonly value: ReactNode;
  readonly big?: boolean;
}

/** A definition list: what is asked on the left, what is so on the right. */
export function KeyValue({ pairs }: { readonly pairs: readonly Pair[] }) {
  return (
    <dl className="key-value">
      {pairs.map(({ key, value, big }) => (
        <div key={key} className="pair">
          <dt>{key}</dt>
          <dd className={big ? 'big digits' : ''}>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
