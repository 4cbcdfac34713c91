import type { ReactNode } from 'react';

export function Panel(props: {
  readonly icon: ReactNode;
  readonly title: string;
  readonly small: string;
  readonly wide?: boolean;
  readonly children: ReactNode;
}) {
  return (
    <section className={`card panel${props.wide ? ' wide' : ''}`}>
      <h2>
        {props.icon}
        {props.title} <small>{props.small}</small>
      </h2>
      {props.children}
    </section>
  );
}
