import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';
import { printStateSchema } from './paper.ts';

/** The smart locker (智能流转柜): collecting a result, depositing originals. */

/** The doors as one sees them from the front: columns and rows from 1, left to right and top to bottom. */
export const cabinetSchema = z.object({
  cells: z.array(
    z.object({
      name: z.string(),
      column: z.number().int(),
      row: z.number().int(),
      rows: z.number().int(),
      low: z.boolean(),
    }),
  ),
});
export type Cabinet = z.infer<typeof cabinetSchema>;

/** Something that lies in a cell for whoever stands here. Instants in ms. */
export const lockerThingSchema = z.object({
  cell: z.string(),
  what: z.enum(['result', 'originals']),
  receiptNumber: z.string(),
  /** Null: of a case that this machine does not know. */
  matter: textSchema.nullable(),
  since: z.number(),
  /** Until when it lies there; null: until staff take it. */
  until: z.number().nullable(),
  /** `busy`: its door is open. `fault`: staff have to look at the cell first. */
  state: z.enum(['ready', 'overdue', 'busy', 'fault']),
});
export type LockerThing = z.infer<typeof lockerThingSchema>;

/** What a door is opened for: a result, originals that go in, originals that are taken back. */
export const lockerActSchema = z.enum(['collect', 'deposit', 'take-back']);
export type LockerAct = z.infer<typeof lockerActSchema>;

export const lockerOutcomeSchema = z.enum([
  'taken' /** out of the cell */,
  'still-inside' /** nothing was taken out */,
  'deposited',
  'empty' /** nothing was put in */,
  'unsure' /** nobody knows: staff look */,
]);
export type LockerOutcome = z.infer<typeof lockerOutcomeSchema>;

export const lockerScreens = {
  /** 取件: by card or by code. `ready`: doors can be opened now. */
  collect: z.object({ ready: z.boolean(), phone: z.string(), problem: failureSchema.nullable() }),
  collectCard: z.object({
    phase: z.enum(['consent', 'waiting', 'reading']),
    problem: failureSchema.nullable(),
  }),
  /** The pick-up code (取件码). */
  collectCode: z.object({
    digits: z.number().int(),
    /** Instant (ms) until which no code is taken. */
    lockedUntil: z.number().nullable(),
    /** Tries that are left; null before the first wrong one. */
    left: z.number().int().nullable(),
    phone: z.string(),
    problem: failureSchema.nullable(),
  }),
  /** Everything that lies here for this person. */
  collectList: z.object({
    things: z.array(lockerThingSchema),
    ready: z.boolean(),
    phone: z.string(),
  }),
  /** One cell. `ready`: originals are to go in, and the door is not open yet. */
  cell: z.object({
    act: lockerActSchema,
    phase: z.enum(['ready', 'opening', 'open', 'asking', 'over', 'failed']),
    /** Null before one is chosen. */
    cell: z.string().nullable(),
    cabinet: cabinetSchema,
    matter: textSchema.nullable(),
    receiptNumber: z.string(),
    /** Originals that go in. */
    items: z.array(textSchema),
    /** Whether something is felt inside. */
    item: z.enum(['present', 'absent', 'unknown']),
    /** The door has been open for long. */
    leftOpen: z.boolean(),
    /** A low cell is wished, and there are any. */
    low: z.object({ wished: z.boolean(), any: z.boolean() }),
    outcome: lockerOutcomeSchema.nullable(),
    /** The slip for the envelope, or of what was taken out. */
    slip: printStateSchema,
    /** More lies here for this person. */
    more: z.number().int(),
    phone: z.string(),
    problem: failureSchema.nullable(),
  }),
};

export const lockerEvents = {
  collect: z.object({}),
  withCard: z.object({}),
  withCode: z.object({}),
  /** Typed digits, or what a QR code says. */
  giveCode: z.object({ code: z.string().max(80) }),
  openCell: z.object({ cell: z.string().max(20) }),
  /** Originals go into the locker once the application is in. */
  toLocker: z.object({ material: z.string().max(60) }),
  depositNow: z.object({ low: z.boolean() }),
  /** The answer to "does something lie inside?" where nothing feels. */
  cellSaid: z.object({ inside: z.boolean() }),
};
