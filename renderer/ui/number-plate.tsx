import type { ReactNode } from 'react';

export interface NumberPlateProps {
  readonly label: ReactNode;
  /** As it is printed; hyphens stay in what is copied out. */
  readonly number: string;
  readonly note?: ReactNode;
}

/** A number that somebody will write down: as large as its place allows, digits of one width, never broken. */
export function NumberPlate({ label, number, note }: NumberPlateProps) {
  return (
    <div className="number-plate">
      <p className="lead">{label}</p>
      <p className="receipt-number digits">{number}</p>
      {note && <p className="note">{note}</p>}
    </div>
  );
}
