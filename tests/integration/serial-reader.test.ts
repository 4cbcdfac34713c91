import { once } from 'node:events';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/index.ts';
import { createIdCardReaderEmulator } from '../../native-bridge/devices/id-card-reader/emulator.ts';
import { createIdCardReader, openTransport, type Transport } from '../../native-bridge/index.ts';
import { streamEnd } from '../../native-bridge/transport/stream-end.ts';
import { makeCard } from '../support/cards.ts';
import { eventually } from '../support/eventually.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';
import { layCable } from '../support/pty-pair.ts';

const skip = mustSkip('the serial line', hasTool('socat') ? [] : ['socat']);
const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const serial = (path: string, query = '') => `serial://${path}${query}`;

async function open(address: string): Promise<Transport> {
  const opened = await openTransport(address);
  if (!opened.ok) throw new Error(`${opened.error.kind}: ${opened.error.detail}`);
  undo.push(() => opened.value.close());
  return opened.value;
}

describe.skipIf(skip)('a serial port', () => {
  it('carries every byte value both ways, in both directions at once', async () => {
    const cable = await layCable();
    undo.push(() => cable.pull());
    const [a, b] = [await open(serial(cable.a)), await open(serial(cable.b, '?baud=9600&parity=odd'))];
    const bytes = Uint8Array.from({ length: 4_096 }, (_, i) => (i * 7) % 256);
    const arrived = (end: Transport) =>
      new Promise<Buffer>((resolve) => {
        const chunks: Uint8Array[] = [];
        end.onData((chunk) => {
          chunks.push(chunk.slice());
          const all = Buffer.concat(chunks);
          if (all.length >= bytes.length) resolve(all);
        });
      });
    const both = Promise.all([arrived(a), arrived(b)]);
    expect(await a.write(bytes)).toEqual({ ok: true, value: undefined });
    expect(await b.write(bytes)).toEqual({ ok: true, value: undefined });
    const [atA, atB] = await both;
    expect(atA.equals(bytes)).toBe(true);
    expect(atB.equals(bytes)).toBe(true);
  });

  it('is busy for everyone else while it is open, and free afterwards', async () => {
    const cable = await layCable();
    undo.push(() => cable.pull());
    const first = await open(serial(cable.a));
    expect(await openTransport(serial(cable.a))).toMatchObject({ ok: false, error: { kind: 'busy' } });
    await first.close();
    const again = await openTransport(serial(cable.a));
    expect(again.ok).toBe(true);
    if (again.ok) await again.value.close();
  });

  it('says that it was unplugged, and takes no more bytes', async () => {
    const cable = await layCable();
    const line = await open(serial(cable.a));
    const closed = new Promise((resolve) => line.onClose(resolve));
    await cable.pull();
    expect(await closed).toMatchObject({ kind: 'closed' });
    expect(await line.write(Uint8Array.of(1))).toMatchObject({ ok: false, error: { kind: 'closed' } });
    await line.close();
  });

  it('is not found when it is not there, and no port when it is none', async () => {
    expect(await openTransport(serial('/dev/tongban-no-such-port'))).toMatchObject({
      ok: false,
      error: { kind: 'not-found' },
    });
    const none = await openTransport(serial('/dev/null'));
    expect(none).toMatchObject({ ok: false, error: { kind: 'bad-address' } });
  });
});

describe.skipIf(skip)('the card reader on a serial port', () => {
  it('reads a card, is lost when the cable is pulled, and reads again when it is back', async () => {
    let cable = await layCable();
    const names = { a: cable.a, b: cable.b };
    undo.push(() => cable.pull());
    const emulator = createIdCardReaderEmulator({ clock: systemClock, readMs: 30 });
    emulator.attach(await open(serial(cable.b)));
    const reader = createIdCardReader({
      address: serial(cable.a, '?baud=115200'),
      open: openTransport,
      clock: systemClock,
    });
    undo.push(() => reader.stop());
    reader.start();
    await eventually(reader.presence, (presence) => presence === 'ready');

    const card = makeCard(21, { name: '𠮷田明', validTo: null });
    emulator.placeCard(card);
    expect(await reader.read(new AbortController().signal, () => undefined)).toEqual({
      ok: true,
      value: card,
    });
    emulator.removeCard();
    await eventually(reader.cardPresent, (present) => !present);

    const waiting = reader.read(new AbortController().signal, () => undefined);
    await cable.pull();
    expect(await waiting).toMatchObject({ ok: false, error: { kind: 'device-lost' } });
    expect(reader.presence.value).toBe('absent');

    cable = await layCable(names);
    emulator.attach(await open(serial(cable.b)));
    await eventually(reader.presence, (presence) => presence === 'ready');
    emulator.placeCard(card);
    expect(await reader.read(new AbortController().signal, () => undefined)).toEqual({
      ok: true,
      value: card,
    });
    expect(emulator.overlaps).toBe(0);
  }, 120_000);
});

describe('the card reader behind a serial device server', () => {
  it('is read over TCP and is lost when the server goes', async () => {
    const emulator = createIdCardReaderEmulator({ clock: systemClock, readMs: 30 });
    const server = createServer((socket) => emulator.attach(streamEnd('server', socket, systemClock)));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    undo.push(async () => server.close());
    const { port } = server.address() as { port: number };
    const reader = createIdCardReader({
      address: `tcp://127.0.0.1:${port}`,
      open: openTransport,
      clock: systemClock,
    });
    undo.push(() => reader.stop());
    reader.start();
    await eventually(reader.presence, (presence) => presence === 'ready');
    emulator.placeCard(makeCard(22));
    expect(await reader.read(new AbortController().signal, () => undefined)).toEqual({
      ok: true,
      value: makeCard(22),
    });
    emulator.unplug();
    await eventually(reader.presence, (presence) => presence === 'absent');
  });

  it('is not found where nobody listens', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    server.close();
    await once(server, 'close');
    expect(await openTransport(`tcp://127.0.0.1:${port}`)).toEqual({
      ok: false,
      error: { kind: 'not-found', detail: 'ECONNREFUSED' },
    });
  });
});
