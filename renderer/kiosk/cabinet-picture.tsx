import type { Cabinet } from '../../electron/contract/index.ts';
import './locker.css';

/** One door in units of the picture, and the space between two. */
const [WIDE, HIGH, GAP] = [120, 72, 8] as const;

/** The locker from the front, with one door marked. */
export function CabinetPicture(props: {
  readonly cabinet: Cabinet;
  readonly cell: string | null;
  readonly alt: string;
  readonly open?: boolean;
}) {
  const { cells } = props.cabinet;
  const columns = Math.max(1, ...cells.map(({ column }) => column));
  const rows = Math.max(1, ...cells.map(({ row, rows: more }) => row + more - 1));
  return (
    <svg
      className="cabinet"
      viewBox={`0 0 ${columns * (WIDE + GAP) + GAP} ${rows * (HIGH + GAP) + GAP}`}
      role="img"
      aria-label={props.alt}
    >
      <rect className="body" x="0" y="0" width="100%" height="100%" rx="10" />
      {cells.map((one) => {
        const here = one.name === props.cell;
        const x = (one.column - 1) * (WIDE + GAP) + GAP;
        const y = (one.row - 1) * (HIGH + GAP) + GAP;
        const height = one.rows * (HIGH + GAP) - GAP;
        return (
          <g key={one.name} className={here ? (props.open ? 'here open' : 'here') : undefined}>
            <rect className="cell" x={x} y={y} width={WIDE} height={height} rx="5" />
            {here && (
              <text x={x + WIDE / 2} y={y + height / 2} aria-hidden>
                {one.name}
              </text>
            )}
          </g>
        );
      })}
    </svg>
  );
}
