import type { Clock, RandomBytes, Result } from '../core/index.ts';
import type { RegionAdapter } from './port.ts';

export type Fetch = typeof globalThis.fetch;

/**
 * What a region's account needs to prove itself. A region file and a profile never hold one of these, only the profile the
 * names of files that do.
 */
export type SecretName =
  | 'client-secret'
  | 'gateway-token'
  | 'hmac-key'
  | 'password'
  | 'sm2-private-key'
  | 'sm4-key'
  | 'ssh-key'
  | 'x509-key'
  | 'x509-certificate'
  | 'seal-key'
  | 'opening-key';

/** A secret of a region's account as text, or null when this machine has none. Asked anew for every use. */
export type Secrets = (region: string, name: SecretName) => Promise<string | null>;

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
  readonly secret: (name: SecretName) => Promise<string | null>;
  readonly fetch: Fetch;
  readonly clock: Clock;
  /** For nonces, keys of one message and the like. */
  readonly random: RandomBytes;
  readonly log: RegionLog;
  /** Where a kind may keep sealed packages: a folder of this region's own. Null where the host gives none. */
  readonly folder?: string | null;
}

/** What is wrong with a configuration. */
export interface ConfigFault {
  /** The first fault in one line that begins with the key. */
  readonly message: string;
  /** All that are known, each such a line; absent when the first is the only one. */
  readonly all?: readonly string[];
}

/** A protocol family. `create` checks the configuration and says in one line what is wrong with it. */
export interface AdapterKind {
  readonly kind: string;
  /** The keys of a region file's `adapter` that are this kind's own, beside `kind`, `codeSet` and the like. `create` takes it. */
  readonly example?: Readonly<Record<string, unknown>>;
  create(parts: AdapterParts): Result<RegionAdapter, ConfigFault>;
}
