import { z } from 'zod';
import { endpointSchema, exchangeShape, millisecondsSchema } from '../../exchange/index.ts';

/** The region file's `adapter` of kind `rest-oauth2`. */
export const configSchema = z.strictObject({
  kind: z.literal('rest-oauth2'),
  ...exchangeShape,
  endpoint: endpointSchema,
  tokenEndpoint: endpointSchema,
  clientId: z.string().min(1),
  /** How the client proves itself at the token endpoint. RFC 6749 §2.3.1. */
  clientAuthentication: z.enum(['basic', 'post']),
  scope: z.string().min(1).optional(),
  /** Milliseconds for a token, within the operation that waits for it. */
  tokenTimeout: millisecondsSchema.default(8_000),
});
export type RestOauth2Config = z.infer<typeof configSchema>;
