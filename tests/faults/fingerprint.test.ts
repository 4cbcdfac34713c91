import { describe, expect, it } from 'vitest';
import { err, ok } from '../../electron/core/index.ts';
import type { FingerprintCommand } from '../../native-bridge/devices/fingerprint/emulator.ts';
import type {
  FingerprintFailure,
  FingerprintResult,
  FingerprintSession,
} from '../../native-bridge/devices/fingerprint/types.ts';
import { DEVICE_FAULTS, type DeviceFault } from '../../native-bridge/emulator/base.ts';
import { faultyOpen, type Mishap } from '../../native-bridge/transport/faulty.ts';
import { fingerprintBench } from '../support/fingerprint-bench.ts';

type Bench = ReturnType<typeof fingerprintBench>;
type Fault = Exclude<DeviceFault, object>;

const failure = (kind: FingerprintFailure['kind'], code: string) => ({ ok: false, error: { kind, code } });

const bench = (through?: Parameters<typeof fingerprintBench>[0]) =>
  fingerprintBench({
    emulator: { baud: Number.POSITIVE_INFINITY },
    driver: { model: { light: 'switch', sleep: true } },
    ...through,
  });

/** One person's use in full: what came of it, or the first failure. */
async function fullUse(session: FingerprintSession, { obedient }: Bench) {
  const steps: (() => Promise<FingerprintResult<unknown>>)[] = [
    () => session.enrol(obedient(5)),
    () => session.verify({ page: 0 }),
    () => session.identify(),
    async () => {
      const template = await session.template();
      return template.ok ? session.verify(template.value) : template;
    },
  ];
  const values: unknown[] = [];
  for (const step of steps) {
    const done = await step();
    if (!done.ok) return err(done.error);
    values.push(done.value);
  }
  return ok(values);
}

const USED = [{ page: 0 }, { matched: true }, { page: 0 }, { matched: true }];

/** In what use each command occurs. */
const USES: Record<string, (b: Bench) => Promise<FingerprintResult<unknown>>> = {
  session: (b) => b.module.session((session) => fullUse(session, b)),
  image: (b) => {
    b.emulator.place(5);
    return b.module.session(async (session) => {
      const captured = await session.capture();
      return captured.ok ? session.image() : captured;
    });
  },
  parameters: (b) => b.module.parameters(),
  index: (b) => b.module.index(),
  remove: (b) => b.module.remove(100, 2),
  empty: (b) => b.module.empty(),
  on: (b) => b.module.light({ mode: 'on' }),
  off: (b) => b.module.light({ mode: 'off' }),
  sleep: (b) => b.module.sleep(),
};

const COMMANDS: readonly [FingerprintCommand, string][] = [
  ['genImg', 'session'],
  ['img2Tz', 'session'],
  ['regModel', 'session'],
  ['store', 'session'],
  ['loadChar', 'session'],
  ['match', 'session'],
  ['search', 'session'],
  ['upChar', 'session'],
  ['downChar', 'session'],
  ['upImage', 'image'],
  ['readSysPara', 'parameters'],
  ['readConList', 'index'],
  ['deleteChar', 'remove'],
  ['empty', 'empty'],
  ['ledOn', 'on'],
  ['ledOff', 'off'],
  ['sleep', 'sleep'],
];

/** What one fault in the answer to a command comes to; null: the use succeeds all the same. */
function expected(command: FingerprintCommand, fault: Fault) {
  if (fault === 'unplugged') return failure('device-lost', 'line-closed');
  const once = command === 'regModel' || command === 'sleep';
  if (!once || fault === 'slow' || fault === 'noise-before') return null;
  return failure('transfer-failed', fault === 'bad-checksum' ? 'answer-garbled' : 'answer-timeout');
}

/** After whatever happened: no restart, the module is ready and empty, and a person can use it. */
async function worksAgain(b: Bench): Promise<void> {
  b.emulator.clear();
  b.emulator.plug();
  b.emulator.lift();
  await b.clock.advance(70_000);
  expect(b.module.presence.value).toBe('ready');
  expect(b.module.leftovers.value).toBe(false);
  expect(b.emulator.pages).toEqual([]);
  expect(b.emulator.remembers).toBe(false);
  expect(await b.finish((USES.session as (typeof USES)[string])(b))).toMatchObject({ ok: true, value: USED });
  expect(b.emulator.pages).toEqual([]);
  expect(b.emulator.overlaps).toBe(0);
  await b.module.stop();
}

describe('one bad answer', () => {
  for (const [command, use] of COMMANDS) {
    for (const fault of DEVICE_FAULTS) {
      it(`to ${command} (${fault})`, async () => {
        const b = bench();
        await b.ready();
        b.emulator.failNext(fault, command);
        const from = b.emulator.asked.length;
        const result = await b.finish((USES[use] as (typeof USES)[string])(b));
        expect(b.asked(from)).toContain(command);
        const failed = expected(command, fault);
        if (failed) expect(result).toEqual(failed);
        else expect(result).toMatchObject(use === 'session' ? { ok: true, value: USED } : { ok: true });
        await worksAgain(b);
      });
    }
  }
});

describe('bad answers for ever', () => {
  const codes: Partial<Record<Fault, string>> = {
    silent: 'answer-timeout',
    late: 'answer-timeout',
    garbage: 'answer-timeout',
    partial: 'answer-timeout',
    'wrong-reply': 'answer-timeout',
    'bad-checksum': 'answer-garbled',
  };
  for (const [command, use] of COMMANDS) {
    for (const [fault, code] of Object.entries(codes) as [Fault, string][]) {
      it(`to ${command} alone (${fault}): the use fails in bounded time, the module is not lost`, async () => {
        const b = bench();
        await b.ready();
        // A late image comes in time for the second question.
        if (command === 'upImage' && fault === 'late') return;
        b.emulator.failRepeatedly(fault, command);
        const result = await b.finish((USES[use] as (typeof USES)[string])(b), 90_000);
        if (command === 'readSysPara') expect(result).toMatchObject({ ok: true, value: { read: false } });
        else {
          const optional = ['readConList', 'ledOn', 'ledOff'].includes(command) && code === 'answer-timeout';
          expect(result).toMatchObject({
            ok: false,
            error: { kind: optional ? 'unsupported' : 'transfer-failed' },
          });
          // An image whose last packet is damaged ends in silence.
          if (command !== 'upImage') expect(result).toMatchObject({ error: { code } });
        }
        await worksAgain(b);
      });
    }
  }

  for (const fault of ['silent', 'garbage', 'bad-checksum', 'late', 'partial', 'unplugged'] as const) {
    it(`to everything (${fault}): the module is lost, and found again`, async () => {
      const b = bench();
      await b.ready();
      b.emulator.failRepeatedly(fault);
      const result = await b.finish((USES.session as (typeof USES)[string])(b), 30_000);
      const kind = fault === 'bad-checksum' ? 'transfer-failed' : 'device-lost';
      expect(result).toMatchObject({ ok: false, error: { kind } });
      await b.clock.advance(100);
      expect(b.module.presence.value).toBe('absent');
      await worksAgain(b);
    });
  }
});

describe('the first questions', () => {
  for (const command of ['vfyPwd', 'readSysPara', 'readConList', 'upChar', 'downChar', 'genImg'] as const) {
    for (const fault of DEVICE_FAULTS) {
      it(`${command} (${fault}) badly answered: the module comes up all the same`, async () => {
        const b = bench();
        b.emulator.failNext(fault, command);
        b.module.start();
        // In steps: a chain of failures without a timer between is longer than one step of a virtual clock waits for.
        for (let step = 0; step < 20; step++) await b.clock.advance(1_000);
        expect(b.module.presence.value).toBe('ready');
        expect(b.module.info.value).toMatchObject({ read: true, capacity: 162 });
        await worksAgain(b);
      });
    }
  }

  for (const fault of DEVICE_FAULTS) {
    it(`deleteChar (${fault}) badly answered: leftovers of an earlier life are gone before it is ready`, async () => {
      const b = bench();
      b.emulator.storeElsewhere(2, 9);
      b.emulator.failNext(fault, 'deleteChar');
      b.module.presence.subscribe((presence) => {
        if (presence === 'ready') expect(b.emulator.pages).toEqual([]);
      });
      b.module.start();
      await b.clock.advance(20_000);
      expect(b.module.presence.value).toBe('ready');
      await worksAgain(b);
    });
  }
});

describe('cleaning up after a session', () => {
  for (const command of ['deleteChar', 'downChar', 'genImg'] as const) {
    for (const fault of DEVICE_FAULTS) {
      it(`is made good when ${command} is badly answered (${fault})`, async () => {
        const b = bench();
        await b.ready();
        const result = await b.finish(
          b.module.session(async (session) => {
            const enrolled = await session.enrol(b.obedient(4));
            b.emulator.lift();
            b.emulator.failNext(fault, command);
            return enrolled;
          }),
        );
        expect(result).toEqual(ok({ page: 0 }));
        await worksAgain(b);
      });
    }
  }

  it('is made good at the next sign of life when the line was bad for a while', async () => {
    const b = bench();
    await b.ready();
    await b.finish(
      b.module.session(async (session) => {
        const enrolled = await session.enrol(b.obedient(4));
        b.emulator.lift();
        b.emulator.failNext('bad-checksum', 'deleteChar');
        b.emulator.failNext('bad-checksum', 'deleteChar');
        return enrolled;
      }),
    );
    expect(b.module.leftovers.value).toBe(true);
    await b.clock.advance(4_000);
    // Once more later: a lost command may be obeyed late.
    expect(b.module.leftovers.value).toBe(true);
    await b.clock.advance(30_000);
    expect(b.module.leftovers.value).toBe(false);
    await worksAgain(b);
  });
});

describe('a module that is switched off and on in the middle', () => {
  for (const password of [0, 0x1234]) {
    it(`of a session (password ${password}): a typed failure or no match, never a wrong match`, async () => {
      const b = bench({
        emulator: { baud: Number.POSITIVE_INFINITY, password },
        driver: { password },
      });
      await b.ready();
      const result = await b.finish(
        b.module.session(async (session) => {
          await session.enrol(b.obedient(5));
          b.emulator.place(6);
          const waiting = session.verify({ page: 0 });
          b.emulator.restart();
          return waiting;
        }),
      );
      expect(result).toEqual(ok({ matched: false, score: 0 }));
      await worksAgain(b);
    });
  }
});

describe('a bad line', () => {
  const mishaps: Mishap[] = [
    { kind: 'drop' },
    { kind: 'garble', at: 3 },
    { kind: 'garble', at: 7 },
    { kind: 'garble', at: 10 },
    { kind: 'fragment', size: 3 },
    { kind: 'prepend', bytes: Uint8Array.of(0xef, 0x01, 0x55, 0xef) },
    { kind: 'delay', ms: 900 },
    { kind: 'delay', ms: 5_000 },
    { kind: 'cut', keep: 5 },
    { kind: 'stall' },
    { kind: 'close' },
  ];
  for (const direction of ['in', 'out'] as const) {
    for (const mishap of mishaps) {
      it(`${JSON.stringify(mishap)} to any chunk ${direction}: right, or a typed failure and right the next time`, async () => {
        for (let nth = 1; nth <= 40; nth += 3) {
          const b = bench({
            emulator: { baud: Number.POSITIVE_INFINITY, answerMs: 5 },
            through: (open, clock) => faultyOpen(open, [{ direction, nth, mishap }], clock),
          });
          b.module.start();
          const result = await b.finish((USES.session as (typeof USES)[string])(b), 90_000);
          if (result.ok) expect(result, `chunk ${nth}`).toMatchObject({ ok: true, value: USED });
          else expect(['device-lost', 'transfer-failed', 'not-same-finger']).toContain(result.error.kind);
          await worksAgain(b);
        }
      });
    }
  }
});
