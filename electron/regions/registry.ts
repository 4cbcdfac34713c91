import { type Clock, err, ok, type RandomBytes, type Result } from '../core/index.ts';
import type { AdapterKind, Fetch, RegionLog, Secrets } from './adapter-kind.ts';
import { courier } from './adapters/courier/index.ts';
import { fileExchange } from './adapters/file-exchange/index.ts';
import { hmacGateway } from './adapters/hmac-gateway/index.ts';
import { restOauth2 } from './adapters/rest-oauth2/index.ts';
import { soap } from './adapters/soap/index.ts';
import { tifGateway } from './adapters/tif-gateway/index.ts';
import type { RegionAdapter } from './port.ts';

/** Every protocol family that this build speaks. A new one is a folder and a line here. */
export const REGION_KINDS: readonly AdapterKind[] = [
  restOauth2,
  tifGateway,
  hmacGateway,
  soap,
  fileExchange,
  courier,
];

export interface RegionsOptions {
  /** Instead of the kinds of this build. */
  readonly kinds?: readonly AdapterKind[] | undefined;
  /** What the catalogue knows of the regions offered here. */
  readonly catalogueRegions: readonly {
    readonly code: string;
    readonly adapter: { readonly kind: string; readonly [key: string]: unknown };
  }[];
  /** By region code: what this machine's profile puts over the region's own connection. */
  readonly profileRegions: Readonly<Record<string, ConnectionOverride>>;
  readonly secrets: Secrets;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly random: RandomBytes;
  readonly log: RegionLog;
  /** By region code: the folder that a kind may keep sealed packages in. Absent: there is none on this machine. */
  readonly folders?: (region: string) => string;
}

export interface ConnectionOverride {
  readonly endpoint?: string | undefined;
  readonly tokenEndpoint?: string | undefined;
  readonly clientId?: string | undefined;
  readonly secretFile?: string | undefined;
  /** By secret's name. */
  readonly secretFiles?: Readonly<Record<string, string>> | undefined;
  /** Keys of the kind's own, over the region file's. */
  readonly settings?: Readonly<Record<string, unknown>> | undefined;
}

export interface Regions {
  /** Null for a region that this machine does not offer. */
  get(code: string): RegionAdapter | null;
  readonly codes: readonly string[];
}

/** One adapter a region. The first configuration fault is the answer, in one line that names the region and the key. */
export function createRegions(options: RegionsOptions): Result<Regions, { readonly message: string }> {
  const kinds = options.kinds ?? REGION_KINDS;
  const adapters = new Map<string, RegionAdapter>();
  for (const { code, adapter } of options.catalogueRegions) {
    const kind = kinds.find((known) => known.kind === adapter.kind);
    if (!kind) {
      const known = kinds.map((one) => one.kind).join(', ');
      return err({ message: `regions/${code}.json: adapter.kind: this build speaks ${known}; correct it` });
    }
    const { secretFile: _, secretFiles: __, settings, ...override } = options.profileRegions[code] ?? {};
    const given = Object.entries(override).filter(([, value]) => value !== undefined);
    const made = kind.create({
      region: code,
      config: { ...adapter, ...settings, ...Object.fromEntries(given), kind: adapter.kind },
      secret: (name) => options.secrets(code, name),
      fetch: options.fetch,
      clock: options.clock,
      random: options.random,
      log: options.log,
      folder: options.folders?.(code) ?? null,
    });
    if (!made.ok)
      return err({ message: `regions/${code}.json or the profile's regions.${code}: ${made.error.message}` });
    adapters.set(code, made.value);
  }
  return ok({ get: (code) => adapters.get(code) ?? null, codes: [...adapters.keys()] });
}
