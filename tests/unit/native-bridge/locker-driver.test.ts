import { describe, expect, it } from 'vitest';
import { COIL, LOCKER_TIMING } from '../../../native-bridge/devices/locker/timing.ts';
import { LOCKER_DRIVERS, type LockerFailure } from '../../../native-bridge/devices/locker/types.ts';
import { piecesOf } from '../../../native-bridge/transport/memory.ts';
import { hex } from '../../support/bytes.ts';
import { lockerBench, TWO_BOARDS, watchResult } from '../../support/locker-bench.ts';

const opened = (proof: string) => ({ ok: true, value: { proof } });
const failed = (kind: LockerFailure['kind'], code: string) => ({ ok: false, error: { kind, code } });

describe.each(LOCKER_DRIVERS)('%s', (driver) => {
  const [first, second] = TWO_BOARDS[driver];

  it('comes up, knows its boards, and stops without leaving anything behind', async () => {
    const bench = lockerBench({ driver });
    expect(bench.locker.presence.value).toBe('unknown');
    expect(bench.locker.boards.value.map(({ health }) => health)).toEqual(['unknown', 'unknown']);
    await bench.ready();
    expect(bench.locker.presence.value).toBe('ready');
    expect(bench.locker.boards.value).toEqual([
      { board: first.board, health: 'ok' },
      { board: second.board, health: 'ok' },
    ]);
    await bench.locker.stop();
    await bench.clock.advance(10_000);
    expect(bench.clock.pending).toBe(0);
    expect(bench.locker.presence.value).toBe('unknown');
    expect(bench.locker.boards.value.map(({ health }) => health)).toEqual(['unknown', 'unknown']);
    expect((await bench.emulator.open('memory:locker')).ok).toBe(true);
  });

  it('can be started again, and twice', async () => {
    const bench = lockerBench({ driver });
    await bench.ready();
    await bench.locker.stop();
    bench.locker.start();
    bench.locker.start();
    await bench.clock.advance(500);
    expect(bench.locker.presence.value).toBe('ready');
    await bench.locker.stop();
  });

  it('opens one door on each board, and proves it', async () => {
    const bench = lockerBench({ driver, chunking: piecesOf(1) });
    await bench.ready();
    for (const { board } of [first, second]) {
      const run = bench.begin({ board, cell: 3 });
      await bench.clock.advance(3_000);
      expect(run.value).toEqual(opened('door-opened'));
    }
    expect(bench.cabinet.pulses.map(({ board, cell }) => [board, cell])).toEqual([
      [first.board, 3],
      [second.board, 3],
    ]);
    expect(bench.events()).toEqual([`opened ${first.board}/3`, `opened ${second.board}/3`]);
    expect(bench.emulator.overlaps).toBe(0);
    await bench.locker.stop();
  });

  it('says how every cell stands', async () => {
    const bench = lockerBench({ driver });
    bench.cabinet.force(second.board, 2);
    bench.cabinet.force(second.board, 9);
    await bench.ready();
    const run = bench.beginStatus(second.board);
    await bench.clock.advance(200);
    if (!run.value?.ok) throw new Error('no status');
    expect(run.value.value).toHaveLength(second.cells ?? 32);
    expect(run.value.value.flatMap(({ cell, door }) => (door === 'open' ? [cell] : []))).toEqual([2, 9]);
    expect(run.value.value.every(({ board }) => board === second.board)).toBe(true);
    expect(run.value.value.every(({ item }) => item === 'unknown')).toBe(true);
    await bench.locker.stop();
  });

  it('tells a door that sticks, and opens it once it does not any more', async () => {
    const bench = lockerBench({ driver });
    await bench.ready();
    bench.cabinet.jam(first.board, 5);
    const run = bench.begin({ board: first.board, cell: 5 });
    await bench.clock.advance(LOCKER_TIMING.confirmFor - 100);
    expect(run.value).toBeNull();
    await bench.clock.advance(600);
    expect(run.value).toEqual(failed('stuck', 'door-closed'));
    bench.cabinet.jam(first.board, 5, false);
    const again = bench.begin({ board: first.board, cell: 5 });
    await bench.clock.advance(2_000);
    expect(again.value).toEqual(opened('door-opened'));
    await bench.locker.stop();
  });

  it('does not claim to have opened a door that was open, but tries', async () => {
    const bench = lockerBench({ driver });
    bench.cabinet.force(first.board, 1);
    await bench.ready();
    const run = bench.begin({ board: first.board, cell: 1 });
    await bench.clock.advance(2_000);
    expect(run.value).toEqual(opened('was-open'));
    expect(bench.cabinet.pulses).toHaveLength(1);
    expect(bench.events()).toEqual([]);
    await bench.locker.stop();
  });

  it('knows its cells', async () => {
    const bench = lockerBench({ driver });
    await bench.ready();
    const cells = second.cells ?? 32;
    for (const [board, cell, code] of [
      [second.board, 0, `cell-${second.board}/0`],
      [second.board, cells + 1, `cell-${second.board}/${cells + 1}`],
      [second.board, 1.5, `cell-${second.board}/1.5`],
      [99, 1, 'cell-99/1'],
    ] as const) {
      expect(await bench.locker.open({ board, cell })).toEqual(failed('no-such-cell', code));
    }
    expect(await bench.locker.status(99)).toEqual(failed('no-such-cell', 'board-99'));
    expect(bench.cabinet.pulses).toEqual([]);
    await bench.locker.stop();
  });

  it('sees a door that is forced, shut, and left open', async () => {
    const bench = lockerBench({ driver, leftOpenMs: 20_000 });
    await bench.ready();
    bench.cabinet.force(second.board, 4);
    await bench.clock.advance(1_500);
    expect(bench.events()).toEqual([`forced ${second.board}/4`]);
    bench.cabinet.close(second.board, 4);
    await bench.clock.advance(1_500);
    expect(bench.events().at(-1)).toBe(`closed ${second.board}/4`);
    bench.begin({ board: second.board, cell: 4 });
    await bench.clock.advance(18_000);
    expect(bench.events().slice(2)).toEqual([`opened ${second.board}/4`]);
    await bench.clock.advance(60_000);
    expect(bench.events().slice(3)).toEqual([`left-open ${second.board}/4`]);
    const [, , openAt = 0, leftAt = 0] = bench.times();
    expect(leftAt - openAt).toBeGreaterThanOrEqual(20_000);
    expect(leftAt - openAt).toBeLessThan(21_500);
    await bench.locker.stop();
  });

  it('goes on with one board when the other dies, and takes it back when it lives', async () => {
    const bench = lockerBench({ driver });
    await bench.ready();
    bench.emulator.powerOff(first.board);
    await bench.clock.advance(5_000);
    expect(bench.locker.presence.value).toBe('ready');
    expect(bench.locker.boards.value).toEqual([
      { board: first.board, health: 'lost' },
      { board: second.board, health: 'ok' },
    ]);
    const dead = bench.begin({ board: first.board, cell: 1 });
    await bench.clock.advance(4_000);
    expect(dead.value).toEqual(failed('timeout', 'answer-timeout'));
    const alive = bench.begin({ board: second.board, cell: 1 });
    await bench.clock.advance(3_000);
    expect(alive.value).toEqual(opened('door-opened'));
    expect(bench.locker.presence.value).toBe('ready');
    bench.emulator.powerOn(first.board);
    await bench.clock.advance(LOCKER_TIMING.lostBoardEvery + 1_500);
    expect(bench.locker.boards.value[0]).toEqual({ board: first.board, health: 'ok' });
    const back = bench.begin({ board: first.board, cell: 1 });
    await bench.clock.advance(3_000);
    expect(back.value).toEqual(opened('door-opened'));
    await bench.locker.stop();
  });

  it('asks each board about once a second and a dead one more seldom', async () => {
    const bench = lockerBench({ driver });
    await bench.ready();
    const asked = () => bench.emulator.asked.filter(({ command }) => command === 'status').length;
    const before = asked();
    await bench.clock.advance(10_000);
    expect(asked() - before).toBeGreaterThanOrEqual(16);
    expect(asked() - before).toBeLessThanOrEqual(22);
    bench.emulator.powerOff(first.board);
    await bench.clock.advance(10_000);
    const written = bench.sent.length;
    await bench.clock.advance(20_000);
    const toDead = bench.sent.slice(written).filter(({ bytes }) => {
      const [a = 0, b = 0] = hex(bytes);
      return driver === 'modbus-relay' ? a === first.board : b === first.board;
    });
    expect(toDead.length).toBeGreaterThanOrEqual(3);
    expect(toDead.length).toBeLessThanOrEqual(5);
    await bench.locker.stop();
  });
});

describe('safety', () => {
  it.each(LOCKER_DRIVERS)('%s: many doors at once are opened one coil after another', async (driver) => {
    const bench = lockerBench({ driver });
    await bench.ready();
    const cells = TWO_BOARDS[driver].flatMap(({ board }) => [1, 2, 3].map((cell) => ({ board, cell })));
    const runs = cells.map((cell) => bench.begin(cell));
    await bench.clock.advance(15_000);
    for (const run of runs) expect(run.value).toEqual(opened('door-opened'));
    const { cabinet } = bench;
    expect(cabinet.pulses.map(({ board, cell }) => ({ board, cell }))).toEqual(cells);
    expect(cabinet.mostAtOnce).toBe(1);
    expect(cabinet.longestCurrentMs()).toBeLessThanOrEqual(COIL.most);
    // Where the board ends the current, the driver cannot see it end: it lets the longest time pass.
    const { pulses } = cabinet;
    for (const [i, { onAt, board }] of pulses.slice(0, -1).entries()) {
      const byHost = driver === 'modbus-relay' && board === TWO_BOARDS[driver][1].board;
      const gap = (pulses[i + 1]?.onAt ?? 0) - onAt;
      if (byHost) expect(gap).toBeGreaterThanOrEqual(COIL.usual - 10);
      else expect(gap).toBeGreaterThanOrEqual(COIL.most);
    }
    await bench.locker.stop();
  });

  it.each(LOCKER_DRIVERS)('%s: one command to one door a second', async (driver) => {
    const bench = lockerBench({ driver });
    await bench.ready();
    const where = { board: TWO_BOARDS[driver][1].board, cell: 1 };
    const run = bench.begin(where);
    expect(await bench.atOnce(where)).toEqual(failed('refused', 'too-soon'));
    while (run.value === null) await bench.clock.advance(20);
    expect(run.value).toEqual(opened('door-opened'));
    const at = bench.cabinet.pulses[0]?.onAt ?? 0;
    if (bench.clock.now() - at < COIL.sameDoor - 50) {
      expect(await bench.atOnce(where)).toEqual(failed('refused', 'too-soon'));
    }
    await bench.clock.advance(COIL.sameDoor);
    bench.cabinet.close(where.board, where.cell);
    const again = bench.begin(where);
    await bench.clock.advance(3_000);
    expect(again.value).toEqual(opened('door-opened'));
    expect(bench.cabinet.pulses).toHaveLength(2);
    await bench.locker.stop();
  });

  it('the first coil waits for one that an earlier run may have left on', async () => {
    const bench = lockerBench();
    bench.locker.start();
    const began = bench.clock.now();
    const run = bench.begin({ board: 0, cell: 1 });
    await bench.clock.advance(3_000);
    expect(run.value).toEqual(opened('door-opened'));
    expect((bench.cabinet.pulses[0]?.onAt ?? 0) - began).toBeGreaterThanOrEqual(COIL.most);
    await bench.locker.stop();
  });

  it('a door that is commanded stays commanded over a stop and a start', async () => {
    const bench = lockerBench();
    await bench.ready();
    bench.begin({ board: 0, cell: 1 });
    await bench.clock.advance(300);
    await bench.locker.stop();
    bench.locker.start();
    expect(await bench.atOnce({ board: 0, cell: 1 })).toEqual(failed('refused', 'too-soon'));
    await bench.locker.stop();
  });
});

describe('taking an open back', () => {
  it('works before its turn', async () => {
    const bench = lockerBench();
    await bench.ready();
    const one = bench.begin({ board: 0, cell: 1 });
    const abort = new AbortController();
    const two = bench.begin({ board: 0, cell: 2 }, abort.signal);
    await bench.clock.advance(100);
    abort.abort();
    await bench.clock.advance(3_000);
    expect(one.value).toEqual(opened('door-opened'));
    expect(two.value).toEqual(failed('cancelled', 'aborted'));
    expect(bench.cabinet.pulses).toHaveLength(1);
    await bench.locker.stop();
  });

  it('works while it waits for the coil before, and may be asked for again at once', async () => {
    const bench = lockerBench();
    await bench.ready();
    bench.begin({ board: 0, cell: 1 });
    await bench.clock.advance(400);
    const abort = new AbortController();
    const run = bench.begin({ board: 0, cell: 2 }, abort.signal);
    await bench.clock.advance(200);
    abort.abort();
    await bench.clock.advance(50);
    expect(run.value).toEqual(failed('cancelled', 'aborted'));
    const again = bench.begin({ board: 0, cell: 2 });
    await bench.clock.advance(3_000);
    expect(again.value).toEqual(opened('door-opened'));
    await bench.locker.stop();
  });

  it('works up to the command, and not after it', async () => {
    for (let ms = 0; ms <= 400; ms += 10) {
      const bench = lockerBench();
      await bench.ready();
      const abort = new AbortController();
      const run = bench.begin({ board: 0, cell: 1 }, abort.signal);
      await bench.clock.advance(ms);
      abort.abort();
      await bench.clock.advance(3_000);
      const moved = bench.cabinet.pulses.length === 1;
      expect(run.value).toEqual(moved ? opened('door-opened') : failed('cancelled', 'aborted'));
      if (ms === 0) expect(moved).toBe(false);
      if (ms === 400) expect(moved).toBe(true);
      await bench.locker.stop();
    }
  });

  it('is not even begun with a signal that is aborted already', async () => {
    const bench = lockerBench();
    await bench.ready();
    expect(await bench.locker.open({ board: 0, cell: 1 }, AbortSignal.abort())).toEqual(
      failed('cancelled', 'aborted'),
    );
    expect(await bench.locker.status(0, AbortSignal.abort())).toEqual(failed('cancelled', 'aborted'));
    await bench.locker.stop();
  });
});

describe('a stop in the middle', () => {
  it('before the command: not opened; after it: nobody knows', async () => {
    for (const ms of [5, 300]) {
      const bench = lockerBench();
      await bench.ready();
      bench.cabinet.jam(0, 1);
      const run = bench.begin({ board: 0, cell: 1 });
      await bench.clock.advance(ms);
      const stopped = watchResult(bench.locker.stop());
      await bench.clock.advance(1_000);
      expect(stopped.value).toBeUndefined();
      expect(run.value).toEqual(
        ms === 5 ? failed('device-lost', 'line-closed') : failed('unknown-outcome', 'line-closed'),
      );
    }
  });
});

describe('doors', () => {
  it('one that sticks and is pulled open a little later was opened, not forced; much later it was forced', async () => {
    for (const [ms, kind] of [
      [5_000, 'opened'],
      [LOCKER_TIMING.commandExplains + 1_000, 'forced'],
    ] as const) {
      const bench = lockerBench();
      await bench.ready();
      bench.cabinet.jam(0, 7);
      bench.begin({ board: 0, cell: 7 });
      await bench.clock.advance(ms);
      bench.cabinet.force(0, 7);
      await bench.clock.advance(1_500);
      expect(bench.events()).toEqual([`${kind} 0/7`]);
      await bench.locker.stop();
    }
  });

  it('one command explains one opening', async () => {
    const bench = lockerBench();
    await bench.ready();
    bench.begin({ board: 0, cell: 7 });
    await bench.clock.advance(1_500);
    bench.cabinet.close(0, 7);
    await bench.clock.advance(1_500);
    bench.cabinet.force(0, 7);
    await bench.clock.advance(1_500);
    expect(bench.events()).toEqual(['opened 0/7', 'closed 0/7', 'forced 0/7']);
    await bench.locker.stop();
  });

  it('one that was forced while the line was gone is told when it is back', async () => {
    const bench = lockerBench();
    await bench.ready();
    bench.emulator.unplug();
    await bench.clock.advance(100);
    bench.cabinet.force(1, 2);
    bench.emulator.plug();
    await bench.clock.advance(2_000);
    expect(bench.events()).toEqual(['forced 1/2']);
    await bench.locker.stop();
  });

  it('one that was open at the start is no event, until it has been so for too long', async () => {
    const bench = lockerBench();
    bench.cabinet.force(0, 2);
    await bench.ready();
    await bench.clock.advance(50_000);
    expect(bench.events()).toEqual([]);
    await bench.clock.advance(15_000);
    expect(bench.events()).toEqual(['left-open 0/2']);
    await bench.locker.stop();
  });
});

describe('KR-CU16', () => {
  it('tells what lies inside where sensors are fitted', async () => {
    const bench = lockerBench();
    await bench.ready();
    bench.cabinet.put(0, 2);
    bench.cabinet.put(1, 2);
    const fitted = bench.beginStatus(0);
    const bare = bench.beginStatus(1);
    await bench.clock.advance(200);
    expect(fitted.value).toMatchObject({
      ok: true,
      value: [{ item: 'absent' }, { item: 'present' }, ...Array(14).fill({ item: 'absent' })],
    });
    expect(bare.value).toMatchObject({ ok: true, value: Array(12).fill({ item: 'unknown' }) });
    bench.cabinet.take(0, 2);
    const taken = bench.beginStatus(0);
    await bench.clock.advance(200);
    expect(taken.value).toMatchObject({ ok: true, value: Array(16).fill({ item: 'absent' }) });
    await bench.locker.stop();
  });

  it('waits longer for answers over a slow serial line, and takes the boards’ speed where none is named', async () => {
    const seen: string[] = [];
    for (const address of [
      'serial:///dev/ttyUSB0',
      'serial:///dev/ttyUSB0?parity=even',
      'serial:///dev/ttyUSB0?baud=1200',
      'tcp://host:1',
    ]) {
      const bench = lockerBench({
        address,
        boards: [{ board: 0 }],
        through: (open) => (opened) => {
          seen.push(opened);
          return open(opened);
        },
      });
      bench.emulator.failRepeatedly('silent');
      bench.locker.start();
      await bench.clock.advance(1_500);
      const [one, two] = bench.sent;
      const between = (two?.at ?? 0) - (one?.at ?? 0);
      // 500 ms for the board, 60 of silence after a time-out, 14 bytes with half as much again.
      expect(between).toBeGreaterThan(560);
      if (address.includes('1200')) expect(between).toBeGreaterThan(560 + 170);
      else expect(between).toBeLessThan(560 + 20);
      await bench.locker.stop();
    }
    expect(new Set(seen)).toEqual(
      new Set([
        'serial:///dev/ttyUSB0?baud=19200',
        'serial:///dev/ttyUSB0?parity=even&baud=19200',
        'serial:///dev/ttyUSB0?baud=1200',
        'tcp://host:1',
      ]),
    );
  });
});

describe('8A/80', () => {
  it('takes reports: a forced door is known at once', async () => {
    const bench = lockerBench({ driver: '8a80', reports: true });
    await bench.ready();
    bench.cabinet.force(2, 30);
    await bench.clock.advance(20);
    expect(bench.events()).toEqual(['forced 2/30']);
    bench.cabinet.close(2, 30);
    await bench.clock.advance(20);
    expect(bench.events()).toEqual(['forced 2/30', 'closed 2/30']);
    await bench.locker.stop();
  });

  it('a door that is opened and shut again before anybody asks has been opened all the same', async () => {
    const bench = lockerBench({ driver: '8a80', reports: true });
    await bench.ready();
    const run = bench.begin({ board: 1, cell: 4 });
    await bench.clock.advance(200);
    bench.cabinet.close(1, 4);
    await bench.clock.advance(2_000);
    expect(run.value).toEqual(opened('door-opened'));
    expect(bench.events()).toEqual(['opened 1/4', 'closed 1/4']);
    await bench.locker.stop();
  });

  it('takes no report for something that it is not', async () => {
    const bench = lockerBench({ driver: '8a80' });
    await bench.ready();
    // Lock 25 of 24, lock 0, and a state that is neither 00 nor 11, each in place of an answer.
    for (const bytes of ['82 01 19 00 9A', '82 01 00 00 83', '82 01 03 55 D5']) {
      bench.emulator.failNext({ bytes: hex(bytes) });
      await bench.clock.advance(3_000);
    }
    bench.emulator.failNext({ bytes: hex('82 01 03 00 80') });
    await bench.clock.advance(1_000);
    expect(bench.events()[0]).toBe('forced 1/3');
    await bench.locker.stop();
  });

  it('wired the other way than the settings say, every closed door looks open: seen at commissioning', async () => {
    const bench = lockerBench({
      driver: '8a80',
      boards: [{ board: 1, feedback: 'closed-is-0' }],
      told: [{ board: 1 }],
    });
    await bench.ready();
    const run = bench.beginStatus(1);
    await bench.clock.advance(200);
    expect(run.value).toMatchObject({ ok: true, value: Array(24).fill({ door: 'open' }) });
    await bench.locker.stop();
  });

  it('with a length that is not the board’s, the board counts as damaged, not as open', async () => {
    const bench = lockerBench({
      driver: '8a80',
      boards: [{ board: 1, channels: 32 }],
      told: [{ board: 1, channels: 24 }],
    });
    await bench.ready();
    expect(bench.locker.presence.value).toBe('absent');
    await bench.locker.stop();
  });

  it('an open command without an answer is judged by the door', async () => {
    const bench = lockerBench({ driver: '8a80' });
    await bench.ready();
    bench.emulator.failNext('silent', 'open');
    const run = bench.begin({ board: 1, cell: 4 });
    await bench.clock.advance(3_000);
    expect(run.value).toEqual(opened('door-opened'));
    bench.cabinet.jam(1, 5);
    bench.emulator.failNext('silent', 'open');
    const stuck = bench.begin({ board: 1, cell: 5 });
    await bench.clock.advance(5_000);
    expect(stuck.value).toEqual(failed('stuck', 'door-closed-unanswered'));
    await bench.locker.stop();
  });
});

describe('relay boards', () => {
  const blind = (pulse: 'board' | 'host') => ({
    driver: 'modbus-relay' as const,
    boards: [{ board: 1, cells: 8, pulse }],
  });

  it.each(['board', 'host'] as const)(
    'without door contacts, pulse by %s: commanded is all that is known',
    async (pulse) => {
      const bench = lockerBench(blind(pulse));
      await bench.ready();
      const run = bench.begin({ board: 1, cell: 8 });
      await bench.clock.advance(1_000);
      expect(run.value).toEqual(opened('commanded'));
      const doors = bench.beginStatus(1);
      await bench.clock.advance(200);
      expect(doors.value).toMatchObject({
        ok: true,
        value: Array(8).fill({ door: 'unknown', item: 'unknown' }),
      });
      expect(bench.cabinet.longestCurrentMs()).toBeLessThanOrEqual(COIL.usual + 10);
      await bench.locker.stop();
    },
  );

  it.each(['board', 'host'] as const)(
    'without door contacts, pulse by %s: no answer, no outcome',
    async (pulse) => {
      const bench = lockerBench(blind(pulse));
      await bench.ready();
      bench.emulator.failNext('silent', 'open');
      const run = bench.begin({ board: 1, cell: 8 });
      await bench.clock.advance(1_000);
      expect(run.value).toEqual(failed('unknown-outcome', 'answer-timeout'));
      await bench.locker.stop();
    },
  );

  it('that do not know flash-on refuse it, and no coil has had current', async () => {
    const bench = lockerBench({ ...blind('board'), flash: false });
    await bench.ready();
    const run = bench.begin({ board: 1, cell: 2 });
    await bench.clock.advance(500);
    expect(run.value).toEqual(failed('refused', 'exception-02'));
    expect(bench.cabinet.pulses).toEqual([]);
    await bench.locker.stop();
  });

  it('that refuse a command have not opened the door that opens soon after', async () => {
    const boards = [{ board: 1, cells: 8, feedback: 'closed-is-1' as const }];
    const bench = lockerBench({ driver: 'modbus-relay', boards, flash: false });
    await bench.ready();
    const run = bench.begin({ board: 1, cell: 2 });
    await bench.clock.advance(500);
    expect(run.value).toEqual(failed('refused', 'exception-02'));
    bench.cabinet.force(1, 2);
    await bench.clock.advance(1_500);
    expect(bench.events()).toEqual(['forced 1/2']);
    await bench.locker.stop();
  });

  it('have silence between an answer and the next question', async () => {
    const bench = lockerBench({ ...blind('host'), baud: Number.POSITIVE_INFINITY, answerMs: 0 });
    bench.locker.start();
    await bench.clock.advance(100);
    // The answers come in no time, so what lies between the questions is that silence.
    const [one, two] = bench.sent;
    expect((two?.at ?? 0) - (one?.at ?? 0)).toBe(LOCKER_TIMING.gap);
    await bench.locker.stop();
  });

  it('with fewer relays than the settings say are in trouble', async () => {
    const bench = lockerBench({ ...blind('board'), told: [{ board: 1, cells: 16 }] });
    await bench.ready();
    expect(bench.locker.presence.value).toBe('trouble');
    const run = bench.begin({ board: 1, cell: 1 });
    await bench.clock.advance(500);
    expect(run.value).toEqual(failed('refused', 'exception-02'));
    expect(bench.cabinet.pulses).toEqual([]);
    await bench.clock.advance(3_000);
    expect(bench.locker.presence.value).toBe('trouble');
    await bench.locker.stop();
  });

  it('a coil that is found on at the start is switched off before anything else', async () => {
    const bench = lockerBench(blind('host'));
    bench.cabinet.coilOn(1, 3, null);
    bench.cabinet.coilOn(1, 6, null);
    await bench.ready();
    expect(bench.cabinet.hasCurrent(1, 3)).toBe(false);
    expect(bench.cabinet.hasCurrent(1, 6)).toBe(false);
    expect(bench.commands().slice(0, 4)).toEqual(['coils', 'off', 'off', 'coils']);
    expect(bench.locker.presence.value).toBe('ready');
    await bench.locker.stop();
  });

  it('a stop in the middle of the current switches it off first', async () => {
    const bench = lockerBench(blind('host'));
    await bench.ready();
    const run = bench.begin({ board: 1, cell: 2 });
    await bench.clock.advance(200);
    expect(bench.cabinet.hasCurrent(1, 2)).toBe(true);
    const stopped = watchResult(bench.locker.stop());
    await bench.clock.advance(1_000);
    expect(stopped.value).toBeUndefined();
    expect(bench.cabinet.hasCurrent(1, 2)).toBe(false);
    expect(bench.cabinet.longestCurrentMs()).toBeLessThan(220);
    expect(run.value?.ok).toBe(true);
    bench.locker.start();
    await bench.clock.advance(1_500);
    expect(bench.locker.presence.value).toBe('ready');
    await bench.locker.stop();
  });

  it('a coil whose off is not proved blocks every other, until it is', async () => {
    const boards = [
      { board: 1, cells: 8, pulse: 'host' as const, feedback: 'closed-is-1' as const },
      { board: 2, cells: 8, pulse: 'host' as const, feedback: 'closed-is-1' as const },
    ];
    const bench = lockerBench({ driver: 'modbus-relay', boards });
    await bench.ready();
    bench.emulator.failRepeatedly('silent', 'off');
    bench.emulator.failRepeatedly('silent', 'coils');
    const run = bench.begin({ board: 1, cell: 1 });
    await bench.clock.advance(3_000);
    expect(run.value).toEqual(opened('door-opened'));
    expect(bench.locker.presence.value).toBe('trouble');
    const other = bench.begin({ board: 2, cell: 1 });
    await bench.clock.advance(1_500);
    expect(other.value).toEqual(failed('refused', 'coil-not-off'));
    bench.emulator.clear();
    await bench.clock.advance(7_000);
    expect(bench.locker.presence.value).toBe('ready');
    const again = bench.begin({ board: 2, cell: 1 });
    await bench.clock.advance(2_000);
    expect(again.value).toEqual(opened('door-opened'));
    expect(bench.cabinet.mostAtOnce).toBe(1);
    expect(bench.cabinet.longestCurrentMs()).toBeLessThanOrEqual(COIL.most);
    await bench.locker.stop();
  });

  it('an off that cannot be proved on a line that lives is trouble', async () => {
    const boards = [
      { board: 1, cells: 8, pulse: 'host' as const },
      { board: 2, cells: 8 },
    ];
    const bench = lockerBench({ driver: 'modbus-relay', boards });
    await bench.ready();
    const run = bench.begin({ board: 1, cell: 1 });
    await bench.clock.advance(100);
    bench.emulator.powerOff(1);
    await bench.clock.advance(5_000);
    expect(run.value).toEqual(opened('commanded'));
    expect(bench.locker.presence.value).toBe('trouble');
    bench.emulator.powerOn(1);
    await bench.clock.advance(7_000);
    expect(bench.locker.presence.value).toBe('ready');
    await bench.locker.stop();
  });
});
