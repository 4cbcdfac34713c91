export { checkProfile, loadProfile, type ProfileFailure } from './load.ts';
export { type Profile, profileSchema } from './schema.ts';
