import type { JourneyEventName, ScreenContent, ScreenData } from '../contract/index.ts';
import { canOpen, mayRetry, thingsOf } from './machine-locker.ts';
import type { SessionContext } from './machine-session.ts';
import type { AtLocker } from './types.ts';
import type { JourneySnapshot } from './view-snapshot.ts';

type LockerScreen = 'collect' | 'collectCard' | 'collectCode' | 'collectList' | 'cell';

/** What stands on the locker's screens. */
export function lockerContent(name: LockerScreen, snapshot: JourneySnapshot): ScreenContent {
  const { context } = snapshot;
  const { facts, problem } = context;
  const ready = facts.locker?.ready() === true;
  const phone = facts.sitePhone();
  switch (name) {
    case 'collect':
      return { screen: 'collect', data: { ready, phone, problem } };
    case 'collectCard':
      return {
        screen: 'collectCard',
        data: {
          phase: snapshot.matches({ flow: { collectCard: 'consent' } })
            ? 'consent'
            : snapshot.matches({ flow: { collectCard: { reading: 'card' } } })
              ? 'reading'
              : 'waiting',
          problem,
        },
      };
    case 'collectCode': {
      const codes = facts.locker?.codes() ?? { digits: 8, lockedUntil: null, left: null };
      return { screen: 'collectCode', data: { ...codes, phone, problem } };
    }
    case 'collectList':
      return { screen: 'collectList', data: { things: thingsOf(context), ready, phone } };
    case 'cell':
      return { screen: 'cell', data: cellOf(snapshot) };
  }
}

function cellOf(snapshot: JourneySnapshot): ScreenData<'cell'> {
  const { context } = snapshot;
  const { facts, problem } = context;
  const { act, cell, matter, receiptNumber, items, item, leftOpen, low, outcome, slip, phase } =
    context.locker as AtLocker;
  const cabinet = facts.locker?.cabinet() ?? { cells: [] };
  return {
    act,
    phase: phaseOf(snapshot, phase),
    cell,
    cabinet,
    matter,
    receiptNumber,
    items: items.map(({ name }) => name),
    item,
    leftOpen,
    low: { wished: low, any: cabinet.cells.some((one) => one.low) },
    outcome,
    slip,
    more: thingsOf(context).filter((thing) => thing.cell !== cell && canOpen(thing)).length,
    phone: facts.sitePhone(),
    problem,
  };
}

function phaseOf(snapshot: JourneySnapshot, door: AtLocker['phase']): ScreenData<'cell'>['phase'] {
  if (snapshot.matches({ flow: { cell: 'choosing' } })) return 'ready';
  if (snapshot.matches({ flow: { cell: 'over' } })) return 'over';
  return snapshot.matches({ flow: { cell: 'failed' } }) ? 'failed' : door;
}

/** What the locker's screens may say, besides what every screen may. */
export function lockerEventsOf(
  content: Extract<ScreenContent, { screen: LockerScreen }>,
  snapshot: JourneySnapshot,
): JourneyEventName[] {
  switch (content.screen) {
    case 'collect':
      return [...(content.data.ready ? (['withCard', 'withCode'] as const) : []), 'report', 'back'];
    case 'collectCard':
      return [...(content.data.phase === 'consent' ? (['consent'] as const) : []), 'back'];
    case 'collectCode':
      if (snapshot.matches({ flow: { collectCode: 'finding' } })) return ['back'];
      return [...(content.data.lockedUntil === null ? (['giveCode'] as const) : []), 'withCard', 'back'];
    case 'collectList':
      return [
        ...(content.data.ready && content.data.things.some(canOpen) ? (['openCell'] as const) : []),
        'report',
        'back',
        'done',
      ];
    case 'cell':
      return cellEvents(content.data, snapshot.context);
  }
}

function cellEvents({ phase, problem }: ScreenData<'cell'>, context: SessionContext): JourneyEventName[] {
  switch (phase) {
    case 'ready':
      return ['depositNow', 'done'];
    case 'opening':
    case 'open':
      return [];
    case 'asking':
      return ['cellSaid'];
    case 'over':
    case 'failed':
      return [
        ...(mayRetry(context) ? (['retry'] as const) : []),
        ...(problem ? (['report'] as const) : []),
        ...(context.person && context.locker?.act !== 'deposit' ? (['back'] as const) : []),
        'done',
      ];
  }
}

/** Whether the originals that were promised for the locker lie in it. */
export const isDeposited = ({ locker }: SessionContext): boolean => locker?.outcome === 'deposited';
