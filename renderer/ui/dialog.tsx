import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from 'react-aria-components';

export interface DialogProps {
  readonly icon: LucideIcon;
  readonly title: ReactNode;
  readonly children: ReactNode;
  readonly actions: ReactNode;
  readonly alert?: boolean;
}

/** Lies over the screen until the host takes it away; a touch beside it does nothing. */
export function Dialog({ icon: Icon, title, children, actions, alert = false }: DialogProps) {
  return (
    <ModalOverlay className="veil" isOpen isDismissable={false} isKeyboardDismissDisabled>
      <Modal>
        <AriaDialog className="dialog" role={alert ? 'alertdialog' : 'dialog'}>
          <Heading slot="title" level={2}>
            <Icon size="2.2rem" aria-hidden />
            {title}
          </Heading>
          {children}
          <div className="actions">{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
