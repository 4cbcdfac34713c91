export { EVENTS, type EventFields, type EventName, eventTable, LEVELS, type Level } from './events.ts';
export {
  createLogger,
  describeError,
  LOG_LIMITS,
  type Log,
  type Logger,
  type LoggerOptions,
} from './logger.ts';
