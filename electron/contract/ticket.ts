import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';

/** `off-list`: a matter that is on no list (清单外事项). `not-done`: it could not be done (办不成事). */
export const ticketKindSchema = z.enum(['off-list', 'not-done']);

/** Longest words and numbers that a ticket takes, in UTF-16 units. */
export const TICKET_LENGTH = { text: 2_000, phone: 20, name: 50 } as const;

/** Who answers a region's tickets. */
export const ticketRouteSchema = z.object({
  desk: textSchema,
  leader: textSchema,
  hotline: z.string(),
  /** The window for what could not be done, where the region has one. */
  window: z.object({ address: textSchema, hours: textSchema }).nullable(),
  answerWorkingDays: z.number().int(),
});

/** How a ticket stands, in words that are true at this moment. Instants in ms. */
export const ticketShownSchema = z.object({
  number: z.string(),
  kind: ticketKindSchema,
  region: z.object({ code: z.string(), short: textSchema }),
  matter: textSchema.nullable(),
  state: z.enum(['filed', 'referred', 'answered', 'closed']),
  regionNumber: z.string().nullable(),
  filedAt: z.number(),
  /** Local date, YYYY-MM-DD. */
  wishedBy: z.string().nullable(),
  referBy: z.number(),
  answerBy: z.number(),
  referralLate: z.boolean(),
  answerLate: z.boolean(),
  /** It is late or does not get through: the citizen is asked to ring. */
  ring: z.boolean(),
  route: ticketRouteSchema,
  answers: z.array(z.object({ at: z.number(), by: z.string(), text: z.string() })),
  closing: z
    .object({
      class: z.enum([
        'special-handling',
        'common-obstacle',
        'explained',
        'can-be-done',
        'guided',
        'cannot-be-done',
      ]),
      text: z.string(),
    })
    .nullable(),
});
export type TicketShown = z.infer<typeof ticketShownSchema>;

/** The screen on which someone says what could not be done, or what is missing from the list. */
export const reportSchema = z.object({
  kind: ticketKindSchema,
  region: z.string(),
  regions: z.array(z.object({ code: z.string(), short: textSchema })),
  /** What it is about, filled in from where the citizen came from. */
  matter: textSchema.nullable(),
  receiptNumber: z.string().nullable(),
  /** What went wrong, in the technician's words. */
  technicianCode: z.string().nullable(),
  /** What the citizen had looked for in vain. */
  query: z.string(),
  /** Whoever stands here is known: the answer can be seen with the card. */
  known: z.boolean(),
  route: ticketRouteSchema,
  /** By when a ticket that is filed now reaches the leader, and is answered. */
  referBy: z.number(),
  answerBy: z.number(),
  /** Local date, YYYY-MM-DD. */
  today: z.string(),
  problem: failureSchema.nullable(),
});
