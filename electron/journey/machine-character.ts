import { assign } from 'xstate';
import type { Failure, Strokes } from '../contract/index.ts';
import type { Result } from '../core/index.ts';
import { failure } from './failures.ts';
import { base, type SessionContext } from './machine-session.ts';
import type { MissingCharacter, PreparedDocument, Unprintable } from './types.ts';

/** A character that no font has: one after the other is settled, then the document is made. */

type Prepared = Result<PreparedDocument | Unprintable, Failure>;

/** What must be settled before the document can be made. */
export function missingIn(prepared: Prepared): readonly MissingCharacter[] {
  return prepared.ok && 'missing' in prepared.value ? prepared.value.missing : [];
}

export function documentIn(prepared: Prepared): PreparedDocument | null {
  return prepared.ok && !('missing' in prepared.value) ? prepared.value : null;
}

type At = { context: SessionContext };
const mayDraw = ({ context }: At) => context.missing[0]?.drawable === true;
const mayCorrect = ({ context }: At) => context.missing[0]?.typed === true;
const isLast = ({ context }: At) => context.missing.length === 1;

function withDrawing(context: SessionContext, strokes: Strokes): Partial<SessionContext> {
  const [first, ...missing] = context.missing as [MissingCharacter, ...MissingCharacter[]];
  return { missing, drawn: { ...context.drawn, [first.character]: strokes } };
}

export const character = base.createStateConfig({
  on: {
    drew: [
      {
        guard: (at) => mayDraw(at) && isLast(at),
        target: 'preparing',
        actions: assign(({ context, event }) => withDrawing(context, event.strokes)),
      },
      { guard: mayDraw, actions: assign(({ context, event }) => withDrawing(context, event.strokes)) },
    ],
    correct: { guard: mayCorrect, target: 'details' },
    toStaff: { target: 'stuck', actions: assign({ problem: failure('unprintable') }) },
    back: 'delivery',
  },
});
