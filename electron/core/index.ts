export * from './calendar.ts';
export * from './citizen-number.ts';
export * from './clock.ts';
export * from './ids.ts';
export * from './result.ts';
export * from './retry.ts';
export * from './signal.ts';
