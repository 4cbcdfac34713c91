import { z } from 'zod';
import { textSchema } from './common.ts';

/** Whose machine this is and where it stands. Brand and host site are two things. Never changes while the host runs. */
export const machineInfoSchema = z.object({
  machineCode: z.string(),
  demo: z.boolean(),
  brand: z.object({ region: z.string(), name: textSchema, mark: z.string() }),
  site: z.object({
    region: z.string(),
    name: textSchema,
    address: textSchema,
    phone: z.string(),
    hours: textSchema,
  }),
  /** Visible area of the screen in millimetres, for sizes that fingers need. */
  screen: z.object({ widthMm: z.number(), heightMm: z.number() }),
  /** Which camera stands above the sheet (高拍仪): a part of its label, or `any`. Absent: none. */
  documentCamera: z.string().optional(),
});
export type MachineInfo = z.infer<typeof machineInfoSchema>;

export const deviceStateSchema = z.enum(['unknown', 'ready', 'absent', 'trouble']);
export type DeviceState = z.infer<typeof deviceStateSchema>;

/** What a printer needs and has done, as it says itself; null where it does not. */
export const printerNeedsSchema = z.object({
  /** A state reason of IPP without its ending, e.g. `media-low`. */
  reasons: z.array(z.string()),
  paper: z.enum(['ok', 'low', 'empty', 'unknown']),
  /** Percent left; of a waste box, percent full. */
  supplies: z.array(
    z.object({
      name: z.string(),
      type: z.string(),
      level: z.number().nullable(),
      state: z.enum(['ok', 'low', 'empty']),
    }),
  ),
  /** Since it was made. */
  pages: z.number().int().nullable(),
  sheets: z.number().int().nullable(),
  output: z.enum(['taken', 'waiting', 'full']).nullable(),
});
export type PrinterNeeds = z.infer<typeof printerNeedsSchema>;

/** What the machine can do at this moment. */
export const machineStatusSchema = z.object({
  idReader: deviceStateSchema,
  printer: deviceStateSchema,
  /** For the technician; not there while the printer does not say. */
  printerNeeds: printerNeedsSchema.optional(),
  /** The strip printer (小票), where there is one. */
  receiptPrinter: deviceStateSchema.optional(),
  /** Instant (ms) of the host's clock; the screen shows local time in China. */
  now: z.number(),
  regions: z.array(
    z.object({
      code: z.string(),
      line: z.enum(['unknown', 'up', 'down']),
      /** Since when the line is in this state (ms). */
      since: z.number().nullable(),
    }),
  ),
  /** Cases that wait to be sent. */
  waiting: z.number().int(),
});
export type MachineStatus = z.infer<typeof machineStatusSchema>;
