import { z } from 'zod';
import { endpointSchema, exchangeShape } from '../../exchange/index.ts';

const word = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'visible ASCII, at most 100 characters');

/** The region file's `adapter` of kind `hmac-gateway`. Unknown keys are errors. */
export const configSchema = z.strictObject({
  kind: z.literal('hmac-gateway'),
  endpoint: endpointSchema,
  /** Name of the account at the gateway (access key, AK). Not a secret. */
  clientId: word,
  /** First part of the gateway's header names, without the hyphen. */
  headerPrefix: z
    .string()
    .regex(/^[A-Za-z][A-Za-z0-9-]{0,30}[A-Za-z0-9]$/, 'letters, digits and hyphens')
    .default('X-BG'),
  /** Parameters that the gateway wants in every request's query, e.g. an application's number. Signed with the rest. */
  query: z.record(word, z.string().max(200)).default({}),
  /** The gateway's signature leaves the body out; where the region takes it, the body's digest is signed too. */
  signBody: z.boolean(),
  ...exchangeShape,
});
export type HmacConfig = z.infer<typeof configSchema>;
