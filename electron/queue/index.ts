export {
  type Job,
  type JobHandler,
  type NewJob,
  type Outcome,
  Queue,
  type QueueDepth,
  type QueueEvents,
} from './queue.ts';
