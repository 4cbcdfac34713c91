import { z } from 'zod';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';
import { placeSchema } from './matter.ts';
import { strokePointSchema } from './strokes.ts';

/** How a document is signed here: on the signature pad, on the screen, or with a fingerprint in place of writing (捺印). */

/** What a person must do with the finger. */
export const fingerFeedbackSchema = z.enum([
  'place-finger',
  'too-messy',
  'too-few-features',
  'moved',
  'reading',
]);
export type FingerFeedback = z.infer<typeof fingerFeedbackSchema>;

/** Who signs what, where it is not whoever applies the application: the principal an authorisation, or a commitment (承诺). */
export const signerSchema = z.enum(['principal', 'promiser', 'co-signer']);
export type Signer = z.infer<typeof signerSchema>;

export const signScreens = {
  /** Strokes on the pad come by `journey.ink`; those on the screen are the screen's until they are sent. */
  sign: z.object({
    sha256: z.string(),
    signer: signerSchema.optional(),
    /** The pad is written on; absent: the screen is. */
    pad: z.enum(['opening', 'empty', 'written']).optional(),
    problem: failureSchema.nullable(),
  }),
  /** 告知承诺制: read and signed by itself, or refused for the ordinary way. It is a page of the document under review. */
  commitment: z.object({
    matter: textSchema,
    region: textSchema,
    promises: z.array(textSchema),
    untrue: textSchema,
    ordinary: textSchema,
    /** The wording is not the region's own (示例). */
    sample: z.boolean(),
  }),
  /** 股东签名: whoever else is here signs now, the others at another machine or a window until a day. */
  signers: z.object({
    who: textSchema,
    people: z.array(
      z.object({
        name: z.string(),
        signed: z.boolean(),
        /** They sign in order, and it is this one's turn. */
        turn: z.boolean(),
      }),
    ),
    /** So many of them must sign. */
    quorum: z.number().int(),
    inOrder: z.boolean(),
    /** Instant (ms) until which the others can sign. */
    until: z.number(),
    problem: failureSchema.nullable(),
  }),
  /** The next signer's card. `lift`: the one before still lies on the reader. */
  signerCard: z.object({
    phase: z.enum(['consent', 'lift', 'waiting', 'reading']),
    problem: failureSchema.nullable(),
  }),
  /** Consent of its own first: the image of a finger is sensitive. It is shown by `journey.fingerprint`. */
  fingerprint: z.object({
    phase: z.enum(['consent', 'reading', 'failed', 'taken']),
    signer: signerSchema.optional(),
    feedback: fingerFeedbackSchema.nullable(),
    /** The device answers now. */
    ready: z.boolean(),
    /** Where a person takes the signature in another way. */
    places: z.array(placeSchema),
    phone: z.string(),
    /** Days after the region's confirmation until the sealed copy is deleted here. */
    retentionDays: z.number().int(),
    problem: failureSchema.nullable(),
  }),
} as const;

export const signEvents = {
  /** The next of several signers; and, when enough is signed here, off it goes. */
  nextSigner: z.object({}),
  submitSigned: z.object({}),
  /** 承诺: to its signature; or the ordinary way (一般程序). */
  promise: z.object({}),
  refusePromise: z.object({}),
  /** What stands on the pad is the signature. */
  signedOnPad: z.object({}),
  clearPad: z.object({}),
  /** Write on the screen instead, or on the pad after all. */
  signOnScreen: z.object({}),
  signOnPad: z.object({}),
  /** 捺印: a fingerprint in place of a signature. */
  useFingerprint: z.object({}),
  giveFingerprint: z.object({}),
} as const;

/** What was written on the pad since the part before. */
export const inkPartSchema = z.object({
  /** What was there before is gone. */
  fresh: z.boolean(),
  /** Width over height of the pad. */
  aspect: z.number().positive(),
  /** Points by stroke, counted from 0; those of a stroke that stands already go on from its end. */
  strokes: z.array(z.object({ stroke: z.number().int(), points: z.array(strokePointSchema) })),
});
export type InkPart = z.infer<typeof inkPartSchema>;
