/**
 * Where the kiosk can be killed. `take`: while a case is taken in; `note`: while an outcome, a withdrawal or a sweep is
 * written down. `idle` is when nothing is left to send.
 */
export const STEPS = [
  'take:begin',
  'take:written',
  'take:commit',
  'take:committed',
  'take:said',
  'send:begin',
  'send:half',
  'send:whole',
  'send:answered',
  'backend:arrived',
  'backend:committed',
  'backend:answered',
  'ask:begin',
  'ask:answered',
  'note:written',
  'note:commit',
  'note:committed',
  'write:begin',
  'write:done',
  'withdraw:begin',
  'withdraw:committed',
  'withdraw:send',
  'backend:closed',
  'withdraw:answered',
  'fetch:answered',
  'boot:opened',
  'boot:started',
  'idle',
] as const;
export type Step = (typeof STEPS)[number];

/** How often a step comes in one life, at least mostly; the kiosk is killed at one of these times. 1 where not named. */
export const TIMES: Partial<Record<Step, number>> = {
  'take:begin': 4,
  'take:written': 12,
  'take:commit': 4,
  'take:committed': 4,
  'take:said': 4,
  'send:begin': 4,
  'send:half': 4,
  'send:whole': 4,
  'send:answered': 3,
  'backend:arrived': 4,
  'backend:committed': 4,
  'backend:answered': 3,
  'ask:begin': 3,
  'ask:answered': 3,
  'note:written': 9,
  'note:commit': 5,
  'note:committed': 5,
  'write:begin': 3,
  'write:done': 3,
  'fetch:answered': 2,
};

/** `honest` is the kiosk. The others are planted faults, which the harness must see when they are killed at their step. */
export const PLANTED = {
  'says-received-too-early': 'take:written',
  'new-key-each-start': 'backend:committed',
} as const satisfies Record<string, Step>;
export type Kiosk = 'honest' | keyof typeof PLANTED;

/** Times faster than the wall that the kiosk's clock goes, so that its waits are short. */
export const SPEED = 20;

/** Cases taken in between a start and its end. One of them is taken back, and one handed in anew in its place. */
export const ACTS_PER_LIFE = 4;
export const isTakenBack = (act: number) => act % ACTS_PER_LIFE === 2;
export const isReplaced = (act: number) => act % ACTS_PER_LIFE === 3;
