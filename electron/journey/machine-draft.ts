import { assign } from 'xstate';
import type { DraftView } from '../contract/index.ts';
import { NOBODY_ELSE, sourcesOf } from './machine-for-whom.ts';
import { base, formOf, NO_ANSWERS, type SessionContext } from './machine-session.ts';
import type { Batch, DraftOrder, KeptAnswers, Person } from './types.ts';

/**
 * 草稿: what was typed is kept for a day when its citizen wishes so, and only then. Nothing that somebody else signed, no
 * file and no signature is kept: those are given anew.
 */

type Turn = Partial<SessionContext>;

/** Whether there is something to keep, of somebody whose card was read. */
export function mayKeep(context: SessionContext): boolean {
  const { facts, person, guide, values, sources, batch, forWhom, current, stored, purpose } = context;
  if (!facts.keepsDrafts?.() || purpose !== 'apply' || !guide || person?.source !== 'card') return false;
  if (current !== null || stored || forWhom?.principal) return false;
  if (batch) return batch.rows.length > 0;
  const form = formOf(context);
  if (!form || context.page === null) return false;
  const known = form.prefill(sources).values;
  return Object.entries(values).some(
    ([name, value]) => JSON.stringify(known[name]) !== JSON.stringify(value),
  );
}

/** What is kept. */
export function orderOf(context: SessionContext): DraftOrder {
  const { person, region, guide, values, page, batch, forWhom } = context;
  return {
    number: (person as Person).number,
    region,
    matter: guide?.matter.code ?? '',
    answers: {
      values,
      page,
      organisation: forWhom?.organisation ?? null,
      batch: batch && { rows: batch.rows, common: batch.common, answered: batch.answered },
    },
  };
}

/** The draft of the chosen matter. */
export function draftHere(context: SessionContext): DraftView | null {
  const { facts, person, region, guide } = context;
  if (person?.source !== 'card' || !guide) return null;
  return (
    facts
      .drafts?.(person.number)
      .find((one) => one.region.code === region && one.matter.code === guide.matter.code) ?? null
  );
}

const answersOf = ({ facts, person, region, guide }: SessionContext): KeptAnswers | null =>
  facts.draftAnswers?.(person?.number ?? '', region, guide?.matter.code ?? '') ?? null;

/** Everything as it was typed; what is asked of a company by the region is asked again. */
function resumed(context: SessionContext): Turn {
  const kept = answersOf(context);
  if (!kept) return {};
  const { values, page, organisation, batch } = kept;
  const forWhom = organisation && { ...NOBODY_ELSE, organisation };
  const sources = sourcesOf({ ...context, forWhom });
  const nextId = 1 + Math.max(0, ...(batch?.rows ?? []).map(({ id }) => id));
  const whole: Batch | null = batch && {
    ...batch,
    nextId,
    editing: null,
    typed: null,
    page: null,
    handed: [],
  };
  return { ...NO_ANSWERS, values, page, forWhom, sources, batch: whole };
}

const hasBatch = ({ context }: { context: SessionContext }) => answersOf(context)?.batch != null;
const hasCompany = ({ context }: { context: SessionContext }) => answersOf(context)?.organisation != null;
const isGone = ({ context }: { context: SessionContext }) => draftHere(context) === null;

export const resume = base.createStateConfig({
  // Its day may end while somebody looks at it.
  always: { guard: isGone, target: 'forWhom' },
  on: {
    resumeDraft: [
      { guard: hasBatch, target: 'batch', actions: assign(({ context }) => resumed(context)) },
      { guard: hasCompany, target: 'checkingCompany', actions: assign(({ context }) => resumed(context)) },
      { target: 'details', actions: assign(({ context }) => resumed(context)) },
    ],
    dropDraft: { target: 'dropping' },
    back: 'identify',
  },
});

export const dropping = base.createStateConfig({
  invoke: {
    src: 'dropDraft',
    input: ({ context }) => ({
      number: (context.person as Person).number,
      region: context.region,
      matter: context.guide?.matter.code ?? '',
    }),
    onDone: 'forWhom',
    onError: 'forWhom',
  },
});

/** The moment of writing; then everything about the citizen is forgotten like at any leaving. */
export const keeping = base.createStateConfig({
  invoke: {
    src: 'keepDraft',
    input: ({ context }) => orderOf(context),
    onDone: {
      target: 'farewell',
      actions: assign({ kept: ({ event }) => (event.output.ok ? ('kept' as const) : ('failed' as const)) }),
    },
    onError: { target: 'farewell', actions: assign({ kept: 'failed' }) },
  },
  // Nobody is watched any more: without this, a write that never ends would leave the answers on the machine.
  after: { keeping: { target: 'farewell', actions: assign({ kept: 'failed' }) } },
  on: { WIPE: {}, leaveNow: {} },
});

/** From one's own cases into the draft of a matter, as its guide is now. */
export const openingDraft = {
  guard: ({ context, event }: { context: SessionContext; event: { region: string; matter: string } }) => {
    const { facts, person } = context;
    return (
      person?.source === 'card' &&
      facts.guide(event.region, event.matter)?.matter.depth === 'full' &&
      (facts.drafts?.(person.number) ?? []).some(
        (one) => one.region.code === event.region && one.matter.code === event.matter,
      )
    );
  },
  target: '#journey.flow.resume',
} as const;

export const openedDraft = (context: SessionContext, event: { region: string; matter: string }): Turn => ({
  ...NO_ANSWERS,
  purpose: 'apply',
  region: event.region,
  guide: context.facts.guide(event.region, event.matter),
  problem: null,
});
