import { Hourglass, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Press } from './press.tsx';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  /** `primary`: the one way on of a step; `main`: any other way of a step; `plain`, `quiet`: inside the body; `wrong`: what cannot be undone. */
  readonly kind?: 'primary' | 'main' | 'plain' | 'quiet' | 'wrong';
  readonly icon?: LucideIcon;
  readonly iconAfter?: LucideIcon;
  readonly disabled?: boolean;
  /** What it is doing since it was pressed; it takes no press meanwhile and keeps the focus. */
  readonly busy?: ReactNode;
  readonly name?: string;
}

/** A button. Where the primary one stands is the layout's business. `name` is for tests. */
export function Button({
  kind = 'plain',
  icon: Icon,
  iconAfter: After,
  disabled = false,
  busy,
  ...props
}: ButtonProps) {
  const isBusy = busy !== undefined && busy !== null;
  const Sign = isBusy ? Hourglass : Icon;
  return (
    <Press
      className={`button ${kind === 'primary' ? 'main primary' : kind === 'wrong' ? 'main wrong' : kind}`}
      disabled={disabled}
      busy={isBusy}
      onPress={props.onPress}
      name={props.name}
    >
      {Sign && <Sign size="1.25em" aria-hidden />}
      <span>{isBusy ? busy : props.children}</span>
      {After && !isBusy && <After size="1.2em" aria-hidden />}
    </Press>
  );
}
