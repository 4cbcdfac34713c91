import { z } from 'zod';
import { textSchema } from '../contract/index.ts';

/** How one region is reached from this machine. What stands here wins over the region's own file. */
const connectionSchema = z.strictObject({
  endpoint: z.url().optional(),
  tokenEndpoint: z.url().optional(),
  clientId: z.string().optional(),
  /** File that holds the client secret (mode 0600). Secrets never stand in a profile. */
  secretFile: z.string().optional(),
  /** The same for an account's other secrets, by their names (`hmac-key`, `sm2-private-key`, …). */
  secretFiles: z.record(z.string().regex(/^[a-z0-9-]+$/), z.string()).optional(),
  /** Keys of the region's adapter kind that differ at this machine. */
  settings: z.record(z.string(), z.json()).optional(),
});

/** Lock boards on one line, and the cells behind them. */
const lockerSchema = z.strictObject({
  driver: z.enum(['kr-cu16', 'kr-cu48', '8a80', 'modbus-relay']),
  /** `serial:` or `tcp:`. */
  port: z.string().min(1),
  /** As native-bridge/devices/locker/types.ts says of each kind. */
  boards: z
    .array(
      z.strictObject({
        board: z.number().int().min(0).max(255),
        cells: z.number().int().min(1).max(64).optional(),
        feedback: z.enum(['closed-is-1', 'closed-is-0', 'none']).optional(),
        channels: z.union([z.literal(24), z.literal(32)]).optional(),
        itemSensors: z.boolean().optional(),
        pulse: z.enum(['board', 'host']).optional(),
        coilMs: z.number().int().optional(),
      }),
    )
    .min(1),
  cells: z
    .array(
      z.strictObject({
        /** What stands on its door. */
        name: z.string().min(1).max(6),
        board: z.number().int(),
        /** Number on its board, from 1. */
        cell: z.number().int().min(1),
        size: z.enum(['small', 'medium', 'large']).default('medium'),
        /** Can be reached from a wheelchair. */
        low: z.boolean().default(false),
        /** Where its door is, from the front: from 1, left to right and top to bottom. */
        column: z.number().int().min(1).max(20),
        row: z.number().int().min(1).max(20),
        rows: z.number().int().min(1).max(20).default(1),
      }),
    )
    .min(1)
    .refine((cells) => new Set(cells.map(({ name }) => name)).size === cells.length, 'two cells of one name')
    .refine(
      (cells) => new Set(cells.map(({ board, cell }) => `${board}/${cell}`)).size === cells.length,
      'two cells at one lock',
    ),
  /** Days that a result waits in it. */
  collectDays: z.number().int().min(1).max(90).default(7),
});

/** The kiosk's configuration. Unknown keys are errors: a misspelt key must not be ignored in silence. */
export const profileSchema = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** True only for machines that play their own hardware: emulators, sandbox backends, dock. */
  demo: z.boolean(),
  /** What somebody typed is kept for 24 hours when they wish so. Absent: it never is. */
  drafts: z.boolean().optional(),
  /** Four characters 0-9 A-Z, the first part of every receipt number. */
  machineCode: z.string().regex(/^[0-9A-Z]{4}$/),
  brand: z.strictObject({ region: z.string(), name: textSchema, mark: z.string().min(1).max(2) }),
  site: z.strictObject({
    region: z.string(),
    name: textSchema,
    address: textSchema,
    /** Someone answers here. */
    phone: z.string(),
    hours: textSchema,
    /** When somebody can be called to the machine, `HH:MM` on working days. Left out: nobody can. */
    staff: z
      .strictObject({ open: z.string().regex(/^\d\d:\d\d$/), close: z.string().regex(/^\d\d:\d\d$/) })
      .optional(),
    /** The site has video help (云窗口), which is joined to the host. */
    video: z.boolean().optional(),
  }),
  screen: z.strictObject({ widthMm: z.number().positive(), heightMm: z.number().positive() }),
  devices: z.strictObject({
    /** Device addresses (`serial:`, `tcp:`, `ipp:`, `folder:`), or null where there is none. */
    idReader: z.string().nullable(),
    printer: z.string().nullable(),
    /** A strip printer (小票) for receipts, ESC/POS: `serial:`, `tcp:`. Without it they come on A4. */
    receiptPrinter: z.string().nullable().default(null),
    /** The smart locker (智能流转柜). Left out: there is none. */
    locker: lockerSchema.optional(),
    /** The camera above the sheet (高拍仪): a part of its label as the browser names it, or `any`. Left out: there is none. */
    documentCamera: z.string().min(1).max(100).optional(),
    /** A signature pad and what it speaks: Wacom's ISDV4 or Topaz, on `serial:`. Left out: people sign on the screen. */
    signaturePad: z.strictObject({ driver: z.enum(['isdv4', 'topaz']), port: z.string().min(1) }).optional(),
    /** A fingerprint module (EF01), `serial:`, for who cannot write (捺印). Left out: nobody is asked for a finger. */
    fingerprint: z.string().min(1).optional(),
  }),
  /** An electronic seal (电子签章) on the machine's own papers: files in PEM, the key's with mode 0600. Without it they carry none. */
  seal: z.strictObject({ key: z.string(), certificates: z.string() }).optional(),
  /**
   * The page that citizens' phones open to send a file (手机上传). `address`: the machine's own on the site's network. `tls`:
   * files in PEM; without them the page comes over plain HTTP. Left out: no phone reaches this machine.
   */
  phone: z
    .strictObject({
      address: z.union([z.ipv4(), z.ipv6()]),
      port: z.number().int().min(1).max(65_535),
      tls: z.strictObject({ key: z.string(), certificates: z.string() }).optional(),
    })
    .optional(),
  /** Lockers of other places that results may be put into (取件柜), beside this machine's own. */
  lockers: z
    .array(z.strictObject({ id: z.string().min(1).max(64), name: textSchema, address: textSchema }))
    .optional(),
  /** By region code (GB/T 2260). A region that is not named here is not offered. */
  regions: z.record(z.string(), connectionSchema),
  /** Seconds. */
  timing: z.strictObject({
    idleWarning: z.number().positive(),
    idleWarningWhileSigning: z.number().positive(),
    idleCountdown: z.number().min(20),
    longestSession: z.number().positive(),
    farewell: z.number().positive(),
  }),
  /** Days that a sealed application stays here after its region confirmed it. */
  retentionDays: z.number().int().min(1).max(90),
  /** Days that a result waits here, sealed, for its citizen to print it. */
  resultDays: z.number().int().min(1).max(90),
  printing: z.strictObject({
    /** Width of the strip printer's paper in millimetres. */
    stripMm: z.union([z.literal(58), z.literal(80)]),
    /** Minutes within which the same person may have the same paper printed once more. */
    reprintMinutes: z.number().int().min(0).max(60),
    /** Copies of one result that this machine gives in all. */
    resultCopies: z.number().int().min(1).max(20),
  }),
});
export type Profile = z.infer<typeof profileSchema>;
