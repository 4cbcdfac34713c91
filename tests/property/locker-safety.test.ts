import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { COIL } from '../../native-bridge/devices/locker/timing.ts';
import { LOCKER_DRIVERS } from '../../native-bridge/devices/locker/types.ts';
import { DEVICE_FAULTS } from '../../native-bridge/emulator/base.ts';
import { lockerBench, TWO_BOARDS, watchResult } from '../support/locker-bench.ts';

const cell = fc.nat(3).map((index) => index + 1);
const board = fc.constantFrom(0, 1);

/** What may happen, in any order. A broken line is left out where only a wire can end the current. */
const act = (broken: boolean) =>
  fc.oneof(
    { weight: 6, arbitrary: fc.record({ do: fc.constant('open' as const), board, cell }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('cancel' as const), board, cell }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('force' as const), board, cell }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('close' as const), board, cell }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('jam' as const), board, cell }) },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('power' as const), board }) },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constant('fault' as const),
        fault: fc.constantFrom(...DEVICE_FAULTS.filter((fault) => broken || fault !== 'unplugged')),
      }),
    },
    ...(broken ? [{ weight: 1, arbitrary: fc.record({ do: fc.constant('plug' as const) }) }] : []),
    { weight: 1, arbitrary: fc.record({ do: fc.constant('restart' as const) }) },
  );

describe.each(LOCKER_DRIVERS)('%s: whatever happens', (driver) => {
  it('no two coils at once, none for too long, no door twice a second, every open ends, and it works again', async () => {
    const acts = fc.array(fc.tuple(act(driver !== 'modbus-relay'), fc.nat(1_500)), { maxLength: 25 });
    await fc.assert(
      fc.asyncProperty(acts, async (steps) => {
        const boards = TWO_BOARDS[driver];
        const bench = lockerBench({ driver, reports: true });
        const { clock, emulator, cabinet, locker } = bench;
        const runs: { value: unknown }[] = [];
        const at = (index: number) => (boards[index] as (typeof boards)[0]).board;
        await bench.ready();
        for (const [step, wait] of steps) {
          switch (step.do) {
            case 'open':
              runs.push(bench.begin({ board: at(step.board), cell: step.cell }));
              break;
            case 'cancel': {
              const abort = new AbortController();
              runs.push(bench.begin({ board: at(step.board), cell: step.cell }, abort.signal));
              clock.setTimeout(() => abort.abort(), wait / 2);
              break;
            }
            case 'force':
              cabinet.force(at(step.board), step.cell);
              break;
            case 'close':
              cabinet.close(at(step.board), step.cell);
              break;
            case 'jam':
              cabinet.jam(at(step.board), step.cell);
              break;
            case 'power':
              emulator.powerOff(at(step.board));
              clock.setTimeout(() => emulator.powerOn(at(step.board)), wait);
              break;
            case 'fault':
              emulator.failNext(step.fault);
              break;
            case 'plug':
              emulator.unplug();
              clock.setTimeout(() => emulator.plug(), wait);
              break;
            case 'restart': {
              const stopped = watchResult(locker.stop());
              while (stopped.value === null) await clock.advance(50);
              locker.start();
              break;
            }
          }
          await clock.advance(wait);
        }
        emulator.clear();
        await bench.pass(60_000);
        expect(runs.filter(({ value }) => value === null)).toEqual([]);
        expect(cabinet.mostAtOnce).toBeLessThanOrEqual(1);
        expect(cabinet.longestCurrentMs()).toBeLessThanOrEqual(COIL.most);
        for (const one of cabinet.pulses) {
          const next = cabinet.pulses.find(
            (other) => other.board === one.board && other.cell === one.cell && other.onAt > one.onAt,
          );
          // The command leaves a few milliseconds after it was written down.
          if (next) expect(next.onAt - one.onAt).toBeGreaterThanOrEqual(COIL.sameDoor - 20);
        }
        expect(locker.presence.value).toBe('ready');
        const last = bench.begin({ board: at(0), cell: 7 });
        await bench.pass(4_000);
        expect(last.value).toEqual({ ok: true, value: { proof: 'door-opened' } });
        await locker.stop();
      }),
      { numRuns: 40 },
    );
  });
});
