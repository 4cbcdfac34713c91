export { BREAKER, type GateState } from './lane-gate.ts';
export { Queue } from './queue.ts';
export { STUCK_MS, stuckLanes } from './stuck.ts';
export type { Job, JobHandler, LaneHealth, NewJob, Outcome, QueueDepth, QueueEvents } from './types.ts';
