import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';
import { paperViewSchema, paperWordSchema, printStateSchema } from './paper.ts';

/** The print door (打印): what can be printed for who stands here, besides the papers of an application. */

const regionShortSchema = z.object({ code: z.string(), short: textSchema });

/** `result`: of an own finished case. `certificate`: 电子证照. `archive`: 企业档案, for who may act for the company. */
export const printItemSchema = z.object({
  id: z.string(),
  kind: z.enum(['result', 'certificate', 'archive']),
  title: textSchema,
  region: regionShortSchema,
  /** Of a result, its receipt number. */
  receiptNumber: z.string().nullable(),
});
export type PrintItem = z.infer<typeof printItemSchema>;

/** How many copies somebody may still have. `period`: 本年度, or all in all. */
export const copiesLeftSchema = z.object({
  used: z.number().int().min(0),
  left: z.number().int().min(0),
  period: z.enum(['year', 'ever']),
});
export type CopiesLeft = z.infer<typeof copiesLeftSchema>;

/** As whom somebody asks for a company's archive. */
export const archiveRoleSchema = z.enum(['legal-representative', 'agent']);
export type ArchiveRole = z.infer<typeof archiveRoleSchema>;

/** Most characters that a screen of the print door takes. */
export const PRINT_LENGTH = { company: 100, creditCode: 18, authority: 40 } as const;

export const printScreens = {
  prints: z.object({
    items: z.array(printItemSchema),
    /** Regions that were asked for cases and have not answered. */
    unheard: z.array(regionShortSchema),
    printerReady: z.boolean(),
    problem: failureSchema.nullable(),
  }),
  /** Whose archive, as whom, for what. The proof of an agent is the number of the registered authority (委托登记号). */
  archive: z.object({
    item: printItemSchema,
    purposes: z.array(z.object({ id: z.string(), text: textSchema })),
    /** Who answers where this machine may not print it. */
    phone: z.string(),
    problem: failureSchema.nullable(),
  }),
  /** One paper: before it is printed, while it is, and what came of it. */
  printOne: z.object({
    item: printItemSchema,
    /** `choose`: nothing was asked of the printer yet. */
    phase: z.enum(['choose', 'printing', 'ended']),
    state: printStateSchema,
    /** Of one copy. */
    pages: z.number().int(),
    copies: copiesLeftSchema,
    /** Copies that were asked for. */
    chosen: z.number().int(),
    /** The printer can print both sides of a sheet. */
    duplex: z.boolean(),
    /** In the region's words; null where it says nothing of a price. */
    price: textSchema.nullable(),
    /** What is printed across each page. */
    marked: z.boolean(),
    printerReady: z.boolean(),
    paper: paperViewSchema.nullable(),
    problem: failureSchema.nullable(),
  }),
} as const;

export const printEvents = {
  /** From home: 打印. */
  print: z.object({}),
  choosePrint: z.object({ item: z.string().max(80) }),
  giveArchive: z.object({
    name: z.string().trim().min(1).max(PRINT_LENGTH.company),
    creditCode: z.string().trim().toUpperCase().max(PRINT_LENGTH.creditCode),
    as: archiveRoleSchema,
    /** Of an agent. */
    authority: z.string().trim().toUpperCase().max(PRINT_LENGTH.authority).nullable(),
    purpose: z.string().max(40),
  }),
  printNow: z.object({ copies: z.number().int().min(1).max(99), duplex: z.boolean() }),
  /** What did not come out. */
  printRest: z.object({}),
  /** The answer to "what lies in the tray?"; with `part`, the last page that came out. */
  printCame: z.object({ word: paperWordSchema, lastPage: z.number().int().min(0).max(999).optional() }),
} as const;
