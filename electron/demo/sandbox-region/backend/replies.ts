import type { BookedCase, BookedEntry } from './books.ts';
import {
  CLOSING_CODES,
  type Dialect,
  PAYMENT_CODES,
  STATE_CODES,
  TICKET_CODES,
  writeDate,
} from './dialect.ts';
import type { Refusal } from './schemas.ts';

/** What the region answers, before a front puts it into its envelope. */
export type BackendReply =
  | { readonly kind: 'answer'; readonly body: Readonly<Record<string, unknown>> }
  | Refusal
  | {
      readonly kind: 'binary';
      readonly mediaType: string;
      readonly bytes: Uint8Array;
      readonly sha256: string | null;
      readonly sm3?: string;
      /** SM2 over the bytes, base64. */
      readonly signature?: string;
    };

export const answer = (body: Readonly<Record<string, unknown>>): BackendReply => ({ kind: 'answer', body });

const dateOrNull = (dialect: Dialect, ms: number | null) => (ms === null ? null : writeDate(dialect, ms));

/** A case as the region shows it. */
export function caseBody(dialect: Dialect, one: BookedCase): Record<string, unknown> {
  return {
    caseNumber: one.caseNumber,
    receiptNumber: one.receiptNumber,
    state: STATE_CODES[one.state],
    acceptedAt: dateOrNull(dialect, one.acceptedAt),
    finishedAt: dateOrNull(dialect, one.finishedAt),
    resultReady: one.state === 'finished',
    ...(one.correction ? { correction: correctionBody(dialect, one.correction) } : {}),
    ...(one.parts.length > 0
      ? {
          parts: one.parts.map((part) => ({
            id: part.id,
            authority: part.authority,
            state: STATE_CODES[part.state],
            finishedAt: dateOrNull(dialect, part.finishedAt),
          })),
        }
      : {}),
  };
}

export function correctionBody(dialect: Dialect, round: NonNullable<BookedCase['correction']>) {
  return { id: round.id, until: writeDate(dialect, round.until), items: round.items };
}

export function signersBody(one: BookedCase) {
  return {
    documentSha256: one.documentSha256,
    signers: one.signers.map(({ id, label, signed }) => ({ id, label, signed })),
  };
}

export function paymentStateOf({ facts }: BookedEntry, now: number): keyof typeof PAYMENT_CODES {
  if (facts.returned === true) return facts.paid === true ? 'refunding' : 'cancelled';
  return facts.paid === true ? 'paid' : now >= Number(facts.expiresAt) ? 'expired' : 'open';
}

export function paymentBody(dialect: Dialect, entry: BookedEntry, now: number, payPage: string) {
  const state = paymentStateOf(entry, now);
  const { invoice } = entry.facts;
  return {
    paymentNumber: entry.number,
    amountFen: Number(entry.facts.amountFen),
    state: PAYMENT_CODES[state],
    payUrl: state === 'open' ? `${payPage}${entry.number}` : null,
    expiresAt: writeDate(dialect, Number(entry.facts.expiresAt)),
    ...(typeof invoice === 'string' ? { invoice: { number: invoice, checkCode: invoice.slice(-6) } } : {}),
  };
}

const CLOSING_WORDS = {
  '1': '已按特事特办为您办理，请到原受理窗口领取结果。',
  '2': '此事项由街道政务服务站办理，已为您登记。',
} as const;

/** A ticket ages by itself: with the leader in charge and worked on, then answered, then closed. */
export function ticketBody(
  dialect: Dialect,
  entry: BookedEntry,
  now: number,
  delays: { readonly acceptedAfterMs: number; readonly finishedAfterMs: number },
) {
  const workedAt = entry.at + delays.acceptedAfterMs;
  const answeredAt = workedAt + delays.finishedAfterMs;
  const closedAt = answeredAt + delays.finishedAfterMs;
  const state =
    now >= closedAt ? 'closed' : now >= answeredAt ? 'answered' : now >= workedAt ? 'working' : 'received';
  const answers =
    now >= answeredAt
      ? [
          {
            at: writeDate(dialect, answeredAt),
            by: '办不成事反映窗口',
            text: '已为您协调，请按回执上的电话联系。',
          },
        ]
      : [];
  const about = entry.facts.about === '2' ? '2' : '1';
  return {
    ticketNumber: entry.number,
    state: TICKET_CODES[state],
    answers,
    referredAt: now >= workedAt ? writeDate(dialect, workedAt) : null,
    closing: state === 'closed' ? { class: CLOSING_CODES[about], text: CLOSING_WORDS[about] } : null,
  };
}
