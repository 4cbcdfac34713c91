import type { Clock, Result } from '../core/index.ts';
import type { RegionAdapter } from './port.ts';

export type Fetch = typeof globalThis.fetch;

/** The client secret of a region's account, or null when this machine has none. Asked anew for every token. */
export type Secrets = (region: string) => Promise<string | null>;

/** Events only; the fields hold numbers, codes and nothing personal. */
export interface RegionLog {
  info(event: string, fields: Readonly<Record<string, string | number | boolean>>): void;
  warn(event: string, fields: Readonly<Record<string, string | number | boolean>>): void;
}

/** What every adapter is made from. */
export interface AdapterParts {
  readonly region: string;
  /** The region file's `adapter`, with the profile's connection over it. Unchecked: the kind knows its keys. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly secret: () => Promise<string | null>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly log: RegionLog;
}

/** A protocol family. `create` checks the configuration and says in one line what is wrong with it. */
export interface AdapterKind {
  readonly kind: string;
  create(parts: AdapterParts): Result<RegionAdapter, { readonly message: string }>;
}
