import { assign } from 'xstate';
import { base, problemIn, type SessionContext, valueOr } from './machine-session.ts';
import type { Report } from './types.ts';

/** 反映问题: what could not be done (办不成事), or what is on no list (清单外事项). Whatever stood before is kept. */

/** Who stands here as far as that is proven: by card, or by a receipt and the number that goes with it. */
export function reporterOf(context: SessionContext): string | null {
  if (context.person) return context.person.number;
  return context.cases.length > 0 ? (context.receiptClaim?.number ?? null) : null;
}

/** A report as it begins on a screen. */
export function reportFrom(
  context: SessionContext,
  from: Report['from'],
): Pick<SessionContext, 'report' | 'reportProblem' | 'ticket'> {
  const { facts, guide, problem, query, region } = context;
  const ofCase =
    from === 'cases'
      ? (context.cases[0] ?? null)
      : from === 'correct'
        ? (context.cases.find((one) => one.receiptNumber === context.correcting?.receiptNumber) ?? null)
        : null;
  return {
    ticket: null,
    reportProblem: null,
    report: {
      id: facts.newId(),
      from,
      kind:
        from === 'search' || (from === 'guide' && guide?.matter.depth !== 'full') ? 'off-list' : 'not-done',
      region: ofCase?.region.code ?? region,
      matter:
        from === 'guide' || from === 'cardNeeded' || from === 'fee' || from === 'stuck'
          ? (guide?.matter ?? null)
          : null,
      receiptNumber: ofCase?.receiptNumber ?? null,
      technicianCode:
        from === 'stuck'
          ? (problem?.technicianCode ?? null)
          : from === 'fee'
            ? (context.fee?.problem?.technicianCode ?? null)
            : null,
      query: from === 'search' ? query : '',
      said: null,
    },
  };
}

/** To the screen that the report was opened from. */
const backToWhere = [
  ...(
    [
      'search',
      'fee',
      'guide',
      'cardNeeded',
      'stuck',
      'cases',
      'correct',
      'prints',
      'collect',
      'cell',
    ] as const
  ).map((from) => ({
    guard: ({ context }: { context: SessionContext }) => context.report?.from === from,
    target:
      from === 'search'
        ? '#journey.flow.matters.searching'
        : from === 'prints'
          ? '#journey.flow.prints.list'
          : `#journey.flow.${from}`,
  })),
  { target: '#journey.flow.home' },
];

const knownRegion = (context: SessionContext, region: string) =>
  context.facts.regions().some(({ code }) => code === region);

export const report = base.createStateConfig({
  initial: 'writing',
  states: {
    writing: {
      on: {
        chooseRegion: {
          guard: ({ context, event }) => knownRegion(context, event.region),
          actions: assign(({ context, event }) => ({
            report: { ...(context.report as Report), region: event.region },
          })),
        },
        fileReport: {
          target: 'filing',
          actions: assign(({ context, event: { type: _, kind, ...said } }) => ({
            report: { ...(context.report as Report), kind, said },
            reportProblem: null,
          })),
        },
      },
    },
    /** Taken in, or not, in one transaction: a citizen who leaves meanwhile has still handed it in or not. */
    filing: {
      invoke: {
        src: 'fileTicket',
        input: ({ context }) => ({ ...(context.report as Report), number: reporterOf(context) }),
        onDone: [
          {
            guard: ({ event }) => event.output.ok,
            target: '#journey.flow.reported',
            actions: assign({ ticket: ({ event }) => valueOr(event.output, null), reportProblem: null }),
          },
          { target: 'writing', actions: assign({ reportProblem: ({ event }) => problemIn(event.output) }) },
        ],
        onError: { target: 'writing', actions: 'internalReportProblem' },
      },
    },
  },
  on: {
    back: backToWhere,
  },
});

export const reported = base.createStateConfig({ on: { done: 'farewell', back: backToWhere } });
