import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Disclosure as AriaDisclosure, Button, DisclosurePanel, Heading } from 'react-aria-components';

export interface DisclosureProps {
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly open?: boolean;
  readonly name?: string;
}

/** More for who wants it. */
export function Disclosure({ title, children, open = false, name }: DisclosureProps) {
  return (
    <AriaDisclosure className="disclosure" defaultExpanded={open}>
      <Heading level={3}>
        <Button slot="trigger" className="list-row" {...(name ? { 'data-name': name } : {})}>
          <span />
          <b>{title}</b>
          <span className="end">
            <ChevronDown className="turn" size="1.5rem" aria-hidden />
          </span>
        </Button>
      </Heading>
      <DisclosurePanel className="panel">{children}</DisclosurePanel>
    </AriaDisclosure>
  );
}
