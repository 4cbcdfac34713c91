import { z } from 'zod';

const code = z.string().regex(/^[0-9A-Za-z._-]{1,20}$/);
/** Two of ours must not become one of theirs: the way back would be a guess. */
const distinct = (values: Readonly<Record<string, string>>) =>
  new Set(Object.values(values)).size === Object.keys(values).length;
const TWICE = 'uses the same code twice';

const milliseconds = z.number().int().min(100).max(300_000);

/** Https, or plain http to this very machine. */
const endpointSchema = z.url().refine(secureOrLoopback, 'must be https (http is for loopback hosts only)');

/** The region file's `adapter` of kind `rest-oauth2`. Unknown keys are errors. */
export const configSchema = z.strictObject({
  kind: z.literal('rest-oauth2'),
  endpoint: endpointSchema,
  tokenEndpoint: endpointSchema,
  clientId: z.string().min(1),
  /** How the client proves itself at the token endpoint. RFC 6749 §2.3.1. */
  clientAuthentication: z.enum(['basic', 'post']),
  scope: z.string().min(1).optional(),
  /** Milliseconds for one request, from its first byte out to its last byte in. */
  timeouts: z.strictObject({
    token: milliseconds,
    ping: milliseconds,
    checkPerson: milliseconds,
    submit: milliseconds,
    progress: milliseconds,
    fetchResult: milliseconds,
    withdraw: milliseconds,
  }),
  capabilities: z.strictObject({
    checkPersonWithoutCard: z.boolean(),
    fetchResult: z.boolean(),
    withdraw: z.boolean(),
  }),
  /** Our words → the region's codes. */
  mappings: z.strictObject({
    channel: z.strictObject({ 'self-service': code }),
    certificate: z.strictObject({ 'resident-id': code }),
    delivery: z.strictObject({ 'print-here': code, window: code }).refine(distinct, TWICE),
    source: z.strictObject({ card: code, typed: code }).refine(distinct, TWICE),
    state: z
      .strictObject({ received: code, accepted: code, finished: code, refused: code })
      .refine(distinct, TWICE),
    /** Matter → field → our value → theirs. A field that is not named here goes as it is. */
    form: z.record(z.string(), z.record(z.string(), z.record(z.string(), code).refine(distinct, TWICE))),
  }),
});
export type RestOauth2Config = z.infer<typeof configSchema>;
export type Mappings = RestOauth2Config['mappings'];

/** Whether plain http may be spoken to this address. */
export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
}

function secureOrLoopback(url: string): boolean {
  const { protocol } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && isLoopback(url));
}
