import { fromCallback, fromPromise } from 'xstate';
import type { Language, ScreenName } from '../contract/index.ts';
import type { MachineEvent } from './machine-session.ts';
import type { PrintRun, PrintWish } from './print-types.ts';
import type { JourneyEffects, Person } from './types.ts';

type Noted = <T>(work: () => Promise<T>) => Promise<T>;

/** Says that something was asked for which this machine does not have: a bug, since no screen offers it. */
function needed<T>(effect: T | undefined): T {
  // coverage-defer: no screen offers what is not there
  /* v8 ignore next -- @preserve */
  if (!effect) throw new Error('this machine has no such door');
  return effect;
}

/** The actors of the print door and of help. `screen`: what the citizen sees now. */
export function doorActors(effects: JourneyEffects, noted: Noted, screen: () => ScreenName) {
  return {
    findPrints: fromPromise(({ input }: { input: Person }) => noted(() => needed(effects.findPrints)(input))),
    openPrint: fromPromise(({ input, signal }: { input: PrintWish; signal: AbortSignal }) =>
      noted(() => needed(effects.openPrint)(input, signal)),
    ),
    printOut: fromPromise(({ input }: { input: PrintRun }) => noted(() => needed(effects.printOut)(input))),
    readHelper: fromPromise(({ signal }: { signal: AbortSignal }) =>
      noted(() => needed(effects.readHelper)(signal)),
    ),
    callStaff: fromCallback<MachineEvent, { language: Language }>(({ sendBack, input }) =>
      needed(effects.callStaff)({ ...input, screen: screen() }, (news) => sendBack({ type: 'CALL', news })),
    ),
    callVideo: fromCallback<MachineEvent, { language: Language }>(({ sendBack, input }) =>
      needed(effects.callVideo)({ ...input, screen: screen() }, (news) => sendBack({ type: 'VIDEO', news })),
    ),
  };
}
