export { checkProfile, loadProfile, type ProfileFailure } from './load.ts';
export { regionCodes } from './region-codes.ts';
export { type Profile, profileSchema } from './schema.ts';
