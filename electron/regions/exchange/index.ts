export { adapterOver, type ExchangeOptions } from './adapter.ts';
export type { Channel, ChannelAnswer, ChannelRequest, Json, JsonObject } from './channel.ts';
export { CODE_SETS, type CodeSet, type CodeSetName, type CodeTables } from './code-sets.ts';
export { Coder } from './coder.ts';
export {
  checkConfig,
  type ExchangeConfig,
  exchangeConfig,
  exchangeShape,
  millisecondsSchema,
} from './config.ts';
export { within } from './deadline.ts';
export { answerSchemas, type HeardCase } from './from-wire.ts';
export {
  endpointSchema,
  HTTP_LIMITS,
  type HttpAnswer,
  type HttpRequest,
  httpCall,
  isLoopback,
  jsonOf,
  judgeStatus,
  readBody,
  retryAfterMs,
} from './http.ts';
export { LEARNT_CLOCK, LearntClock } from './learnt-clock.ts';
export { OPERATION_NAMES, OPERATIONS, type Operation } from './operations.ts';
export { REFUSALS, refusal } from './refusals.ts';
