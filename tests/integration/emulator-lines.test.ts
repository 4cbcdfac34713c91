import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../electron/core/index.ts';
import { DeviceEmulator } from '../../native-bridge/emulator/base.ts';
import { listenPty, listenTcp } from '../../native-bridge/emulator/listen.ts';
import { openTransport, type Transport } from '../../native-bridge/index.ts';
import { hasTool, mustSkip } from '../support/missing-tool.ts';

/** The smallest device: it says each byte back. */
class Echo extends DeviceEmulator<'byte'> {
  constructor() {
    super({ clock: systemClock, baud: Number.POSITIVE_INFINITY, answerMs: 0 }, 9_600);
  }
  protected attached(): void {}
  protected receive(chunk: Uint8Array): void {
    this.reply('byte', () => chunk.slice());
  }
  protected wrongReply(): Uint8Array {
    return Uint8Array.of(0);
  }
}

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

async function opened(address: string): Promise<Transport> {
  // A terminal that was closed comes back a moment later.
  for (let tries = 0; ; tries++) {
    const result = await openTransport(address);
    if (result.ok) {
      undo.push(() => result.value.close());
      return result.value;
    }
    if (tries > 100) throw new Error(`${result.error.kind}: ${result.error.detail}`);
    await wait(20);
  }
}

async function echoed(line: Transport, byte: number): Promise<number | 'closed' | undefined> {
  return new Promise((resolve) => {
    line.onData((chunk) => resolve(chunk[0]));
    line.onClose(() => resolve('closed'));
    void line.write(Uint8Array.of(byte));
  });
}

describe('an emulated device on a TCP port', () => {
  it('serves one client at a time, and none while it is unplugged', async () => {
    const device = new Echo();
    const listening = await listenTcp(device, systemClock, '127.0.0.1', 0);
    if (!listening.ok) throw new Error(listening.error);
    undo.push(() => listening.value.close());
    const first = await opened(listening.value.address);
    expect(await echoed(first, 7)).toBe(7);
    // Another program, so that this one's own lease does not stand in the way.
    const second = await opened(`${listening.value.address}/`);
    expect(await echoed(second, 8)).toBe('closed');
    device.unplug();
    expect(await echoed(first, 9)).toBe('closed');
    device.plug();
    const again = await opened(listening.value.address);
    expect(await echoed(again, 10)).toBe(10);
  });

  it('says when the port is taken', async () => {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    undo.push(async () => server.close());
    const { port } = server.address() as { port: number };
    expect(await listenTcp(new Echo(), systemClock, '127.0.0.1', port)).toEqual({
      ok: false,
      error: `127.0.0.1:${port} cannot be listened on: EADDRINUSE`,
    });
  });
});

describe.skipIf(mustSkip('an emulated serial port', hasTool('socat') ? [] : ['socat']))(
  'an emulated device on a pseudo-terminal',
  () => {
    it('comes back for the next host, and is gone while it is unplugged', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'tongban-emulator-'));
      undo.push(async () => rmSync(dir, { recursive: true, force: true }));
      const device = new Echo();
      const path = join(dir, 'port');
      const listening = await listenPty(device, systemClock, path);
      if (!listening.ok) throw new Error(listening.error);
      undo.push(() => listening.value.close());
      expect(listening.value.address).toBe(`serial://${path}`);
      for (const byte of [1, 2, 3]) {
        const line = await opened(listening.value.address);
        expect(await echoed(line, byte)).toBe(byte);
        await line.close();
      }
      const line = await opened(listening.value.address);
      expect(await echoed(line, 4)).toBe(4);
      const closed = new Promise((resolve) => line.onClose(resolve));
      device.unplug();
      expect(await closed).toMatchObject({ kind: 'closed' });
      for (let tries = 0; existsSync(path) && tries < 100; tries++) await wait(20);
      expect(existsSync(path)).toBe(false);
      device.plug();
      expect(await echoed(await opened(listening.value.address), 5)).toBe(5);
    }, 120_000);

    it('does not take the place of a file', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'tongban-emulator-'));
      undo.push(async () => rmSync(dir, { recursive: true, force: true }));
      expect(await listenPty(new Echo(), systemClock, dir)).toEqual({
        ok: false,
        error: `${dir} exists already`,
      });
      const nowhere = join(dir, 'none', 'port');
      expect((await listenPty(new Echo(), systemClock, nowhere)).ok).toBe(false);
    });
  },
);
