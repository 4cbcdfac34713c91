export interface CountdownProps {
  /** Whole seconds left, and of how many. */
  readonly left: number;
  readonly of: number;
}

/** Seconds that run out. The sentence beside it says it to who cannot see it. */
export function Countdown({ left, of }: CountdownProps) {
  const part = of > 0 ? Math.min(1, Math.max(0, left / of)) : 0;
  return (
    <div className="countdown" aria-hidden>
      <p className="count digits">{left}</p>
      <svg className="left" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden>
        <rect className="whole" width="100" height="4" rx="2" />
        <rect className="part" width={100 * part} height="4" rx="2" />
      </svg>
    </div>
  );
}
