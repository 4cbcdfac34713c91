import { describe, expect, it } from 'vitest';
import { LOCKER_DRIVERS } from '../../../native-bridge/devices/locker/types.ts';
import { lockerBench, TWO_BOARDS } from '../../support/locker-bench.ts';

describe.each(LOCKER_DRIVERS)('%s', (driver) => {
  it('opens', async () => {
    const bench = lockerBench({ driver });
    await bench.ready();
    expect(bench.locker.presence.value).toBe('ready');
    for (const { board } of TWO_BOARDS[driver]) {
      const run = bench.begin({ board, cell: 3 });
      await bench.clock.advance(3_000);
      expect(run.value).toEqual({ ok: true, value: { proof: 'door-opened' } });
      expect(bench.cabinet.isOpen(board, 3)).toBe(true);
    }
    console.log(bench.cabinet.pulses, bench.events(), bench.commands().join(' '));
    expect(bench.cabinet.mostAtOnce).toBe(1);
    await bench.locker.stop();
  });
});
