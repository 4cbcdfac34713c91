import { EightEmulator } from './emulator-8a80.ts';
import type { LockerEmulator, LockerEmulatorOptions } from './emulator-base.ts';
import { KrCu16Emulator, KrCu48Emulator } from './emulator-kr.ts';
import { ModbusRelayEmulator } from './emulator-modbus.ts';
import type { LockerDriver } from './types.ts';

export type { LockerCommand, LockerEmulator, LockerEmulatorOptions } from './emulator-base.ts';
export type { CoilPulse } from './emulator-cabinet.ts';

/**
 * A bus of emulated lock boards with a cabinet behind them. `boards` says how they are really built and wired, which a
 * test may let differ from what the driver is told. Throws a `RangeError` for boards that cannot be.
 */
export function createLockerEmulator(driver: LockerDriver, options: LockerEmulatorOptions): LockerEmulator {
  switch (driver) {
    case 'kr-cu16':
      return new KrCu16Emulator(options);
    case 'kr-cu48':
      return new KrCu48Emulator(options);
    case '8a80':
      return new EightEmulator(options);
    case 'modbus-relay':
      return new ModbusRelayEmulator(options);
  }
}
