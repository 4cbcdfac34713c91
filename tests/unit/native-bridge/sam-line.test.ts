import { describe, expect, it } from 'vitest';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import { encodeSamFrame } from '../../../native-bridge/codec/sam-frame.ts';
import { encodeReply } from '../../../native-bridge/devices/id-card-reader/protocol.ts';
import { SamLine } from '../../../native-bridge/devices/id-card-reader/sam-line.ts';
import { SW } from '../../../native-bridge/devices/id-card-reader/status-words.ts';
import type { Transport, TransportFailure } from '../../../native-bridge/index.ts';
import { hex } from '../../support/bytes.ts';

/** A line whose far end the test holds. */
function bench() {
  const clock = new VirtualClock();
  let receive: (chunk: Uint8Array) => void = () => undefined;
  let closed: (failure: TransportFailure) => void = () => undefined;
  const far = {
    written: 0,
    write: async (): ReturnType<Transport['write']> => ok(),
    say: (bytes: Uint8Array) => receive(bytes),
  };
  const line = new SamLine(
    {
      address: 'memory:x',
      write: () => {
        far.written++;
        return far.write();
      },
      onData: (fn) => {
        receive = fn;
      },
      onClose: (fn) => {
        closed = fn;
      },
      close: async () => closed({ kind: 'closed', detail: 'test' }),
    },
    clock,
    115_200,
    () => undefined,
  );
  const ask = (command: Parameters<SamLine['ask']>[0]) => {
    const run = { result: null as Awaited<ReturnType<SamLine['ask']>> | null };
    void line.ask(command).then((result) => {
      run.result = result;
    });
    return run;
  };
  return { clock, far, line, ask };
}

const DONE = encodeReply(SW.done);
const NO_CARD = encodeReply(SW.noCard);

describe('a line to the module', () => {
  it('is lost when its bytes are not taken', async () => {
    const { clock, far, line, ask } = bench();
    far.write = async () => err({ kind: 'write-timeout', detail: 'test' });
    const run = ask('status');
    await clock.advance(0);
    expect(run.result).toEqual({ ok: false, error: 'closed' });
    expect(line.closed).toBe(true);
    const next = ask('status');
    await clock.advance(1_000);
    expect(next.result).toEqual({ ok: false, error: 'closed' });
    expect(far.written).toBe(1);
  });

  it('ends by itself when a write is refused after its answer was given up', async () => {
    const { clock, far, line, ask } = bench();
    let refuse: () => void = () => undefined;
    far.write = () =>
      new Promise((resolve) => {
        refuse = () => resolve(err({ kind: 'write-timeout', detail: 'test' }));
      });
    const first = ask('status');
    await clock.advance(1_100);
    expect(first.result).toEqual({ ok: false, error: 'timeout' });
    const late = refuse;
    const second = ask('status');
    await clock.advance(100);
    late();
    await clock.advance(0);
    expect(second.result).toEqual({ ok: false, error: 'closed' });
    expect(line.lost).toBe(true);
  });

  it('does not take a frame that is no reply for an answer', async () => {
    const { clock, far, ask } = bench();
    const run = ask('status');
    await clock.advance(0);
    far.say(encodeSamFrame(hex('00 01 90')));
    await clock.advance(1_100);
    expect(run.result).toEqual({ ok: false, error: 'timeout' });
  });

  it('does not take the late answer to one command for the answer to the next', async () => {
    const { clock, far, ask } = bench();
    ask('find');
    await clock.advance(1_100);
    const status = ask('status');
    await clock.advance(100);
    far.say(NO_CARD);
    await clock.advance(0);
    expect(status.result).toBeNull();
    far.say(DONE);
    await clock.advance(0);
    expect(status.result).toEqual({ ok: true, value: { sw: SW.done, data: new Uint8Array(0) } });
  });

  it('after a time-out waits for silence, but not for ever on a line that never falls silent', async () => {
    const { clock, far, ask } = bench();
    ask('find');
    await clock.advance(1_100);
    ask('find');
    for (let i = 0; i < 50; i++) {
      expect(far.written).toBe(1);
      far.say(Uint8Array.of(0x55));
      await clock.advance(10);
    }
    for (let i = 0; i < 20; i++) {
      far.say(Uint8Array.of(0x55));
      await clock.advance(10);
    }
    expect(far.written).toBe(2);
  });

  it('holds no answer that nobody asked for', async () => {
    const { clock, far, ask } = bench();
    far.say(NO_CARD);
    far.say(encodeSamFrame(hex('00 01 90')));
    const run = ask('find');
    await clock.advance(0);
    expect(run.result).toBeNull();
  });

  it('takes one request at a time: a second is a bug', async () => {
    const { line, ask } = bench();
    ask('find');
    await expect(line.ask('find')).rejects.toThrow(/one request/);
  });
});
