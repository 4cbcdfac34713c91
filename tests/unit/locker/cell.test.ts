import { afterAll, describe, expect, it } from 'vitest';
import {
  ACT_FROM,
  CELL_ACTS,
  CELL_EVENTS,
  CELL_FAULTS,
  CELL_STATES,
  type CellEvent,
  type CellLife,
  type CellState,
  isEmpty,
  step,
} from '../../../electron/locker/index.ts';

const ITEMS = ['present', 'absent', 'unknown'] as const;
const DOORS = ['open', 'closed', 'unknown'] as const;

/** Every cell that there can be: at rest, and with each act in each phase of the door where it may be begun. */
const CELLS: readonly CellLife[] = [
  ...CELL_STATES.flatMap((state): CellLife[] =>
    state === 'fault'
      ? CELL_FAULTS.map((fault) => ({ state, act: null, door: null, fault }))
      : [{ state, act: null, door: null, fault: null }],
  ),
  ...CELL_ACTS.flatMap((act) =>
    ACT_FROM[act].flatMap((state) =>
      (['intent', 'open'] as const).map(
        (door): CellLife => ({ state, act, door, fault: state === 'fault' ? 'UNSURE' : null }),
      ),
    ),
  ),
];

/** Everything that can happen to one. */
const EVENTS: readonly CellEvent[] = CELL_EVENTS.flatMap((kind) => eventsOf(kind));

function eventsOf(kind: CellEvent['kind']): CellEvent[] {
  switch (kind) {
    case 'intend':
      return CELL_ACTS.map((act) => ({ kind, act }));
    case 'closed':
      return ITEMS.flatMap((item) => [
        { kind, item },
        { kind, item, said: 'inside' as const },
        { kind, item, said: 'empty' as const },
      ]);
    case 'sensed':
      return DOORS.flatMap((door) => ITEMS.map((item): CellEvent => ({ kind, sensed: { door, item } })));
    case 'cleared':
      return (['empty', 'originals', 'result'] as const).map((found) => ({ kind, found }));
    case 'reserve':
    case 'release':
    case 'opened':
    case 'not-opened':
    case 'stuck':
    case 'forced':
    case 'due':
      return [{ kind }];
  }
}

const FULL: readonly CellState[] = ['deposited', 'placed', 'overdue'];
const rest = (state: CellState): CellLife => ({
  state,
  act: null,
  door: null,
  fault: state === 'fault' ? 'UNSURE' : null,
});
let count = 0;
afterAll(() => console.log(`${count} combinations of a cell and an event`));

describe('every cell and every event', () => {
  it('lead to a cell that holds together, or to nothing', () => {
    for (const cell of CELLS)
      for (const event of EVENTS) {
        count++;
        const after = step(cell, event);
        if (!after) continue;
        const told = JSON.stringify([cell, event, after]);
        expect(after.act === null, told).toBe(after.door === null);
        expect(after.state === 'fault', told).toBe(after.fault !== null);
        if (after.act !== null) expect(ACT_FROM[after.act], told).toContain(after.state);
      }
  });

  it('never call a cell empty in which something is felt, nor full in which nothing is', () => {
    for (const cell of CELLS)
      for (const event of EVENTS) {
        const felt =
          event.kind === 'closed'
            ? event.item
            : event.kind === 'sensed' && event.sensed.door !== 'open'
              ? event.sensed.item
              : 'unknown';
        const after = step(cell, event) ?? cell;
        if (felt === 'unknown' || after.act !== null || (event.kind === 'closed' && cell.act === null))
          continue;
        const told = JSON.stringify([cell, event, after]);
        if (felt === 'present') expect(isEmpty(after.state), told).toBe(false);
        if (felt === 'absent') expect(FULL.includes(after.state), told).toBe(false);
      }
  });

  it('have each state left again by something, a fault by a supervisor alone', () => {
    for (const state of CELL_STATES) {
      const ways = EVENTS.filter((event) => step(rest(state), event));
      expect(ways, state).not.toEqual([]);
      if (state === 'fault')
        expect(new Set(ways.map(({ kind }) => kind))).toEqual(new Set(['intend', 'cleared']));
    }
  });

  it('have each act ended by sensors that know, whatever was written down last', () => {
    for (const cell of CELLS.filter(({ act }) => act !== null && act !== 'inspect'))
      for (const item of ['present', 'absent'] as const)
        expect(step(cell, { kind: 'sensed', sensed: { door: 'closed', item } })?.act).toBeNull();
  });
});

/** The usual life of a cell, one row a state: what a resting cell becomes. */
const TABLE: readonly (readonly [CellState, CellEvent, CellState | null])[] = [
  ['free', { kind: 'reserve' }, 'reserved'],
  ['taken', { kind: 'reserve' }, 'reserved'],
  ['collected', { kind: 'reserve' }, 'reserved'],
  ['deposited', { kind: 'reserve' }, null],
  ['placed', { kind: 'reserve' }, null],
  ['overdue', { kind: 'reserve' }, null],
  ['fault', { kind: 'reserve' }, null],
  ['reserved', { kind: 'release' }, 'free'],
  ['deposited', { kind: 'release' }, null],
  ['placed', { kind: 'due' }, 'overdue'],
  ['deposited', { kind: 'due' }, null],
  ['placed', { kind: 'forced' }, 'fault'],
  ['free', { kind: 'forced' }, 'fault'],
  ['fault', { kind: 'cleared', found: 'empty' }, 'free'],
  ['fault', { kind: 'cleared', found: 'originals' }, 'deposited'],
  ['fault', { kind: 'cleared', found: 'result' }, 'placed'],
  ['placed', { kind: 'cleared', found: 'empty' }, null],
  ['placed', { kind: 'sensed', sensed: { door: 'closed', item: 'absent' } }, 'fault'],
  ['free', { kind: 'sensed', sensed: { door: 'closed', item: 'present' } }, 'fault'],
  ['free', { kind: 'sensed', sensed: { door: 'open', item: 'absent' } }, 'fault'],
  ['free', { kind: 'sensed', sensed: { door: 'closed', item: 'absent' } }, null],
  ['placed', { kind: 'sensed', sensed: { door: 'closed', item: 'unknown' } }, null],
];

describe('a cell at rest', () => {
  it.each(TABLE)('%s, %j → %s', (state, event, after) => {
    expect(step(rest(state), event)?.state ?? null).toBe(after);
  });
});

describe('an act', () => {
  const at = (state: CellState, act: CellLife['act'], door: CellLife['door'] = 'open'): CellLife => ({
    ...rest(state),
    act,
    door,
  });
  it.each([
    ['reserved', 'deposit', 'present', 'deposited'],
    ['reserved', 'deposit', 'absent', 'free'],
    ['reserved', 'place', 'present', 'placed'],
    ['reserved', 'place', 'absent', 'free'],
    ['placed', 'collect', 'absent', 'collected'],
    ['placed', 'collect', 'present', 'placed'],
    ['overdue', 'collect', 'present', 'overdue'],
    ['deposited', 'take-back', 'absent', 'free'],
    ['deposited', 'take-back', 'present', 'deposited'],
    ['deposited', 'take', 'absent', 'taken'],
    ['overdue', 'take', 'absent', 'taken'],
    ['fault', 'inspect', 'absent', 'fault'],
  ] as const)('in a cell %s, %s with the item %s at its end → %s', (state, act, item, after) => {
    expect(step(at(state, act), { kind: 'closed', item })?.state).toBe(after);
  });

  it('is ended by the citizen’s word where nothing feels, and by nobody’s goes to a person', () => {
    const door = at('placed', 'collect');
    expect(step(door, { kind: 'closed', item: 'unknown', said: 'empty' })?.state).toBe('collected');
    expect(step(door, { kind: 'closed', item: 'unknown', said: 'inside' })?.state).toBe('placed');
    expect(step(door, { kind: 'closed', item: 'unknown' })).toMatchObject({
      state: 'fault',
      fault: 'UNSURE',
    });
    // What is felt counts more than what is said.
    expect(step(door, { kind: 'closed', item: 'present', said: 'empty' })?.state).toBe('placed');
  });

  it('whose door nobody saw open and nothing feels has changed nothing', () => {
    expect(step(at('placed', 'collect', 'intent'), { kind: 'closed', item: 'unknown' })?.state).toBe(
      'placed',
    );
    expect(step(at('reserved', 'deposit', 'intent'), { kind: 'closed', item: 'unknown' })?.state).toBe(
      'free',
    );
  });

  it('whose door is stuck leaves an empty cell to a person, and lets an owner try again', () => {
    expect(step(at('reserved', 'deposit', 'intent'), { kind: 'stuck' })).toMatchObject({ fault: 'STUCK' });
    expect(step(at('placed', 'collect', 'intent'), { kind: 'stuck' })).toEqual(rest('placed'));
  });
});
