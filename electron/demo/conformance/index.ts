export { KIND_FRONTS } from './kind-fronts.ts';
export { adapterKeysFor, type BaseOptions, sandboxOptionsFor } from './options.ts';
export { type PlayedKind, playedBench } from './played-bench.ts';
export { type RemoteOptions, remoteBench, remoteSecrets, remoteWorld } from './remote-bench.ts';
export { FORM_MAPPING, playedWorld, registerOf, TASK_CODES } from './world.ts';
