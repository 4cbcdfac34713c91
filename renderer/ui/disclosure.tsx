import { ChevronDown } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';

export interface DisclosureProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly name?: string;
}

/** More for who wants it. */
export function Disclosure({ title, children, open = false, name }: DisclosureProps) {
  const id = useId();
  const [isOpen, setOpen] = useState(open);
  return (
    <div className="disclosure" {...(isOpen ? { 'data-expanded': true } : {})}>
      <h3>
        <button
          type="button"
          className="list-row"
          aria-expanded={isOpen}
          aria-controls={id}
          onClick={() => setOpen(!isOpen)}
          {...(name ? { 'data-name': name } : {})}
        >
          <span />
          <b>{title}</b>
          <span className="end">
            <ChevronDown className="turn" size="1.5rem" aria-hidden />
          </span>
        </button>
      </h3>
      <div className="panel" id={id} hidden={!isOpen}>
        {children}
      </div>
    </div>
  );
}
