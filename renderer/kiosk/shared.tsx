import { Check, MessageSquareWarning, Phone } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Failure, JourneyEventName, Place, Text } from '../../electron/contract/index.ts';
import { Button, Door, Notice, Scroll, type Tone } from '../ui/index.ts';
import { useKiosk } from './context.tsx';

/** The way back, where the host allows one. */
export function Back({ children }: { readonly children?: ReactNode }) {
  const { t, can, send } = useKiosk();
  if (!can('back')) return null;
  return (
    <Button kind="main" onPress={() => send({ type: 'back' })} name="back">
      {children ?? t('back')}
    </Button>
  );
}

/** What went wrong and what to do. */
export function Problem({
  failure,
  tone = 'wrong',
  action,
}: {
  readonly failure: Failure | null;
  readonly tone?: Tone;
  readonly action?: ReactNode;
}) {
  const { words, t } = useKiosk();
  if (!failure) return null;
  const { title, advice } = words(failure);
  return (
    <Notice tone={tone} word={t(`notice.${tone}`)} title={title} action={action}>
      <p>{advice}</p>
    </Notice>
  );
}

export function Points({
  items,
  numbered = false,
}: {
  readonly items: readonly (Text | string)[];
  readonly numbered?: boolean;
}) {
  const { text } = useKiosk();
  const List = numbered ? 'ol' : 'ul';
  return (
    <List className="points">
      {items
        .map((item) => (typeof item === 'string' ? item : text(item)))
        .map((item, index) => (
          <li key={item}>
            <span className="n" aria-hidden>
              {numbered ? index + 1 : <Check size="1.1em" strokeWidth={2.5} />}
            </span>
            <span>{item}</span>
          </li>
        ))}
    </List>
  );
}

export function Places({ places }: { readonly places: readonly Place[] }) {
  const { text, t } = useKiosk();
  return (
    <ul>
      {places.map((place) => (
        <li className="place" key={text(place.name) + place.phone}>
          <b>{text(place.name)}</b>
          <span className="phone digits">
            <span className="hidden-visually">{t('phone')} </span>
            {place.phone}
          </span>
          <small>
            {text(place.address)} · {text(place.hours)}
          </small>
        </li>
      ))}
    </ul>
  );
}

/** 反映问题, with what is known here filled in. */
export function ReportDoor() {
  const { t, can, send } = useKiosk();
  if (!can('report')) return null;
  return (
    <Door
      icon={MessageSquareWarning}
      title={t('screens:home.report')}
      text={t('screens:home.reportText')}
      onPress={() => send({ type: 'report' })}
      name="report"
    />
  );
}

/** A phone number that stands out. The machine cannot call: the number is for the citizen's own phone. */
export function PhoneLine({ label, phone }: { readonly label: ReactNode; readonly phone: string }) {
  return (
    <p className="phone-line">
      <Phone size="1.9rem" strokeWidth={1.75} aria-hidden />
      <span>
        <small>{label}</small>
        <b className="digits">{phone}</b>
      </span>
    </p>
  );
}

/** The body of a screen; pages when it does not fit. */
export function Body({ children, label }: { readonly children: ReactNode; readonly label: string }) {
  const { t } = useKiosk();
  return (
    <Scroll label={label} words={{ above: t('moreAbove'), below: t('moreBelow') }}>
      {children}
    </Scroll>
  );
}

export function useSendOnly(
  event: Extract<JourneyEventName, 'done' | 'retry' | 'start' | 'compare' | 'consent' | 'toSign'>,
): () => void {
  const { send } = useKiosk();
  return () => send({ type: event });
}
