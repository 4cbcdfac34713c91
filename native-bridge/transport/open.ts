import { type Clock, err, systemClock } from '../../electron/core/index.ts';
import { leased } from './lease.ts';
import type { OpenTransport } from './port.ts';
import { openSerial } from './serial.ts';
import { openTcp } from './tcp.ts';

/**
 * An `OpenTransport` for every scheme that a real device can have; anything else is a `bad-address`. Each open is an
 * exclusive lease among all that share this one.
 */
export function createOpenTransport(clock: Clock): OpenTransport {
  return leased(async (address) => {
    const scheme = /^([a-z]+):/.exec(address)?.[1] ?? '';
    switch (scheme) {
      case 'serial':
        return openSerial(address, clock);
      case 'tcp':
        return openTcp(address, clock);
      default:
        return err({ kind: 'bad-address', detail: `${address}: a device line begins with serial: or tcp:` });
    }
  });
}

export const openTransport: OpenTransport = createOpenTransport(systemClock);
