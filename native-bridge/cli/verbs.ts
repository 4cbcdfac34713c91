import type { Verb } from './types.ts';
import { lockerVerbs } from './verbs/locker.ts';

/** Every device and what can be asked of it: `npm run device -- DEVICE VERB`. */
export const VERBS: Readonly<Record<string, Readonly<Record<string, Verb>>>> = {
  locker: lockerVerbs,
};
