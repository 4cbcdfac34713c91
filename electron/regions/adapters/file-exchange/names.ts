import { createHash } from 'node:crypto';
import type { Operation } from '../../exchange/index.ts';

/** Names on the box. They tell what a file is and hold nothing of a person: keys, operations, fingerprints of numbers. */

export const FOLDERS = { in: 'in', ack: 'ack', out: 'out' } as const;

const KEY = /^[0-9A-Za-z-]{8,64}$/;

/** Of a package and of its acknowledgement; null when the key cannot stand in a name. */
export function packageName(key: string, operation: Operation): string | null {
  return KEY.test(key) ? `${key}.${operation}` : null;
}

/** Of what the region says of a case or a ticket by itself. A number is not spelt out: it would be on the box for years. */
export function statusName(
  number: string,
  what: 'case' | 'signers' | 'result' | 'result-pdf' | 'ticket',
): string {
  return `${createHash('sha256').update(number).digest('hex').slice(0, 32)}.${what}`;
}

/** Of a page of events; pages count from 1. */
export function eventsName(page: number): string {
  return `events-${String(page).padStart(9, '0')}`;
}

export const MATTERS_NAME = 'matters';

/** Where a file lies, from the box's folder on. */
export function pathOf(folder: keyof typeof FOLDERS, name: string): string {
  return `${FOLDERS[folder]}/${name}.sealed`;
}

/** Of a package that is being written: a new name for every attempt, so that a late write of an old one spoils none. */
export function partName(name: string, sender: string, nonce: Uint8Array): string {
  return `${name}.${sender}-${Buffer.from(nonce).toString('hex')}.part`;
}

/** Whether this kiosk began it. */
export function isPartOf(sender: string, fileName: string): boolean {
  return fileName.endsWith('.part') && new RegExp(`\\.${sender}-[0-9a-f]{16}\\.part$`).test(fileName);
}
