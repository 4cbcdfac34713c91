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
});
export type MachineInfo = z.infer<typeof machineInfoSchema>;

export const deviceStateSchema = z.enum(['unknown', 'ready', 'absent', 'trouble']);
export type DeviceState = z.infer<typeof deviceStateSchema>;

/** What the machine can do at this moment. */
export const machineStatusSchema = z.object({
  idReader: deviceStateSchema,
  printer: deviceStateSchema,
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
