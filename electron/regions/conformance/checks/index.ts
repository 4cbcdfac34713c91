import type { Check } from '../check.ts';
import { CAPABILITIES } from './capabilities.ts';
import { CASES } from './cases.ts';
import { CORRECTIONS } from './corrections.ts';
import { EXTRAS } from './extras.ts';
import { FAULTS } from './faults.ts';
import { OWN_THINGS } from './own-things.ts';
import { REDACTION } from './redaction.ts';
import { REGISTERS } from './registers.ts';
import { ROAMING } from './roaming.ts';
import { TRAPS } from './traps.ts';

/** Everything that the kit looks at, in the order of telling. */
export const CHECKS: readonly Check[] = [
  ...CASES,
  ...CORRECTIONS,
  ...REGISTERS,
  ...OWN_THINGS,
  ...EXTRAS,
  ...FAULTS,
  ...TRAPS,
  ...CAPABILITIES,
  ...ROAMING,
  ...REDACTION,
];
