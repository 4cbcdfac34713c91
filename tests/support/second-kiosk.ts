import { join } from 'node:path';
import { setTimeout as moment } from 'node:timers/promises';
import { Cases, casesEverywhere, type FoundCases } from '../../electron/cases/index.ts';
import { type VirtualClock, WorkingCalendar } from '../../electron/core/index.ts';
import { type SandboxRegion, startSandboxRegion } from '../../electron/demo/sandbox-region/index.ts';
import { Queue } from '../../electron/queue/index.ts';
import { createRegions, createRoaming, type Roaming } from '../../electron/regions/index.ts';
import { takenAsPdf } from './cases-bench.ts';
import { countingRandom, testDatabase, testSealer } from './memory-store.ts';
import { known, REST_ADAPTER, SANDBOX_ACCOUNT, SANDBOX_LINE_DELAYS, TASK_CODE } from './sandbox.ts';

const text = (zh: string) => ({ 'zh-CN': zh, en: zh });

/** A region's backend for several machines to share. */
export const openBackend = (region: string, clock: VirtualClock): Promise<SandboxRegion> =>
  startSandboxRegion({
    region,
    ...SANDBOX_ACCOUNT,
    people: [known],
    taskCodes: { 'XT-GA-020': TASK_CODE },
    clock,
    makeResult: async ({ caseNumber }) => Buffer.from(`%PDF-1.7 result of ${caseNumber}`),
    delays: SANDBOX_LINE_DELAYS,
  });

export interface Machine {
  readonly cases: Cases;
  readonly queue: Queue;
  readonly roaming: Roaming;
  /** What the tracking screen gets when this person's card was read. */
  track(person?: { name: string; number: string }): Promise<FoundCases>;
  /** Switches it off; its data folder stays. */
  off(): Promise<void>;
}

/** Store, queue, regions over real sockets, cases and roaming of one machine, as a host puts them together. */
export function startMachine(options: {
  readonly dataDir: string;
  readonly machineCode: string;
  readonly backends: readonly SandboxRegion[];
  readonly clock: VirtualClock;
}): Machine {
  const { backends, clock, dataDir, machineCode } = options;
  const db = testDatabase(join(dataDir, 'kiosk.db'));
  const random = countingRandom(`${machineCode} ${clock.now()}`);
  const sealer = testSealer(countingRandom(`keys of ${machineCode}`));
  const regions = createRegions({
    catalogueRegions: backends.map(({ region }) => ({
      code: region,
      adapter: { ...REST_ADAPTER, kind: 'rest-oauth2' },
    })),
    profileRegions: Object.fromEntries(
      backends.map(({ region, endpoint, tokenEndpoint }) => [
        region,
        { endpoint, tokenEndpoint, clientId: SANDBOX_ACCOUNT.clientId },
      ]),
    ),
    secrets: async () => SANDBOX_ACCOUNT.clientSecret,
    fetch: globalThis.fetch,
    clock,
    random,
    log: { info() {}, warn() {} },
  });
  if (!regions.ok) throw new Error(regions.error.message);
  const adapter = (code: string) => regions.value.get(code) ?? undefined;
  const queue = new Queue({
    db,
    sealer,
    clock,
    random,
    events: { done() {}, failed() {}, dead() {}, stalled() {} },
  });
  const cases = new Cases({
    db,
    sealer,
    queue,
    clock,
    random,
    calendar: new WorkingCalendar({ holidays: [], workingWeekends: [], years: [2026] }),
    machineCode,
    acceptRegion: '110115-bda',
    retentionDays: 3,
    resultDays: 30,
    facts: (code, matter) =>
      matter === 'XT-GA-020'
        ? {
            matter: text('开具临时身份证明'),
            region: { code, short: text(code), phone: '022-0000 0000' },
            hours: { open: '09:00', close: '17:00' },
            promisedWorkingDays: 1,
            taskCode: TASK_CODE,
          }
        : null,
    lookOver: takenAsPdf,
    adapter,
  });
  const roaming = createRoaming({ adapter, clock });
  queue.start();
  return {
    cases,
    queue,
    roaming,
    async track({ name, number } = known) {
      roaming.begin({ holder: 'person', person: { name, number }, by: 'card' }, 'every-region');
      const found = await casesEverywhere(
        {
          cases,
          roaming,
          clock,
          adapters: () => regions.value.codes.flatMap((code) => adapter(code) ?? []),
          onUnheard() {},
          onLeftOut() {},
        },
        number,
      );
      await roaming.end();
      return found;
    },
    async off() {
      await queue.stop();
      db.close();
    },
  };
}

/** Lets time pass, in steps that real sockets keep up with, until `done`; at most two minutes. */
export async function pass(clock: VirtualClock, done: () => boolean): Promise<void> {
  for (let step = 0; step < 1_200 && !done(); step++) {
    await clock.advance(100);
    await moment(2);
  }
  if (!done()) throw new Error('two minutes have passed and it has not come about');
}

/** As `pass`, until the work has ended. */
export async function during<T>(clock: VirtualClock, work: Promise<T>): Promise<T> {
  let ended = false;
  void work.finally(() => {
    ended = true;
  });
  await pass(clock, () => ended);
  return work;
}
