import type { Catalogue } from './catalogue/index.ts';
import type { LockerPlace } from './contract/index.ts';
import type { Clock } from './core/index.ts';
import { deliveryFacts } from './journey/index.ts';
import { createPayments, type Payments } from './payments/index.ts';
import type { Profile } from './profile/index.ts';
import type { Queue } from './queue/index.ts';
import type { RegionAdapter } from './regions/index.ts';
import type { SqlDatabase } from './store/index.ts';

/** How results come and fees are paid at this machine. */
export interface DeliveryHost {
  readonly payments: Payments;
  readonly facts: ReturnType<typeof deliveryFacts>;
}

export interface DeliveryPorts {
  readonly db: SqlDatabase;
  readonly queue: Queue;
  readonly clock: Clock;
  readonly catalogue: Catalogue;
  readonly adapter: (region: string) => RegionAdapter | undefined;
  readonly phoneReady: () => boolean;
}

export function createDeliveryHost(profile: Profile, ports: DeliveryPorts): DeliveryHost {
  const { db, queue, clock, catalogue, adapter, phoneReady } = ports;
  const payments = createPayments({
    db,
    queue,
    clock,
    adapter,
    taskCode: (region, matter) => catalogue.implementation(region, matter)?.taskCode ?? null,
  });
  const facts = deliveryFacts({ catalogue, adapter, payments, lockers: lockersOf(profile), phoneReady });
  return { payments, facts };
}

/** The locker of this machine first, then those of other places. */
function lockersOf({ devices, site, machineCode, lockers = [] }: Profile): LockerPlace[] {
  const own = devices.locker ? [{ id: machineCode, name: site.name, address: site.address, here: true }] : [];
  return [...own, ...lockers.map((one) => ({ ...one, here: false }))];
}
