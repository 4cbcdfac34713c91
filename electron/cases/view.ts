import type { CaseView } from '../contract/index.ts';
import { instantOf, localDate, type PromiseState, promiseOf } from '../core/index.ts';
import type { CaseBooks } from './books.ts';
import type { CaseRecord } from './records.ts';
import type { MatterFacts } from './types.ts';

/** How a case stands, in words that are true at this moment. */
export function viewOf(books: CaseBooks, record: CaseRecord, canWithdraw: boolean): CaseView {
  const { calendar, clock, retentionDays, resultDays } = books.deps;
  const facts = books.facts(record.region, record.matter);
  const opens = calendar.nextOpening(record.sentAt ?? clock.now(), facts.hours);
  const promise = promiseOfCase(books, record, facts, opens);
  return {
    receiptNumber: record.receiptNumber,
    matter: facts.matter,
    region: facts.region,
    state: record.state,
    regionNumber: record.regionNumber,
    withdrawal: record.withdrawal === 'done' ? null : record.withdrawal,
    canWithdraw,
    delivery: record.delivery,
    ...(record.course.locker ? { locker: record.course.locker } : {}),
    ...(record.course.mail ? { mail: record.course.mail } : {}),
    ...(record.course.payment ? { payment: record.course.payment } : {}),
    submittedAt: record.submittedAt,
    acceptedAt: record.acceptedAt,
    officeOpensAt: opens,
    promisedBy: promise.promisedBy,
    promiseIsEstimate: promise.estimate !== null,
    holidaysKnown: promise.holidaysKnown,
    ...(isUnderway(record)
      ? {
          promise: {
            warnAt: promise.warnAt,
            overdue: promise.overdue,
            pausedSince: promise.pausedSince,
          },
        }
      : {}),
    promisedWorkingDays: facts.promisedWorkingDays,
    callAfter: instantOf(calendar.addWorkingDays(localDate(record.submittedAt), 1), facts.hours.close),
    resultReady: record.hasResult,
    retentionDays,
    resultDays,
    ...resultOf(record),
    ...asks(books, record),
    ...(record.course.parts
      ? {
          parts: record.course.parts.map(({ authority, state, finishedAt }) => ({
            authority,
            state,
            finishedAt,
          })),
        }
      : {}),
    ...(record.course.elsewhere ? { elsewhere: true as const } : {}),
  };
}

/** What the result is and what can be done with it here. */
function resultOf({ result, hasResult, hasOriginal }: CaseRecord): Pick<CaseView, 'result'> {
  if (!result) return {};
  const { kind, pages, verdict, sealedBy } = result;
  const kept = hasResult || hasOriginal;
  // It was there, and has been kept long enough.
  if (!kept && kind !== null && verdict !== 'contradicted') return {};
  const use = hasResult ? ('print' as const) : hasOriginal ? ('phone' as const) : ('none' as const);
  return { result: { kind, pages, verdict, sealedBy, rendition: result.rendition === true, use } };
}

function asks(books: CaseBooks, record: CaseRecord): Pick<CaseView, 'correction' | 'signers'> {
  const { round, signers } = books.asked(record.id);
  const { answer } = record.course;
  return {
    ...(record.state === 'correction' && round
      ? {
          correction: {
            round: round.id,
            until: round.until,
            items: round.items.map(({ kind, name, note }) => ({ kind, name, note })),
            answer: answer?.round === round.id ? answer.state : 'open',
          },
        }
      : {}),
    ...(signers
      ? {
          signers: { signed: signers.signers.filter((one) => one.signed).length, of: signers.signers.length },
        }
      : {}),
  };
}

function promiseOfCase(
  { deps: { calendar, clock } }: CaseBooks,
  record: CaseRecord,
  facts: MatterFacts,
  expectedAt: number,
): PromiseState {
  return promiseOf(
    { unit: 'working-day', promised: facts.promisedWorkingDays, statutory: null },
    {
      acceptedAt: record.acceptedAt,
      expectedAt,
      finishedAt: record.finishedAt,
      stops: record.stops,
    },
    { calendar, hours: facts.hours },
    clock.now(),
  );
}

/** A promise counts for it: it is neither refused nor given up. */
function isUnderway({ state }: CaseRecord): boolean {
  return state !== 'refused' && state !== 'stopped' && state !== 'withdrawn';
}
