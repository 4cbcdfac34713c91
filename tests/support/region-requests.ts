import { createHash } from 'node:crypto';
import { conformance } from '../../electron/regions/index.ts';
import { TEST_WORLD } from './sandbox.ts';

/** The kit's requests to a region, about the people of the tests: complete and right; a test changes what it is about. */

export const AT = TEST_WORLD.at;
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
export const { claim } = conformance;
/** 证照类型代码: 18 + 3. */
export const LICENCE_TYPE = TEST_WORLD.licenceType;

/** `keyOf(n)`: a key of its own for each thing that is sent. */
export const {
  key: keyOf,
  personLogin,
  companyLogin,
  material: makeMaterial,
  correction: makeCorrection,
  signature: makeSignature,
  licence: makeLicenceRequest,
  ticket: makeTicket,
  rating: makeRating,
  mail: makeMail,
  everyOperation,
} = conformance.requestsFor(TEST_WORLD);
