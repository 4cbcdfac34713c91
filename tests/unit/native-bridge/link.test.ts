import { describe, expect, it } from 'vitest';
import { err, ok, type Result, VirtualClock } from '../../../electron/core/index.ts';
import { lengthFraming } from '../../../native-bridge/codec/framer.ts';
import { DeviceLink } from '../../../native-bridge/link/device-link.ts';
import { RECONNECT } from '../../../native-bridge/link/keep-open.ts';
import { LINE_TIMING, lineMs, RequestLine } from '../../../native-bridge/link/request-line.ts';
import { memoryPair } from '../../../native-bridge/transport/memory.ts';
import type { OpenTransport, Transport } from '../../../native-bridge/transport/port.ts';

/** `FE length length body check`: as small as a protocol can be. The check byte must be 5A. */
const framing = lengthFraming<Uint8Array>({
  start: [0xfe],
  lengthAt: 1,
  least: 2,
  most: 9,
  intact: (bytes, _from, to) => bytes[to - 1] === 0x5a,
  frame: (bytes) => bytes.slice(3, -1),
});
const frame = (...body: number[]) => Uint8Array.of(0xfe, 0, body.length + 1, ...body, 0x5a);

/** Collects what a promise comes to without waiting for it. */
function outcome<T>(promise: Promise<T>): { value: T | undefined } {
  const box: { value: T | undefined } = { value: undefined };
  void promise.then((value) => {
    box.value = value;
  });
  return box;
}

describe('a line of requests', () => {
  function bench() {
    const clock = new VirtualClock();
    const [near, far] = memoryPair('memory:x');
    const sent: number[][] = [];
    const unasked: number[][] = [];
    let closes = 0;
    far.onData((chunk) => sent.push([...chunk]));
    const line = new RequestLine<Uint8Array>({
      transport: near,
      clock,
      framing,
      unasked: (body) => unasked.push([...body]),
      onClose: () => closes++,
    });
    const ask = (request: number, deadlineMs = 100, bearDamage = false) =>
      outcome(
        line.ask({
          request: frame(request),
          deadlineMs,
          bearDamage,
          take: (body) => (body[0] === request ? [...body] : undefined),
        }),
      );
    return { clock, near, far, line, sent, unasked, ask, closes: () => closes };
  }

  it('gives the answer that fits and hands the others on', async () => {
    const { clock, far, ask, sent, unasked } = bench();
    const asked = ask(7);
    await clock.advance(0);
    await far.write(Uint8Array.of(...frame(1, 1), ...frame(7, 2), ...frame(7, 3)));
    await clock.advance(0);
    expect(sent).toEqual([[...frame(7)]]);
    expect(asked.value).toEqual(ok([7, 2]));
    expect(unasked).toEqual([
      [1, 1],
      [7, 3],
    ]);
  });

  it('waits for silence after a time-out, so that a late answer meets nobody', async () => {
    const { clock, far, ask, unasked } = bench();
    const first = ask(7);
    await clock.advance(100);
    expect(first.value).toEqual(err('timeout'));
    const second = ask(7);
    await clock.advance(LINE_TIMING.quiet - 10);
    await far.write(frame(7, 1));
    await clock.advance(20);
    expect(unasked).toEqual([[7, 1]]);
    await clock.advance(LINE_TIMING.quiet);
    await far.write(frame(7, 2));
    await clock.advance(0);
    expect(second.value).toEqual(ok([7, 2]));
  });

  it('fails at once on a damaged answer, unless told to bear it', async () => {
    const { clock, far, ask, line } = bench();
    const damaged = frame(7, 1);
    damaged[damaged.length - 1] = 0;
    const first = ask(7);
    await clock.advance(0);
    await far.write(damaged);
    await clock.advance(0);
    expect(first.value).toEqual(err('garbled'));
    const second = ask(7, 100, true);
    await clock.advance(LINE_TIMING.quiet);
    await far.write(Uint8Array.of(...damaged, ...frame(7, 2)));
    await clock.advance(0);
    expect(second.value).toEqual(ok([7, 2]));
    expect(line.lost).toBe(false);
  });

  it('is lost after two time-outs in a row, and not when a good answer comes between', async () => {
    const { clock, far, ask, line } = bench();
    ask(1);
    await clock.advance(100);
    const good = ask(2);
    await clock.advance(LINE_TIMING.quiet);
    await far.write(frame(2));
    await clock.advance(0);
    expect(good.value?.ok).toBe(true);
    ask(3);
    await clock.advance(200);
    expect(line.lost).toBe(false);
    ask(4);
    await clock.advance(200);
    expect(line.lost).toBe(true);
    expect(line.closed).toBe(false);
  });

  it('ends what waits when the line closes, and sends nothing more', async () => {
    const { clock, far, ask, line, closes } = bench();
    const waiting = ask(1);
    await clock.advance(0);
    await far.close();
    await clock.advance(0);
    expect(waiting.value).toEqual(err('closed'));
    expect(closes()).toBe(1);
    expect(await line.tell(frame(2))).toEqual(err('closed'));
    expect(outcome(line.ask({ request: frame(1), deadlineMs: 1, take: () => 1 })).value).toBeUndefined();
  });

  it('tells without waiting for an answer, but not into the rest of a failed one', async () => {
    const { clock, ask, line, sent } = bench();
    ask(1);
    await clock.advance(100);
    const told = outcome(line.tell(frame(2)));
    await clock.advance(LINE_TIMING.quiet - 1);
    expect(sent).toEqual([[...frame(1)]]);
    await clock.advance(1);
    expect(told.value).toEqual(ok());
    expect(sent).toEqual([[...frame(1)], [...frame(2)]]);
  });

  it('closes a line that takes no bytes', async () => {
    const clock = new VirtualClock();
    let onClose: Parameters<Transport['onClose']>[0] = () => undefined;
    const transport: Transport = {
      address: 'x',
      write: async () => err({ kind: 'write-timeout', detail: '' }),
      onData: () => undefined,
      onClose: (fn) => {
        onClose = fn;
      },
      close: async () => onClose({ kind: 'closed', detail: '' }),
    };
    const line = new RequestLine({ transport, clock, framing });
    expect(await line.tell(frame(1))).toEqual(err('closed'));
    expect(line.closed).toBe(true);
  });

  it('counts ten bits a byte and half as much again for the time on the line', () => {
    expect(lineMs(96, 9_600)).toBe(150);
  });
});

describe('a link to a device', () => {
  /** A device that echoes; `mute` makes it silent, `trouble` makes it say that it is broken. */
  function bench() {
    const clock = new VirtualClock();
    const state = { plugged: true, mute: false, trouble: false, opens: 0 };
    let far: Transport | null = null;
    const open: OpenTransport = async (address) => {
      state.opens++;
      if (!state.plugged) return err({ kind: 'not-found', detail: '' });
      const [near, device] = memoryPair(address);
      far = device;
      device.onData((chunk) => {
        const answer = chunk[3] === 1 && state.trouble ? frame(1, 99) : chunk;
        if (!state.mute) void device.write(answer);
      });
      return ok(near);
    };
    const ask = async (line: RequestLine<Uint8Array>, code: number) =>
      line.ask({
        request: frame(code),
        deadlineMs: 100,
        take: (body) => (body[0] === code ? [...body] : undefined),
      });
    const status = async (line: RequestLine<Uint8Array>) => {
      const answer = await ask(line, 1);
      return answer.ok ? (answer.value[1] === 99 ? 'trouble' : 'ready') : null;
    };
    const link = new DeviceLink<RequestLine<Uint8Array>>({
      address: 'memory:x',
      open,
      clock,
      attach: (transport, wake) => new RequestLine({ transport, clock, framing, onClose: wake }),
      identify: async (line) => (await status(line)) ?? 'absent',
      check: async (line) => (await status(line)) ?? 'unsure',
      checkEveryMs: 2_000,
    });
    const unplug = () => {
      state.plugged = false;
      void far?.close();
    };
    return { clock, link, state, unplug, ask };
  }

  it('is ready once the device has said what it is, and gone when its line breaks', async () => {
    const { clock, link, unplug } = bench();
    expect(link.presence.value).toBe('unknown');
    link.start();
    link.start();
    await clock.advance(0);
    expect(link.presence.value).toBe('ready');
    unplug();
    await clock.advance(0);
    expect(link.presence.value).toBe('absent');
    await link.stop();
    expect(link.presence.value).toBe('unknown');
  });

  it('notices a device that only falls silent, and finds it again', async () => {
    const { clock, link, state } = bench();
    link.start();
    await clock.advance(0);
    state.mute = true;
    await clock.advance(2_100);
    expect(link.presence.value).toBe('ready');
    await clock.advance(2_200);
    expect(link.presence.value).toBe('absent');
    state.mute = false;
    await clock.advance(RECONNECT.maxMs);
    expect(link.presence.value).toBe('ready');
    await link.stop();
  });

  it('tells a device that says it is broken, and one that is well again', async () => {
    const { clock, link, state } = bench();
    state.trouble = true;
    link.start();
    await clock.advance(0);
    expect(link.presence.value).toBe('trouble');
    state.trouble = false;
    await clock.advance(2_000);
    expect(link.presence.value).toBe('ready');
    await link.stop();
  });

  it('gives the line to one job at a time, in order, also before the device is found', async () => {
    const { clock, link, ask } = bench();
    const order: string[] = [];
    const job = (name: string) =>
      outcome(
        link.use(async (line): Promise<Result<string, string>> => {
          order.push(`${name} begins`);
          await ask(line, 5);
          order.push(`${name} ends`);
          return ok(name);
        }),
      );
    link.start();
    const [a, b] = [job('a'), job('b')];
    await clock.advance(1);
    await clock.advance(1);
    expect([a.value, b.value]).toEqual([ok('a'), ok('b')]);
    expect(order).toEqual(['a begins', 'a ends', 'b begins', 'b ends']);
    await link.stop();
  });

  it('fails jobs at once while the device is away, and those that wait when it goes', async () => {
    const { clock, link, unplug } = bench();
    const early = await link.use(async () => ok());
    expect(early).toEqual(err({ kind: 'device-lost', code: 'absent' }));
    link.start();
    await clock.advance(0);
    const slow = outcome(
      link.use(async (line) => {
        const answer = await line.ask({ request: frame(9), deadlineMs: 5_000, take: () => undefined });
        return err({ kind: 'mine', code: String(answer.ok) });
      }),
    );
    const waiting = outcome(link.use(async () => ok()));
    await clock.advance(0);
    unplug();
    await clock.advance(0);
    expect(slow.value).toEqual(err({ kind: 'mine', code: 'false' }));
    expect(waiting.value).toEqual(err({ kind: 'device-lost', code: 'line-closed' }));
    expect(await link.use(async () => ok())).toEqual(err({ kind: 'device-lost', code: 'absent' }));
    await link.stop();
  });

  it('takes a job back that was aborted before its turn', async () => {
    const { clock, link } = bench();
    const abort = new AbortController();
    let ran = false;
    link.start();
    const job = outcome(
      link.use(async () => {
        ran = true;
        return ok();
      }, abort.signal),
    );
    abort.abort();
    await clock.advance(10);
    expect(job.value).toEqual(err({ kind: 'cancelled', code: 'aborted' }));
    expect(ran).toBe(false);
    expect(await link.use(async () => ok(), abort.signal)).toEqual(
      err({ kind: 'cancelled', code: 'aborted' }),
    );
    await link.stop();
  });

  it('cancels what waits when it is stopped', async () => {
    const { clock, link, state } = bench();
    state.mute = true;
    link.start();
    const job = outcome(link.use(async () => ok()));
    await link.stop();
    await clock.advance(0);
    expect(job.value).toEqual(err({ kind: 'cancelled', code: 'stopped' }));
  });

  it('passes a bug of a job on to who asked, and goes on', async () => {
    const { clock, link } = bench();
    link.start();
    await expect(
      link.use(async () => {
        throw new Error('a bug');
      }),
    ).rejects.toThrow('a bug');
    await clock.advance(10);
    expect((await link.use(async () => ok('still here'))).ok).toBe(true);
    await link.stop();
  });
});
