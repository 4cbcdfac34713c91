import { Isdv4Emulator, type Isdv4EmulatorOptions } from './emulator-isdv4.ts';
import { TopazEmulator, type TopazEmulatorOptions } from './emulator-topaz.ts';

export type { Isdv4Emulator, Isdv4EmulatorOptions } from './emulator-isdv4.ts';
export type { EmulatedPen, PadEmulator, ScriptPoint } from './emulator-pen.ts';
export type { TopazEmulator, TopazEmulatorOptions } from './emulator-topaz.ts';

/** Pads that speak bytes: plug their `open` below the real driver, or attach them to the end of any line. */
export function createIsdv4Emulator(options: Isdv4EmulatorOptions): Isdv4Emulator {
  return new Isdv4Emulator(options);
}

export function createTopazEmulator(options: TopazEmulatorOptions): TopazEmulator {
  return new TopazEmulator(options);
}
