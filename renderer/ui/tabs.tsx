import { type KeyboardEvent, type ReactNode, useId, useState } from 'react';

export interface TabsProps {
  readonly label: string;
  readonly tabs: readonly { readonly key: string; readonly title: ReactNode; readonly body: ReactNode }[];
}

const MOVES: Readonly<Record<string, number>> = { ArrowLeft: -1, ArrowRight: 1 };

/** A few sides of one thing, one at a time. What must be read before going on never hides behind a tab. */
export function Tabs({ label, tabs }: TabsProps) {
  const id = useId();
  const [wanted, setWanted] = useState(tabs[0]?.key);
  const at = Math.max(
    0,
    tabs.findIndex(({ key }) => key === wanted),
  );
  const move = (event: KeyboardEvent<HTMLElement>) => {
    const next = tabs[(at + (MOVES[event.key] ?? 0) + tabs.length) % tabs.length];
    if (!MOVES[event.key] || !next) return;
    event.preventDefault();
    setWanted(next.key);
    document.getElementById(`${id}-${next.key}`)?.focus();
  };
  return (
    <div className="tabs">
      <div role="tablist" aria-label={label} className="tab-list" onKeyDown={move}>
        {tabs.map(({ key, title }, index) => (
          <button
            type="button"
            key={key}
            role="tab"
            id={`${id}-${key}`}
            className="tab"
            aria-selected={index === at}
            aria-controls={`${id}-panel`}
            tabIndex={index === at ? 0 : -1}
            onClick={() => setWanted(key)}
            data-name={`tab-${key}`}
          >
            {title}
          </button>
        ))}
      </div>
      <div
        role="tabpanel"
        id={`${id}-panel`}
        className="tab-panel"
        aria-labelledby={`${id}-${tabs[at]?.key}`}
      >
        {tabs[at]?.body}
      </div>
    </div>
  );
}
