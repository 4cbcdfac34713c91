export interface Stage {
  readonly title: string;
  readonly text: string;
  readonly done: boolean;
}

/** Where a case stands between submitted and finished. */
export function Timeline({ label, stages }: { readonly label: string; readonly stages: readonly Stage[] }) {
  const last = stages.findLastIndex((stage) => stage.done);
  return (
    <ol className="timeline" aria-label={label}>
      {stages.map((stage, index) => (
        <li
          key={stage.title}
          className={stage.done ? (index === last ? 'done last' : 'done') : ''}
          {...(index === last ? { 'aria-current': 'step' as const } : {})}
        >
          <b>{stage.title}</b>
          <small className="digits">{stage.text}</small>
        </li>
      ))}
    </ol>
  );
}
