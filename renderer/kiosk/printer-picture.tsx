import './paper.css';

/** Where a hand has to go: the part is marked. `look`: into the tray. */
export type PrinterSpot = 'paper' | 'jam' | 'cover' | 'toner' | 'tray' | 'look' | 'power';

/** The printer as a line drawing, the part that matters marked. For who cannot see it, the sentence beside it says the same. */
export function PrinterPicture({ spot }: { readonly spot: PrinterSpot }) {
  const mark = (...spots: PrinterSpot[]) => (spots.includes(spot) ? 'at' : '');
  return (
    <svg className="printer-picture" viewBox="0 0 160 120" aria-hidden>
      <path
        className="body"
        d="M24 44h112a8 8 0 0 1 8 8v38a8 8 0 0 1-8 8H24a8 8 0 0 1-8-8V52a8 8 0 0 1 8-8z"
      />
      <path
        className={mark('cover', 'jam', 'toner')}
        d={spot === 'cover' ? 'M30 44l8-34h84l8 34' : 'M30 44l6-16h88l6 16'}
      />
      {spot === 'jam' && <path className="at sheet" d="M52 44l8-14 10 9 10-11 10 10 8-8 10 14" />}
      {spot === 'toner' && <rect className="at" x="48" y="54" width="64" height="14" rx="5" />}
      <rect className={mark('paper')} x="32" y="98" width="96" height="14" rx="3" />
      {spot === 'paper' && <path className="at" d="M80 120v-18m-9 8 9-9 9 9" />}
      <path className={mark('tray', 'look')} d="M36 76h88l10 18H26z" />
      {(spot === 'tray' || spot === 'look') && <path className="at sheet" d="M50 70h60l6 18H44z" />}
      {spot === 'look' && <path className="at" d="M80 34v26m-10-10 10 10 10-10" />}
      <circle className={mark('power')} cx="130" cy="56" r="4" />
    </svg>
  );
}

const SPOT: Record<string, PrinterSpot> = {
  printerNoPaper: 'paper',
  printerJam: 'jam',
  printerCover: 'cover',
  printerToner: 'toner',
  printerFull: 'tray',
  printerAbsent: 'power',
  printUnknown: 'look',
};

/** The picture of a failure's kind, where there is one. */
export function pictureOf(kind: string | undefined) {
  const spot = kind === undefined ? undefined : SPOT[kind];
  return spot && <PrinterPicture spot={spot} />;
}
