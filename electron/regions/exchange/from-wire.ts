import { z } from 'zod';
import type { CaseProgress, Payment, TicketProgress } from '../port.ts';
import type { Coder } from './coder.ts';

const TEXT = 2_000;
const LIST = 1_000;
const caseNumber = z.string().regex(/^[0-9A-Za-z-]{1,50}$/);
const number = z.string().regex(/^[0-9A-Za-z._-]{1,64}$/);
const text = z.string().max(TEXT);
const cursor = z.string().min(1).max(200);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const problem = z.object({
  kind: z.enum(['field', 'material']),
  name: z.string().min(1).max(100),
  note: text,
});

/**
 * Schemas of a region's answers: they judge an answer and give it in our words. Keys that we do not know are let pass: a
 * region may add some. A missing key, another type or a code without a word is a change of the protocol.
 */
export function answerSchemas(coder: Coder) {
  const state = coder.coded('state');
  const time = coder.time();
  const correction = z.object({
    id: number,
    until: coder.time(true).nullable(),
    items: z.array(problem).min(1).max(LIST),
  });
  const part = z.object({
    id: z.string().min(1).max(64),
    authority: z.string().max(200),
    state,
    finishedAt: time.nullable(),
  });
  const caseFields = {
    caseNumber,
    receiptNumber: z.string().max(64).nullable(),
    state,
    acceptedAt: time.nullable(),
    finishedAt: time.nullable(),
    resultReady: z.boolean(),
    correction: correction.nullish(),
    parts: z.array(part).max(LIST).nullish(),
  };
  const oneCase = z.object(caseFields);
  const payment = z.object({
    paymentNumber: number,
    amountFen: z.number().int().min(0),
    state: coder.coded('paymentState'),
    payUrl: z.string().min(1).max(1_000).nullable(),
    expiresAt: time,
    invoice: z.object({ number, checkCode: number }).nullish(),
  });
  const signers = z.object({
    documentSha256: sha256,
    signers: z.array(z.object({ id: number, label: z.string().max(100), signed: z.boolean() })).max(LIST),
  });
  return {
    ping: z.object({ status: z.literal('up') }),
    authenticate: z.object({ session: z.string().min(8).max(4_096), expiresAt: time }),
    endSession: z.object({ ended: z.literal(true) }),
    match: z.object({ match: z.boolean() }),
    checkAuthority: z.object({ valid: z.boolean(), until: coder.time(true).nullable() }),
    matters: z.object({
      version: z.string().min(1).max(100),
      matters: z
        .array(
          z.object({
            matterCode: z.string().min(1).max(50),
            taskCode: coder.task(),
            name: z.string().min(1).max(500),
            version: z.string().max(50),
            caseType: coder.coded('caseType'),
            promisedWorkingDays: z.number().int().min(0).max(3_650).nullable(),
            inForce: z.boolean(),
          }),
        )
        .max(100_000)
        .nullable(),
    }),
    preCheck: z.object({ problems: z.array(problem).max(LIST) }),
    case: oneCase,
    package: z.object({
      items: z
        .array(
          z.discriminatedUnion('outcome', [
            z.object({ key: z.string(), outcome: z.literal('taken'), case: oneCase }),
            z.object({
              key: z.string(),
              outcome: z.literal('refused'),
              code: z.string().regex(/^[A-Z][A-Z0-9_]{0,39}$/),
            }),
            z.object({ key: z.string(), outcome: z.literal('later') }),
          ]),
        )
        .max(LIST),
    }),
    casesOf: z.object({
      cases: z
        .array(
          z.object({
            ...caseFields,
            matterCode: z.string().max(50),
            taskCode: coder.task(),
            matterName: z.string().max(500),
            submittedAt: time,
          }),
        )
        .max(LIST),
      next: cursor.nullable(),
    }),
    events: z.object({
      events: z
        .array(z.object({ caseNumber, receiptNumber: z.string().max(64).nullable(), state, at: time }))
        .max(LIST),
      cursor,
      more: z.boolean(),
    }),
    correction: z.object({ correction: correction.nullable() }),
    signers: z.object({ signers: signers.nullable() }),
    sign: signers,
    withdraw: z.object({ outcome: z.enum(['withdrawn', 'too-late']) }),
    fetchResult: z.object({
      mediaType: z.string().max(100),
      base64: z.base64(),
      sha256: sha256.nullish(),
      sm3: sha256.nullish(),
      signature: z.base64().max(200).nullish(),
    }),
    licence: z.object({
      licence: z
        .object({
          identifier: z.string().regex(/^[0-9A-Z.]{20,120}$/),
          name: z.string().min(1).max(200),
          mediaType: z.enum(['application/pdf', 'application/ofd']),
          base64: z.base64(),
          sha256,
          validUntil: coder.time(true).nullable(),
          copiesLeft: z.number().int().min(0).nullish(),
        })
        .nullable(),
    }),
    payment,
    ticket: z.object({
      ticketNumber: number,
      state: coder.coded('ticketState'),
      answers: z
        .array(z.object({ at: time, by: z.string().max(200), text: z.string().max(10_000) }))
        .max(LIST),
      referredAt: time.nullish(),
      closing: z
        .object({ class: coder.coded('ticketClosing'), text: z.string().min(1).max(10_000) })
        .nullish(),
    }),
    rate: z.object({ taken: z.literal(true) }),
    mail: z.object({ mailNumber: z.string().regex(/^[0-9A-Z]{5,40}$/) }),
  };
}

export type AnswerSchemas = ReturnType<typeof answerSchemas>;
export type HeardTicket = z.infer<AnswerSchemas['ticket']>;
export type HeardCase = z.infer<AnswerSchemas['case']>;

/** A case without what the region did not say. */
export function progressOf(heard: HeardCase): CaseProgress & { readonly caseNumber: string } {
  const { caseNumber, state, acceptedAt, finishedAt, resultReady, correction, parts } = heard;
  return {
    caseNumber,
    state,
    acceptedAt,
    finishedAt,
    resultReady,
    ...(correction ? { correction } : {}),
    ...(parts ? { parts } : {}),
  };
}

/** A payment without what the region did not say. */
export function paymentOf({ invoice, ...payment }: z.infer<AnswerSchemas['payment']>): Payment {
  return { ...payment, ...(invoice ? { invoice } : {}) };
}

/** A ticket without what the region did not say: that it keeps silent about the referral is not that there was none. */
export function ticketOf({ ticketNumber, state, answers, referredAt, closing }: HeardTicket): TicketProgress {
  return {
    ticketNumber,
    state,
    answers,
    ...(referredAt === undefined ? {} : { referredAt }),
    ...(closing ? { closing } : {}),
  };
}
