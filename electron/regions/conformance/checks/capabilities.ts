import { OPERATION_NAMES, OPERATIONS } from '../../exchange/index.ts';
import type { RegionCapabilities } from '../../port.ts';
import type { Check } from '../check.ts';
import { fails, holds, value } from '../verdict.ts';

/** Capabilities that need another one, and cannot be left on without it. */
const WITH: Partial<Record<keyof RegionCapabilities, readonly (keyof RegionCapabilities)[]>> = {
  sessions: ['casesOf', 'licences'],
  payments: ['refunds'],
};

/** One row an operation: what the region's file does not say it can, it is not asked for. */
const OFF: readonly Check[] = OPERATION_NAMES.flatMap((operation): Check[] => {
  const { needs } = OPERATIONS[operation];
  if (needs === null) return [];
  return [
    {
      id: `off.${operation}`,
      sentence: `Without the capability ${needs} the region is not asked: ${operation} is not supported.`,
      async run(trial) {
        const { adapter, region } = await trial.played({ off: [needs, ...(WITH[needs] ?? [])] });
        // Anything that went out would come back as unreachable.
        await region.setMode('off');
        const ask = trial.requests.everyOperation(adapter)[operation];
        holds(ask !== undefined, `the kit knows ${operation}`);
        fails(await ask(), 'not-supported', trial.code(`${operation}.not-supported`));
      },
    },
  ];
});

/** Submissions that ask for something that the region cannot. */
const PARTS: readonly Check[] = [
  {
    id: 'off.submit-parts',
    sentence: 'Without joint handling an application of several parts is not sent.',
    async run(trial) {
      const { adapter, region } = await trial.played({ off: ['jointHandling'] });
      const { matterCode, taskCode } = trial.bench.world;
      const parts = [{ id: 'P1', authority: '税务局', matterCode, taskCode }];
      await region.setMode('off');
      const answer = await adapter.submit(
        trial.requests.submission(1, { parts }),
        new AbortController().signal,
      );
      fails(answer, 'not-supported', trial.code('submit.not-supported:parts'));
    },
  },
  {
    id: 'off.still-submits',
    sentence: 'With every capability off an application is taken and found all the same.',
    async run(trial) {
      const names = OPERATION_NAMES.flatMap((operation) => OPERATIONS[operation].needs ?? []);
      const line = await trial.played({ off: [...new Set([...names, 'jointHandling' as const])] });
      await trial.book(line);
      const { idempotencyKey } = trial.requests.submission();
      const progress = value(await line.adapter.progress(idempotencyKey, new AbortController().signal));
      holds(progress?.state === 'received', 'the case is received');
    },
  },
];

export const CAPABILITIES: readonly Check[] = [...OFF, ...PARTS];
