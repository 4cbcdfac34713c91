import { systemClock } from '../../core/index.ts';
import { REGION_KINDS } from '../../regions/index.ts';

/** Something wrong in a region file's `adapter`. */
export interface AdapterFault {
  /** `adapter.codeSet` */
  readonly path: string;
  readonly message: string;
}

/** Everything that its kind finds wrong. Nothing is connected to. */
export function adapterFaults(
  region: string,
  adapter: Readonly<Record<string, unknown>>,
): readonly AdapterFault[] {
  const kind = REGION_KINDS.find((one) => one.kind === adapter.kind);
  if (!kind) {
    const known = REGION_KINDS.map((one) => one.kind).join(', ');
    return [{ path: 'adapter.kind', message: `this build speaks ${known}; correct it` }];
  }
  const made = kind.create({
    region,
    config: adapter,
    secret: async () => null,
    fetch: () => Promise.reject(new Error('a check connects to nothing')),
    clock: systemClock,
    random: (count) => new Uint8Array(count),
    log: { info: () => {}, warn: () => {} },
  });
  if (made.ok) return [];
  return (made.error.all ?? [made.error.message]).map((line) => {
    const at = line.indexOf(': ');
    return at < 0
      ? { path: 'adapter', message: line }
      : { path: line.slice(0, at), message: line.slice(at + 2) };
  });
}
