import { createFingerprintModule, createSignaturePad, type OpenTransport } from '../native-bridge/index.ts';
import type { Clock } from './core/index.ts';
import type { SigningDesks } from './journey/index.ts';
import type { Log } from './logging/index.ts';
import type { Profile } from './profile/index.ts';
import { FingerDesk, PadDesk } from './signing/index.ts';

/** The devices that people sign with at this machine, and how they run. */
export interface SigningDevices {
  readonly desks: SigningDesks;
  /** Calls `changed` whenever one of them comes or goes. Returns how to stop. */
  watch(changed: () => void): () => void;
  start(): void;
  stop(): Promise<void>;
}

export function createSigningDevices(
  { signaturePad, fingerprint }: Profile['devices'],
  { clock, open, log }: { readonly clock: Clock; readonly open: OpenTransport; readonly log: Log },
): SigningDevices {
  const pad = signaturePad
    ? createSignaturePad({ address: signaturePad.port, protocol: signaturePad.driver, open, clock })
    : null;
  const module = fingerprint ? createFingerprintModule({ address: fingerprint, open, clock }) : null;
  const onFailure = (device: string) => (kind: string, code: string) =>
    log('device.failed', { device, kind, code });
  return {
    desks: {
      pad: pad && new PadDesk({ pad, clock, onFailure: onFailure('signature-pad') }),
      finger: module && new FingerDesk({ module, onFailure: onFailure('fingerprint') }),
    },
    watch(changed) {
      const seen = (device: string) => (presence: string) => {
        log('device.presence', { device, presence });
        changed();
      };
      const stops = [
        pad?.presence.subscribe(seen('signature-pad')),
        module?.presence.subscribe(seen('fingerprint')),
      ];
      return () => {
        for (const stop of stops) stop?.();
      };
    },
    start() {
      pad?.start();
      module?.start();
    },
    async stop() {
      await Promise.all([pad?.stop(), module?.stop()]);
    },
  };
}

/** What is written on the pad, as the screen asks for it; null where there is no pad. */
export function inkOf({ desks: { pad } }: SigningDevices) {
  return pad && ((signal?: AbortSignal) => pad.live(signal));
}
