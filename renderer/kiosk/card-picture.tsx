/** A drawing of where the card goes: the reader below the screen, the card flat on it, an arrow until it lies there. */
export function CardPicture({
  reading,
  alt,
  word,
  small = false,
}: {
  readonly reading: boolean;
  readonly alt: string;
  readonly word: string;
  readonly small?: boolean;
}) {
  return (
    <figure className={`card-picture${small ? ' small' : ''}`}>
      <svg viewBox="0 0 480 300" role="img" aria-label={alt}>
        <rect className="screen" x="110" y="8" width="260" height="96" rx="8" />
        <path className="lines" d="M140 38h120M140 58h180M140 78h90" />
        <rect className="shelf" x="60" y="150" width="360" height="142" rx="14" />
        <rect className={reading ? 'pad active' : 'pad'} x="140" y="166" width="200" height="92" rx="10" />
        <text x="240" y="281" textAnchor="middle">
          {word}
        </text>
        <g className="id" transform={reading ? 'translate(177 174)' : 'translate(177 116)'}>
          <rect width="126" height="78" rx="7" />
          <circle cx="98" cy="30" r="11" />
          <path d="M80 62c2-14 34-14 36 0z" />
          <path className="print" d="M14 20h52M14 33h40M14 46h52M14 60h44" />
        </g>
        {!reading && (
          <path className="arrow" d="M92 124v44m-14-14 14 14 14-14M388 124v44m-14-14 14 14 14-14" />
        )}
      </svg>
    </figure>
  );
}
