import { z } from 'zod';
import { endpointSchema, exchangeShape, OPERATION_NAMES } from '../../exchange/index.ts';

const encoding = z.enum(['hex', 'base64']);
const word = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'visible ASCII, at most 100 characters');

/** The region file's `adapter` of kind `tif-gateway`. Unknown keys are errors. */
export const configSchema = z.strictObject({
  kind: z.literal('tif-gateway'),
  endpoint: endpointSchema,
  /** Name of the account at the gateway (`paasid`). */
  clientId: word,
  headers: z.strictObject({
    prefix: z.enum(['x-tif', 'x-rio']),
    hash: z.enum(['sha256', 'sm3']),
    hexCase: z.enum(['lower', 'upper']),
  }),
  /** Operation → `serviceId` header, where the gateway has several services. */
  serviceIds: z.partialRecord(z.enum(OPERATION_NAMES as [string, ...string[]]), word).default({}),
  appCode: word,
  version: word,
  cipher: z.strictObject({ mode: z.enum(['ecb', 'cbc']), encoding }),
  signature: z.strictObject({
    form: z.enum(['raw', 'der']),
    encoding,
    covers: z.enum(['encrypted', 'plain']),
    userId: z.string().min(1).max(100).optional(),
  }),
  /** SM2 key of the region, hexadecimal: 04 ‖ x ‖ y, x ‖ y or compressed. */
  regionPublicKey: z.string(),
  /** What a gateway means that answers 200 with a `code` other than 0. What is not named is `unreachable`. */
  gatewayCodes: z
    .record(z.string().regex(/^-?\d{1,9}$/), z.enum(['unreachable', 'rate-limited', 'unauthorized']))
    .default({}),
  ...exchangeShape,
});
export type TifConfig = z.infer<typeof configSchema>;
