export * from './citizen.ts';
export * from './common.ts';
export * from './compare.ts';
export * from './dock.ts';
export * from './failure.ts';
export * from './form.ts';
export * from './journey.ts';
export * from './machine.ts';
