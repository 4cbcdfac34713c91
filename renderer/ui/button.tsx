import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';

export interface ButtonProps {
  readonly children: ReactNode;
  readonly onPress: () => void;
  readonly kind?: 'primary' | 'main' | 'plain' | 'quiet' | 'wrong';
  readonly icon?: LucideIcon;
  readonly iconAfter?: LucideIcon;
  readonly disabled?: boolean;
  readonly name?: string;
}

/** A button. `primary` is the one way on of a step; its place is the frame's action bar. `name` is for tests. */
export function Button({
  kind = 'plain',
  icon: Icon,
  iconAfter: After,
  disabled = false,
  ...props
}: ButtonProps) {
  return (
    <AriaButton
      className={`button ${kind === 'primary' ? 'main primary' : kind === 'wrong' ? 'main wrong' : kind}`}
      isDisabled={disabled}
      onPress={props.onPress}
      {...(props.name ? { 'data-name': props.name } : {})}
    >
      {Icon && <Icon size="1.25em" aria-hidden />}
      <span>{props.children}</span>
      {After && <After size="1.2em" aria-hidden />}
    </AriaButton>
  );
}

export interface DoorProps {
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly icon: LucideIcon;
  readonly end?: ReactNode;
  readonly main?: boolean;
  readonly onPress: () => void;
  readonly disabled?: boolean;
  readonly name?: string;
}

/** A large card that leads somewhere. */
export function Door({
  title,
  text,
  icon: Icon,
  end,
  main = false,
  onPress,
  disabled = false,
  name,
}: DoorProps) {
  return (
    <AriaButton
      className={`door${main ? ' main' : ''}`}
      onPress={onPress}
      isDisabled={disabled}
      {...(name ? { 'data-name': name } : {})}
    >
      <Icon className="icon" size={main ? '3rem' : '2rem'} strokeWidth={1.75} aria-hidden />
      <span>
        <b>{title}</b>
        {text && <small>{text}</small>}
      </span>
      {end ?? <span />}
    </AriaButton>
  );
}
