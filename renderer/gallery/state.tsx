import { type ReactNode, useEffect, useRef } from 'react';

/** Attributes by which the component library tells of a state that only a hand can bring about. */
const ATTRIBUTE = { pressed: 'data-pressed', focus: 'data-focus-visible' } as const;

export interface StateProps {
  readonly name: string;
  /** Shown as it looks while a finger or the focus is on it. */
  readonly force?: keyof typeof ATTRIBUTE;
  readonly children: ReactNode;
}

/** A component in one state, and the state's name. */
export function State({ name, force, children }: StateProps) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!force) return;
    // Tabs stand a frame later than the rest.
    const id = requestAnimationFrame(() =>
      place.current?.querySelector('button, label, [role=tab]')?.setAttribute(ATTRIBUTE[force], 'true'),
    );
    return () => cancelAnimationFrame(id);
  }, [force]);
  return (
    <figure className="state" data-state={name}>
      <figcaption>{name}</figcaption>
      <div ref={place}>{children}</div>
    </figure>
  );
}

export function Section({
  id,
  title,
  children,
}: {
  readonly id: string;
  readonly title: string;
  readonly children: ReactNode;
}) {
  return (
    <section className="gallery-section" id={id}>
      <h2>{title}</h2>
      <div className="states">{children}</div>
    </section>
  );
}
