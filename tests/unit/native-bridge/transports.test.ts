import { once } from 'node:events';
import { createServer } from 'node:net';
import { Duplex, PassThrough } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { ok, VirtualClock } from '../../../electron/core/index.ts';
import type { Transport } from '../../../native-bridge/index.ts';
import { TRANSPORT_LIMITS } from '../../../native-bridge/transport/deadlines.ts';
import { faultyOpen } from '../../../native-bridge/transport/faulty.ts';
import { memoryPair, piecesOf } from '../../../native-bridge/transport/memory.ts';
import { streamEnd } from '../../../native-bridge/transport/stream-end.ts';
import { openTcp } from '../../../native-bridge/transport/tcp.ts';

const BYTES = Uint8Array.of(1, 2, 3, 4, 5);

function heardBy(end: Transport): number[][] {
  const heard: number[][] = [];
  end.onData((chunk) => heard.push([...chunk]));
  return heard;
}

describe('a line in memory', () => {
  it('carries bytes both ways and loses what nobody listens for', async () => {
    const [a, b] = memoryPair('memory:x');
    await a.write(BYTES);
    await Promise.resolve();
    const [atA, atB] = [heardBy(a), heardBy(b)];
    await a.write(BYTES);
    await b.write(Uint8Array.of(9));
    await Promise.resolve();
    expect([atA, atB]).toEqual([[[9]], [[1, 2, 3, 4, 5]]]);
  });

  it('cuts bytes into pieces', async () => {
    const [a, b] = memoryPair('memory:x', piecesOf(2));
    const heard = heardBy(b);
    await a.write(BYTES);
    await Promise.resolve();
    expect(heard).toEqual([[1, 2], [3, 4], [5]]);
  });

  it('closes at both ends, once, and tells also who asks later', async () => {
    const [a, b] = memoryPair('memory:x');
    const told: string[] = [];
    a.onClose(({ detail }) => told.push(`a: ${detail}`));
    const heard = heardBy(b);
    await a.write(BYTES);
    await a.close();
    await b.close();
    b.onClose(({ detail }) => told.push(`b: ${detail}`));
    expect(told).toEqual(['a: closed by this program', 'b: closed by the other side']);
    expect(await b.write(BYTES)).toMatchObject({ error: { kind: 'closed' } });
    expect(heard.length).toBeLessThanOrEqual(1);
  });
});

describe('a stream as a line', () => {
  const end = (stream: Duplex, clock = new VirtualClock()) => streamEnd('tcp://x:1', stream, clock);

  it('gives a write up that the system does not take', async () => {
    const clock = new VirtualClock();
    const stuck = new Duplex({ read: () => undefined, write: () => undefined });
    const write = end(stuck, clock).write(BYTES);
    await clock.advance(TRANSPORT_LIMITS.writeDeadlineMs);
    expect(await write).toMatchObject({ error: { kind: 'write-timeout' } });
  });

  it('tells a write that fails, and that the line is closed then', async () => {
    const broken = new Duplex({ read: () => undefined, write: (_c, _e, done) => done(new Error('EPIPE')) });
    const line = end(broken);
    const closed = vi.fn();
    line.onClose(closed);
    expect(await line.write(BYTES)).toEqual({ ok: false, error: { kind: 'closed', detail: 'EPIPE' } });
    await vi.waitFor(() =>
      expect(closed).toHaveBeenCalledExactlyOnceWith({ kind: 'closed', detail: 'EPIPE' }),
    );
    expect(await line.write(BYTES)).toMatchObject({ error: { kind: 'closed' } });
    await line.close();
  });

  it('closes when the other side ends, also before anyone asked to be told', async () => {
    const stream = new PassThrough();
    const line = end(stream);
    stream.write(BYTES);
    stream.end();
    await new Promise((resolve) => stream.once('close', resolve));
    const closed = vi.fn();
    line.onClose(closed);
    expect(closed).toHaveBeenCalledOnce();
  });

  it('closes from this side', async () => {
    const stream = new PassThrough();
    const line = end(stream);
    const heard = heardBy(line);
    await line.write(BYTES);
    await vi.waitFor(() => expect(heard).toHaveLength(1));
    await line.close();
    await line.close();
    expect(stream.destroyed).toBe(true);
  });

  it('says that an address of TCP is wrong, and gives a connection up that does not come', async () => {
    const clock = new VirtualClock();
    expect(await openTcp('tcp://nowhere', clock)).toMatchObject({ error: { kind: 'bad-address' } });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    // Virtual time passes before the real connection can have come.
    const opening = openTcp(`tcp://127.0.0.1:${(server.address() as { port: number }).port}`, clock);
    await clock.advance(TRANSPORT_LIMITS.connectDeadlineMs);
    expect(await opening).toEqual({
      ok: false,
      error: { kind: 'not-found', detail: 'no connection in time' },
    });
    server.close();
  });
});

describe('a faulty line', () => {
  it('does to each chunk what its script says, and passes the rest on', async () => {
    const clock = new VirtualClock();
    const [a, b] = memoryPair('memory:x');
    const open = faultyOpen(
      async () => ok(a),
      [
        { direction: 'out', nth: 1, mishap: { kind: 'drop' } },
        { direction: 'out', nth: 2, mishap: { kind: 'garble', at: 99 } },
        { direction: 'in', nth: 2, mishap: { kind: 'delay', ms: 50 } },
        { direction: 'out', nth: 4, mishap: { kind: 'close' } },
      ],
      clock,
    );
    const opened = await open('memory:x');
    if (!opened.ok) throw new Error('not open');
    const line = opened.value;
    const [inside, outside] = [heardBy(line), heardBy(b)];
    for (let i = 0; i < 3; i++) await line.write(BYTES);
    expect(outside).toEqual([
      [1, 2, 3, 4, 1],
      [1, 2, 3, 4, 5],
    ]);
    await b.write(Uint8Array.of(1));
    await b.write(Uint8Array.of(2));
    await clock.advance(10);
    expect(inside).toEqual([[1]]);
    await clock.advance(50);
    expect(inside).toEqual([[1], [2]]);
    expect(await line.write(BYTES)).toMatchObject({ error: { kind: 'closed' } });
    expect(await line.write(BYTES)).toMatchObject({ error: { kind: 'closed' } });
  });
});
