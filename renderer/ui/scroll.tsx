import { ChevronDown, ChevronUp } from 'lucide-react';
import { type ReactNode, useCallback, useEffect, useRef, useState } from 'react';
import { Button } from './button.tsx';

/** Share of the visible height that one press moves; the rest stays in sight so that the eye finds its line again. */
const PAGE = 0.85;

export interface ScrollProps {
  readonly children: ReactNode;
  readonly label: string;
  readonly words: { readonly above: string; readonly below: string };
  readonly className?: string;
}

/** An area that pans under a finger and, when there is more than fits, says so with two buttons. */
export function Scroll({ children, label, words, className = '' }: ScrollProps) {
  const view = useRef<HTMLDivElement>(null);
  const [more, setMore] = useState({ above: false, below: false });
  const look = useCallback(() => {
    const el = view.current;
    if (!el) return;
    const above = el.scrollTop > 2;
    const below = el.scrollTop + el.clientHeight < el.scrollHeight - 2;
    setMore((was) => (was.above === above && was.below === below ? was : { above, below }));
  }, []);
  useEffect(() => {
    const el = view.current;
    if (!el) return;
    // The observer looks once by itself when the new screen has its layout; to ask before would lay it out twice.
    const observer = new ResizeObserver(look);
    observer.observe(el);
    for (const child of el.children) observer.observe(child);
    return () => observer.disconnect();
  }, [look]);
  const move = (by: number) => view.current?.scrollBy({ top: by * PAGE * view.current.clientHeight });
  const overflows = more.above || more.below;
  return (
    <div className={`scroll ${className}`}>
      {/* What scrolls is reachable without a finger. */}
      <div
        className="view"
        ref={view}
        onScroll={look}
        {...(overflows ? { tabIndex: 0, role: 'region', 'aria-label': label } : {})}
      >
        <div className="content">{children}</div>
      </div>
      {overflows && (
        <div className="pager">
          <Button icon={ChevronUp} disabled={!more.above} onPress={() => move(-1)}>
            {words.above}
          </Button>
          <Button icon={ChevronDown} disabled={!more.below} onPress={() => move(1)}>
            {words.below}
          </Button>
        </div>
      )}
    </div>
  );
}
