/** What one sending asks of the printer: pages of the document (1-based, both included), each copy of them whole. */
export interface Send {
  readonly from: number;
  readonly to: number;
  readonly copies: number;
}

/**
 * What is still to be printed when `done` pages of `copies` copies have come out, copy after copy: the rest of a copy
 * that was begun, then the copies that were not. A sheet whose back is missing counts as missing whole: it never came out.
 */
export function missing(wanted: {
  readonly pages: number;
  readonly copies: number;
  readonly done: number;
  readonly duplex: boolean;
}): Send[] {
  const { pages, copies, duplex } = wanted;
  const whole = Math.floor(wanted.done / pages);
  const begun = wanted.done % pages;
  const kept = duplex ? begun - (begun % 2) : begun;
  const sends: Send[] = [];
  if (kept > 0) sends.push({ from: kept + 1, to: pages, copies: 1 });
  const rest = copies - whole - (kept > 0 ? 1 : 0);
  if (rest > 0) sends.push({ from: 1, to: pages, copies: rest });
  return sends;
}

/** Pages that surely lie in the tray: all of the earlier copies and the whole sheets of this one. */
export function certain(wanted: {
  readonly pages: number;
  readonly done: number;
  readonly duplex: boolean;
}): number {
  const begun = wanted.done % wanted.pages;
  return wanted.duplex ? wanted.done - (begun % 2) : wanted.done;
}
