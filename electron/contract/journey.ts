import { z } from 'zod';
import { IDENTITY_DOCUMENTS, SEARCH_LENGTH } from '../core/index.ts';
import { batchEvents, batchScreens } from './batch.ts';
import { cameraEvents, cameraScreens } from './camera.ts';
import { caseViewSchema, withdrawingSchema } from './case.ts';
import { languageSchema, textSchema } from './common.ts';
import { matterComparisonSchema } from './compare.ts';
import { correctSchema } from './correct.ts';
import { deliveryEvents, deliveryScreens } from './delivery.ts';
import { draftEvents, draftScreens, draftViewSchema, mayKeepSchema } from './draft.ts';
import { failureSchema } from './failure.ts';
import { feeAtStakeSchema, feeEvents, feeScreens, returnedFeeSchema } from './fee.ts';
import { forWhomEvents, forWhomScreens, principalViewSchema } from './for-whom.ts';
import { formProblemSchema, formSchema, formValuesSchema, prefillNoteSchema } from './form.ts';
import { helpEvents, helpViewSchema } from './help.ts';
import { licenceEvents, licenceScreens } from './licence.ts';
import { lockerEvents, lockerScreens } from './locker.ts';
import {
  materialIdSchema,
  materialsScreenSchema,
  owedMaterialSchema,
  phoneScreenSchema,
  resultPhoneScreenSchema,
} from './material.ts';
import { foundSchema, guideSchema, identityProofSchema, matterCardSchema, placeSchema } from './matter.ts';
import { paperNameSchema, paperViewSchema, paperWordSchema, printStateSchema } from './paper.ts';
import { passportEvents, passportScreens } from './passport.ts';
import { personViewSchema } from './person.ts';
import { printEvents, printScreens } from './prints.ts';
import { giveRatingSchema, rateSchema } from './rating.ts';
import { signEvents, signScreens } from './signing.ts';
import { strokesSchema } from './strokes.ts';
import { reportSchema, TICKET_LENGTH, ticketKindSchema, ticketShownSchema } from './ticket.ts';

/**
 * The journey protocol. The host streams one view after another; what stands in the last one is what is on the screen.
 * A screen answers with an event that carries the view's `seq`; an answer to an older view is dropped.
 */

const screens = {
  home: z.object({
    fullMatters: z.number().int(),
    regions: z.array(z.object({ code: z.string(), short: textSchema })),
  }),
  matters: z.object({
    region: z.string(),
    regions: z.array(z.object({ code: z.string(), short: textSchema })),
    matters: z.array(matterCardSchema),
  }),
  /** What is typed stays in the session: it is never logged or stored. */
  search: z.object({
    query: z.string(),
    region: z.string(),
    regions: z.array(z.object({ code: z.string(), short: textSchema })),
    /** Null for the moment after the start in which the index is being built, and before anything is typed. */
    found: foundSchema.nullable(),
    /** Who can be rung about what is not on the list (清单外事项). */
    phone: z.string(),
  }),
  guide: z.object({
    guide: guideSchema,
    canStart: z.boolean(),
    /** Whether the office behind the matter works now, and the instant (ms) at which it moves; null: not known. */
    service: z.object({ open: z.boolean(), movesAt: z.number().nullable() }),
    /** Other regions have the matter too. */
    canCompare: z.boolean(),
    obstacles: z.array(failureSchema),
  }),
  /** The matter as the regions have it, side by side. */
  compare: matterComparisonSchema,
  /** Consent first, then the card. `problem` says why the last try did not work. */
  identify: z.object({
    purpose: z.enum(['apply', 'track', 'print']),
    phase: z.enum(['consent', 'waiting', 'reading']),
    withoutCard: z.boolean(),
    /** Other ways than number and name are shown, or said not to lead on. */
    otherProof: z.boolean().optional(),
    problem: failureSchema.nullable(),
  }),
  /** Number and name by on-screen keys; for tracking, number and receipt number. */
  noCard: z.object({ purpose: z.enum(['apply', 'track']), problem: failureSchema.nullable() }),
  /**
   * The region cannot check a person without a card, or does not take the one that was laid down: said before any form,
   * with what it takes and the nearest place.
   */
  cardNeeded: z.object({
    matter: textSchema,
    region: textSchema,
    accepts: z.array(identityProofSchema),
    /** The card that is not taken for this; null when none was laid down. */
    given: z.enum(IDENTITY_DOCUMENTS).nullable(),
    places: z.array(placeSchema),
  }),
  ...passportScreens,
  ...forWhomScreens,
  ...printScreens,
  ...lockerScreens,
  ...batchScreens,
  ...draftScreens,
  checking: z.object({ region: textSchema }),
  details: z.object({
    person: personViewSchema,
    /** On whose behalf; null: for oneself. */
    principal: principalViewSchema.nullable(),
    form: formSchema.nullable(),
    /** The page on the screen, and all of them with the answers so far (see `PAGE` of the core). */
    page: z.string(),
    pages: z.array(z.string()),
    values: formValuesSchema,
    /** Answers that the machine filled in, by field. */
    notes: z.record(z.string(), prefillNoteSchema),
    /** What was wrong with the last answer. */
    problems: z.array(formProblemSchema),
    /** Local date by which answers are judged, YYYY-MM-DD. */
    today: z.string(),
  }),
  /** What the matter wants besides the form (申请材料), each with its ways. */
  materials: materialsScreenSchema.extend({ places: z.array(placeSchema) }),
  phone: phoneScreenSchema,
  ...cameraScreens,
  ...licenceScreens,
  resultPhone: resultPhoneScreenSchema,
  ...deliveryScreens,
  ...feeScreens,
  preparing: z.object({}),
  /** The document itself comes by `journey.document`; the screen shows exactly those bytes. */
  review: z.object({
    title: textSchema,
    sha256: z.string(),
    pages: z.number().int(),
    /** The principal reads and signs an authorisation, another signer the application; absent: who applies. */
    signer: z.enum(['principal', 'co-signer']).optional(),
  }),
  ...signScreens,
  /** A character that no font here has: it is drawn once, or corrected where it was typed, or a person takes over. */
  character: z.object({
    character: z.string(),
    /** For whoever helps: `U+E863`. */
    codePoint: z.string(),
    /** `private`: a code outside of Unicode, as old cards have. `rare`: an ideograph that the fonts lack. */
    kind: z.enum(['private', 'rare', 'other']),
    /** The text that it stands in, and what that text is. */
    where: z.object({ label: textSchema, text: z.string() }),
    /** It was typed here, so it can be corrected. */
    typed: z.boolean(),
    /** Whether a drawing can stand for it: not for letters that change with their neighbours. */
    drawable: z.boolean(),
    /** 1-based, of all that must be settled. */
    at: z.number().int(),
    of: z.number().int(),
  }),
  submitting: z.object({}),
  submitted: z.object({
    case: caseViewSchema,
    receipt: printStateSchema,
    result: printStateSchema,
    papers: z.object({ receipt: paperViewSchema.nullable(), result: paperViewSchema.nullable() }).optional(),
    /** Materials that are still to be handed in. */
    owed: z.array(owedMaterialSchema).optional(),
    problem: failureSchema.nullable(),
  }),
  cases: z.object({
    cases: z.array(caseViewSchema),
    printing: z.string().nullable(),
    /** Which of its papers; absent: the result. */
    what: paperNameSchema.optional(),
    result: printStateSchema,
    /** The result that is printed, or was last. */
    paper: paperViewSchema.nullable().optional(),
    /** What this person said could not be done, or is missing from the list. */
    tickets: z.array(ticketShownSchema),
    /** What this person wished to be kept for a day. */
    drafts: z.array(draftViewSchema).optional(),
    /** The case that is about to be taken back: the citizen is asked once more, then the region. */
    withdrawing: withdrawingSchema.nullable(),
    /** Regions that were asked for cases of other machines and have not answered. */
    unheard: z.array(z.object({ code: z.string(), short: textSchema })).optional(),
    problem: failureSchema.nullable(),
  }),
  /** A round of correction (补正) of a case is answered. */
  correct: correctSchema.extend({ case: caseViewSchema, places: z.array(placeSchema) }),
  /** The answer is stored; the case says how far it has come. */
  corrected: z.object({ case: caseViewSchema }),
  /** 好差评: voluntary, of one case. */
  rate: rateSchema.extend({ case: caseViewSchema }),
  /** What could not be done (办不成事), or what is on no list (清单外事项), in the citizen's words. */
  report: reportSchema,
  /** It is taken in. `known`: with the card the answer can be read here. */
  reported: z.object({ ticket: ticketShownSchema, known: z.boolean() }),
  /** Something stands in the way; what is safe is said, and at least two ways on are offered. */
  stuck: z.object({ problem: failureSchema, places: z.array(placeSchema), phone: z.string() }),
  /** The host was restarted in the middle of a session. */
  recovered: z.object({
    receiptNumber: z.string().nullable(),
    receipt: printStateSchema,
    paper: paperViewSchema.nullable().optional(),
    problem: failureSchema.nullable().optional(),
    /** Fees whose application was not handed in. */
    fees: z.array(returnedFeeSchema).optional(),
  }),
  farewell: z.object({
    cardOnReader: z.boolean(),
    paperToTake: z.boolean(),
    stored: z.boolean(),
    /** A draft was to be kept by the citizen's wish. */
    kept: z.enum(['kept', 'failed']).optional(),
    retentionDays: z.number().int(),
    fees: z.array(returnedFeeSchema).optional(),
  }),
} as const;

export type ScreenName = keyof typeof screens;
export type ScreenData<N extends ScreenName> = z.infer<(typeof screens)[N]>;

/** Laid over the screen; the journey stands still meanwhile and nothing typed is lost. */
export const overlaySchema = z.discriminatedUnion('kind', [
  /** `endsAt`: instant (ms) at which the session is wiped unless the citizen goes on. */
  z.object({
    kind: z.literal('idle'),
    endsAt: z.number(),
    fee: feeAtStakeSchema.optional(),
    keep: mayKeepSchema,
  }),
  z.object({ kind: z.literal('leave'), fee: feeAtStakeSchema.optional(), keep: mayKeepSchema }),
  z.object({ kind: z.literal('help'), help: helpViewSchema }),
  z.object({ kind: z.literal('device'), device: z.enum(['idReader', 'printer']) }),
]);
export type Overlay = z.infer<typeof overlaySchema>;

const pageSchema = z.string().max(40);

const eventSchemas = {
  apply: z.object({}),
  track: z.object({}),
  /** Say what could not be done, or what is missing. */
  report: z.object({}),
  fileReport: z.object({
    kind: ticketKindSchema,
    text: z.string().trim().max(TICKET_LENGTH.text),
    phone: z.string().max(TICKET_LENGTH.phone),
    name: z.string().trim().max(TICKET_LENGTH.name),
    /** Local date, YYYY-MM-DD. */
    wishedBy: z.iso.date().nullable(),
  }),
  chooseRegion: z.object({ region: z.string() }),
  chooseMatter: z.object({ matter: z.string() }),
  /** From the list of matters to the search. */
  openSearch: z.object({}),
  /** What stands in the search field now; after every key. */
  search: z.object({ query: z.string().max(SEARCH_LENGTH) }),
  /** From the guide: how do the regions differ? */
  compare: z.object({}),
  start: z.object({}),
  consent: z.object({}),
  withoutCard: z.object({}),
  giveIdentity: z.object({
    name: z.string().trim().min(1).max(50),
    number: z.string().trim().toUpperCase().max(18),
  }),
  ...passportEvents,
  ...forWhomEvents,
  ...printEvents,
  ...lockerEvents,
  ...helpEvents,
  ...batchEvents,
  ...draftEvents,
  giveReceipt: z.object({
    receiptNumber: z.string().max(40),
    number: z.string().trim().toUpperCase().max(18),
  }),
  /** The answers of one page of a longer form. */
  answerPage: z.object({ page: pageSchema, values: formValuesSchema }),
  /** To an earlier page; what was typed on this one comes along, right or not. */
  goToPage: z.object({ page: pageSchema, values: formValuesSchema }),
  /** Every answer of the form. */
  confirmDetails: z.object({ values: formValuesSchema }),
  /** A material comes on paper to a window, later (容缺), or now from the phone. */
  bringToWindow: z.object({ material: materialIdSchema }),
  handInLater: z.object({ material: materialIdSchema }),
  fromPhone: z.object({ material: materialIdSchema }),
  ...cameraEvents,
  ...licenceEvents,
  /** The material is open again; a file of it is gone. */
  chooseAgain: z.object({ material: materialIdSchema }),
  materialsDone: z.object({}),
  /** The file that came from the phone is right; is not. */
  acceptFile: z.object({}),
  throwAway: z.object({}),
  ...deliveryEvents,
  ...feeEvents,
  toSign: z.object({}),
  signed: z.object({ strokes: strokesSchema }),
  ...signEvents,
  /** The character that was asked for, in its square. */
  drew: z.object({ strokes: strokesSchema }),
  /** Back to where the character was typed. */
  correct: z.object({}),
  /** Neither: somebody at a counter has to do it. */
  toStaff: z.object({}),
  /** Answer what the region asks for (补正), and the answers to what the form asks once more. */
  openCorrection: z.object({ receiptNumber: z.string() }),
  giveCorrection: z.object({ values: formValuesSchema }),
  /** Rate a case (好差评), and the rating. */
  rate: z.object({ receiptNumber: z.string() }),
  giveRating: giveRatingSchema,
  printReceipt: z.object({}),
  /** The answer to "what lies in the tray?"; with `part`, the last page that came out. */
  paperCame: z.object({
    what: paperNameSchema,
    word: paperWordSchema,
    lastPage: z.number().int().min(0).max(999).optional(),
  }),
  printResult: z.object({ receiptNumber: z.string() }),
  /** The result of this case goes to the citizen's phone. */
  resultToPhone: z.object({ receiptNumber: z.string() }),
  printNotice: z.object({ receiptNumber: z.string(), what: z.enum(['acceptance', 'correction']) }),
  /** Take this case back; answered by a question. */
  askWithdraw: z.object({ receiptNumber: z.string() }),
  /** Take it back and hand it in on paper: answered by a question, which is the consent. */
  askChangeWay: z.object({ receiptNumber: z.string() }),
  changeWay: z.object({}),
  /** Yes, take it back; no, leave it. */
  withdraw: z.object({}),
  keep: z.object({}),
  retry: z.object({}),
  back: z.object({}),
  done: z.object({}),
  /** Always answered: */
  leave: z.object({}),
  stay: z.object({}),
  leaveNow: z.object({}),
  setLanguage: z.object({ language: languageSchema }),
} as const;

export type JourneyEventName = keyof typeof eventSchemas;
// zod infers an empty object as Record<string, never>, which no event with a type could be.
type Payload<T> = string extends keyof T ? unknown : T;
type NamedEvent<N extends JourneyEventName> = { type: N } & Payload<z.infer<(typeof eventSchemas)[N]>>;
/** What a screen may say. */
export type JourneyEvent = { [N in JourneyEventName]: NamedEvent<N> }[JourneyEventName];

const eventNames = Object.keys(eventSchemas) as [JourneyEventName, ...JourneyEventName[]];
export const journeyEventNameSchema = z.enum(eventNames);
export const journeyEventSchema = z.discriminatedUnion(
  'type',
  eventNames.map((type) => (eventSchemas[type] as z.ZodObject).extend({ type: z.literal(type) })) as never,
) as unknown as z.ZodType<JourneyEvent>;

const base = z.object({
  /** Changes when the host was restarted; `seq` starts again then. */
  boot: z.string(),
  seq: z.number().int(),
  language: languageSchema,
  /** What may be sent now. */
  events: z.array(journeyEventNameSchema),
  overlay: overlaySchema.nullable(),
  /** Where the citizen stands: 1-based step of `of`, or null outside a matter. */
  step: z.object({ at: z.number().int(), of: z.number().int() }).nullable(),
});

const screenNames = Object.keys(screens) as ScreenName[];
export const journeyViewSchema = z.discriminatedUnion(
  'screen',
  screenNames.map((screen) => base.extend({ screen: z.literal(screen), data: screens[screen] })) as never,
) as unknown as z.ZodType<JourneyView>;

export type JourneyView = {
  [N in ScreenName]: z.infer<typeof base> & { screen: N; data: ScreenData<N> };
}[ScreenName];

/** `{screen, data}` as the machine derives it; the service adds the rest. */
export type ScreenContent = { [N in ScreenName]: { screen: N; data: ScreenData<N> } }[ScreenName];
