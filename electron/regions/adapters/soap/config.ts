import { z } from 'zod';
import { endpointSchema, exchangeShape } from '../../exchange/index.ts';

const word = z.string().regex(/^[\x21-\x7e]{1,100}$/, 'visible ASCII, at most 100 characters');
const code = z.string().regex(/^[A-Za-z][A-Za-z0-9_.]{0,59}$/, 'a code');

/** The region file's `adapter` of kind `soap`. Unknown keys are errors. */
export const configSchema = z
  .strictObject({
    kind: z.literal('soap'),
    endpoint: endpointSchema,
    version: z.enum(['1.1', '1.2']),
    /** How we prove ourselves, and, with `x509`, how the region does. */
    security: z.enum(['username-digest', 'username-text', 'x509']),
    /** The UsernameToken's name. Not a secret. */
    clientId: word.optional(),
    /** The region's own, of which answers must be signed: PEM, or the base64 of the DER. */
    regionCertificate: z.string().max(20_000).optional(),
    /** Its public key alone, instead of the certificate. */
    regionPublicKey: z.string().max(20_000).optional(),
    /** Namespace of the operations. */
    namespace: word.default('urn:tongban:region:1'),
    /** What a region means by fault codes of its own, subcodes or refusals. */
    faultCodes: z
      .record(code, z.enum(['unreachable', 'rate-limited', 'unauthorized', 'rejected']))
      .default({}),
    ...exchangeShape,
  })
  .refine(({ security, clientId }) => security === 'x509' || clientId !== undefined, {
    path: ['clientId'],
    message: 'needed for a UsernameToken',
  })
  .refine(
    ({ security, regionCertificate, regionPublicKey }) =>
      security !== 'x509' || (regionCertificate === undefined) !== (regionPublicKey === undefined),
    { path: ['regionCertificate'], message: 'x509 needs it, or regionPublicKey, and not both' },
  );
export type SoapConfig = z.infer<typeof configSchema>;
