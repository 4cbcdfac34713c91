import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { err, ok, Signal, VirtualClock } from '../../../electron/core/index.ts';
import type { Presence } from '../../../native-bridge/index.ts';
import { type Discovered, discover } from '../../../native-bridge/supervisor/discovery.ts';
import { type Consumable, watchHealth } from '../../../native-bridge/supervisor/health.ts';
import { HOT_PLUG_EVERY_MS, watchPorts } from '../../../native-bridge/supervisor/hot-plug.ts';
import { leased } from '../../../native-bridge/transport/lease.ts';
import { memoryPair } from '../../../native-bridge/transport/memory.ts';
import type { OpenTransport } from '../../../native-bridge/transport/port.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A machine's /sys and /dev as files: text is a file's content, `-> x` a link to x. */
function machine(files: Record<string, string>): string {
  const root = mkdtempSync(join(tmpdir(), 'tongban-sys-'));
  folders.push(root);
  for (const [path, content] of Object.entries(files)) {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (content.startsWith('-> ')) symlinkSync(content.slice(3), file);
    else writeFileSync(file, content);
  }
  return root;
}

/** A CH340 in a socket, as the kernel shows it. */
const CH340 = {
  'sys/devices/pci0/usb1/1-2/idVendor': '1a86\n',
  'sys/devices/pci0/usb1/1-2/idProduct': '7523\n',
  'sys/devices/pci0/usb1/1-2/product': 'USB Serial\n',
  'sys/devices/pci0/usb1/1-2/1-2:1.0/ttyUSB0/port_number': '0\n',
  'sys/class/tty/ttyUSB0/device': '-> ../../../devices/pci0/usb1/1-2/1-2:1.0/ttyUSB0',
};

describe('what is plugged in where', () => {
  it('is read from the kernel alone where udev is absent', async () => {
    expect(await discover(machine(CH340), 'linux')).toEqual({
      ports: [
        {
          address: 'serial:///dev/ttyUSB0',
          path: '/dev/ttyUSB0',
          byPath: null,
          byId: null,
          usb: {
            vendorId: '1a86',
            productId: '7523',
            manufacturer: null,
            product: 'USB Serial',
            serialNumber: null,
            known: { name: 'CH340', role: 'bridge' },
          },
        },
      ],
      nativeReaders: [],
    });
  });

  it('has stable names where udev runs, and prefers the one of the socket', async () => {
    const root = machine({
      ...CH340,
      'dev/serial/by-path/pci-0-usb-0:2:1.0-port0': '-> ../../ttyUSB0',
      'dev/serial/by-path/pci-0-usbv2-0:2:1.0-port0': '-> ../../ttyUSB0',
      'dev/serial/by-id/usb-1a86_USB_Serial-if00-port0': '-> ../../ttyUSB0',
      'dev/serial/by-id/README': 'no link',
    });
    expect((await discover(root, 'linux')).ports[0]).toMatchObject({
      address: 'serial:///dev/serial/by-path/pci-0-usb-0:2:1.0-port0',
      byPath: '/dev/serial/by-path/pci-0-usb-0:2:1.0-port0',
      byId: '/dev/serial/by-id/usb-1a86_USB_Serial-if00-port0',
    });
  });

  it('lists ports of the main board that have hardware, in the order of their numbers, and no consoles', async () => {
    const root = machine({
      'sys/devices/pnp0/00:05/tty/x': '',
      'sys/class/tty/ttyS10/device': '-> ../../../devices/pnp0/00:05',
      'sys/class/tty/ttyS10/type': '4',
      'sys/class/tty/ttyS2/device': '-> ../../../devices/pnp0/00:05',
      'sys/class/tty/ttyS2/type': '4',
      'sys/class/tty/ttyS3/device': '-> ../../../devices/pnp0/00:05',
      'sys/class/tty/ttyS3/type': '0',
      'sys/class/tty/tty0/active': '',
      'sys/class/tty/ttyS4/type': '4',
    });
    const { ports } = await discover(root, 'linux');
    expect(ports.map(({ path, usb }) => [path, usb])).toEqual([
      ['/dev/ttyS2', null],
      ['/dev/ttyS10', null],
    ]);
  });

  it('names card readers that have no serial port', async () => {
    const root = machine({
      'sys/bus/usb/devices/1-1/idVendor': '0400\n',
      'sys/bus/usb/devices/1-1/idProduct': 'c35a\n',
      'sys/bus/usb/devices/1-1/manufacturer': 'Maker\n',
      'sys/bus/usb/devices/1-1/serial': '42\n',
      'sys/bus/usb/devices/1-2/idVendor': '046d\n',
      'sys/bus/usb/devices/1-2/idProduct': 'c31c\n',
      'sys/bus/usb/devices/usb1/power': '',
    });
    const { nativeReaders } = await discover(root, 'linux');
    expect(nativeReaders).toMatchObject([
      { vendorId: '0400', productId: 'c35a', manufacturer: 'Maker', serialNumber: '42' },
    ]);
  });

  it('takes unknown bridges as they are, and a machine without ports', async () => {
    const root = machine({
      ...CH340,
      'sys/devices/pci0/usb1/1-2/idProduct': 'ffff\n',
    });
    expect((await discover(root, 'linux')).ports[0]?.usb?.known).toBeNull();
    expect(await discover(machine({ 'etc/x': '' }), 'linux')).toEqual({ ports: [], nativeReaders: [] });
  });
});

describe('watching what is plugged in', () => {
  it('tells of changes only, and survives a look that fails', async () => {
    const clock = new VirtualClock();
    const empty: Discovered = { ports: [], nativeReaders: [] };
    const port = { address: 'serial:///dev/ttyUSB0', path: '', byPath: null, byId: null, usb: null };
    const looks: (Discovered | Error)[] = [
      empty,
      { ...empty, ports: [port] },
      new Error('no'),
      { ...empty, ports: [port] },
      empty,
    ];
    const watch = watchPorts(async () => {
      const look = looks.shift() ?? empty;
      if (look instanceof Error) throw look;
      return look;
    }, clock);
    const seen: number[] = [];
    watch.found.subscribe(({ ports }) => seen.push(ports.length));
    for (let i = 0; i < 6; i++) await clock.advance(HOT_PLUG_EVERY_MS);
    expect(seen).toEqual([1, 0]);
    await watch.stop();
    expect(clock.pending).toBe(0);
  });
});

describe('a lease of a line', () => {
  const open: OpenTransport = async (address) => {
    if (address.includes('none')) return err({ kind: 'not-found', detail: '' });
    return ok(memoryPair(address)[0]);
  };

  it('lets one hold a line at a time, whatever the speed, until it closes', async () => {
    const lease = leased(open);
    const first = await lease('serial:///dev/a?baud=9600');
    expect(await lease('serial:///dev/a?baud=115200')).toMatchObject({ ok: false, error: { kind: 'busy' } });
    expect((await lease('serial:///dev/b')).ok).toBe(true);
    if (!first.ok) throw new Error('not opened');
    const told: string[] = [];
    first.value.onClose(({ kind }) => told.push(kind));
    await first.value.close();
    expect(told).toEqual(['closed']);
    const again = await lease('serial:///dev/a');
    expect(again.ok).toBe(true);
  });

  it('is not taken by a line that cannot be opened', async () => {
    const lease = leased(open);
    expect(await lease('tcp://none:1')).toMatchObject({ error: { kind: 'not-found' } });
    expect(await lease('tcp://none:1')).toMatchObject({ error: { kind: 'not-found' } });
    const broken = leased(async () => {
      throw new Error('bug');
    });
    await expect(broken('tcp://a:1')).rejects.toThrow('bug');
    await expect(broken('tcp://a:1')).rejects.toThrow('bug');
  });

  it('passes everything on', async () => {
    const [near, far] = memoryPair('memory:x');
    const result = await leased(async () => ok(near))('memory:x');
    if (!result.ok) throw new Error('not opened');
    const heard: number[][] = [];
    result.value.onData((chunk) => heard.push([...chunk]));
    await far.write(Uint8Array.of(1));
    await Promise.resolve();
    expect(heard).toEqual([[1]]);
    expect((await result.value.write(Uint8Array.of(2))).ok).toBe(true);
    await far.close();
    const late: string[] = [];
    result.value.onClose(({ detail }) => late.push(detail));
    expect(late).toEqual(['closed by the other side']);
  });
});

describe('the health of the devices', () => {
  it('is one stream of how each stands, since when, and how often it was lost', async () => {
    const clock = new VirtualClock(1_000);
    const reader = new Signal<Presence>('unknown');
    const printer = new Signal<Presence>('ready');
    const troubles = new Signal<readonly string[]>([]);
    const consumables = new Signal<readonly Consumable[]>([{ name: 'receipt-paper', level: 'ok' }]);
    const watch = watchHealth(
      { idCard: { presence: reader }, receipt: { presence: printer, troubles, consumables } },
      clock,
    );
    expect(watch.all.value.map(({ name, presence }) => [name, presence])).toEqual([
      ['idCard', 'unknown'],
      ['receipt', 'ready'],
    ]);
    let changes = 0;
    watch.all.subscribe(() => changes++);
    await clock.advance(500);
    reader.set('ready');
    await clock.advance(500);
    reader.set('absent');
    reader.set('ready');
    reader.set('trouble');
    troubles.set(['cover-open']);
    consumables.set([{ name: 'receipt-paper', level: 'low' }]);
    expect(changes).toBe(6);
    expect(watch.all.value).toEqual([
      { name: 'idCard', presence: 'trouble', troubles: [], consumables: [], since: 2_000, losses: 1 },
      {
        name: 'receipt',
        presence: 'ready',
        troubles: ['cover-open'],
        consumables: [{ name: 'receipt-paper', level: 'low' }],
        since: 2_000,
        losses: 0,
      },
    ]);
    watch.stop();
    reader.set('ready');
    expect(changes).toBe(6);
  });
});
