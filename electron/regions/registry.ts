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
  /**
   * The region's adapter of another kind, by its file's `adapter.otherWays`: what a matter can fall to when the first line
   * is down (api → courier). Null when the file names none of that kind.
   */
  other(code: string, kind: string): RegionAdapter | null;
  readonly codes: readonly string[];
}

/** A region's further ways as its file lists them. Each is as complete as the first. */
type WayConfig = { readonly kind: string; readonly [key: string]: unknown };

/**
 * One adapter a region, and one for each further way of it. The first configuration fault is the answer, in one line that
 * names the region and the key.
 */
export function createRegions(options: RegionsOptions): Result<Regions, { readonly message: string }> {
  const adapters = new Map<string, RegionAdapter>();
  const others = new Map<string, RegionAdapter>();
  for (const { code, adapter } of options.catalogueRegions) {
    const { otherWays = [], ...first } = adapter as WayConfig & { readonly otherWays?: unknown };
    if (!areWays(otherWays, first.kind))
      return err({
        message: `regions/${code}.json: adapter.otherWays: must be a list of adapters, each of another kind`,
      });
    const { secretFile: _, secretFiles: __, settings, ...override } = options.profileRegions[code] ?? {};
    const given = Object.entries(override).filter(([, value]) => value !== undefined);
    const { otherWays: ways = {}, ...own } = (settings ?? {}) as { readonly otherWays?: object };
    const over = { ...own, ...Object.fromEntries(given) };
    const made = create(options, code, 'adapter', { ...first, ...over, kind: first.kind });
    if (!made.ok) return made;
    adapters.set(code, made.value);
    for (const [at, way] of otherWays.entries()) {
      // The profile's connection is that of the first way; a further one has its keys under its kind.
      const mine = (ways as Record<string, object | undefined>)[way.kind];
      const other = create(options, code, `adapter.otherWays.${at}`, { ...way, ...mine, kind: way.kind });
      if (!other.ok) return other;
      others.set(`${code} ${way.kind}`, other.value);
    }
  }
  return ok({
    get: (code) => adapters.get(code) ?? null,
    other: (code, kind) => others.get(`${code} ${kind}`) ?? null,
    codes: [...adapters.keys()],
  });
}

function areWays(ways: unknown, first: string): ways is readonly WayConfig[] {
  if (!Array.isArray(ways)) return false;
  const kinds = ways.map((way: unknown) => (way as Partial<WayConfig> | null)?.kind);
  return (
    kinds.every((kind) => typeof kind === 'string') && new Set([first, ...kinds]).size === kinds.length + 1
  );
}

function create(
  options: RegionsOptions,
  code: string,
  where: string,
  config: WayConfig,
): Result<RegionAdapter, { readonly message: string }> {
  const kinds = options.kinds ?? REGION_KINDS;
  const kind = kinds.find((known) => known.kind === config.kind);
  if (!kind) {
    const known = kinds.map((one) => one.kind).join(', ');
    return err({ message: `regions/${code}.json: ${where}.kind: this build speaks ${known}; correct it` });
  }
  const made = kind.create({
    region: code,
    config,
    secret: (name) => options.secrets(code, name),
    fetch: options.fetch,
    clock: options.clock,
    random: options.random,
    log: options.log,
    folder: options.folders?.(code) ?? null,
  });
  if (made.ok) return made;
  const fault = made.error.message.replace(/^adapter\b/, where);
  return err({ message: `regions/${code}.json or the profile's regions.${code}: ${fault}` });
}
