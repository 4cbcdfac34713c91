import type { LucideIcon } from 'lucide-react';
import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import type { Tone } from './notice.tsx';

export interface ScreenHead {
  readonly title: ReactNode;
  readonly lead?: ReactNode;
  readonly symbol?: LucideIcon;
  readonly tone?: Tone;
}

export interface ScreenLayoutProps extends ScreenHead {
  /** Name of the screen; when it changes, the title takes the focus, so that a new screen is read from its top. */
  readonly name: string;
  readonly band: ReactNode;
  readonly progress?: ReactNode;
  readonly children?: ReactNode;
  /**
   * Buttons of `kind` main and at most one primary. Where they stand is decided here and in frame.css alone: the primary
   * one at the bottom right in landscape, along the bottom centre in portrait.
   */
  readonly actions?: ReactNode;
  readonly tools: ReactNode;
}

/** What every screen is made of: band, progress, head, body, actions, tools. */
export function ScreenLayout(props: ScreenLayoutProps) {
  return (
    <div className="frame" data-screen={props.name}>
      {props.band}
      <main className="stage">
        {props.progress}
        <Head {...props} />
        {props.children}
      </main>
      <footer className="bottom">
        {props.actions && <div className="actions-bar">{props.actions}</div>}
        {props.tools}
      </footer>
    </div>
  );
}

interface Place {
  readonly frame: HTMLElement;
  readonly actions: HTMLElement;
}

const PlaceContext = createContext<Place | null>(null);

/** Whether what is drawn here has band, progress and tools around it already. */
export function useIsInShell(): boolean {
  return useContext(PlaceContext) !== null;
}

export type ScreenShellProps = Pick<ScreenLayoutProps, 'band' | 'progress' | 'tools' | 'children'>;

/** What stays while the screens within it change (`ScreenPart`): it is neither built nor laid out anew for each of them. */
export function ScreenShell({ band, progress, tools, children }: ScreenShellProps) {
  const frame = useRef<HTMLDivElement>(null);
  const actions = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState<Place | null>(null);
  useLayoutEffect(() => {
    if (frame.current && actions.current) setPlace({ frame: frame.current, actions: actions.current });
  }, []);
  return (
    <div className="frame" ref={frame}>
      {band}
      <main className="stage">
        {progress}
        {place && <PlaceContext value={place}>{children}</PlaceContext>}
      </main>
      <footer className="bottom">
        <div className="actions-bar" ref={actions} />
        {tools}
      </footer>
    </div>
  );
}

/** A screen within the shell: its head, its body, its actions. */
export function ScreenPart(props: Omit<ScreenLayoutProps, 'band' | 'progress' | 'tools'>) {
  const place = useContext(PlaceContext);
  useLayoutEffect(() => {
    place?.frame.setAttribute('data-screen', props.name);
    return () => place?.frame.removeAttribute('data-screen');
  }, [place, props.name]);
  return (
    <>
      <Head {...props} />
      {props.children}
      {place && createPortal(props.actions, place.actions)}
    </>
  );
}

function Head({ name, title, lead, symbol: Sign, tone = 'info' }: ScreenHead & { readonly name: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the name of the screen is the trigger
  useEffect(() => afterPaint(() => takeFocus(heading.current)), [name]);
  return (
    <div className={`heading${Sign ? '' : ' inline'}`}>
      {Sign && <Sign className={`symbol ${tone}`} size="3.2rem" strokeWidth={1.75} aria-hidden />}
      <div>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        {lead && <p className="lead">{lead}</p>}
      </div>
    </div>
  );
}

/** Who puts the focus somewhere asks for the layout at once: the new screen is painted first. */
function afterPaint(act: () => void): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const frame = requestAnimationFrame(() => {
    timer = setTimeout(act);
  });
  return () => {
    cancelAnimationFrame(frame);
    clearTimeout(timer);
  };
}

/** What of the new screen has the focus by then, a field, keeps it. */
function takeFocus(heading: HTMLElement | null): void {
  if (!heading?.closest('.stage')?.contains(document.activeElement)) heading?.focus({ preventScroll: true });
}
