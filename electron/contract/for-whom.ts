import { z } from 'zod';
import { IDENTITY_DOCUMENTS } from '../core/index.ts';
import { textSchema } from './common.ts';
import { failureSchema } from './failure.ts';

/** For whom somebody applies at this machine (为自己办, 替别人办). */
export const actingWaySchema = z.enum(['self', 'legal-representative', 'authorised', 'guardian', 'batch']);
export type ActingWay = z.infer<typeof actingWaySchema>;

export const organisationClaimSchema = z.object({
  name: z.string().trim().min(1).max(100),
  /** Unified social credit code (统一社会信用代码). */
  creditCode: z.string().trim().toUpperCase().max(18),
});

/** On whose behalf, in full: who stands here must check it. */
export const principalViewSchema = z.discriminatedUnion('holder', [
  z.object({
    holder: z.literal('person'),
    name: z.string(),
    number: z.string(),
    document: z.enum(IDENTITY_DOCUMENTS),
  }),
  z.object({
    holder: z.literal('organisation'),
    name: z.string(),
    creditCode: z.string(),
    /** The region's register says that name, code and legal representative belong together. */
    known: z.boolean(),
  }),
]);
export type PrincipalView = z.infer<typeof principalViewSchema>;

export const forWhomScreens = {
  /** The ways that lead on here; whoever acts otherwise is told what it takes, and where. */
  forWhom: z.object({
    matter: textSchema,
    ways: z.array(actingWaySchema),
    elsewhere: z.array(
      z.object({ who: z.enum(['anyone', 'family', 'guardian', 'employee']), proof: textSchema }),
    ),
    phone: z.string(),
  }),
  /** The company that its legal representative (法定代表人) applies for. */
  company: z.object({ problem: failureSchema.nullable() }),
  /** The minor (被监护人) whom a guardian (监护人) applies for. */
  ward: z.object({ problem: failureSchema.nullable() }),
  /** The principal's (委托人) card. `lift`: the agent's still lies on the reader. */
  principal: z.object({
    phase: z.enum(['consent', 'lift', 'waiting', 'reading']),
    problem: failureSchema.nullable(),
  }),
};

export const forWhomEvents = {
  actFor: z.object({ as: actingWaySchema }),
  giveOrganisation: organisationClaimSchema,
  giveWard: z.object({
    name: z.string().trim().min(1).max(50),
    number: z.string().trim().toUpperCase().max(18),
  }),
};
