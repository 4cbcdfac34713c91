import { describe, expect, it } from 'vitest';
import { err, ok, VirtualClock } from '../../../electron/core/index.ts';
import { memoryPair } from '../../../native-bridge/transport/memory.ts';
import { paced } from '../../../native-bridge/transport/paced.ts';
import type { OpenTransport, Transport } from '../../../native-bridge/transport/port.ts';
import { parseRecording, recordedOpen, replayOpen } from '../../../native-bridge/transport/recording.ts';

async function opened(open: OpenTransport): Promise<Transport> {
  const result = await open('memory:x');
  if (!result.ok) throw new Error(result.error.detail);
  return result.value;
}

function heardBy(end: Transport): number[][] {
  const heard: number[][] = [];
  end.onData((chunk) => heard.push([...chunk]));
  return heard;
}

/** A conversation of two questions, with a pause and an end. */
async function record(): Promise<string> {
  const clock = new VirtualClock();
  const lines: string[] = [];
  const open: OpenTransport = async (address) => {
    const [near, far] = memoryPair(address);
    far.onData((chunk) => {
      clock.setTimeout(() => void far.write(Uint8Array.of(...chunk, 0xff)), 20);
      if (chunk[0] === 2) clock.setTimeout(() => void far.close(), 50);
    });
    return ok(near);
  };
  const line = await opened(recordedOpen(open, clock, (text) => lines.push(text)));
  const heard = heardBy(line);
  line.onClose(() => undefined);
  await line.write(Uint8Array.of(1, 10));
  await clock.advance(100);
  await line.write(Uint8Array.of(2));
  await clock.advance(100);
  await line.close();
  expect(heard).toEqual([
    [1, 10, 255],
    [2, 255],
  ]);
  return `${lines.join('\n')}\n`;
}

async function replayed() {
  const parsed = parseRecording(await record());
  if (!parsed.ok) throw new Error(parsed.error);
  return parsed.value;
}

describe('a recorded line', () => {
  it('is written down line by line, with times since its opening', async () => {
    expect((await record()).trim().split('\n')).toEqual([
      '{"format":"tongban-line-recording","version":1,"address":"memory:x"}',
      '{"at":0,"dir":"out","hex":"010a"}',
      '{"at":20,"dir":"in","hex":"010aff"}',
      '{"at":100,"dir":"out","hex":"02"}',
      '{"at":120,"dir":"in","hex":"02ff"}',
      '{"at":150,"closed":"closed by the other side"}',
    ]);
  });

  it('passes on that a line could not be opened', async () => {
    const lines: string[] = [];
    const open = recordedOpen(
      async () => err({ kind: 'busy', detail: 'x' }),
      new VirtualClock(),
      (line) => lines.push(line),
    );
    expect(await open('memory:x')).toEqual(err({ kind: 'busy', detail: 'x' }));
    expect(lines).toEqual([]);
  });

  it('is read back, or said to be none, with the line', async () => {
    const good = await record();
    expect((await replayed()).steps).toHaveLength(5);
    // The last opening counts.
    expect(parseRecording(`${good}${good.split('\n')[0]}\n`)).toEqual(ok({ address: 'memory:x', steps: [] }));
    expect(parseRecording('')).toEqual(err('the recording is empty'));
    expect(parseRecording('{"at":1,"dir":"in","hex":"00"}')).toEqual(err('the recording has no beginning'));
    for (const bad of [
      'no json',
      '3',
      'null',
      '{"at":"1"}',
      '{"at":1,"dir":"in","hex":"0"}',
      '{"at":1,"dir":"up","hex":"00"}',
    ]) {
      expect(parseRecording(`${good}${bad}`)).toEqual(err('line 7 is not part of a recording'));
    }
  });
});

describe('a replayed line', () => {
  it('answers as it did then, however the bytes are cut now', async () => {
    const clock = new VirtualClock();
    const line = await opened(replayOpen(await replayed(), clock));
    const heard = heardBy(line);
    const closed: string[] = [];
    line.onClose(({ detail }) => closed.push(detail));
    expect(await line.write(Uint8Array.of(1))).toEqual(ok());
    await clock.advance(0);
    expect(heard).toEqual([]);
    await line.write(Uint8Array.of(10));
    await clock.advance(0);
    expect(heard).toEqual([[1, 10, 255]]);
    await line.write(Uint8Array.of(2));
    await clock.advance(0);
    expect(heard).toEqual([
      [1, 10, 255],
      [2, 255],
    ]);
    expect(closed).toEqual(['closed by the other side']);
    expect(await line.write(Uint8Array.of(3))).toMatchObject({ error: { kind: 'closed' } });
  });

  it('keeps the times of then when it is paced', async () => {
    const clock = new VirtualClock();
    const line = await opened(replayOpen(await replayed(), clock, { paced: true }));
    const heard = heardBy(line);
    await line.write(Uint8Array.of(1, 10));
    await clock.advance(19);
    expect(heard).toEqual([]);
    await clock.advance(1);
    expect(heard).toHaveLength(1);
    await line.write(Uint8Array.of(2));
    // Closed before the answer is due: it does not come any more.
    await line.close();
    await clock.advance(1_000);
    expect(heard).toHaveLength(1);
  });

  it('does not hold up what is sent for what came meanwhile then', async () => {
    const clock = new VirtualClock();
    const line = await opened(replayOpen(await replayed(), clock, { paced: true }));
    const heard = heardBy(line);
    await line.write(Uint8Array.of(1, 10, 2));
    expect(heard).toEqual([[1, 10, 255]]);
    await clock.advance(20);
    expect(heard).toHaveLength(2);
  });

  it('closes and says where, when something else is sent', async () => {
    const line = await opened(replayOpen(await replayed(), new VirtualClock()));
    await line.write(Uint8Array.of(1));
    expect(await line.write(Uint8Array.of(11))).toEqual(
      err({ kind: 'closed', detail: 'byte 2 sent is not what was sent when this was recorded' }),
    );
    const told: string[] = [];
    line.onClose(({ detail }) => told.push(detail));
    expect(told).toHaveLength(1);
  });

  it('closes when more is sent than was sent then, and when the recording ended in the middle', async () => {
    const recording = await replayed();
    const line = await opened(
      replayOpen({ ...recording, steps: recording.steps.slice(0, 2) }, new VirtualClock()),
    );
    await line.write(Uint8Array.of(1, 10));
    expect(await line.write(Uint8Array.of(5))).toMatchObject({ error: { kind: 'closed' } });
    const cut = await opened(
      replayOpen({ address: 'x', steps: [{ at: 0, closed: 'gone' }] }, new VirtualClock()),
    );
    expect(await cut.write(Uint8Array.of(5))).toEqual(err({ kind: 'closed', detail: 'gone' }));
  });
});

describe('a paced line', () => {
  it('lets bytes leave as fast as the line of its speed, and no faster', async () => {
    const clock = new VirtualClock();
    const [near, far] = memoryPair('memory:x');
    const line = paced(far, 9_600, clock);
    let count = 0;
    near.onData((chunk) => {
      count += chunk.length;
    });
    await line.write(new Uint8Array(96));
    await line.write(new Uint8Array(96));
    await clock.advance(99);
    expect(count).toBeLessThan(96);
    expect(count).toBeGreaterThan(70);
    await clock.advance(1);
    expect(count).toBe(96);
    await clock.advance(100);
    expect(count).toBe(192);
  });

  it('does not catch up on time in which nothing was sent', async () => {
    const clock = new VirtualClock();
    const [near, far] = memoryPair('memory:x');
    const line = paced(far, 9_600, clock);
    const heard = heardBy(near);
    await clock.advance(10_000);
    await line.write(new Uint8Array(16));
    await clock.advance(16);
    expect(heard).toEqual([]);
    await clock.advance(1);
    expect(heard).toHaveLength(1);
  });

  it('drops what is under way when the line closes', async () => {
    const clock = new VirtualClock();
    const [near, far] = memoryPair('memory:x');
    const line = paced(far, 9_600, clock);
    const told: string[] = [];
    line.onClose(({ detail }) => told.push(detail));
    const heard = heardBy(near);
    await line.write(new Uint8Array(96));
    await clock.advance(20);
    await near.close();
    await clock.advance(1_000);
    expect(heard).toHaveLength(1);
    expect(told).toEqual(['closed by the other side']);
    expect(await line.write(new Uint8Array(1))).toMatchObject({ error: { kind: 'closed' } });
    expect(clock.pending).toBe(0);
    await line.close();
  });

  it('takes bytes the other way at once', async () => {
    const [near, far] = memoryPair('memory:x');
    const line = paced(far, 9_600, new VirtualClock());
    const heard = heardBy(line);
    await near.write(Uint8Array.of(1));
    await Promise.resolve();
    expect(heard).toEqual([[1]]);
    expect(line.address).toBe('memory:x');
  });
});
