import { assign } from 'xstate';
import type { CopiesLeft, JourneyEvent, PrintItem } from '../contract/index.ts';
import { organisationCodeValid } from '../core/index.ts';
import { failure } from './failures.ts';
import { reportFrom } from './machine-report.ts';
import { base, printed, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import type { ArchiveClaim, PrintDoor, PrintOpened, PrintWish } from './print-types.ts';
import type { Person } from './types.ts';

/** The print door (打印): what can be printed, of which one paper is opened, looked at in figures, and printed. */

const CLOSED = {
  item: null,
  claim: null,
  opened: null,
  copies: 1,
  duplex: false,
  state: 'none',
  came: null,
} as const satisfies Partial<PrintDoor>;

const EMPTY: PrintDoor = { offer: { items: [], unheard: [] }, ...CLOSED };

const door = (context: SessionContext): PrintDoor => context.prints ?? EMPTY;
const withDoor = (context: SessionContext, over: Partial<PrintDoor>) => ({
  prints: { ...door(context), ...over },
});

const itemOf = (context: SessionContext, id: string) =>
  door(context).offer.items.find((one) => one.id === id) ?? null;

const wish = (context: SessionContext): PrintWish => ({
  item: door(context).item as PrintItem,
  person: context.person as Person,
  claim: door(context).claim,
});

function claimOf(event: Extract<JourneyEvent, { type: 'giveArchive' }>): ArchiveClaim {
  const { name, creditCode, as, authority, purpose } = event;
  return { organisation: { name, creditCode }, as, authority: as === 'agent' ? authority : null, purpose };
}

const knowsPurpose = (context: SessionContext, purpose: string) =>
  context.facts.prints?.purposes(door(context).item as PrintItem).some(({ id }) => id === purpose) === true;

export const prints = base.createStateConfig({
  initial: 'finding',
  entry: assign({ prints: EMPTY, problem: null }),
  on: {
    report: {
      guard: ({ context }) => door(context).state !== 'printing',
      target: 'report',
      actions: assign(({ context }) => reportFrom(context, 'prints')),
    },
  },
  states: {
    finding: {
      invoke: {
        src: 'findPrints',
        input: ({ context }) => context.person as Person,
        onDone: {
          target: 'list',
          actions: assign(({ context, event }) => ({
            ...withDoor(context, { offer: valueOr(event.output, EMPTY.offer) }),
            problem: problemIn(event.output),
          })),
        },
        onError: { target: 'list', actions: 'internalProblem' },
      },
      on: { back: '#journey.flow.home' },
    },
    list: {
      // The paper goes from memory as soon as another one is looked for.
      entry: assign(({ context }) => withDoor(context, CLOSED)),
      on: {
        choosePrint: [
          {
            guard: ({ context, event }) => itemOf(context, event.item)?.kind === 'archive',
            target: 'archive',
            actions: assign(({ context, event }) => ({
              ...withDoor(context, { item: itemOf(context, event.item) }),
              problem: null,
            })),
          },
          {
            guard: ({ context, event }) => itemOf(context, event.item) !== null,
            target: 'opening',
            actions: assign(({ context, event }) => ({
              ...withDoor(context, { item: itemOf(context, event.item) }),
              problem: null,
            })),
          },
        ],
        back: '#journey.flow.home',
        done: '#journey.flow.farewell',
      },
    },
    archive: {
      on: {
        giveArchive: [
          {
            guard: ({ event }) => !organisationCodeValid(event.creditCode),
            actions: assign({ problem: failure('organisationCodeWrong') }),
          },
          {
            guard: ({ context, event }) => knowsPurpose(context, event.purpose),
            target: 'opening',
            actions: assign(({ context, event }) => ({
              ...withDoor(context, { claim: claimOf(event) }),
              problem: null,
            })),
          },
        ],
        back: { target: 'list', actions: 'clearProblem' },
      },
    },
    /** The region is asked whether this person may have it, and gives it. */
    opening: {
      invoke: {
        src: 'openPrint',
        input: ({ context }) => wish(context),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: 'choose',
            actions: assign(({ context, event }) =>
              withDoor(context, { opened: valueOr(event.output, null) }),
            ),
          },
          {
            guard: ({ context }) => door(context).claim !== null,
            target: 'archive',
            actions: assign({ problem: ({ event }) => problemIn(event.output) }),
          },
          { target: 'list', actions: assign({ problem: ({ event }) => problemIn(event.output) }) },
        ],
        onError: { target: 'list', actions: 'internalProblem' },
      },
      on: {
        back: [
          { guard: ({ context }) => door(context).claim !== null, target: 'archive' },
          { target: 'list' },
        ],
      },
    },
    choose: {
      on: {
        printNow: {
          guard: ({ context, event }) =>
            event.copies <= (door(context).opened as PrintOpened).copies.left && context.facts.printerReady(),
          target: 'printing',
          actions: assign(({ context, event }) => ({
            ...withDoor(context, {
              copies: event.copies,
              duplex: event.duplex && context.facts.prints?.duplex() === true,
            }),
            problem: null,
          })),
        },
        back: 'list',
      },
    },
    printing: {
      entry: assign(({ context }) => withDoor(context, { state: 'printing' })),
      invoke: {
        src: 'printOut',
        input: ({ context }) => {
          const { opened, copies, duplex, came } = door(context);
          return {
            ...wish(context),
            opened: opened as PrintOpened,
            copies,
            duplex,
            language: context.language,
            came,
          };
        },
        onDone: {
          target: 'ended',
          actions: assign(({ context, event }) => ({
            ...withDoor(context, {
              state: printed(event.output),
              came: null,
              opened: counted(door(context).opened as PrintOpened, valueOr(event.output, null)),
            }),
            problem: problemIn(event.output),
          })),
        },
        onError: {
          target: 'ended',
          actions: [
            'internalProblem',
            assign(({ context }) => withDoor(context, { state: 'failed', came: null })),
          ],
        },
      },
    },
    ended: {
      on: {
        printRest: {
          guard: ({ context }) => door(context).state === 'failed' && context.problem?.retryable !== false,
          target: 'printing',
        },
        printCame: {
          guard: ({ context }) => door(context).state === 'asking',
          target: 'printing',
          actions: assign(({ context, event: { word, lastPage } }) =>
            withDoor(context, { came: { word, lastPage } }),
          ),
        },
        back: {
          guard: ({ context }) => door(context).state !== 'asking',
          target: 'list',
          actions: 'clearProblem',
        },
        done: '#journey.flow.farewell',
      },
    },
  },
});

function counted(opened: PrintOpened, copies: CopiesLeft | null): PrintOpened {
  return copies ? { ...opened, copies } : opened;
}
