import type { SnapshotFrom } from 'xstate';
import type { journeyMachine } from './machine.ts';

/** Where the journey stands, as its views see it. */
export type JourneySnapshot = SnapshotFrom<typeof journeyMachine>;
