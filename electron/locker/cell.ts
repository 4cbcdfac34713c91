/**
 * The life of one cell (格口) of the locker (智能流转柜) as a table: states × events. Pure. What the door and the item
 * sensor say decides; the record alone decides nothing.
 */

/** Where a cell stands. `taken` and `collected` are empty cells that remember what was in them last. */
export const CELL_STATES = [
  'free',
  'reserved' /** for one case: nothing lies in it yet */,
  'deposited' /** a citizen's originals */,
  'taken' /** a clerk took the originals */,
  'placed' /** a result waits for its citizen */,
  'overdue' /** a result that was not collected in time; staff take it back */,
  'collected' /** its citizen has it */,
  'fault' /** a person has to look */,
] as const;
export type CellState = (typeof CELL_STATES)[number];

/**
 * What a door is opened for. Citizens: `deposit` originals, `collect` a result, `take-back` originals that no clerk has
 * yet. Staff: `take` what lies there, `place` a result, `inspect` a cell in fault.
 */
export const CELL_ACTS = ['deposit', 'collect', 'take-back', 'take', 'place', 'inspect'] as const;
export type CellAct = (typeof CELL_ACTS)[number];

/** `intent`: the command may or may not have gone out. `open`: the door was seen open. */
export type DoorPhase = 'intent' | 'open';

/** Why a person has to look at a cell; with `L-` in front it is the technician's code. */
export const CELL_FAULTS = [
  'STUCK' /** the command went out, and the door stayed closed */,
  'FORCED' /** opened without a command */,
  'MISSING' /** the sensor says empty where something must lie */,
  'UNEXPECTED' /** the sensor feels something where nothing must lie */,
  'UNSURE' /** cut short, and no sensor says how it ended */,
] as const;
export type CellFault = (typeof CELL_FAULTS)[number];

/** A cell as far as the table goes. `act` and `door` are both null or both set. */
export interface CellLife {
  readonly state: CellState;
  readonly act: CellAct | null;
  readonly door: DoorPhase | null;
  /** Set exactly in `fault`. */
  readonly fault: CellFault | null;
}

/** What the sensors of a cell say. */
export interface Sensed {
  readonly door: 'open' | 'closed' | 'unknown';
  readonly item: 'present' | 'absent' | 'unknown';
}

export type CellEvent =
  | { readonly kind: 'reserve' }
  | { readonly kind: 'release' }
  /** Written before the command goes out. */
  | { readonly kind: 'intend'; readonly act: CellAct }
  /** The door was seen open, or the board without a contact took the command. */
  | { readonly kind: 'opened' }
  /** Surely no coil had current. */
  | { readonly kind: 'not-opened' }
  /** The command went out, and the contact says closed. */
  | { readonly kind: 'stuck' }
  /** An act is over: the door is closed, and this is what lies there. `said`: the citizen's word, where nothing feels. */
  | { readonly kind: 'closed'; readonly item: Sensed['item']; readonly said?: 'inside' | 'empty' }
  /** A look at a cell nobody is at: after a start, and after a door that was opened without a command. */
  | { readonly kind: 'sensed'; readonly sensed: Sensed }
  | { readonly kind: 'forced' }
  /** The time for collecting is over. */
  | { readonly kind: 'due' }
  /** A supervisor looked inside, and says what lies there. */
  | { readonly kind: 'cleared'; readonly found: 'empty' | 'originals' | 'result' };
export const CELL_EVENTS = [
  'reserve',
  'release',
  'intend',
  'opened',
  'not-opened',
  'stuck',
  'closed',
  'sensed',
  'forced',
  'due',
  'cleared',
] as const satisfies readonly CellEvent['kind'][];

/** From which states a door may be opened for what. */
export const ACT_FROM: Readonly<Record<CellAct, readonly CellState[]>> = {
  deposit: ['reserved'],
  collect: ['placed', 'overdue'],
  'take-back': ['deposited'],
  take: ['deposited', 'placed', 'overdue'],
  place: ['reserved'],
  inspect: ['fault'],
};

/** Nothing lies there, and nothing is expected. */
export const isEmpty = (state: CellState): boolean =>
  state === 'free' || state === 'taken' || state === 'collected';

/** Where an act leads when something lies there at its end, and when nothing does. `stay`: where it began. */
const ENDS: Readonly<
  Record<Exclude<CellAct, 'inspect'>, { inside: CellState | 'stay'; empty: CellState | 'stay' }>
> = {
  deposit: { inside: 'deposited', empty: 'free' },
  collect: { inside: 'stay', empty: 'collected' },
  'take-back': { inside: 'stay', empty: 'free' },
  take: { inside: 'stay', empty: 'taken' },
  place: { inside: 'placed', empty: 'free' },
};

const rest = (state: CellState): CellLife => ({ state, act: null, door: null, fault: null });
const fault = (code: CellFault): CellLife => ({ state: 'fault', act: null, door: null, fault: code });

/** The cell after an event; null when the event cannot happen to it, and nothing changes. */
export function step(cell: CellLife, event: CellEvent): CellLife | null {
  switch (event.kind) {
    case 'reserve':
      return cell.act === null && isEmpty(cell.state) ? rest('reserved') : null;
    case 'release':
      return cell.act === null && cell.state === 'reserved' ? rest('free') : null;
    case 'intend':
      return cell.act === null && ACT_FROM[event.act].includes(cell.state)
        ? { ...cell, act: event.act, door: 'intent' }
        : null;
    case 'opened':
      return cell.door === 'intent' ? { ...cell, door: 'open' } : null;
    case 'not-opened':
      return cell.door === 'intent' ? { ...cell, act: null, door: null } : null;
    case 'stuck':
      if (cell.door !== 'intent') return null;
      // What lies behind it still waits for its owner, who may try once more; an empty cell is given to nobody.
      return cell.state === 'reserved' ? fault('STUCK') : { ...cell, act: null, door: null };
    case 'closed':
      return cell.act === null ? null : ended(cell, cell.act, inside(event));
    case 'sensed':
      return sensed(cell, event.sensed);
    case 'forced':
      // While somebody is at the door it is theirs; a cell in fault is looked at anyway.
      return cell.act !== null || cell.state === 'fault' ? null : fault('FORCED');
    case 'due':
      return cell.act === null && cell.state === 'placed' ? rest('overdue') : null;
    case 'cleared':
      return cell.act === null && cell.state === 'fault' ? rest(FOUND[event.found]) : null;
  }
}

const FOUND = { empty: 'free', originals: 'deposited', result: 'placed' } as const;

function inside({ item, said }: Extract<CellEvent, { kind: 'closed' }>): boolean | null {
  if (item !== 'unknown') return item === 'present';
  return said === undefined ? null : said === 'inside';
}

/** An act whose door is closed again. Null: nothing says what lies there. */
function ended(cell: CellLife, act: CellAct, has: boolean | null): CellLife {
  if (act === 'inspect') return { ...cell, act: null, door: null };
  // A door that nobody saw open has changed nothing, unless something feels that it has.
  if (has === null && cell.door === 'intent') return rest(cell.state === 'reserved' ? 'free' : cell.state);
  if (has === null) return fault('UNSURE');
  const end = has ? ENDS[act].inside : ENDS[act].empty;
  return rest(end === 'stay' ? cell.state : end);
}

/** What the sensors say of a cell: of one whose act was cut short they say how it ended. */
function sensed(cell: CellLife, { door, item }: Sensed): CellLife | null {
  if (cell.act !== null) {
    if (door === 'open') return cell.door === 'intent' ? { ...cell, door: 'open' } : null;
    // Without a contact nobody knows whether somebody still stands there.
    if (door === 'unknown' && item === 'unknown' && cell.door === 'open') return null;
    return ended(cell, cell.act, item === 'unknown' ? null : item === 'present');
  }
  if (cell.state === 'fault') return null;
  if (door === 'open') return fault('FORCED');
  if (item === 'unknown') return null;
  const expected = cell.state === 'deposited' || cell.state === 'placed' || cell.state === 'overdue';
  if (expected === (item === 'present')) return null;
  return fault(expected ? 'MISSING' : 'UNEXPECTED');
}
