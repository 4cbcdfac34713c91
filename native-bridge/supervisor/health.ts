import { type Clock, Signal, type Watchable } from '../../electron/core/index.ts';
import type { Presence } from '../link/device-link.ts';

/** Something that a device uses up, and how much of it is left as far as the device can tell. */
export interface Consumable {
  readonly name: 'receipt-paper';
  readonly level: 'ok' | 'low' | 'out' | 'unknown';
}

/** What every driver lets the supervisor see. */
export interface Supervised {
  readonly presence: Watchable<Presence>;
  /** What stands in the device's way now, as codes for the technician, e.g. `cover-open`. */
  readonly troubles?: Watchable<readonly string[]>;
  readonly consumables?: Watchable<readonly Consumable[]>;
}

/** How one device of the machine stands. */
export interface DeviceHealth {
  /** The device's place in the profile, e.g. `idCard`, `locker`. */
  readonly name: string;
  readonly presence: Presence;
  readonly troubles: readonly string[];
  readonly consumables: readonly Consumable[];
  /** Milliseconds since 1970 of the last change of anything above. */
  readonly since: number;
  /** How often the device went from `ready` to `absent` since the program started. */
  readonly losses: number;
}

export interface HealthWatch {
  /** All devices, in the order in which they were given; a new list at every change. */
  readonly all: Watchable<readonly DeviceHealth[]>;
  stop(): void;
}

/** Puts the state of several devices together into one stream. */
export function watchHealth(devices: Readonly<Record<string, Supervised>>, clock: Clock): HealthWatch {
  const losses = new Map<string, number>();
  const stops: (() => void)[] = [];
  const look = (name: string, device: Supervised): DeviceHealth => ({
    name,
    presence: device.presence.value,
    troubles: device.troubles?.value ?? [],
    consumables: device.consumables?.value ?? [],
    since: clock.now(),
    losses: losses.get(name) ?? 0,
  });
  const all = new Signal<readonly DeviceHealth[]>(
    Object.entries(devices).map(([name, device]) => look(name, device)),
  );
  for (const [name, device] of Object.entries(devices)) {
    const changed = () =>
      all.set(all.value.map((health) => (health.name === name ? look(name, device) : health)));
    let before = device.presence.value;
    stops.push(
      device.presence.subscribe((now) => {
        if (before === 'ready' && now === 'absent') losses.set(name, (losses.get(name) ?? 0) + 1);
        before = now;
        changed();
      }),
    );
    for (const source of [device.troubles, device.consumables])
      if (source) stops.push((source as Watchable<unknown>).subscribe(changed));
  }
  return {
    all,
    stop: () => {
      for (const stop of stops.splice(0)) stop();
    },
  };
}
