import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Press } from './press.tsx';

export interface DoorProps {
  readonly title: ReactNode;
  readonly text?: ReactNode;
  readonly icon: LucideIcon;
  readonly end?: ReactNode;
  readonly main?: boolean;
  /** `tall`: the icon stands above the words, for doors beside each other. */
  readonly shape?: 'wide' | 'tall';
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
  shape = 'wide',
  onPress,
  disabled = false,
  name,
}: DoorProps) {
  return (
    <Press
      className={`door ${shape}${main ? ' main' : ''}`}
      onPress={onPress}
      disabled={disabled}
      name={name}
    >
      <Icon className="icon" size={main ? '3rem' : '2rem'} strokeWidth={1.75} aria-hidden />
      <span>
        <b>{title}</b>
        {text && <small>{text}</small>}
      </span>
      {end ?? <span />}
    </Press>
  );
}
