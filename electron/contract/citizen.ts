import { eventIterator, oc } from '@orpc/contract';
import { z } from 'zod';
import { cameraPieceSchema, pictureIdSchema } from './camera.ts';
import type { Audience } from './common.ts';
import { resultOf } from './failure.ts';
import { formValuesSchema } from './form.ts';
import { journeyEventSchema, journeyViewSchema } from './journey.ts';
import { machineInfoSchema, machineStatusSchema } from './machine.ts';
import { inkPartSchema } from './signing.ts';

/** Who may call a procedure; checked on the host against the link's audience. */
export interface ProcedureMeta {
  readonly audiences?: readonly Audience[];
}

/** Characters of a picture in base64, at most: 12 MB of it. */
const PICTURE_LENGTH = 16 * 1024 * 1024;

const forCitizen = oc.$meta<ProcedureMeta>({}).meta({ audiences: ['citizen'] });

/** What the citizen's window may ask and hear. */
export const citizenContract = {
  machine: {
    info: forCitizen.output(machineInfoSchema),
    status: forCitizen.output(eventIterator(machineStatusSchema)),
  },
  journey: {
    /** The present view and every later one. */
    watch: forCitizen.output(eventIterator(journeyViewSchema)),
    /** Answers a view. A stale or unexpected answer is an error value and changes nothing. */
    send: forCitizen
      .input(z.object({ boot: z.string(), seq: z.number().int(), event: journeyEventSchema }))
      .output(resultOf(z.object({}))),
    /** What is typed on a page of the form, before it is an answer: so that a screen that is lost loses nothing. */
    typed: forCitizen
      .input(z.object({ boot: z.string(), page: z.string().max(40), values: formValuesSchema }))
      .output(z.object({})),
    /** A frame of the document camera with a passport under it: JPEG or PNG, base64. Answered when it has been looked at. */
    passport: forCitizen
      .input(z.object({ boot: z.string(), base64: z.base64().max(PICTURE_LENGTH) }))
      .output(z.object({})),
    /** Someone touched the screen: the idle clock starts again. At most a few a second. */
    activity: forCitizen.output(z.object({})),
    /** The bytes of the document under review, as base64, exactly as they are hashed, signed and sent. */
    document: forCitizen.output(resultOf(z.object({ base64: z.string(), sha256: z.string() }))),
    /** The file that came from the phone and is shown, in base64. */
    material: forCitizen.output(resultOf(z.object({ base64: z.string() }))),
    /** What is written on the signature pad while the citizen signs there; a few parts a second. */
    ink: forCitizen.output(eventIterator(inkPartSchema)),
    /** The fingerprint that waits for the citizen's word, a PNG in base64. */
    fingerprint: forCitizen.output(resultOf(z.object({ base64: z.string() }))),
    /** The result of a case that the present view shows, as it would be printed: a PDF in base64. */
    result: forCitizen
      .input(z.object({ receiptNumber: z.string().max(40) }))
      .output(resultOf(z.object({ base64: z.string() }))),
  },
  camera: {
    /** Whether the camera of the profile is plugged in, as far as the window can see; at every change. */
    stands: forCitizen.input(z.object({ present: z.boolean() })).output(z.object({})),
    /** A piece of a page that is about to be kept. An error value: nothing is left of the picture, it begins anew. */
    piece: forCitizen.input(cameraPieceSchema).output(resultOf(z.object({}))),
    /** A page that was kept and is still on the screen, a JPEG in base64. */
    page: forCitizen
      .input(z.object({ page: pictureIdSchema }))
      .output(resultOf(z.object({ base64: z.string() }))),
  },
  screen: {
    /** A fault of the screen itself, for the technician. Never holds what a citizen typed. */
    fault: forCitizen
      .input(z.object({ name: z.string().max(100), where: z.string().max(300) }))
      .output(z.object({})),
  },
};
export type CitizenContract = typeof citizenContract;
