export { BREAKER, type GateState } from './lane-gate.ts';
export {
  type Job,
  type JobHandler,
  type LaneHealth,
  type NewJob,
  type Outcome,
  Queue,
  type QueueDepth,
  type QueueEvents,
} from './queue.ts';
export { STUCK_MS, stuckLanes } from './stuck.ts';
