import { makeKeyPair, type SealedEntry, type SealOptions } from '../../electron/sealed-file/index.ts';
import { countingRandom } from './memory-store.ts';

/** Two kiosks and two offices; the same ones in every run. */
export const PARTIES = {
  kiosk: makeKeyPair('sender', countingRandom('kiosk')),
  otherKiosk: makeKeyPair('sender', countingRandom('other kiosk')),
  office: makeKeyPair('recipient', countingRandom('office')),
  otherOffice: makeKeyPair('recipient', countingRandom('other office')),
};

export function sealOptions(change: Partial<SealOptions> = {}): SealOptions {
  return {
    purpose: 'queue-export',
    sender: 'B017',
    createdAt: Date.parse('2026-11-21T08:00:00Z'),
    key: PARTIES.kiosk,
    to: PARTIES.office.public,
    random: countingRandom('file'),
    ...change,
  };
}

export const EXPECTED = {
  purpose: 'queue-export',
  key: PARTIES.office,
  from: PARTIES.kiosk.public,
} as const;

export function entry(name: string, content: string | Uint8Array): SealedEntry {
  return { name, bytes: Buffer.from(content) };
}
