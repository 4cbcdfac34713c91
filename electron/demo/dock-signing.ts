import type { FingerprintEmulator } from '../../native-bridge/devices/fingerprint/emulator.ts';
import type { Isdv4Emulator } from '../../native-bridge/devices/signature-pad/emulator.ts';
import type { DockState } from '../contract/index.ts';

/** What the dock needs of the devices that people sign with. */
export interface SigningPlugs {
  readonly pad: Pick<Isdv4Emulator, 'size' | 'move' | 'leave' | 'plug' | 'unplug'>;
  readonly fingerprint: Pick<FingerprintEmulator, 'place' | 'lift' | 'plug' | 'unplug'>;
}

/** Nobody's finger: a number from which ridges are made. */
const MADE_UP_FINGER = 4;

/** The hands over the signature pad and the fingerprint module of the demo. */
export function playSigning({ pad, fingerprint }: SigningPlugs, changed: () => void) {
  let padPlugged = true;
  let fingerPlugged = true;
  let finger: DockState['finger'] = 'none';
  return {
    state: (): Pick<DockState, 'padPlugged' | 'fingerPlugged' | 'finger'> => ({
      padPlugged,
      fingerPlugged,
      finger,
    }),
    plugPad(plugged: boolean) {
      padPlugged = plugged;
      if (plugged) pad.plug();
      else pad.unplug();
      changed();
      return {};
    },
    movePen(points: readonly { x: number; y: number; p: number }[], lifted: boolean) {
      for (const { x, y, p } of points) {
        const at = { x: Math.round(x * pad.size.width), y: Math.round(y * pad.size.height) };
        pad.move({ ...at, tip: true, pressure: p });
      }
      if (lifted) {
        pad.move({ tip: false, pressure: 0 });
        pad.leave();
      }
      return {};
    },
    plugFinger(plugged: boolean) {
      fingerPlugged = plugged;
      if (plugged) fingerprint.plug();
      else fingerprint.unplug();
      changed();
      return {};
    },
    layFinger(next: DockState['finger']) {
      finger = next;
      if (next === 'none') fingerprint.lift();
      else fingerprint.place(MADE_UP_FINGER, next);
      changed();
      return {};
    },
  };
}
