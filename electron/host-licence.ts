import type { MaterialScanner } from './documents/index.ts';
import type { RegionAdapter } from './regions/index.ts';

/** Electronic licences (电子证照) as the host wires them. */

/** Whether a region gives out licences to who logs in from here. */
export function givesLicences(adapter: RegionAdapter | undefined): boolean {
  return adapter?.capabilities.sessions === true && adapter.capabilities.licences;
}

/** The documents' room, fetched when the first licence comes. */
export async function materialScanner(): Promise<MaterialScanner> {
  return (await import('./documents/index.ts')).materialScanner;
}
