import { type conformance, NO_CAPABILITIES } from '../../regions/index.ts';
import type { DialectName, SandboxOptions } from '../sandbox-region/index.ts';
import { DIALECTS } from '../sandbox-regions.ts';
import { FORM_MAPPING, registerOf } from './world.ts';

/** What is opened when a check says nothing else. */
export interface BaseOptions {
  readonly codeSet: string;
  readonly capabilities: Readonly<Record<string, boolean>>;
  readonly mappings?: Readonly<Record<string, unknown>>;
}

/** A sandbox region's options for a check. */
export function sandboxOptionsFor(
  world: conformance.World,
  base: BaseOptions,
  options: conformance.OpenOptions,
): Pick<SandboxOptions, 'dialect' | 'taskCodes' | 'people' | 'organisations' | 'authorities' | 'licences'> & {
  readonly correctionMs?: number;
} {
  const { matterCode, taskCode } = world;
  return {
    ...registerOf(world),
    dialect: DIALECTS[options.spoken ?? options.codeSet ?? base.codeSet] as DialectName,
    taskCodes: { [matterCode]: options.taskCode?.theirs ?? taskCode },
    ...(options.correctionMs === undefined ? {} : { correctionMs: options.correctionMs }),
  };
}

/** What a check says over a region file's `adapter`. */
export function adapterKeysFor(
  world: conformance.World,
  base: BaseOptions,
  options: conformance.OpenOptions,
): Record<string, unknown> {
  const { codeSet = base.codeSet, taskCode, off = [] } = options;
  // A file's own deviations belong to its own code set.
  const own = codeSet === base.codeSet ? base.mappings : undefined;
  return {
    codeSet,
    capabilities: { ...base.capabilities, ...Object.fromEntries(off.map((name) => [name, false])) },
    mappings: {
      form: FORM_MAPPING,
      ...own,
      ...(taskCode?.mapped ? { taskCode: { [world.taskCode]: taskCode.theirs } } : {}),
      ...options.mappings,
    },
  };
}

export const CAPABILITY_NAMES = Object.keys(NO_CAPABILITIES);
