import { assign } from 'xstate';
import type { Failure, ScreenData } from '../contract/index.ts';
import { err, type FormValues, type Result } from '../core/index.ts';
import { failure } from './failures.ts';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import { signing } from './machine-sign.ts';
import type { CoSigner, Person } from './types.ts';

/**
 * 股东签名: who else must sign the very document. Whoever is here lays down a card, reads and signs now; the others sign at
 * another machine or a window until a day. Who they are stands in the form; how many, in which order and until when, in
 * the guide.
 */

const DAY_MS = 86_400_000;

/** Everybody besides whoever applies, once each, in the order of the form. Empty where the region takes one signature only. */
export function signersOf(context: SessionContext): CoSigner[] {
  const rule = context.guide?.signers;
  if (!rule || context.facts.takesSigners?.(context.region) !== true) return [];
  const named = rule.people.flatMap(({ table, name, number }) =>
    rowsOf(context.values, table).map((row) => ({
      name: wordOf(row[name]),
      number: wordOf(row[number]).toUpperCase(),
    })),
  );
  const seen = new Set([context.person?.number, '']);
  return named.flatMap((one) => {
    if (seen.has(one.number)) return [];
    seen.add(one.number);
    const given = context.coSigned.find(({ number }) => number === one.number);
    return [{ ...one, given: given?.mark ?? null }];
  });
}

/** How many must have signed besides whoever applies, and the last moment (ms). */
export function dueOf(context: SessionContext): { quorum: number; inOrder: boolean; until: number } | null {
  const rule = context.guide?.signers;
  const { length } = signersOf(context);
  if (!rule || length === 0) return null;
  return {
    quorum: Math.min(rule.quorum ?? length, length),
    inOrder: rule.inOrder,
    until: context.facts.now() + rule.days * DAY_MS,
  };
}

function rowsOf(values: FormValues, table: string | null): Record<string, unknown>[] {
  if (table === null) return [values];
  const rows = values[table];
  return Array.isArray(rows) ? (rows as unknown as Record<string, unknown>[]) : [];
}

const wordOf = (value: unknown) => (typeof value === 'string' ? value.trim() : '');

export function signersData(context: SessionContext): ScreenData<'signers'> {
  const people = signersOf(context);
  const due = dueOf(context);
  const next = people.findIndex(({ given }) => given === null);
  return {
    who: context.guide?.signers?.who ?? { 'zh-CN': '', en: '' },
    people: people.map(({ name, given }, at) => ({
      name,
      signed: given !== null,
      turn: due?.inOrder === true && at === next,
    })),
    quorum: due?.quorum ?? 0,
    inOrder: due?.inOrder ?? false,
    until: due?.until ?? 0,
    problem: context.problem,
  };
}

/** The next signer as the card says, or why not this one. */
function signerIn(context: SessionContext, result: Result<Person, Failure>): Result<Person, Failure> {
  if (!result.ok) return result;
  const people = signersOf(context);
  const at = people.findIndex(({ number }) => number === result.value.number);
  const one = people[at];
  if (!one) {
    const own = result.value.number === context.person?.number;
    return err(failure(own ? 'signerTwice' : 'signerUnknown'));
  }
  // A number that was typed wrong could be somebody's: the name must be right as well.
  if (one.name !== result.value.name) return err(failure('signerUnknown'));
  if (one.given) return err(failure('signerTwice'));
  const first = people.findIndex(({ given }) => given === null);
  return dueOf(context)?.inOrder && at !== first ? err(failure('signerOrder')) : result;
}

export const signers = base.createStateConfig({
  always: { guard: ({ context }) => signersOf(context).length === 0, target: 'submitting' },
  on: {
    nextSigner: {
      guard: ({ context }) => signersOf(context).some(({ given }) => given === null),
      target: 'signerCard',
      actions: 'clearProblem',
    },
    submitSigned: { target: 'submitting', actions: 'clearProblem' },
    back: { target: 'review', actions: 'clearProblem' },
  },
});

export const signerCard = base.createStateConfig({
  initial: 'consent',
  on: { back: { target: 'signers', actions: 'clearProblem' } },
  states: {
    consent: { on: { consent: { target: 'lift', actions: 'clearProblem' } } },
    /** The card of whoever was here before has to go first. */
    lift: {
      always: { guard: ({ context }) => !context.facts.cardOnReader(), target: 'reader' },
      on: { DEVICES: { guard: ({ context }) => !context.facts.cardOnReader(), target: 'reader' } },
    },
    reader: {
      always: { guard: 'readerReady', target: 'reading' },
      on: { DEVICES: { guard: 'readerReady', target: 'reading' } },
    },
    reading: {
      initial: 'waiting',
      invoke: { src: 'readCard' },
      states: { waiting: { on: { READING: 'card' } }, card: {} },
      on: {
        PERSON: [
          {
            guard: ({ context, event }) => signerIn(context, event.result).ok,
            target: '#journey.flow.readAsSigner',
            actions: assign({ signer: ({ event }) => valueOr(event.result, null), problem: null }),
          },
          { guard: ({ event }) => problemIn(event.result)?.kind === 'readerAbsent', target: 'reader' },
          {
            guard: ({ event }) => problemIn(event.result)?.kind === 'internal',
            target: '#journey.flow.stuck',
            actions: assign({ problem: ({ event }) => problemIn(event.result) }),
          },
          {
            target: 'lift',
            actions: assign({ problem: ({ context, event }) => problemIn(signerIn(context, event.result)) }),
          },
        ],
      },
    },
  },
});

export const readAsSigner = base.createStateConfig({
  on: { toSign: 'signAsSigner', back: { target: 'signers', actions: assign({ signer: null }) } },
});

export const signAsSigner = signing({
  here: '#journey.flow.signAsSigner',
  signed: '#journey.flow.signers',
  back: '#journey.flow.readAsSigner',
  keep: ({ coSigned, facts, signer }, mark) => ({
    signer: null,
    coSigned: [...coSigned, { number: signer?.number ?? '', mark: { ...mark, signedAt: facts.now() } }],
  }),
});
