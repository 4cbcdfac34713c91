import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react';
import type {
  Failure,
  JourneyEvent,
  JourneyEventName,
  JourneyView,
  Language,
  MachineInfo,
  MachineStatus,
  ScreenName,
  Text,
} from '../../electron/contract/index.ts';
import type { KioskSession, KioskState } from '../api/index.ts';
import { failureWords, type T, textOf, translator } from '../i18n/index.ts';
import { Drafts } from './drafts.ts';

/** What every screen may use. */
export interface Kiosk {
  readonly session: KioskSession;
  readonly t: T;
  readonly language: Language;
  readonly info: MachineInfo;
  readonly status: MachineStatus | null;
  readonly view: JourneyView;
  readonly drafts: Drafts;
  text(text: Text): string;
  words(failure: Failure): { title: string; advice: string };
  can(event: JourneyEventName): boolean;
  send(event: JourneyEvent): void;
}

const KioskContext = createContext<Kiosk | null>(null);

export function useKiosk(): Kiosk {
  const kiosk = useContext(KioskContext);
  if (!kiosk) throw new Error('outside of the kiosk');
  return kiosk;
}

export function useSessionState(session: KioskSession): KioskState {
  return useSyncExternalStore(session.subscribe, session.getState);
}

export function KioskProvider(props: {
  readonly session: KioskSession;
  readonly state: KioskState & { readonly view: JourneyView; readonly info: MachineInfo };
  readonly children: ReactNode;
}) {
  const { session, state, children } = props;
  const { view, info, status } = state;
  const drafts = useState(() => new Drafts())[0];
  // Where a session begins or ends nothing of the one before is left.
  const over = view.screen === 'home' || view.screen === 'farewell' || view.screen === 'recovered';
  if (over) drafts.forget();
  const kiosk = useMemo<Kiosk>(() => {
    const t = translator(view.language);
    return {
      session,
      t,
      language: view.language,
      info,
      status,
      view,
      drafts,
      text: (text) => textOf(text, view.language),
      words: (failure) => failureWords(t, failure),
      can: (event) => view.events.includes(event),
      send: (event) => session.send(event),
    };
  }, [session, view, info, status, drafts]);
  return <KioskContext value={kiosk}>{children}</KioskContext>;
}

/** The host's clock in ms, renewed every `everyMs`. */
export function useNow(everyMs: number): number {
  const { session, status } = useKiosk();
  const read = () => Date.now() + session.getState().clockOffset;
  const [now, setNow] = useState(read);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the session never changes while the page lives; a status brings the host's clock
  useEffect(() => {
    setNow(read());
    const id = setInterval(() => setNow(read()), everyMs);
    return () => clearInterval(id);
  }, [everyMs, status]);
  return now;
}

/** Props of a screen: its own data. */
export interface ScreenProps<N extends ScreenName> {
  readonly data: Extract<JourneyView, { screen: N }>['data'];
}
