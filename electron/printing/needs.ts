import type { PrinterCondition } from '../../native-bridge/index.ts';

/** What a technician has to know of a printer: paper, toner, counters. */
export function printerNeeds({ reasons, supplies, inputTrays, output, counters }: PrinterCondition) {
  const trays = inputTrays.map(({ state }) => state).filter((state) => state !== 'unknown');
  const said = (word: RegExp) => reasons.some(({ reason }) => word.test(reason));
  const empty =
    said(/^media-(empty|needed)$/) || (trays.length > 0 && trays.every((state) => state === 'empty'));
  const low = said(/^media-low$/) || (trays.length > 0 && !trays.includes('ready'));
  const known = trays.length > 0 || reasons.length > 0;
  const paper: 'ok' | 'low' | 'empty' | 'unknown' = empty ? 'empty' : low ? 'low' : known ? 'ok' : 'unknown';
  return {
    reasons: reasons.map(({ reason }) => reason),
    paper,
    supplies: supplies.map(({ name, type, level, state }) => ({ name, type, level, state })),
    pages: counters.pages,
    sheets: counters.sheets,
    output,
  };
}
