import type { BoardSetting, LockerProtocol } from './protocol.ts';
import { create8a80 } from './protocol-8a80.ts';
import { createKrCu16 } from './protocol-kr-cu16.ts';
import { createKrCu48 } from './protocol-kr-cu48.ts';
import { createModbusRelay } from './protocol-modbus-relay.ts';
import type { LockerDriver } from './types.ts';

/** The protocol of a driver's boards; they are needed to know the lengths of answers that do not say them. */
export function createProtocol(driver: LockerDriver, boards: readonly BoardSetting[]): LockerProtocol {
  switch (driver) {
    case 'kr-cu16':
      return createKrCu16();
    case 'kr-cu48':
      return createKrCu48();
    case '8a80':
      return create8a80(boards);
    case 'modbus-relay':
      return createModbusRelay(boards);
  }
}
