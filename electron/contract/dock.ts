import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import type { ProcedureMeta } from './citizen.ts';
import { textSchema } from './common.ts';

/** The emulator dock's contract: plays the hardware in the demo profile. Served by `demo/` only. */

export const backendModeSchema = z.enum(['on', 'off', 'slow', 'refusing']);
export type BackendMode = z.infer<typeof backendModeSchema>;

export const dockRegionSchema = z.object({
  code: z.string(),
  short: textSchema,
  backend: backendModeSchema,
});
export type DockRegion = z.infer<typeof dockRegionSchema>;

export const printerStateSchema = z.enum([
  'ready',
  'out-of-paper',
  'cover-open',
  'jam-next',
  'jammed',
  'lost-next',
  'off',
]);

/** How a made-up finger is: none there, good, wet, dry, or moving. */
export const fingerSchema = z.enum(['none', 'good', 'wet', 'dry', 'moving']);

export const dockStateSchema = z.object({
  people: z.array(z.object({ id: z.string(), name: z.string(), number: z.string(), note: z.string() })),
  /** Passports that can be held under the document camera. */
  passports: z.array(z.object({ id: z.string(), name: z.string(), number: z.string(), note: z.string() })),
  /** Person whose card lies on the reader. */
  cardOnReader: z.string().nullable(),
  readerPlugged: z.boolean(),
  padPlugged: z.boolean(),
  fingerPlugged: z.boolean(),
  /** The finger that lies on the fingerprint module. */
  finger: fingerSchema,
  /** The smart locker's doors; null where there is none. */
  locker: z
    .object({
      /** What the clerk was told last. */
      said: z.string(),
      cells: z.array(
        z.object({
          name: z.string(),
          column: z.number().int(),
          row: z.number().int(),
          state: z.string(),
          receiptNumber: z.string().nullable(),
          open: z.boolean(),
          item: z.boolean(),
          jammed: z.boolean(),
        }),
      ),
    })
    .nullable(),
  /** Calls for staff that wait, and the video call; absent where nobody can be called. */
  help: z
    .object({
      calls: z.array(z.object({ id: z.number().int(), screen: z.string(), calledAt: z.number() })),
      /** The screen that the video call comes from; null: nobody rings. */
      ringing: z.string().nullable(),
      connected: z.boolean(),
    })
    .optional(),
  printerState: printerStateSchema,
  /** Whether the output tray feels that paper lies in it. */
  trayFeels: z.boolean(),
  /** Fees that the regions asked for, newest first within a region; `url`: what a phone opens. */
  payments: z.array(
    z.object({
      region: z.string(),
      number: z.string(),
      amountFen: z.number().int(),
      state: z.enum(['open', 'paid', 'expired', 'cancelled', 'refunding', 'refunded']),
      url: z.string(),
    }),
  ),
  /** Newest first. */
  pages: z.array(z.object({ id: z.string(), title: z.string(), at: z.number(), taken: z.boolean() })),
  /** In the order of the profile. */
  regions: z.array(dockRegionSchema),
  /** What the regions have in their books, newest first within a region. */
  received: z.array(
    z.object({
      region: z.string(),
      caseNumber: z.string(),
      receiptNumber: z.string(),
      copies: z.number().int(),
    }),
  ),
});
export type DockState = z.infer<typeof dockStateSchema>;

const forDock = oc.$meta<ProcedureMeta>({}).meta({ audiences: ['dock'] });
const done = z.object({});

export const dockContract = {
  dock: {
    watch: forDock.output(eventIterator(dockStateSchema)),
    placeCard: forDock.input(z.object({ person: z.string() })).output(done),
    removeCard: forDock.output(done),
    /** Holds a passport under the document camera for a moment; unless a screen watches for one, nobody sees it. */
    showPassport: forDock.input(z.object({ passport: z.string() })).output(done),
    /** A passport's page as a PNG in base64, to be shown to a real camera; null when there is none of that id. */
    passportPicture: forDock
      .input(z.object({ passport: z.string() }))
      .output(z.object({ base64: z.string().nullable() })),
    /** Somebody of the staff comes. */
    answerCall: forDock.input(z.object({ id: z.number().int() })).output(done),
    /** The other side of the video call. */
    sayVideo: forDock.input(z.object({ state: z.enum(['connected', 'refused', 'ended']) })).output(done),
    plugReader: forDock.input(z.object({ plugged: z.boolean() })).output(done),
    plugPad: forDock.input(z.object({ plugged: z.boolean() })).output(done),
    /** The pen over the pad: points in 0…1 of it, in order; `lifted` takes the pen off after the last one. */
    movePen: forDock
      .input(
        z.object({
          points: z
            .array(
              z.object({
                x: z.number().min(0).max(1),
                y: z.number().min(0).max(1),
                p: z.number().min(0).max(1),
              }),
            )
            .max(500),
          lifted: z.boolean(),
        }),
      )
      .output(done),
    plugFinger: forDock.input(z.object({ plugged: z.boolean() })).output(done),
    layFinger: forDock.input(z.object({ finger: fingerSchema })).output(done),
    setPrinter: forDock.input(z.object({ state: printerStateSchema })).output(done),
    setTrayFeels: forDock.input(z.object({ feels: z.boolean() })).output(done),
    /** Hands at a door of the locker. */
    lockerDoor: forDock.input(z.object({ cell: z.string(), open: z.boolean() })).output(done),
    lockerItem: forDock.input(z.object({ cell: z.string(), inside: z.boolean() })).output(done),
    lockerJam: forDock.input(z.object({ cell: z.string(), jams: z.boolean() })).output(done),
    /** A clerk puts the result of a case in, takes out what lies there, or has looked into a cell in fault. */
    lockerPlace: forDock.input(z.object({ receiptNumber: z.string().max(40) })).output(done),
    lockerTake: forDock.input(z.object({ cell: z.string() })).output(done),
    lockerClear: forDock.input(z.object({ cell: z.string() })).output(done),
    /** Of one region, or of all. */
    setBackend: forDock
      .input(z.object({ mode: backendModeSchema, region: z.string().nullable().default(null) }))
      .output(done),
    /** A region asks for a correction (补正) of the next case: to choose the purpose once more. */
    correctNext: forDock.input(z.object({ region: z.string() })).output(done),
    /** The printed page as it came out, base64 PDF; null when there is none of that id. */
    page: forDock.input(z.object({ id: z.string() })).output(z.object({ base64: z.string().nullable() })),
    /** The citizen pays with the phone. */
    pay: forDock.input(z.object({ region: z.string(), number: z.string() })).output(done),
    takePage: forDock.input(z.object({ id: z.string() })).output(done),
  },
};
export type DockContract = typeof dockContract;
