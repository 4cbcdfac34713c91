import { z } from 'zod';
import { ok, type Result, VirtualClock } from '../../electron/core/index.ts';
import {
  adapterOver,
  type ChannelAnswer,
  type ChannelRequest,
  exchangeConfig,
  exchangeShape,
} from '../../electron/regions/exchange/index.ts';
import type { RegionAdapter, RegionFailure } from '../../electron/regions/index.ts';
import { ALL_CAPABILITIES } from './sandbox.ts';

type Answering = (request: ChannelRequest) => Promise<Result<ChannelAnswer, RegionFailure>>;

export interface MemoryLine {
  readonly adapter: RegionAdapter;
  readonly sent: ChannelRequest[];
  readonly logged: string[];
  readonly clock: VirtualClock;
}

/** An adapter of the made-up kind `toy` whose channel answers `answering`. */
export function openMemoryLine(answering: Answering, change: Record<string, unknown> = {}): MemoryLine {
  const sent: ChannelRequest[] = [];
  const logged: string[] = [];
  const clock = new VirtualClock();
  const parsed = z
    .strictObject(exchangeShape)
    .parse({ codeSet: 'tongban', capabilities: ALL_CAPABILITIES, ...change });
  const config = exchangeConfig(parsed);
  if (!config.ok) throw new Error(config.error.message);
  const write = (event: string, fields: object) => void logged.push(`${event} ${JSON.stringify(fields)}`);
  const adapter = adapterOver(
    {
      send: (request) => {
        sent.push(request);
        return answering(request);
      },
    },
    { region: '990000', kind: 'toy', config: config.value, clock, log: { info: write, warn: write } },
  );
  return { adapter, sent, logged, clock };
}

/** A channel that always answers this body. */
export const saying =
  (body: unknown): Answering =>
  async () =>
    ok({ kind: 'answer', body });

/** A channel that always refuses with this code. */
export const refusing =
  (code: string): Answering =>
  async () =>
    ok({ kind: 'refused', code });
